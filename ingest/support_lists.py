"""Lists of conditions (符合下列条件之一的：（1）…；（2）…) and of what a label announces.

Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.support_phrases import Context, Span

__all__ = ["MARKER", "add_items", "announces_list", "items_of", "opens_item", "opens_list"]

MARKER = (
    "(?:[（(](?:[一二三四五六七八九十]{1,3}|\\d{1,2})[）)]|(?:[一二三四五六七八九十]{1,3}|\\d{1,2})[、.．）)](?!\\d)"
    "|[①-⑳]|[—·●◆■▲★-]+)?"
)
_LIST = re.compile(
    "(?:下列|以下|如下)(?:[^，。；：:]{0,6})(?:条件|情形|情况|要求|标准)[^：:。；]*[：:]"
)
_POINTS = re.compile(
    "^(?:[^，。；]{0,10}(?:须|应当?|需))?(?:同时)?(?:符合|具备|满足|有|属于)?(?:下列|以下|如下)[^，。；]{0,8}(?:之一)?$"
)
_ANY = re.compile("之一")
_ITEM = re.compile(f"^{MARKER}")
_PIECE = re.compile("[^。；;\n]+")
_ONLY_SAYS = re.compile(f"^[：:]?(?:为|是|包括|主要包括|主要为|指|应|须|需)*(?:同时)?{MARKER}")
_LONGEST = 90  # characters of a condition; what is longer tells more than one


def opens_list(text: str, start: int, end: int) -> tuple[int, bool] | None:
    """Where the list of conditions that a sentence announces begins, and whether one suffices."""
    found = _LIST.search(text, start, end)
    return (found.end(), bool(_ANY.search(found[0]))) if found else None


def announces_list(text: str) -> bool:
    """Whether a condition only points to the list behind it: 符合下列条件之一."""
    return bool(_POINTS.search(text))


def opens_item(text: str) -> bool:
    """Whether a line begins with the marker of an item."""
    found = _ITEM.match(text)
    return bool(found and found[0])


def items_of(text: str, start: int, end: int) -> Iterator[Span]:
    """The items of a stretch, cut at ； and 。, without their markers."""
    for piece in _PIECE.finditer(text, start, end):
        marker = _ITEM.match(piece[0])
        a = piece.start() + (marker.end() if marker else 0)
        if said := _ONLY_SAYS.match(text[a : piece.end()]):
            a += said.end()
        b = piece.end() - (1 if text[piece.end() - 1] in "，,：:" else 0)
        if b - a >= 2:
            yield a, b


def add_items(context: Context, items: Sequence[Span], *, any_of: bool) -> None:
    """Adds the items of a list to the conditions; with `any_of` one of them suffices."""
    kept = [(a, b) for a, b in items if 4 <= b - a <= _LONGEST]
    context.conditions += kept
    if any_of and len(kept) > 1:
        context.alternatives.append(tuple(kept))
