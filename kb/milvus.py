"""Milvus, for a knowledge base that outgrows one machine; pymilvus's only importer.

One code path for a cluster (http://host:19530) and for milvus-lite (a .db file, served inside this
process; its file belongs to one process at a time). LlamaIndex's Milvus store cannot be installed
beside it: every version up to 1.2.0 asks for pymilvus below 3.

Milvus has no transactions. Rows carry the number of the commit that they belong to; readers ask for
rows up to the last finished commit, whose number is in a second collection beside the version of
every document held. What a killed process left behind a commit is deleted by the next writer.
"""

import contextlib
import json
import logging
import re
import threading
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.errors import IndexMismatchError, StoreError

__all__ = ["MOST_HITS", "Rows", "drop"]

MOST_HITS = 16_384
"""Hits or rows that Milvus returns to one request at most."""

_CONNECT_SECONDS = 10.0
_SECONDS = 120.0  # for a request
_ID_BYTES = 512
_AT_ONCE = 200  # rows, ids or documents in one request
_FACTS = ""  # the name, among the documents held, of what is said of the index as a whole
_SECRET = re.compile(r"//[^/]*@")  # user and password in an address
_REBUILD = "请运行 policykb rebuild 重建"


class _Server:
    """A connection that every index of this process shares."""

    def __init__(self, uri: str, seconds: float) -> None:
        self.uri = uri
        if _is_file(uri):
            Path(uri).parent.mkdir(parents=True, exist_ok=True)
        self.pymilvus = _pymilvus()
        for library in ("pymilvus", "milvus_lite", "grpc._server"):  # they print what they raise
            logging.getLogger(library).setLevel(logging.CRITICAL + 1)
        with self.told():
            self._client = self.pymilvus.MilvusClient(uri, timeout=seconds)

    def call(self, method: str, *arguments: Any, **options: Any) -> Any:
        """What a method of the client returns. Raises StoreError."""
        with self.told():
            return getattr(self._client, method)(*arguments, timeout=_SECONDS, **options)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Raises StoreError for what pymilvus raises inside."""
        try:
            yield
        except self.pymilvus.MilvusException as error:
            reason = " ".join(str(error).split())[:200]
            hint = "，.db 文件同时只能由一个进程使用" if _is_file(self.uri) else "和那里的服务"
            shown = _SECRET.sub("//", self.uri)
            raise StoreError(
                f"Milvus（{shown}）用不了：{reason}；请检查设置 milvus{hint}"
            ) from error

    def close(self) -> None:
        """Close the connection; of a file also its server."""
        self._client.close()
        if _is_file(self.uri):
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(self.uri)


_SERVERS: dict[str, tuple[_Server, int]] = {}
_LOCK = threading.RLock()


def _connect(uri: str, seconds: float) -> _Server:
    with _LOCK:
        server, users = _SERVERS.get(uri, (None, 0))
        server = server or _Server(uri, seconds)
        _SERVERS[uri] = server, users + 1
        return server


def _release(uri: str) -> None:
    with _LOCK:
        server, users = _SERVERS.pop(uri)
        if users > 1:
            _SERVERS[uri] = server, users - 1
        else:
            server.close()


class Rows:
    """A collection of rows by document, and which version of which document it holds.

    One instance writes, any number read the last commit. `shape` adds fields and their indexes,
    given pymilvus, the schema and the index parameters.

    Raises StoreError where Milvus cannot be reached, IndexMismatchError where the collection was
    made with other facts.
    """

    def __init__(
        self,
        uri: str,
        name: str,
        facts: Mapping[str, Any],
        shape: Any,
        seconds: float = _CONNECT_SECONDS,
    ) -> None:
        self.name = name
        self._lock = threading.RLock()
        self._server = _connect(uri, seconds)
        self._release = weakref.finalize(self, _release, uri)
        self._changed: dict[str, tuple[str, int] | None] | None = None
        try:
            self._open(facts, shape)
        except Exception:
            self._release()
            raise

    def close(self) -> None:
        """Let go of the connection; what was not committed is given up."""
        self._changed = None
        self._release()

    # writing

    def replace(self, document_id: str, version: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put a document's rows in place of those held. Visible after `commit`."""
        with self._lock:
            changed, commit = self._begin(document_id)
            marks = {"document_id": document_id, "commit": commit}
            for some in _batches(rows):
                self._server.call("insert", self.name, [{**row, **marks} for row in some])
            changed[document_id] = version, len(rows)

    def remove(self, document_id: str) -> None:
        """Take a document out, if it is held. Visible after `commit`."""
        with self._lock:
            changed, _ = self._begin(document_id)
            changed[document_id] = None

    def commit(self) -> None:
        """Make every change so far durable and visible.

        Documents that are replaced cannot be found for a moment. One whose change is cut off here
        is held in version "", so that it is indexed again.
        """
        with self._lock:
            changed, commit = self._begin(None)
            for names in _batches(list(changed)):
                marked = [_held(name, "", commit - 1, 0) for name in names]
                self._server.call("upsert", self._beside, marked)
                former = f"{_among('document_id', names)} and commit < {commit}"
                self._server.call("delete", self.name, filter=former)
            for some in _batches(list(changed.items())):
                held = [_held(name, now[0], commit, now[1]) for name, now in some if now]
                gone = [name for name, now in some if not now]
                if held:
                    self._server.call("upsert", self._beside, held)
                if gone:
                    self._server.call("delete", self._beside, ids=gone)
            self._finish(commit)
            self._changed = None
            if _is_file(self._server.uri):  # otherwise its index is made anew for every search
                self._server.call("flush", self.name)

    def _begin(self, document_id: str | None) -> tuple[dict[str, tuple[str, int] | None], int]:
        """The changes so far and the number of the commit they belong to.

        At the first, what a killed process left is deleted; so is an earlier change of a document.
        """
        commit = self.last()
        if self._changed is None:
            for name in (self.name, self._beside):
                self._server.call("delete", name, filter=f"commit > {commit}")
            self._changed = {}
        elif document_id in self._changed:
            again = f"{_among('document_id', [document_id])} and commit > {commit}"
            self._server.call("delete", self.name, filter=again)
        return self._changed, commit + 1

    # reading

    def documents(self) -> dict[str, str]:
        """The version of every document held, by id."""
        return {name: version for name, version, _ in self._documents()}

    def without_rows(self, documents: Collection[str]) -> frozenset[str]:
        """Which of the given documents are held and have no row."""
        within = f"{self.within(document_id=documents)} and rows == 0"
        found = self._server.call(
            "query", self._beside, filter=within, output_fields=["document_id"], limit=MOST_HITS
        )
        return frozenset(row["document_id"] for row in found)

    def expected(self) -> int:
        """How many rows the documents held have."""
        return sum(rows for *_, rows in self._documents())

    def last(self) -> int:
        """The number of the last finished commit."""
        return int(self._facts()["commit"])

    def find(
        self,
        field: str,
        wanted: Any,
        k: int,
        within: str,
        options: Mapping[str, Any],
        group: str = "clause_id",
    ) -> list[tuple[dict[str, str], float]]:
        """The k best groups of rows, of each its best row: clause and document id, and score."""
        [found] = self._server.call(
            "search",
            self.name,
            data=[wanted],
            anns_field=field,
            limit=min(k, MOST_HITS),
            filter=within,
            group_by_field=group,
            output_fields=["clause_id", "document_id"],
            search_params=dict(options),
        )
        return [(dict(hit["entity"]), float(hit["distance"])) for hit in found]

    def query(self, within: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Some fields of the rows within a filter, as many as Milvus returns at once."""
        found = self._server.call(
            "query",
            self.name,
            filter=within,
            output_fields=list(fields),
            limit=MOST_HITS,
            consistency_level="Strong",
        )
        return list(found)

    def count(self, within: str = "") -> int:
        """How many rows there are within a filter."""
        [found] = self._server.call("query", self.name, filter=within, output_fields=["count(*)"])
        return int(found["count(*)"])

    def within(self, **allowed: Collection[str] | None) -> str:
        """The filter for rows of the last commit whose fields have one of the allowed values."""
        parts = [_among(field, values) for field, values in allowed.items() if values is not None]
        return " and ".join([f"commit <= {self.last()}", *parts])

    def _documents(self) -> list[tuple[str, str, int]]:
        iterator = self._server.call(
            "query_iterator",
            self._beside,
            batch_size=1000,
            filter=self.within(),
            output_fields=["document_id", "version", "rows"],
            consistency_level="Strong",
        )
        found = []
        with self._server.told():
            while rows := iterator.next():
                found += [(row["document_id"], row["version"], int(row["rows"])) for row in rows]
            iterator.close()
        return [each for each in found if each[0] != _FACTS]

    def _facts(self) -> dict[str, Any]:
        found = self._server.call(
            "query",
            self._beside,
            filter=_among("document_id", [_FACTS]),
            output_fields=["version", "commit"],
        )
        if not found:
            raise IndexMismatchError(f"Milvus 里的 {self.name} 不完整；{_REBUILD}")
        return dict(found[0])

    # the collections

    @property
    def _beside(self) -> str:
        return f"{self.name}_held"

    def _finish(self, commit: int) -> None:
        self._server.call("upsert", self._beside, [_held(_FACTS, self._about, commit, 0)])

    def _open(self, facts: Mapping[str, Any], shape: Any) -> None:
        """Make both collections, the one that says that all is made last; or check its facts."""
        self._about = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        if not self._server.call("has_collection", self._beside):
            self._make(shape)
        for name in (self.name, self._beside):
            self._server.call("load_collection", name)
        found = self._facts()["version"]
        if found != self._about:
            raise IndexMismatchError(
                f"Milvus 里的 {self.name} 是用 {found} 建的，现在是 {self._about}；{_REBUILD}"
            )

    def _make(self, shape: Any) -> None:
        types = self._server.pymilvus.DataType
        schema, indexes = self._schema(auto_id=True), self._indexes()
        schema.add_field("id", types.INT64, is_primary=True)
        schema.add_field("document_id", types.VARCHAR, max_length=_ID_BYTES)
        schema.add_field("clause_id", types.VARCHAR, max_length=_ID_BYTES)
        schema.add_field("commit", types.INT64)
        for field in ("document_id", "clause_id"):
            indexes.add_index(field, index_type="INVERTED")
        shape(self._server.pymilvus, schema, indexes)
        self._create(self.name, schema, indexes)
        schema, indexes = self._schema(auto_id=False), self._indexes()
        schema.add_field("document_id", types.VARCHAR, max_length=_ID_BYTES, is_primary=True)
        schema.add_field("version", types.VARCHAR, max_length=2 * _ID_BYTES)
        schema.add_field("commit", types.INT64)
        schema.add_field("rows", types.INT64)
        schema.add_field("nothing", types.FLOAT_VECTOR, dim=2)  # a collection has to have a vector
        indexes.add_index("nothing", index_type="FLAT", metric_type="L2")
        self._create(self._beside, schema, indexes)
        self._finish(0)

    def _schema(self, auto_id: bool) -> Any:
        return self._server.pymilvus.MilvusClient.create_schema(auto_id=auto_id)

    def _indexes(self) -> Any:
        return self._server.pymilvus.MilvusClient.prepare_index_params()

    def _create(self, name: str, schema: Any, indexes: Any) -> None:
        if self._server.call("has_collection", name):
            self._server.call("drop_collection", name)
        self._server.call("create_collection", name, schema=schema, consistency_level="Session")
        self._server.call("create_index", name, indexes, sync=False)  # it is empty: no wait


def drop(uri: str, names: Iterable[str], seconds: float = _CONNECT_SECONDS) -> None:
    """Delete the collections of so named `Rows`, those that are there. Raises StoreError."""
    server = _connect(uri, seconds)
    try:
        for name in names:
            for each in (f"{name}_held", name):
                if server.call("has_collection", each):
                    server.call("drop_collection", each)
    finally:
        _release(uri)


def _pymilvus() -> Any:
    try:
        import pymilvus
    except ImportError as error:
        raise StoreError(
            "设置了 milvus，但没有装 pymilvus；请运行 pip install -r requirements-milvus.lock"
        ) from error
    return pymilvus


def _is_file(uri: str) -> bool:
    return "://" not in uri


def _among(field: str, values: Collection[str]) -> str:
    return f"{field} in {json.dumps(sorted(values), ensure_ascii=False)}"


def _held(document_id: str, version: str, commit: int, rows: int) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "version": version,
        "commit": commit,
        "rows": rows,
        "nothing": [0.0, 0.0],
    }


def _batches(rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
