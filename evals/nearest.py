"""The passage of a text that is nearest to a quote which is not in it, and where they differ. Pure.

Places are found by the short pieces that text and quote share, each voting for where the quote
would begin; only the best places are compared letter by letter (difflib).
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

__all__ = ["Nearest", "nearest"]

_PIECE = 4  # characters
_SHORTEST = 2  # characters of a piece, in a quote that has no longer ones in common with the text
_VOTES = 200  # places of one piece; a piece that stands in more tells nothing
_PLACES = 5  # that are compared letter by letter
_LONGEST = 600  # characters of a quote that are compared
_ENOUGH = 0.5  # of the letters that must agree
_AROUND = 4  # characters shown on both sides of a difference


class Nearest(NamedTuple):
    """A passage by its span, how alike it is (0 to 1), and the first difference in words."""

    start: int
    end: int
    likeness: float
    difference: str


def nearest(quote: str, text: str) -> Nearest | None:
    """The passage of a text most like a quote, both without white space; None where none is."""
    quote = quote[:_LONGEST]
    votes = _votes(quote, text, _PIECE) or _votes(quote, text, _SHORTEST)
    found = [_compared(quote, text, place) for place, _ in votes.most_common(_PLACES)]
    best = max(found, key=lambda each: each.likeness, default=None)
    return best if best is not None and best.likeness >= _ENOUGH else None


def _votes(quote: str, text: str, size: int) -> Counter[int]:
    """Where the quote would begin, in steps of a quarter of it, by the pieces that agree."""
    step = max(1, len(quote) // 4)
    votes: Counter[int] = Counter()
    for at in range(len(quote) - size + 1):
        found = re.finditer(re.escape(quote[at : at + size]), text)
        places = [match.start() for match in islice(found, _VOTES + 1)]
        if len(places) <= _VOTES:
            votes.update({max(0, place - at) // step * step for place in places})
    return votes


def _compared(quote: str, text: str, place: int) -> Nearest:
    """The passage about a place, its ends where the letters agree with the quote's."""
    low = max(0, place - len(quote) // 4)
    window = text[low : place + len(quote) * 3 // 2 + 2]
    block = SequenceMatcher(None, quote, window, autojunk=False).find_longest_match()
    start = max(0, block.b - block.a - _AROUND)
    passage = window[start : block.b + len(quote) - block.a + _AROUND]
    matcher = SequenceMatcher(None, quote, passage, autojunk=False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if codes and codes[0][:3] == ("insert", 0, 0):
        start, passage = start + codes[0][4], passage[codes[0][4] :]
    if codes and codes[-1][:3] == ("insert", len(quote), len(quote)):
        passage = passage[: len(passage) - (codes[-1][4] - codes[-1][3])]
    matcher = SequenceMatcher(None, quote, passage, autojunk=False)
    begin = low + start
    return Nearest(
        begin, begin + len(passage), matcher.ratio(), _difference(matcher, quote, passage)
    )


def _difference(matcher: "SequenceMatcher[str]", quote: str, passage: str) -> str:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            one = quote[max(0, a - _AROUND) : b + _AROUND]
            other = passage[max(0, c - _AROUND) : d + _AROUND]
            return f"题中“{one}”，原文“{other}”"
    return ""
