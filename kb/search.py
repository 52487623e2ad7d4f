"""Search: a lexical and a dense leg, each with the filter inside it, fused by normalised scores."""

from collections.abc import Collection, Sequence
from typing import Protocol

from kb.embedding import Encoder, Vectors
from kb.model import Hit

__all__ = ["DENSE_WEIGHT", "DEPTH", "DenseLeg", "LexicalLeg", "Search", "fuse"]

DENSE_WEIGHT = 0.25
"""Weight of the dense leg, chosen by `python -m evals.retrieval fusion` on half of the questions
on policies and statutes: the best mean at which fusion loses to neither leg in either set. On the
other half it is ahead of both in both. Reciprocal ranks fall behind the lexical leg on policies."""

DEPTH = 300
"""Hits taken from each leg, or more where more are wanted."""


class LexicalLeg(Protocol):
    """What search needs of a full-text index."""

    def search(
        self,
        query: str,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best clauses of those allowed, best first, scores 0 or more."""


class DenseLeg(Protocol):
    """What search needs of an index of vectors."""

    def query(
        self,
        vector: Vectors,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k nearest clauses of those allowed, best first."""


class Search:
    """Finds clauses. Without an encoder, by words alone."""

    def __init__(
        self, lexical: LexicalLeg, vectors: DenseLeg | None = None, encoder: Encoder | None = None
    ) -> None:
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder

    def search(
        self,
        query: str,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best clauses, best first, of the given documents or of all; scores from 0 to 1.

        With clauses, of those only.
        """
        lexical, dense = self.legs(query, max(k, DEPTH), documents, clauses)
        return fuse(lexical, dense)[:k]

    def legs(
        self,
        query: str,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> tuple[list[Hit], list[Hit]]:
        """The k best clauses of the lexical and of the dense leg."""
        if documents is not None:
            documents = frozenset(documents)
        if clauses is not None:
            clauses = frozenset(clauses)
        lexical = self._lexical.search(query, k, documents, clauses)
        if self._vectors is None or self._encoder is None or not query.strip():
            return lexical, []
        vector = self._encoder.encode_queries([query])[0]
        return lexical, self._vectors.query(vector, k, documents, clauses)


def fuse(lexical: Sequence[Hit], dense: Sequence[Hit], weight: float = DENSE_WEIGHT) -> list[Hit]:
    """All hits of both legs, best first: (1 - weight) · lexical / best + weight · min-max of dense.

    BM25 has a true zero, cosines do not: theirs is the last hit's. A clause that a leg did not find
    has 0 in it. Where one leg found nothing the other stands alone.
    """
    if not lexical or not dense:
        weight = 1.0 if dense else 0.0
    scores: dict[str, float] = {}
    documents: dict[str, str] = {}
    for hits, floor, share in (
        (lexical, 0.0, 1 - weight),
        (dense, dense[-1].score if dense else 0.0, weight),
    ):
        spread = hits[0].score - floor if hits else 0.0
        for hit in hits:
            part = (hit.score - floor) / spread if spread > 0 else 1.0
            scores[hit.clause_id] = scores.get(hit.clause_id, 0.0) + share * part
            documents[hit.clause_id] = hit.document_id
    found = [Hit(clause_id=c, document_id=documents[c], score=s) for c, s in scores.items()]
    return sorted(found, key=lambda hit: (-hit.score, hit.clause_id))
