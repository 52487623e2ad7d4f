"""How often intervals hold the truth, on simulated questions; a nominal 95 % has a tolerance.

The bounds are those of the method and of 2000 draws: a draw's standard error is 0.5 %.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.measures import difference, interval, share

Values = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Values]

DRAWS = 2000
RANKS = np.arange(2, 11)


def rights(share: float) -> Draw:
    return lambda rng, n: (rng.random(n) < share).astype(float)


def reciprocal_ranks(first: float) -> Draw:
    def draw(rng: np.random.Generator, n: int) -> Values:
        below = np.where(rng.random(n) < 0.3, 0.0, 1 / rng.choice(RANKS, n))
        return np.where(rng.random(n) < first, 1.0, below)

    return draw


def mean_reciprocal_rank(first: float) -> float:
    return first + (1 - first) * 0.7 * float((1 / RANKS).mean())


def changes(won: float, lost: float, sizes: tuple[float, ...]) -> Draw:
    def draw(rng: np.random.Generator, n: int) -> Values:
        at = rng.random(n)
        sign = np.where(at < won, 1.0, np.where(at < won + lost, -1.0, 0.0))
        return sign * rng.choice(sizes, n)

    return draw


def covered(truth: float, holds: Callable[[np.random.Generator], tuple[float, float]]) -> float:
    rng = np.random.default_rng(7)
    found = [holds(rng) for _ in range(DRAWS)]
    return sum(low - 1e-12 <= truth <= high + 1e-12 for low, high in found) / DRAWS


@pytest.mark.parametrize("number", [40, 200])
@pytest.mark.parametrize(
    ("draw", "truth"),
    [
        (rights(0.5), 0.5),
        (rights(0.9), 0.9),
        (rights(0.97), 0.97),
        (reciprocal_ranks(0.5), mean_reciprocal_rank(0.5)),
        (reciprocal_ranks(0.8), mean_reciprocal_rank(0.8)),
        (reciprocal_ranks(0.95), mean_reciprocal_rank(0.95)),
        (lambda rng, n: rng.random(n), 0.5),
        (lambda rng, n: rng.beta(8, 1, n), 8 / 9),
        (lambda rng, n: rng.beta(0.3, 0.1, n), 0.75),
    ],
    ids=["b.5", "b.9", "b.97", "rr.5", "rr.8", "rr.95", "uniform", "beta8,1", "beta.3,.1"],
)
def test_intervals_of_means(draw: Draw, truth: float, number: int) -> None:
    found = covered(truth, lambda rng: interval(draw(rng, number))[1:])
    print(f"coverage {found:.3f}")
    assert 0.925 <= found <= 0.98


@pytest.mark.parametrize("number", [40, 200])
@pytest.mark.parametrize(
    ("won", "lost", "sizes", "least"),
    [
        (0.02, 0.02, (1.0,), 0.94),
        (0.05, 0.02, (1.0,), 0.94),
        (0.0, 0.05, (1.0,), 0.94),
        (0.02, 0.3, (1.0,), 0.94),
        (0.2, 0.1, (1.0,), 0.94),
        (0.05, 0.02, (0.5, 0.5, 0.67, 0.9, 0.25, 0.1), 0.94),
        (0.0, 0.05, (0.5, 0.5, 0.67, 0.9, 0.25, 0.1), 0.93),
        (0.2, 0.1, (0.5, 0.5, 0.67, 0.9, 0.25, 0.1), 0.94),
    ],
)
def test_intervals_of_differences(
    won: float, lost: float, sizes: tuple[float, ...], least: float, number: int
) -> None:
    draw = changes(won, lost, sizes)
    truth = (won - lost) * float(np.mean(sizes))

    def holds(rng: np.random.Generator) -> tuple[float, float]:
        change = draw(rng, number)
        return difference(np.maximum(change, 0), np.maximum(-change, 0))[1:]

    found = covered(truth, holds)
    print(f"coverage {found:.3f}")
    assert found >= least


@pytest.mark.parametrize("documents", [15, 40])
@pytest.mark.parametrize("right", [0.7, 0.95])
def test_intervals_of_shares(right: float, documents: int) -> None:
    """Documents of 1 to 40 records, of which a share that varies by document is right."""

    def holds(rng: np.random.Generator) -> tuple[float, float]:
        wholes = rng.integers(1, 41, documents)
        parts = rng.binomial(wholes, rng.beta(10 * right, 10 * (1 - right), documents))
        return share(parts.astype(float), wholes.astype(float))[1:]

    found = covered(right, holds)
    print(f"coverage {found:.3f}")
    assert found >= 0.9


def test_intervals_of_times() -> None:
    def holds(rng: np.random.Generator) -> tuple[float, float]:
        return interval(rng.gamma(2, 5, 40))[1:]

    rng = np.random.default_rng(7)
    found = sum(low <= 10 <= high for low, high in (holds(rng) for _ in range(300))) / 300
    print(f"coverage {found:.3f}")
    assert found >= 0.9
