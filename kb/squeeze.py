"""Text without white space, and the way back to the text that has it.

PDF text carries spaces that mean nothing (3 号, 2025 年末). Patterns are matched on the squeezed
text and their spans are mapped back to the text as printed.
"""

import re
from array import array
from bisect import bisect_left

__all__ = ["SPACE", "Squeezed", "squeeze"]

# White space of Unicode and the characters without width that web pages and PDF leave behind.
SPACE = r"\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"

_SPACES = re.compile(f"[{SPACE}]+")
_SOLID = re.compile(f"[^{SPACE}]+")


def squeeze(text: str) -> str:
    """The text without white space and characters without width."""
    return _SPACES.sub("", text)


class Squeezed:
    """A text without white space that knows where each character stood."""

    __slots__ = ("_offsets", "_whole", "text")

    def __init__(self, text: str) -> None:
        self.text = squeeze(text)
        self._offsets = array("L")
        for run in _SOLID.finditer(text):
            self._offsets.extend(range(run.start(), run.end()))
        self._whole = len(text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span, without outer white space, of a half-open squeezed one."""
        first = self._offsets[start] if start < len(self._offsets) else self._whole
        return (first, self._offsets[end - 1] + 1) if start < end else (first, first)

    def index(self, offset: int) -> int:
        """The squeezed offset of the first solid character at or after an original offset."""
        return bisect_left(self._offsets, offset)
