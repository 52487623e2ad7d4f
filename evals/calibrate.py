"""Fits the decision rule: `python -m evals calibrate --set HOME QUESTIONS... [--foreign FILE...]`.

Each set names a home and questions with `answerable` about what it holds; FOREIGN questions are
about something else altogether (one JSON object a line with `question` or `query`), are asked of
every home and count as unanswerable. A question that only just misses what the documents say tells
more than a foreign one and weighs three times as much. Prints, from five held-back folds, the share
of answerable questions kept and of near misses and foreign ones declined at each threshold, then
the coefficients fitted on all.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Assistant
from assistant.decision import asked_of, measures
from assistant.draft import Draft
from assistant.passages import candidates
from assistant.premises import premises_hold
from assistant.understand import Kind, Turn, understand
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

_KINDS = frozenset({Kind.PASSAGE, Kind.TARGET, Kind.DEADLINE, Kind.SECTION})
_FOLDS, _SEED = 5, 1
_RIDGE = 0.1
_NEAR_MISS = 3.0  # weight beside a foreign question
_THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5)

Matrix = NDArray[np.float64]


class Label(Enum):
    """What a question is to the documents."""

    ANSWERABLE = "answerable"
    NEAR_MISS = "near miss"
    FOREIGN = "foreign"


def rows(path: Path, foreign: bool) -> Iterator[tuple[str, list[Turn], Label]]:
    """The question, its history and what it is, line by line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        history = [Turn(**turn) for turn in row.get("history", [])]
        answerable = Label.ANSWERABLE if row.get("answerable", True) else Label.NEAR_MISS
        yield row.get("question") or row["query"], history, Label.FOREIGN if foreign else answerable


def measure(
    assistant: Assistant, question: str, history: list[Turn], cosines: bool
) -> list[list[float]]:
    """What the rule sees of each passage that would be shown; none for other kinds."""
    query = understand(question, history, assistant.holdings().vocabulary)
    if query.kind not in _KINDS:
        return []
    context = assistant.context(query, date.today())
    if not premises_hold(context, Draft(question)):
        return []
    asked = asked_of(context.weights, assistant.kb.lexical.frequencies([])[1])
    return [
        list(measures(asked, item.share, item.cosine if cosines else None))
        for item in candidates(context)[1]
    ]


def fit(features: Matrix, labels: Matrix, weight: Matrix) -> Matrix:
    """Coefficients, the constant first, of a weighted logistic regression (Newton)."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-12
    x = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    beta = np.zeros(x.shape[1])
    ridge = _RIDGE * np.diag([0.0, *np.ones(x.shape[1] - 1)])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (labels - chance)) - ridge @ beta
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + ridge
        beta = beta + np.linalg.solve(curve, slope)
    scaled = beta[1:] / spread
    return np.array([beta[0] - float((scaled * mean).sum()), *scaled])


def chance_of(passages: list[list[float]], coefficients: Matrix) -> float:
    """The chance of the best of the passages of a question."""
    values = coefficients[0] + np.array(passages) @ coefficients[1:]
    return float((1 / (1 + np.exp(-values))).max())


def _weights(labels: list[Label]) -> Matrix:
    """Both classes weigh the same; among the unanswerable, near misses weigh more."""
    each = np.array([_NEAR_MISS if label is Label.NEAR_MISS else 1.0 for label in labels])
    right = np.array([label is Label.ANSWERABLE for label in labels])
    each[right] *= len(labels) / 2 / each[right].sum()
    each[~right] *= len(labels) / 2 / each[~right].sum()
    return each


def _questions(options: argparse.Namespace) -> Iterator[tuple[list[list[float]], Label]]:
    for home, *paths in options.set:
        assistant = Assistant(KnowledgeBase(load_settings(Path(home))))
        asked = [row for path in paths for row in rows(Path(path), foreign=False)]
        for path in options.foreign:
            found = list(rows(path, foreign=True))
            asked += found[:: max(1, len(found) // options.limit)]
        for question, history, label in asked:
            seen = measure(assistant, question, history, not options.shares)
            if seen:
                yield seen, label


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(prog="python -m evals calibrate", description=__doc__)
    parser.add_argument("--set", nargs="+", action="append", required=True, metavar="PATH")
    parser.add_argument("--foreign", type=Path, nargs="*", default=[])
    parser.add_argument("--limit", type=int, default=150, help="questions of each foreign set")
    parser.add_argument(
        "--shares", action="store_true", help="for a model whose cosines say nothing"
    )
    asked = list(_questions(parser.parse_args(arguments)))
    labels = [label for _, label in asked]
    features = np.array([passages[0] for passages, _ in asked])
    right = np.array([float(label is Label.ANSWERABLE) for label in labels])
    weight = _weights(labels)
    fold = np.random.default_rng(_SEED).permutation(len(labels)) % _FOLDS
    held = np.zeros(len(labels))
    for n in range(_FOLDS):
        others = fold != n
        fitted = fit(features[others], right[others], weight[others])
        for at in np.flatnonzero(fold == n):
            held[at] = chance_of(asked[at][0], fitted)
    counts = {one: np.array([label is one for label in labels]) for one in Label}
    print(", ".join(f"{mask.sum()} {one.value}" for one, mask in counts.items()))
    for threshold in _THRESHOLDS:
        kept = {one: (held[mask] >= threshold).mean() for one, mask in counts.items()}
        print(
            f"threshold {threshold}: kept {kept[Label.ANSWERABLE]:.3f} of answerable, declined"
            f" {1 - kept[Label.NEAR_MISS]:.3f} of near misses,"
            f" {1 - kept[Label.FOREIGN]:.3f} of foreign"
        )
    print("Rule(" + ", ".join(f"{value:.3f}" for value in fit(features, right, weight)) + ")")


if __name__ == "__main__":
    main()
