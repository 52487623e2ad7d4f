"""Retrieval measures, against values worked out by hand."""

import math

import numpy as np
import pytest

from evals.measures import difference, interval, share
from evals.ranking import MEASURES, evaluate

RANKING = ["a", "b", "c", "d"]


def score(rankings: list[list[str]], relevant: list[set[str]]) -> dict[str, list[float]]:
    """Each measure of every query, in order; all relevant ids of one grade."""
    qrels = {str(n): dict.fromkeys(ids, 1) for n, ids in enumerate(relevant)}
    found = evaluate(qrels, {str(n): ids for n, ids in enumerate(rankings)})
    return {name: [found[str(n)][name] for n in range(len(relevant))] for name in MEASURES}


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


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0),
        (0, 20, 0.0, 0.1611),
        (15, 30, 0.3315, 0.6685),
    ],
)
def test_rights_and_wrongs_have_wilsons_interval(
    right: int, number: int, low: float, high: float
) -> None:
    values = np.array([1.0] * right + [0.0] * (number - right))
    assert interval(values) == pytest.approx((right / number, low, high), abs=5e-5)


def test_graded_values_are_surer_than_rights_and_wrongs_of_their_mean() -> None:
    _, low, high = interval(np.array([0.5, 0.6, 0.4, 0.5] * 10))
    _, wide_low, wide_high = interval(np.array([0.0, 1.0] * 20))
    assert wide_low < low < 0.5 < high < wide_high


def test_times_have_an_interval_beyond_one() -> None:
    values = np.array([3.0, 4.0, 8.0, 5.0, 4.5, 6.0])
    mean, low, high = interval(values)
    assert 3 < low < mean < high < 8
    assert interval(np.full(4, 7.0)) == (7.0, 7.0, 7.0)
    assert interval(values) == (mean, low, high)


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="value"):
        interval(np.array([]))


def test_a_share_counts_parts_and_its_interval_questions() -> None:
    assert share(np.array([1.0, 3.0]), np.array([1.0, 4.0]))[0] == pytest.approx(0.8)
    ones = np.array([1.0, 1.0, 0.0, 1.0])
    assert share(np.tile(ones, 100), np.ones(400)) == pytest.approx(
        interval(np.tile(ones, 100)), abs=2e-3
    )
    assert share(np.ones(4), np.ones(4)) == interval(np.ones(4))
    scattered = share(np.array([1.0] * 16 + [0.0] * 4), np.ones(20))
    together = share(np.array([4.0] * 4 + [0.0]), np.full(5, 4.0))
    assert together[0] == scattered[0]
    assert together[1] < scattered[1]
    assert together[2] > scattered[2]


def test_questions_without_wholes_count_for_nothing() -> None:
    some = share(np.array([1.0, 1.0, 0.0, 0.0]), np.array([1.0, 1.0, 1.0, 0.0]))
    assert some == share(np.array([1.0, 1.0, 0.0]), np.ones(3))
    assert all(np.isnan(share(np.zeros(3), np.zeros(3))))


def test_difference_is_paired() -> None:
    one = np.array([1.0, 0.0, 1.0, 1.0, 0.0] * 20)
    mean, low, high = difference(one, one)
    assert (mean, low) == (0.0, -high)
    other = one.copy()
    other[:5] = 1 - other[:5]
    paired = difference(one, other)
    assert paired[2] - paired[1] < 0.12  # of two unpaired hundreds it would be 0.27


def test_difference_of_rights_and_wrongs() -> None:
    """Bonett and Price by hand: 12 won and 3 lost of 50 give 13 and 4 of 52."""
    changes = np.array([1.0] * 12 + [-1.0] * 3 + [0.0] * 35)
    one, other = np.maximum(changes, 0), np.maximum(-changes, 0)
    won, lost = 13 / 52, 4 / 52
    half = 1.959964 * math.sqrt((won + lost - (won - lost) ** 2) / 52)
    expected = (9 / 50, won - lost - half, won - lost + half)
    assert difference(one, other) == pytest.approx(expected)


def test_difference_of_times() -> None:
    one = np.array([3.0, 4.0, 8.0, 5.0, 4.5, 6.0])
    mean, low, high = difference(one + 2, one - np.array([0, 1, 0, 1, 0, 1]))
    assert mean == pytest.approx(2.5)
    assert 2 <= low < mean < high <= 3


def test_difference_needs_the_same_queries() -> None:
    with pytest.raises(ValueError, match="same"):
        difference(np.ones(3), np.ones(2))
