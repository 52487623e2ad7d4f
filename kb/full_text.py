"""One tantivy index in a folder (its only importer): raw keys that are stored, fields of tokens.

A commit is all or nothing, also when the process is killed. Filters narrow the candidates inside
the search.
"""

import json
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.errors import IndexMismatchError

__all__ = ["SCHEMA_VERSION", "FullText", "State"]

SCHEMA_VERSION = 3

_REBUILD = "请运行 policykb rebuild 重建"
_WRITER_BYTES = 128_000_000
_MOST_READ = 200_000  # entries whose keys are kept in memory, about 0.5 KB each


class State:
    """One committed state, to read from."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self._read: dict[tuple[int, int], dict[str, str]] = {}

    def best(self, wanted: Any, k: int) -> list[tuple[Mapping[str, str], float]]:
        """The keys of the k best entries, with their scores."""
        found = []
        for score, address in self.searcher.search(wanted, max(1, k), count=False).hits:
            place = (address.segment_ord, address.doc)
            keys = self._read.get(place)
            found.append((self._keys(place, address) if keys is None else keys, score))
        return found

    def _keys(self, place: tuple[int, int], address: Any) -> Mapping[str, str]:
        """The keys of an entry, kept: the index unpacks a block of entries for each."""
        if len(self._read) >= _MOST_READ:
            self._read.clear()
        stored = self.searcher.doc(address).to_dict()
        return self._read.setdefault(place, {key: values[0] for key, values in stored.items()})


class FullText:
    """Raises IndexMismatchError where another version of this index wrote it or it is damaged."""

    def __init__(self, folder: Path, keys: Sequence[str], fields: Sequence[str]) -> None:
        self._folder = folder
        self._index, self._schema = _open(folder, keys, fields)
        self._writer: Any = None
        self._lock = threading.RLock()
        self._state: tuple[object, State] | None = None

    # writing

    def add(self, **values: str) -> None:
        """Put an entry in. Visible after `commit`."""
        import tantivy

        self._writing().add_document(tantivy.Document(**values))

    def remove(self, key: str, value: str) -> None:
        """Take out the entries with a key. Visible after `commit`."""
        self._writing().delete_documents_by_term(key, value)

    def commit(self) -> None:
        """Make every change so far durable and visible, at once."""
        with self._lock:
            if self._writer is not None:
                self._writer.commit()
                self._writer.wait_merging_threads()
                self._writer = None
                self._index.reload()

    def _writing(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_BYTES, 1)
        return self._writer

    # reading

    def found(
        self, wanted: Any, k: int, **allowed: Collection[str] | None
    ) -> list[tuple[Mapping[str, str], float]]:
        """The keys of the k best entries with their scores, of those whose keys are allowed."""
        import tantivy

        for key, values in allowed.items():
            if wanted is None or (values is not None and not values):
                return []
            if values is not None:
                one = tantivy.Query.const_score_query(self.any_of(key, values), 0.0)
                wanted = self.both(wanted, one)
        return self.state().best(wanted, k) if wanted is not None else []

    def state(self) -> State:
        """The last commit."""
        with self._lock:
            while (now := self._stamp()) != (held := self._state or (None, None))[0]:
                self._index.reload()
                self._state = now, State(self._index.searcher())
            assert held[1] is not None
            return held[1]

    def _stamp(self) -> object:
        """What changes with every commit."""
        found = (self._folder / "meta.json").stat()
        return found.st_mtime_ns, found.st_ino

    def equal(self, key: str, value: str) -> Any:
        """The query for a key."""
        import tantivy

        return tantivy.Query.term_query(self._schema, key, value)

    def any_of(self, key: str, values: Collection[str]) -> Any:
        """The query for any of many keys."""
        import tantivy

        return tantivy.Query.term_set_query(self._schema, key, list(values))

    def both(self, one: Any, other: Any) -> Any:
        """The query for what two queries find."""
        import tantivy

        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, one), (must, other)])

    def tokens(self, wanted: Mapping[str, Mapping[str, float]]) -> Any:
        """The query for any of the tokens of any field, weighted; None where there is none."""
        import tantivy

        parts = []
        for field, weights in wanted.items():
            for token, weight in weights.items():
                term = tantivy.Query.term_query(self._schema, field, token, "freq")
                parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, weight)))
        return tantivy.Query.boolean_query(parts) if parts else None


def _open(folder: Path, keys: Sequence[str], fields: Sequence[str]) -> tuple[Any, Any]:
    """The index in a folder, made where there is none, and its schema."""
    import tantivy

    about = folder / "policykb.json"
    facts = {"schema": SCHEMA_VERSION}
    schema = _schema(keys, fields)
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


def _schema(keys: Sequence[str], fields: Sequence[str]) -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in keys:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in fields:
        builder.add_text_field(name, tokenizer_name="tokens", index_option="freq")
    return builder.build()
