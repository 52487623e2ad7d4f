"""Retrieval measures, against values worked out by hand."""

import math

import numpy as np
import pytest

from evals.measures import MEASURES, difference, interval, score

RANKING = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("measure", "relevant", "expected"),
    [
        ("R@1", "a", 1.0),
        ("R@1", "b", 0.0),
        ("R@5", "bx", 0.5),
        ("R@5", "x", 0.0),
        ("RR@10", "a", 1.0),
        ("RR@10", "bd", 0.5),
        ("RR@10", "x", 0.0),
        ("nDCG@10", "ab", 1.0),
        ("nDCG@10", "b", 1 / math.log2(3)),
        ("nDCG@10", "ac", (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        ("nDCG@10", "x", 0.0),
    ],
)
def test_score(measure: str, relevant: str, expected: float) -> None:
    assert score([RANKING], [set(relevant)])[measure] == pytest.approx([expected])


def test_a_query_without_results_stays() -> None:
    found = score([RANKING, []], [{"a"}, {"a"}])
    assert all(list(found[name]) == [1.0, 0.0] for name in MEASURES)


def test_ranks_beyond_ten_do_not_count_at_ten() -> None:
    found = score([[str(n) for n in range(20)]], [{"10"}])
    assert (found["R@10"][0], found["RR@10"][0], found["R@100"][0]) == (0.0, 0.0, 1.0)


def test_interval_holds_the_mean_and_repeats() -> None:
    values = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    mean, low, high = interval(values)
    assert mean == pytest.approx(0.6)
    assert 0 <= low < mean < high <= 1
    assert interval(values) == (mean, low, high)
    assert interval(np.ones(5)) == (1.0, 1.0, 1.0)


def test_difference_is_paired() -> None:
    one = np.array([1.0, 0.0, 1.0])
    assert difference(one, one) == (0.0, 0.0, 0.0)
