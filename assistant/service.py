"""What the front ends (command line, API, MCP) answer, as the contract's JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from time import perf_counter
from typing import Any

from assistant.answer import Assistant
from assistant.shapes import (
    answer_shape,
    clause_shape,
    document_shape,
    hit_shape,
    reference_shape,
    target_shape,
    task_shape,
)
from assistant.understand import Turn
from kb.errors import QueryError
from kb.knowledge import Filters, KnowledgeBase

__all__ = [
    "answered",
    "document",
    "documents",
    "found",
    "streamed",
    "targets",
    "tasks",
    "turns",
]

Shape = dict[str, Any]


def documents(kb: KnowledgeBase, as_of: date) -> list[Shape]:
    """A row for each document, with its standing on a day."""
    statuses, counts = kb.statuses(as_of), kb.store.counts()
    return [
        document_shape(d, *statuses[d.document_id], counts[d.document_id])
        for d in kb.store.documents()
    ]


def document(kb: KnowledgeBase, document_id: str, as_of: date) -> Shape:
    """One document with its text, clauses and references. Raises NotFoundError."""
    shown = kb.store.document(document_id)
    [row] = (row for row in documents(kb, as_of) if row["document_id"] == document_id)
    everything = kb.store.documents()
    clauses = {each.document_id: kb.store.clauses(each.document_id) for each in everything}
    references = kb.store.references(document_id)
    return {
        **row,
        "text": shown.text,
        "clauses": [clause_shape(clause) for clause in clauses[document_id]],
        "references": [reference_shape(r, everything, clauses) for r in references],
    }


def tasks(kb: KnowledgeBase, document_id: str | None, department: str | None) -> list[Shape]:
    """The responsibility table. Raises NotFoundError for a document that is not there."""
    if document_id is not None:
        kb.store.document(document_id)
    return [task_shape(task) for task in kb.tasks(document_id, department)]


def targets(kb: KnowledgeBase, document_id: str | None) -> list[Shape]:
    """The targets. Raises NotFoundError for a document that is not there."""
    if document_id is not None:
        kb.store.document(document_id)
    held = {each.document_id: each for each in kb.store.documents()}
    return [target_shape(each, held[each.document_id]) for each in kb.store.targets(document_id)]


def found(kb: KnowledgeBase, query_id: Any, query: str, k: int, filters: Filters) -> Shape:
    """The clauses found for a query, best first. Raises QueryError, NotFoundError."""
    if not query.strip():
        raise QueryError("检索词是空的；请写出要找的内容")
    snapshot = kb.snapshot()
    hits: list[Shape] = []
    for hit in kb.search(query, k, kb.scope(filters), filters.department):
        unit = snapshot.unit(hit.document_id, hit.clause_id)
        if unit is not None:
            held = snapshot.documents[hit.document_id]
            hits.append(hit_shape(len(hits) + 1, hit, unit.clause, held, unit.text(held.text)))
    return {"id": query_id, "query": query, "hits": hits}


def turns(history: Sequence[Mapping[str, Any]] | None) -> list[Turn]:
    """The turns before a question."""
    return [Turn(role=turn["role"], content=turn["content"]) for turn in history or ()]


def answered(
    assistant: Assistant, question_id: Any, question: str, history: Sequence[Turn], as_of: date
) -> Shape:
    """The answer to a question. Raises QueryError for an empty one."""
    *_, last = streamed(assistant, question_id, question, history, as_of, whole=True)
    return last


def streamed(
    assistant: Assistant,
    question_id: Any,
    question: str,
    history: Sequence[Turn],
    as_of: date,
    *,
    whole: bool = False,
) -> Iterator[Shape]:
    """The answer as it grows, the last one whole; with `whole` only that."""
    started = perf_counter()
    steps = (
        iter((assistant.ask(question, history, as_of),))
        if whole
        else assistant.stream(question, history, as_of)
    )
    for answer in steps:
        yield answer_shape(answer, question_id, (perf_counter() - started) * 1000)
