"""The paragraphs of a document as HTML; a clause and a quotation in them are brought out. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from kb.model import Clause, Document, Level

__all__ = ["Span", "anchor", "paragraphs"]

Span = tuple[int, int]
"""From and to in a document's text; the same twice is nothing."""

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


class _Marks:
    """What to bring out: the clause, the quotation, the run-in headings, and where clauses begin.

    A document may have thousands of clauses, so that what is near is found by bisection.
    """

    def __init__(
        self, clause: Span, quote: Span, strong: Sequence[Span], at: Sequence[int]
    ) -> None:
        self.clause = clause
        self.quote = quote
        self.anchors = frozenset(at)
        self._strong = sorted(strong)
        self._starts = [span[0] for span in self._strong]
        edges = (clause, quote, *strong)
        self._edges = sorted({*(each for span in edges for each in span), *at})

    def classes(self, start: int, end: int) -> str:
        """The classes of a piece that no mark cuts."""
        before = bisect_right(self._starts, start) - 1
        named = (
            ("quote", self.quote),
            ("clause", self.clause),
            ("run-in", self._strong[before] if before >= 0 else (0, 0)),
        )
        return " ".join(name for name, (a, b) in named if a <= start and end <= b)

    def cuts(self, start: int, end: int) -> list[int]:
        """Where a paragraph is cut so that no mark or clause begins or ends inside a piece."""
        inner = self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]
        return [start, *inner, end]


def anchor(clause: Clause) -> str:
    """The id of the place in the text at which a clause begins."""
    return f"c{clause.start}"


def paragraphs(
    document: Document,
    clauses: Sequence[Clause],
    clause: Span,
    quote: Span,
    shown: Span | None = None,
    *,
    anchored: bool = False,
) -> Iterator[str]:
    """The paragraphs of a part of a document, or of all; the first one marked has the id `cited`.

    With `anchored` each of the clauses has its anchor.
    """
    first, last = shown or (0, len(document.text))
    within = [each for each in clauses if first <= each.start < last]
    at = [each.start for each in within] if anchored else []
    marks = _Marks(clause, quote, _run_in_headings(document.text, within), at)
    styles = {each.start: _STYLES[each.level] for each in within if each.level in _STYLES}
    return _paragraphs(document, marks, styles, first, last)


def _run_in_headings(text: str, clauses: Sequence[Clause]) -> list[Span]:
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
        named = ' id="cited"' if touched and not anchored else ""
        anchored = anchored or touched
        pieces = _pieces(document.text, marks, start, end)
        yield f'<p{named} class="{" ".join(classes)}">{pieces}</p>'


def _pieces(text: str, marks: _Marks, start: int, end: int) -> str:
    cuts = marks.cuts(start, end)
    pieces = []
    for a, b in pairwise(cuts):
        classes = marks.classes(a, b)
        written = escape(text[a:b])
        tag = "mark" if "quote" in classes or "clause" in classes else "span"
        if a in marks.anchors:
            pieces.append(f'<span class="anchor" id="c{a}"></span>')
        pieces.append(f'<{tag} class="{classes}">{written}</{tag}>' if classes else written)
    return "".join(pieces)
