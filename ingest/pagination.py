"""Page numbers: lines that belong to the page, not to the document."""

import re
from collections.abc import Sequence

from ingest.source import Line

__all__ = ["without_page_numbers"]

_DASH = "[-—－–―─·•~～]"
# — 3 —, - 3 -, 第3页, 第 3 页 共 10 页, 3 / 10
_NUMBER = re.compile(
    rf"\s*(?:{_DASH}{{1,2}}\s*\d{{1,4}}\s*{_DASH}{{1,2}}"
    r"|第\s*\d{1,4}\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4})\s*"
)
_BARE = re.compile(r"\s*\d{1,4}\s*")


def without_page_numbers(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without page numbers and the blank lines around them.

    A bare number counts as one only at an edge of its page.
    """
    edges = _edges(lines)
    kept: list[Line] = []
    behind_number = False
    for at, line in enumerate(lines):
        if _NUMBER.fullmatch(line.text) or (at in edges and _BARE.fullmatch(line.text)):
            behind_number = True
            while kept and not kept[-1].text.strip():
                kept.pop()
        elif not (behind_number and not line.text.strip()):
            kept.append(line)
            behind_number = False
    return tuple(kept)


def _edges(lines: Sequence[Line]) -> set[int]:
    """The indexes of the first and the last line with text of each page."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, line in enumerate(lines):
        if line.page is not None and line.text.strip():
            first.setdefault(line.page, at)
            last[line.page] = at
    return {*first.values(), *last.values()}
