"""The numbers in what a measure gives (扶持数额): 最高不超过100万元, 按50%, 免3个月.

Works on text without white space; offsets are half-open. Dates, ordinals and the value that another
replaces (由50%提高到60%) are no amounts. Nothing is computed: 减半 and 全额 have no number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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


_DONE = (
    "出口|进口|实现|新建|建设|销售|收购|采购|投资|投入|新增|新|增加?|增长|提高|完成|缴纳|达到|超过|招用|吸纳|招|聘用"
    "|引进|培养|培训|培育|组织|输送|接收|介绍|推荐|带动|安置"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[年/.](?:度)?|(?<!\d)\d{1,2}月(?:份|底|初|末|中旬|\d{1,2}日?)?|(?<!\d)\d{1,2}日"
    r"|第[一二三四五六七八九十\d]+(?:、[一二三四五六七八九十\d]+)*个?[月年季次条批期]"
    r"|[一二三五\d]年期|“[^”]{1,12}”|《[^》]{0,200}》|〔\d+〕\d+号|\d+[:：]\d+|\d{7,}"
    rf"|每(?:{_DONE})[^，。；\d]{{0,6}}\d+(?:\.\d+)?(?:万?美元|元|[个人名户家]|万元|亿元|万?吨|个?百分点|[%％])|每\d+[人名个户家]"
    r"|20\d\d(?=[—－-])"
)
_HAN_PERIOD = re.compile(
    "(?<![第十每\\d])(?P<han>[一二两三四五六七八九十]{1,3})(?P<unit>个月|个季度|年(?!期|级|度|一度|来|多))"
)
_RANGE = re.compile(
    r"(?<![\d.])(?P<low>\d{1,9}(?:\.\d{1,4})?)(?P<unit1>[%％]|个?百分点|个月|年|万元|亿元|[万亿元天倍折])?(?:[—–－~～-]{1,2}|至|到)"
    r"(?P<high>\d{1,9}(?:\.\d{1,4})?)(?P<unit>[%％]|个百分点|个月|年(?!\d)|万元|亿元|[元天倍折])"
)
_FORMER = re.compile("(?:由|从|在)(?:[^，。；\\d]{0,14})$")
_REPLACED = re.compile(
    "^[^，。；]{0,6}?(?:提高|增加|调整|降|降低|延长|上调|下调|放宽|缩短|上浮|下浮|压减)[到至为]"
)
_MOST = "最高|最多|至多|不超过|不高于|不得超过|不得高于|上限|封顶|最长|不多于|限额|最大|不大于"
_LEAST = "最低(?!工资|生活|缴费|缴存|社保|价|档)|不低于|不少于|至少|下限|不得低于"
_BEFORE = re.compile(f"(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))(?:[^，。；\\d]{{0,12}})$")
_LONGEST_TERM = re.compile("^最长[^，。；]{0,6}[年期]限[^，。；]{0,4}延长[至到]$")
_OF_BASE = re.compile("(?:LPR|利率|基准)[）)]?[减加+-]$")  # at most LPR减100个基点
_MOST_BEHIND = re.compile("^(?:（含）|\\(含\\))?(?:以内|之内|以下|封顶|为限|为上限|内)")
_LEAST_BEHIND = re.compile("^(?:（含）|\\(含\\)|及|含)?以上")
_INCLUSIVE = re.compile("^(?:（含(?:本数)?）|\\(含(?:本数)?\\))")
_UNDER = re.compile("(?:不足|不满|未满|未达到?|低于)$")
_NOT_UNDER = re.compile("(?:不|不得|不应)低于$")
_COUNTED = (
    "人次|人|名|位|户|家庭|家|亩|公顷|吨公里|吨|辆车|辆|天|日|个?月|年|学年|学期|件|平方米|间|床位|床|台|批次|批|单|票"
    "|笔|次|班|场|套|头|只|株|篇|项|公里|公斤|斤|岗位|项目|站点|标箱|标准箱|箱|车次|架次|航次|列|千瓦时|千瓦|度"
    "|立方米|升|桶|盏|份|门|课时|期|处|座|所|村"
)
_GIVES = (
    "给予|予以|个人|补助|补贴|奖励|奖补|资助|发放|享受|支付|按照?|一次性|定额|标准|分别|各|的|为|再|可达?|至|了"
    f"|{_MOST}|{_LEAST}|补足|追加|叠加|另"
)
_PER_BEFORE = re.compile(
    f"每个?(?P<per>(?:{_COUNTED})(?:每[天日月年次]|/[天日月年])?)(?:{_GIVES}){{0,8}}$"
    f"|每(?P<time>[天日月年])(?:{_GIVES}){{0,3}}[^，。；\\d每]{{1,6}}(?:补贴|补助|津贴)(?:{_GIVES}){{0,3}}$"
)
# 每招用1人1500元: one of what is counted.
_PER_ONE = re.compile(
    f"每[^，。；\\d　]{{0,8}}[　一]个?(?P<per>{_COUNTED})(?P<time>)"
    f"(?:，?[^，。；\\d]{{0,6}}?(?:{_GIVES}){{0,8}})$"
)
_CARRIED = frozenset({Comparison.AT_MOST, Comparison.AT_LEAST, Comparison.EXACTLY})
_WINDOW = 40  # characters before a number that say what it is counted by
_PER_BEHIND = re.compile(
    "/(?P<per>[^，。；、）)（(\\d/的]{1,4}?(?:[/·][^，。；、）)（(\\d的]{1,3}?)?)(?=$|[，。；、）)（(的标给予进补资奖（]|[^\u4e00-\u9fff])"
)
_PER_MORE = re.compile("[·/](?:[人户家年月天日次]|平方米)")  # 元/月·户
_FIXED = re.compile(
    "(?:总规模|规模|基金|总额度|资金池|共计|累计发放|预计|约|(?<!可)达|总投资|注册资本|净资产)(?:[达为约])?$"
)
_SINCE = re.compile("^(?:个月|年)?所")
# 超过1000万元的部分, 1年以上劳动合同: what must hold, not what is given.
_THRESHOLD = re.compile(
    "^(?:（含）|\\(含\\)|及|含)?(?:以[上下内])?的?(?:可[获享申]|部分|劳动合同|劳务合同|用工合同|租赁合同)"
)
_SERVED = re.compile("(?<!不)(?<!未)满$")
# 300万元、200万元: what joins a number to the one before it.
_JOINED = re.compile("[、和及或与](?:[^，。；、\\d]{0,6}[、和及或与])?")

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


def find_numbers(
    text: str, start: int = 0, end: int | None = None, *, given: bool = False
) -> tuple[Number, ...]:
    """The numbers of a stretch in order; dates, ordinals and former values are left out.

    With `given` those are left out too that say what must hold: 满6个月, 超过1000万元的部分.
    """
    end = len(text) if end is None else end
    lead = max(0, start - _WINDOW)
    part = _DATE.sub(_blank, text[lead:end])
    found = sorted(_numbers(part, start - lead), key=lambda n: n.start)
    return tuple(
        replace(number, start=number.start + lead, end=number.end + lead)
        for number in _shared(part, found)
        if not (given and _must_hold(part, number))
    )


def _blank(found: re.Match[str]) -> str:
    """Blanks of the same length; of 每新增1人 only the number, which another is counted by."""
    whole = found[0]
    return re.sub("[\\d.]", "　", whole) if whole[0] == "每" else "　" * len(whole)


def _shared(part: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """The numbers; a joined one is compared and counted as that before it: 最高3万元、2万元."""
    last: Number | None = None
    for number in numbers:
        goes_on = (
            last is not None
            and number.comparison is Comparison.EXACTLY
            and kind_of_unit(number.unit) is kind_of_unit(last.unit)
            and _JOINED.fullmatch(part, last.end, number.start)
        )
        if last and goes_on and last.comparison in _CARRIED:
            last = replace(number, comparison=last.comparison, per=number.per or last.per)
        else:
            last = number
        yield last


def _numbers(part: str, start: int) -> Iterator[Number]:
    ranges = [found for found in _RANGE.finditer(part) if found.start() >= start]
    for found in ranges:
        yield from _of_range(part, found)
    taken = [found.span() for found in ranges]
    part = _RANGE.sub(lambda m: "　" * len(m[0]), part)
    for quantity in find_quantities(part):
        if quantity.kind in (Kind.NUMBER, Kind.HAN) and quantity.number >= start:
            taken.append((quantity.number, quantity.end))
            if number := _number(part, quantity):
                yield number
    for found in _HAN_PERIOD.finditer(part, start):
        value = chinese_number(found["han"])
        overlaps = any(a < found.end() and found.start() < b for a, b in taken)
        if value and not overlaps:
            yield from _simple(part, found, Decimal(value))


def _before(part: str, at: int) -> str:
    return part[max(0, at - _WINDOW) : at]


def _behind(part: str, at: int) -> str:
    return part[at : at + _WINDOW]


def _of_range(part: str, found: re.Match[str]) -> Iterator[Number]:
    unit = found["unit"].replace("％", "%")
    before, behind = _before(part, found.start()), _behind(part, found.end())
    if _FORMER.search(before) and _REPLACED.match(behind):
        return
    per, end = _per_behind(part, found.end())
    first = found.start()
    if per is None and (counted := _per_before(before)):
        per, first = _counted(counted), first - len(before) + counted.start()
    per = per if kind_of_unit(unit) is AmountKind.SUM else None
    yield Number(
        start=first,
        end=found.end("unit1") if found["unit1"] else found.end("low"),
        value=Decimal(found["low"]),
        unit=unit,
        comparison=Comparison.AT_LEAST,
        per=per,
    )
    yield Number(
        start=found.start("high"),
        end=end,
        value=Decimal(found["high"]),
        unit=unit,
        comparison=Comparison.AT_MOST,
        per=per,
    )


def _number(part: str, quantity: Quantity) -> Number | None:
    value, at = quantity.value, quantity.number
    before, behind = _before(part, at), _behind(part, quantity.end)
    if value is None or _is_no_amount(before, behind, part[at : quantity.end]):
        return None
    unit, _, per = quantity.unit.partition("/")
    end = quantity.end
    if not per:
        said, end = _per_behind(part, end)
        per = said or ""
    elif more := _PER_MORE.match(part, end):
        per, end = per + more[0], more.end()
    comparison, first = _comparison(before, behind, at, quantity.comparison)
    first = min(first, quantity.start)
    if not per and (counted := _per_before(before)):
        per, first = _counted(counted), min(first, at - len(before) + counted.start())
    return Number(
        start=first,
        end=end,
        value=value,
        unit=unit,
        comparison=comparison,
        per=per if per and kind_of_unit(unit) is AmountKind.SUM else None,
    )


def _per_before(before: str) -> re.Match[str] | None:
    return _PER_BEFORE.search(before) or _PER_ONE.search(before)


def _counted(found: re.Match[str]) -> str:
    return found["per"] or found["time"]


def _per_behind(part: str, end: int) -> tuple[str | None, int]:
    """What stands behind a stroke (500元/人), and where it ends."""
    found = _PER_BEHIND.match(part, end)
    return (found["per"], found.end()) if found else (None, end)


def _is_no_amount(before: str, behind: str, number: str) -> bool:
    of_time = number[-1] in "月年天日"
    if of_time and re.match("[后後](?!内)", behind):
        return True
    former = _FORMER.search(before) and _REPLACED.match(behind)
    since = number[-1] in "月年" and _SINCE.match(behind)
    return bool(former or _FIXED.search(before) or since)


def _must_hold(part: str, number: Number) -> bool:
    served = kind_of_unit(number.unit) is AmountKind.PERIOD
    return bool(
        _THRESHOLD.match(_behind(part, number.end))
        or (served and _SERVED.search(_before(part, number.start)))
    )


def _comparison(before: str, behind: str, number: int, said: Comparison) -> tuple[Comparison, int]:
    """How the number is compared, and where the comparing words begin."""
    if _UNDER.search(before) and not _NOT_UNDER.search(before):
        return Comparison.LESS_THAN, number
    if _OF_BASE.search(before):
        return Comparison.EXACTLY, number
    if (found := _BEFORE.search(before)) and not _LONGEST_TERM.search(found[0]):
        word = Comparison.AT_MOST if found["most"] else Comparison.AT_LEAST
        return word, number - len(before) + found.start()
    if said is Comparison.MORE_THAN and _INCLUSIVE.match(behind):
        return Comparison.AT_LEAST, number
    if said is Comparison.EXACTLY and _MOST_BEHIND.match(behind):
        return Comparison.AT_MOST, number
    if said is Comparison.EXACTLY and _LEAST_BEHIND.match(behind):
        return Comparison.AT_LEAST, number
    return said, number


def _simple(part: str, found: re.Match[str], value: Decimal) -> Iterator[Number]:
    before, behind = _before(part, found.start()), _behind(part, found.end())
    if _is_no_amount(before, behind, found[0]):
        return
    said = Comparison.MORE_THAN if before.endswith(("超过", "满")) else Comparison.EXACTLY
    if before.endswith(("不超过", "不满")):
        said = Comparison.AT_MOST
    comparison, first = _comparison(before, behind, found.start(), said)
    more = _MOST_BEHIND.match(behind) or _LEAST_BEHIND.match(behind)
    yield Number(
        start=first,
        end=found.end() + (more.end() if more else 0),
        value=value,
        unit=found["unit"],
        comparison=comparison,
    )
