"""Set pages: glyphs with places become lines in reading order. All lengths in points, y downwards.

Lines are told by their baselines. Where two columns of prose stand side by side, the left one is
read first; a line across both parts what is above it from what is below.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Glyph", "SetLine", "set_lines"]

_SAME_LINE = 0.4  # of the size: baselines closer than that are one
_SPACE = 0.15  # of the size: a gap between words of ASCII
_WIDE_SPACE = 0.7  # of the size: a gap between Chinese characters
_SEGMENT = 1.2  # of the size: a gap that can part columns
_TWICE = 0.12  # of the size: the same character so close is drawn twice to look bold
_LEAST_LINES = 6  # of a column
_LEAST_FILLED = 0.7  # of a column's width: the median line of prose
_MOST_ACROSS = 0.3  # of the lines beside each other: lines across both columns
_SPACES = re.compile(r"[ \u3000\xa0]{2,}")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, or a few set as one, with its place on the page."""

    text: str
    x0: float
    x1: float
    y: float  # baseline
    size: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as set on a page."""

    text: str
    x0: float
    x1: float
    y: float  # baseline
    size: float
    column: int = 0  # 1 the left one, 2 the right one, 0 the whole width


@dataclass(slots=True)
class _Row:
    y: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)


def set_lines(glyphs: Iterable[Glyph]) -> list[SetLine]:
    """The lines of a page in reading order, blank ones left out."""
    segments = [segment for row in _rows(glyphs) for segment in _segments(row)]
    gutter = _gutter(segments)
    if gutter is None:
        return [_line(segment) for segment in _joined(segments)]
    lines: list[SetLine] = []
    for band in _bands(segments, gutter):
        for column in (0, 1, 2):
            inside = [s for s in band if _column(s, gutter) == column]
            lines += [_line(segment, column) for segment in _joined(inside)]
    return lines


def _column(segment: _Row, gutter: float) -> int:
    if segment.glyphs[0].x0 >= gutter:
        return 2
    return 0 if segment.glyphs[-1].x1 > gutter else 1


def _rows(glyphs: Iterable[Glyph]) -> list[_Row]:
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x0)):
        row = rows[-1] if rows else None
        if row is None or glyph.y - row.y > _SAME_LINE * max(glyph.size, row.size):
            row = _Row(glyph.y, glyph.size)
            rows.append(row)
        row.glyphs.append(glyph)
        row.size = max(row.size, glyph.size)
    for row in rows:
        row.glyphs = _once(sorted(row.glyphs, key=lambda g: g.x0))
        row.y = median(g.y for g in row.glyphs)
    return [row for row in rows if any(not g.text.isspace() for g in row.glyphs)]


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn twice in nearly the same place."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        twin = any(
            g.text == glyph.text
            and abs(g.x0 - glyph.x0) < _TWICE * glyph.size
            and abs(g.y - glyph.y) < _TWICE * glyph.size
            for g in kept[-3:]
        )
        if not twin:
            kept.append(glyph)
    return kept


def _segments(row: _Row) -> list[_Row]:
    """The parts of a row that stand apart."""
    parts: list[_Row] = []
    for glyph in row.glyphs:
        if glyph.text.isspace():
            continue
        if not parts or glyph.x0 - parts[-1].glyphs[-1].x1 > _SEGMENT * row.size:
            parts.append(_Row(row.y, row.size))
        parts[-1].glyphs.append(glyph)
    spaces = [g for g in row.glyphs if g.text.isspace()]
    for part in parts:
        inside = [g for g in spaces if part.glyphs[0].x0 < g.x0 < part.glyphs[-1].x0]
        part.glyphs = sorted([*part.glyphs, *inside], key=lambda g: g.x0)
    return parts


def _joined(segments: Sequence[_Row]) -> list[_Row]:
    """The rows that segments of one baseline make."""
    rows: list[_Row] = []
    for segment in segments:
        if rows and abs(rows[-1].y - segment.y) < 0.01:
            rows[-1].glyphs.extend(segment.glyphs)
        else:
            rows.append(_Row(segment.y, segment.size, list(segment.glyphs)))
    return rows


def _line(row: _Row, column: int = 0) -> SetLine:
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row.glyphs:
        if last is not None and not (last.text.isspace() or glyph.text.isspace()):
            gap = (glyph.x0 - last.x1) / max(row.size, 0.1)
            words = last.text.isascii() and glyph.text.isascii()
            if gap > (_SPACE if words else _WIDE_SPACE):
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    text = _SPACES.sub(" ", "".join(parts)).strip()
    size = median(g.size for g in row.glyphs)
    return SetLine(text, row.glyphs[0].x0, row.glyphs[-1].x1, row.y, size, column)


def _gutter(segments: Sequence[_Row]) -> float | None:
    """The place between two columns of prose; None on a page of one column."""
    if len(segments) < 2 * _LEAST_LINES:
        return None
    left_edge = min(s.glyphs[0].x0 for s in segments)
    right_edge = max(s.glyphs[-1].x1 for s in segments)
    width = right_edge - left_edge
    middle = [
        s.glyphs[0].x0 - 1
        for s in segments
        if 0.35 * width < s.glyphs[0].x0 - left_edge < 0.65 * width
    ]
    best: tuple[int, float] | None = None
    for x in sorted({round(x) for x in middle}):
        left = [s for s in segments if s.glyphs[-1].x1 <= x]
        right = [s for s in segments if s.glyphs[0].x0 >= x]
        across = len(segments) - len(left) - len(right)
        if min(len(left), len(right)) < _LEAST_LINES:
            continue
        if across > _MOST_ACROSS * (len(left) + len(right)):
            continue
        if _is_prose(left, left_edge, x) and _is_prose(right, x, right_edge):
            score = len(left) + len(right)
            if best is None or score > best[0]:
                best = (score, float(x))
    return best[1] if best else None


def _is_prose(segments: Sequence[_Row], start: float, end: float) -> bool:
    widths = (s.glyphs[-1].x1 - s.glyphs[0].x0 for s in segments)
    return median(widths) >= _LEAST_FILLED * (end - start)


def _bands(segments: Sequence[_Row], gutter: float) -> list[list[_Row]]:
    """The segments parted by those across both columns, each of which is a band of its own."""
    bands: list[list[_Row]] = [[]]
    for segment in segments:
        if _column(segment, gutter) == 0:
            bands += [[segment], []]
        else:
            bands[-1].append(segment)
    return [band for band in bands if band]
