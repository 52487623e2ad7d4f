"""Targets by document, and how much of a question each holds."""

from decimal import Decimal

import pytest

from assistant.targets_table import Row
from kb.model import Clause, Comparison, Level, Target


def row(indicator: str, sentence: str) -> Row:
    clause = Clause(
        clause_id="c",
        document_id="d",
        parent_id=None,
        level=Level.HEADING1,
        marker="一、",
        heading="",
        label="",
        start=0,
        end=9,
        body_end=9,
    )
    target = Target(
        target_id="t",
        document_id="d",
        clause_id="c",
        indicator=indicator,
        value=Decimal(5),
        unit="个",
        comparison=Comparison.EXACTLY,
        deadline_as_written=None,
        due=None,
        task_id=None,
        start=0,
        end=9,
    )
    return Row(target, clause, indicator, sentence)


@pytest.mark.parametrize(
    ("weights", "own", "score"),
    [
        ({"冷库": 2.0}, 1.0, 2.0),
        ({"新建": 2.0}, 0.0, 1.0),
        ({"冷库": 1.0, "新建": 1.0}, 0.5, 1.5),
        ({"公路": 1.0}, 0.0, 0.0),
        ({}, 0.0, 0.0),
    ],
)
def test_the_indicator_counts_double(weights: dict[str, float], own: float, score: float) -> None:
    found = row("冷库", "新建冷库5个")
    assert (found.own(weights), found.score(weights)) == (own, score)
