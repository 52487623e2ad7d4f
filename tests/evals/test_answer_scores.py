"""Scores of made-up answers."""

from typing import Any

import pytest

from evals.answer_scores import Table, judge, plain
from kb.model import Answer, Citation, Document, Facts

TEXT = "第一条 冷库应当备案。\n第二条 逾期七日不备案的，处一万元以下罚款。"
DOCUMENTS = {
    "d": Document(document_id="d", path="", sha256="", text=TEXT, title="冷库管理办法", number=None)
}


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


def question(**fields: Any) -> dict[str, Any]:
    gold = [{"document": "冷库管理办法", "quote": "逾期七日不备案的"}]
    return {"kind": "penalty", "answerable": True, "gold": gold, "facts": {}} | fields


def answer(found: int = 1, **fields: Any) -> Answer:
    given = {"text": "", "citations": (cited(12, 40),), "facts": Facts()} | fields
    return Answer(question="", found=found, asked=1, **given)


@pytest.mark.parametrize(
    ("asked", "given", "wrong"),
    [
        (question(), answer(), 0),
        (question(), answer(citations=(cited(0, 8),)), 1),
        (question(), answer(citations=(cited(12, 40, "别的"),)), 1),
        (question(), answer(found=0), 1),
        (question(answerable=False, gold=[]), answer(found=0), 0),
        (question(answerable=False, gold=[]), answer(), 1),
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
def test_judged(asked: dict[str, Any], given: Answer, wrong: int) -> None:
    assert len(judge(asked, given, DOCUMENTS).wrong) == wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [("七日", "7日"), ("二十五", "25"), ("2025年末", "2025年底"), ("〔2024〕３号", "(2024)３号")],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_table_counts_refusals_and_citations() -> None:
    table = Table()
    for asked, given in (
        (question(), answer()),
        (question(), answer(found=0)),
        (question(answerable=False, gold=[]), answer(found=0)),
    ):
        table.add(asked, given, judge(asked, given, DOCUMENTS))
    assert table.lines() == [
        "penalty                  2/   3",
        "all: right 2/3 = 0.667",
        "refusal precision 0.500 recall 1.000",
        "citation precision 1.000 recall 0.500",
    ]
