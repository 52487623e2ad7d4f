"""What a question is answered from.

One state of the knowledge base, the question, and what search found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.query import Query
from assistant.targets_table import TargetsTable
from assistant.text import coverage
from kb.model import Clause, Document, DocumentStatus, Task
from kb.organs import Organs
from kb.snapshot import Snapshot
from kb.units import Unit

__all__ = ["Context", "Found"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A unit that search found.

    `score` is comparable within one question; `share` is what of the question it holds.
    """

    document: Document
    unit: Unit
    score: float
    share: float
    confidence: float  # 0 to 1: the chance that the unit answers

    @property
    def clause(self) -> Clause:
        """The unit's clause."""
        return self.unit.clause


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything that the composers may use. They read nothing else."""

    query: Query
    snapshot: Snapshot
    organs: Organs
    scope: tuple[str, ...]  # the documents that may answer, by id
    found: Sequence[Found]  # best first
    weights: Mapping[str, float]  # the question's terms and how telling each is
    statuses: Mapping[str, tuple[DocumentStatus, str]]
    as_of: date
    targets: TargetsTable

    def document(self, document_id: str) -> Document:
        """A document by id."""
        return self.snapshot.documents[document_id]

    def share(self, text: str) -> float:
        """How much of the question's terms a text holds, 0 to 1."""
        return coverage(text, self.weights)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of the documents in scope."""
        return tuple(
            task for document_id in self.scope for task in self.snapshot.tasks_of(document_id)
        )

    @cached_property
    def tasks_by_clause(self) -> Mapping[str, tuple[Task, ...]]:
        """Tasks by the clause that holds them."""
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            found.setdefault(task.clause_id, []).append(task)
        return {clause_id: tuple(tasks) for clause_id, tasks in found.items()}
