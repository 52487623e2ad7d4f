"""Lines of set pages become paragraphs: by indent, by the end of the line before, by the gap.

A paragraph that runs over a page is kept whole and counts for the page on which it begins.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.fields import SENTENCE_END
from ingest.markers import read_marker
from ingest.readers.typeset import SetLine
from ingest.source import Line

__all__ = ["join_pages"]

_INDENTED = 1.2  # of the size
_ALIGNED = 0.5  # of the size: two lines that begin at one place
_SHORT = 2.5  # of the size: a line that ends so far from the margin ends a paragraph
_RAGGED = 8  # of the size: that far where indents tell paragraphs apart
_SHORT_SENTENCE = 1.2  # of the size: so does one that ends a sentence so far from it
_GAP = 1.5  # of the usual distance of lines
_OTHER_SIZE = 0.12  # of the size: another one begins a paragraph
_LONG = 0.6  # of the widest line: lines that tell where the margins are
_ENOUGH = 5  # such lines on a page tell them for the page
_SHARE = 0.1  # of all lines that begin at a place make it the margin
_INDENT = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    pitch: float  # usual distance of baselines


@dataclass(frozen=True, slots=True)
class _Placed:
    line: SetLine
    page: int
    margins: _Margins


def join_pages(pages: Sequence[tuple[int, Sequence[SetLine | Line]]]) -> list[Line]:
    """The paragraphs of pages, given as page numbers with lines; what is read already stays."""
    whole = _by_column([line for _, lines in pages for line in lines if isinstance(line, SetLine)])
    joined: list[Line] = []
    paragraph: list[_Placed] = []
    for number, lines in pages:
        own = _by_column([line for line in lines if isinstance(line, SetLine)], least=_ENOUGH)
        for line in lines:
            if isinstance(line, Line):
                joined += _paragraph(paragraph)
                paragraph = []
                joined.append(line)
                continue
            placed = _Placed(line, number, own.get(line.column) or whole[line.column])
            if paragraph and not _continues(paragraph, placed):
                joined += _paragraph(paragraph)
                paragraph = []
            paragraph.append(placed)
    return joined + _paragraph(paragraph)


def _by_column(lines: Sequence[SetLine], least: int = 1) -> dict[int, _Margins]:
    columns: dict[int, list[SetLine]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    found = {}
    for column, inside in columns.items():
        widest = max(line.x1 - line.x0 for line in inside)
        long = [line for line in inside if line.x1 - line.x0 >= _LONG * widest]
        if len(long) >= least:
            found[column] = _margins(inside, long)
    return found


def _margins(lines: Sequence[SetLine], long: Sequence[SetLine]) -> _Margins:
    size = max(1.0, median(line.size for line in long))
    starts = Counter(round(line.x0 / (_ALIGNED * size)) for line in lines)
    enough = max(min(2, len(lines)), _SHARE * len(lines))
    usual = [place for place, count in starts.items() if count >= enough] or list(starts)
    ends = sorted(line.x1 for line in long)
    gaps = [after.y - before.y for before, after in pairwise(lines)]
    near = [gap for gap in gaps if 0.5 * size < gap < 4 * size]
    return _Margins(
        left=min(usual) * _ALIGNED * size,
        right=ends[int(0.9 * (len(ends) - 1))],
        pitch=median(near) if near else 2 * size,
    )


def _continues(paragraph: Sequence[_Placed], placed: _Placed) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    last, margins = paragraph[-1], placed.margins
    before, after = last.line, placed.line
    size = max(before.size, after.size, 1.0)
    if abs(before.size - after.size) > _OTHER_SIZE * size:
        return False
    same_block = last.page == placed.page and before.column == after.column
    if same_block and not 0 < after.y - before.y <= _GAP * margins.pitch:
        return False
    free = last.margins.right - before.x1
    ends = before.text[-1] in SENTENCE_END + "：:"
    indent, indent_before = after.x0 - margins.left, before.x0 - last.margins.left
    ragged = _is_indented(paragraph[0]) and abs(indent) < _ALIGNED * size
    if free > (_SHORT_SENTENCE if ends else _RAGGED if ragged else _SHORT) * size:
        return False
    if (ends or _is_heading(paragraph)) and read_marker(after.text):
        return False
    if indent < -_INDENTED * size:
        return False
    if indent > _INDENTED * size:
        aligned = abs(indent - indent_before) < _ALIGNED * size
        return aligned and not ends and not read_marker(after.text)
    return True


def _paragraph(placed: Sequence[_Placed]) -> list[Line]:
    if not placed:
        return []
    first = placed[0]
    text = first.line.text
    for at in range(1, len(placed)):
        text += _glue(text, placed[at].line.text) + placed[at].line.text
    return [Line((_INDENT if _is_indented(first) else "") + text, first.page)]


def _is_heading(paragraph: Sequence[_Placed]) -> bool:
    """Whether the lines so far hold no punctuation but that of a marker."""
    text = "".join(placed.line.text for placed in paragraph)
    marker = read_marker(text)
    return not re.search("[，。、；：]", text[marker.end :] if marker else text)


def _is_indented(placed: _Placed) -> bool:
    return placed.line.x0 - placed.margins.left > _INDENTED * placed.line.size


def _glue(before: str, after: str) -> str:
    words = before[-1].isascii() and after[0].isascii() and before[-1].isalnum()
    return " " if words and after[0].isalpha() else ""
