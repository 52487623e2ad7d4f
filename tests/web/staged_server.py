"""Serves a page that loads slowly, of an assistant that is slow, refuses, or breaks when the
question says so.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.answer import Assistant
from assistant.understand import Turn
from assistant.web import chat
from assistant.web.chat import Chat, Choices
from assistant.web.server import run
from kb.errors import QueryError
from kb.knowledge import KnowledgeBase
from kb.model import Answer
from kb.settings import load_settings


class StagedAssistant(Assistant):
    """The real one, but for three words."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), as_of: date | None = None
    ) -> Iterator[Answer]:
        if "慢慢来" in question:
            time.sleep(8)
        if "被拒绝" in question:
            raise QueryError("这个问题<b>太长</b>；请写短一些")
        if "会崩溃" in question:
            raise ZeroDivisionError("secret detail")
        yield from super().stream(question, history, as_of)


class SlowChat(Chat):
    """A page that loads slowly."""

    def choices(self) -> Choices:
        time.sleep(3)
        return super().choices()


chat.Chat = SlowChat
run(StagedAssistant(KnowledgeBase(load_settings(Path(sys.argv[1])))), "127.0.0.1", 0)
