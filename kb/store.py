"""The truth: documents, clauses and records in one SQLite file.

One document is replaced in one transaction; a reader sees the former state or the new one. Indexes
hold ids only and are told what changed by `versions`.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.errors import NotFoundError, StoreError
from kb.model import (
    Assignment,
    Clause,
    Document,
    DocumentRecords,
    Reference,
    Support,
    Target,
    Task,
)
from kb.records import columns, from_row, to_row

__all__ = ["SCHEMA_VERSION", "Store"]

SCHEMA_VERSION = 3

_TASK_COLUMNS = tuple(name for name in columns(Task) if name != "assignments")
_RECORDS: dict[str, tuple[str, ...]] = {
    "clauses": columns(Clause),
    "tasks": _TASK_COLUMNS,
    "assignments": ("task_id", *columns(Assignment)),
    "targets": columns(Target),
    "cited": columns(Reference),
    "supports": columns(Support),
}
_BELONGS = "REFERENCES documents(document_id) ON DELETE CASCADE"


_COUNTED = {"clauses": "", "tasks": "", "targets": "", "supports": "WHERE NOT guidance"}


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_SUPPORTS = f"""
CREATE TABLE supports (ordinal INTEGER PRIMARY KEY, {_quoted(_RECORDS["supports"])},
  FOREIGN KEY (document_id) {_BELONGS}, UNIQUE (support_id));
CREATE INDEX supports_document ON supports(document_id);
"""
_SCHEMA = f"""
CREATE TABLE meta (generation INTEGER NOT NULL);
INSERT INTO meta VALUES (0);
CREATE TABLE documents (ordinal INTEGER PRIMARY KEY, version TEXT NOT NULL,
  {_quoted(columns(Document))}, UNIQUE (document_id));
CREATE INDEX documents_path ON documents(path);
CREATE TABLE clauses (ordinal INTEGER PRIMARY KEY, {_quoted(_RECORDS["clauses"])},
  FOREIGN KEY (document_id) {_BELONGS}, UNIQUE (clause_id));
CREATE INDEX clauses_document ON clauses(document_id);
CREATE TABLE tasks (ordinal INTEGER PRIMARY KEY, {_quoted(_TASK_COLUMNS)},
  FOREIGN KEY (document_id) {_BELONGS}, UNIQUE (task_id));
CREATE INDEX tasks_document ON tasks(document_id);
CREATE TABLE assignments (ordinal INTEGER PRIMARY KEY, {_quoted(_RECORDS["assignments"])},
  FOREIGN KEY (task_id) REFERENCES tasks(task_id) ON DELETE CASCADE);
CREATE INDEX assignments_task ON assignments(task_id);
CREATE TABLE targets (ordinal INTEGER PRIMARY KEY, {_quoted(_RECORDS["targets"])},
  FOREIGN KEY (document_id) {_BELONGS}, UNIQUE (target_id));
CREATE INDEX targets_document ON targets(document_id);
CREATE TABLE cited (ordinal INTEGER PRIMARY KEY, {_quoted(_RECORDS["cited"])},
  FOREIGN KEY (document_id) {_BELONGS});
CREATE INDEX cited_document ON cited(document_id);
{_SUPPORTS}PRAGMA user_version = {SCHEMA_VERSION};
"""
_MIGRATIONS = {
    1: f"{_SUPPORTS}PRAGMA user_version = 2;\n",
    2: "ALTER TABLE documents ADD COLUMN label;\nPRAGMA user_version = 3;\n",
}
"""What brings a store of each former version to the next; its documents stay as they are."""


class Store:
    """The records of one home. Safe to use from several threads: each has its own connection.

    A store of a former version is brought to this one. Raises StoreError where the file is no
    database or was written by a later version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._cache_lock = threading.Lock()
        self._cached: tuple[int, dict[str, Document]] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            while (found := self._found_version()) == 0 or found in _MIGRATIONS:
                self._advance(found)
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"知识库 {path} 打不开：{error}；请检查目录权限，或用 --home 换一个目录"
            ) from error
        if found != SCHEMA_VERSION:
            raise StoreError(
                f"知识库 {path} 的结构版本是 {found}，本程序需要 {SCHEMA_VERSION}；"
                "请用相应版本的程序，或换一个目录重新收入文件"
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def _found_version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _advance(self, version: int) -> None:
        """Make the tables, or bring them from one version to the next, unless another just did."""
        with self._transaction() as connection:
            if self._found_version() == version:
                for statement in _MIGRATIONS.get(version, _SCHEMA).split(";\n"):
                    connection.execute(statement)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE meta SET generation = generation + 1")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(f"知识库 {self.path} 写入失败：{error}；已有内容未变") from error

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    # writing

    def replace(self, records: DocumentRecords, *, version: str, former: str | None = None) -> None:
        """Store a document and all its records in one transaction.

        It takes the place of its `former` id (or its own).
        `version` names the content and the rules that read it; indexes compare it.
        """
        document = records.document
        with self._transaction() as connection:
            for old in {former or document.document_id, document.document_id}:
                connection.execute("DELETE FROM documents WHERE document_id = ?", (old,))
            _insert(
                connection,
                "documents",
                ("version", *columns(Document)),
                [(version, *to_row(document))],
            )
            _insert(connection, "clauses", _RECORDS["clauses"], map(to_row, records.clauses))
            _insert(
                connection,
                "tasks",
                _TASK_COLUMNS,
                [to_row(task, _TASK_COLUMNS) for task in records.tasks],
            )
            _insert(
                connection,
                "assignments",
                _RECORDS["assignments"],
                [
                    (task.task_id, *to_row(part))
                    for task in records.tasks
                    for part in task.assignments
                ],
            )
            _insert(connection, "targets", _RECORDS["targets"], map(to_row, records.targets))
            _insert(connection, "cited", _RECORDS["cited"], map(to_row, records.references))
            _insert(connection, "supports", _RECORDS["supports"], map(to_row, records.supports))

    def remove(self, *document_ids: str) -> None:
        """Delete documents and everything drawn from them, all or none. Raises NotFoundError."""
        with self._transaction() as connection:
            for document_id in document_ids:
                if not connection.execute(
                    "DELETE FROM documents WHERE document_id = ?", (document_id,)
                ).rowcount:
                    raise NotFoundError(_unknown(document_id))

    def set_label(self, document_id: str, label: str | None) -> None:
        """Let only users with a label see a document, or everybody. Raises NotFoundError."""
        with self._transaction() as connection:
            if not connection.execute(
                "UPDATE documents SET label = ? WHERE document_id = ?", (label, document_id)
            ).rowcount:
                raise NotFoundError(_unknown(document_id))

    # reading

    def generation(self) -> int:
        """A number that grows with every change by any process."""
        return int(self._rows("SELECT generation FROM meta")[0][0])

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"知识库 {self.path} 读取失败：{error}；请运行 policykb doctor"
            ) from error

    def versions(self) -> dict[str, str]:
        """The version of every document, by id, in the order of ingestion."""
        return dict(self._rows("SELECT document_id, version FROM documents ORDER BY ordinal"))

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order of ingestion."""
        return tuple(self._documents().values())

    def document(self, document_id: str) -> Document:
        """One document. Raises NotFoundError."""
        try:
            return self._documents()[document_id]
        except KeyError:
            raise NotFoundError(_unknown(document_id)) from None

    def records(self, document_id: str) -> DocumentRecords:
        """A document with everything drawn from it. Raises NotFoundError."""
        return DocumentRecords(
            document=self.document(document_id),
            clauses=self.clauses(document_id),
            tasks=self.tasks(document_id),
            targets=self.targets(document_id),
            references=self.references(document_id),
            supports=self.supports(document_id),
        )

    def _documents(self) -> dict[str, Document]:
        """All documents by id, read again only after a change by this or another process."""
        key = self.generation()
        with self._cache_lock:
            if self._cached is None or self._cached[0] != key:
                names = _quoted(columns(Document))
                rows = self._rows(f"SELECT {names} FROM documents ORDER BY ordinal")
                found = [from_row(Document, row) for row in rows]
                self._cached = key, {document.document_id: document for document in found}
            return self._cached[1]

    def clauses(self, document_id: str | None = None) -> tuple[Clause, ...]:
        """The clauses of one document, or of all, parents before children."""
        return self._select(Clause, "clauses", document_id)

    def clause(self, clause_id: str) -> Clause:
        """One clause. Raises NotFoundError."""
        found = self.clauses_by_id([clause_id])
        if not found:
            raise NotFoundError(f"知识库里没有条款 {clause_id}")
        return found[clause_id]

    def clauses_by_id(self, clause_ids: Sequence[str]) -> dict[str, Clause]:
        """Those of the clauses that exist."""
        marks = ", ".join("?" * len(clause_ids))
        rows = self._rows(
            f"SELECT {_quoted(columns(Clause))} FROM clauses WHERE clause_id IN ({marks})",
            list(clause_ids),
        )
        return {clause.clause_id: clause for clause in (from_row(Clause, row) for row in rows)}

    def tasks(self, document_id: str | None = None) -> tuple[Task, ...]:
        """The tasks of one document, or of all, with their assignments in printed order."""
        where, values = _where("t.document_id", document_id)
        parts: dict[str, list[Assignment]] = {}
        names = ", ".join(f'a."{name}"' for name in columns(Assignment))
        for task_id, *part in self._rows(
            f"SELECT a.task_id, {names} FROM assignments a JOIN tasks t USING (task_id)"
            f" {where} ORDER BY a.ordinal",
            values,
        ):
            parts.setdefault(task_id, []).append(from_row(Assignment, tuple(part)))
        names = ", ".join(f't."{name}"' for name in _TASK_COLUMNS)
        at = columns(Task).index("assignments")
        found = []
        for row in self._rows(f"SELECT {names} FROM tasks t {where} ORDER BY t.ordinal", values):
            task: Task = from_row(Task, (*row[:at], "[]", *row[at:]))
            found.append(replace(task, assignments=tuple(parts.get(task.task_id, ()))))
        return tuple(found)

    def targets(self, document_id: str | None = None) -> tuple[Target, ...]:
        """The targets of one document, or of all."""
        return self._select(Target, "targets", document_id)

    def references(self, document_id: str | None = None) -> tuple[Reference, ...]:
        """What one document, or all, cite."""
        return self._select(Reference, "cited", document_id)

    def supports(self, document_id: str | None = None) -> tuple[Support, ...]:
        """The support measures of one document, or of all."""
        return self._select(Support, "supports", document_id)

    def _select(self, kind: type, table: str, document_id: str | None) -> tuple[Any, ...]:
        where, values = _where("document_id", document_id)
        rows = self._rows(
            f"SELECT {_quoted(columns(kind))} FROM {table} {where} ORDER BY ordinal", values
        )
        return tuple(from_row(kind, row) for row in rows)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many clauses, tasks, targets and supports each document has; 导向 not counted."""
        found = {document_id: dict.fromkeys(_COUNTED, 0) for document_id in self.versions()}
        for table, which in _COUNTED.items():
            for document_id, count in self._rows(
                f"SELECT document_id, count(*) FROM {table} {which} GROUP BY document_id"
            ):
                found[document_id][table] = count
        return found

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file; empty where it is sound."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check")]
        broken = self._rows("PRAGMA foreign_key_check")
        return [line for line in found if line != "ok"] + [f"孤立记录：{row[0]}" for row in broken]


def _unknown(document_id: str) -> str:
    return f"知识库里没有文件 {document_id}；policykb documents 列出全部文件"


def _where(column: str, document_id: str | None) -> tuple[str, list[str]]:
    return ("", []) if document_id is None else (f"WHERE {column} = ?", [document_id])


def _insert(connection: sqlite3.Connection, table: str, names: Sequence[str], rows: Any) -> None:
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({_quoted(names)}) VALUES ({marks})", rows)
