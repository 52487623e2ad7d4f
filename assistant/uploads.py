"""Files that users sent, kept in the home as they were: `uploads/<hash>/<name>`.

The hash is of the content: the same file again is the same path, and two files of one name never
replace each other.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from kb.errors import SourceError, StoreError

__all__ = ["discard", "is_upload", "keep"]

_FOLDER = "uploads"
_PIECE = 1 << 20  # bytes read at once
_LONGEST = 120  # bytes of a name, from its end


def keep(home: Path, name: str, content: BinaryIO, limit_mb: int) -> Path:
    """The path under which a file is kept now.

    Raises SourceError where it has no name or is too large, StoreError where it cannot be written.
    """
    bare = PureWindowsPath(PurePosixPath(name).name).name.strip(". \0")
    if not bare:
        raise SourceError("上传的文件没有名称")
    folder = home / _FOLDER
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as target:
                while piece := content.read(_PIECE):
                    size += len(piece)
                    if size > limit_mb << 20:
                        raise SourceError(f"{bare} 超过 {limit_mb} MB；可在设置 max_file_mb 里调高")
                    digest.update(piece)
                    target.write(piece)
            path = folder / digest.hexdigest()[:16] / _short(bare)
            path.parent.mkdir(exist_ok=True)
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{bare} 存不下：{error.strerror}；请检查知识库目录的权限和空间"
        ) from error
    return path


def is_upload(home: Path, path: str) -> bool:
    """Whether a document's path is that of a file kept here."""
    return Path(path).is_relative_to(home / _FOLDER)


def discard(home: Path, paths: Iterable[str]) -> None:
    """Delete those of the files that are kept here."""
    for path in paths:
        if is_upload(home, path):
            shutil.rmtree(Path(path).parent, ignore_errors=True)


def _short(name: str) -> str:
    """The end of a name, as long as file systems allow."""
    return name.encode()[-_LONGEST:].decode("utf-8", "ignore")
