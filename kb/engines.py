"""Where the indexes live: embedded (tantivy, Chroma), or in Milvus by the setting `milvus`."""

import hashlib
import shutil
from typing import Any

from kb.lexical import LexicalIndex
from kb.segment import Segmenter
from kb.settings import Settings

__all__ = ["delete_indexes", "lexical_index", "vector_index"]

_PARTS = ("clauses", "wholes", "vectors")


def lexical_index(settings: Settings, segmenter: Segmenter, view: str = "") -> LexicalIndex:
    """The full-text index, of all documents or of what a view sees of them.

    Raises IndexMismatchError, with Milvus StoreError.
    """
    part = f"_{view}" if view else ""
    if not settings.milvus:
        return LexicalIndex(settings.indexes / f"lexical{part}", segmenter)
    from kb.milvus_lexical import MilvusLexical

    names = _name(settings, f"clauses{part}"), _name(settings, f"wholes{part}")
    return MilvusLexical(settings.milvus_uri, names, segmenter)


def vector_index(settings: Settings, encoder: str, dimension: int) -> Any:
    """The dense index. Raises IndexMismatchError, with Milvus StoreError."""
    if not settings.milvus:
        from kb.vectors import VectorIndex

        return VectorIndex(settings.indexes / "vectors", encoder, dimension)
    from kb.milvus_vectors import MilvusVectors

    return MilvusVectors(settings.milvus_uri, _name(settings, "vectors"), encoder, dimension)


def delete_indexes(settings: Settings) -> None:
    """Delete both indexes, whatever they hold. Raises StoreError where Milvus cannot be reached."""
    if settings.milvus:
        from kb.milvus import drop

        drop(settings.milvus_uri, [_name(settings, part) for part in _PARTS])
        return
    from kb.vectors import forget

    forget(settings.indexes / "vectors")
    shutil.rmtree(settings.indexes, ignore_errors=True)


def _name(settings: Settings, part: str) -> str:
    """The name of a collection; homes in different places do not share any."""
    home = hashlib.sha256(str(settings.home).encode()).hexdigest()[:12]
    return f"policykb_{home}_{part}"
