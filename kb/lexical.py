"""Full-text index of clauses: BM25 over bigrams, words and characters, in two tantivy indexes.

One holds clauses. The other holds documents that are not divided into articles (条) as wholes: what
one of their clauses means depends on the text around it, what an article says does not. It is an
index of its own because BM25 weighs by the number and the length of what lies in one.

The index is a cache: it holds ids and tokens, and which version of which document. A commit of the
clauses is all or nothing, also when the process is killed; their documents are written before them.
"""

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.entries import Entry
from kb.full_text import SCHEMA_VERSION, FullText, State
from kb.lexical_text import (
    BOOSTS,
    KEYS,
    WHOLE_BOOSTS,
    blocks,
    by_articles,
    entry_keys,
    entry_tokens,
    joined,
    query_tokens,
)
from kb.model import Hit
from kb.pointers import named_articles, named_numbers
from kb.segment import Segmenter

__all__ = ["SCHEMA_VERSION", "LexicalIndex"]

_MOST_BLOCKS = 1000
_MANY = 300  # documents above which the best of all blocks are taken, and those of others left out
_BROAD, _TAKEN, _ENOUGH, _MORE = 0.05, 0.7, 0.03, (1, 4, 16)
"""Share of all clauses from which on the allowed ones are picked from a longer list of the best,
the share of those wanted that the list is made for, the least that must be in it, and how often its
length is tried. As a filter 25,000 clauses cost 130 ms."""
_NAMESAKES = 100  # entries with one name that are looked at
_HELD = "held"
"""What an entry without a clause is: "document" says which version is held, "articles" that the
document is divided into articles, "block" is a part of one that is not."""


class LexicalIndex:
    """The lexical index in a folder. One instance writes, any number read the last commit.

    Raises IndexMismatchError where the folder was written by another version of this index or is
    damaged.
    """

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._lock = threading.RLock()
        keys = ("document_id", "clause_id", "version", _HELD, *KEYS)
        self._clauses = FullText(folder, keys, tuple(BOOSTS))
        self._wholes = FullText(folder / "wholes", ("document_id", _HELD), tuple(WHOLE_BOOSTS))
        self._articles: tuple[State, frozenset[str]] | None = None

    # writing

    def replace(self, document_id: str, version: str, entries: Iterable[Entry]) -> None:
        """Put a document's entries in place of those held. Visible after `commit`."""
        found = list(entries)
        tokens = [entry_tokens(entry, self._segmenter) for entry in found]
        with self._lock:
            self.remove(document_id)
            self._clauses.add(document_id=document_id, held="document", version=version)
            for entry, fields in zip(found, tokens, strict=True):
                self._clauses.add(
                    document_id=document_id,
                    clause_id=entry.clause_id,
                    **entry_keys(entry),
                    **{name: " ".join(held) for name, held in fields.items()},
                )
            if by_articles(found):
                self._wholes.add(document_id=document_id, held="articles")
                return
            for block in blocks(found):
                whole = joined([tokens[n] for n in block])
                self._wholes.add(document_id=document_id, held="block", **whole)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held. Visible after `commit`."""
        with self._lock:
            for index in (self._wholes, self._clauses):
                index.remove("document_id", document_id)

    def commit(self) -> None:
        """Make every change so far durable and visible, at once."""
        with self._lock:
            self._wholes.commit()
            self._clauses.commit()

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document held, by id."""
        wanted = self._clauses.equal(_HELD, "document")
        held = self._clauses.found(wanted, self._clauses.state().searcher.num_docs)
        return {entry["document_id"]: entry["version"] for entry, _ in held}

    def search(
        self,
        query: str,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best clauses by BM25, best first, of the given documents or of all.

        With clauses, of those only.
        """
        found = self._found(
            self._clauses.tokens(query_tokens(query, BOOSTS, self._segmenter)),
            k,
            documents,
            clauses,
        )
        return sorted(found, key=Hit.rank)

    def wholes(self, query: str, documents: Collection[str]) -> dict[str, float]:
        """BM25 of those of the given documents that are held as wholes, by id.

        A long document's score is that of its best part. Without the documents that hold no token
        of the query, and of many documents without those far behind the best.
        """
        best: dict[str, float] = {}
        wanted = self._wholes.tokens(query_tokens(query, WHOLE_BOOSTS, self._segmenter))
        narrow = documents if len(documents) < _MANY else None
        for entry, score in self._wholes.found(wanted, _MOST_BLOCKS, document_id=narrow):
            if entry["document_id"] in documents:
                best.setdefault(entry["document_id"], score)
        return best

    def by_articles(self, documents: Collection[str]) -> frozenset[str]:
        """Which of the given documents are divided into articles."""
        state = self._wholes.state()
        if self._articles is None or self._articles[0] is not state:
            wanted = self._wholes.equal(_HELD, "articles")
            found = self._wholes.found(wanted, state.searcher.num_docs)
            self._articles = state, frozenset(entry["document_id"] for entry, _ in found)
        return self._articles[1].intersection(documents)

    def named(
        self,
        query: str,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The articles that a query names with their law (邮政法第四十九条), in its order.

        Of all names that stand before the article, the longest one held; nothing is guessed.
        """
        hits: dict[str, Hit] = {}
        for article, names in named_articles(query):
            wanted = self._clauses.both(
                self._clauses.equal("article", article), self._clauses.any_of("name", names)
            )
            for hit in self._longest("name", wanted, documents, clauses):
                hits.setdefault(hit.clause_id, hit)
        return list(hits.values())

    def numbered(self, query: str) -> frozenset[str]:
        """The documents whose 文号 a query names."""
        numbers = named_numbers(query)
        if not numbers:
            return frozenset()
        found = self._longest("number", self._clauses.any_of("number", numbers))
        return frozenset(hit.document_id for hit in found)

    def _longest(
        self,
        key: str,
        wanted: Any,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """What is found, of the longest key among them."""
        found = self._clauses.found(wanted, _NAMESAKES, document_id=documents, clause_id=clauses)
        longest = max((len(entry[key]) for entry, _ in found), default=0)
        return [_hit(entry, 1.0) for entry, _ in found if len(entry[key]) == longest]

    def frequencies(self, words: Sequence[str]) -> tuple[list[int], int]:
        """How many clauses hold each word, and how many clauses there are."""
        searcher = self._clauses.state().searcher
        counts = [int(searcher.doc_freq("words", word)) for word in words]
        clauses = searcher.num_docs - searcher.doc_freq(_HELD, "document")
        return counts, max([clauses, *counts])

    def _found(
        self,
        wanted: Any,
        k: int,
        documents: Collection[str] | None,
        clauses: Collection[str] | None,
    ) -> list[Hit]:
        ask = self._longer(k, documents, clauses)
        for more in _MORE if ask else ():
            found = [
                (entry, score)
                for entry, score in self._clauses.found(wanted, more * ask)
                if (documents is None or entry["document_id"] in documents)
                and (clauses is None or entry.get("clause_id") in clauses)
            ]
            if len(found) >= _ENOUGH * k:
                return [_hit(*pair) for pair in found[:k]]
        found = self._clauses.found(wanted, k, document_id=documents, clause_id=clauses)
        return [_hit(*pair) for pair in found]

    def _longer(
        self, k: int, documents: Collection[str] | None, clauses: Collection[str] | None
    ) -> int:
        """How many of all to ask for to find about k of broad ones; 0 without a broad filter."""
        searcher, share = self._clauses.state().searcher, 1.0
        if documents is not None:
            share *= len(documents) / max(1, searcher.doc_freq(_HELD, "document"))
        if clauses is not None:
            share *= len(clauses) / max(1, searcher.num_docs)
        return int(max(k, _TAKEN * k / share)) if _BROAD < share < 1 else 0


def _hit(entry: Mapping[str, str], score: float) -> Hit:
    return Hit(entry["clause_id"], entry["document_id"], score)
