"""Which document and clause of the knowledge base a reference means: unique or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Clause, Document, Level, Reference

__all__ = ["Cited", "bare_title", "cited_clause", "cited_document", "cited_documents", "same_title"]

_STATE = "中华人民共和国"
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document that others cite, by the name they use.

    With the document it is if the knowledge base holds it.
    """

    name: str
    document_id: str | None
    citing: tuple[str, ...]  # document ids


def bare_title(title: str) -> str:
    """A title for comparison.

    Without white space, 书名号, the prefix 中华人民共和国 and a trailing version in brackets.
    """
    bare = _SPACE.sub("", title).strip("《》〈〉")
    bare = re.sub(r"[（(](?:\d{4}年?(?:修订|修正|修改)?(?:版|本)?|试行|暂行)[）)]$", "", bare)
    return bare.removeprefix(_STATE)


def same_title(one: str, other: str) -> bool:
    """Whether two names mean the same document.

    They are equal, or one is the other after its issuer (关于…).
    """
    a, b = bare_title(one), bare_title(other)
    if a == b:
        return True
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return shorter.startswith("关于") and longer.endswith(shorter)


def cited_document(reference: Reference, documents: Sequence[Document]) -> Document | None:
    """The one document a reference means; None where none or several match.

    本法, 本意见 means the citing one.
    """
    if reference.title is None and reference.number is None:
        return next((d for d in documents if d.document_id == reference.document_id), None)
    if reference.number:
        found = [d for d in documents if d.number == reference.number]
        if len(found) == 1:
            return found[0]
    if reference.title:
        found = [d for d in documents if same_title(d.title, reference.title)]
        if len(found) == 1:
            return found[0]
    return None


def cited_clause(reference: Reference, clauses: Sequence[Clause]) -> Clause | None:
    """The article of the cited document that a reference names; None without one.

    前款 and 前条 mean what stands before the reference itself.
    """
    if not reference.article:
        return None
    if before := re.match("前(款|条)", reference.article):
        level = Level.PARAGRAPH if before[1] == "款" else Level.ARTICLE
        return _before(reference, clauses, level)
    head = re.match(
        r"第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?", reference.article
    )
    found = [c for c in clauses if head and c.marker == head[0]]
    return found[0] if len(found) == 1 else None


def _before(reference: Reference, clauses: Sequence[Clause], level: Level) -> Clause | None:
    """The clause of a level right before the one that holds the reference.

    The first 款 of an article is the article's own text where it has no clause of its own.
    """
    by_id = {clause.clause_id: clause for clause in clauses}
    here = by_id.get(reference.clause_id)
    while here is not None and here.level is not level:
        here = by_id.get(here.parent_id or "")
    if here is None:
        return None
    earlier = [c for c in clauses if c.level is level and c.end <= here.start]
    if level is Level.PARAGRAPH:
        earlier = [c for c in earlier if c.parent_id == here.parent_id]
    if earlier:
        return max(earlier, key=lambda clause: clause.start)
    return by_id.get(here.parent_id or "") if level is Level.PARAGRAPH else None


def cited_documents(
    references: Sequence[Reference], documents: Sequence[Document]
) -> tuple[Cited, ...]:
    """Every document cited by title or number, once, in order of first citation."""
    found: dict[str, tuple[str, str | None, list[str]]] = {}
    for reference in references:
        if reference.title is None and reference.number is None:
            continue
        document = cited_document(reference, documents)
        if document is not None and document.document_id == reference.document_id:
            continue
        key = (
            document.document_id
            if document
            else bare_title(reference.title or reference.number or "")
        )
        name = f"《{reference.title}》" if reference.title else ""
        name += (
            f"（{reference.number}）"
            if reference.title and reference.number
            else reference.number or ""
        )
        entry = found.setdefault(key, (name, document.document_id if document else None, []))
        if reference.document_id not in entry[2]:
            entry[2].append(reference.document_id)
    return tuple(
        Cited(name=name, document_id=document_id, citing=tuple(citing))
        for name, document_id, citing in found.values()
    )
