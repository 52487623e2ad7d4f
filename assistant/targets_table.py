"""The targets of one state of the knowledge base, by document."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.text import coverage_of, fold
from kb.model import Clause, Target
from kb.snapshot import Snapshot

__all__ = ["Row", "TargetsTable"]


@dataclass(frozen=True, slots=True)
class Row:
    """A target with its clause and its texts in the form in which terms are looked for."""

    target: Target
    clause: Clause
    indicator: str
    sentence: str  # with the heading path

    def own(self, weights: Mapping[str, float]) -> float:
        """The share of the terms, by weight, that the indicator holds."""
        return coverage_of(self.indicator, weights)

    def score(self, weights: Mapping[str, float]) -> float:
        """How much of the terms the target holds, 0 to 2; the indicator counts double."""
        own = self.own(weights)
        return own + max(own, coverage_of(self.sentence, weights))


class TargetsTable:
    """The targets of each document, arranged when a question first needs them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._rows: dict[str, tuple[Row, ...]] = {}

    @cached_property
    def _by_document(self) -> dict[str, list[Target]]:
        found: dict[str, list[Target]] = {}
        for target in self._snapshot.targets:
            found.setdefault(target.document_id, []).append(target)
        return found

    def of(self, document_id: str) -> tuple[Row, ...]:
        """The targets of one document, in order."""
        if document_id not in self._rows:
            targets = self._by_document.get(document_id, ())
            self._rows[document_id] = tuple(self._row(target) for target in targets)
        return self._rows[document_id]

    def _row(self, target: Target) -> Row:
        clause = self._snapshot.clause_at(target.document_id, target.start)
        text = self._snapshot.documents[target.document_id].text[target.start : target.end]
        indicator, sentence = fold(target.indicator).lower(), fold(clause.label + text).lower()
        return Row(target, clause, indicator, sentence)
