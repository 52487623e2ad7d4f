"""Running headers, running footers and page numbers of set pages."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pagination import without_page_numbers
from ingest.readers.typeset import SetLine
from ingest.source import Line
from kb.squeeze import squeeze

__all__ = ["without_running"]

_EDGE = 0.12  # of the page's height
_NEAREST = 3  # lines at each edge that can belong to the page
_APART = 1.25  # of the usual distance of lines: the gap between them and the text
_OTHER_SIZE = 0.12  # of the size: or they are set in another size
_SHARE = 0.3  # of the pages: odd and even pages and parts have headers of their own
_NUMBER = re.compile(r"\d+|^[ivxlc]+$|^[IVXLC]+$")


def without_running(
    pages: Sequence[Sequence[SetLine]], heights: Sequence[float]
) -> list[list[SetLine]]:
    """The lines of each page without what is printed on page after page at one height."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in _edge_lines(lines, height):
            for key in _keys(line, height):
                seen[key].add(number)
    least = max(2, _SHARE * len(pages))
    return [
        _kept(lines, height, {key for key, where in seen.items() if len(where) >= least})
        for lines, height in zip(pages, heights, strict=True)
    ]


def _edge_lines(lines: Sequence[SetLine], height: float) -> list[SetLine]:
    """The lines near an edge that stand apart from the text, and single numbers."""
    down = sorted(lines, key=lambda line: line.y)
    gaps = [after.y - before.y for before, after in pairwise(down)]
    apart = _APART * median(gaps) if gaps else 0.0
    top = [line for line in down[:_NEAREST] if line.y < _EDGE * height]
    bottom = [line for line in down[: -_NEAREST - 1 : -1] if line.y > (1 - _EDGE) * height]
    return _outer(top, down, apart) + _outer(bottom, down[::-1], apart)


def _outer(candidates: Sequence[SetLine], lines: Sequence[SetLine], apart: float) -> list[SetLine]:
    """The candidates, from an edge inwards, up to the last one that stands apart."""
    size = 0
    for at, line in enumerate(candidates, 1):
        inner = lines[at] if at < len(lines) else None
        if (
            inner is None
            or abs(inner.y - line.y) > apart
            or abs(inner.size - line.size) > _OTHER_SIZE * max(inner.size, line.size)
            or squeeze(line.text).isdecimal()
            or _is_page_number(line)
        ):
            size = at
    return list(candidates[:size])


def _is_page_number(line: SetLine) -> bool:
    return not without_page_numbers([Line(line.text)])


def _keys(line: SetLine, height: float) -> list[tuple[str, int]]:
    """What a line is recognized by on other pages: its text without digits, its height."""
    text = _NUMBER.sub("#", squeeze(line.text))
    place = round(100 * line.y / height) if height else 0
    return [(text, place + off) for off in (-1, 0, 1)]


def _kept(lines: Sequence[SetLine], height: float, running: set[tuple[str, int]]) -> list[SetLine]:
    dropped = [
        line
        for line in _edge_lines(lines, height)
        if _is_page_number(line) or _keys(line, height)[1] in running
    ]
    return [line for line in lines if line not in dropped]
