"""Figures in a text: amounts with units and directions, however they are written. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kb.numerals import chinese_number

__all__ = ["Figure", "figures_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """数字：a value with its unit, money in 元, lengths in 米, weights in 克."""

    value: Decimal
    unit: str
    direction: str  # up 以上, down 以下, about 左右; "" for none
    as_written: str
    start: int
    end: int

    def same(self, other: "Figure") -> bool:
        """Whether both say the same amount."""
        mine = (self.value, self.unit, self.direction)
        return mine == (other.value, other.unit, other.direction)


_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_UNITS = (
    "个百分点|百分点|个基点|平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|小时|分钟"
    "|个工作日|工作日|个自然日|自然日|个月|人次|件次|车次|架次|周岁|美元|欧元|港元|日元|千瓦时|千瓦|兆瓦"
    "|季度"
)
_HAN_UNITS = (
    rf"{_UNITS}|[年月日天周元倍%个项家人件次名户米吨级类批种岁条款处座亩辆台套所场期届克]|公顷"
)
_MORE = "[余多来几]?"
_ARABIC = r"(?<![\d.A-Za-z])(?:\d{1,3}(?:，\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALE = r"(?:[十百千]?(?:万亿|万|亿)|[十百千](?![瓦米克]))?"
_FIGURE = re.compile(
    rf"(?P<arabic>{_ARABIC})(?P<scale>{_SCALE})(?P<more>{_MORE})"
    rf"(?P<unit>{_UNITS}|[%‰℃]|[A-Za-z]+|[\u4e00-\u9fff])?"
    rf"|百分之(?P<percent>\d+(?:\.\d+)?|{_HAN}+(?:点{_HAN}+)?)"
    rf"|(?P<below>{_HAN}{{1,4}})分之(?P<above>{_HAN}{{1,4}})"
    rf"|(?<![第统唯同逐某任进初零〇一二两三四五六七八九十百千万亿])(?P<han>{_HAN}+)"
    rf"(?P<han_more>{_MORE})(?P<han_unit>{_HAN_UNITS})"
)
# 建立一个平台 counts nothing; 一年 and 一倍 do.
_ALONE = re.compile("一[个项家人件次名户类批种条款处座台套级所场期辆届]$")
_NO_UNIT = frozenset("的了和与及或在到至是为以、从由将对等")
_RANGE = re.compile("^[-—~至到]+$")
_SCALED = {
    "公里": ("米", 1000),
    "千米": ("米", 1000),
    "平方公里": ("平方米", 1_000_000),
    "平方千米": ("平方米", 1_000_000),
    "公斤": ("克", 1000),
    "千克": ("克", 1000),
}
_SAME_UNIT = {
    "个月": "月数",
    "天": "日",
    "个工作日": "工作日",
    "个自然日": "自然日",
    "个百分点": "百分点",
}
_AFTER = (
    ("up", re.compile("(?:及|或)?以上|起")),
    ("down", re.compile("(?:及|或)?(?:以下|以内|之内|内)")),
    ("about", re.compile("左右|上下")),
)
_BEFORE = (
    ("up", re.compile("(?:不低于|不少于|不小于|至少|最低|最少|超过|突破|高于|多于|大于|超)$")),
    (
        "down",
        re.compile("(?:不超过|不高于|不多于|不大于|至多|最多|最高|最长|低于|少于|小于|不满)$"),
    ),
    ("about", re.compile("(?:大约|约|接近|将近|近)$")),
)
_LONGEST_WORD = 4


def figures_of(text: str, taken: Sequence[tuple[int, int]]) -> list[Figure]:
    """The figures of a folded text, but for the spans taken by dates and numbers of articles."""
    found: list[Figure] = []
    for match in _FIGURE.finditer(text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        figure = _figure(text, match)
        if figure is not None:
            found.append(figure)
    for n in range(len(found) - 2, -1, -1):  # 5—10日: the first takes the unit of the second
        if not found[n].unit and _RANGE.match(text[found[n].end : found[n + 1].start]):
            found[n] = replace(found[n], unit=found[n + 1].unit)
    return found


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    unit, end = match["unit"] or match["han_unit"] or "", match.end()
    if match["percent"]:
        value, unit = _value(match["percent"]), "%"
    elif match["below"]:
        below, above = _value(match["below"]), _value(match["above"])
        value, unit = (above / below if below and above else None), "分之"
    elif match["arabic"]:
        value = _value(match["arabic"].replace("，", "") + match["scale"])
        if unit in _NO_UNIT:
            unit, end = "", match.end() - len(unit)
    else:
        value = None if _ALONE.match(match[0]) else _value(match["han"])
    if value is None:
        return None
    name, factor = _SCALED.get(unit, (_SAME_UNIT.get(unit, unit), 1))
    return Figure(
        value=(value * factor).normalize(),
        unit=name,
        direction=_direction(text, match, end),
        as_written=text[match.start() : end],
        start=match.start(),
        end=end,
    )


def _direction(text: str, match: re.Match[str], end: int) -> str:
    for name, pattern in _AFTER:
        if pattern.match(text, end):
            return name
    before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
    found = next((name for name, pattern in _BEFORE if pattern.search(before)), "")
    return found or ("up" if match["more"] or match["han_more"] else "")


def _value(text: str) -> Decimal | None:
    """The value of 1.5亿, 二十万, 3千 or 十二点五; None where the text is no number."""
    for name, scale in (("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4)):
        head, found, tail = text.rpartition(name)
        if found:
            high = _value(head) if head else Decimal(1)
            low = _value(tail.lstrip("零〇")) if tail.lstrip("零〇") else Decimal(0)
            return None if high is None or low is None else high * scale + low
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([十百千]?)", text):
        return Decimal(match[1]) * {"": 1, "十": 10, "百": 100, "千": 1000}[match[2]]
    whole, point, part = text.partition("点")
    number = chinese_number(whole)
    digits = [chinese_number(each) for each in part]
    if number is None or any(digit is None for digit in digits):
        return None
    return Decimal(f"{number}.{''.join(map(str, digits))}" if point else number)
