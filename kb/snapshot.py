"""One finished state of the store, held in memory while questions are answered from it."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

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

__all__ = ["Snapshot"]


class Snapshot:
    """Documents, tasks and targets at one generation; clauses are read when they are asked for."""

    def __init__(self, store: Store) -> None:
        self.generation = store.generation()
        self.documents: Mapping[str, Document] = MappingProxyType(
            {d.document_id: d for d in store.documents()}
        )
        self._store = store
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._parts: dict[Hashable, list[tuple[Task, Assignment]]] | None = None
        self._by_id: dict[str, dict[str, Clause]] = {}
        self._units: dict[str, dict[str, Unit]] = {}

    @cached_property
    def copies(self) -> frozenset[str]:
        """The ids of documents whose text another one, taken in before, already has."""
        first: dict[str, str] = {}
        for document in self.documents.values():
            first.setdefault(squeeze(document.text), document.document_id)
        return frozenset(self.documents) - frozenset(first.values())

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The responsibility table of all documents."""
        return self._store.tasks()

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets of all documents."""
        return self._store.targets()

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What all documents cite."""
        return self._store.references()

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """The support measures of all documents, guidance (导向) included."""
        return self._store.supports()

    @cached_property
    def _supports_of(self) -> dict[str, list[Support]]:
        found: dict[str, list[Support]] = {}
        for support in self.supports:
            found.setdefault(support.document_id, []).append(support)
        return found

    def supports_of(self, document_id: str) -> tuple[Support, ...]:
        """The support measures of one document, in order."""
        return tuple(self._supports_of.get(document_id, ()))

    @cached_property
    def _tasks_of(self) -> dict[str, list[Task]]:
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.document_id, []).append(task)
        return found

    def tasks_of(self, document_id: str) -> tuple[Task, ...]:
        """The tasks of one document, in order."""
        return tuple(self._tasks_of.get(document_id, ()))

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
