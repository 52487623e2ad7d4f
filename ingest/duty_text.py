"""A text without white space, with what its layout says about where items and labels begin."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ingest.duty_labels import COLON, read_label
from ingest.organ_lists import Context, Piece
from ingest.organ_shape import CLOSE, OPEN, is_note, is_organ_shaped
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
_GLUED = re.compile(
    f"(?<=[委局厅部办会行府院中。；;{re.escape(CLOSE)}]){_HAN_MARKER.pattern}(?![一二三四五六七八九十])"
)
# Behind any word of such a text: 优化招标投标责任单位：市住建局; not 各责任单位：, 牵头责任单位：
_STRICT_LABEL = re.compile(
    "(?<![各的由为向和与及、是将等该其他关要级直一头同助导合办任个列主体：:])"
    f"(?:牵头|责任|主办|承办|协办|配合|落实|主责)(?:责任)?(?:单位|部门)[{COLON}]"
)
_TIME_LABEL = re.compile(f"(?<=[委局厅部办会行府院])(?:完成|办结)(?:时限|时间)[{COLON}]")
_NAME_BEFORE = re.compile("[\u4e00-\u9fff]{1,14}$")
_NAME_BEHIND = re.compile("[\u4e00-\u9fff]{1,14}?(?=[、，,；;。）)]|等)")
_LEVELED = re.compile("国家|自治区|[省市区县州各]")
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
        self.barren = 0  # up to here labels are known to name no organ

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
        last = chinese_number(first["number"]) if first else None
        for marker in _GLUED.finditer(self.text):
            number = chinese_number(marker["number"]) or 0
            if number > 1 and last in (None, number - 1):
                last = number
                yield marker.start()

    @cached_property
    def glued_labels(self) -> frozenset[int]:
        """Where a label follows a word at once."""
        return frozenset(match.start() for match in _STRICT_LABEL.finditer(self.text))

    @cached_property
    def glued_times(self) -> frozenset[int]:
        """Where the label of a time (完成时限：) follows an organ at once."""
        return frozenset(match.start() for match in _TIME_LABEL.finditer(self.text))

    def parts(self, at: int) -> bool:
        """Whether white space or a label parts the text at an offset."""
        return at in self.gaps or at in self.glued_labels or at in self.glued_times

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
        return (at in self.breaks and not self._parts_name(at)) or at in self.markers

    def _parts_name(self, at: int) -> bool:
        """Whether a line end stands inside a name: 省商|务厅."""
        before = _NAME_BEFORE.search(self.text, max(0, at - 20), at)
        behind = _NAME_BEHIND.match(self.text, at)
        if not before or not behind or at in self.markers or is_organ_shaped(before[0]):
            return False
        name = before[0] + behind[0]
        return self.context.known(name) or (
            is_organ_shaped(name) and not _LEVELED.match(behind[0]) and not is_note(before[0])
        )
