"""Whether one condition holds of an enterprise: met, not met or unknown, with the reason. Pure.

Nothing is met on a guess: what the profile does not say stays unknown and is asked for.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from assistant.bounds import compared, judge_bound
from assistant.judge_words import judge_words
from assistant.judgement import Judgement, Setting, Verdict, left_out, settled, unclear, unknown
from assistant.profile import FIELDS, Profile
from assistant.profile_json import day_span
from kb.model import Comparison, Condition, SupportField
from kb.squeeze import squeeze

__all__ = ["judge"]

_NUMBERS = re.compile(r"[\d.,]+(?:人|名|万元|亿元|元|%|％|万|亿|个百分点)?")
_EMPLOYEES = re.compile(
    r"(?:企业|在职|从业人员|从业人数|职工|员工|人员|用工|总数|总人数|人数|规模|为|在|达到|达|不超过|超过|不足"
    r"|不低于|不少于|以上|以下|以内|及|含|的|（|）|\(|\))*"
)
_STAFF = re.compile("职工|员工|从业|在职|用工")
_ENTERPRISE_OF = re.compile("的?(?:大型|中型|小型|微型|大中型|中小微|中小|小微|各类)?企业")
_REVENUE = re.compile(
    r"(?:企业|上年度|上一年度|上年|年度|年|营业收入|营收|销售收入|总额|为|在|达到|达|不超过|超过|不足"
    r"|不低于|不少于|以上|以下|以内|及|含|的|（|）|\(|\))*"
)
_TAX_PAID = re.compile(
    r"(?:企业|上年度|上一年度|上年|年度|年|纳税总额|纳税额|纳税|税收|税金|为|在|达到|达|不超过|超过|不足"
    r"|不低于|不少于|以上|以下|以内|及|含|的|（|）|\(|\))*"
)
_TAXES = re.compile(
    r"(?:增值税|企业所得税|所得税|消费税)(?:[、和及](?:增值税|企业所得税|所得税|消费税))*|实缴|应缴"
)
_YEAR = re.compile(r"(20\d\d)年")
_MONEY = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10000)}
_AGE = re.compile(
    r"(?:成立|注册|登记|设立|经营|运营)(?:时间)?(?:已)?(?:满|超过|不足|未满|达到|达)?"
)


def judge(condition: Condition, profile: Profile, setting: Setting) -> Judgement:
    """Whether a condition holds; one that excludes is met where what it names does not hold."""
    found = _judge(condition, profile, setting)
    return left_out(found) if condition.excluded else found


def _judge(condition: Condition, profile: Profile, setting: Setting) -> Judgement:
    text = _LABEL.sub("", squeeze(condition.as_written))
    since = _SINCE.fullmatch(text)
    if since is not None and _first_day(since) <= setting.as_of:
        return Judgement(verdict=Verdict.MET, reason=f"“{text}”已经开始")
    if condition.day is None and _DURING.fullmatch(text) and setting.is_fresh:
        return Judgement(verdict=Verdict.MET, reason=f"“{text}”按文件发布当年仍在期间内")
    bound = judge_bound(text, profile, setting)
    if bound is not None:
        return bound
    number = _NUMERIC.get(condition.field)
    if number is not None and condition.value is not None and condition.comparison is not None:
        found = number(condition, text, profile, setting)
        said = judge_words(text, profile, setting)
        return said if said.verdict is not found.verdict is Verdict.UNKNOWN else found
    if condition.field is SupportField.REGISTERED_ON:
        return _judge_registered(condition, text, profile, setting)
    if condition.field is SupportField.DATE:
        return _judge_date(condition, text, profile, setting)
    return judge_words(text, profile, setting)


def _number(
    condition: Condition, text: str, value: Decimal | None, field: str, words: re.Pattern[str]
) -> Judgement:
    """A number of the profile against the condition's, where the words mean just that number."""
    if not words.fullmatch(_NUMBERS.sub("", text)):
        return unknown(text, None)
    if value is None:
        return unknown(text, field)
    limit, comparison = condition.value, condition.comparison
    if limit is None or comparison is None:
        return unknown(text, None)
    if field in ("revenue", "tax_paid"):
        if condition.unit not in _MONEY:
            return unknown(text, None)
        limit *= _MONEY[condition.unit]
    holds = compared(value, comparison, limit)
    unit = {"employees": "人", "layoff_rate": "%"}.get(field, "万元")
    return settled(holds, f"{FIELDS[field]} {value:f}{unit}，原文要求“{text}”", field)


def _judge_employees(
    condition: Condition, text: str, profile: Profile, setting: Setting
) -> Judgement:
    """The number of employees, where the words or the enterprise behind them say it is that.

    上岗人数100人以上 is no number of employees; 30人以下的小微企业 has one.
    """
    behind = squeeze(setting.text[condition.end : condition.end + 16])
    if not _STAFF.search(text) and not _ENTERPRISE_OF.match(behind):
        return unknown(text, None)
    staff = None if profile.employees is None else Decimal(profile.employees)
    return _number(condition, text, staff, "employees", _EMPLOYEES)


def _judge_revenue(
    condition: Condition, text: str, profile: Profile, _setting: Setting
) -> Judgement:
    return _number(condition, text, profile.revenue, "revenue", _REVENUE)


def _judge_tax(condition: Condition, text: str, profile: Profile, setting: Setting) -> Judgement:
    """Taxes paid last year; of some taxes only what is below the limit with all of them is sure."""
    years = {int(year) for year in _YEAR.findall(text)}
    if years - {setting.as_of.year - 1}:
        return unknown(text, None)
    plain = _YEAR.sub("", text)
    some = _TAXES.sub("", plain)
    found = _number(condition, some, profile.tax_paid, "tax_paid", _TAX_PAID)
    bounded = condition.comparison in (Comparison.AT_MOST, Comparison.LESS_THAN)
    if some != plain and not (bounded and found.verdict is Verdict.MET):
        return unknown(text, "tax_paid" if profile.tax_paid is None else None)
    return found


_NOT_ABOVE = re.compile(
    r"(?:[^，。；]{0,12}(?:不裁员|未裁员|不少于?裁员)(?:、|或者?))?(?:[^，。；]{0,12})裁员率(?:不超过|不高于|控制在)"
    r"[^，。；]{0,30}?(?P<rate>\d{1,2}(?:\.\d{1,2})?)[%％](?:以内)?"
)
"""未裁员或裁员率不超过全国城镇调查失业率控制目标5.5%: the rate itself is given."""
_RATE = re.compile(
    r"(?:企业|职工|员工|参保|总数|总人数|人数|裁员率|裁员|为|在|控制|不高于|不超过|低于|以下|以内|的)*"
)


def _judge_rate(condition: Condition, text: str, profile: Profile, _setting: Setting) -> Judgement:
    if condition.unit not in ("%", "％"):
        return unknown(text, None)
    ceiling = _NOT_ABOVE.fullmatch(text)
    if ceiling is not None and profile.layoff_rate is not None:
        told = f"{FIELDS['layoff_rate']} {profile.layoff_rate:f}%，原文要求“{text}”"
        return settled(profile.layoff_rate <= Decimal(ceiling["rate"]), told, "layoff_rate")
    return _number(condition, text, profile.layoff_rate, "layoff_rate", _RATE)


_NUMERIC: dict[SupportField, Callable[[Condition, str, Profile, Setting], Judgement]] = {
    SupportField.EMPLOYEES: _judge_employees,
    SupportField.REVENUE: _judge_revenue,
    SupportField.TAX_PAID: _judge_tax,
    SupportField.LAYOFFS: _judge_rate,
}


def _judge_registered(
    condition: Condition, text: str, profile: Profile, setting: Setting
) -> Judgement:
    """The day of registration against a day or an age in years."""
    within = _SPAN.search(text)
    if within is not None:
        return _judge_registered_within(within, text, profile)
    limit = condition.day
    comparison = condition.comparison
    if limit is None and condition.value is not None and condition.unit == "年":
        if not _AGE.match(text):
            return unknown(text, None)
        limit = _years_before(setting.as_of, int(condition.value))
        comparison = _REVERSED.get(comparison) if comparison else None
    if limit is None or comparison is None:
        return judge_words(text, profile, setting)
    if profile.registered is None:
        return unknown(text, "registered_on")
    ends = {_compared_days(day, comparison, limit) for day in profile.registered}
    if len(ends) > 1:
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason="登记日期写得不够细",
            field="registered_on",
            ask=(f"登记成立的日期具体到哪一天？（原文要求“{text}”）",),
        )
    first = profile.registered[0].isoformat()
    return settled(ends.pop(), f"登记日期 {first}，原文要求“{text}”", "registered_on")


_SPAN = re.compile(
    r"(?P<y1>20\d\d)年(?:(?P<m1>\d{1,2})月)?(?:(?P<d1>\d{1,2})日)?(?:至|到|—+|－|-|~|～)"
    r"(?:(?P<y2>20\d\d)年)?(?:(?P<m2>\d{1,2})月)?(?:(?P<d2>\d{1,2})日)?"
)


def _judge_registered_within(match: re.Match[str], text: str, profile: Profile) -> Judgement:
    """The day of registration against a span of days (2020年1月20日至3月31日期间注册)."""
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    try:
        first, _ = day_span(parts["y1"], parts.get("m1"), parts.get("d1"))
        _, last = day_span(parts.get("y2", parts["y1"]), parts.get("m2"), parts.get("d2"))
    except ValueError:
        return unknown(text, None)
    if profile.registered is None:
        return unknown(text, "registered_on")
    earliest, latest = profile.registered
    told = f"登记日期 {earliest.isoformat()}，原文要求“{text}”"
    if first <= earliest and latest <= last:
        return settled(True, told, "registered_on")
    if latest < first or last < earliest:
        return settled(False, told, "registered_on")
    return unclear(text, "registered_on", "登记日期写得不够细")


_REVERSED = {
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.MORE_THAN: Comparison.LESS_THAN,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.LESS_THAN: Comparison.MORE_THAN,
}
"""An age of at least three years is a day of registration of at most three years ago."""


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _compared_days(day: date, comparison: Comparison, limit: date) -> bool:
    return compared(Decimal(day.toordinal()), comparison, Decimal(limit.toordinal()))


_APPLY_BY = re.compile(r"(?:提出|提交|办理)?(?:申请|申报|报名)")
_SINCE = re.compile(
    r"(?:从|自)?(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?:之日)?(?:起|以来)"
)
_LABEL = re.compile(r"^(?:【[^】]{1,12}】)+")
_DURING = re.compile(
    r"(?:在|于)?(?:新冠|新型冠状病毒)?(?:感染的?)?(?:肺炎)?"
    r"(?:疫情|防控|防疫|抗疫|应急|响应|灾害|灾情|救灾|抢险)+期间"
    r"|[^，。\d]{0,8}(?:期限|有效期|执行期)[^，。\d]{0,12}(?:至|到)[^，。\d]{2,30}(?:结束|解除|终止)(?:为止|之日)?"
)
"""A time that ends with an event of which the documents do not say when it is."""


def _first_day(match: re.Match[str]) -> date:
    """The day from which something holds; of what is no day the last there is."""
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    try:
        return day_span(parts["year"], parts.get("month"), parts.get("day"))[0]
    except ValueError:
        return date.max


def _judge_date(condition: Condition, text: str, profile: Profile, setting: Setting) -> Judgement:
    """A day to apply by that is past is missed, and one from which a measure runs is reached.

    Of other days only the enterprise can tell.
    """
    day = condition.day
    if day is None and not re.search(r"\d", text):
        return judge_words(text, profile, setting)
    past = day is not None and day <= setting.as_of
    late = past and condition.comparison in (Comparison.AT_MOST, Comparison.LESS_THAN)
    if late and day != setting.as_of and _APPLY_BY.search(text):
        return Judgement(verdict=Verdict.NOT_MET, reason=f"申请时间已过：“{text}”")
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason="时间要由企业核对",
        ask=(f"时间上是否符合“{text}”？",),
    )
