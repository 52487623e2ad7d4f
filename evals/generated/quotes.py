"""The shortest verbatim passage about a span that stands once in its document. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kb.squeeze import Squeezed

__all__ = ["Quotes"]

_STOPS = "。；，、：！？（）“”《》\n"
_FURTHEST = 400  # characters that a passage is lengthened by


class Quotes:
    """The text of one document; `spans` are those of its units, which no passage leaves."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._held = Squeezed(text)
        self._spans = sorted(spans)

    def quote(self, start: int, end: int) -> str | None:
        """The text of a span without white space, with as much before it as makes it the only one.

        Where that is not enough, with as much behind it. None where nothing is, or the span lies in
        no unit whole.
        """
        at = bisect_right(self._spans, (start, len(self._text))) - 1
        if at < 0 or not self._spans[at][0] <= start < end <= self._spans[at][1]:
            return None
        low, high, first, last = map(self._held.index, (*self._spans[at], start, end))
        low, high = max(low, first - _FURTHEST), min(high, last + _FURTHEST)
        if first >= last:
            return None
        if self._is_single(low, last):
            longer = range(0, first - low + 1)
            more = bisect_left(longer, True, key=lambda n: self._is_single(first - n, last))
            return self._held.text[self._from_stop(first - more, low, first) : last]
        if self._is_single(low, high):
            longer = range(0, high - last + 1)
            more = bisect_left(longer, True, key=lambda n: self._is_single(low, last + n))
            return self._held.text[low : self._to_stop(last + more, high, last)]
        return None

    def _is_single(self, start: int, end: int) -> bool:
        text, passage = self._held.text, self._held.text[start:end]
        return text.find(passage) == start and text.find(passage, start + 1) < 0

    def _from_stop(self, at: int, low: int, first: int) -> int:
        """Where the words begin that a lengthened passage would cut."""
        while low < at < first and self._held.text[at - 1] not in _STOPS:
            at -= 1
        return at

    def _to_stop(self, at: int, high: int, last: int) -> int:
        while last < at < high and self._held.text[at] not in _STOPS:
            at += 1
        return at
