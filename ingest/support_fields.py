"""Conditions (扶持条件) in the domain's terms: the side of an enterprise, the number, the day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ingest.dates import find_periods
from ingest.support_amounts import Number, find_numbers
from kb.model import Comparison, Condition, SupportField
from kb.squeeze import squeeze

__all__ = ["Validity", "field_of", "read_condition", "read_period"]

_SIZES = "中小微|小微|小型|微型|大中型|中小|大型企业|中型|规模以下"
_FIELDS: tuple[tuple[SupportField, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (SupportField.LAYOFFS, "裁员|减员"),
        (
            SupportField.PROJECT,
            r"(?:吸纳|招用|招收|招聘|录用|带动|安置|输送|培训|组织|引进|新增|接收|介绍|接待)[^，]{0,20}\d+人",
        ),
        (
            SupportField.EMPLOYEES,
            r"\d{1,9}人(?:（含）|\(含\)|及)?以[上下]|(?:职工|员工|从业人员|用工)(?:人数|总数|数)",
        ),
        (
            SupportField.INSURED,
            "参保|参加[^，]{0,10}(?:保险|社保)|缴纳[^，]{0,8}(?:社会保险|失业保险|养老保险|社保)|(?:社会保险|失业保险)费",
        ),
        (
            SupportField.TAX_PAID,
            r"(?:税收|税金|纳税(?!所得)额?|缴税|税款|纳税总额)[^，]{0,14}\d|年纳税",
        ),
        (
            SupportField.GROWTH,
            r"(?:增长|增幅|增速|同比|高于[^，]{0,8}同期|下降|下滑|减少)[^，]{0,10}(?:\d|同期)|较上年|高于去年",
        ),
        (
            SupportField.REVENUE,
            r"(?:营业收入|主营业务收入|营收|产值|销售额|销售收入|交易额|出口额|零售额|营业额)",
        ),
        (SupportField.INVESTMENT, r"(?:投资|投入|购置|采购额|设备)[^，]{0,14}\d"),
        (
            SupportField.REGISTERED_ON,
            r"(?:登记|注册|成立|设立|创办|开办)[^，]{0,6}(?:20\d\d|\d+年|[一两二三五]年)|20\d\d年[^，]{0,14}(?:登记|注册|成立|设立|开办)|首次创业",
        ),
        (
            SupportField.QUALIFICATION,
            "认定|资质|证书|许可证|注册证|名单|备案|评定|评为|认证|信用|征信|列入|纳入|入选|高新技术企业|专精特新|规模以上|规上|限上|审核|确认|批准|同意|示范|获得|荣获|取得|获[评批]|升规|入规|通过[^，]{0,16}(?:验收|贯标)",
        ),
        (
            SupportField.IMPACT,
            "影响|困难(?!人员|群众|家庭|职工|毕业生|学生|群体)|受困|受损|损失|受灾|亏损|无力|灾",
        ),
        (
            SupportField.REGION,
            "注册(?!证|商标|资本|资金)|登记地|本地|辖区|区内|县内|市内|省内|(?<![与和向来为])[我本全][省市区县]|属地|境内(?!外)|区域内|落户",
        ),
        (SupportField.DATE, r"期间|(?:20\d\d年|\d月)|[后後前时時]$|之日|当[年月日]|(?<!毕业)年度"),
        (SupportField.SIZE, _SIZES),
        (
            SupportField.INDUSTRY,
            "行业|旅游|餐饮|住宿|批发|零售|制造业|服务业|农业|软件|交通运输|文化",
        ),
    )
)
_AT_LEAST_DAY = re.compile("(?:起|以来|以[后後]|之[后後]|[后後])")
_AT_MOST_DAY = re.compile("前|底前|之前|以前|截止|为止")
_DAY = re.compile(r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?")


def field_of(text: str) -> SupportField:
    """The side of an enterprise that a condition speaks of; what it does where no word tells."""
    return next((name for name, pattern in _FIELDS if pattern.search(text)), SupportField.PROJECT)


def read_condition(
    as_written: str,
    start: int,
    written: date | None,
    *,
    excluded: bool = False,
    alternatives: int | None = None,
) -> Condition:
    """One condition of a document; `written` is the document's own date."""
    text = squeeze(as_written)
    name = field_of(text)
    numbers = _numbers(text)
    number = numbers[0] if len(numbers) == 1 else None
    day, comparison = _day(text, written) if name in _DATED else (None, None)
    if day is not None:
        number = None
    elif number and name is SupportField.DATE:
        name = SupportField.PROJECT
    return Condition(
        as_written=as_written,
        field=name,
        value=number.value if number else None,
        unit=number.unit if number else "",
        comparison=_compared(text, number) if number else comparison,
        day=day,
        excluded=excluded,
        alternatives=alternatives,
        start=start,
        end=start + len(as_written),
    )


# 近三年无违法记录: how far one looks back is no threshold.
_BACK = re.compile("(?:近|过去|最近|前|此前)$")
_WITHIN_PAST = re.compile("[\\d一二两三四五]年以?内(?:未|无|没|不|发生|存在|有|被)")
# What a condition's number is measured by, in words that the reader of amounts takes for others.
_SAME = (
    (re.compile("(?<![上下前后一两二三多几个大])半年(?=及?以上$)"), "0.5年"),
    (
        re.compile(
            "(?<![不未])(?:满|达到?|连续)(?=[\\d一二两三四五六七八九十])"
            "(?![\\d一二两三四五六七八九十]{1,4}(?:个月|[年天日])(?:以|之)?内)"
        ),
        "至少",
    ),
    (re.compile("未超过"), "不超过"),
    (re.compile("突破(?=\\d)"), "超过"),
    (re.compile("(?:总规模|规模|总投资|注册资本|净资产|约|共计)(?=[达为]?\\d)"), "额"),
)


def _compared(text: str, number: Number) -> Comparison:
    """How a number is compared; 超过300万元（含300万元） is a least value."""
    if number.comparison is Comparison.EXACTLY and (far := _FAR.search(text)):
        return next(comparison for name, comparison in _FAR_COMPARED.items() if far[name])
    least = number.comparison is Comparison.MORE_THAN and _INCLUDED.match(text, number.end)
    return Comparison.AT_LEAST if least else number.comparison


_INCLUDED = re.compile("[（(]含")
# 裁员人数不超过上年底参保人数的20%: what is compared with stands between.
_FAR = re.compile(
    "(?:(?P<most>不得?(?:超过|高于|多于))|(?P<least>不得?(?:低于|少于))|(?P<less>低于|少于)"
    "|(?P<more>超过|高于))[^，。；]{1,40}?的?\\d+(?:\\.\\d+)?[%％]$"
)
_FAR_COMPARED = {
    "most": Comparison.AT_MOST,
    "least": Comparison.AT_LEAST,
    "less": Comparison.LESS_THAN,
    "more": Comparison.MORE_THAN,
}


def _numbers(text: str) -> tuple[Number, ...]:
    for pattern, word in _SAME:
        text = pattern.sub(word, text)
    found = [n for n in find_numbers(text) if not _BACK.search(text[: n.start])]
    if _WITHIN_PAST.match(text):
        found = found[1:]
    return tuple({(n.value, n.unit): n for n in reversed(found)}.values())


_DATED = frozenset({SupportField.DATE, SupportField.REGISTERED_ON})


def _day(text: str, written: date | None) -> tuple[date | None, Comparison | None]:
    """The one day that a condition names, and on which side of it one must be."""
    periods = find_periods(text, written)
    if len(periods) != 1:
        return None, None
    behind = text[periods[0].start :]
    if _AT_MOST_DAY.search(behind) and periods[0].due:
        return periods[0].due, Comparison.AT_MOST
    if _AT_LEAST_DAY.search(behind) and (first := _first_day(text)):
        return first, Comparison.AT_LEAST
    return None, None


def _first_day(text: str) -> date | None:
    found = _DAY.search(text)
    if not found:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    return _valid(year, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Validity:
    """执行期限：when a measure runs, as written, with the days that are certain."""

    as_written: str
    starts_on: date | None
    ends_on: date | None


def _from(n: str) -> str:
    return rf"(?:(?P<year{n}>20\d\d)年)?(?P<month{n}>\d{{1,2}})月(?:(?P<day{n}>\d{{1,2}})日)?"


def _until(n: str) -> str:
    return rf"(?:(?P<year{n}>20\d\d)年)?(?P<month{n}>\d{{1,2}})月(?P<end{n}>\d{{1,2}}日|底|末)?"


_RUNS = re.compile(
    rf"(?:自|从)?{_from('')}(?:起)?(?:至|到|[—－–~～-]{{1,2}}){_until('2')}"
    rf"|(?:自|从){_from('3')}起"
    rf"|(?:执行|延长|暂定|有效期|期限)[^，。；]{{0,4}}?(?:至|到){_until('4')}"
)


def read_period(text: str, start: int, end: int, written: date | None) -> Validity | None:
    """When a measure runs (2020年2月至6月); days without a year take the document's."""
    found = _RUNS.search(text, start, end)
    if not found:
        return None
    own = written.year if written else None
    if found["month"]:
        first = _make(found["year"], found["month"], found["day"], own)
        year = found["year2"] or found["year"]
        last = _last(year, found["month2"], found["end2"], own)
        return Validity(found[0], first, last)
    if found["month3"]:
        return Validity(found[0], _make(found["year3"], found["month3"], found["day3"], own), None)
    return Validity(found[0], None, _last(found["year4"], found["month4"], found["end4"], own))


def _make(year: str | None, month: str, day: str | None, own: int | None) -> date | None:
    number = int(year) if year else own
    return _valid(number, int(month), int(day or 1)) if number else None


def _last(year: str | None, month: str, end: str | None, own: int | None) -> date | None:
    number = int(year) if year else own
    if not number or not 1 <= int(month) <= 12:
        return None
    exact = end is not None and end.endswith("日")
    day = int(end[:-1]) if end and exact else monthrange(number, int(month))[1]
    return _valid(number, int(month), day)
