"""The contract's JSON of an answer, read back; what it leaves out is found where it can be."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from evals.gold import Sources
from kb.model import Answer, Citation, Document, Facts, Status
from kb.squeeze import squeeze

__all__ = ["read_answer"]

Record = Mapping[str, Any]

_PARTS = {Status.ANSWERED: (1, 1), Status.PARTLY: (1, 2), Status.DECLINED: (0, 1)}


def read_answer(output: Record, question: str, sources: Sources) -> Answer:
    """The answer that a reply holds; without a status, one with a text has answered.

    A citation without a span, or by a document's name, is looked for in the documents; one that is
    not found keeps the id that it gives, "" where it gives none.

    Raises:
        ValueError, TypeError, AttributeError: it is no such JSON.
    """
    text = str(output.get("text") or "")
    status = Status(output.get("status") or ("answered" if text.strip() else "declined"))
    found, asked = _PARTS[status]
    citations = enumerate(output.get("citations") or (), start=1)
    facts = output.get("facts") or {}
    return Answer(
        question=question,
        text=text,
        found=found,
        asked=asked,
        citations=tuple(_citation(n, citation, sources) for n, citation in citations),
        facts=Facts(
            departments=_names(facts.get("departments")),
            task_ids=_names(facts.get("task_ids")),
            task_numbers=_names(facts.get("task_numbers")),
            values=_names(facts.get("values")),
            count=facts.get("count"),
        ),
        model=str(output.get("model") or ""),
    )


def _names(values: Any) -> tuple[str, ...] | None:
    return None if values is None else tuple(map(str, values))


def _citation(number: int, record: Record, sources: Sources) -> Citation:
    quote = str(record.get("quote") or "")
    document_id, start, end = _place(record, quote, sources)
    held = sources.documents.get(document_id)
    return Citation(
        marker=int(record.get("marker") or number),
        document_id=document_id,
        document_title=held.title if held else str(record.get("document_title") or ""),
        number=held.number if held else record.get("number"),
        clause_id=str(record.get("clause_id") or ""),
        clause_label=str(record.get("clause_label") or ""),
        quote=held.text[start:end] if held and start < end else quote,
        start=start,
        end=end,
        page=record.get("page"),
    )


def _place(record: Record, quote: str, sources: Sources) -> tuple[str, int, int]:
    """Where a citation stands; an empty span where that is not known."""
    document_id = str(record.get("document_id") or "")
    start, end = record.get("start"), record.get("end")
    held = sources.documents.get(document_id)
    if (
        isinstance(start, int)
        and isinstance(end, int)
        and (held is None or squeeze(held.text[start:end]) == squeeze(quote))
    ):
        return document_id, start, end
    if wanted := squeeze(quote):
        for document in _documents(record, sources):
            text = sources.squeezed(document.document_id)
            at = text.text.find(wanted)
            if at >= 0:
                return (document.document_id, *text.span(at, at + len(wanted)))
    return document_id, 0, 0


def _documents(record: Record, sources: Sources) -> Iterator[Document]:
    for key in ("document_id", "number", "document_title", "title", "document", "path"):
        if name := record.get(key):
            yield from sources.named(PurePath(str(name)).stem if key == "path" else str(name))
