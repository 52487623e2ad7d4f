"""The targets of one state of the knowledge base with their texts, searched for terms at once."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from assistant.text import fold
from kb.model import Clause, Target
from kb.snapshot import Snapshot

__all__ = ["FoldedTexts", "TargetsTable"]

_BETWEEN = "\0"  # stands in no text and in no term


class FoldedTexts:
    """Texts in one folded string: a term is looked for in all of them in one pass."""

    def __init__(self, texts: Iterable[str]) -> None:
        folded = [fold(text).lower() for text in texts]
        self._whole = _BETWEEN.join(folded)
        self._starts: list[int] = []
        at = 0
        for text in folded:
            self._starts.append(at)
            at += len(text) + 1

    def shares(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """For each text the share of the terms, by weight, that stand in it; as `coverage`."""
        found = np.zeros(len(self._starts))
        whole = sum(weights.values())
        if whole:
            for term, weight in weights.items():
                found[self._holding(term)] += weight
            found /= whole
        return found

    def _holding(self, term: str) -> list[int]:
        """The texts that hold a term, each once."""
        numbers = []
        at = self._whole.find(term)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            numbers.append(number)
            if number + 1 == len(self._starts):
                break
            at = self._whole.find(term, self._starts[number + 1])
        return numbers


class TargetsTable:
    """All targets, each with the clause that holds it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.rows: list[tuple[Target, Clause]] = [
            (target, snapshot.clause_at(target.document_id, target.start))
            for target in snapshot.targets
        ]
        self._indicators = FoldedTexts(target.indicator for target, _ in self.rows)
        self._sentences = FoldedTexts(
            clause.label + snapshot.documents[target.document_id].text[target.start : target.end]
            for target, clause in self.rows
        )

    def scores(
        self, weights: Mapping[str, float]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How much of the terms each target holds, 0 to 2, and how much its indicator, 0 to 1.

        The indicator counts double.
        """
        own = self._indicators.shares(weights)
        return own + np.maximum(own, self._sentences.shares(weights)), own
