"""Files read in worker processes, a few ahead of the one who stores them.

A worker that crashes or hangs is stopped and costs the one file that it was reading.
"""

import functools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from ingest.document import read_document
from ingest.manifest import Entry
from kb.errors import PolicyKBError, SourceError
from kb.limits import SPLIT, Limits
from kb.model import DocumentRecords
from kb.organs import Organs

__all__ = ["FileReader", "Request"]

_AHEAD = 3  # files begun for each process while one is stored
_GRACE = 30  # seconds beyond the limit, within which a reader refuses by itself


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, with what its manifest says; the id where it is not the file's own."""

    path: Path
    entry: Entry | None = None
    document_id: str | None = None


class FileReader:
    """Reads files side by side; use it as a context."""

    def __init__(self, limits: Limits, processes: int, files: int) -> None:
        self._limits = limits
        self._workers = max(1, min(processes or os.cpu_count() or 1, files))
        self._pool = ProcessPool(max_workers=self._workers, context=_context())

    def read(self, request: Request) -> DocumentRecords:
        """Everything that a file holds. Raises SourceError."""
        return self._result(request, self._begin(request))

    def ahead(
        self, requests: Iterable[tuple[Path, Request | None]]
    ) -> Iterator[tuple[Path, DocumentRecords | PolicyKBError | None]]:
        """For each path, in order, what its request gave; None where it has none."""
        begun: deque[tuple[Path, Request | None, Future[DocumentRecords] | None]] = deque()
        for path, request in requests:
            begun.append((path, request, self._begin(request) if request else None))
            if len(begun) > _AHEAD * self._workers:
                yield self._outcome(*begun.popleft())
        while begun:
            yield self._outcome(*begun.popleft())

    def _begin(self, request: Request) -> "Future[DocumentRecords]":
        found: Future[DocumentRecords] = self._pool.schedule(
            _read, args=[request, self._limits], timeout=self._limits.seconds + _GRACE
        )
        return found

    def _outcome(
        self, path: Path, request: Request | None, future: "Future[DocumentRecords] | None"
    ) -> tuple[Path, DocumentRecords | PolicyKBError | None]:
        if request is None or future is None:
            return path, None
        try:
            return path, self._result(request, future)
        except PolicyKBError as error:
            return path, error

    def _result(self, request: Request, future: "Future[DocumentRecords]") -> DocumentRecords:
        try:
            return future.result()
        except TimeoutError:
            limit = self._limits.seconds
            reason = f"读了 {limit} 秒没有读完，超过上限；{SPLIT} max_seconds"
        except ProcessExpired:
            reason = "读取时进程异常退出，文件可能已损坏，或内存不足；请另存后再收入"
        raise SourceError(f"{request.path}：{reason}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()
        self._pool.join()


def _context() -> multiprocessing.context.BaseContext:
    """Processes that inherit no thread and no lock of this one."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        return context
    return multiprocessing.get_context("spawn")


def _read(request: Request, limits: Limits) -> DocumentRecords:
    try:
        return read_document(
            request.path, _organs(), request.entry, request.document_id, limits=limits
        )
    except OSError as error:
        reason = f"读不了：{error.strerror or error}；请检查文件和权限"
        raise SourceError(f"{request.path}：{reason}") from None


@functools.cache
def _organs() -> Organs:
    return Organs.load()
