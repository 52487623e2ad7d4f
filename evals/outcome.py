"""What comes out of a task: results, measures, notes; and how counts become measures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.measures import Interval, share
from evals.ranking import Qrels, Rankings
from evals.runs import Result

__all__ = ["Counts", "Outcome", "counted", "scores", "shares"]

Counts = Mapping[str, tuple[float, float]]
"""Of one question, for each measure: how many of how many; 0 of 0 where it does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The results of a task in the order of its set, and what they add up to."""

    results: tuple[Result, ...]
    measures: Mapping[str, Interval]
    notes: tuple[str, ...] = ()
    qrels: Qrels | None = None
    rankings: Rankings | None = None


def scores(counts: Counts) -> dict[str, float]:
    """The share of each measure that applies."""
    return {name: part / whole for name, (part, whole) in counts.items() if whole}


def counted(counts: Counts) -> dict[str, tuple[float, float]]:
    """The counts of each measure that applies, as numbers that JSON keeps."""
    return {name: (float(part), float(whole)) for name, (part, whole) in counts.items() if whole}


def shares(counts: Sequence[Counts], names: Iterable[str]) -> dict[str, Interval]:
    """The share of each measure over all questions with its interval; without what applies to none.

    Counts of a question stay together: a question with many of them weighs more.
    """
    found = {}
    for name in names:
        pairs = np.array([one.get(name, (0.0, 0.0)) for one in counts], dtype=np.float64)
        if len(pairs) and pairs[:, 1].any():
            found[name] = share(pairs[:, 0], pairs[:, 1])
    return found
