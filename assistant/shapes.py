"""The contract's JSON. Pure.

What the command line, the API and the page show of documents, records and answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ingest.pipeline import Ingested, IngestReport
from kb.citations import cited_clause, cited_document
from kb.model import (
    Answer,
    Assignment,
    Clause,
    Document,
    DocumentStatus,
    Hit,
    Reference,
    Target,
    Task,
)

__all__ = [
    "answer_shape",
    "clause_shape",
    "document_shape",
    "hit_shape",
    "ingest_shape",
    "reference_shape",
    "target_shape",
    "task_shape",
]

Shape = dict[str, Any]


def ingest_shape(report: IngestReport) -> Shape:
    """What `policykb ingest --json` prints."""
    return {
        "documents": [_ingested(item) for item in report.files],
        **{status: report.count(status) for status in ("added", "updated", "unchanged", "failed")},
        "laws": [_ingested(item) for item in report.laws],
        "missing": list(report.missing),
        "skipped": list(report.skipped),
    }


def _ingested(item: Ingested) -> Shape:
    records = item.records
    document = records.document if records else None
    return {
        "path": item.path,
        "status": item.status,
        "document_id": document.document_id if document else None,
        "title": document.title if document else None,
        "number": document.number if document else None,
        "clauses": len(records.clauses) if records else 0,
        "tasks": len(records.tasks) if records else 0,
        "targets": len(records.targets) if records else 0,
        "supports": sum(not support.guidance for support in records.supports) if records else 0,
        "warnings": list(item.warnings),
        "error": item.error,
    }


def document_shape(
    document: Document, status: DocumentStatus, reason: str, counts: Mapping[str, int]
) -> Shape:
    """One row of `policykb documents --json`; `counts` gives the number of each."""
    return {
        "document_id": document.document_id,
        "title": document.title,
        "number": document.number,
        "registration_number": document.registration_number,
        "kind": document.kind,
        "issuers": list(document.issuers),
        "region": document.region,
        "level": document.level,
        "written_on": _day(document.written_on),
        "published_on": _day(document.published_on),
        "effective_on": _day(document.effective_on),
        "expires_on": _day(document.expires_on),
        "status": status.value,
        "status_reason": reason,
        "addressees": document.addressees,
        "copied_to": list(document.copied_to),
        "path": document.path,
        "sha256": document.sha256,
        "source": document.source,
        "label": document.label,
        "clauses": counts.get("clauses", 0),
        "tasks": counts.get("tasks", 0),
        "targets": counts.get("targets", 0),
        "supports": counts.get("supports", 0),
    }


def clause_shape(clause: Clause) -> Shape:
    """One clause of `policykb documents show --json`."""
    return {
        "clause_id": clause.clause_id,
        "parent_id": clause.parent_id,
        "level": clause.level.value,
        "marker": clause.marker,
        "heading": clause.heading,
        "label": clause.label,
        "start": clause.start,
        "end": clause.end,
        "page": clause.page,
    }


def reference_shape(
    reference: Reference, documents: Sequence[Document], clauses: Mapping[str, Sequence[Clause]]
) -> Shape:
    """One reference.

    `document_id` and `clause_id` are what it means, null where that is not certain.
    """
    cited = cited_document(reference, documents)
    clause = cited_clause(reference, clauses.get(cited.document_id, ())) if cited else None
    return {
        "as_written": reference.as_written,
        "title": reference.title,
        "number": reference.number,
        "article": reference.article,
        "relation": reference.relation.value,
        "document_id": cited.document_id if cited else None,
        "clause_id": clause.clause_id if clause else None,
        "start": reference.start,
        "end": reference.end,
    }


def task_shape(task: Task) -> Shape:
    """One row of `policykb tasks --json`."""
    return {
        "task_id": task.task_id,
        "document_id": task.document_id,
        "number": task.number,
        "title": task.title,
        "section": task.section,
        "assignments": [_assignment(part) for part in task.assignments],
        "responsibility_as_written": task.responsibility_as_written,
        "deadlines": list(task.deadlines),
        "clause_id": task.clause_id,
        "label": task.label,
        "start": task.start,
        "end": task.end,
    }


def _assignment(part: Assignment) -> Shape:
    return {
        "department": part.department,
        "as_written": part.as_written,
        "role": part.role.value,
        "inherited": part.inherited,
        "start": part.start,
        "end": part.end,
    }


def target_shape(target: Target, document: Document) -> Shape:
    """One row of `policykb targets --json`."""
    return {
        "target_id": target.target_id,
        "document_id": target.document_id,
        "indicator": target.indicator,
        "value": None if target.value is None else f"{target.value:f}",
        "unit": target.unit,
        "comparison": target.comparison.value,
        "deadline_as_written": target.deadline_as_written,
        "due": _day(target.due),
        "task_id": target.task_id,
        "clause_id": target.clause_id,
        "quote": document.text[target.start : target.end],
        "start": target.start,
        "end": target.end,
    }


def hit_shape(rank: int, hit: Hit, clause: Clause, document: Document, text: str) -> Shape:
    """One hit of `policykb search --json`."""
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "clause_id": hit.clause_id,
        "document_id": hit.document_id,
        "path": Path(document.path).name,
        "label": f"{document.title} > {clause.label}",
        "text": text,
    }


def answer_shape(answer: Answer, question_id: Any, elapsed_ms: float) -> Shape:
    """What `policykb ask --json` prints."""
    facts = answer.facts
    stated: Iterable[tuple[str, Any]] = (
        ("departments", facts.departments),
        ("task_ids", facts.task_ids),
        ("task_numbers", facts.task_numbers),
        ("values", facts.values),
        ("count", facts.count),
    )
    return {
        "id": question_id,
        "question": answer.question,
        "status": answer.status.value,
        "text": answer.text,
        "citations": [
            {
                "marker": citation.marker,
                "document_id": citation.document_id,
                "document_title": citation.document_title,
                "number": citation.number,
                "clause_id": citation.clause_id,
                "clause_label": citation.clause_label,
                "quote": citation.quote,
                "start": citation.start,
                "end": citation.end,
                "page": citation.page,
            }
            for citation in answer.citations
        ],
        "facts": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in stated
            if value is not None
        },
        "problems": list(answer.problems),
        "model": answer.model,
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
