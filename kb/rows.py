"""The vectors of all windows in files: rows of floats, codes of them, and whose they are.

`rows.json` says which rows of which `*.f32` file belong to which clause of which document in which
version. It is replaced in one step, so a reader in any process sees the last commit; rows are only
ever appended behind it. Beside the rows lie their codes (`*.i8` and `*.scale`, see `kb.codes`), and
in a `*.keys` file a digest of the text of each, so that a text is encoded once.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.codes import Codes, coded
from kb.embedding import Vectors
from kb.errors import IndexMismatchError

__all__ = [
    "SCHEMA_VERSION",
    "Held",
    "Keys",
    "Rows",
    "RowsWriter",
    "check_facts",
    "keys_of",
    "stamp",
]

Keys = NDArray[np.uint64]

SCHEMA_VERSION = 1

_TABLE = "rows.json"
_REBUILD = "请运行 policykb rebuild 重建"
_UNKNOWN = 0  # the key of a row whose text is not known
_WASTE = 0.5  # share of rows not in use above which the file is written anew
_FEW = 1000  # rows below which it is not worth it
_BATCH = 20_000  # rows coded at a time
_SUFFIXES = (".f32", ".i8", ".scale", ".keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The rows of one document: those of its clauses one after the other, from `start`."""

    version: str
    start: int
    clauses: tuple[tuple[str, int], ...]  # clause id, number of its windows
    end: int = field(init=False)  # the row after the last

    def __post_init__(self) -> None:
        object.__setattr__(self, "end", self.start + sum(count for _, count in self.clauses))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    file: str
    rows: int
    documents: dict[str, Held]


class Rows:
    """One committed state of the files in a folder, mapped into memory.

    Raises IndexMismatchError where they are damaged or hold vectors of another encoder.
    """

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self.stamp = stamp(folder)
        table = _read(folder, encoder, dimension)
        self.documents: Mapping[str, Held] = table.documents
        self._map = _map(folder, table, dimension)
        self.vectors = _vectors(self._map, dimension)
        self.codes = _codes(folder / table.file, self.vectors)
        self._keys_path = _beside(folder / table.file, ".keys")
        self._order: tuple[Keys, NDArray[np.int64]] | None = None

    def give_back(self) -> None:
        """Let the system have the memory of the rows read so far; they are read again as needed."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def known(self, keys: Keys) -> tuple[NDArray[np.bool_], Vectors]:
        """Which texts, by their keys, have a vector here, and their vectors."""
        if self._order is None:
            held = _read_keys(self._keys_path, len(self.vectors))
            order = np.argsort(held, kind="stable")
            self._order = held[order], order
        held, order = self._order
        if not len(held):
            return keys != keys, self.vectors[:0]
        places = np.minimum(np.searchsorted(held, keys), len(held) - 1)
        there = (held[places] == keys) & (keys != _UNKNOWN)
        return there, np.asarray(self.vectors[order[places[there]]])


class RowsWriter:
    """Changes to the files of one folder, visible to readers after `commit`."""

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self._folder = folder
        self._facts = {"schema": SCHEMA_VERSION, "encoder": encoder, "dimension": dimension}
        self._dimension = dimension
        if stamp(folder) is None:
            folder.mkdir(parents=True, exist_ok=True)
            self._table = _Table(file="rows-1.f32", rows=0, documents={})
            (folder / self._table.file).write_bytes(b"")
        else:
            self._table = _read(folder, encoder, dimension)
        self._documents = dict(self._table.documents)
        self._rows = self._table.rows
        vectors = _vectors(_map(folder, self._table, dimension), dimension)
        codes = _codes(self._path, vectors)
        os.truncate(self._path, self._rows * dimension * 4)
        keys = _read_keys(_beside(self._path, ".keys"), self._rows)
        _beside(self._path, ".keys").write_bytes(keys.tobytes())
        for suffix, column in ((".i8", codes.values), (".scale", codes.scales)):
            path = _beside(self._path, suffix)
            if isinstance(column, np.memmap):
                os.truncate(path, column.nbytes)
            else:
                path.write_bytes(column.tobytes())

    @property
    def _path(self) -> Path:
        return self._folder / self._table.file

    def replace(
        self,
        document_id: str,
        version: str,
        clauses: Mapping[str, Vectors],
        keys: Keys | None = None,
    ) -> None:
        """Append a document's vectors; its former rows are out of use from the next commit on.

        The keys are those of the texts of all rows, in order.
        """
        rows = sum(len(vectors) for vectors in clauses.values())
        if keys is None:
            keys = np.full(rows, _UNKNOWN, dtype=np.uint64)
        self._append(self._path, clauses.values(), keys)
        counts = tuple(
            (clause_id, len(vectors)) for clause_id, vectors in clauses.items() if len(vectors)
        )
        held = Held(version=version, start=self._rows, clauses=counts)
        self._documents[document_id] = held
        self._rows = held.end

    def _append(self, path: Path, parts: Iterable[Vectors], keys: Keys) -> None:
        """Write rows, their codes and their keys behind what the files hold."""
        with ExitStack() as files:
            rows, values, scales, names = (
                files.enter_context(_beside(path, suffix).open("ab")) for suffix in _SUFFIXES
            )
            for part in parts:
                vectors = np.ascontiguousarray(part, dtype=np.float32)
                codes = coded(vectors)
                rows.write(vectors.tobytes())
                values.write(codes.values.tobytes())
                scales.write(codes.scales.tobytes())
            names.write(keys.tobytes())

    def remove(self, document_id: str) -> None:
        """Forget a document's rows, if it has any."""
        self._documents.pop(document_id, None)

    def commit(self) -> None:
        """Make every change so far durable and visible, in one step."""
        former = self._table.file
        if self._rows > _FEW and self._waste() > _WASTE * self._rows:
            self._compact()
        for suffix in _SUFFIXES:
            with _beside(self._path, suffix).open("ab") as file:
                os.fsync(file.fileno())
        self._table = _Table(
            file=self._table.file, rows=self._rows, documents=dict(self._documents)
        )
        documents = {
            name: {"version": held.version, "start": held.start, "clauses": held.clauses}
            for name, held in self._documents.items()
        }
        table = {
            **self._facts,
            "file": self._table.file,
            "rows": self._rows,
            "documents": documents,
        }
        fresh = self._folder / f"{_TABLE}.new"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(json.dumps(table, ensure_ascii=False, separators=(",", ":")))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._folder / _TABLE)
        if former != self._table.file:
            for suffix in _SUFFIXES:
                _beside(self._folder / former, suffix).unlink(missing_ok=True)

    def _waste(self) -> int:
        return self._rows - sum(held.end - held.start for held in self._documents.values())

    def _compact(self) -> None:
        """Copy the rows in use to a new file."""
        number = int(self._table.file.removeprefix("rows-").removesuffix(".f32")) + 1
        table = _Table(file=self._table.file, rows=self._rows, documents={})
        vectors = _vectors(_map(self._folder, table, self._dimension), self._dimension)
        keys = _read_keys(_beside(self._path, ".keys"), self._rows)
        file = f"rows-{number}.f32"
        rows, documents = 0, {}
        for suffix in _SUFFIXES:
            _beside(self._folder / file, suffix).write_bytes(b"")
        for document_id, held in self._documents.items():
            used = slice(held.start, held.end)
            self._append(self._folder / file, [vectors[used]], keys[used])
            documents[document_id] = Held(version=held.version, start=rows, clauses=held.clauses)
            rows += held.end - held.start
        self._table = _Table(file=file, rows=rows, documents={})
        self._documents, self._rows = documents, rows


def keys_of(texts: Sequence[str]) -> Keys:
    """A digest of 64 bits for each text."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, dtype=np.uint64)


def _beside(rows: Path, suffix: str) -> Path:
    return rows.with_suffix(suffix)


def _read_keys(path: Path, rows: int) -> Keys:
    """The keys of so many rows; where the file lacks some, they are unknown."""
    keys = np.full(rows, _UNKNOWN, dtype=np.uint64)
    found = np.fromfile(path, dtype=np.uint64, count=rows) if path.exists() else keys[:0]
    keys[: len(found)] = found
    return keys


def _codes(rows: Path, vectors: Vectors) -> Codes:
    """The codes beside the rows, mapped; made in memory where an earlier version left none."""
    count, dimension = vectors.shape
    try:
        values = np.memmap(_beside(rows, ".i8"), dtype=np.int8, mode="r", shape=(count, dimension))
        scales = np.memmap(_beside(rows, ".scale"), dtype=np.float32, mode="r", shape=(count,))
    except (OSError, ValueError):
        parts = [coded(vectors[at : at + _BATCH]) for at in range(0, count, _BATCH)]
        if not parts:
            return coded(vectors)
        return Codes(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return Codes(values, scales)


def stamp(folder: Path) -> tuple[int, int] | None:
    """What changes with every commit; None where nothing was ever committed."""
    try:
        found = (folder / _TABLE).stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def _read(folder: Path, encoder: str, dimension: int) -> _Table:
    try:
        raw = json.loads((folder / _TABLE).read_text(encoding="utf-8"))
        facts = raw["schema"], raw["encoder"], raw["dimension"]
        documents = {
            name: Held(
                version=held["version"],
                start=held["start"],
                clauses=tuple((clause_id, count) for clause_id, count in held["clauses"]),
            )
            for name, held in raw["documents"].items()
        }
        table = _Table(file=raw["file"], rows=raw["rows"], documents=documents)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexMismatchError(f"向量索引 {folder} 打不开：{error}；{_REBUILD}") from error
    check_facts(folder, facts, (SCHEMA_VERSION, encoder, dimension))
    return table


def check_facts(folder: Path, found: tuple[object, ...], wanted: tuple[int, str, int]) -> None:
    """Raises IndexMismatchError unless schema version, encoder and dimension are those wanted."""
    if found != wanted:
        was, now = (
            f"模型 {name}（{columns} 维，结构版本 {schema}）"
            for schema, name, columns in (found, wanted)
        )
        raise IndexMismatchError(f"向量索引 {folder} 是用{was}建的，现在是{now}；{_REBUILD}")


def _map(folder: Path, table: _Table, dimension: int) -> mmap.mmap | None:
    """The rows mapped into memory; None where there are none."""
    if not table.rows:
        return None
    size = table.rows * dimension * 4
    try:
        with (folder / table.file).open("rb") as file:
            return mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise IndexMismatchError(f"向量索引 {folder} 不完整：{error}；{_REBUILD}") from error


def _vectors(mapped: mmap.mmap | None, dimension: int) -> Vectors:
    vectors: Vectors = np.frombuffer(mapped or b"", dtype=np.float32).reshape(-1, dimension)
    return vectors
