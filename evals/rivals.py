"""The two systems a user would set up instead: LlamaIndex's default index, and BM25 over words.

Both see the same nodes: documents cut by LlamaIndex's `SentenceSplitter` as it is by default, with
their title as metadata. The index is `VectorStoreIndex` with the same model; its default store
compares a question with every vector, which is done here by one product. BM25 is bm25s over jieba's
words, both with their defaults.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kb.embedding import Encoder

__all__ = ["Node", "bm25", "nodes", "vector_index"]

_DEPTH = 1000

Run = list[list[tuple[str, float]]]
"""For each question the ids found with their scores, best first."""


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a document as LlamaIndex embeds it."""

    id: str  # of what is judged: a document, an article, a clause
    text: str


def nodes(texts: Mapping[str, tuple[str, str]]) -> list[Node]:
    """The nodes of texts, each given by its id as title and text."""
    from llama_index.core import Document
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import MetadataMode

    documents = [
        Document(text=text, id_=one, metadata={"title": title} if title else {})
        for one, (title, text) in texts.items()
    ]
    found = SentenceSplitter().get_nodes_from_documents(documents)
    return [
        Node(node.ref_doc_id, node.get_content(metadata_mode=MetadataMode.EMBED)) for node in found
    ]


def vector_index(pieces: Sequence[Node], questions: Sequence[str], encoder: Encoder) -> Run:
    """What VectorStoreIndex finds: by cosine, exact."""
    vectors = encoder.encode_passages([node.text for node in pieces])
    return [_best(pieces, vectors @ one) for one in encoder.encode_queries(list(questions))]


def bm25(pieces: Sequence[Node], questions: Sequence[str]) -> Run:
    """What bm25s finds over jieba's words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's invalid escapes
        import bm25s  # type: ignore[import-untyped]
        import jieba
    jieba.default_logger.setLevel("ERROR")
    index = bm25s.BM25()
    index.index([jieba.lcut(node.text) for node in pieces], show_progress=False)
    return [_best(pieces, index.get_scores(jieba.lcut(question))) for question in questions]


def _best(pieces: Sequence[Node], scores: Any) -> list[tuple[str, float]]:
    """The ids of the best nodes, each once."""
    k = min(_DEPTH, len(pieces))
    top = np.argpartition(-scores, k - 1)[:k]
    found: dict[str, float] = {}
    for n in top[np.argsort(-scores[top], kind="stable")]:
        found.setdefault(pieces[n].id, float(scores[n]))
    return list(found.items())
