"""The text of a document around a citation, with the clause and the quotation marked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from assistant.web.labels import chip, day, path
from kb.model import Citation, Clause, Document, DocumentStatus, Level

__all__ = ["document_view"]

_AROUND = 12_000  # characters shown before and behind the clause
_STYLES = {
    Level.PART: "h1",
    Level.CHAPTER: "h1",
    Level.ANNEX: "h1",
    Level.HEADING1: "h1",
    Level.SECTION: "h2",
    Level.HEADING2: "h2",
    Level.ROW: "row",
}
_HEADING = 60  # characters: a longer paragraph is no heading line


@dataclass(frozen=True, slots=True)
class _Marks:
    """What to bring out: the clause, the quotation, and the run-in headings."""

    clause: tuple[int, int]
    quote: tuple[int, int]
    strong: Sequence[tuple[int, int]]

    def classes(self, start: int, end: int) -> str:
        """The classes of a piece that no mark cuts."""
        named = (("quote", [self.quote]), ("clause", [self.clause]), ("run-in", self.strong))
        return " ".join(
            name for name, spans in named if any(a <= start and end <= b for a, b in spans)
        )

    def cuts(self, start: int, end: int) -> list[int]:
        """Where a paragraph is cut so that no mark begins or ends inside a piece."""
        inner = {
            at
            for span in (self.clause, self.quote, *self.strong)
            for at in span
            if start < at < end
        }
        return [start, *sorted(inner), end]


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
    shown = [c for c in clauses if first <= c.start < last]
    marks = _Marks(clause=span, quote=quote, strong=_run_in_headings(document.text, shown))
    styles = {c.start: _STYLES[c.level] for c in shown if c.level in _STYLES}
    body = "".join(_paragraphs(document, marks, styles, first, last))
    return (
        f'<article class="document" aria-label="原文">{_head(document, citation, status, reason)}'
        '<div class="text" tabindex="0" role="region" aria-label="原文全文">'
        f"{_note(quote, citation)}{_left_out('上文', first)}"
        f"{body}{_left_out('下文', len(document.text) - last)}</div></article>"
    )


def _located(text: str, citation: Citation) -> tuple[int, int]:
    """The quotation's span in the text; an empty span where the text no longer holds it."""
    if text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    at = text.find(citation.quote)
    return (at, at + len(citation.quote)) if at >= 0 else (0, 0)


def _window(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The part of the text to show, from a paragraph's start to a paragraph's end."""
    first = text.rfind("\n", 0, max(0, span[0] - _AROUND)) + 1
    last = text.find("\n", min(len(text), span[1] + _AROUND))
    return first, last if last >= 0 else len(text)


def _run_in_headings(text: str, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """The spans of headings that text follows on the same line, and of the markers of articles."""
    found = []
    for clause in clauses:
        printed = f"{clause.marker}{clause.heading}"
        if clause.level not in _STYLES and clause.marker and text.startswith(printed, clause.start):
            found.append((clause.start, clause.start + len(printed)))
    return found


def _paragraphs(
    document: Document, marks: _Marks, styles: dict[int, str], first: int, last: int
) -> Iterator[str]:
    at, anchored = first, False
    for line in document.text[first:last].split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if not line.strip():
            continue
        classes = [styles[start]] if start in styles and len(line) <= _HEADING else []
        if len(line) > 3 and line.strip() in document.title:
            classes.append("title")
        if marks.clause[0] <= start and end <= marks.clause[1]:
            classes.append("in-clause")
        touched = start < marks.clause[1] and marks.clause[0] < end
        anchor = ' id="cited"' if touched and not anchored else ""
        anchored = anchored or touched
        pieces = _pieces(document.text, marks, start, end)
        yield f'<p{anchor} class="{" ".join(classes)}">{pieces}</p>'


def _pieces(text: str, marks: _Marks, start: int, end: int) -> str:
    cuts = marks.cuts(start, end)
    pieces = []
    for a, b in pairwise(cuts):
        classes = marks.classes(a, b)
        written = escape(text[a:b])
        tag = "mark" if "quote" in classes or "clause" in classes else "span"
        pieces.append(f'<{tag} class="{classes}">{written}</{tag}>' if classes else written)
    return "".join(pieces)


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
        f'<p class="path">{path(citation.clause_label)}</p></header>'
    )


def _note(quote: tuple[int, int], citation: Citation) -> str:
    if quote[1] > quote[0] or not citation.quote:
        return ""
    return f'<p class="note">文件在回答之后改过，原文已没有这段话：“{escape(citation.quote)}”</p>'


def _left_out(where: str, count: int) -> str:
    return f'<p class="note">{where}略 {count} 字</p>' if count > 0 else ""
