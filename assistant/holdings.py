"""What the assistant derives from one state of the knowledge base, each part made once."""

from collections.abc import Sequence
from functools import cached_property

from assistant.cited_table import CitedTable
from assistant.query import Query, Vocabulary
from assistant.targets_table import TargetsTable
from assistant.text import fold
from assistant.titles import Titles
from kb.model import Document
from kb.organs import Organs
from kb.regions import Place, within
from kb.snapshot import Snapshot

__all__ = ["Holdings"]


class Holdings:
    """The documents that may answer: of several copies of one text only one."""

    def __init__(self, snapshot: Snapshot, organs: Organs) -> None:
        self.snapshot = snapshot
        self._organs = organs

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The documents by id."""
        copies = self.snapshot.copies
        return {i: d for i, d in self.snapshot.documents.items() if i not in copies}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the documents."""
        return tuple(self.documents)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What questions may name."""
        titles = Titles(tuple(self.documents.values()))
        return Vocabulary(titles=titles, organs=self._organs, owners=lambda: self.owners)

    @cached_property
    def owners(self) -> frozenset[str]:
        """The names that own tasks, as questions write them."""
        names = {part.as_written for task in self.snapshot.tasks for part in task.assignments}
        return frozenset(map(fold, names))

    @cached_property
    def targets(self) -> TargetsTable:
        """The targets."""
        return TargetsTable(self.snapshot)

    @cached_property
    def cited(self) -> CitedTable:
        """What the documents cite."""
        return CitedTable(self.snapshot)

    def scope(self, query: Query) -> tuple[str, ...]:
        """The documents that may answer a question: those it names, else those of its places.

        With several places, what applies to any of them.
        """
        if query.named.document_ids:
            return query.named.document_ids
        if not query.places:
            return self.ids
        return tuple(i for i, d in self.documents.items() if _applies(d, query.places))

    def narrowing(self, scope: Sequence[str]) -> tuple[str, ...] | None:
        """A scope as search takes it: None where it holds every document."""
        return None if len(scope) == len(self.snapshot.documents) else tuple(scope)


def _applies(document: Document, places: Sequence[Place]) -> bool:
    return any(within(place, document.region) for place in places)
