"""Fits the decision rule: `python -m evals calibrate --home HOME QUESTIONS... [--foreign FILE...]`.

QUESTIONS are sets with `answerable`; FOREIGN questions are about something else altogether (one
JSON object a line with `question` or `query`) and count as unanswerable. Prints, from five
held-back folds, the share of answerable questions kept and of the others declined at each
threshold, then the coefficients fitted on all.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Assistant
from assistant.understand import Kind, Turn, understand
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

_KINDS = frozenset({Kind.PASSAGE, Kind.TARGET, Kind.DEADLINE, Kind.SECTION, Kind.OWNERS})
_FOLDS = 5
_RIDGE = 0.1
_THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5)

Matrix = NDArray[np.float64]


def rows(path: Path, foreign: bool) -> Iterator[tuple[str, list[Turn], bool]]:
    """The question, its history and whether it is answerable, line by line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        history = [Turn(**turn) for turn in row.get("history", [])]
        yield row.get("question") or row["query"], history, not foreign and row["answerable"]


def measure(assistant: Assistant, question: str, history: list[Turn]) -> list[float] | None:
    """What the rule sees of a question: log of the weight lacking, cosine; None for other kinds."""
    kb = assistant.kb
    query = understand(question, history, assistant.holdings().vocabulary)
    if query.kind not in _KINDS:
        return None
    context = assistant.context(query, date.today())
    if not context.found:
        return None
    best = context.found[0]
    hits = kb.search(query.text or question, 1, context.scope)
    weight = sum(context.weights.values())
    return [math.log1p(weight * (1 - best.share)), hits[0].cosine or 0.0]


def fit(features: Matrix, labels: Matrix) -> Matrix:
    """Coefficients, the constant first, of a logistic regression with balanced classes (Newton)."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    x = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    share = labels.mean()
    weight = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    beta = np.zeros(x.shape[1])
    ridge = _RIDGE * np.diag([0.0, *np.ones(x.shape[1] - 1)])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (labels - chance)) - ridge @ beta
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + ridge
        beta = beta + np.linalg.solve(curve, slope)
    scaled = beta[1:] / spread
    return np.array([beta[0] - float((scaled * mean).sum()), *scaled])


def chances(features: Matrix, coefficients: Matrix) -> Matrix:
    """The chance of each row."""
    result: Matrix = 1 / (1 + np.exp(-(coefficients[0] + features @ coefficients[1:])))
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(prog="python -m evals calibrate", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--foreign", type=Path, nargs="*", default=[])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--limit", type=int, default=200, help="questions of each foreign set")
    given = parser.parse_args(arguments)
    assistant = Assistant(KnowledgeBase(load_settings(given.home)))
    asked = [row for path in given.questions for row in rows(path, foreign=False)]
    for path in given.foreign:
        found = list(rows(path, foreign=True))
        asked += found[:: max(1, len(found) // given.limit)]
    seen = [(measure(assistant, question, history), right) for question, history, right in asked]
    kept = [(measures, right) for measures, right in seen if measures is not None]
    features = np.array([measures for measures, _ in kept])
    labels = np.array([float(right) for _, right in kept])
    held = np.zeros(len(labels))
    fold = np.arange(len(labels)) % _FOLDS
    for n in range(_FOLDS):
        held[fold == n] = chances(features[fold == n], fit(features[fold != n], labels[fold != n]))
    print(f"{len(labels)} questions, {int(labels.sum())} answerable")
    for threshold in _THRESHOLDS:
        right = (held[labels == 1] >= threshold).mean()
        wrong = (held[labels == 0] < threshold).mean()
        print(
            f"threshold {threshold}: kept {right:.3f} of answerable, declined {wrong:.3f} of others"
        )
    constant, lacking, near = fit(features, labels)
    print(f"Rule({constant:.1f}, {lacking:.3f}, {near:.1f})")


if __name__ == "__main__":
    main()
