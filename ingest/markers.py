"""Numerals and the markers that number the parts of laws and of administrative documents.

Laws number 编章节条款项目 (立法法 第六十五条); administrative documents number 一、（一）1.（1）
(GB/T 9704—2012 7.3.3). Whether a marker opens a clause is decided by the outline, which knows the
sequence.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.numerals import chinese_number
from kb.squeeze import SPACE

__all__ = ["HAN", "Kind", "Marker", "read_marker"]

HAN = "[零〇○一二两三四五六七八九十百千]"


class Kind(StrEnum):
    """The form of a marker, one for each way of numbering."""

    PART = "编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    HAN = "一、"
    HAN_BRACKETS = "（一）"
    DIGIT = "1."
    DIGIT_BRACKETS = "（1）"
    DIGIT_HALF = "1）"
    CIRCLED = "①"
    ORDINAL = "第一，"
    DOTTED1 = "1 "
    DOTTED2 = "1.1"
    DOTTED3 = "1.1.1"
    DOTTED4 = "1.1.1.1"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the beginning of a paragraph."""

    kind: Kind
    number: tuple[int, ...]  # (3,) for 三、; (10, 1) for 第十条之一; (2, 3) for 2.3
    printed: str  # as in the text, without outer white space
    end: int  # offset behind it and the white space that follows


_S = f"[{SPACE}]*"
_HAN_NUMBER = f"(?P<han>{HAN}(?:{_S}{HAN}){{0,6}})"
_EITHER_NUMBER = rf"(?P<han>(?:{HAN}(?:{_S}{HAN}){{0,6}}|\d{{1,4}}))"
_SMALL = r"(?P<digit>\d{1,3})"
# What follows 第三条 in a mention of it, not in the article itself.
_MENTION = r"[、，,；;。第至到和及与或之的]|规定|所列|所称|以[上下]|中的|款|项|～|-|—"


def _law(word: str) -> str:
    return rf"第{_S}{_EITHER_NUMBER}{_S}{word}(?:{_S}之{_S}(?P<sub>{HAN}{{1,3}}))?(?!{_MENTION})"


# The year in 1.2025年底前 is text; any other digit behind a full stop makes a decimal or a date.
_NO_DECIMAL = r"(?!\d{1,3}(?!\d)|\d{4}(?!年)|\d{5})"

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"{_S}(?P<printed>{pattern}){_S}"))
    for kind, pattern in (
        (Kind.PART, _law("(?:编|篇|部分)")),
        (Kind.CHAPTER, _law("章")),
        (Kind.SECTION, _law("节")),
        (Kind.ARTICLE, _law("条")),
        (Kind.HAN, rf"{_HAN_NUMBER}{_S}[、．.]"),
        (
            Kind.HAN_BRACKETS,
            rf"[（(〔﹙]{_S}{_HAN_NUMBER}{_S}[）)〕﹚]{_S}[、．.]?|(?P<small>[㈠-㈩])",
        ),
        (Kind.ORDINAL, rf"第{_S}{_HAN_NUMBER}{_S}[，,、：:]"),
        (Kind.DOTTED4, r"(?P<dotted>\d{1,2}(?:[.．]\d{1,2}){3})(?![\d.．%％])[.．、]?"),
        (Kind.DOTTED3, r"(?P<dotted>\d{1,2}(?:[.．]\d{1,2}){2})(?![\d.．%％年])[.．、]?"),
        (Kind.DIGIT, rf"{_SMALL}{_S}(?:[．、﹒]|[.]{_NO_DECIMAL})|(?P<small>[⒈-⒛])"),
        (
            Kind.DOTTED2,
            r"(?P<dotted>\d{1,2}[.．]\d{1,2})[.．、]?(?=[\s\u3000]|[^\W\da-zA-Z亿万个千百元年月倍%％])",
        ),
        (Kind.DIGIT_BRACKETS, rf"[（(]{_S}{_SMALL}{_S}[）)]{_S}[、．.]?|(?P<small>[⑴-⒇])"),
        (Kind.DIGIT_HALF, rf"{_SMALL}{_S}[）)]{_S}[、．.]?"),
        (Kind.CIRCLED, r"(?P<small>[①-⑳])"),
        (
            Kind.DOTTED1,
            r"(?P<digit>\d{1,2})"
            r"(?=[ \u3000\xa0]+(?![号个项条年月日页亿万元吨人家次件第])[\u4e00-\u9fff]{2,20}$)",
        ),
    )
)
# Markers of one character: the code point of the first, the first and the last.
_SMALL_MARKERS = (
    (0x3220, "㈠", "㈩"),
    (0x2488, "⒈", "⒛"),
    (0x2474, "⑴", "⒇"),
    (0x2460, "①", "⑳"),
)


def read_marker(text: str, at: int = 0) -> Marker | None:
    """The marker at an offset of a paragraph, white space before it skipped; None if none."""
    for kind, pattern in _PATTERNS:
        if found := pattern.match(text, at):
            number = _number(found)
            if number is not None:
                return Marker(kind, number, found["printed"].strip(), found.end())
    return None


def _number(found: re.Match[str]) -> tuple[int, ...] | None:
    groups = found.groupdict()
    if dotted := groups.get("dotted"):
        return tuple(int(n) for n in re.split("[.．]", dotted))
    if small := groups.get("small"):
        return next(
            (ord(small) - first + 1,) for first, low, high in _SMALL_MARKERS if low <= small <= high
        )
    word = re.sub(f"[{SPACE}]", "", groups.get("han") or groups.get("digit") or "")
    value = chinese_number(word)
    if not value:
        return None
    sub = chinese_number(groups["sub"]) if groups.get("sub") else None
    return (value, sub) if sub else (value,)
