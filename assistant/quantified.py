"""A quantity that an enterprise states of a matter against the one that a claim asks for. Pure.

稳定就业11个月 says 稳定就业半年以上 and denies 稳定就业1年以上: both speak of the same matter.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.bounds import compared
from kb.model import Comparison
from kb.numerals import chinese_number

__all__ = ["quantity_holds"]

_KEPT = 16_384  # texts read once; documents repeat their phrases
_BEFORE = (
    (Comparison.AT_MOST, "不(?:得)?(?:超过|高于|多于|大于)|最多|至多"),
    (Comparison.AT_LEAST, "不(?:得)?(?:低于|少于|小于)|至少|达到|达|满"),
    (Comparison.LESS_THAN, "低于|少于|小于|不足|不到|未满"),
    (Comparison.MORE_THAN, "超过|高于|多于|大于"),
)
_BEHIND = {"以上": Comparison.AT_LEAST, "以下": Comparison.AT_MOST, "以内": Comparison.AT_MOST}
_STRICT = {
    Comparison.AT_LEAST: Comparison.MORE_THAN,
    Comparison.AT_MOST: Comparison.LESS_THAN,
}
_UNITS = {
    "年": ("月", Decimal(12)),
    "周年": ("月", Decimal(12)),
    "个月": ("月", Decimal(1)),
    "个季度": ("月", Decimal(3)),
    "天": ("天", Decimal(1)),
    "日": ("天", Decimal(1)),
    "周": ("天", Decimal(7)),
    "%": ("%", Decimal(1)),
    "个百分点": ("个百分点", Decimal(1)),
    "元": ("元", Decimal(1)),
    "万元": ("元", Decimal(10_000)),
    "亿元": ("元", Decimal(100_000_000)),
    "万": ("元", Decimal(10_000)),
    "人": ("人", Decimal(1)),
    "名": ("人", Decimal(1)),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?P<stem>[^，,；;。]{2,60}?)(?:的)?"
    rf"(?P<before>{'|'.join(words for _, words in _BEFORE)})?(?:为|是|在)?"
    rf"(?:(?P<half>半)(?P<whole>年)|(?P<number>\d[\d,]{{0,12}}(?:\.\d{{1,4}})?|[一二两三四五六七八九十百千]{{1,9}})(?P<unit>{_UNIT}))"
    r"(?:[（(]?(?P<open>不含|含)(?:本数)?[)）]?)?及?(?P<behind>以上|以下|以内)?(?:[（(](?P<open2>不含)(?:本数)?[)）])?"
)
_BRACKETS = re.compile(r"[（(](?!不?含)[^（()）]*[)）]")
_SOFT = re.compile(r"须|应当?|需要?|必须|已经?|均|也|的|了|并|其|企业|单位|本")


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A matter with how much of it there is: of time in months or days, of money in 元."""

    matter: str
    dimension: str
    value: Decimal
    comparison: Comparison


def quantity_holds(claim: str, statement: str) -> bool | None:
    """Whether a statement's quantity is as a claim asks; None where they speak of other things."""
    asked, said = _read(claim), _read(statement)
    if asked is None or said is None:
        return None
    if (asked.matter, asked.dimension) != (said.matter, said.dimension):
        return None
    if asked.comparison is Comparison.EXACTLY:
        return None
    if said.comparison is Comparison.EXACTLY:
        return compared(said.value, asked.comparison, asked.value)
    upward = {Comparison.AT_LEAST, Comparison.MORE_THAN}
    same_way = (asked.comparison in upward) == (said.comparison in upward)
    if not same_way:
        return None
    holds = compared(said.value, asked.comparison, asked.value)
    return True if holds or said == asked else None


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> _Quantity | None:
    match = _QUANTITY.fullmatch(_BRACKETS.sub("", text))
    if match is None:
        return None
    if match["half"]:
        number, unit = Decimal("0.5"), match["whole"]
    else:
        found = _number(match["number"])
        if found is None:
            return None
        number, unit = found, match["unit"]
    dimension, factor = _UNITS[unit]
    matter = _SOFT.sub("", match["stem"])
    if len(matter) < 2:
        return None
    return _Quantity(matter, dimension, number * factor, _comparison(match))


def _number(text: str) -> Decimal | None:
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    number = chinese_number(text)
    return None if number is None else Decimal(number)


def _comparison(match: re.Match[str]) -> Comparison:
    if match["behind"]:
        found = _BEHIND[match["behind"]]
        return _STRICT[found] if "不含" in (match["open"], match["open2"]) else found
    before = match["before"]
    if before is None:
        return Comparison.EXACTLY
    return next(comparison for comparison, words in _BEFORE if re.fullmatch(words, before))
