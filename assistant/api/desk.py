"""The desk where questions wait their turn: a few are answered at a time, the others queue.

More threads at once than the processor has cores make every answer slower, not one faster.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

__all__ = ["CLOSING", "Answered", "Closing", "Desk"]

CLOSING = "服务正在停止，请稍后重试"
_WITH_MODEL = 32  # an answer that a language model words waits for the model, not the processor

_T = TypeVar("_T")
Answered = Callable[[str], None]
"""Is told the status of each answer."""


class Closing(Exception):  # noqa: N818 - no error of the question's
    """The server stops before the answer is whole."""


class Desk:
    """Answers questions of one app."""

    def __init__(self, *, model: bool, answered: Answered = lambda _: None) -> None:
        self.answered = answered
        self._model = model
        places = _WITH_MODEL if model else max(2, os.cpu_count() or 1)
        self._limiter = CapacityLimiter(places)
        self._closing = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many stand in the queue."""
        return self._limiter.statistics().tasks_waiting

    def close(self) -> None:
        """Tell everybody who waits that the server stops."""
        self._closing.set()

    async def run(self, work: Callable[[], _T]) -> _T:
        """What the work returns, done in a thread when a place is free. Raises Closing."""
        done = asyncio.ensure_future(run_sync(work, limiter=self._limiter, abandon_on_cancel=True))
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait({done, closing}, return_when=asyncio.FIRST_COMPLETED)
            if not done.done():
                raise Closing(CLOSING)
            return done.result()
        finally:
            done.cancel()
            closing.cancel()

    async def steps(self, begin: Callable[[], Iterator[_T]]) -> AsyncIterator[_T]:
        """The steps of an answer as they come. Raises Closing.

        Without a language model there is one: it takes one place in the queue, not several.
        """
        if not self._model:
            for whole in await self.run(lambda: list(begin())):
                yield whole
            return
        answers = await self.run(begin)
        try:
            while (step := await self.run(lambda: next(answers, None))) is not None:
                yield step
        finally:
            with suppress(ValueError, AttributeError):  # it is still at work in its thread
                answers.close()  # type: ignore[attr-defined]
