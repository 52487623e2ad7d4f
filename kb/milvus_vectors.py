"""Vectors of clause windows in Milvus: the same methods as `kb.vectors.VectorIndex`.

A clause's score is the cosine of its best window and, to a smaller part, the mean of all
(`Matrix.query`). Both are products with the question, so each row holds (window + w · mean of the
clause's windows) / (1 + w): the best inner product of a clause's rows is its score, and Milvus
ranks clauses by it without a second pass.
"""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.embedding import Vectors
from kb.matrix import MEAN_WEIGHT
from kb.milvus import Rows
from kb.model import Hit
from kb.rows import Keys

__all__ = ["MilvusVectors"]

_SCHEMA_VERSION = 1
_HNSW = {"M": 16, "efConstruction": 200}
_EF = 512
"""Candidates of HNSW at the least. On random vectors, its worst case, recall@10 of 8,155 windows is
0.99 with 256 and 1.00 with 1024; recall@1000 is 0.99 with 1024."""
_KEYS_AT_ONCE = 100
_UNKNOWN = 0


class MilvusVectors:
    """The dense index in a collection.

    Raises StoreError where Milvus cannot be reached, IndexMismatchError where the collection holds
    vectors of another encoder or dimension or was made by another version of this index.
    """

    exact = False
    """Candidates are those of Milvus's HNSW index; their scores are exact."""

    def __init__(self, uri: str, name: str, encoder: str, dimension: int) -> None:
        self._dimension = dimension
        facts = {"schema": _SCHEMA_VERSION, "encoder": encoder, "dimension": dimension}
        self._rows = Rows(uri, name, facts, partial(_shape, dimension))

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
        if keys is None:
            keys = np.full(sum(map(len, clauses.values())), _UNKNOWN, dtype=np.uint64)
        signed = iter(keys.view(np.int64).tolist())
        rows = [
            {"clause_id": clause_id, "key": next(signed), "vector": row}
            for clause_id, vectors in clauses.items()
            for row in _with_mean(vectors)
        ]
        self._rows.replace(document_id, version, rows)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held. Visible after `commit`."""
        self._rows.remove(document_id)

    def commit(self) -> None:
        """Make every change so far durable and visible."""
        self._rows.commit()

    def close(self) -> None:
        """Let go of the connection; what was not committed is given up."""
        self._rows.close()

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document held, by id."""
        return self._rows.documents()

    @property
    def windows(self) -> int:
        """How many windows are held."""
        return self._rows.count(self._rows.within())

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
        if any(allowed is not None and not allowed for allowed in (documents, clauses)):
            return []
        within = self._rows.within(document_id=documents, clause_id=clauses)
        options = {"metric_type": "IP", "params": {"ef": max(2 * k, _EF)}}
        found = self._rows.find("vector", vector.tolist(), k, within, options)
        hits = [
            Hit(clause_id=row["clause_id"], document_id=row["document_id"], score=score)
            for row, score in found
        ]
        return sorted(hits, key=Hit.rank)

    def known(self, keys: Keys) -> tuple[NDArray[np.bool_], Vectors]:
        """Which windows, by the keys of their texts, have a vector already, and their vectors.

        Of a text that very many clauses share the vector may be missed.
        """
        signed = keys.view(np.int64).tolist()
        wanted = sorted(set(signed) - {_UNKNOWN}) if self._rows.last() else []
        held: dict[int, NDArray[np.float32]] = {}
        for at in range(0, len(wanted), _KEYS_AT_ONCE):
            held |= self._known(wanted[at : at + _KEYS_AT_ONCE])
        there = np.fromiter((key in held for key in signed), dtype=np.bool_, count=len(signed))
        vectors = np.empty((int(there.sum()), self._dimension), dtype=np.float32)
        for row, key in zip(vectors, (key for key in signed if key in held), strict=True):
            row[:] = held[key]
        return there, vectors

    def _known(self, keys: list[int]) -> dict[int, NDArray[np.float32]]:
        within = self._rows.within()
        found = self._rows.query(f"key in {keys} and {within}", ["key", "clause_id"])
        one_each = {row["key"]: row["clause_id"] for row in found}
        if not one_each:
            return {}
        rows = self._rows.query(
            self._rows.within(clause_id=set(one_each.values())), ["key", "clause_id", "vector"]
        )
        clauses: dict[str, list[tuple[int, Any]]] = {}
        for row in rows:
            clauses.setdefault(row["clause_id"], []).append((row["key"], row["vector"]))
        return {
            key: vector
            for each in clauses.values()
            for (key, _), vector in zip(each, _without_mean([row for _, row in each]), strict=True)
            if key in one_each
        }

    def check(self) -> list[str]:
        """What is wrong with the index; empty where it is sound."""
        last = self._rows.last()
        if pending := self._rows.count(f"commit > {last}"):
            return [f"{pending} 个向量上次没有写完；再运行一次 policykb ingest 会补上"]
        count, expected = self._rows.count(f"commit <= {last}"), self._rows.expected()
        if count == expected:
            return []
        return [f"Milvus 里有 {count} 个向量，应为 {expected} 个；请运行 policykb rebuild 重建"]


def _with_mean(vectors: Vectors) -> Vectors:
    """The rows whose best inner product with a question is the clause's score."""
    if not len(vectors):
        return vectors
    mean = vectors.mean(axis=0)
    rows: Vectors = ((vectors + MEAN_WEIGHT * mean) / (1 + MEAN_WEIGHT)).astype(np.float32)
    return rows


def _without_mean(rows: list[Any]) -> Vectors:
    """The windows' vectors from all rows of a clause, whose mean is that of the windows."""
    held = np.asarray(rows, dtype=np.float32)
    windows: Vectors = (1 + MEAN_WEIGHT) * held - MEAN_WEIGHT * held.mean(axis=0)
    return windows


def _shape(dimension: int, pymilvus: Any, schema: Any, indexes: Any) -> None:
    types = pymilvus.DataType
    schema.add_field("key", types.INT64)
    schema.add_field("vector", types.FLOAT_VECTOR, dim=dimension)
    indexes.add_index("key", index_type="INVERTED")
    indexes.add_index("vector", index_type="HNSW", metric_type="IP", params=_HNSW)
