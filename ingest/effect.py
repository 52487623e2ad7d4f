"""When a document takes effect and until when, as its closing sentences say.

Only sentences about the document itself count: 本办法自…起施行, not a date of one of its measures.
"""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.dates import find_periods
from ingest.fields import ANY_DATE, DATE, date_of
from kb.numerals import chinese_number

__all__ = ["Effect", "is_effect_sentence", "read_effect"]

_OWN_KIND = (
    "法|条例|规定|办法|细则|规则|决定|意见|通知|通告|公告|方案|措施|政策|政策措施|若干措施"
    "|规划|计划|标准|规范|规程|指南|预案|文件"
)
_SELF = (
    rf"(?:本(?:实施|若干|管理|暂行|指导|工作|行动|政策|扶持|专项|补充)*(?:{_OWN_KIND})(?:[（(][^（）()]{{1,8}}[）)])?"
    rf"|(?:以上|上述|此|该)(?:各项|若干|扶持)?(?:{_OWN_KIND}))"
)
_RELEASE = r"(?:公布|印发|发布|发文|下发|颁布|签发|公开|政策发布|文件印发|本\w{2,4}印发)之?日"
_START = re.compile(
    rf"(?:{_SELF}|^|(?<=[。；，、]))(?:，)?(?:从|自)(?:(?P<date>{ANY_DATE})|(?P<release>{_RELEASE})(?:起)?(?:满|的)?(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})?(?:个?(?P<unit>工作日|日|天))?[后後]?)"
    r"(?:起|开始|后)?(?:正式|试|暂)?(?:施行|实施|执行|生效|试行)"
)
_ABOUT_ITSELF = re.compile(_SELF)
_TERM = re.compile(
    r"(?:有效期限?|执行期限?|施行期限?|实施期限?|试行期限?|期限)(?:暂定|定|均)?(?:为|是)?[:：]?(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,2})年"
    r"|试行(?P<trial>\d|[一二两三四五])年(?=[。，；]|$)"
    r"|(?:施行|实施|执行|试行)[，,](?:暂定|为期)(?P<set>\d|[一二两三四五])年"
)
_UNTIL_DATE = rf"(?:{ANY_DATE}|20\d\d年(?:\d{{1,2}}月)?年?[底末])"


def _from_to(n: int) -> str:
    return (
        rf"(?:从|自)?(?:(?P<from{n}>{ANY_DATE})|{_RELEASE})起?(?:至|到)(?P<to{n}>{_UNTIL_DATE})止?"
    )


# 自…起至…止执行; 有效期自…至…
_SPAN = re.compile(
    rf"{_from_to(1)}(?:期间)?(?:有效|施行|实施|执行|试行)"
    rf"|(?:有效期限?|执行期限?|施行期限?|实施期限?|试行期限?)(?:暂定|为|是)*[:：]?{_from_to(2)}"
)
_UNTIL = re.compile(
    rf"(?:有效期限?|执行期限?|施行期限?|实施期限?|试行期限?|有效)[^。；]{{0,30}}?至(?P<date>{_UNTIL_DATE})"
    rf"|起(?:施行|实施|执行|试行)[，,]?(?:有效期)?(?:暂定)?至(?P<date2>{_UNTIL_DATE})"
    rf"|(?:施行|实施|执行|试行)至(?P<date3>{_UNTIL_DATE})"
    rf"|(?:适用|施行|实施|执行|有效)[^。；，]{{0,4}}截[止至](?:时间|日期)?(?:为|到|至)?(?P<date4>{_UNTIL_DATE})"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """First and last day of a document's effect; None where the text does not say."""

    effective_on: date | None = None
    expires_on: date | None = None


def is_effect_sentence(text: str) -> bool:
    """Whether a paragraph without white space only says when the document takes effect."""
    return (
        len(text) <= 120
        and bool(_START.search(text))
        and bool(_ABOUT_ITSELF.match(text) or re.match("自|从|有效期", text))
    )


def read_effect(paragraphs: list[str], released_on: date | None) -> Effect:
    """The effect that the closing paragraphs (without white space) state.

    `released_on` is the day that 自发布之日起 means. A term of years ends on the day before its
    anniversary.
    """
    effective: date | None = None
    expires: date | None = None
    for text in paragraphs:
        for sentence in re.split("(?<=[。！？])", text):
            start = _START.search(sentence)
            if not (_ABOUT_ITSELF.search(sentence) or re.match("自|从", sentence)):
                start = None
            if start:
                effective = _effective(start, released_on) or effective
            span = _SPAN.search(sentence)
            if span and (start or _ABOUT_ITSELF.search(sentence)):
                first, last = span["from1"] or span["from2"], span["to1"] or span["to2"]
                effective = effective or (_last_day(first) if first else released_on)
                expires = _last_day(last) or expires
                continue
            term = _TERM.search(sentence)
            until = _UNTIL.search(sentence)
            if until and (start or _ABOUT_ITSELF.search(sentence)):
                expires = _named_date(until) or expires
            elif term and (start or _ABOUT_ITSELF.search(sentence) or effective):
                years = chinese_number(term["years"] or term["trial"] or term["set"])
                begin = effective or released_on
                expires = _after_years(begin, years) if begin and years else expires
    return Effect(effective, expires)


def _effective(start: re.Match[str], released_on: date | None) -> date | None:
    if start["date"]:
        return _last_day(start["date"])
    if start["days"]:
        days = chinese_number(start["days"])
        return (
            released_on + timedelta(days=days)
            if released_on and days and start["unit"] != "工作日"
            else None
        )
    return released_on


def _named_date(found: re.Match[str]) -> date | None:
    return _last_day(next(text for text in found.groups() if text))


def _last_day(text: str) -> date | None:
    """The day of 2025年12月31日; the last one of 2025年底."""
    if found := DATE.search(text):
        return date_of(found)
    periods = find_periods(text)
    return periods[0].due if periods else None


def _after_years(begin: date, years: int) -> date:
    year = begin.year + years
    leap_day = begin.month == 2 and begin.day == 29 and not isleap(year)
    return (date(year, 3, 1) if leap_day else begin.replace(year=year)) - timedelta(days=1)
