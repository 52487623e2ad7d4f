"""A text without white space, with what its layout says about where items and labels begin."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ingest.duty_labels import COLON, read_label
from ingest.organ_lists import Context, Piece
from ingest.organ_shape import CLOSE, OPEN
from ingest.owner_rules import Owner, match_rules
from kb.numerals import chinese_number
from kb.squeeze import Squeezed

__all__ = ["DutyText", "Known"]

Known = Callable[[str], bool]

_OPENING = re.compile(f"[{re.escape(OPEN)}]")
_SPACES = re.compile(r"\s+")
_MARKER = re.compile(
    r"\d{1,2}[.．、](?!\d)|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[①-⑳]"
    "|第[一二三四五六七八九十百]+[章条]"
)
_HAN_MARKER = re.compile("(?P<number>[一二三四五六七八九十]{1,3})、")
# In a text without line ends: 责任单位：市财政局、各区政府二、缓缴社会保险费
_GLUED = re.compile(f"(?<=[委局厅部办会行府院中。；;{re.escape(CLOSE)}]){_HAN_MARKER.pattern}")
_GOES_ON = "、，,"


class DutyText:
    """A text without white space, with what its layout says."""

    def __init__(self, text: str, known: Known) -> None:
        self.squeezed = Squeezed(text)
        self.text = self.squeezed.text
        spaces = [(self.squeezed.index(m.end()), "\n" in m[0]) for m in _SPACES.finditer(text)]
        self.gaps = frozenset(at for at, _ in spaces)
        self.breaks = frozenset(
            at
            for at, line_end in spaces
            if line_end and self.text[at - 1 : at] not in tuple(_GOES_ON)
        )
        self.context = Context(self.text, self.gaps, known)

    def owners(self, pieces: Iterable[Piece]) -> tuple[Owner, ...]:
        """Pieces in offsets of the text as printed."""
        return tuple(Owner(*self.squeezed.span(p.start, p.end), p.role) for p in pieces)

    @cached_property
    def markers(self) -> frozenset[int]:
        """Where the number of another item stands."""
        text = self.text
        within = tuple(f"{_GOES_ON}；;{COLON}")
        found = {
            m.start()
            for m in _MARKER.finditer(text)
            if m.start() in self.gaps or text[m.start() - 1 : m.start()] not in within
        }
        found |= {at for at in self.gaps if _HAN_MARKER.match(text, at)}
        return frozenset(found | set(self._glued()))

    def _glued(self) -> Iterator[int]:
        """Where the next number of the document's sections follows an organ at once."""
        first = _HAN_MARKER.match(self.text)
        expected = (chinese_number(first["number"]) or 0) + 1 if first else 1
        for marker in _GLUED.finditer(self.text):
            if chinese_number(marker["number"]) == expected > 1:
                expected += 1
                yield marker.start()

    @cached_property
    def labels(self) -> frozenset[int]:
        """Where a label of owners begins: at a bracket that it opens, or behind white space."""
        found = set()
        for at in [*(m.start() for m in _OPENING.finditer(self.text)), *self.gaps]:
            opens = self.text[at : at + 1] in tuple(OPEN)
            label = read_label(self.text, at + opens, opening=opens) or read_label(self.text, at)
            if label and label.opens_a_duty:
                found.add(at)
        return frozenset(found)

    @cached_property
    def rules(self) -> tuple[tuple[int, int], ...]:
        """Spans of rules about several tasks, whose organs are no owners of the task beside."""
        return tuple(match.span() for match in match_rules(self.text))

    def ends_item(self, at: int) -> bool:
        """Whether an item ends before an offset: at a line end or before the next number."""
        return at in self.breaks or at in self.markers
