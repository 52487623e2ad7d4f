"""Search: a lexical and a dense leg, each with the filter inside it, fused by normalised scores.

What is found is then seen in its document, and what the query names outright comes first.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol, runtime_checkable

from kb.embedding import Encoder, Vectors
from kb.model import Hit
from kb.pointers import without_numbers

__all__ = [
    "CONTEXT",
    "DENSE_WEIGHT",
    "DEPTH",
    "DenseLeg",
    "DocumentLeg",
    "LexicalLeg",
    "Search",
    "fuse",
    "in_context",
]

DENSE_WEIGHT = 0.5
"""Weight of the dense leg. Both halves of the questions on policies and statutes were seen when it
and the form of `in_context` were chosen; `python -m evals weight` repeats the choice on
one half and judges it on the other."""

DEPTH = 1000
"""Hits taken from each leg for a long list, or more where more are wanted. On 58,661 articles 300
lose 0.02 of recall@100."""
_SHORT_DEPTH, _EACH = 300, 10
"""Hits taken for a short list at the least, and for each clause wanted. Of 300 and of 1000 the ten
best are as good: statutes recall@10 0.561 and 0.563, policies document recall@1 0.871 and 0.871."""

CONTEXT = 0.5
"""What the document counts beside the clause, and what a clause has by its document alone. From 0.4
to 0.6 flat on policies (document recall@1 0.870 to 0.871) and statutes (recall@100 0.799 to 0.802),
on either half of their questions."""
_FOCUS = 2
"""Power of a whole document's BM25 beside the best one's."""
_MASS_HITS, _MASS_EACH = 500, 20
"""The best hits, and of them the best of one document, that are summed for a law."""


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


@runtime_checkable
class DocumentLeg(Protocol):
    """What search needs, where it is there, to see a clause in its document."""

    def wholes(self, query: str, documents: Collection[str]) -> dict[str, float]:
        """Scores of those of the documents that are held as wholes."""

    def by_articles(self, documents: Collection[str]) -> frozenset[str]:
        """Which of the documents are divided into articles."""

    def named(
        self,
        query: str,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The articles that a query names with their law."""

    def numbered(self, query: str) -> frozenset[str]:
        """The documents whose 文号 a query names."""


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

        With clauses, of those only. An article that the query names with its law comes first, then
        the clauses of a document whose 文号 it names.
        """
        hits = self._ranked(query, _depth(k), documents, clauses)
        if isinstance(self._lexical, DocumentLeg):
            hits = self._named_first(query, hits, documents, clauses)
        return hits[:k]

    def _ranked(
        self,
        query: str,
        k: int,
        documents: Collection[str] | None,
        clauses: Collection[str] | None,
    ) -> list[Hit]:
        hits = fuse(*self.legs(query, k, documents, clauses))
        if not hits or not isinstance(self._lexical, DocumentLeg):
            return hits
        found = {hit.document_id for hit in hits}
        laws = self._lexical.by_articles(found)
        wholes = self._lexical.wholes(query, found - laws)
        return in_context(hits, wholes, laws)

    def _named_first(
        self,
        query: str,
        hits: list[Hit],
        documents: Collection[str] | None,
        clauses: Collection[str] | None,
    ) -> list[Hit]:
        leg = self._lexical
        assert isinstance(leg, DocumentLeg)
        first = leg.named(query, documents, clauses)
        numbered = leg.numbered(query)
        if numbered and documents is not None:
            numbered = numbered.intersection(documents)
        if numbered:
            about = without_numbers(query) or query
            first += self._ranked(about, DEPTH, numbered, clauses)
        if not first:
            return hits
        named = {hit.clause_id: hit._replace(score=1.0) for hit in first}
        return [*named.values(), *(hit for hit in hits if hit.clause_id not in named)]

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


def _depth(k: int) -> int:
    """How many hits to take from each leg for the k best."""
    return max(k, min(DEPTH, max(_SHORT_DEPTH, _EACH * k)))


def fuse(lexical: Sequence[Hit], dense: Sequence[Hit], weight: float = DENSE_WEIGHT) -> list[Hit]:
    """All hits of both legs, best first: (1 - weight) · lexical / best + weight · min-max of dense.

    BM25 has a true zero, cosines do not: theirs is the last hit's. A clause that a leg did not find
    has 0 in it. Where one leg found nothing the other stands alone.
    """
    if not lexical or not dense:
        weight = 1.0 if dense else 0.0
    cosines = {hit.clause_id: hit.score for hit in dense}
    scores: dict[str, float] = {}
    documents: dict[str, str] = {}
    for hits, floor, share in (
        (lexical, 0.0, 1 - weight),
        (dense, dense[-1].score if dense else 0.0, weight),
    ):
        spread = hits[0].score - floor if hits else 0.0
        for clause_id, document_id, score, _ in hits:
            part = (score - floor) / spread if spread > 0 else 1.0
            scores[clause_id] = scores.get(clause_id, 0.0) + share * part
            documents[clause_id] = document_id
    found = [Hit(one, documents[one], score, cosines.get(one)) for one, score in scores.items()]
    return sorted(found, key=Hit.rank)


def in_context(
    hits: Sequence[Hit], wholes: Mapping[str, float], laws: Collection[str]
) -> list[Hit]:
    """Fused hits in the light of their documents, best first; scores from 0 to 1.

    A clause of an administrative document is read within it: its score is multiplied by the whole
    document's, beside the best one's. An article stands by itself, and its law counts by what all
    its articles found together weigh. The best document of either kind takes nothing away from its
    clauses, so that both kinds stay comparable.
    """
    mass = _mass([hit for hit in hits if hit.document_id in laws])
    best, least = max(wholes.values(), default=1.0), min(wholes.values(), default=1.0)
    factors = {one: (whole / best) ** _FOCUS for one, whole in wholes.items()}
    lowest = (least / best) ** _FOCUS
    found = []
    for clause_id, document_id, score, cosine in hits:
        if document_id in laws:
            seen = score + CONTEXT * mass.get(document_id, 0.0)
        else:
            seen = (score + CONTEXT) * factors.get(document_id, lowest)
        found.append(Hit(clause_id, document_id, seen / (1 + CONTEXT), cosine))
    return sorted(found, key=Hit.rank)


def _mass(hits: Sequence[Hit]) -> dict[str, float]:
    """What the best hits of each document sum up to, beside the heaviest one's."""
    sums: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for hit in hits[:_MASS_HITS]:
        if counts[hit.document_id] < _MASS_EACH:
            counts[hit.document_id] += 1
            sums[hit.document_id] = sums.get(hit.document_id, 0.0) + hit.score
    most = max(sums.values(), default=0.0)
    return {one: mass / most for one, mass in sums.items()} if most else {}
