"""Whether a passage answers a question, as one number. Pure.

A logistic rule over what the passage lacks of the question (the weight of its terms that it does
not hold), how much of the question is in words that no clause uses (colloquial ones, which
tell less than words that other clauses do use), and how near the passage's best window is (the
bundled model's cosine; with another model the share of the terms that it holds stands in). Weights
are counted in that of a term that no clause holds, so that they mean the same in a small and in a
large knowledge base. `python -m evals calibrate` fits the coefficients and measures them on
held-back folds.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["RULES", "THRESHOLD", "Asked", "Rule", "asked_of", "confidence", "measures"]

THRESHOLD = 0.35
"""Below it a question is declined."""

_LEAST = 0.65
"""What a question lacks at the least: one without telling terms is not answered for that."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Coefficients of a logistic rule."""

    constant: float
    lacking: float  # of log(1 + weight of the terms that the passage lacks)
    unheard: float  # of log(1 + weight of the terms that no clause holds)
    near: float  # of the cosine, or of the share of the terms that the passage holds


RULES = {
    "cosine": Rule(-118.494, -6.326, 3.001, 139.771),
    "share": Rule(0.645, -3.771, 2.515, 6.189),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How much a question asks, in weights of a term that no clause holds."""

    weight: float
    unheard: float  # of it, terms that no clause holds


def asked_of(weights: Mapping[str, float], clauses: int) -> Asked:
    """What a question asks, of the inverse document frequencies of its terms."""
    most = math.log(1 + (clauses + 0.5) / 0.5)
    unheard = sum(weight for weight in weights.values() if weight >= most - 1e-9)
    return Asked(sum(weights.values()) / most, unheard / most)


def measures(asked: Asked, share: float, cosine: float | None) -> tuple[float, float, float]:
    """What the rule sees of a passage that holds a share of the terms."""
    lacking = max(asked.weight * (1 - share), 0.0 if asked.weight > _LEAST else _LEAST)
    near = share if cosine is None else cosine
    return math.log1p(lacking), math.log1p(asked.unheard), near


def confidence(asked: Asked, share: float, cosine: float | None) -> float:
    """The chance, 0 to 1, that a passage answers."""
    rule = RULES["share" if cosine is None else "cosine"]
    lacking, unheard, near = measures(asked, share, cosine)
    value = rule.constant + rule.lacking * lacking + rule.unheard * unheard + rule.near * near
    return 1 / (1 + math.exp(-value))
