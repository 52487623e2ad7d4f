"""What the systems of this process search: the documents of a home, or passages of a set."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from evals.encoded import StoredEncoder
from evals.home import Home, code_digest
from evals.retrieval_sets import Collection
from kb.embedding import Encoder
from kb.lexical import SCHEMA_VERSION, LexicalIndex
from kb.matrix import Matrix
from kb.model import Hit
from kb.organs import Organs
from kb.rows import RowsWriter
from kb.search import DEPTH, Search
from kb.segment import Segmenter
from kb.windows import windows

__all__ = ["HITS", "Material", "OfHome", "Passages", "Record"]

HITS = 100
"""Hits of a question that are judged."""

Record = dict[str, Any]


class Material(Protocol):
    """Texts to be searched, with the product's indexes of them."""

    @property
    def digest(self) -> str:
        """Tells these texts from others."""

    @property
    def documents(self) -> int:
        """How many documents, or passages where those are all there is."""

    @property
    def texts(self) -> Mapping[str, tuple[str, str]]:
        """Title and text that other systems of this process index, by id."""

    @property
    def encoder(self) -> Encoder:
        """The embedding model."""

    @property
    def depth(self) -> int:
        """How many hits a system of this process is asked for, so that HITS remain."""

    def search(self) -> Search:
        """The product's search."""

    def hits(self, found: Sequence[Hit]) -> list[Record]:
        """What the product found, as the contract's hits."""


@dataclass(frozen=True)
class OfHome:
    """The documents of a home."""

    home: Home
    depth: int = HITS

    @property
    def digest(self) -> str:
        """Of the documents' files."""
        return self.home.digest

    @property
    def documents(self) -> int:
        """The documents held, with the laws they led to."""
        return len(self.home.sources.documents)

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, str]]:
        """Title and cleaned text of each document."""
        held = self.home.sources.documents
        return {one: (document.title, document.text) for one, document in held.items()}

    @property
    def encoder(self) -> Encoder:
        """The home's."""
        encoder: Encoder = self.home.kb.encoder
        return encoder

    def search(self) -> Search:
        """The home's."""
        kb = self.home.kb
        return Search(kb.lexical, kb.vectors, kb.encoder)

    def hits(self, found: Sequence[Hit]) -> list[Record]:
        """Each clause with its text."""
        snapshot = self.home.kb.snapshot()
        rows: list[Record] = []
        for hit in found:
            unit = snapshot.unit(hit.document_id, hit.clause_id)
            if unit is not None:
                document = snapshot.documents[hit.document_id]
                rows.append(
                    {
                        "rank": len(rows) + 1,
                        "score": round(hit.score, 6),
                        "clause_id": hit.clause_id,
                        "document_id": hit.document_id,
                        "path": Path(document.path).name,
                        "label": f"{document.title} > {unit.clause.label}",
                        "text": unit.text(document.text),
                    }
                )
        return rows


class Passages:
    """The passages of a set, with indexes of their own in a folder of the cache."""

    depth = DEPTH

    def __init__(self, collection: Collection, encoder: StoredEncoder, folder: Path) -> None:
        self.collection, self.encoder = collection, encoder
        self.texts = collection.texts
        self.documents = len(collection.documents)
        self.digest = _digest(collection)
        made_by = hashlib.sha256(
            f"{encoder.name} {SCHEMA_VERSION} {code_digest('kb')}".encode()
        ).hexdigest()
        self._folder = folder / "indexes" / f"{collection.name}-{self.digest}-{made_by[:12]}"

    def search(self) -> Search:
        """Searches the indexes, which are made where they are not there yet."""
        return self._search

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The full-text index."""
        index = LexicalIndex(self._folder / "lexical", Segmenter(Organs.load().words()))
        if not index.documents():
            for document_id, found in self.collection.documents.items():
                index.replace(document_id, "1", found)
            index.commit()
        return index

    @cached_property
    def _search(self) -> Search:
        vectors = self._folder / "vectors"
        if not (vectors / "done").exists():
            _encode(self.collection, self.encoder, vectors)
        matrix = Matrix(vectors, self.encoder.name, self.encoder.dimension)
        return Search(self.lexical, matrix, self.encoder)

    def hits(self, found: Sequence[Hit]) -> list[Record]:
        """What is judged, documents or clauses, each once."""
        rows: dict[str, Record] = {}
        for hit in found:
            one = hit.document_id if self.collection.by_document else hit.clause_id
            if one not in rows and len(rows) < HITS:
                rows[one] = {
                    "rank": len(rows) + 1,
                    "score": round(hit.score, 6),
                    "clause_id": hit.clause_id,
                    "document_id": hit.document_id,
                    "text": self.text(hit) if len(rows) < 10 else "",
                }
        return list(rows.values())

    def text(self, hit: Hit) -> str:
        """The text of a clause."""
        held = self.collection.documents[hit.document_id]
        return next((one.text for one in held if one.clause_id == hit.clause_id), "")


def _encode(collection: Collection, encoder: Encoder, folder: Path) -> None:
    held = [(one, entry) for one, found in collection.documents.items() for entry in found]
    pieces = [[entry.text[a:b] for a, b in windows(entry.text)] for _, entry in held]
    rows = encoder.encode_passages([text for texts in pieces for text in texts])
    ends = np.cumsum([len(texts) for texts in pieces])[:-1]
    parts: dict[str, dict[str, np.ndarray]] = {}
    for (document_id, entry), part in zip(held, np.split(rows, ends), strict=True):
        parts.setdefault(document_id, {})[entry.clause_id] = part
    writer = RowsWriter(folder, encoder.name, encoder.dimension)
    for document_id, clauses in parts.items():
        writer.replace(document_id, "1", clauses)
    writer.commit()
    (folder / "done").touch()


def _digest(collection: Collection) -> str:
    """Names what is searched: the texts and how they are cut."""
    digest = hashlib.sha256()
    for document_id, found in collection.documents.items():
        digest.update(document_id.encode())
        for entry in found:
            digest.update(repr((entry, windows(entry.text))).encode())
    return digest.hexdigest()[:16]
