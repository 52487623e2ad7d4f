"""Full text of clauses in Milvus: the same methods as `kb.lexical.LexicalIndex`.

A Milvus collection takes four vector fields unless its server is set otherwise, fewer than the
embedded index has fields. So one BM25 field holds the tokens of all, each marked with a letter for
its field; a token of the question is repeated by its field's boost, which BM25 multiplies by.
Frequencies stay each field's own; the length that BM25 divides by is that of all fields together.
Documents as wholes are a collection of their own, since BM25 compares lengths with the mean.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from kb.entries import Entry
from kb.lexical import SCHEMA_VERSION, LexicalIndex
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
from kb.milvus import Rows
from kb.model import Hit
from kb.pointers import named_articles, named_numbers
from kb.segment import Segmenter

__all__ = ["MilvusLexical"]

_STEP = 0.05
"""Of a boost: what one repetition of a token stands for."""
_TEXT_BYTES = 65_535  # of a VARCHAR at most
_KEY_BYTES = 4096
_SHORT = 100  # tokens of a field up to which it is not divided
_BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}  # tantivy's
_MARKS = {
    field: chr(ord("a") + n) for n, field in enumerate(dict.fromkeys((*BOOSTS, *WHOLE_BOOSTS)))
}


class MilvusLexical(LexicalIndex):
    """The lexical index in two collections.

    Raises StoreError where Milvus cannot be reached, IndexMismatchError where the collections were
    made by another version of this index.
    """

    def __init__(self, uri: str, names: tuple[str, str], segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        facts = {"schema": SCHEMA_VERSION, "fields": list(_MARKS)}
        self._clause_rows = Rows(uri, names[0], facts, _shape)
        self._whole_rows = Rows(uri, names[1], facts, _shape)

    # writing

    def replace(self, document_id: str, version: str, entries: Iterable[Entry]) -> None:
        """Put a document's entries in place of those held. Visible after `commit`."""
        found = list(entries)
        tokens = [entry_tokens(entry, self._segmenter) for entry in found]
        clauses = [
            _row(entry.clause_id, text, **entry_keys(entry))
            for entry, held in zip(found, tokens, strict=True)
            for text in _texts(held)
        ]
        is_law = by_articles(found)
        wholes = [
            _row("", text)
            for block in ([] if is_law else blocks(found))
            for text in _texts(
                {name: each.split() for name, each in joined([tokens[n] for n in block]).items()}
            )
        ]
        self._whole_rows.replace(document_id, version, wholes)
        self._clause_rows.replace(document_id, version, clauses)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held. Visible after `commit`."""
        self._whole_rows.remove(document_id)
        self._clause_rows.remove(document_id)

    def commit(self) -> None:
        """Make every change so far durable and visible, the clauses last."""
        self._whole_rows.commit()
        self._clause_rows.commit()

    def close(self) -> None:
        """Let go of the connection; what was not committed is given up."""
        self._whole_rows.close()
        self._clause_rows.close()

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document held, by id; "" of one that is not held whole."""
        clauses, wholes = self._clause_rows.documents(), self._whole_rows.documents()
        return {
            name: clauses[name] if name in clauses and clauses[name] == wholes.get(name) else ""
            for name in {**clauses, **wholes}
        }

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
        wanted = self._wanted(query, BOOSTS)
        if not wanted or _is_none(documents, clauses):
            return []
        within = self._clause_rows.within(document_id=documents, clause_id=clauses)
        found = self._clause_rows.find("bm25", wanted, k, within, _SEARCH)
        hits = [
            Hit(clause_id=row["clause_id"], document_id=row["document_id"], score=_score(score))
            for row, score in found
            if score
        ]
        return sorted(hits, key=Hit.rank)

    def wholes(self, query: str, documents: Collection[str]) -> dict[str, float]:
        """BM25 of those of the given documents that are held as wholes, by id.

        A long document's score is that of its best part. Without the documents that hold no token
        of the query.
        """
        wanted = self._wanted(query, WHOLE_BOOSTS)
        if not wanted or _is_none(documents):
            return {}
        within = self._whole_rows.within(document_id=documents)
        found = self._whole_rows.find(
            "bm25", wanted, len(documents), within, _SEARCH, group="document_id"
        )
        return {row["document_id"]: _score(score) for row, score in found if score}

    def by_articles(self, documents: Collection[str]) -> frozenset[str]:
        """Which of the given documents are divided into articles."""
        return self._whole_rows.without_rows(documents)

    def named(
        self,
        query: str,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The articles that a query names with their law (邮政法第四十九条), in its order.

        Of all names that end before the article, the longest one held; nothing is guessed.
        """
        hits: dict[str, Hit] = {}
        for article, names in named_articles(query):
            if not names or _is_none(documents, clauses):
                continue
            within = self._clause_rows.within(
                article=[article], name=names, document_id=documents, clause_id=clauses
            )
            found = self._clause_rows.query(within, ["clause_id", "document_id", "name"])
            longest = max((len(row["name"]) for row in found), default=0)
            for row in found:
                if len(row["name"]) == longest:
                    one = Hit(clause_id=row["clause_id"], document_id=row["document_id"], score=1.0)
                    hits.setdefault(one.clause_id, one)
        return list(hits.values())

    def numbered(self, query: str) -> frozenset[str]:
        """The documents whose 文号 a query names."""
        numbers = named_numbers(query)
        if not numbers:
            return frozenset()
        found = self._clause_rows.query(
            self._clause_rows.within(number=numbers), ["document_id", "number"]
        )
        longest = max((len(row["number"]) for row in found), default=0)
        return frozenset(row["document_id"] for row in found if len(row["number"]) == longest)

    def frequencies(self, words: Sequence[str]) -> tuple[list[int], int]:
        """How many clauses hold each word, and how many clauses there are."""
        counts = [self._clause_rows.count(f"text_match(words, '{_spelt(word)}')") for word in words]
        return counts, max([self._clause_rows.count(), *counts])

    def _wanted(self, text: str, boosts: Mapping[str, float]) -> str:
        """The tokens of a question, each repeated by its weight."""
        return " ".join(
            _marked(field, token)
            for field, weights in query_tokens(text, boosts, self._segmenter).items()
            for token, weight in weights.items()
            for _ in range(round(weight / _STEP))
        )


_SEARCH = {"metric_type": "BM25"}


def _score(found: float) -> float:
    """A score on the embedded index's scale; milvus-lite gives BM25 a minus."""
    return abs(found) * _STEP


def _is_none(*allowed: Collection[str] | None) -> bool:
    return any(each is not None and not each for each in allowed)


def _row(clause_id: str, tokens: str, **keys: str) -> dict[str, str]:
    words = {token[1:] for token in tokens.split() if token[0] == _MARKS["words"]}
    row = {"clause_id": clause_id, "tokens": tokens, "words": " ".join(sorted(words))}
    return {**row, **dict.fromkeys(KEYS, ""), **keys}


def _texts(tokens: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The tokens of all fields, marked; where they are too long for Milvus, in several parts.

    Each part of those has every short field whole.
    """
    text = " ".join(_marked(field, token) for field, found in tokens.items() for token in found)
    if len(text.encode()) <= _TEXT_BYTES:
        yield text
        return
    for half in (0, 1):
        part = {}
        for field, found in tokens.items():
            middle = len(found) // 2
            halves = (found[:middle], found[middle:])
            part[field] = found if len(found) <= _SHORT else halves[half]
        yield from _texts(part)


def _marked(field: str, token: str) -> str:
    return _MARKS[field] + _spelt(token)


def _spelt(token: str) -> str:
    """A token as one run of letters and figures, which no analyzer cuts."""
    return "".join(char if char.isalnum() else f"z{ord(char):x}z" for char in token)


def _shape(pymilvus: Any, schema: Any, indexes: Any) -> None:
    types = pymilvus.DataType
    for field in KEYS:
        schema.add_field(field, types.VARCHAR, max_length=_KEY_BYTES)
        indexes.add_index(field, index_type="INVERTED")
    text: dict[str, Any] = {"max_length": _TEXT_BYTES, "enable_analyzer": True}
    text["analyzer_params"] = {"tokenizer": "standard"}
    schema.add_field("tokens", types.VARCHAR, **text)
    schema.add_field("words", types.VARCHAR, **text, enable_match=True)
    schema.add_field("bm25", types.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        pymilvus.Function(
            name="bm25",
            function_type=pymilvus.FunctionType.BM25,
            input_field_names=["tokens"],
            output_field_names=["bm25"],
        )
    )
    indexes.add_index("bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=_BM25)
