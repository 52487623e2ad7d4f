"""Retrieval measures through ir_measures (TREC's), and bootstrap intervals of their means.

A ranking is a list of ids, best first, without repeats; `relevant` is the set of ids that are right
and is never empty. A query without results has an empty ranking and scores 0: it stays in the mean.
"""

from collections.abc import Collection, Mapping, Sequence

import ir_measures
import numpy as np
from numpy.typing import NDArray

__all__ = ["MEASURES", "Interval", "Scores", "difference", "interval", "score"]

MEASURES = ("R@1", "R@5", "R@10", "R@100", "RR@10", "nDCG@10")
"""Names as ir_measures writes them: recall, reciprocal rank, nDCG with gain 1."""

Scores = Mapping[str, NDArray[np.float64]]
"""Each measure of every query, in order."""

Interval = tuple[float, float, float]
"""A mean, and the 2.5th and 97.5th percentile of means of resampled queries."""

_RESAMPLES = 2000
_SEED = 2024


def score(rankings: Sequence[Sequence[str]], relevant: Sequence[Collection[str]]) -> Scores:
    """Every measure of every query. Ranks count, not scores, so that equal ones keep their order.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002.
    """
    qrels = [
        ir_measures.Qrel(str(n), one, 1) for n, ids in enumerate(relevant) for one in sorted(ids)
    ]
    run = [
        ir_measures.ScoredDoc(str(n), one, 1 / rank)
        for n, ids in enumerate(rankings)
        for rank, one in enumerate(ids, start=1)
    ]
    parsed = [ir_measures.parse_measure(name) for name in MEASURES]
    found = {name: np.zeros(len(relevant)) for name in MEASURES}
    for metric in ir_measures.iter_calc(parsed, qrels, run):
        found[str(metric.measure)][int(metric.query_id)] = metric.value
    return found


def interval(values: NDArray[np.float64]) -> Interval:
    """The mean with its bootstrap interval (95 %, percentiles, queries resampled)."""
    picks = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.percentile(values[picks].mean(axis=1), (2.5, 97.5))
    return float(values.mean()), float(low), float(high)


def difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> Interval:
    """The mean of one minus the other, query by query, with its bootstrap interval."""
    return interval(one - other)
