"""What a question is answered from.

One state of the knowledge base, the question, and what search found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.cited_table import CitedTable
from assistant.query import Query
from assistant.targets_table import TargetsTable
from assistant.text import coverage
from kb.departments import is_meant
from kb.model import Assignment, Clause, Document, DocumentStatus, Reference, Task
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
    cosine: float | None = None  # of its best window with the question, where that is known

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
    cited: CitedTable

    def document(self, document_id: str) -> Document:
        """A document by id."""
        return self.snapshot.documents[document_id]

    def share(self, text: str) -> float:
        """How much of the question's terms a text holds, 0 to 1."""
        return coverage(text, self.weights)

    def references_of(self, document_id: str) -> Sequence[Reference]:
        """What one document cites, in order."""
        return self.cited.of(document_id)

    def citing(self, document: Document) -> Sequence[Reference]:
        """The references of other documents that mean one."""
        return self.cited.to(document)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of the documents in scope."""
        if len(self.scope) == len(self.snapshot.documents):
            return self.snapshot.tasks
        return tuple(
            task for document_id in self.scope for task in self.snapshot.tasks_of(document_id)
        )

    def tasks_in(self, document_id: str, clause_id: str) -> tuple[Task, ...]:
        """The tasks that a clause holds itself."""
        tasks = self.snapshot.tasks_of(document_id)
        return tuple(task for task in tasks if task.clause_id == clause_id)

    def parts_of(self, organ: str) -> Mapping[str, tuple[Task, list[Assignment]]]:
        """The tasks in scope in which an organ has a part, with its parts, by task id."""
        scope = frozenset(self.scope)
        found: dict[str, tuple[Task, list[Assignment]]] = {}
        held = self.snapshot.parts_by(self.organs.key)
        for task, part in held.get(self.organs.key(organ), ()):
            if task.document_id in scope and is_meant(
                self.organs, organ, part, self.document(task.document_id)
            ):
                found.setdefault(task.task_id, (task, []))[1].append(part)
        return found
