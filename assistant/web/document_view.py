"""The text of a document around a citation, with the clause and the quotation marked. Pure."""

from collections.abc import Sequence
from html import escape

from assistant.web.labels import chip, day, path
from assistant.web.markup import clause_address
from assistant.web.text_view import Span, paragraphs
from kb.model import Citation, Clause, Document, DocumentStatus

__all__ = ["document_view"]

_AROUND = 12_000  # characters shown before and behind the clause


def document_view(
    document: Document,
    clauses: Sequence[Clause],
    citation: Citation,
    status: DocumentStatus,
    reason: str,
) -> str:
    """The document's head and its text around the cited clause.

    The quotation is found by its offsets, or by its words where the document changed since.
    """
    quote = _located(document.text, citation)
    clause = next((c for c in clauses if c.clause_id == citation.clause_id), None)
    span = (clause.start, clause.end) if clause else quote
    first, last = _window(document.text, span)
    body = "".join(paragraphs(document, clauses, span, quote, (first, last)))
    return (
        f'<article class="document" aria-label="原文">{_head(document, citation, status, reason)}'
        '<div class="text" tabindex="0" role="region" aria-label="原文全文">'
        f"{_note(quote, citation)}{_left_out('上文', first)}"
        f"{body}{_left_out('下文', len(document.text) - last)}</div></article>"
    )


def _located(text: str, citation: Citation) -> Span:
    """The quotation's span in the text; an empty span where the text no longer holds it."""
    if text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    at = text.find(citation.quote)
    return (at, at + len(citation.quote)) if at >= 0 else (0, 0)


def _window(text: str, span: Span) -> Span:
    """The part of the text to show, from a paragraph's start to a paragraph's end."""
    first = text.rfind("\n", 0, max(0, span[0] - _AROUND)) + 1
    last = text.find("\n", min(len(text), span[1] + _AROUND))
    return first, last if last >= 0 else len(text)


def _head(document: Document, citation: Citation, status: DocumentStatus, reason: str) -> str:
    facts = [
        document.number or "",
        day(document),
        f"第 {citation.page} 页" if citation.page else "",
    ]
    line = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    return (
        '<header><button type="button" class="close" data-close aria-label="关闭原文">关闭'
        "</button>"
        f'<h3>{escape(document.title)}</h3><p class="facts">{chip(status, reason)}{line}</p>'
        f'<p class="path">{path(citation.clause_label)}</p>'
        f'<p class="more"><a href="{_whole(citation)}" target="pages">看全文、引用和原始文件</a>'
        "</p></header>"
    )


def _whole(citation: Citation) -> str:
    return clause_address("./", citation.document_id, citation.start, citation.end)


def _note(quote: Span, citation: Citation) -> str:
    if quote[1] > quote[0] or not citation.quote:
        return ""
    return f'<p class="note">文件在回答之后改过，原文已没有这段话：“{escape(citation.quote)}”</p>'


def _left_out(where: str, count: int) -> str:
    return f'<p class="note">{where}略 {count} 字</p>' if count > 0 else ""
