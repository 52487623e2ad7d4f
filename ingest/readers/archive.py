"""ZIP archives as folders: 政策.zip/附件/方案.docx names a file inside 政策.zip.

Nothing is unpacked to disk, so that a name inside an archive can lead nowhere. An archive inside
an archive is a folder too. Office files, which are ZIP files themselves, are files.
"""

import functools
from pathlib import Path, PurePosixPath

from ingest.readers.package import Package
from kb.errors import SourceError
from kb.limits import LIMITS, SPLIT, Limits

__all__ = ["content", "exists", "expand"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the latter where nothing is inside
_OFFICE = frozenset({"[Content_Types].xml", "OFD.xml", "mimetype"})
_MB = 1024 * 1024

_Chain = tuple[str, ...]  # the names that lead to a member, one for each archive


def expand(path: Path, limits: Limits = LIMITS) -> tuple[Path, ...] | None:
    """The files inside a ZIP archive, in its order; None where the file is no archive.

    Raises SourceError where the archive is damaged, over the limits or holds no file; OSError
    where the file cannot be read.
    """
    with path.open("rb") as file:
        if not file.read(4).startswith(_ZIP):
            return None
    members = _opened(path, limits)[1]
    if members is None:
        return None
    if not members:
        raise SourceError(f"{path}：压缩包里没有文件；请检查是否保存完整")
    return tuple(path / name for name in members)


def content(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file, also of one inside an archive.

    Raises SourceError where the archive or the member is damaged or encrypted; OSError where the
    file cannot be read.
    """
    archive = _archive(path)
    if archive is None:
        return path.read_bytes()
    package, members = _opened(archive, limits)
    chain = (members or {}).get(path.relative_to(archive).as_posix())
    if chain is None:
        raise FileNotFoundError(2, "No such file in the archive", str(path))
    try:
        for name in chain[:-1]:
            package = Package(package.read(name), limits)
        return package.read(chain[-1])
    except SourceError as error:
        raise SourceError(f"{path}：{error}") from None


def exists(path: Path, limits: Limits = LIMITS) -> bool:
    """Whether there is such a file, also inside an archive."""
    archive = _archive(path)
    if archive is None:
        return path.exists()
    try:
        members = _opened(archive, limits)[1] or {}
    except SourceError:
        return False
    return path.relative_to(archive).as_posix() in members


def _archive(path: Path) -> Path | None:
    """The file that the path leads into; None for a path of files and folders."""
    return next((parent for parent in path.parents if parent.is_file()), None)


def _opened(path: Path, limits: Limits) -> tuple[Package, dict[str, _Chain] | None]:
    state = path.stat()
    try:
        if state.st_size > limits.file_mb * _MB:
            raise SourceError(
                f"有 {state.st_size // _MB} MB，超过上限 {limits.file_mb} MB；{SPLIT} max_file_mb"
            )
        return _members_of(path, state.st_mtime_ns, state.st_size, limits)
    except SourceError as error:
        raise SourceError(f"{path}：{error}") from None


@functools.lru_cache(maxsize=2)
def _members_of(
    path: Path, modified: int, size: int, limits: Limits
) -> tuple[Package, dict[str, _Chain] | None]:
    """An archive with its members by the name in paths; None for them where it is a document."""
    del modified, size  # keys of the cache: a changed file is opened again
    package = Package(path.read_bytes(), limits)
    if _is_document(package):
        return package, None
    members: dict[str, _Chain] = {}
    _collect(package, PurePosixPath(), (), limits, members)
    return package, members


def _is_document(package: Package) -> bool:
    return not _OFFICE.isdisjoint(package.names)


def _collect(
    package: Package,
    folder: PurePosixPath,
    chain: _Chain,
    limits: Limits,
    members: dict[str, _Chain],
) -> int:
    """Enter the members of an archive and of those inside it; the bytes unpacked to do so."""
    unpacked = 0
    for name in package.names:
        inside = _safe(package.name(name))
        if inside is None:
            continue
        place, whole = folder / inside, (*chain, name)
        inner, size = _inner(package, name, limits)
        unpacked += size
        if inner is None:
            members[_free(place, members)] = whole
        elif len(whole) > limits.nesting:
            raise SourceError(f"压缩包嵌套超过 {limits.nesting} 层；{SPLIT} max_nesting")
        else:
            unpacked += _collect(inner, place, whole, limits, members)
        if unpacked > limits.unpacked_mb * _MB:
            raise SourceError(f"解压后超过上限 {limits.unpacked_mb} MB；{SPLIT} max_unpacked_mb")
        if len(members) > limits.members:
            raise SourceError(f"压缩包里超过 {limits.members} 个文件；{SPLIT} max_members")
    return unpacked


def _inner(package: Package, name: str, limits: Limits) -> tuple[Package | None, int]:
    """The archive that a member is, with its size; None for a document of any kind."""
    if not name.lower().endswith(".zip"):
        return None, 0
    data = package.read(name)
    if not data.startswith(_ZIP):
        return None, len(data)
    inner = Package(data, limits)
    return (None if _is_document(inner) else inner), len(data)


def _safe(name: str) -> PurePosixPath | None:
    """A member's name as a path below the archive; None for what systems leave in archives."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    parts = [part.replace(":", "").replace("\0", "") for part in parts]
    if not parts or parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$")):
        return None
    return PurePosixPath(*parts) if parts[-1].lower() != "thumbs.db" else None


def _free(place: PurePosixPath, members: dict[str, _Chain]) -> str:
    """The name of a place, told apart from an equal one."""
    name, count = place, 2
    while str(name) in members:
        name = place.with_name(f"{place.stem} ({count}){place.suffix}")
        count += 1
    return str(name)
