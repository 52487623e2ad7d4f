"""Vectors of clause windows in an embedded Chroma collection, through LlamaIndex's vector store.

The only importer of chromadb and llama_index, and only where it writes or where it searches more
than `EXACT_LIMIT` windows: importing both takes two seconds. What is committed lies first in files
of rows (`kb.rows`), which answer faster, filter exactly and need neither; Chroma follows.
"""

import shutil
import threading
import weakref
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.embedding import Vectors
from kb.errors import IndexMismatchError
from kb.matrix import Matrix
from kb.model import Hit
from kb.rows import SCHEMA_VERSION, Keys, RowsWriter, check_facts, stamp

__all__ = ["EXACT_LIMIT", "VectorIndex", "forget"]

EXACT_LIMIT = 1_000_000
"""Windows up to which a query is compared with every vector; beyond it Chroma names the
candidates. 300,000 cost 13 ms on two cores."""

_COLLECTION = "windows"
_PENDING = "pending.txt"
_OVERFETCH = 6  # windows asked of Chroma for each clause wanted


class VectorIndex:
    """The dense index in a folder. One instance writes, any number read the last commit.

    Raises IndexMismatchError where the folder holds vectors of another encoder or dimension, was
    written by another version of this index, or is damaged.
    """

    def __init__(
        self, folder: Path, encoder: str, dimension: int, *, exact_limit: int = EXACT_LIMIT
    ) -> None:
        self.folder = folder
        self._encoder = encoder
        self._dimension = dimension
        self._exact_limit = exact_limit
        self._lock = threading.RLock()  # held briefly, a reader never waits for a writer
        self._writing = threading.RLock()
        self._opening = threading.Lock()
        self._in_chroma: set[str] = set()
        self._store: Any = None
        self._release: Any = None
        self._writer: RowsWriter | None = None
        self._matrix: Matrix | None = None
        self._committed()

    # writing

    def replace(
        self,
        document_id: str,
        version: str,
        clauses: Mapping[str, Vectors],
        keys: Keys | None = None,
    ) -> None:
        """Put a document's vectors, one row a window, in place of those held.

        Visible after `commit`. The keys are those of the windows' texts, in order.
        """
        with self._writing:
            self._write(document_id).replace(document_id, version, clauses, keys)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held."""
        with self._writing:
            self._write(document_id).remove(document_id)

    def commit(self) -> None:
        """Make every change so far durable and visible, in one step; Chroma follows."""
        with self._writing:
            if self._writer is None and self._pending():
                self._recover()
            if self._writer is not None:
                self._writer.commit()
                self._writer = None
                self._follow()

    def close(self) -> None:
        """Let go of Chroma's files; what was not committed is given up."""
        with self._writing, self._lock:
            self._let_go()
            self._writer = self._matrix = None

    def _write(self, document_id: str) -> RowsWriter:
        """The writer, after noting on disk that a document is being changed."""
        if self._writer is None:
            self._recover()
        assert self._writer is not None
        with (self.folder / _PENDING).open("a", encoding="utf-8") as file:
            file.write(document_id + "\n")
        return self._writer

    def _recover(self) -> None:
        """Open for writing; a document whose change was cut off is taken out, to be added anew."""
        self._writer = RowsWriter(self.folder, self._encoder, self._dimension)
        matrix = self._committed()
        self._in_chroma = set(matrix.documents if matrix else ())
        for document_id in self._pending():
            self._chroma().delete(document_id)
            self._in_chroma.discard(document_id)
            self._writer.remove(document_id)

    def _follow(self) -> None:
        """Bring Chroma to what was just committed.

        Chroma holds its whole index in memory while it is open, so the rows are given back before,
        and where no query needs it, it is closed.
        """
        matrix = self._committed()
        assert matrix is not None
        matrix.give_back()
        for document_id in self._pending():
            if document_id in self._in_chroma:
                self._chroma().delete(document_id)
            if document_id in matrix.documents:
                self._chroma().add(_nodes(document_id, *matrix.held(document_id)))
        (self.folder / _PENDING).unlink(missing_ok=True)
        if self.exact:
            self._let_go()

    def _let_go(self) -> None:
        with self._opening:
            if self._release is not None:
                self._release()
            self._store = self._release = None

    def _pending(self) -> set[str]:
        """Documents whose change was begun and not committed."""
        try:
            return set((self.folder / _PENDING).read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return set()

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document completely held, by id."""
        matrix, pending = self._committed(), self._pending()
        held = matrix.documents if matrix else {}
        return {name: document.version for name, document in held.items() if name not in pending}

    @property
    def windows(self) -> int:
        """How many windows are held."""
        matrix = self._committed()
        return matrix.windows if matrix else 0

    @property
    def exact(self) -> bool:
        """Whether a query is compared with every vector; otherwise candidates are Chroma's."""
        return self.windows <= self._exact_limit

    def query(
        self,
        vector: Vectors,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k clauses nearest to the vector, best first, of the given documents or of all.

        With clauses, of those only. Scores as in `Matrix.query`.
        """
        matrix = self._committed()
        if matrix is None or (documents is not None and not documents):
            return []
        if clauses is None and not self._is_exact(matrix, documents):
            clauses = self._near(vector, k * _OVERFETCH, documents)
        return matrix.query(vector, k, documents, clauses)

    def known(self, keys: Keys) -> tuple[NDArray[np.bool_], Vectors]:
        """Which windows, by the keys of their texts, have a vector already, and their vectors."""
        matrix = self._committed()
        if matrix is None:
            return np.zeros(len(keys), dtype=np.bool_), np.empty((0, self._dimension), np.float32)
        return matrix.known(keys)

    def _is_exact(self, matrix: Matrix, documents: Collection[str] | None) -> bool:
        """Whether a query is compared with every vector that it may find."""
        if self.exact:
            return True
        held = (matrix.documents.get(one) for one in documents or ())
        rows = sum(one.end - one.start for one in held if one)
        return documents is not None and rows <= self._exact_limit

    def check(self) -> list[str]:
        """What is wrong with the index; empty where it is sound. Opens Chroma."""
        with self._writing:
            if pending := self._pending():
                return [
                    f"{len(pending)} 份文件的向量上次没有写完；再运行一次 policykb ingest 会补上"
                ]
            count, windows = int(self._chroma().client.count()), self.windows
            if count == windows:
                return []
            return [f"Chroma 里有 {count} 个向量，应为 {windows} 个；请运行 policykb rebuild 重建"]

    def _committed(self) -> Matrix | None:
        """The last commit, read again when it has changed; None before the first."""
        with self._lock:
            now = stamp(self.folder)
            if now is None:
                self._matrix = None
            elif self._matrix is None or self._matrix.stamp != now:
                try:
                    self._matrix = Matrix(self.folder, self._encoder, self._dimension)
                except IndexMismatchError:
                    if stamp(self.folder) == now:
                        raise
                    self._matrix = Matrix(self.folder, self._encoder, self._dimension)
            return self._matrix

    def _near(self, vector: Vectors, k: int, documents: Collection[str] | None) -> set[str]:
        """The clauses of the k nearest windows by Chroma's HNSW index."""
        from llama_index.core.vector_stores import (
            FilterOperator,
            MetadataFilter,
            MetadataFilters,
            VectorStoreQuery,
        )

        filters = None
        if documents is not None:
            only = list(documents)
            one = MetadataFilter(key="document_id", value=only, operator=FilterOperator.IN)
            filters = MetadataFilters(filters=[one])
        query = VectorStoreQuery(
            query_embedding=vector.tolist(), similarity_top_k=k, filters=filters
        )
        return {node.metadata["clause_id"] for node in self._chroma().query(query).nodes}

    def _chroma(self) -> Any:
        """The LlamaIndex vector store over the collection, opened at the first use."""
        with self._opening:
            if self._store is None:
                folder = self.folder / "chroma"
                self._store, client = _open(folder, self._encoder, self._dimension)
                self._release = weakref.finalize(self, client.close)
                _OPENED.add(self)
            return self._store


_OPENED: "weakref.WeakSet[VectorIndex]" = weakref.WeakSet()


def forget(folder: Path) -> None:
    """Delete the index in a folder and close it wherever it is open in this process.

    Chroma keeps an opened database by its path, so files alone would come back to life.
    """
    for index in [index for index in _OPENED if index.folder == folder]:
        index.close()
    shutil.rmtree(folder, ignore_errors=True)


def _open(folder: Path, encoder: str, dimension: int) -> tuple[Any, Any]:
    """The LlamaIndex vector store over the collection, and the Chroma client to close."""
    import chromadb
    from chromadb.config import Settings
    from llama_index.vector_stores.chroma import ChromaVectorStore

    folder.mkdir(parents=True, exist_ok=True)
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(
        _COLLECTION,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
        metadata={"schema": SCHEMA_VERSION, "encoder": encoder, "dimension": dimension},
    )
    found = collection.metadata or {}
    facts = tuple(found.get(key) for key in ("schema", "encoder", "dimension"))
    check_facts(folder, facts, (SCHEMA_VERSION, encoder, dimension))
    return ChromaVectorStore(chroma_collection=collection), client


def _nodes(document_id: str, version: str, clauses: Mapping[str, Vectors]) -> list[Any]:
    """LlamaIndex nodes without text, one a window, named clause_id#n."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=document_id)}
    return [
        TextNode(
            id_=f"{clause_id}#{n}",
            text="",
            embedding=row,
            metadata={"clause_id": clause_id, "version": version},
            relationships=source,
        )
        for clause_id, vectors in clauses.items()
        for n, row in enumerate(np.asarray(vectors, dtype=np.float32).tolist())
    ]
