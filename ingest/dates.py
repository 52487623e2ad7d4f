"""Period and deadline expressions (期限) of administrative texts, and the last day each one names.

Offsets are half-open code points into the text given, which must hold no white space (the view of
`kb.squeeze`). Five-year plans follow the national numbering: “十一五” ended in 2010, each later one
five years after the one before.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kb.numerals import chinese_number

__all__ = ["Period", "find_periods"]

_FIRST_PLAN_END, _PLAN_YEARS = 1955, 5  # “N五” ends in 1955 + 5N


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """期限：one period or deadline as printed, and the last day it names."""

    start: int
    end: int
    as_written: str  # without 到, 截至; with 前, 底, 期间
    due: date | None  # None when the text does not fix the day: 三年内, 本世纪中叶
    baseline: bool  # 较2020年, 2019年同期: what is compared with, no deadline
    anchored: bool  # 到…, …前, …期间: says by itself that it is a deadline
    as_of: bool  # 截至…, 至2月18日: up to which something was counted


_YEAR = r"(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
_WITHIN_YEAR = (
    r"(?:度(?:内|末)?|年?(?:底|末)|全年|[上下]半年|前?第?[一二三四1-4]季度|"
    rf"{_MONTH}份?(?:\d{{1,2}}日|底|末|[上中下]旬)?)"
)
_TO = r"(?:[—–－~～-]{1,2}|至|到)"
_BEFORE = r"(?:之前|以前|前|内)"
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"

_PERIOD = re.compile(
    "|".join(
        (
            # 2023—2025年, 2023年至2025年底
            rf"(?P<years>(?:19|20)\d\d年?{_TO})(?P<last>{_YEAR}{_WITHIN_YEAR}?{_BEFORE}?)",
            # 2020年2月至12月
            rf"(?P<months>{_YEAR}{_MONTH}{_TO})(?P<last_month>{_MONTH}(?:\d{{1,2}}日|底|末)?)",
            # 2025年, 2025年末, 2020年6月底前, 2021年6月30日前
            rf"(?P<year>{_YEAR})(?P<part>{_WITHIN_YEAR})?{_BEFORE}?",
            # the first of 2025、2030年
            r"(?P<first>(?<!\d)20\d\d)(?=[、和及与]20\d\d年)",
            # “十四五”期间, “十四五”末
            r"(?P<plan>[“\"‘']?十(?P<nth>[一二三四五六七八九])五[”\"’']?(?:规划)?"
            r"(?:时期|期间|期末|末期|末|期))",
            # of the document's own year: 今年底, 年底前, 全年, 上半年
            r"(?P<own>(?<![去上前每当\d])(?<!每年)"
            rf"(?:(?:今年|本年度?|全年|年内|年底|年末)(?:{_WITHIN_YEAR})?|上半年|前?第?[一二三四]季度末?){_BEFORE}?)",
            # days and months of the document's own year that are no deadline by themselves
            rf"(?P<months_own>(?<![年去上前每\d]){_MONTH}(?:\d{{1,2}}日)?{_TO}(?=\d{{1,2}}月))"
            rf"(?P<last_own>{_MONTH}(?:\d{{1,2}}日|底|末)?)",
            # of the document's own year: 3月底前, 6月30日前
            rf"(?P<own_month>(?<![年去上前每\d]){_MONTH}(?:(?:\d{{1,2}}日|底|末)?(?:之前|以前|前)|底|末))",
            # a day of the document's own year
            rf"(?P<day>(?<![年去上前每\d]){_MONTH}\d{{1,2}}日)",
            # of the document's own month
            r"(?P<month_end>(?<![月每\d上下])月底前?)",
            # no day can be told
            rf"(?P<open>(?:未来|今后)?{_COUNT}(?:{_TO}{_COUNT})?年(?:之内|以内|内|时间)|"
            rf"(?:未来|今后){_COUNT}(?:{_TO}{_COUNT})?年|本世纪中叶|本届政府任期内?)",
        )
    )
)
_MARK = re.compile("[年月日届五]|季度|世纪")  # some of these stands in every expression
_BASE_BEFORE = re.compile(r"(?:较|比|自|从|由|与|同|相较于|相对于|对比)$")
_BASE_AFTER = re.compile(
    r"同期|以来|起|相比|水平|基数|基础上|的(?:基础|基数|水平|\d|[一二三四五六七八九十])"
)
_UNTIL = re.compile(r"(?:到|至|截至|截止)$")
_AS_OF = re.compile(r"(?:截至|截止)[到至]?$")
_AS_OF_DAY = re.compile(r"(?:截至|截止|至)$")
_CLOSED = re.compile(r"(?:前|内)$")
_LOOK = 4  # characters beside an expression that can tell its role
_QUARTER_END = {"一": 3, "二": 6, "三": 9, "四": 12} | {str(n): 3 * n for n in range(1, 5)}
_TEN_DAYS = {"上旬": 10, "中旬": 20}


def find_periods(text: str, written: date | None = None) -> tuple[Period, ...]:
    """The period and deadline expressions of a text, in order, without overlap.

    `written` is the document's own date: it gives 全年, 年底前 and 6月底前 their year and 月底 its
    month; without it their `due` is None.
    """
    if not _MARK.search(text):
        return ()
    return tuple(_period(text, match, written) for match in _PERIOD.finditer(text))


def _period(text: str, match: re.Match[str], written: date | None) -> Period:
    before = text[max(0, match.start() - _LOOK) : match.start()]
    after = text[match.end() : match.end() + _LOOK]
    to_the_day = match[0].endswith("日")
    as_of = bool((_AS_OF_DAY if to_the_day else _AS_OF).search(before))
    relative = match["plan"] or match["own"] or match["own_month"] or match["month_end"]
    return Period(
        start=match.start(),
        end=match.end(),
        as_written=match[0],
        due=None if match["day"] and as_of else _due(match, written),
        baseline=bool(_BASE_BEFORE.search(before) or _BASE_AFTER.match(after)),
        anchored=bool(
            relative
            or match["open"]
            or _CLOSED.search(match[0])
            or (_UNTIL.search(before) and not (match["day"] and written is None))
        ),
        as_of=as_of,
    )


def _due(match: re.Match[str], written: date | None) -> date | None:
    """The last day that the expression names."""
    if match["last"]:
        return _end_of(_year(match["last"]), match["last"][5:])
    if match["last_month"]:
        return _end_of(_year(match["months"]), match["last_month"])
    if match["year"]:
        return _end_of(_year(match["year"]), match["part"] or "")
    if match["first"]:
        return date(int(match["first"]), 12, 31)
    if match["plan"]:
        plan = chinese_number("十" + match["nth"])
        return None if plan is None else date(_FIRST_PLAN_END + _PLAN_YEARS * plan, 12, 31)
    if written is None or match["open"]:
        return None
    if match["last_own"]:
        return _end_of(written.year, match["last_own"])
    if match["month_end"]:
        return _end_of(written.year, f"{written.month}月")
    return _end_of(written.year, match[0])


def _year(text: str) -> int:
    return chinese_number(text[:4]) or 0


def _end_of(year: int, part: str) -> date | None:
    """The last day of a part of a year (6月底, 6月30日, 上半年, 三季度), the whole year by default.

    None where there is no such day.
    """
    if "上半年" in part:
        return date(year, 6, 30)
    if quarter := re.search("([一二三四1-4])季度", part):
        month = _QUARTER_END[quarter[1]]
        return date(year, month, monthrange(year, month)[1])
    found = re.search(rf"({_MONTH})份?(?:(\d{{1,2}})日|([上中]旬))?", part)
    if not found:
        return date(year, 12, 31)
    month = chinese_number(found[1][:-1]) or 12
    last = monthrange(year, month)[1]
    day = int(found[2]) if found[2] else _TEN_DAYS.get(found[3] or "", last)
    return date(year, month, day) if 1 <= day <= last else None
