"""A limit on a number of an enterprise in words (员工不超过三十人, 年营业收入2亿元以上). Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.judgement import Judgement, Setting, settled, unknown
from assistant.profile import FIELDS, Profile
from kb.model import Comparison
from kb.numerals import chinese_number

__all__ = ["Bound", "compared", "judge_bound", "read_bound"]

_YEAR = r"(?:(?P<year>20\d\d)年度?)?"
_LAST = r"(?:上一年度|上一年|上年度|上年|去年|年度|全年|年)*"
_FIELDS = (
    (
        "employees",
        r"(?:现有|拥有|在职|正式|全部|平均)*(?:职工|员工|从业人员|用工|雇员|就业人员)"
        r"(?:总人数|总数|人数|规模|数)?",
    ),
    ("revenue", rf"{_YEAR}{_LAST}(?:主营业务|主营)?(?:营业收入|营收|销售收入|业务收入)(?:总额)?"),
    ("assets", rf"{_YEAR}{_LAST}(?:资产总额|总资产|资产规模)"),
    ("tax_paid", rf"{_YEAR}{_LAST}(?:纳税总额|纳税额|纳税|缴税总额|缴税额|缴税|实缴税金|实缴税收)"),
    ("layoff_rate", rf"{_YEAR}{_LAST}裁员率"),
)
_BEFORE = {
    "不超过": Comparison.AT_MOST,
    "不高于": Comparison.AT_MOST,
    "不多于": Comparison.AT_MOST,
    "不大于": Comparison.AT_MOST,
    "低于": Comparison.LESS_THAN,
    "少于": Comparison.LESS_THAN,
    "小于": Comparison.LESS_THAN,
    "不足": Comparison.LESS_THAN,
    "不到": Comparison.LESS_THAN,
    "未满": Comparison.LESS_THAN,
    "不低于": Comparison.AT_LEAST,
    "不少于": Comparison.AT_LEAST,
    "不小于": Comparison.AT_LEAST,
    "达到": Comparison.AT_LEAST,
    "达": Comparison.AT_LEAST,
    "满": Comparison.AT_LEAST,
    "超过": Comparison.MORE_THAN,
    "高于": Comparison.MORE_THAN,
    "多于": Comparison.MORE_THAN,
    "大于": Comparison.MORE_THAN,
}
_BEHIND = {
    "以上": Comparison.AT_LEAST,
    "以下": Comparison.AT_MOST,
    "以内": Comparison.AT_MOST,
}
_UNITS = {
    "employees": {"人": Decimal(1), "名": Decimal(1), "": Decimal(1)},
    "layoff_rate": {"%": Decimal(1), "％": Decimal(1)},
}
_MONEY = {
    "元": Decimal("0.0001"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
}
_SHOWN = {"employees": "人", "layoff_rate": "%"}
_LIMIT = (
    r"(?:为|在|控制在|保持在)?"
    rf"(?P<before>{'|'.join(sorted(_BEFORE, key=len, reverse=True))})?"
    r"(?P<number>\d[\d,]{0,12}(?:\.\d{1,4})?|[零一二两三四五六七八九十百千]{1,9})"
    r"(?P<unit>万元|亿元|元|万|亿|人|名|%|％)?(?:[（(]?(?P<open>不含|不包括|含|包括)(?:本数)?[)）]?)?"
    r"及?(?P<behind>以上|以下|以内)?(?:[（(](?P<open2>不含|含)(?:本数)?[)）])?"
)
_PATTERNS = tuple(
    (field, re.compile(rf"(?:企业|公司|单位)?(?:的)?{words}{_LIMIT}")) for field, words in _FIELDS
)
_STRICT = {
    Comparison.AT_LEAST: Comparison.MORE_THAN,
    Comparison.AT_MOST: Comparison.LESS_THAN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a number of the profile must be: 人, 万元 or %; of a year where one is named."""

    field: str
    comparison: Comparison
    limit: Decimal
    year: int | None = None


def read_bound(text: str) -> Bound | None:
    """The limit that a text is, as a whole; None where it is anything else."""
    for field, pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        factor = _UNITS.get(field, _MONEY).get(match["unit"] or "") if match else None
        if match is None or factor is None:
            continue
        comparison = _comparison(match)
        number = _number(match["number"])
        if comparison is None or number is None:
            continue
        year = match.groupdict().get("year")
        limit = number * factor
        return Bound(
            field=field, comparison=comparison, limit=limit, year=int(year) if year else None
        )
    return None


def _comparison(match: re.Match[str]) -> Comparison | None:
    """What the words before or behind the number ask for; 以上 and 以下 hold the number itself."""
    if match["behind"]:
        found = _BEHIND[match["behind"]]
        return _STRICT[found] if (match["open"] or match["open2"] or "").startswith("不") else found
    return _BEFORE[match["before"]] if match["before"] else None


def _number(text: str) -> Decimal | None:
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    number = chinese_number(text)
    return None if number is None else Decimal(number)


def judge_bound(text: str, profile: Profile, setting: Setting) -> Judgement | None:
    """Whether a limit in words holds; None where the text is no limit.

    Of a year that is not the last one the profile says nothing.
    """
    bound = read_bound(text)
    if bound is None:
        return None
    if bound.year is not None and bound.year != setting.as_of.year - 1:
        return unknown(text, None)
    given = getattr(profile, bound.field)
    if given is None:
        return unknown(text, bound.field)
    value = Decimal(given)
    unit = _SHOWN.get(bound.field, "万元")
    return settled(
        compared(value, bound.comparison, bound.limit),
        f"{FIELDS[bound.field]} {value:f}{unit}，原文要求“{text}”",
        bound.field,
    )


def compared(value: Decimal, comparison: Comparison, limit: Decimal) -> bool:
    """Whether a value is on the right side of a limit; 左右 must be met exactly to be sure."""
    return {
        Comparison.AT_LEAST: value >= limit,
        Comparison.MORE_THAN: value > limit,
        Comparison.AT_MOST: value <= limit,
        Comparison.LESS_THAN: value < limit,
        Comparison.EXACTLY: value == limit,
        Comparison.ABOUT: value == limit,
    }[comparison]
