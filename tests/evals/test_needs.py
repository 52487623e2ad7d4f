"""Which hits cover which gold, and the ranking as TREC has it: cases worked out by hand."""

from typing import Any

import pytest

from evals.gold import Sources
from evals.needs import Judge
from evals.question_sets import Gold, Question
from kb.model import Document

QUOTE = "逾期七日不备案的，处一万元以下罚款"
SOURCES = Sources(
    [
        Document(
            document_id="d1",
            path="/x/冷库办法.txt",
            sha256="",
            text=f"第一条 冷库应当备案。第二条 {QUOTE}。",
            title="某市冷库管理办法",
            number="某政办发〔2024〕3号",
        ),
        Document(document_id="d2", path="/x/别的.txt", sha256="", text=QUOTE, title="某省条例"),
    ]
)
JUDGE = Judge(SOURCES)


def question(*gold: Gold, need: Any = "any") -> Question:
    return Question(id="q", question="q", gold=gold, gold_need=need)


@pytest.mark.parametrize(
    ("hit", "covers"),
    [
        ({"text": f"第二条 {QUOTE}。"}, True),
        ({"text": "逾期七日不备案的，\n　处一万元 以下罚款"}, True),
        ({"text": "处一万元以下罚款"}, False),  # less than half of it
        ({"text": "七日不备案的，处一万元以下罚款"}, True),  # more than half
        ({"text": ""}, False),
        ({"text": "冷库应当备案"}, False),
        ({"text": QUOTE, "document_id": "d1"}, True),
        ({"text": QUOTE, "document_id": "d2"}, False),  # the same words elsewhere
        ({"text": QUOTE, "document_title": "某省条例"}, False),
        ({"text": QUOTE, "number": "某政办发〔2024〕3号"}, True),
        ({"text": QUOTE, "path": "冷库办法.txt"}, True),
        ({"text": QUOTE, "document_id": "a name that nobody knows"}, True),
    ],
)
def test_a_quote(hit: dict[str, Any], *, covers: bool) -> None:
    [judged] = JUDGE.rank(question(Gold("冷库管理办法", QUOTE)), [hit])
    assert bool(judged.covers) is covers


@pytest.mark.parametrize(
    ("hit", "covers"),
    [
        ({"document_id": "d1"}, True),
        ({"path": "folder/冷库办法.txt", "text": "无关"}, True),
        ({"title": "某市冷库管理办法"}, True),
        ({"document_id": "d2", "text": QUOTE}, False),
        ({"text": QUOTE}, False),
    ],
)
def test_a_whole_document(hit: dict[str, Any], *, covers: bool) -> None:
    [judged] = JUDGE.rank(question(Gold("某政办发〔2024〕3号")), [hit])
    assert bool(judged.covers) is covers


FIRST, SECOND = Gold("d1", "冷库应当备案", grade=2), Gold("d1", QUOTE, grade=3)
HITS = [
    {"clause_id": "x", "text": "无关"},
    {"clause_id": "a", "text": "第一条 冷库应当备案。"},
    {"clause_id": "a2", "text": "冷库应当备案。"},
    {"clause_id": "b", "text": QUOTE},
    {"clause_id": "x", "text": "无关"},
    {"clause_id": "y", "text": "也无关"},
]


@pytest.mark.parametrize(
    ("need", "grades", "ranking"),
    [
        ("any", {"need-1": 3}, ["x", "need-1", None, None, None, "y"]),
        ("all", {"need-1": 2, "need-2": 3}, ["x", "need-1", None, "need-2", None, "y"]),
    ],
)
def test_needs_and_ranking(need: str, grades: dict[str, int], ranking: list[str | None]) -> None:
    asked = question(FIRST, SECOND, need=need)
    assert {one.id: one.grade for one in JUDGE.needs(asked)} == grades
    assert [one.id for one in JUDGE.rank(asked, HITS)] == ranking


def test_a_hit_that_covers_two_needs_is_the_first_that_is_open() -> None:
    both = {"clause_id": "c", "text": f"冷库应当备案。{QUOTE}"}
    asked = question(FIRST, SECOND, need="all")
    assert [one.id for one in JUDGE.rank(asked, [both, both, both])] == ["need-1", "need-2", None]


def test_hits_of_one_document_are_one_where_documents_are_wanted() -> None:
    hits = [{"document_id": one, "clause_id": str(n)} for n, one in enumerate(["d2", "d2", "d1"])]
    found = JUDGE.rank(question(Gold("d1")), hits)
    assert [one.id for one in found] == ["d2", None, "need-1"]


def test_hits_without_ids_are_told_apart() -> None:
    found = JUDGE.rank(question(FIRST), [{"text": "甲"}, {"text": "乙"}])
    assert [one.id for one in found] == ["#1", "#2"]


def test_passages_of_a_set_are_judged_by_their_ids() -> None:
    judge = Judge(None)
    asked = question(Gold("p1", grade=2), Gold("p2"))
    assert {one.id: one.grade for one in judge.needs(asked)} == {"p1": 2, "p2": 1}
    hits = [{"clause_id": "p3"}, {"document_id": "p2"}, {"id": "p2"}, {"clause_id": "p1"}]
    assert [one.id for one in judge.rank(asked, hits)] == ["p3", "p2", None, "p1"]


def test_passages_of_one_document_are_told_apart() -> None:
    hits = [{"clause_id": f"c{n}", "document_id": "law"} for n in range(4)]
    found = Judge(None).rank(question(Gold("c2")), hits)
    assert [one.id for one in found] == ["c0", "c1", "c2", "c3"]


def test_passages_may_be_judged_by_their_document() -> None:
    judge = Judge(None, by_document=True)
    hits = [{"clause_id": f"c{n}", "document_id": one} for n, one in enumerate("aabc")]
    found = judge.rank(question(Gold("b")), hits)
    assert [one.id for one in found] == ["a", None, "b", "c"]
