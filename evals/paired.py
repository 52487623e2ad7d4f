"""Tests of two systems on the same questions: how much better one is, and whether by chance.

The null hypothesis is that the two are alike: what they gave on a question might as well have been
given by the other. `Values` and counts are in the order of the questions; a change is what the
other (later) system has more than the one. Everything repeats exactly: chance is seeded.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped]

from evals.measures import Interval, Values, difference

__all__ = [
    "ALPHA",
    "Paired",
    "holm",
    "mcnemar",
    "paired",
    "paired_shares",
    "randomisation",
]

ALPHA = 0.05

_RESAMPLES = 9999
_EXACT = 13  # changed questions of which all 8192 signs are tried
_SEED = 2024
_Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Two systems on the same questions."""

    questions: int
    one: float
    other: float
    change: Interval
    """The other less the one, with its interval (95 %)."""
    p: float
    """How often so large a change, in whatever direction, comes by chance if both are alike."""
    effect: float | None
    """Cohen's d of paired values: the mean change in standard deviations of the changes
    (Statistical Power Analysis, 1988, 2.3.5); None where all changes are alike."""
    won: int
    lost: int
    test: str
    """`mcnemar` for rights and wrongs, `randomisation` for others."""


def paired(one: Values, other: Values) -> Paired:
    """The test of a mean: McNemar's for rights and wrongs, else the randomisation test.

    Raises:
        ValueError: no values, or not as many.
    """
    less = difference(other, one)
    changes = other - one
    won, lost = int((changes > 0).sum()), int((changes < 0).sum())
    binary = bool(np.isin(one, (0, 1)).all() and np.isin(other, (0, 1)).all())
    return Paired(
        questions=len(changes),
        one=float(one.mean()),
        other=float(other.mean()),
        change=less,
        p=mcnemar(won, lost) if binary else randomisation(changes),
        effect=_effect(changes),
        won=won,
        lost=lost,
        test="mcnemar" if binary else "randomisation",
    )


def mcnemar(won: int, lost: int) -> float:
    """The p-value of McNemar's test, exact and two-sided: whether a changed question is as often
    won as lost. It is the randomisation test of rights and wrongs, all signs tried.

    McNemar, Note on the sampling error of the difference between correlated proportions or
    percentages, Psychometrika 12, 1947.
    """
    return float(stats.binomtest(won, won + lost).pvalue) if won + lost else 1.0


def randomisation(changes: Values) -> float:
    """The p-value of Fisher's randomisation test of the mean change, two-sided.

    All signs are tried where few questions changed, else 9999 drawn ones. Smucker, Allan and
    Carterette, A comparison of statistical significance tests for information retrieval
    evaluation, CIKM 2007, recommend it over Wilcoxon's and the sign test.
    """
    changed = changes[changes != 0]
    if not len(changed):
        return 1.0
    found = stats.permutation_test(
        (changed,),
        np.sum,
        permutation_type="samples",
        n_resamples=np.inf if len(changed) <= _EXACT else _RESAMPLES,
        batch=1000,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def paired_shares(one: NDArray[np.float64], other: NDArray[np.float64]) -> Paired:
    """The test of a share of counts; each row is how many of how many on one question.

    The counts of a question are swapped between the systems as one: Yeh, More accurate tests for
    the statistical significance of result differences, COLING 2000. The interval is that of the
    residuals by question, with two imagined as in `measures.difference`. A question is won where
    its counts raise the share of both systems together, lost where they lower it.

    Raises:
        ValueError: not as many questions, or a system that has counts of none.
    """
    if one.shape != other.shape:
        raise ValueError("a difference needs the counts of the same queries")
    if not (one[:, 1].any() and other[:, 1].any()):
        raise ValueError("a share of nothing cannot be compared")
    shares = (_share(one.sum(axis=0)), _share(other.sum(axis=0)))
    apart = (other - one) @ np.array([1.0, -_share((one + other).sum(axis=0))])
    return Paired(
        questions=len(one),
        one=shares[0],
        other=shares[1],
        change=_change(one, other, shares),
        p=_swapped(one, other),
        effect=_effect(apart),
        won=int((apart > 1e-12).sum()),
        lost=int((apart < -1e-12).sum()),
        test="randomisation",
    )


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for how many tests were made, in the order given.

    Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 1979.
    """
    order = sorted(range(len(values)), key=lambda n: values[n])
    corrected, highest = [0.0] * len(values), 0.0
    for rank, n in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[n]))
        corrected[n] = highest
    return corrected


def _share(counts: NDArray[np.float64]) -> float:
    return float(counts[0] / counts[1])


def _by_question(one: NDArray[np.float64], other: NDArray[np.float64]) -> Values:
    """What each question adds to the change of the share, times the number of questions."""
    parts = []
    for counts in (one, other):
        total = counts.sum(axis=0)
        parts.append((counts[:, 0] - _share(total) * counts[:, 1]) / total[1] * len(counts))
    residuals: Values = parts[0] - parts[1]
    return residuals


def _change(
    one: NDArray[np.float64], other: NDArray[np.float64], shares: Sequence[float]
) -> Interval:
    change = shares[1] - shares[0]
    residuals = _by_question(other, one)
    number = len(residuals)
    largest = float(np.abs(residuals).max()) or 1.0
    variance = (float((residuals**2).sum()) + 2 * largest**2) / (number + 2)
    half = _Z * math.sqrt(variance / (number + 2))
    return change, max(-1.0, change - half), min(1.0, change + half)


def _swapped(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How often swapping questions at random makes as large a change of the share."""
    seen = abs(_share(other.sum(axis=0)) - _share(one.sum(axis=0)))
    apart, both = other - one, (one + other).sum(axis=0)
    signs = np.random.default_rng(_SEED).choice((-1.0, 1.0), (_RESAMPLES, len(one)))
    moved = signs @ apart
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = [(both + sign * moved) / 2 for sign in (1, -1)]
        found = np.abs(shares[0][:, 0] / shares[0][:, 1] - shares[1][:, 0] / shares[1][:, 1])
    as_large = int((np.nan_to_num(found) >= seen - 1e-12).sum())
    return (as_large + 1) / (_RESAMPLES + 1)


def _effect(changes: Values) -> float | None:
    spread = float(changes.std(ddof=1)) if len(changes) > 1 else 0.0
    return float(changes.mean()) / spread if spread else None
