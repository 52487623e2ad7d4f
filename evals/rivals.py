"""The two systems a user would set up instead: LlamaIndex's default index, and BM25 over words.

Both see the same nodes: documents cut by LlamaIndex's `SentenceSplitter` as it is by default, with
their title as metadata. The index is `VectorStoreIndex` with the same model; its default store
compares a question with every vector, which is done here by one product. BM25 is bm25s over jieba's
words, both with their defaults.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from kb.embedding import Encoder

__all__ = ["Bm25", "Node", "Rival", "VectorIndex", "nodes"]


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a document."""

    id: str  # of what it is cut from: a document, an article, a clause
    text: str
    embedded: str  # as LlamaIndex embeds it: the metadata, then the text


class Rival(Protocol):
    """An index of nodes."""

    def search(self, question: str, k: int) -> list[tuple[Node, float]]:
        """The k best nodes, best first, with their scores."""


def nodes(texts: Mapping[str, tuple[str, str]]) -> list[Node]:
    """The nodes of texts, each given by its id as title and text."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import MetadataMode

    documents = [
        Document(text=text, id_=one, metadata={"title": title} if title else {})
        for one, (title, text) in texts.items()
    ]
    return [
        Node(
            node.ref_doc_id,
            node.get_content(metadata_mode=MetadataMode.NONE),
            node.get_content(metadata_mode=MetadataMode.EMBED),
        )
        for node in SentenceSplitter().get_nodes_from_documents(documents)
    ]


class VectorIndex:
    """What VectorStoreIndex finds: by cosine, exact."""

    def __init__(self, pieces: Sequence[Node], encoder: Encoder) -> None:
        self._pieces, self._encoder = pieces, encoder
        self._vectors = encoder.encode_passages([node.embedded for node in pieces])

    def search(self, question: str, k: int) -> list[tuple[Node, float]]:
        """The nearest nodes."""
        [vector] = self._encoder.encode_queries([question])
        return _best(self._pieces, self._vectors @ vector, k)


class Bm25:
    """What bm25s finds over jieba's words."""

    def __init__(self, pieces: Sequence[Node]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # jieba's invalid escapes
            import bm25s  # type: ignore[import-untyped]
            import jieba
        jieba.default_logger.setLevel("ERROR")
        self._words = jieba.lcut
        self._pieces = pieces
        self._index = bm25s.BM25()
        self._index.index([self._words(node.embedded) for node in pieces], show_progress=False)

    def search(self, question: str, k: int) -> list[tuple[Node, float]]:
        """The nodes of the best scores."""
        return _best(self._pieces, self._index.get_scores(self._words(question)), k)


def _best(pieces: Sequence[Node], scores: Any, k: int) -> list[tuple[Node, float]]:
    k = min(k, len(pieces))
    top = np.argpartition(-scores, k - 1)[:k]
    return [(pieces[n], float(scores[n])) for n in top[np.argsort(-scores[top], kind="stable")]]
