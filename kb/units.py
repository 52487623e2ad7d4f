"""What search finds: one unit for each clause that stands for itself.

An article is found whole, with its 款 and 项; an item of an administrative document is found
without the numbered items below it, which are units themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import INDEXED_LEVELS, Clause

__all__ = ["Unit", "units_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A clause and the spans of its own text: what is left of it without the units inside."""

    clause: Clause
    spans: tuple[tuple[int, int], ...]

    def text(self, document_text: str) -> str:
        """The unit's own text, its spans one after the other, blank ones left out."""
        parts = (document_text[start:end] for start, end in self.spans)
        return "".join(part for part in parts if part.strip())


def units_of(clauses: Sequence[Clause]) -> tuple[Unit, ...]:
    """The units of one document's clauses, in order; units without text are left out."""
    by_id = {clause.clause_id: clause for clause in clauses}
    inner: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.level not in INDEXED_LEVELS:
            continue
        above = by_id.get(clause.parent_id or "")
        while above is not None and above.level not in INDEXED_LEVELS:
            above = by_id.get(above.parent_id or "")
        if above is not None:
            inner.setdefault(above.clause_id, []).append(clause)
    found = []
    for clause in clauses:
        if clause.level not in INDEXED_LEVELS:
            continue
        spans, at = [], clause.start
        for child in inner.get(clause.clause_id, []):
            if child.start > at:
                spans.append((at, child.start))
            at = max(at, child.end)
        if at < clause.end:
            spans.append((at, clause.end))
        if spans:
            found.append(Unit(clause=clause, spans=tuple(spans)))
    return tuple(found)
