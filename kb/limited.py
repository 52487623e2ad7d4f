"""A knowledge base of which only some documents can be seen.

Everything read through it (lists, counts, search, standing) is as if the others were not held; the
records and indexes are those of the whole one, nothing is read or kept twice.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from typing_extensions import override

from kb.errors import StoreError
from kb.knowledge import KnowledgeBase
from kb.lexical import LexicalIndex
from kb.model import Clause, Document, Hit, Reference, Support, Target, Task
from kb.organs import Organs
from kb.segment import Segmenter
from kb.snapshot import Snapshot
from kb.store import Store

__all__ = ["LimitedKnowledgeBase", "Visible"]

Visible = Callable[[KnowledgeBase], frozenset[str]]
"""The ids of the documents that can be seen in the present state of a knowledge base."""


class LimitedKnowledgeBase(KnowledgeBase):
    """The visible part of a whole knowledge base. It cannot be written to."""

    def __init__(self, whole: KnowledgeBase, visible: Visible) -> None:
        super().__init__(whole.settings, _LimitedStore(whole, visible))
        self._whole = whole

    @cached_property
    @override
    def organs(self) -> Organs:
        return self._whole.organs

    @cached_property
    @override
    def segmenter(self) -> Segmenter:
        return self._whole.segmenter

    @property
    @override
    def lexical(self) -> LexicalIndex:
        """The whole one, where the words' weights are those of all documents."""
        return self._whole.lexical

    @cached_property
    @override
    def encoder(self) -> Any:
        return self._whole.encoder

    @property
    @override
    def vectors(self) -> Any:
        return self._whole.vectors

    @override
    def snapshot(self) -> Snapshot:
        with self._lock:
            held, whole = self._snapshot, self._whole.snapshot()
            if held is None or held.generation != whole.generation:
                held = self._snapshot = Snapshot(self.store, whole)
            return held

    @override
    def search(
        self,
        query: str,
        k: int,
        documents: Sequence[str] | None = None,
        department: str | None = None,
    ) -> list[Hit]:
        held = self.snapshot().documents
        if documents is None and len(held) < len(self._whole.snapshot().documents):
            documents = tuple(held)
        elif documents is not None:
            documents = [one for one in documents if one in held]
        return super().search(query, k, documents, department)

    @override
    def writing(self) -> Any:
        raise StoreError("这里只能查看一部分文件，不能改动知识库")


class _LimitedStore(Store):
    """Reads the visible records from a snapshot of the whole."""

    def __init__(self, whole: KnowledgeBase, visible: Visible) -> None:
        self.path = whole.store.path
        self._whole = whole
        self._visible = visible
        self._known: tuple[Snapshot, dict[str, Document]] | None = None

    @override
    def generation(self) -> int:
        return self._whole.snapshot().generation

    @override
    def versions(self) -> dict[str, str]:
        held = self._documents()
        return {one: v for one, v in self._whole.store.versions().items() if one in held}

    @override
    def _documents(self) -> dict[str, Document]:
        snapshot = self._whole.snapshot()
        if self._known is None or self._known[0] is not snapshot:
            visible = self._visible(self._whole)
            held = {one: d for one, d in snapshot.documents.items() if one in visible}
            self._known = snapshot, held
        return self._known[1]

    @override
    def clauses(self, document_id: str | None = None) -> tuple[Clause, ...]:
        return self._of(self._whole.snapshot().clauses, document_id)

    @override
    def clauses_by_id(self, clause_ids: Sequence[str]) -> dict[str, Clause]:
        found, held = self._whole.store.clauses_by_id(clause_ids), self._documents()
        return {one: clause for one, clause in found.items() if clause.document_id in held}

    @override
    def tasks(self, document_id: str | None = None) -> tuple[Task, ...]:
        return self._of(self._whole.snapshot().tasks_of, document_id)

    @override
    def targets(self, document_id: str | None = None) -> tuple[Target, ...]:
        return self._of(self._whole.snapshot().targets_of, document_id)

    @override
    def references(self, document_id: str | None = None) -> tuple[Reference, ...]:
        return self._of(self._whole.snapshot().references_of, document_id)

    @override
    def supports(self, document_id: str | None = None) -> tuple[Support, ...]:
        return self._of(self._whole.snapshot().supports_of, document_id)

    @override
    def counts(self) -> dict[str, dict[str, int]]:
        held = self._documents()
        return {one: count for one, count in self._whole.store.counts().items() if one in held}

    def _of(
        self, read: Callable[[str], tuple[Any, ...]], document_id: str | None
    ) -> tuple[Any, ...]:
        held = self._documents()
        if document_id is not None:
            return read(document_id) if document_id in held else ()
        return tuple(record for one in held for record in read(one))
