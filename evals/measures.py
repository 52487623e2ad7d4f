"""Retrieval measures under their TREC names; pure.

A ranking is a list of ids, best first, without repeats; `relevant` is the set of ids that are
right and is never empty. A query without results has an empty ranking and scores 0: it stays in
the mean.
"""

import math
from collections.abc import Collection, Sequence

__all__ = ["mrr", "ndcg", "recall", "success"]


def recall(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Recall@k: |relevant ∩ first k| / |relevant|."""
    return len(set(relevant).intersection(ranking[:k])) / len(set(relevant))


def success(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Success@k: 1 where any of the first k is relevant, otherwise 0."""
    return float(not set(relevant).isdisjoint(ranking[:k]))


def mrr(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Reciprocal rank of the first relevant id among the first k; 0 where there is none."""
    ranks = (rank for rank, one in enumerate(ranking[:k], start=1) if one in relevant)
    return 1.0 / next(ranks, math.inf)


def ndcg(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """NDCG@k with gain 1: Σ 1/log2(rank + 1) over relevant ranks up to k, over its best value.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002.
    """
    gain = sum(_discount(rank) for rank, one in enumerate(ranking[:k]) if one in relevant)
    return gain / sum(_discount(rank) for rank in range(min(k, len(set(relevant)))))


def _discount(rank: int) -> float:
    return 1.0 / math.log2(rank + 2)
