"""The log of who did what (审计日志): logs/audit.jsonl in the home, rotated.

It names the action and what it was done to, never the text of a question or of a document.
"""

import json
import logging
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kb.errors import StoreError

__all__ = ["Audit", "action_of"]

_BYTES = 10_000_000
_FILES = 10
_ACTIONS = (
    ("POST", r"/api/ask|/v1/chat/completions|/gradio_api/queue/join|/mcp/?", "ask"),
    ("POST", r"/api/search", "search"),
    ("POST", r"/api/match|/supports", "match"),
    ("POST", r"/api/documents", "ingest"),
    ("DELETE", r"/api/documents/(?P<of>[^/]+)", "remove"),
    ("GET", r"/api/documents/(?P<of>[^/]+)/file", "download"),
    ("POST", r"/documents/(?P<of>[^/]+)/remove", "remove"),
    ("GET", r"/api/export/(?P<of>[^/]+)", "export"),
    ("GET", r"/(?P<of>(?:tasks|targets)\.(?:xlsx|csv|md))", "export"),
    ("POST", r"/(?P<of>supports\.xlsx)", "export"),
    ("POST", r"/api/rebuild", "rebuild"),
    ("POST", r"/api/feedback", "feedback"),
    ("POST", r"/login", "login"),
    ("POST", r"/logout", "logout"),
)
_COMPILED = tuple((method, re.compile(path), action) for method, path, action in _ACTIONS)


def action_of(method: str, path: str) -> tuple[str, str | None] | None:
    """What a request does and to what; None where it only looks."""
    for wanted, pattern, action in _COMPILED:
        found = pattern.fullmatch(path) if wanted == method else None
        if found:
            return action, found.groupdict().get("of")
    return None


class Audit:
    """Appends to the log of one home. Raises StoreError where it cannot."""

    def __init__(self, home: Path) -> None:
        folder = home / "logs"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handler = RotatingFileHandler(
                folder / "audit.jsonl",
                maxBytes=_BYTES,
                backupCount=_FILES,
                encoding="utf-8",
                delay=True,
            )
        except OSError as error:
            raise StoreError(f"审计日志 {folder} 写不了：{error.strerror}；请检查权限") from error
        self._handler.setFormatter(logging.Formatter("%(message)s"))

    def write(
        self, user: str | None, action: str, of: str | None, status: int, address: str | None
    ) -> None:
        """Note that a user did something, with what came of it as an HTTP status."""
        line = json.dumps(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "user": user,
                "action": action,
                "of": of,
                "status": status,
                "address": address,
            },
            ensure_ascii=False,
        )
        self._handler.handle(
            logging.LogRecord("policykb.audit", logging.INFO, "", 0, line, None, None)
        )
        self._handler.close()
