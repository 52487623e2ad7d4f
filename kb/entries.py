"""What the indexes hold of a document: its citable clauses with their own text; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Clause, Document, Level
from kb.units import units_of

__all__ = ["Entry", "entries"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One clause as the indexes see it."""

    clause_id: str
    title: str  # of the document
    label: str  # path of headings above and of the clause itself
    text: str  # its own, with marker and heading, without clauses that are entries themselves
    article: str = ""  # 第四十九条 where the clause is an article
    number: str = ""  # 文号 of the document


def entries(document: Document, clauses: Sequence[Clause]) -> tuple[Entry, ...]:
    """The entries of a document, in order, from all its clauses, parents before children.

    款、项、目 belong to the text of their article; a heading without text of its own is found
    through the labels of what stands below it.
    """
    found = []
    for unit in units_of(clauses):
        clause, text = unit.clause, unit.text(document.text)
        heading = f"{clause.marker}{clause.heading}".strip()
        is_whole = unit.spans == ((clause.start, clause.end),)
        if not is_whole and text.strip().rstrip("。") in ("", heading):
            continue
        found.append(
            Entry(
                clause_id=clause.clause_id,
                title=document.title,
                label=clause.label,
                text=text,
                article=clause.marker if clause.level is Level.ARTICLE else "",
                number=document.number or "",
            )
        )
    return tuple(found)
