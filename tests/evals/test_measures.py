"""Retrieval measures, against values worked out by hand."""

import math

import pytest

from evals.measures import mrr, ndcg, recall, success

RANKING = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [("a", 1, 1.0), ("b", 1, 0.0), ("bd", 2, 0.5), ("bd", 4, 1.0), ("bx", 4, 0.5), ("x", 4, 0.0)],
)
def test_recall(relevant: str, k: int, expected: float) -> None:
    assert recall(RANKING, set(relevant), k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"), [("a", 1, 1.0), ("b", 1, 0.0), ("bx", 2, 1.0), ("x", 4, 0.0)]
)
def test_success(relevant: str, k: int, expected: float) -> None:
    assert success(RANKING, set(relevant), k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"), [("a", 4, 1.0), ("bd", 4, 0.5), ("d", 3, 0.0), ("x", 4, 0.0)]
)
def test_mrr(relevant: str, k: int, expected: float) -> None:
    assert mrr(RANKING, set(relevant), k) == expected


@pytest.mark.parametrize(
    ("relevant", "k", "expected"),
    [
        ("a", 4, 1.0),
        ("ab", 4, 1.0),
        ("b", 4, 1 / math.log2(3)),
        ("ac", 4, (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        ("axyz", 1, 1.0),
        ("d", 3, 0.0),
    ],
)
def test_ndcg(relevant: str, k: int, expected: float) -> None:
    assert ndcg(RANKING, set(relevant), k) == pytest.approx(expected)


def test_no_result_scores_nothing() -> None:
    assert [measure([], {"a"}, 10) for measure in (recall, success, mrr, ndcg)] == [0.0] * 4
