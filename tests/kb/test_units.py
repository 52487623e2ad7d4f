"""Units tile a document: every clause's own text once."""

from kb.model import Clause, Level
from kb.units import units_of

TEXT = "一、总则甲乙丙丁戊己庚辛"


def clause(clause_id: str, parent: str | None, level: Level, start: int, end: int) -> Clause:
    return Clause(
        clause_id=clause_id,
        document_id="d",
        parent_id=parent,
        level=level,
        marker="",
        heading="",
        label=clause_id,
        start=start,
        end=end,
        body_end=end,
    )


def test_an_item_is_found_without_the_items_in_it_and_keeps_what_follows_them() -> None:
    clauses = [
        clause("d.s1", None, Level.HEADING1, 0, 12),
        clause("d.s1.g1", "d.s1", Level.HEADING2, 4, 6),
        clause("d.s1.g2", "d.s1", Level.HEADING2, 6, 8),
    ]
    units = units_of(clauses)
    assert [(unit.clause.clause_id, unit.text(TEXT)) for unit in units] == [
        ("d.s1", "一、总则戊己庚辛"),
        ("d.s1.g1", "甲乙"),
        ("d.s1.g2", "丙丁"),
    ]


def test_an_article_is_found_whole() -> None:
    clauses = [
        clause("d.a1", None, Level.ARTICLE, 0, 12),
        clause("d.a1.p1", "d.a1", Level.PARAGRAPH, 0, 6),
        clause("d.a1.p1.x1", "d.a1.p1", Level.ITEM, 3, 6),
    ]
    assert [(unit.clause.clause_id, unit.text(TEXT)) for unit in units_of(clauses)] == [
        ("d.a1", TEXT)
    ]
