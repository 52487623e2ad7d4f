"""What the knowledge base holds, as the page tells it: documents, what is missing, what to ask."""

import threading
from dataclasses import dataclass
from datetime import date

from assistant.answer import Assistant
from assistant.web.examples import Example, answerable, candidates
from ingest.pipeline import missing_documents
from kb.model import Document, DocumentStatus

__all__ = ["Holding", "Library", "Shelf"]

_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Holding:
    """A document and whether it is in force."""

    document: Document
    status: DocumentStatus
    reason: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One state of the knowledge base on one day."""

    holdings: tuple[Holding, ...] = ()
    missing: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


class Library:
    """Describes the knowledge base; anew only when it changed or the day did."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._key: tuple[int, date] | None = None
        self._shelf = Shelf()

    def shelf(self) -> Shelf:
        """The present state."""
        kb = self._assistant.kb
        with self._lock:
            key = (kb.snapshot().generation, date.today())
            if key != self._key:
                self._shelf = self._described(key[1])
                self._key = key
            return self._shelf

    def _described(self, today: date) -> Shelf:
        kb = self._assistant.kb
        snapshot, statuses = kb.snapshot(), kb.statuses(today)
        return Shelf(
            holdings=tuple(
                Holding(d, *statuses[d.document_id]) for d in snapshot.documents.values()
            ),
            missing=missing_documents(kb),
            examples=tuple(answerable(candidates(snapshot), self._assistant.ask, _EXAMPLES)),
        )
