"""Full-text index of clauses in tantivy (its only importer): BM25 over bigrams, words, characters.

The index is a cache: it holds ids and tokens, and which version of which document. A commit is all
or nothing, also when the process is killed. Filters narrow the candidates inside the search.
"""

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from kb.entries import Entry
from kb.errors import IndexMismatchError
from kb.model import Hit
from kb.segment import Segmenter, bigrams, characters

__all__ = ["SCHEMA_VERSION", "LexicalIndex"]

SCHEMA_VERSION = 1

_BOOSTS = {"bigrams": 1.0, "words": 0.3, "characters": 0.3, "title": 0.2, "label": 0.2}
"""Weights of the fields, by `python -m evals.retrieval`; results are flat around them."""
_REBUILD = "请运行 policykb rebuild 重建"
_WRITER_BYTES = 128_000_000
_HELD = "held"  # "document" on what only says which version of a document is held


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
            for entry in entries:
                self._add(document_id=document_id, clause_id=entry.clause_id, **self._fields(entry))

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

    def _fields(self, entry: Entry) -> dict[str, str]:
        tokens = {
            "bigrams": bigrams(entry.text),
            "words": self._segmenter.words(entry.text),
            "characters": characters(entry.text),
            "title": self._segmenter.words(entry.title),
            "label": self._segmenter.words(entry.label),
        }
        return {name: " ".join(found) for name, found in tokens.items()}

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
        import tantivy

        wanted = self._query(query)
        must = tantivy.Occur.Must
        for field, allowed in (("document_id", documents), ("clause_id", clauses)):
            if wanted is None or (allowed is not None and not allowed):
                return []
            if allowed is not None:
                one = tantivy.Query.term_set_query(self._schema, field, list(allowed))
                one = tantivy.Query.const_score_query(one, 0.0)
                wanted = tantivy.Query.boolean_query([(must, wanted), (must, one)])
        searcher = self._searcher()
        found = searcher.search(wanted, k, count=False).hits
        hits = [_hit(searcher.doc(address), score) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.clause_id))

    def frequencies(self, words: Sequence[str]) -> tuple[list[int], int]:
        """How many clauses hold each word, and how many clauses there are."""
        searcher = self._searcher()
        counts = [int(searcher.doc_freq("words", word)) for word in words]
        clauses = searcher.num_docs - searcher.doc_freq(_HELD, "document")
        return counts, max([clauses, *counts])

    def _searcher(self) -> Any:
        with self._lock:
            self._index.reload()
            return self._index.searcher()

    def _query(self, text: str) -> Any:
        """Any token of the text in any field, weighted; None where the text has no token."""
        import tantivy

        words = self._segmenter.words(text)
        tokens = dict.fromkeys(_BOOSTS, words)
        tokens |= {"bigrams": bigrams(text), "characters": characters(text)}
        parts = []
        for field, found in tokens.items():
            for token, count in Counter(found).items():
                term = tantivy.Query.term_query(self._schema, field, token, "freq")
                weighted = tantivy.Query.boost_query(term, count * _BOOSTS[field])
                parts.append((tantivy.Occur.Should, weighted))
        return tantivy.Query.boolean_query(parts) if parts else None


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
    for name in ("document_id", "clause_id", "version", _HELD):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in _BOOSTS:
        builder.add_text_field(name, tokenizer_name="tokens", index_option="freq")
    return builder.build()
