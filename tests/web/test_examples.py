"""Example questions are taken in turns, and only those that their own clause answers."""

import pytest

from assistant.web.examples import Example, answerable
from kb.errors import ModelError
from kb.model import Answer, Citation, Facts


def asker(cited: dict[str, str]) -> object:
    def ask(question: str) -> Answer:
        if question == "坏":
            raise ModelError("模型不可用")
        clause_id = cited.get(question)
        citations = (_citation(clause_id),) if clause_id else ()
        return Answer(
            question=question,
            text="",
            found=len(citations),
            asked=1,
            citations=citations,
            facts=Facts(),
        )

    return ask


def _citation(clause_id: str) -> Citation:
    return Citation(
        marker=1,
        document_id="d",
        document_title="",
        number=None,
        clause_id=clause_id,
        clause_label="",
        quote="",
        start=0,
        end=0,
        page=None,
    )


def kind(*questions: str) -> list[Example]:
    return [Example(question, frozenset({f"c{question}"})) for question in questions]


@pytest.mark.parametrize(
    ("kinds", "count", "chosen"),
    [
        ([kind("甲", "乙"), kind("丙")], 5, ["甲", "丙", "乙"]),
        ([kind("甲", "乙"), kind("丙")], 2, ["甲", "丙"]),
        ([kind("无", "甲"), kind("坏", "丙")], 5, ["甲", "丙"]),
        ([kind("错", "甲")], 5, ["甲"]),
        ([[Example("错", frozenset())]], 5, ["错"]),
        ([[], []], 5, []),
    ],
)
def test_answerable(kinds: list[list[Example]], count: int, chosen: list[str]) -> None:
    ask = asker({"甲": "c甲", "乙": "c乙", "丙": "c丙", "错": "别处"})
    assert [example.question for example in answerable(kinds, ask, count)] == chosen


def test_no_more_is_asked_than_needed() -> None:
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return asker({question: f"c{question}"})(question)

    list(answerable([kind("甲", "乙", "丙"), kind("丁", "戊")], ask, 2))
    assert asked == ["甲", "丁"]
