"""One knowledge base: the store, its indexes and the organs, opened from the settings.

Everything is made when needed.
"""

import contextlib
import gc
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from kb.amendments import amendments, with_amendment
from kb.citations import bare_title
from kb.departments import is_meant
from kb.embedding import BUNDLED
from kb.engines import delete_indexes, lexical_index, vector_index
from kb.entries import entries
from kb.lexical import LexicalIndex
from kb.locking import writing
from kb.model import Document, DocumentStatus, Hit, Reference, Relation, Task
from kb.organs import Organs
from kb.rows import Keys, keys_of
from kb.search import Search
from kb.segment import Segmenter
from kb.settings import Settings
from kb.snapshot import Snapshot
from kb.store import Store
from kb.validity import status_of
from kb.windows import windows

__all__ = ["Filters", "KnowledgeBase", "Progress"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""

_DEPARTMENTS = 32  # whose clauses are kept for the next search


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a search."""

    document: str | None = None
    region: str | None = None
    level: str | None = None  # 国家、省、市、县
    kind: str | None = None  # 文种：意见、通知、条例…
    department: str | None = None
    as_of: date | None = None
    in_force: bool = False


_Statuses = tuple[Snapshot, date, dict[str, tuple[DocumentStatus, str]]]


class KnowledgeBase:
    """Raises StoreError where the home cannot be used."""

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        self.settings = settings
        self.store = store or Store(settings.database)
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._statuses: _Statuses | None = None
        self._owned: tuple[Snapshot, dict[str, frozenset[str]]] | None = None

    @cached_property
    def organs(self) -> Organs:
        """The names of organs."""
        return Organs.load()

    @cached_property
    def segmenter(self) -> Segmenter:
        """The word segmenter with the organs' names."""
        return Segmenter(self.organs.words())

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The full-text index. Raises IndexMismatchError."""
        return lexical_index(self.settings, self.segmenter)

    @cached_property
    def encoder(self) -> Any:
        """The embedding model. Raises ModelError."""
        from kb.embedding import load_encoder

        return load_encoder(self.settings.embedding_model)

    @cached_property
    def vectors(self) -> Any:
        """The dense index. Raises IndexMismatchError."""
        return vector_index(self.settings, self.encoder.name, self.encoder.dimension)

    # reading

    def snapshot(self) -> Snapshot:
        """The last finished state of the store."""
        with self._lock:
            if self._snapshot is None or self._snapshot.generation != self.store.generation():
                self._snapshot = Snapshot(self.store, self._snapshot)
            return self._snapshot

    def search(
        self,
        query: str,
        k: int,
        documents: Sequence[str] | None = None,
        department: str | None = None,
    ) -> list[Hit]:
        """The k best clauses, best first, of the given documents or of all.

        With a department, of its tasks only.
        """
        search = Search(self.lexical, self.vectors, self.encoder)
        owned = self._clauses_of(department) if department is not None else None
        return search.search(query, k, documents, owned)

    @property
    def calibrated(self) -> bool:
        """Whether the model is the one whose cosines the decision to answer was fitted on."""
        return self.settings.embedding_model == BUNDLED

    def warm(self) -> None:
        """Open everything that a search or an answer needs, before the first one.

        What is held then stays: looking through it again and again for what may be freed costs
        25 ms each time at 100,000 clauses.
        """
        self.search("预热", 1)
        self.statuses(date.today())
        self.snapshot().parts_by(self.organs.key)
        self.snapshot().load()
        gc.collect()
        gc.freeze()

    def _clauses_of(self, department: str) -> frozenset[str]:
        """The indexed clauses with the tasks that a department has a part in."""
        snapshot, held = self.snapshot(), self._owned
        if held is None or held[0] is not snapshot:
            held = self._owned = snapshot, {}
        if department not in held[1]:
            if len(held[1]) >= _DEPARTMENTS:
                held[1].clear()
            above, tasks = snapshot.unit_above, self.tasks(department=department)
            held[1][department] = frozenset(
                above(task.document_id, task.clause_id) for task in tasks
            )
        return held[1][department]

    def scope(self, filters: Filters) -> list[str] | None:
        """The ids of the documents that pass the filters; None where all do.

        Raises NotFoundError.
        """
        one_each = (filters.document, filters.region, filters.level, filters.kind)
        if one_each == (None,) * 4 and not filters.in_force:
            return None
        if filters.document is not None:
            self.store.document(filters.document)
        statuses = self.statuses(filters.as_of or date.today())
        return [
            document.document_id
            for document in self.store.documents()
            if filters.document in (None, document.document_id)
            and (filters.region is None or filters.region in (document.region or ""))
            and filters.level in (None, document.level)
            and filters.kind in (None, document.kind)
            and (
                not filters.in_force or statuses[document.document_id][0] is DocumentStatus.IN_FORCE
            )
        ]

    def weights(self, text: str) -> dict[str, float]:
        """The telling words of a question.

        Each with its inverse document frequency (BM25's) over all clauses.
        """
        words = [word for word in dict.fromkeys(self.segmenter.words(text)) if len(word) > 1]
        counts, total = self.lexical.frequencies(words)
        return {
            word: math.log(1 + (total - count + 0.5) / (count + 0.5))
            for word, count in zip(words, counts, strict=True)
        }

    def statuses(self, as_of: date) -> dict[str, tuple[DocumentStatus, str]]:
        """Whether each document is in force on a day, and why."""
        snapshot = self.snapshot()
        held = self._statuses
        if held is None or held[0] is not snapshot or held[1] != as_of:
            held = self._statuses = snapshot, as_of, self._statuses_of(snapshot, as_of)
        return held[2]

    def _statuses_of(
        self, snapshot: Snapshot, as_of: date
    ) -> dict[str, tuple[DocumentStatus, str]]:
        known = amendments()
        documents = tuple(
            with_amendment(document, known) for document in snapshot.documents.values()
        )
        repeals = _repeals(snapshot.references, snapshot.documents)
        return {d.document_id: status_of(d, as_of, documents, repeals) for d in documents}

    def tasks(self, document_id: str | None = None, department: str | None = None) -> list[Task]:
        """The responsibility table.

        With a department, by any of its names, the tasks that it has a part in.
        """
        snapshot = self.snapshot()
        if department is None:
            return list(snapshot.tasks if document_id is None else snapshot.tasks_of(document_id))
        meant = {
            task.task_id: task
            for task, part in snapshot.parts_by(self.organs.key).get(
                self.organs.key(department), ()
            )
            if document_id in (None, task.document_id)
            and is_meant(self.organs, department, part, snapshot.documents[task.document_id])
        }
        return list(meant.values())

    def departments(self) -> list[dict[str, Any]]:
        """Every organ with tasks, most tasks first.

        Canonical name (None where uncertain), names used, region, tasks.
        """
        held = self.snapshot().documents
        rows: dict[tuple[str | None, str | None], dict[str, Any]] = {}
        for task in self.snapshot().tasks:
            region = held[task.document_id].region
            for part in task.assignments:
                key = (part.department, None) if part.department else (part.as_written, region)
                row = rows.setdefault(
                    key,
                    {
                        "department": part.department,
                        "aliases": [],
                        "region": region,
                        "tasks": 0,
                        "ids": set(),
                    },
                )
                if part.as_written not in row["aliases"]:
                    row["aliases"].append(part.as_written)
                row["ids"].add(task.task_id)
        for row in rows.values():
            row["tasks"] = len(row.pop("ids"))
        return sorted(
            rows.values(), key=lambda row: (-row["tasks"], row["department"] or row["aliases"][0])
        )

    # writing

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home's write lock.

        Raises HomeBusyError after a short wait, StoreError where it cannot be taken.
        """
        with writing(self.settings.home):
            yield

    def catch_up(self, progress: Progress) -> None:
        """Bring both indexes to what the store holds.

        Only documents that changed are indexed again.
        """
        versions = self.store.versions()
        self.follow(self.lexical, versions, progress)
        self._catch_up_vectors(versions, progress)

    def rebuild(self, progress: Progress) -> None:
        """Delete both indexes and make them anew from the store."""
        delete_indexes(self.settings)
        for name in ("lexical", "vectors"):
            self.__dict__.pop(name, None)
        self.catch_up(progress)

    def behind(self) -> list[str]:
        """The documents of which an index holds another version than the store."""
        versions = self.store.versions()
        held = (self.lexical.documents(), self.vectors.documents())
        return sorted(
            document_id
            for document_id in {*versions, *held[0], *held[1]}
            if any(index.get(document_id) != versions.get(document_id) for index in held)
        )

    def follow(self, index: LexicalIndex, versions: Mapping[str, str], progress: Progress) -> None:
        """Bring a full-text index to just these versions of documents."""
        wanted, gone = _difference(versions, index.documents())
        for document_id in gone:
            index.remove(document_id)
        for number, document_id in enumerate(wanted):
            progress("全文索引", number, len(wanted))
            document = self.store.document(document_id)
            found = entries(document, self.store.clauses(document_id))
            index.replace(document_id, versions[document_id], found)
        progress("全文索引", len(wanted), len(wanted))
        if wanted or gone:
            index.commit()

    def _catch_up_vectors(self, versions: Mapping[str, str], progress: Progress) -> None:
        wanted, gone = _difference(versions, self.vectors.documents())
        for document_id in gone:
            self.vectors.remove(document_id)
        pieces: dict[str, list[tuple[str, list[str]]]] = {}
        for document_id in wanted:
            document = self.store.document(document_id)
            pieces[document_id] = [
                (entry.clause_id, [entry.text[start:end] for start, end in windows(entry.text)])
                for entry in entries(document, self.store.clauses(document_id))
            ]
        total = sum(len(texts) for found in pieces.values() for _, texts in found)
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("向量编码", done, total)

        for document_id, found in pieces.items():
            texts = [text for _, each in found for text in each]
            keys = keys_of(texts)
            vectors = self._encoded(texts, keys, advance)
            clauses, at = {}, 0
            for clause_id, each in found:
                clauses[clause_id] = vectors[at : at + len(each)]
                at += len(each)
            self.vectors.replace(document_id, versions[document_id], clauses, keys)
        if wanted or gone or self.vectors.documents() != versions:
            self.vectors.commit()

    def _encoded(self, texts: Sequence[str], keys: Keys, advance: Callable[[int], None]) -> Any:
        """The vectors of windows; what the index has already is not encoded again."""
        there, held = self.vectors.known(keys)
        advance(int(there.sum()))
        new = [text for text, known in zip(texts, there, strict=True) if not known]
        encoded = self.encoder.encode_passages(new, advance)
        vectors = np.empty((len(texts), self.encoder.dimension), dtype=np.float32)
        vectors[there], vectors[~there] = held, encoded
        return vectors


def _difference(
    versions: Mapping[str, str], held: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The documents to index, and those to take out."""
    wanted = [
        document_id for document_id, version in versions.items() if held.get(document_id) != version
    ]
    return wanted, [document_id for document_id in held if document_id not in versions]


def _repeals(
    references: Sequence[Reference], documents: Mapping[str, Document]
) -> list[tuple[str, date | None]]:
    """What the documents repeal: number or title, and from when.

    The title stands for a number that no document held has, where a document held has no number.
    """
    numbers = {document.number for document in documents.values()}
    unnumbered = {bare_title(d.title) for d in documents.values() if d.number is None}
    found = []
    for reference in references:
        name, title = reference.number or reference.title, reference.title
        if name not in numbers and title and bare_title(title) in unnumbered:
            name = title
        if reference.relation is Relation.REPEALS and name:
            document = documents[reference.document_id]
            found.append(
                (name, document.effective_on or document.published_on or document.written_on)
            )
    return found
