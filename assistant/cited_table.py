"""The references of one state of the knowledge base, by the citing and by the cited document."""

from collections.abc import Sequence
from functools import cached_property

from kb.citations import bare_title, cited_document
from kb.model import Document, Reference
from kb.snapshot import Snapshot

__all__ = ["CitedTable"]


class CitedTable:
    """All references, arranged once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _by_document(self) -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for reference in self._snapshot.references:
            found.setdefault(reference.document_id, []).append(reference)
        return found

    def of(self, document_id: str) -> Sequence[Reference]:
        """What one document cites, in order."""
        return self._by_document.get(document_id, ())

    def to(self, document: Document) -> list[Reference]:
        """The references of other documents that mean one."""
        held = tuple(self._snapshot.documents.values())
        title = bare_title(document.title)
        return [
            reference
            for reference in self._snapshot.references
            if reference.document_id != document.document_id
            and (
                (reference.number and reference.number == document.number)
                or (reference.title and bare_title(reference.title) in title)
            )
            and cited_document(reference, held) == document
        ]
