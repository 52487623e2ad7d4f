"""Plain text: each line a line, a form feed begins a page."""

import re

from ingest.source import Line

__all__ = ["read_text"]

_LINE_END = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")


def read_text(text: str) -> tuple[Line, ...]:
    """The lines of a plain text; pages are counted where it holds form feeds."""
    pages = text.rstrip("\f\n\r ").split("\f")
    paged = len(pages) > 1
    return tuple(
        Line(line, page=number if paged else None)
        for number, page in enumerate(pages, 1)
        for line in _LINE_END.split(page)
    )
