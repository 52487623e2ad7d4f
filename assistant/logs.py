"""The one configuration of logs, for the server and the command line: events, never texts.

A line says when, how severe, which event, in which request, and what the event's own fields are.
Our events carry no words of questions and documents. Of other libraries only the name, the place
and the kind of error are kept, since their messages may quote what they were given.
"""

import contextlib
import io
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from traceback import extract_tb
from typing import Any, TextIO

from typing_extensions import override

from kb.errors import StoreError
from kb.settings import Settings

__all__ = ["REQUESTS", "Lines", "configure", "event", "failed", "quiet", "request_id"]

REQUESTS = "policykb.requests"
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request that is being answered; None outside of one."""

_OWN = "policykb"


def event(name: str, level: int = logging.INFO, log: str = _OWN, **fields: object) -> None:
    """Log an event; its fields are names, numbers and states, never texts of users."""
    logging.getLogger(log).log(level, name, extra={"fields": fields})


def failed(error: BaseException, name: str = "defect") -> None:
    """Log an exception: its kind and where it was raised, not what it says."""
    event(name, logging.ERROR, **_of_error(error))


class Lines(logging.Formatter):
    """One line a record, as JSON or as text."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        own = _is_own(record)
        found: dict[str, object] = {
            "time": at,
            "level": record.levelname.lower(),
            "event": record.msg if own else "library",
        }
        if (of_request := request_id.get()) is not None:
            found["request_id"] = of_request
        found |= getattr(record, "fields", {}) if own else _of_library(record)
        if self._as_json:
            return json.dumps(found, ensure_ascii=False)
        rest = " ".join(f"{name}={value}" for name, value in list(found.items())[3:])
        return f"{at} {found['level']} {found['event']} {rest}".rstrip()


def _is_own(record: logging.LogRecord) -> bool:
    return record.name in (_OWN, REQUESTS)


def _of_library(record: logging.LogRecord) -> Mapping[str, object]:
    error = record.exc_info[1] if record.exc_info else None
    place = {"logger": record.name, "file": record.filename, "line": record.lineno}
    return {**place, **(_of_error(error) if error else {})}


def _of_error(error: BaseException) -> dict[str, Any]:
    frames = extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-5:]]
    return {"error": type(error).__name__, "where": where}


class _Chosen(logging.Filter):
    """Passes our events, and of other libraries only what is wrong."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        return _is_own(record) or record.levelno >= logging.WARNING


def configure(settings: Settings) -> None:
    """Log as the settings say, to standard error or to a file that logrotate may move away.

    Raises StoreError where the file cannot be written.
    """
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each.formatter, Lines)]:
        root.removeHandler(handler)
        handler.close()
    handler = _handler(settings)
    handler.setFormatter(Lines(as_json=settings.log_form == "json"))
    handler.addFilter(_Chosen())
    root.addHandler(handler)
    root.setLevel(max(settings.log_level_number, logging.INFO))
    logging.getLogger(_OWN).setLevel(settings.log_level_number)
    of_requests = logging.INFO if settings.log_requests else settings.log_level_number
    logging.getLogger(REQUESTS).setLevel(of_requests)


def _handler(settings: Settings) -> logging.Handler:
    if not settings.log_file:
        return logging.StreamHandler(sys.stderr)
    path = settings.home / settings.log_file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return WatchedFileHandler(path, encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"日志 {path} 写不了：{error.strerror}；请检查设置 log_file 和权限"
        ) from error


class _Muffled(io.TextIOBase):
    """A standard error of which only the amount is told: what libraries print quotes texts."""

    def __init__(self, outer: TextIO) -> None:
        self._outer = outer

    @override
    def write(self, text: str) -> int:
        if text.startswith("Traceback"):
            event("library_traceback", logging.ERROR)
        elif text.strip():
            event("library_output", logging.DEBUG, characters=len(text))
        return len(text)

    @override
    def fileno(self) -> int:
        return self._outer.fileno()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """While it lasts, libraries cannot print to standard error; the log still can."""
    outer = sys.stderr
    with contextlib.redirect_stderr(_Muffled(outer)):
        yield
