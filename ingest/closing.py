"""Paragraphs that close a numbered text and belong to none of its items."""

import re
from collections.abc import Sequence

from ingest.effect import is_effect_sentence
from ingest.paragraphs import Read

__all__ = ["closing_size", "is_duty_line"]

_ABOUT_ALL = re.compile(
    r"^(?:以上|上述|本)(?:各项|各条|各款|实施|若干|扶持|支持|政策)*(?:政策|措施|意见|办法|方案|通知|细则|规定|条款|政策措施|若干措施)"
)
_DUTY = re.compile(
    r"^[（(\[〔【]?(?:责任|牵头|主办|主责|承办|配合|协办|实施|落实)(?:单位|部门|处室|科室|领导|人)?[^。]{0,12}[:：]"
    r"|^[（(\[〔【].*(?:负责|牵头|配合|落实|参与)[^（）()]{0,6}[）)\]〕】]。?$"
)
_FEWEST_ITEMS = 3


def closing_size(paragraphs: Sequence[Read], depths: Sequence[int | None]) -> int:
    """How many paragraphs at the end close the whole text.

    They are about the document itself (本措施自…), or stand behind the last of many items that are
    single paragraphs. A line of responsible organs belongs to its item and never closes a text.
    """
    marked = [at for at, depth in enumerate(depths) if depth is not None]
    if not marked:
        return 0
    first = marked[-1] + 1
    while first < len(paragraphs) and is_duty_line(paragraphs[first].text):
        first += 1
    behind = paragraphs[first:]
    if any(is_duty_line(paragraph.text) for paragraph in behind):
        return 0
    if _items_are_single(paragraphs, depths, marked):
        return len(behind)
    return len(_about_document(behind))


def _items_are_single(
    paragraphs: Sequence[Read], depths: Sequence[int | None], marked: Sequence[int]
) -> bool:
    """Whether the items like the last one have no second paragraph, lines of organs not counted."""
    last = paragraphs[marked[-1]].marker
    alike = [
        at
        for at in marked[:-1]
        if last and (marker := paragraphs[at].marker) and marker.kind is last.kind
    ]
    if len(alike) + 1 < _FEWEST_ITEMS:
        return False
    return all(depths[at + 1] is not None or is_duty_line(paragraphs[at + 1].text) for at in alike)


def is_duty_line(text: str) -> bool:
    """Whether a paragraph without white space only says which organs are responsible."""
    return bool(_DUTY.match(text))


def _about_document(paragraphs: Sequence[Read]) -> list[Read]:
    closing: list[Read] = []
    for paragraph in reversed(paragraphs):
        if not (is_effect_sentence(paragraph.text) or _ABOUT_ALL.match(paragraph.text)):
            break
        closing.append(paragraph)
    return closing
