"""The one lock that whoever writes to a home holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import HomeBusyError, StoreError

__all__ = ["writing"]

_WAIT_SECONDS = 10


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold a home's write lock.

    Raises HomeBusyError after a short wait, StoreError where it cannot be taken.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / "write.lock", timeout=_WAIT_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise HomeBusyError("另一个进程正在写这个知识库；请等它结束后重试") from error
    except OSError as error:
        raise StoreError(f"知识库目录 {home} 不可写：{error.strerror}；请检查权限") from error
    try:
        yield
    finally:
        lock.release()
