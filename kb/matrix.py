"""One committed state of the vectors, searched exactly, with the filter inside.

Where many rows may be found their codes say which clauses can be among the best; those are compared
with the floats. The margin makes the result that of comparing with all.
"""

import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.codes import Codes, products
from kb.embedding import Vectors
from kb.model import Hit
from kb.rows import Rows

__all__ = ["MEAN_WEIGHT", "Matrix"]

MEAN_WEIGHT = 0.3
"""Of the mean of a clause's windows beside its best. Against the best alone, dense nDCG@10 rose
from 0.492 to 0.508 on statutes, from 0.839 to 0.853 on policies (`python -m evals.retrieval`)."""

_FEW = 20_000
"""Rows up to which all are compared as floats: 30 MB, 2 ms."""
_MARGIN = 200
"""Clauses beyond those wanted whose floats are compared: a code is off by 0.003 at most."""

_FILTERS = 16  # sets of clauses whose places are kept for the next query
_CORES = min(4, os.cpu_count() or 1)
_POOL = ThreadPoolExecutor(_CORES, thread_name_prefix="vectors")
"""Products let other threads run; more than four wait for the memory."""

_Numbers = NDArray[np.int64]


class Matrix:
    """Raises IndexMismatchError where the files are damaged or hold vectors of another encoder."""

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self._rows = Rows(folder, encoder, dimension)
        self.stamp = self._rows.stamp
        self.documents = self._rows.documents
        self.known, self.give_back = self._rows.known, self._rows.give_back
        held = sorted(self.documents.items(), key=lambda item: item[1].start)
        self._document_ids = [document_id for document_id, _ in held]
        self._clauses = [(clause_id, one) for one, each in held for clause_id, _ in each.clauses]
        self._document = np.repeat(np.arange(len(held)), [len(one.clauses) for _, one in held])
        self._counts = np.array([n for _, one in held for _, n in one.clauses], dtype=np.int64)
        starts = [
            one.start + np.cumsum([0, *(n for _, n in one.clauses[:-1])])
            for _, one in held
            if one.clauses
        ]
        self._starts = np.concatenate([np.empty(0, dtype=np.int64), *starts]).astype(np.int64)
        self.windows = int(self._counts.sum())

        self._filters: dict[frozenset[str], _Numbers] = {}
        ends = np.linspace(0, len(self._counts), _CORES + 1, dtype=np.int64)
        self._parts = [slice(a, b) for a, b in pairwise(ends.tolist()) if a < b]

    def query(
        self,
        vector: Vectors,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k clauses nearest to the vector, best first, of the given documents or of all.

        With clauses, of those only. A clause's score is the cosine of its best window and, to a
        smaller part, the mean of all.
        """
        numbers = self._allowed(documents, clauses)
        if self._counts[numbers].sum() > _FEW:
            numbers = self._likely(vector, k + _MARGIN, numbers)
        if not len(numbers):
            return []
        scores = self._scores(vector, numbers)
        best = _best(scores, k)
        names = map(self._clauses.__getitem__, numbers[best].tolist())
        found = zip(names, scores[best].tolist(), strict=True)
        hits = (Hit(clause_id, document_id, score) for (clause_id, document_id), score in found)
        return sorted(hits, key=Hit.rank)

    def held(self, document_id: str) -> tuple[str, dict[str, Vectors]]:
        """The version of a document, and the vectors of its clauses."""
        held, vectors = self.documents[document_id], self._rows.vectors
        ends = held.start + np.cumsum([count for _, count in held.clauses])
        pairs = zip(held.clauses, ends.tolist(), strict=True)
        return held.version, {one: vectors[end - count : end] for (one, count), end in pairs}

    def _allowed(
        self, documents: Collection[str] | None, clauses: Collection[str] | None
    ) -> _Numbers:
        """The numbers of the clauses that may be found."""
        numbers = np.arange(len(self._counts))
        if clauses is not None:
            numbers = self._find(frozenset(clauses))
        if documents is None:
            return numbers
        allowed = np.fromiter((one in documents for one in self._document_ids), dtype=bool)
        found: _Numbers = numbers[allowed[self._document[numbers]]]
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each clause stands."""
        return {clause_id: n for n, (clause_id, _) in enumerate(self._clauses)}

    def _find(self, clauses: frozenset[str]) -> _Numbers:
        """The numbers of the clauses that are there, in order; kept for the next query."""
        numbers = self._filters.get(clauses)
        if numbers is None:
            found = (self._places[one] for one in clauses if one in self._places)
            numbers = np.sort(np.fromiter(found, dtype=np.int64))
            if len(self._filters) >= _FILTERS:
                self._filters.clear()
            self._filters[clauses] = numbers
        return numbers

    def _likely(self, vector: Vectors, k: int, numbers: _Numbers) -> _Numbers:
        """The k of the given clauses that are best by their codes."""
        scores = np.concatenate(list(_POOL.map(partial(self._about, vector), self._parts)))
        found = _best(scores[numbers], k)
        return np.sort(numbers[found])

    def _about(self, vector: Vectors, part: slice) -> Vectors:
        """About the score, up to a factor, of each clause of a part."""
        counts, starts = self._counts[part], self._starts[part]
        first, end = starts[0], starts[-1] + counts[-1]
        held = self._rows.codes
        codes = Codes(held.values[first:end], held.scales[first:end])
        rows = np.append(products(codes, vector), np.float32(-np.inf))
        bounds = np.stack([starts, starts + counts], axis=1).ravel() - first
        best = np.maximum.reduceat(rows, bounds)[::2]
        mean = np.add.reduceat(rows, bounds)[::2] / counts
        return (best + MEAN_WEIGHT * mean).astype(np.float32)

    def _scores(self, vector: Vectors, numbers: _Numbers) -> Vectors:
        """The score of each of the given clauses.

        Without BLAS, whose threads wait busily after each product and take the others' time.
        """
        counts = self._counts[numbers]
        ends = np.cumsum(counts)
        firsts = ends - counts
        at = np.repeat(self._starts[numbers] - firsts, counts) + np.arange(ends[-1])
        rows = np.einsum("ij,j->i", self._rows.vectors[at], vector)
        best = np.maximum.reduceat(rows, firsts)
        mean = np.add.reduceat(rows, firsts) / counts
        return ((best + MEAN_WEIGHT * mean) / (1 + MEAN_WEIGHT)).astype(np.float32)


def _best(scores: Vectors, k: int) -> _Numbers:
    """The places of the k greatest, in no order."""
    if k >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(-scores, k)[:k]
