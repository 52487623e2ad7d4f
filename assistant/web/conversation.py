"""A conversation on the page: questions, and what became of each. A step makes a new one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from assistant.logs import failed
from assistant.understand import Turn
from kb.errors import PolicyKBError
from kb.model import Answer, Citation

__all__ = ["Ask", "Conversation", "Exchange", "Rating", "State", "Stream"]

Rating = Literal["up", "down"]
"""What the user thinks of an answer."""

Ask = Callable[[str, Sequence[Turn]], Answer]
"""The one thing that a conversation needs of the assistant."""

Stream = Callable[[str, Sequence[Turn]], Iterator[Answer]]
"""The same, for an answer that grows: the last one is whole."""


class State(StrEnum):
    """What became of a question."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question: with its answer when done, with one Chinese line in `error` when failed.

    An answer that is still being written may stand in a pending one.
    """

    question: str
    state: State = State.PENDING
    answer: Answer | None = None
    error: str = ""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and answers, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def pending(self) -> bool:
        """Whether the last question still waits for its answer."""
        return bool(self.exchanges) and self.exchanges[-1].state is State.PENDING

    def asked(self, question: str) -> "Conversation":
        """The conversation with a question that waits for its answer."""
        return Conversation((*self.exchanges, Exchange(question)))

    def answered(self, ask: Ask) -> "Conversation":
        """The conversation with its last question answered; a failure becomes one line."""
        *_, last = self.streamed(lambda question, history: iter((ask(question, history),)))
        return last

    def streamed(self, stream: Stream) -> Iterator["Conversation"]:
        """The conversation as its last answer grows; the last one is answered, as `answered`."""
        written: Answer | None = None
        try:
            for answer in stream(
                self.exchanges[-1].question, self.history(len(self.exchanges) - 1)
            ):
                if written is not None:
                    yield self._last(state=State.PENDING, answer=written)
                written = answer
        except PolicyKBError as error:
            yield self.failed(str(error))
            return
        except Exception as error:  # noqa: BLE001 - the page's edge: a defect is told in one line and logged
            yield self.failed(_told(error))
            return
        yield self._last(state=State.DONE, answer=written)

    def failed(self, reason: str) -> "Conversation":
        """The conversation with its last question failed."""
        return self._last(state=State.FAILED, error=reason)

    def stopped(self) -> "Conversation":
        """The conversation with its last question given up, if it was still waiting."""
        return self._last(state=State.STOPPED) if self.pending else self

    def rated(self, turn: int, rating: Rating) -> "Conversation":
        """The conversation with what the user thinks of an answer; without one, as it was."""
        if self.answer(turn) is None:
            return self
        exchanges = list(self.exchanges)
        exchanges[turn] = replace(exchanges[turn], rating=rating)
        return Conversation(tuple(exchanges))

    def history(self, turn: int) -> list[Turn]:
        """What was said before a question, counted from 0."""
        turns = []
        for exchange in self.exchanges[:turn]:
            if exchange.answer is not None:
                turns.append(Turn(role="user", content=exchange.question))
                turns.append(Turn(role="assistant", content=exchange.answer.text))
        return turns

    def answer(self, turn: int) -> Answer | None:
        """The answer to a question, counted from 0; None where there is none."""
        return self.exchanges[turn].answer if 0 <= turn < len(self.exchanges) else None

    def citation(self, turn: int, marker: int) -> Citation | None:
        """The citation behind a marker of an answer; None where there is none."""
        answer = self.answer(turn)
        found = answer.citations if answer else ()
        return next((citation for citation in found if citation.marker == marker), None)

    def _last(
        self, *, state: State, answer: Answer | None = None, error: str = ""
    ) -> "Conversation":
        last = replace(self.exchanges[-1], state=state, answer=answer, error=error)
        return Conversation((*self.exchanges[:-1], last))


def _told(error: Exception) -> str:
    """One line on a defect, which is logged."""
    failed(error)
    kind = type(error).__name__
    return f"程序内部出错（{kind}），没有得到回答；请重试，再出现请运行 policykb doctor"
