"""The numbers in what a measure gives (扶持数额): 最高不超过100万元, 按50%, 免3个月.

Works on text without white space; offsets are half-open. Dates, ordinals and the value that another
replaces (由50%提高到60%) are no amounts. Nothing is computed: 减半 and 全额 have no number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.quantities import Kind, Quantity, find_quantities
from kb.model import AmountKind, Comparison
from kb.numerals import chinese_number

__all__ = ["Number", "find_numbers", "kind_of_unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number with its unit as the text compares it; the span has the comparing words."""

    start: int
    end: int
    value: Decimal
    unit: str
    comparison: Comparison
    per: str | None = None


_DATE = re.compile(
    r"(?:19|20)\d\d[年/.](?:度)?|(?<!\d)\d{1,2}月(?:份|底|初|末|中旬|\d{1,2}日?)?|(?<!\d)\d{1,2}日"
    r"|第[一二三四五六七八九十\d]+(?:、[一二三四五六七八九十\d]+)*个?[月年季次条批期]"
    r"|[一二三五\d]年期|“[^”]{1,12}”|《[^》]*》|〔\d+〕\d+号|\d+[:：]\d+|\d{7,}"
    r"|每(?:出口|实现|新建|建设|销售|收购)\d+(?:美元|元|个|万元|亿元|吨)|每(?:新增|新|增加?|吸纳|招用|引进|培养|组织|输送|接收)?\d+[人名个户家]"
    r"|20\d\d(?=[—－-])"
)
_HAN_PERIOD = re.compile(
    "(?<![第十每\\d])(?P<han>[一二两三四五六七八九十]{1,3})(?P<unit>个月|个季度|年(?!期|级|度|一度|来|多))"
)
_RANGE = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?P<unit1>[%％]|个月|年|万元|元|天)?(?:[—–－~～-]{1,2}|至|到)"
    r"(?P<high>\d+(?:\.\d+)?)(?P<unit>[%％]|个百分点|个月|年(?!\d)|万元|元|天)"
)
_FORMER = re.compile("(?:由|从|在)(?:[^，。；\\d]{0,14})$")
_REPLACED = re.compile(
    "^[^，。；]{0,6}?(?:提高|增加|调整|降|降低|延长|上调|下调|放宽|缩短|上浮|下浮|压减)[到至为]"
)
_MOST = "最高|最多|至多|不超过|不高于|不得超过|不得高于|上限|封顶|最长|不多于|限额|最大|不大于"
_LEAST = "最低|不低于|不少于|至少|下限|不得低于"
_BEFORE = re.compile(f"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?:[^，。；\\d]{{0,12}})$")
_MOST_BEHIND = re.compile("^(?:（含）|\\(含\\))?(?:以内|之内|以下|封顶|为限|为上限|内)")
_LEAST_BEHIND = re.compile("^(?:（含）|\\(含\\)|及|含)?以上")
_INCLUSIVE = re.compile("^(?:（含(?:本数)?）|\\(含(?:本数)?\\))")
_UNDER = re.compile("(?:不足|不满|未满|未达到?|低于)$")
_NOT_UNDER = re.compile("(?:不|不得|不应)低于$")
_PER_BEFORE = re.compile(
    "每个?(?P<per>(?:人|名|户|家|亩|吨|辆车|辆|天|日|月|年|件|平方米|间|床|台|批次|单|笔|次|班|场|套|头|只|篇|项|公里|公斤|斤|吨公里|家庭|岗位|箱"
    "|标箱|车次|架次|千瓦时|度|立方米|人次|人每天|人每月|人每年)(?:每[天日月年次]|/[天日月年])?)"
    f"(?:给予|补助|补贴|奖励|按|{_MOST}|{_LEAST}|一次性|标准|资助|发放|的|为|再|可|享受)*$"
)
_PER_BEHIND = re.compile(
    "^/(?P<per>[^，。；、）)（(\\d/的]{1,4}?(?:[/·][^，。；、）)（(\\d的]{1,3}?)?)(?=$|[，。；、）)（(的标给予进补资奖（]|[^\u4e00-\u9fff])"
)
_FIXED = re.compile(
    "(?:总规模|规模|基金|总额度|资金池|共计|累计发放|预计|约|达|总投资|注册资本|净资产)(?:[达为约])?$"
)
_SINCE = re.compile("^(?:个月|年)?所")

_SUMS = re.compile("^(?:[十百千]?[万亿])?(?:元|人民币|美元|欧元|港元|港币)$")
_RATES = frozenset({"%", "‰", "个百分点", "个基点", "百分点", "基点", "倍", "成", "折"})
_PERIODS = frozenset(
    {
        "个月",
        "年",
        "天",
        "日",
        "周年",
        "小时",
        "个小时",
        "个工作日",
        "工作日",
        "分钟",
        "个自然日",
        "个季度",
        "周",
        "学年",
    }
)


def kind_of_unit(unit: str) -> AmountKind | None:
    """What a number with a unit says of what is given; None where it counts other things."""
    if _SUMS.match(unit):
        return AmountKind.SUM
    if unit in _RATES:
        return AmountKind.RATE
    return AmountKind.PERIOD if unit in _PERIODS else None


def find_numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """The numbers of a stretch in order; dates, ordinals and former values are left out."""
    end = len(text) if end is None else end
    return tuple(sorted(_numbers(text, start, end), key=lambda n: n.start))


def _numbers(text: str, start: int, end: int) -> Iterator[Number]:
    part = _DATE.sub(lambda m: "　" * len(m[0]), text[start:end])
    ranges = list(_RANGE.finditer(part))
    for found in ranges:
        yield from _of_range(found, start)
    taken = [found.span() for found in ranges]
    part = _RANGE.sub(lambda m: "　" * len(m[0]), part)
    for quantity in find_quantities(part):
        if quantity.kind in (Kind.NUMBER, Kind.HAN) and quantity.value is not None:
            taken.append((quantity.number, quantity.end))
            if number := _number(part, quantity, start):
                yield number
    for found in _HAN_PERIOD.finditer(part):
        value = chinese_number(found["han"])
        overlaps = any(a < found.end() and found.start() < b for a, b in taken)
        if value and not overlaps:
            yield from _simple(part, found, Decimal(value), start)


def _of_range(found: re.Match[str], offset: int) -> Iterator[Number]:
    unit = found["unit"].replace("％", "%")
    low, high = found.start() + offset, found.end() + offset
    middle = found.end("unit1") if found["unit1"] else found.end("low")
    yield Number(
        start=low,
        end=middle + offset,
        value=Decimal(found["low"]),
        unit=unit,
        comparison=Comparison.AT_LEAST,
    )
    yield Number(
        start=found.start("high") + offset,
        end=high,
        value=Decimal(found["high"]),
        unit=unit,
        comparison=Comparison.AT_MOST,
    )


def _number(part: str, quantity: Quantity, offset: int) -> Number | None:
    value = quantity.value
    before, behind = part[: quantity.number], part[quantity.end :]
    if value is None or _is_no_amount(before, behind, part[quantity.number : quantity.end]):
        return None
    unit, per, end = _unit(part, quantity)
    comparison, first = _comparison(part, quantity.number, quantity.end, quantity.comparison)
    first = min(first, quantity.start)
    counted = _PER_BEFORE.search(part[:first]) or _PER_BEFORE.search(before)
    if per is None and counted:
        per, first = counted["per"], counted.start()
    if kind_of_unit(unit) is not AmountKind.SUM:
        per = None
    return Number(
        start=first + offset,
        end=end + offset,
        value=value,
        unit=unit,
        comparison=comparison,
        per=per,
    )


def _is_no_amount(before: str, behind: str, number: str) -> bool:
    if re.match("[后後](?!内)", behind) and number[-1] in "月年天日":
        return True
    former = _FORMER.search(before) and _REPLACED.match(behind)
    return bool(former or _FIXED.search(before) or (number[-1] in "月年" and _SINCE.match(behind)))


def _unit(part: str, quantity: Quantity) -> tuple[str, str | None, int]:
    """The unit, what it is counted by, and where both end: 500元/人, 0.5万元/笔."""
    unit, _, per = quantity.unit.partition("/")
    if per:
        return unit, per, quantity.end
    if found := _PER_BEHIND.match(part[quantity.end :]):
        return unit, found["per"], quantity.end + found.end()
    return unit, None, quantity.end


def _comparison(part: str, number: int, end: int, said: Comparison) -> tuple[Comparison, int]:
    """How the number is compared, and where the comparing words begin."""
    before, behind = part[:number], part[end:]
    if _UNDER.search(before) and not _NOT_UNDER.search(before):
        return Comparison.LESS_THAN, number
    if found := _BEFORE.search(before):
        word = Comparison.AT_MOST if found["most"] else Comparison.AT_LEAST
        return word, found.start()
    if said is Comparison.MORE_THAN and _INCLUSIVE.match(behind):
        return Comparison.AT_LEAST, number
    if said is Comparison.EXACTLY and _MOST_BEHIND.match(behind):
        return Comparison.AT_MOST, number
    if said is Comparison.EXACTLY and _LEAST_BEHIND.match(behind):
        return Comparison.AT_LEAST, number
    return said, number


def _simple(part: str, found: re.Match[str], value: Decimal, offset: int) -> Iterator[Number]:
    before, behind = part[: found.start()], part[found.end() :]
    if _is_no_amount(before, behind, found[0]):
        return
    said = Comparison.MORE_THAN if before.endswith(("超过", "满")) else Comparison.EXACTLY
    if before.endswith(("不超过", "不满")):
        said = Comparison.AT_MOST
    comparison, first = _comparison(part, found.start(), found.end(), said)
    more = _MOST_BEHIND.match(behind) or _LEAST_BEHIND.match(behind)
    yield Number(
        start=first + offset,
        end=found.end() + offset + (more.end() if more else 0),
        value=value,
        unit=found["unit"],
        comparison=comparison,
    )
