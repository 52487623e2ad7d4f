"""Whether a passage answers a question, as one number. Pure.

A logistic rule over what the best passage lacks of the question (the weight of its terms that the
passage does not hold) and how near its best window is (the bundled model's cosine; with another
model the share of the terms that it holds stands in). `python -m evals.calibrate` fits the
coefficients and measures them on held-back folds.
"""

import math
from dataclasses import dataclass

__all__ = ["RULES", "THRESHOLD", "Rule", "confidence"]

THRESHOLD = 0.35
"""Below it a question is declined."""

_LEAST = 4.0
"""Weight that a question lacks at the least: one without telling terms is not answered for that."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Coefficients of a logistic rule."""

    constant: float
    lacking: float  # of log(1 + weight of the terms that the passage lacks)
    near: float  # of the cosine, or of the share of the terms that the passage holds


RULES = {"cosine": Rule(-78.5, -2.490, 97.2), "share": Rule(5.63, -2.176, 3.945)}


def confidence(share: float, weight: float, cosine: float | None) -> float:
    """The chance, 0 to 1, that a passage answers.

    It holds `share` of terms that weigh `weight` together.
    """
    rule = RULES["share" if cosine is None else "cosine"]
    lacking = math.log1p(max(weight * (1 - share), 0.0 if weight > _LEAST else _LEAST))
    value = (
        rule.constant + rule.lacking * lacking + rule.near * (share if cosine is None else cosine)
    )
    return 1 / (1 + math.exp(-value))
