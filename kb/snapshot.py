"""One finished state of the store, held in memory while questions are answered from it."""

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any

from kb.model import (
    INDEXED_LEVELS,
    Assignment,
    Clause,
    Document,
    Reference,
    Support,
    Target,
    Task,
)
from kb.squeeze import squeeze
from kb.store import Store
from kb.units import Unit, units_of

__all__ = ["Snapshot", "text_key"]


class Snapshot:
    """Documents, tasks and targets at one generation; clauses are read when they are asked for.

    What a former snapshot had read of documents that are still the same is not read again.
    """

    def __init__(self, store: Store, former: "Snapshot | None" = None) -> None:
        self.generation = store.generation()
        # before all that they are the versions of, so that no record is older than its version
        self._versions = store.versions()
        self.documents: Mapping[str, Document] = MappingProxyType(
            {d.document_id: d for d in store.documents()}
        )
        self._store = store
        self._parts: dict[Hashable, list[tuple[Task, Assignment]]] | None = None
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._by_id: dict[str, dict[str, Clause]] = {}
        self._units: dict[str, dict[str, Unit]] = {}
        self._keys: dict[str, str] = {}
        self._records: dict[str, dict[str, tuple[Any, ...]]] = {}
        if former is not None:
            self._inherit(former)

    def _inherit(self, former: "Snapshot") -> None:
        held = former._versions
        same = {one for one, version in self._versions.items() if held.get(one) == version}
        for name in ("_clauses", "_by_id", "_units", "_keys"):
            read = dict(getattr(former, name))
            getattr(self, name).update({one: read[one] for one in same & read.keys()})
        for kind, records in former._records.items():
            self._records[kind] = {
                one: records[one] if one in same and one in records else self._read(kind, one)
                for one in self.documents
            }

    def load(self) -> None:
        """Read the records of every kind now."""
        for kind in ("tasks", "targets", "references", "supports"):
            self._of(kind)

    @cached_property
    def text_keys(self) -> Mapping[str, str]:
        """What documents of the same text share, by document, in the order of ingestion."""
        for one in self.documents.keys() - self._keys.keys():
            self._keys[one] = text_key(self.documents[one].text)
        return {one: self._keys[one] for one in self.documents}

    @cached_property
    def copies(self) -> frozenset[str]:
        """The ids of documents whose text another one, taken in before, already has."""
        first: dict[str, str] = {}
        for one, key in self.text_keys.items():
            first.setdefault(key, one)
        return frozenset(self.documents) - frozenset(first.values())

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The responsibility table of all documents."""
        return self._all("tasks")

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets of all documents."""
        return self._all("targets")

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What all documents cite."""
        return self._all("references")

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """The support measures of all documents, guidance (导向) included."""
        return self._all("supports")

    def tasks_of(self, document_id: str) -> tuple[Task, ...]:
        """The tasks of one document, in order."""
        return self._of("tasks").get(document_id, ())

    def targets_of(self, document_id: str) -> tuple[Target, ...]:
        """The targets of one document, in order."""
        return self._of("targets").get(document_id, ())

    def references_of(self, document_id: str) -> tuple[Reference, ...]:
        """What one document cites, in order."""
        return self._of("references").get(document_id, ())

    def supports_of(self, document_id: str) -> tuple[Support, ...]:
        """The support measures of one document, in order."""
        return self._of("supports").get(document_id, ())

    def _all(self, kind: str) -> tuple[Any, ...]:
        return tuple(chain.from_iterable(self._of(kind).values()))

    def _of(self, kind: str) -> dict[str, tuple[Any, ...]]:
        """The records of a kind, by document."""
        if kind not in self._records:
            found: dict[str, list[Any]] = {one: [] for one in self.documents}
            for record in self._read(kind):
                found.setdefault(record.document_id, []).append(record)
            self._records[kind] = {one: tuple(records) for one, records in found.items()}
        return self._records[kind]

    def _read(self, kind: str, document_id: str | None = None) -> tuple[Any, ...]:
        found: tuple[Any, ...] = getattr(self._store, kind)(document_id)
        return found

    def parts_by(
        self, key: Callable[[str], Hashable]
    ) -> Mapping[Hashable, Sequence[tuple[Task, Assignment]]]:
        """The parts in all tasks, by the key of the organ's name; made once."""
        if self._parts is None:
            keys: dict[str, Hashable] = {}
            self._parts = {}
            for task in self.tasks:
                for part in task.assignments:
                    if part.as_written not in keys:
                        keys[part.as_written] = key(part.as_written)
                    self._parts.setdefault(keys[part.as_written], []).append((task, part))
        return self._parts

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """The clauses of one document, parents before children."""
        if document_id not in self._clauses:
            self._clauses[document_id] = self._store.clauses(document_id)
        return self._clauses[document_id]

    def unit(self, document_id: str, clause_id: str) -> Unit | None:
        """The unit of an indexed clause; None where the store has no such clause.

        An index may lag behind.
        """
        if document_id not in self._units:
            self._units[document_id] = {
                u.clause.clause_id: u for u in units_of(self.clauses(document_id))
            }
        return self._units[document_id].get(clause_id)

    def unit_above(self, document_id: str, clause_id: str) -> str:
        """The id of the indexed clause that holds a clause, or is it."""
        if document_id not in self._by_id:
            self._by_id[document_id] = {c.clause_id: c for c in self.clauses(document_id)}
        by_id = self._by_id[document_id]
        clause = by_id[clause_id]
        while clause.level not in INDEXED_LEVELS and clause.parent_id is not None:
            clause = by_id[clause.parent_id]
        return clause.clause_id

    def clause_at(self, document_id: str, offset: int) -> Clause:
        """The innermost clause at an offset of the text.

        Raises LookupError outside every clause.
        """
        found = None
        for clause in self.clauses(document_id):
            if clause.start <= offset < clause.end:
                found = clause
        if found is None:
            raise LookupError(f"no clause of {document_id} at {offset}")
        return found


def text_key(text: str) -> str:
    """What texts that differ in spaces and line breaks only have in common."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()
