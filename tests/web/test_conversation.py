"""The steps of a conversation."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from assistant.understand import Turn
from assistant.web.conversation import Conversation, State
from kb.errors import QueryError
from kb.model import Answer, Citation, Facts

CITATION = Citation(
    marker=1,
    document_id="d",
    document_title="题",
    number=None,
    clause_id="d.c",
    clause_label="一、",
    quote="文",
    start=0,
    end=1,
    page=None,
)


def echo(question: str, history: Sequence[Turn]) -> Answer:
    told = f"{question}：{'/'.join(f'{turn.role} {turn.content}' for turn in history)}"
    return Answer(
        question=question, text=told, found=1, asked=1, citations=(CITATION,), facts=Facts()
    )


def refuse(question: str, history: Sequence[Turn]) -> Answer:
    raise QueryError("不能这样问")


def crash(question: str, history: Sequence[Turn]) -> Answer:
    raise KeyError("secret")


def test_a_question_waits_and_is_answered() -> None:
    waiting = Conversation().asked("甲")
    assert waiting.pending
    done = waiting.answered(echo)
    assert not done.pending
    assert done.exchanges[0].answer == echo("甲", ())
    assert waiting.pending


def test_answered_questions_are_the_history_of_the_next() -> None:
    talk = Conversation().asked("甲").answered(echo).asked("乙").answered(refuse)
    talk = talk.asked("丙").stopped().asked("丁").answered(echo)
    assert talk.exchanges[-1].answer is not None
    assert talk.exchanges[-1].answer.text == "丁：user 甲/assistant 甲："


def test_an_answer_grows() -> None:
    def stream(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        yield replace(echo(question, history), text="一。")
        yield replace(echo(question, history), text="一。二。")

    steps = list(Conversation().asked("甲").streamed(stream))
    assert [step.pending for step in steps] == [True, False]
    assert [str(step.exchanges[-1].answer.text) for step in steps if step.exchanges[-1].answer] == [
        "一。",
        "一。二。",
    ]


def test_an_answer_that_fails_while_it_grows_is_taken_back() -> None:
    def stream(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        yield echo(question, history)
        yield echo(question, history)
        raise QueryError("断了")

    *_, last = Conversation().asked("甲").streamed(stream)
    assert (last.exchanges[-1].state, last.exchanges[-1].answer) == (State.FAILED, None)
    assert last.exchanges[-1].error == "断了"


def test_a_known_failure_is_its_own_line() -> None:
    failed = Conversation().asked("甲").answered(refuse).exchanges[-1]
    assert (failed.state, failed.answer, failed.error) == (State.FAILED, None, "不能这样问")


def test_a_defect_is_one_line_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "policykb"):
        failed = Conversation().asked("甲").answered(crash).exchanges[-1]
    assert failed.state is State.FAILED
    assert "KeyError" in failed.error
    assert "secret" not in failed.error
    [record] = caplog.records
    assert record.fields["where"][-1].startswith("test_conversation.py:")
    assert "secret" not in str(record.__dict__)


def test_stopping_ends_only_a_wait() -> None:
    assert Conversation().asked("甲").stopped().exchanges[-1].state is State.STOPPED
    done = Conversation().asked("甲").answered(echo)
    assert done.stopped() is done
    assert Conversation().stopped() == Conversation()


@pytest.mark.parametrize(
    ("turn", "marker", "found"),
    [(0, 1, True), (0, 2, False), (1, 1, False), (2, 1, False), (-1, 1, False), (0, 0, False)],
)
def test_a_citation_is_found_by_turn_and_marker(turn: int, marker: int, found: bool) -> None:
    talk = Conversation().asked("甲").answered(echo).asked("乙").answered(refuse)
    assert (talk.citation(turn, marker) is not None) is found
