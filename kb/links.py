"""Which documents cite which, of one state of the knowledge base: found once, by number and title.

What a reference means is `kb.citations.cited_document`'s to say; here the documents that it could
mean are found without going through all of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from kb.citations import Cited, bare_title, cited_document, cited_documents
from kb.model import Document, Reference
from kb.snapshot import Snapshot

__all__ = ["Links"]

_ABOUT = "关于"
_bare = lru_cache(maxsize=50_000)(bare_title)


class Links:
    """The citations between the documents of a snapshot; `own` tells those of the users."""

    def __init__(self, snapshot: Snapshot, own: Callable[[Document], bool]) -> None:
        self._snapshot = snapshot
        self._own = own
        self._by_number: dict[str, list[Document]] = defaultdict(list)
        self._by_title: dict[str, list[Document]] = defaultdict(list)
        self._by_ending: dict[str, list[Document]] = defaultdict(list)
        for document in snapshot.documents.values():
            if document.number:
                self._by_number[document.number].append(document)
            title = _bare(document.title)
            self._by_title[title].append(document)
            for ending in _endings(title):
                self._by_ending[ending].append(document)

    def candidates(self, reference: Reference) -> tuple[Document, ...]:
        """The documents that a reference could mean."""
        found: list[Document] = []
        if reference.number:
            found += self._by_number.get(reference.number, ())
        if reference.title:
            title = _bare(reference.title)
            found += self._by_title.get(title, ())
            if title.startswith(_ABOUT):
                found += self._by_ending.get(title, ())
            for ending in _endings(title):
                found += self._by_title.get(ending, ())
        return tuple({document.document_id: document for document in found}.values())

    def cited_by(self, document_id: str) -> tuple[Cited, ...]:
        """What a document cites, in the order of first citation."""
        references = self._snapshot.references_of(document_id)
        return cited_documents(references, self._documents(references))

    def citing(self, document_id: str) -> tuple[Reference, ...]:
        """The first reference of each other document that cites one."""
        return tuple(self._citing.get(document_id, {}).values())

    def meant(self, reference: Reference) -> Document | None:
        """The one document that a reference means, as `kb.citations.cited_document`."""
        if reference.title is None and reference.number is None:
            return self._snapshot.documents.get(reference.document_id)
        return cited_document(reference, self.candidates(reference))

    @cached_property
    def missing(self) -> tuple[Cited, ...]:
        """What the users' own documents cite and nobody holds."""
        unmet = [
            reference
            for one, document in self._snapshot.documents.items()
            if self._own(document)
            for reference in self._snapshot.references_of(one)
            if self.meant(reference) is None
        ]
        return cited_documents(unmet, ())

    @cached_property
    def _citing(self) -> dict[str, dict[str, Reference]]:
        found: dict[str, dict[str, Reference]] = defaultdict(dict)
        for reference in self._snapshot.references:
            meant = self.meant(reference)
            if meant is not None and meant.document_id != reference.document_id:
                found[meant.document_id].setdefault(reference.document_id, reference)
        return found

    def _documents(self, references: Sequence[Reference]) -> tuple[Document, ...]:
        found = (document for each in references for document in self.candidates(each))
        return tuple({document.document_id: document for document in found}.values())


def _endings(title: str) -> Iterator[str]:
    """What is left of a title after its issuer: every proper ending from 关于 on."""
    at = title.find(_ABOUT, 1)
    while at >= 0:
        yield title[at:]
        at = title.find(_ABOUT, at + 1)
