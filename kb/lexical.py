"""Full-text index of clauses in tantivy (its only importer): BM25 over bigrams, words, characters.

Documents that are not divided into articles (条) are held a second time, as wholes: what one of
their clauses means depends on the text around it, what an article says does not.

The index is a cache: it holds ids and tokens, and which version of which document. A commit is all
or nothing, also when the process is killed. Filters narrow the candidates inside the search.
"""

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from kb.entries import Entry
from kb.errors import IndexMismatchError
from kb.model import Hit
from kb.pointers import article_key, name_key, named_articles, named_numbers, number_key
from kb.segment import Segmenter, bigrams, characters

__all__ = ["SCHEMA_VERSION", "LexicalIndex"]

SCHEMA_VERSION = 2

_BOOSTS = {"bigrams": 1.0, "words": 0.3, "characters": 0.3, "title": 0.2, "label": 0.2}
"""Weights of the fields, by `python -m evals.retrieval`; results are flat around them."""
_WHOLE = {"whole_bigrams": 1.0, "whole_words": 0.3, "whole_characters": 0.3}
_BLOCK = 4000
"""Characters of a whole at most, longer documents are several. BM25 of 2,000, 4,000, 8,000 and
whole documents differ little (document recall@1 on policies 0.855, 0.865, 0.859, 0.861)."""
_REBUILD = "请运行 policykb rebuild 重建"
_MOST_BLOCKS = 1000
_NAMESAKES = 100  # entries with one name that are looked at
_WRITER_BYTES = 128_000_000
_HELD = "held"
"""What an entry without a clause is: "document" says which version is held, "articles" that the
document is divided into articles, "block" is a part of one that is not."""
_KEYS = ("name", "article", "number")  # what a query may name outright


class LexicalIndex:
    """The lexical index in a folder. One instance writes, any number read the last commit.

    Raises IndexMismatchError where the folder was written by another version of this index or is
    damaged.
    """

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        self._folder = folder
        self._segmenter = segmenter
        self._lock = threading.RLock()
        self._writer: Any = None
        self._index, self._schema = _open(folder)

    # writing

    def replace(self, document_id: str, version: str, entries: Iterable[Entry]) -> None:
        """Put a document's entries in place of those held. Visible after `commit`."""
        with self._lock:
            self.remove(document_id)
            self._add(document_id=document_id, held="document", version=version)
            found = list(entries)
            tokens = [self._tokens(entry) for entry in found]
            for entry, fields in zip(found, tokens, strict=True):
                self._add(
                    document_id=document_id,
                    clause_id=entry.clause_id,
                    **_keys(entry),
                    **{name: " ".join(held) for name, held in fields.items()},
                )
            if 2 * sum(bool(entry.article) for entry in found) > len(found):
                self._add(document_id=document_id, held="articles")
                return
            for block in _blocks(found):
                self._add(document_id=document_id, held="block", **_joined(block, tokens))

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held. Visible after `commit`."""
        with self._lock:
            if self._writer is None:
                self._writer = self._index.writer(_WRITER_BYTES, 1)
            self._writer.delete_documents_by_term("document_id", document_id)

    def commit(self) -> None:
        """Make every change so far durable and visible, at once."""
        with self._lock:
            if self._writer is not None:
                self._writer.commit()
                self._writer.wait_merging_threads()
                self._writer = None
                self._index.reload()

    def _add(self, **fields: str) -> None:
        import tantivy

        self._writer.add_document(tantivy.Document(**fields))

    def _tokens(self, entry: Entry) -> dict[str, list[str]]:
        return {
            "bigrams": bigrams(entry.text),
            "words": self._segmenter.words(entry.text),
            "characters": characters(entry.text),
            "title": self._segmenter.words(entry.title),
            "label": self._segmenter.words(entry.label),
        }

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document held, by id."""
        import tantivy

        searcher = self._searcher()
        query = tantivy.Query.term_query(self._schema, _HELD, "document")
        found = searcher.search(query, max(1, searcher.num_docs)).hits
        held = [searcher.doc(address) for _, address in found]
        return {entry.get_first("document_id"): entry.get_first("version") for entry in held}

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
        found = self._found(self._query(query, _BOOSTS), k, documents, clauses)
        hits = [_hit(entry, score) for entry, score in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.clause_id))

    def wholes(self, query: str, documents: Collection[str]) -> dict[str, float]:
        """BM25 of those of the given documents that are held as wholes, by id.

        A long document's score is that of its best part. Without the documents that hold no token
        of the query.
        """
        best: dict[str, float] = {}
        for entry, score in self._found(self._query(query, _WHOLE), _MOST_BLOCKS, documents):
            best.setdefault(entry.get_first("document_id"), score)
        return best

    def by_articles(self, documents: Collection[str]) -> frozenset[str]:
        """Which of the given documents are divided into articles."""
        found = self._found(self._term(_HELD, "articles"), max(1, len(documents)), documents)
        return frozenset(entry.get_first("document_id") for entry, _ in found)

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
            wanted = self._both(self._term("article", article), self._terms("name", names))
            found = [entry for entry, _ in self._found(wanted, _NAMESAKES, documents, clauses)]
            longest = max((len(entry.get_first("name")) for entry in found), default=0)
            for entry in found:
                if len(entry.get_first("name")) == longest:
                    hits.setdefault(entry.get_first("clause_id"), _hit(entry, 1.0))
        return list(hits.values())

    def numbered(self, query: str) -> frozenset[str]:
        """The documents whose 文号 a query names."""
        numbers = named_numbers(query)
        found = self._found(self._terms("number", numbers), _NAMESAKES) if numbers else []
        held = {entry.get_first("document_id"): entry.get_first("number") for entry, _ in found}
        longest = max(map(len, held.values()), default=0)
        return frozenset(one for one, number in held.items() if len(number) == longest)

    def frequencies(self, words: Sequence[str]) -> tuple[list[int], int]:
        """How many clauses hold each word, and how many clauses there are."""
        searcher = self._searcher()
        counts = [int(searcher.doc_freq("words", word)) for word in words]
        others = sum(searcher.doc_freq(_HELD, kind) for kind in ("document", "articles", "block"))
        clauses = searcher.num_docs - others
        return counts, max([clauses, *counts])

    def _searcher(self) -> Any:
        with self._lock:
            self._index.reload()
            return self._index.searcher()

    def _found(
        self,
        wanted: Any,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[tuple[Any, float]]:
        """The k best entries with their scores, of the allowed documents and clauses."""
        import tantivy

        for field, allowed in (("document_id", documents), ("clause_id", clauses)):
            if wanted is None or (allowed is not None and not allowed):
                return []
            if allowed is not None:
                one = tantivy.Query.const_score_query(self._terms(field, allowed), 0.0)
                wanted = self._both(wanted, one)
        searcher = self._searcher()
        found = searcher.search(wanted, k, count=False).hits
        return [(searcher.doc(address), score) for score, address in found]

    def _term(self, field: str, value: str) -> Any:
        import tantivy

        return tantivy.Query.term_query(self._schema, field, value)

    def _terms(self, field: str, values: Collection[str]) -> Any:
        import tantivy

        return tantivy.Query.term_set_query(self._schema, field, list(values))

    def _both(self, one: Any, other: Any) -> Any:
        import tantivy

        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, one), (must, other)])

    def _query(self, text: str, boosts: Mapping[str, float]) -> Any:
        """Any token of the text in any field, weighted; None where the text has no token."""
        import tantivy

        words = self._segmenter.words(text)
        tokens = {"bigrams": bigrams(text), "characters": characters(text)}
        parts = []
        for field, boost in boosts.items():
            for token, count in Counter(tokens.get(field.removeprefix("whole_"), words)).items():
                term = tantivy.Query.term_query(self._schema, field, token, "freq")
                weighted = tantivy.Query.boost_query(term, count * boost)
                parts.append((tantivy.Occur.Should, weighted))
        return tantivy.Query.boolean_query(parts) if parts else None


def _keys(entry: Entry) -> dict[str, str]:
    """What a query may name the entry by."""
    article = article_key(entry.article)
    keys = {"name": name_key(entry.title) if article else "", "article": article}
    keys["number"] = number_key(entry.number)
    return {name: key for name, key in keys.items() if key}


def _joined(block: Sequence[int], tokens: Sequence[Mapping[str, list[str]]]) -> dict[str, str]:
    """The tokens of the entries of a block, by field."""
    return {
        field: " ".join(chain.from_iterable(tokens[n][field.removeprefix("whole_")] for n in block))
        for field in _WHOLE
    }


def _blocks(entries: Sequence[Entry]) -> Iterator[list[int]]:
    """The numbers of neighbouring entries of about a block's length together."""
    block: list[int] = []
    size = 0
    for number, entry in enumerate(entries):
        if block and size + len(entry.text) > _BLOCK:
            yield block
            block, size = [], 0
        block.append(number)
        size += len(entry.text)
    if block:
        yield block


def _hit(entry: Any, score: float) -> Hit:
    clause_id, document_id = entry.get_first("clause_id"), entry.get_first("document_id")
    return Hit(clause_id=clause_id, document_id=document_id, score=score)


def _open(folder: Path) -> tuple[Any, Any]:
    """The tantivy index in a folder, made where there is none, and its schema."""
    import tantivy

    about = folder / "policykb.json"
    facts = {"schema": SCHEMA_VERSION}
    schema = _schema()
    try:
        if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
            about.write_text(json.dumps(facts), encoding="utf-8")
        elif json.loads(about.read_text(encoding="utf-8")) != facts:
            raise IndexMismatchError(f"全文索引 {folder} 是另一版本的程序建的；{_REBUILD}")
        index = tantivy.Index(schema, path=str(folder))
    except (OSError, ValueError) as error:
        raise IndexMismatchError(f"全文索引 {folder} 打不开：{error}；{_REBUILD}") from error
    index.config_reader("manual")
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("tokens", whitespace)
    return index, schema


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("document_id", "clause_id", "version", _HELD, *_KEYS):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (*_BOOSTS, *_WHOLE):
        builder.add_text_field(name, tokenizer_name="tokens", index_option="freq")
    return builder.build()
