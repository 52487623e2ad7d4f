"""A document of one clause with support measures, for tests."""

from datetime import date
from typing import Any

from kb.model import Clause, Document, DocumentRecords, Force, Level, Support, SupportKind

__all__ = ["sample"]


def sample(text: str, title: str, *measures: dict[str, Any]) -> DocumentRecords:
    """The records of a text, with what each measure has in its own: at least start and end."""
    document = Document(
        document_id="d1",
        path="/d1.txt",
        sha256="0" * 64,
        text=text,
        title=title,
        number="某政发〔2024〕1号",
        region="衢州市",
        written_on=date(2024, 1, 1),
    )
    clause = Clause(
        clause_id="d1.p1",
        document_id="d1",
        parent_id=None,
        level=Level.PARAGRAPH,
        marker="",
        heading="",
        label="一、扶持",
        start=0,
        end=len(text),
        body_end=len(text),
    )
    common: dict[str, Any] = {
        "document_id": "d1",
        "clause_id": "d1.p1",
        "kinds": (SupportKind.REWARD,),
        "measure": "补助",
        "departments": ("市邮政管理局",),
        "force": Force.DUE,
    }
    supports = tuple(
        Support(support_id=f"d1.s{number}", **(common | own))
        for number, own in enumerate(measures, 1)
    )
    return DocumentRecords(document=document, clauses=(clause,), supports=supports)
