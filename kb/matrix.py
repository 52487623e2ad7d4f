"""The vectors of all windows in one file, searched exactly: a product over a memory map.

`rows.json` says which rows of which `*.f32` file belong to which clause of which document in which
version. It is replaced in one step, so a reader in any process sees the last commit; rows are only
ever appended behind it. A `*.keys` file beside the rows holds a digest of the text of each, so that
a text is encoded once.
"""

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embedding import Vectors
from kb.errors import IndexMismatchError
from kb.model import Hit

__all__ = [
    "SCHEMA_VERSION",
    "Held",
    "Keys",
    "Matrix",
    "MatrixWriter",
    "check_facts",
    "keys_of",
    "stamp",
]

Keys = NDArray[np.uint64]

SCHEMA_VERSION = 1

MEAN_WEIGHT = 0.3
"""Of the mean of a clause's windows beside its best. Against the best alone, dense nDCG@10 rose
from 0.492 to 0.508 on statutes, from 0.839 to 0.853 on policies (`python -m evals.retrieval`)."""

_TABLE = "rows.json"
_REBUILD = "请运行 policykb rebuild 重建"
_NARROW = 0.3  # share of all rows up to which allowed rows are multiplied document by document
_SCATTERED = 0.05  # share up to which the rows of allowed clauses are gathered
_UNKNOWN = 0  # the key of a row whose text is not known
_WASTE = 0.5  # share of rows not in use above which the file is written anew
_FEW = 1000  # rows below which it is not worth it


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


class Matrix:
    """One committed state, ready to search.

    Raises IndexMismatchError where the files are damaged or hold vectors of another encoder.
    """

    def __init__(self, folder: Path, encoder: str, dimension: int) -> None:
        self.stamp = stamp(folder)
        table = _read(folder, encoder, dimension)
        self.documents = table.documents
        self.rows = table.rows
        self._vectors = _vectors(folder, table, dimension)
        self._keys_path = _keys_path(folder / table.file)
        held = sorted(table.documents.items(), key=lambda item: item[1].start)
        self._document_ids = [document_id for document_id, _ in held]
        self._document = np.repeat(
            np.arange(len(held)), [len(document.clauses) for _, document in held]
        )
        self._numbers: dict[str, int] | None = None
        self._clause_ids = [clause_id for _, document in held for clause_id, _ in document.clauses]
        counts = np.array([n for _, document in held for _, n in document.clauses], dtype=np.int64)
        firsts = [_starts(document) for _, document in held]
        starts = np.concatenate([np.empty(0, dtype=np.int64), *firsts])
        self._counts = counts
        self.windows = int(counts.sum())
        self._bounds = np.stack([starts, starts + counts], axis=1).ravel()

    def query(
        self,
        vector: Vectors,
        k: int,
        documents: Collection[str] | None = None,
        clauses: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k clauses nearest to the vector, best first, of the given documents or of all.

        With clauses, of those only. A clause's score is the cosine of its best window and, to a
        smaller part, the mean of all.
        """
        if not len(self._counts):
            return []
        if clauses is not None:
            return self._of_clauses(vector, k, clauses, documents)
        rows = self._scores(vector, documents)
        best = np.maximum.reduceat(rows, self._bounds)[::2]
        mean = np.add.reduceat(rows, self._bounds)[::2] / self._counts
        scores = (best + MEAN_WEIGHT * mean) / (1 + MEAN_WEIGHT)
        if documents is not None:
            allowed = np.fromiter((one in documents for one in self._document_ids), dtype=bool)
            scores[~allowed[self._document]] = -np.inf
        top = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
        hits = [self._hit(n, scores[n]) for n in top if scores[n] > -np.inf]
        return sorted(hits, key=lambda hit: (-hit.score, hit.clause_id))

    def _of_clauses(
        self, vector: Vectors, k: int, clauses: Collection[str], documents: Collection[str] | None
    ) -> list[Hit]:
        """The k best of the given clauses, best first."""
        if self._numbers is None:
            self._numbers = {clause_id: n for n, clause_id in enumerate(self._clause_ids)}
        found = [self._numbers[one] for one in clauses if one in self._numbers]
        if documents is not None:
            found = [n for n in found if self._document_ids[self._document[n]] in documents]
        if not found:
            return []
        numbers = np.array(sorted(found), dtype=np.int64)
        counts = self._counts[numbers]
        ends = np.cumsum(counts)
        at = np.repeat(self._bounds[2 * numbers] - (ends - counts), counts) + np.arange(ends[-1])
        if len(at) <= _SCATTERED * self.rows:
            rows = self._vectors[at] @ vector
        else:
            rows = self._scores(vector, None)[at]
        best = np.maximum.reduceat(rows, ends - counts)
        mean = np.add.reduceat(rows, ends - counts) / counts
        scores = (best + MEAN_WEIGHT * mean) / (1 + MEAN_WEIGHT)
        top = np.argpartition(-scores, k)[:k] if k < len(scores) else np.arange(len(scores))
        hits = [self._hit(numbers[n], scores[n]) for n in top]
        return sorted(hits, key=lambda hit: (-hit.score, hit.clause_id))

    def known(self, keys: Keys) -> tuple[NDArray[np.bool_], Vectors]:
        """Which texts, by their keys, have a vector here, and their vectors."""
        held = _read_keys(self._keys_path, self.rows)
        order = np.argsort(held, kind="stable")
        places = np.searchsorted(held, keys, sorter=order)
        places = order[np.minimum(places, max(0, len(order) - 1))] if len(order) else places * 0
        there = (held[places] == keys) & (keys != _UNKNOWN) if len(held) else keys != keys
        return there, np.asarray(self._vectors[places[there]])

    def _hit(self, n: int, score: np.float32) -> Hit:
        document_id = self._document_ids[self._document[n]]
        return Hit(clause_id=self._clause_ids[n], document_id=document_id, score=float(score))

    def _scores(self, vector: Vectors, documents: Collection[str] | None) -> Vectors:
        """The cosine of every row, or of the given documents' rows where they are few.

        One more at the end, so that every bound is an index.
        """
        if documents is not None:
            held = [self.documents[one] for one in documents if one in self.documents]
            if sum(one.end - one.start for one in held) <= _NARROW * self.rows:
                some: Vectors = np.full(self.rows + 1, -np.inf, dtype=np.float32)
                for one in held:
                    some[one.start : one.end] = self._vectors[one.start : one.end] @ vector
                return some
        scores: Vectors = np.empty(self.rows + 1, dtype=np.float32)
        scores[-1] = -np.inf
        np.matmul(self._vectors, vector, out=scores[:-1])
        return scores


class MatrixWriter:
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
        _vectors(folder, self._table, dimension)
        os.truncate(self._path, self._rows * dimension * 4)
        _keys_path(self._path).write_bytes(_read_keys(_keys_path(self._path), self._rows).tobytes())

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
        with self._path.open("ab") as file, _keys_path(self._path).open("ab") as beside:
            for vectors in clauses.values():
                file.write(np.ascontiguousarray(vectors, dtype=np.float32).tobytes())
            beside.write(keys.tobytes())
        counts = tuple(
            (clause_id, len(vectors)) for clause_id, vectors in clauses.items() if len(vectors)
        )
        held = Held(version=version, start=self._rows, clauses=counts)
        self._documents[document_id] = held
        self._rows = held.end

    def remove(self, document_id: str) -> None:
        """Forget a document's rows, if it has any."""
        self._documents.pop(document_id, None)

    def commit(self) -> None:
        """Make every change so far durable and visible, in one step."""
        former = self._table.file
        if self._rows > _FEW and self._waste() > _WASTE * self._rows:
            self._compact()
        with self._path.open("ab") as file:
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
            (self._folder / former).unlink(missing_ok=True)
            _keys_path(self._folder / former).unlink(missing_ok=True)

    def _waste(self) -> int:
        return self._rows - sum(held.end - held.start for held in self._documents.values())

    def _compact(self) -> None:
        """Copy the rows in use to a new file."""
        number = int(self._table.file.removeprefix("rows-").removesuffix(".f32")) + 1
        table = _Table(file=self._table.file, rows=self._rows, documents={})
        vectors = _vectors(self._folder, table, self._dimension)
        file = f"rows-{number}.f32"
        rows, documents = 0, {}
        place = self._folder / file
        keys = _read_keys(_keys_path(self._path), self._rows)
        with place.open("wb") as out, _keys_path(place).open("wb") as beside:
            for document_id, held in self._documents.items():
                out.write(vectors[held.start : held.end].tobytes())
                beside.write(keys[held.start : held.end].tobytes())
                documents[document_id] = Held(
                    version=held.version, start=rows, clauses=held.clauses
                )
                rows += held.end - held.start
        self._table = _Table(file=file, rows=rows, documents={})
        self._documents, self._rows = documents, rows


def keys_of(texts: Sequence[str]) -> Keys:
    """A digest of 64 bits for each text."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, dtype=np.uint64)


def _keys_path(rows: Path) -> Path:
    return rows.with_suffix(".keys")


def _read_keys(path: Path, rows: int) -> Keys:
    """The keys of so many rows; where the file lacks some, they are unknown."""
    keys = np.full(rows, _UNKNOWN, dtype=np.uint64)
    found = np.fromfile(path, dtype=np.uint64, count=rows) if path.exists() else keys[:0]
    keys[: len(found)] = found
    return keys


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


def _vectors(folder: Path, table: _Table, dimension: int) -> Vectors:
    shape = (table.rows, dimension)
    if not table.rows:
        return np.empty(shape, dtype=np.float32)
    try:
        mapped: Vectors = np.memmap(folder / table.file, dtype=np.float32, mode="r", shape=shape)
    except (OSError, ValueError) as error:
        raise IndexMismatchError(f"向量索引 {folder} 不完整：{error}；{_REBUILD}") from error
    return mapped


def _starts(held: Held) -> NDArray[np.int64]:
    counts = np.array([count for _, count in held.clauses], dtype=np.int64)
    starts: NDArray[np.int64] = held.start + np.cumsum(counts) - counts
    return starts
