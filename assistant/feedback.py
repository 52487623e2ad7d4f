"""What users think of answers (评价), one JSON object a line in the home's feedback.jsonl."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.understand import Turn
from kb.errors import QueryError, StoreError

__all__ = ["Feedback", "keep"]

_FILE = "feedback.jsonl"
_LONGEST = 200_000  # characters of a line
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A thumb up or down for one answer, with a comment."""

    question: str
    history: tuple[Turn, ...] = ()
    answer: Mapping[str, Any]
    """The contract's JSON of the answer."""
    rating: Literal["up", "down"]
    comment: str = ""
    user: str | None = None


def keep(home: Path, feedback: Feedback) -> None:
    """Append to the home's file.

    Raises QueryError where it is too long, StoreError where it cannot be written.
    """
    line = json.dumps(
        {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "question": feedback.question,
            "history": [{"role": t.role, "content": t.content} for t in feedback.history],
            "answer": dict(feedback.answer),
            "rating": feedback.rating,
            "comment": feedback.comment,
            "user": feedback.user,
        },
        ensure_ascii=False,
    )
    if len(line) > _LONGEST:
        raise QueryError("评价太长；请只送回问题、得到的回答和简短的意见")
    try:
        with _lock, (home / _FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise StoreError(f"评价存不下：{error.strerror}；请检查知识库目录的权限和空间") from error
