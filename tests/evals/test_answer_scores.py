"""Scores of made-up answers."""

from typing import Any

import pytest

from evals.answer_scores import judge, plain
from evals.gold import Sources
from evals.question_sets import Gold, Question
from kb.model import Answer, Citation, Document, Facts

TEXT = "第一条 冷库应当备案。\n第二条 逾期七日不备案的，处一万元以下罚款。"
SOURCES = Sources([Document(document_id="d", path="", sha256="", text=TEXT, title="冷库管理办法")])


def cited(start: int, end: int, quote: str | None = None) -> Citation:
    return Citation(
        marker=1,
        document_id="d",
        document_title="冷库管理办法",
        number=None,
        clause_id="c",
        clause_label="",
        quote=TEXT[start:end] if quote is None else quote,
        start=start,
        end=end,
        page=None,
    )


def question(**fields: Any) -> Question:
    gold = (Gold("冷库管理办法", "逾期七日不备案的"),)
    return Question(**({"id": "q", "question": "q", "gold": gold} | fields))


def answer(found: int = 1, **fields: Any) -> Answer:
    given = {"text": "", "citations": (cited(12, 40),), "facts": Facts()} | fields
    return Answer(question="", found=found, asked=1, **given)


@pytest.mark.parametrize(
    ("asked", "given", "wrong"),
    [
        (question(), answer(), 0),
        (question(), answer(citations=(cited(0, 8),)), 1),
        (question(), answer(citations=(cited(12, 40, "别的"),)), 1),
        (question(gold=(Gold("冷库管理办法"),)), answer(citations=(cited(0, 8),)), 0),
        (question(gold=(Gold("冷库管理办法", "冷库应当\n备案"),)), answer(), 1),
        (question(gold=(Gold("d", "第一条冷库应 当备案"),)), answer(citations=(cited(0, 8),)), 0),
        (question(), answer(found=0), 1),
        (question(answerable=False, gold=()), answer(found=0), 0),
        (question(answerable=False, gold=()), answer(), 1),
        (question(facts={"values": ["7日"]}), answer(text="逾期七日"), 0),
        (question(facts={"values": ["8日"]}), answer(text="逾期七日"), 1),
        (question(facts={"count": 3}), answer(facts=Facts(count=3)), 0),
        (question(facts={"count": 3}), answer(facts=Facts(count=2)), 1),
        (question(facts={"tasks": [1, 2]}), answer(facts=Facts(task_numbers=("2", "1"))), 0),
        (
            question(facts={"departments": ["市商务局"], "inherited": ["各县政府"]}),
            answer(facts=Facts(departments=("市商务局", "各县政府"))),
            0,
        ),
        (
            question(facts={"departments": ["市商务局"]}),
            answer(facts=Facts(departments=("市财政局",))),
            1,
        ),
    ],
)
def test_judged(asked: Question, given: Answer, wrong: int) -> None:
    assert len(judge(asked, given, SOURCES).wrong) == wrong


@pytest.mark.parametrize(
    ("facts", "text", "wrong"),
    [
        ({"departments": ["市商务局", "市财政局"]}, "市商务局牵头，市财政局配合", 0),
        ({"departments": ["市商务局", "市财政局"]}, "市商务局牵头", 1),
        ({"count": 3}, "一共三项", 0),
        ({"count": 3}, "一共13项", 1),
        ({"tasks": ["2"]}, "第2项", 0),
        ({"tasks": ["2"]}, "第12项", 1),
        ({"values": ["7日"]}, "七日", 0),
        ({}, "可以", 1),
    ],
)
def test_without_citations_and_facts_the_text_is_judged(
    facts: dict[str, Any], text: str, wrong: int
) -> None:
    given = answer(text=text, citations=())
    asked = question(facts=facts)
    assert len(judge(asked, given, SOURCES, cited=False, stated=False).wrong) == wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [("七日", "7日"), ("二十五", "25"), ("2025年末", "2025年底"), ("〔2024〕３号", "(2024)３号")],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_counts_of_gold_and_citations() -> None:
    both = (Gold("d", "冷库应当备案"), Gold("d", "处一万元以下罚款"))
    asked = question(gold=both, gold_need="all", facts={"values": ["一万元", "两万元"]})
    scored = judge(asked, answer(text="处1万元", citations=(cited(12, 40), cited(0, 3))), SOURCES)
    assert (scored.gold, scored.covered) == (2, 1)
    assert (scored.citations, scored.needed, scored.verbatim) == (2, 1, 2)
    assert (scored.values, scored.stated) == (2, 1)
    declined = judge(asked, answer(found=0), SOURCES)
    assert (declined.gold, declined.covered, declined.citations, declined.stated) == (2, 0, 0, 0)
