"""Numbers with unit and comparison as policy texts print them: 超20亿元, 97%以上, 控制在4个月以内.

Offsets are half-open code points into the text given, which must hold no white space. A multiplier
stays with the unit as printed (2000 万个, 1.5 万亿元). Nothing is computed; two phrases are read as
the percentage they mean: 全覆盖 (100 %) and 百分之九十 (90 %).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kb.model import Comparison
from kb.numerals import chinese_number

__all__ = ["Kind", "Quantity", "find_quantities"]


class Kind(StrEnum):
    """How the text states the amount."""

    NUMBER = "number"  # 20亿元
    HAN = "han"  # 三个
    RANGE = "range"  # 5—10个
    FRACTION = "fraction"  # 三分之一、一半
    COVERAGE = "coverage"  # 全覆盖
    MULTIPLE = "multiple"  # 翻一番


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """数量：a number, its unit, and how the text compares with it."""

    start: int  # of the comparison before the number (超, 不低于), else of the number
    number: int
    end: int  # behind the unit and the comparison after it (以上, 左右)
    value: Decimal | None  # None for a range, a fraction and 翻一番
    unit: str  # 亿元, %, 万个; "" where there is none
    comparison: Comparison
    kind: Kind = Kind.NUMBER


_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.．]\d+)?)"
_HAN = "[一二两三四五六七八九十][一二三四五六七八九十百千零]{0,6}"
_MULTIPLIER = "(?:[十百千]?万亿|[十百千]?[万亿]|[百千])"
_ROUGH = "[余多]"

# Measure words are a closed class; where one begins another the longer one comes first.
_SHARE = r"个?百分点|个?基点|%|％|‰|倍|/10万|/十万"
_MONEY = "人民币|美元|欧元|港元|日元|元"
_TIME = "个?工作日|个自然日|个月|个?小时|分钟|周岁|周年|年|天|日|岁|秒"
_PHYSICAL = (
    "平方公里|平方千米|平方米|立方米|平方|立方|公里|千米|海里|厘米|毫米|微米|米|公顷|亩"
    "|千克标准煤|公斤标准煤|克标准煤|吨标准煤|吨标煤|吨|公斤|千克|毫克|微克|克|斤|毫升|升|标准箱|标箱|箱|桶"
    "|千瓦时|千瓦|兆瓦时|兆瓦|吉瓦时|吉瓦|瓦|千伏安|千伏|度电|度|分贝|兆比特|兆|字节"
    "|(?:[GMk]Wh?|TEU|[GMTP]bps|[GTPE]B|[PE]?F(?:LOPS|lops)|dB|km|kg|mm|cm|℃)(?![A-Za-z])"
)
_THINGS = (
    "人次|人份|人年|人月|人|名|位|户次|户|家次|家|个|只|件|台套|台次|台|套|辆次|辆|架次|架|艘|列|班次|班|趟"
    "|条|座|处|所|间|栋|幢|床|张|部|本|册|篇|场次|场|次|期|门|种|品种|类|项|批次|批|宗|起|例|份|幅|块|片"
    "|对|组|支|队|团|头|羽|匹|株|棵|盆|枚|粒|瓶|盒|袋|卷|颗|具|根|轮|遍|分|路|车道|单|票|笔|车次"
)
_MEASURE = f"(?:{_SHARE}|{_MONEY}|{_TIME}|{_PHYSICAL}|{_THINGS})"
_PER = (
    "/(?:[百千]?[万亿]?(?:立方米|平方公里|平方米|公里|千瓦时|标准煤|公顷|小时|元|人|户|家|亩|天|日|年|月"
    "|升|吨|辆|件|名|个))"
)
_UNIT = f"(?:{_MULTIPLIER}?{_ROUGH}?{_MEASURE}(?:{_PER})?|{_MULTIPLIER})"
# Chinese numerals also write phrases and names (三项制度, 二期工程): only these words count things.
_HAN_UNIT = (
    f"(?:{_MULTIPLIER}{_MEASURE}|个百分点|倍|[个家条座处所名户台套辆场支间栋艘架只]"
    "(?!月|小时|工作日))"
)
_TO = "(?:[—–－~～-]{1,2}|至|到)"
# Not numbers of things: N95, 第3条, 每10万人, 前10位, 〔2024〕.
_ALONE = r"(?<![A-Za-z\d.．第前每/〔\[#№])"

_QUANTITY = re.compile(
    "|".join(
        (
            "(?P<coverage>(?:(?:100[%％]|百分之百)的?)?全覆盖)",
            "(?P<multiple>翻[一两三]番|翻番)",
            f"百分之(?P<percent>{_HAN}(?:点[一二三四五六七八九零]+)?|百|{_DIGITS})",
            "(?P<fraction>[一二三四五六七八九十]分之[一二三四五六七八九十]+|一半|半数)",
            r"(?<!建)(?P<tenths>[一二三四五六七八九\d])成(?=以上|左右|的|[，。；、）]|$)",
            rf"(?<![由从]){_ALONE}(?P<low>{_DIGITS}){_UNIT}?{_TO}{_DIGITS}(?P<high_unit>{_UNIT})",
            rf"{_ALONE}(?P<number>{_DIGITS})(?P<rough>{_ROUGH})?(?P<unit>{_UNIT})?",
            rf"(?<![第几数每前后一二三四五六七八九十百千分之])(?!一[个家条座处所名户台套辆场支间栋艘架只])"
            rf"(?P<han>{_HAN})(?P<han_rough>{_ROUGH})?(?P<han_unit>{_HAN_UNIT})",
        )
    )
)
_COMPARISONS = {
    word: comparison
    for comparison, words in (
        (Comparison.MORE_THAN, "超过|超|突破|高于|大于|多于|优于|逾|>|＞"),
        (
            Comparison.AT_LEAST,
            "不低于|不得低于|不应低于|不少于|不得少于|不小于|不下于|至少|最少|达到或超过|大于等于|大于或等于|≥|>=|＞=",
        ),
        (
            Comparison.AT_MOST,
            "不高于|不得高于|不超过|不得超过|不应超过|不多于|不大于|不突破|低于|小于|少于|至多|最多|最高|控制在|控制到|小于等于"
            "|≤|<=|<|＜",
        ),
        (Comparison.ABOUT, "大约|约|将近|接近|近"),
    )
    for word in words.split("|")
}
_BEFORE = re.compile(f"(?:{'|'.join(map(re.escape, _COMPARISONS))})$")
_LONGEST_BEFORE = max(map(len, _COMPARISONS))
# 不低于…总数的30%: the comparison stands before the base of the share.
_BEFORE_BASE = re.compile(
    "(?P<word>不低于|不少于|不超过|不高于|超过|高于|低于)[^，。；、：（）]{1,16}的$"
)
_LONGEST_BASE = 24
# 至少建成1个: a verb between the comparison and the number.
_BEFORE_VERB = re.compile("(?P<word>至少|最少|至多|最多)[^\\d，。；、：（）]{1,6}$")
_AFTER = re.compile(
    r"(?:（含(?:本数)?）|\(含\)|及|含)?(?:(?P<least>以上)|(?P<most>以下|以内|之内)|(?P<about>左右|上下))"
)
# A number without a unit counts only where it completes a predicate: 指数达到85以上.
_PREDICATE = re.compile(r"(?:达到|达|为|到|至|在|过|超|破|于|少|是|约|[≥≤><＞＜=])$")
_CLOSED = re.compile(r"以上|以下|以内|左右|[，。；、：）)]|$|和|及")


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order, without overlap."""
    return tuple(q for match in _QUANTITY.finditer(text) if (q := _quantity(text, match)))


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    kind, value, unit = _amount(match)
    before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
    bare = kind is Kind.NUMBER and not unit
    if bare and not (_PREDICATE.search(before) and _CLOSED.match(text, match.end())):
        return None
    word, said = _compared_before(before)
    if base := _BEFORE_BASE.search(text, max(0, match.start() - _LONGEST_BASE), match.start()):
        said = said or _COMPARISONS[base["word"]]
    if verb := _BEFORE_VERB.search(text, max(0, match.start() - _LONGEST_BASE), match.start()):
        said = said or _COMPARISONS[verb["word"]]
    after = _AFTER.match(text, match.end())
    rough = match["rough"] or match["han_rough"] or re.search(_ROUGH, unit)
    return Quantity(
        start=match.start() - len(word),
        number=match.start(),
        end=after.end() if after else match.end(),
        value=value,
        unit=re.sub(_ROUGH, "", unit).replace("％", "%"),
        comparison=_comparison(said, after, rough=bool(rough)),
        kind=kind,
    )


def _amount(match: re.Match[str]) -> tuple[Kind, Decimal | None, str]:
    if match["coverage"]:
        return Kind.COVERAGE, Decimal(100), "%"
    if match["multiple"]:
        return Kind.MULTIPLE, None, ""
    if match["fraction"]:
        return Kind.FRACTION, None, ""
    if match["percent"]:
        return Kind.NUMBER, _decimal(match["percent"]), "%"
    if match["tenths"]:
        return Kind.NUMBER, _decimal(match["tenths"]), "成"
    if match["low"]:
        return Kind.RANGE, None, match["high_unit"]
    if match["han"]:
        return Kind.HAN, _decimal(match["han"]), match["han_unit"]
    return Kind.NUMBER, _decimal(match["number"]), match["unit"] or ""


def _decimal(text: str) -> Decimal | None:
    """The value of a numeral; None where it is none."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", "").replace("．", "."))
    if text == "百":
        return Decimal(100)
    whole, _, places = text.partition("点")
    value = chinese_number(whole)
    decimals = [chinese_number(digit) for digit in places]
    if value is None or None in decimals:
        return None
    return Decimal(f"{value}.{''.join(map(str, decimals))}" if decimals else value)


def _compared_before(before: str) -> tuple[str, Comparison | None]:
    """The longest comparison word that ends a text, and what it says."""
    found = _BEFORE.search(before)
    return (found[0], _COMPARISONS[found[0]]) if found else ("", None)


def _comparison(
    before: Comparison | None, after: re.Match[str] | None, *, rough: bool
) -> Comparison:
    if after and after["about"]:
        return Comparison.ABOUT
    if after and after["most"]:
        return Comparison.AT_MOST
    if after and before is not Comparison.MORE_THAN:
        return Comparison.AT_LEAST
    if before:
        return before
    return Comparison.ABOUT if rough else Comparison.EXACTLY
