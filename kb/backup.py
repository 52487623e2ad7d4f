"""One file that holds a home, made while it is in use, and the way back.

Databases are copied by SQLite's own online backup, so that each is as it was at one moment; other
files are copied as they stand. Indexes are left out: they are made again from the records. The
manifest has a digest of every member and of every table's rows, which a restored home must equal.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from kb import __version__
from kb.errors import SourceError, StoreError
from kb.store import SCHEMA_VERSION

__all__ = ["Contents", "read_backup", "restore", "tables_of", "write_backup"]

_FORMAT = 1
_MANIFEST = "manifest.json"
_STORE = "policykb.sqlite3"
_FOLDERS = ("logs", "uploads")
_LEFT_OUT = frozenset({"write.lock"})
_LARGEST = 64 * 1024**3  # bytes of a member
_CHUNK = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds: when and by which version it was made, members and rows by table."""

    made_on: str
    version: str
    schema: int
    members: Mapping[str, str]  # name: SHA-256
    tables: Mapping[str, Mapping[str, list[Any]]]  # database: table: [rows, SHA-256 of all rows]

    @property
    def documents(self) -> int:
        """How many documents are in it."""
        return int(self.tables[_STORE]["documents"][0])


def write_backup(home: Path, file: Path, *, replace: bool = False) -> Contents:
    """Write a home into one file, readable by its owner only; the home may be in use.

    Raises StoreError where the home holds nothing, the file is there already, or it cannot be
    written; then no half file is left.
    """
    if not (home / _STORE).is_file():
        raise StoreError(f"{home} 不是知识库目录；请用 --home 指明要备份的目录")
    if file.exists() and not replace:
        raise StoreError(f"{file} 已经存在；请换一个文件名，或加 --force 覆盖")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".policykb-") as folder:
            made = Path(folder) / "backup.zip"
            contents = _write(home, made, Path(folder))
            made.chmod(0o600)
            with made.open("rb") as written:
                os.fsync(written.fileno())
            made.replace(file)
    except (OSError, sqlite3.Error, zipfile.BadZipFile) as error:
        raise StoreError(f"备份写入 {file} 失败：{error}；知识库没有变动") from error
    return contents


def read_backup(file: Path) -> Contents:
    """What a backup holds, every member checked against its digest. Raises SourceError."""
    try:
        with zipfile.ZipFile(file) as archive:
            contents = _contents(archive)
            for name, digest in contents.members.items():
                if _digest_in(archive, name) != digest:
                    raise SourceError(f"{file} 里的 {name} 已损坏；请用另一份备份")
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise SourceError(f"{file} 不是完好的备份文件：{error}") from error
    return contents


def restore(file: Path, home: Path, *, replace: bool = False) -> Contents:
    """Bring a home to what a backup holds; what a server reads changes in one transaction.

    The caller holds the write lock. Raises SourceError where the file is damaged and StoreError
    where the home already holds documents; then nothing has changed.
    """
    contents = read_backup(file)
    if contents.schema > SCHEMA_VERSION:
        raise SourceError(f"{file} 由更新的版本 {contents.version} 写成；请先升级本程序再恢复")
    if _holds_documents(home) and not replace:
        raise StoreError(f"{home} 里已有文件；请先备份再加 --force 覆盖，或用 --home 换一个目录")
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
            with zipfile.ZipFile(file) as archive:
                for name in contents.members:
                    _extract(archive, name, Path(folder))
            for database, tables in contents.tables.items():
                if tables_of(Path(folder) / database) != tables:
                    raise SourceError(f"{file} 里的 {database} 与清单不符；请用另一份备份")
            for name in sorted(contents.members, key=lambda name: name == _STORE):
                _put(Path(folder) / name, home / name)
    except (OSError, sqlite3.Error, zipfile.BadZipFile) as error:
        raise StoreError(f"恢复到 {home} 失败：{error}；请检查磁盘空间和权限后重试") from error
    return contents


def tables_of(database: Path) -> dict[str, list[Any]]:
    """The rows of every table of a database, as their number and a digest of all of them."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {name: _rows_of(connection, name) for name in sorted(names) if name != "meta"}


def _rows_of(connection: sqlite3.Connection, table: str) -> list[Any]:
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):
        digest.update(repr(row).encode())
        count += 1
    return [count, digest.hexdigest()]


def _write(home: Path, made: Path, folder: Path) -> Contents:
    members: dict[str, str] = {}
    tables: dict[str, dict[str, list[Any]]] = {}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for path in _files(home):
            name = path.relative_to(home).as_posix()
            copied = folder / "member"
            if path.suffix == ".sqlite3":
                _copy_database(path, copied)
                tables[name] = tables_of(copied)
            else:
                shutil.copyfile(path, copied)
            members[name] = _digest(copied)
            archive.write(copied, name)
            copied.unlink()
        contents = Contents(
            made_on=datetime.now(UTC).isoformat(timespec="seconds"),
            version=__version__,
            schema=SCHEMA_VERSION,
            members=members,
            tables=tables,
        )
        archive.writestr(_MANIFEST, json.dumps(_shape(contents), ensure_ascii=False, indent=1))
    return contents


def _files(home: Path) -> Iterator[Path]:
    """The files of a home that cannot be made again."""
    for path in sorted(home.iterdir()):
        if path.is_file() and path.name not in _LEFT_OUT and not path.name.startswith("."):
            if not path.name.endswith(("-wal", "-shm", "-journal", ".lock")):
                yield path
        elif path.is_dir() and path.name in _FOLDERS:
            yield from sorted(each for each in path.rglob("*") if each.is_file())


def _copy_database(source: Path, target: Path) -> None:
    _copy_rows(source, target)
    with closing(sqlite3.connect(target)) as written:
        written.execute("PRAGMA journal_mode = DELETE")


def _put(source: Path, target: Path) -> None:
    """Put a file in its place; a database takes over the rows in one transaction."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix != ".sqlite3":
        source.replace(target)
        return
    former = _generation(target)
    if former is not None:  # a server that is reading must see that something changed
        with closing(sqlite3.connect(source, isolation_level=None)) as connection:
            connection.execute("UPDATE meta SET generation = max(generation, ?) + 1", (former,))
    _copy_into(source, target)


def _copy_into(source: Path, target: Path) -> None:
    """Copy a database over another; over one that is damaged as a file of its own."""
    try:
        _copy_rows(source, target)
    except sqlite3.DatabaseError:
        for ending in ("", "-wal", "-shm"):
            target.with_name(target.name + ending).unlink(missing_ok=True)
        _copy_rows(source, target)
    if target.name != _STORE:
        target.chmod(0o600)


def _copy_rows(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=30)) as read,
        closing(sqlite3.connect(target, timeout=30)) as written,
    ):
        read.backup(written)


def _generation(database: Path) -> int | None:
    """The number of changes that a store has seen; None of what is no store."""
    if database.name != _STORE or not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            return int(connection.execute("SELECT generation FROM meta").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return None


def _holds_documents(home: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{home / _STORE}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return False


def _contents(archive: zipfile.ZipFile) -> Contents:
    manifest = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"格式 {manifest['format']} 不认识")
    members = {str(name): str(digest) for name, digest in manifest["members"].items()}
    names = sorted(archive.namelist())
    if names != sorted([*members, _MANIFEST]) or _STORE not in members:
        raise ValueError("成员与清单不符")
    for name in members:
        parts = PurePosixPath(name).parts
        inside = not name.startswith("/") and ".." not in parts and "\\" not in name
        if not inside or (len(parts) > 1 and parts[0] not in _FOLDERS):
            raise ValueError(f"成员的路径 {name} 越出了知识库目录")
        if archive.getinfo(name).file_size > _LARGEST:
            raise ValueError(f"成员 {name} 过大")
    return Contents(
        made_on=str(manifest["made_on"]),
        version=str(manifest["version"]),
        schema=int(manifest["schema"]),
        members=members,
        tables=manifest["tables"],
    )


def _shape(contents: Contents) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "made_on": contents.made_on,
        "version": contents.version,
        "schema": contents.schema,
        "members": dict(contents.members),
        "tables": dict(contents.tables),
    }


def _extract(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, _CHUNK)


def _digest_in(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as read:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()
