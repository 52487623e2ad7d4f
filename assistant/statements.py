"""What a sentence states that can be looked up: figures, dates, articles, documents, quotations.

Pure. Two spellings of one thing are equal: 三个月 and 3个月, 百分之二十 and 20%, 2万元 and 20000元,
二〇二四年 and 2024年, full and half width. A figure carries its direction, since 五万元 is not
五万元以下.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.figures import Figure, figures_of
from assistant.understand import fold
from kb.numerals import chinese_number
from kb.pointers import name_key

__all__ = [
    "Article",
    "Day",
    "Number",
    "Statements",
    "items_of",
    "quotations",
    "same_number",
    "stated",
    "statements_of",
    "unmarked",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """日期：as far as it is written; `part` is end 底, start 初 and the like."""

    year: int | None
    month: int | None
    day: int | None
    part: str
    as_written: str
    start: int
    end: int

    def within(self, other: "Day") -> bool:
        """Whether the other date says all that this one says."""
        own = (self.year, self.month, self.day, self.part or None)
        others = (other.year, other.month, other.day, other.part or None)
        return all(mine is None or mine == theirs for mine, theirs in zip(own, others, strict=True))


@dataclass(frozen=True, slots=True)
class Article:
    """第…条、款、项、章、节、编，也作第…年、批、次。"""

    level: str
    number: int
    branch: int | None = None  # 之一


@dataclass(frozen=True, slots=True)
class Number:
    """发文字号；`issuer` may begin with words that stand before it."""

    issuer: str
    year: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What a text states. Offsets point into `text`, which is in the form of `stated`."""

    text: str
    figures: tuple[Figure, ...] = ()
    days: tuple[Day, ...] = ()
    articles: tuple[tuple[Article, str], ...] = ()
    numbers: tuple[tuple[Number, str], ...] = ()
    titles: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    every: tuple[tuple[str, str], ...] = ()  # 每月, 按季, 每户 in one form, and as written


def statements_of(text: str) -> Statements:
    """What a text states."""
    folded = stated(text)
    days = _days(folded)
    taken = [(day.start, day.end) for day in days]
    for pattern in (_ARTICLE, _NUMBER, _ORDER):
        taken += [match.span() for match in pattern.finditer(folded)]
    numbers = [
        (Number(match[1], match[2] or "", match[3]), match[0])
        for pattern in (_NUMBER, _ORDER)
        for match in pattern.finditer(folded)
    ]
    return Statements(
        text=folded,
        figures=tuple(figures_of(folded, taken)),
        days=tuple(days),
        articles=tuple(_articles(folded)),
        numbers=tuple(numbers),
        titles=tuple(name_key(match[1]) for match in _TITLE.finditer(folded)),
        latin=tuple(match[0].lower() for match in _LATIN.finditer(folded)),
        every=tuple(_every(folded)),
    )


# ---- one form

_CIRCLED = re.compile("[\u2460-\u249b\u3220-\u3229\u2776-\u2793]")
_ORDINAL = re.compile(r"(?m)^[ \t]*(?:[（(]?\d{1,2}[)）.、．](?!\d)|[-*·•][ \t])[ \t]*")


def stated(text: str) -> str:
    """A text in the form in which texts are compared: folded, without numbers of lists."""
    return fold(_CIRCLED.sub("", _ORDINAL.sub("", text)))


# ---- quotations and markers

_QUOTES = re.compile('“((?:[^“”]|“[^“”]*”)*)”|「([^「」]*)」|『([^『』]*)』|"([^"\n]*)"|‘([^‘’]*)’')
_CITED = re.compile(
    r"[\[【［]\s*(?:资料|条款|出处|来源)?\s*(\d{1,3}(?:\s*[,，、\-—]\s*\d{1,3})*)\s*[\]】］]"
)
_LONGEST_RANGE = 20


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """The spans of what stands in quotation marks, without the marks."""
    for match in _QUOTES.finditer(text):
        if match.lastindex:
            yield match.span(match.lastindex)


def unmarked(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without its markers, and the markers: [1], [1, 2], [1-3], 【1】, [资料1]."""
    found: dict[int, None] = {}
    for match in _CITED.finditer(text):
        for part in re.split(r"[,，、]", match[1]):
            ends = [int(number) for number in re.findall(r"\d+", part)]
            last = min(ends[-1], ends[0] + _LONGEST_RANGE)
            found.update(dict.fromkeys([*range(ends[0], last + 1), ends[-1]]))
    return _CITED.sub("", text), tuple(found)


# ---- dates

_HAN_DIGIT = "[〇零○一二三四五六七八九]"
_HAN_SMALL = "[一二三四五六七八九十]{1,3}"
_PART = "(?P<part>年底|年末|年初|年中|底|末|初|上半年|下半年|第?[一二三四]季度)?"
_DAYS = (
    re.compile(
        rf"(?<!\d)(?P<year>\d{{4}}|{_HAN_DIGIT}{{4}})年度?(?:(?P<month>\d{{1,2}}|{_HAN_SMALL})月份?"
        rf"(?:(?P<day>\d{{1,2}}|{_HAN_SMALL})[日号])?)?{_PART}"
    ),
    re.compile(r"(?<!\d)(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=[-—~至到](?:19|20)\d\d年)"),
    re.compile(
        rf"(?<![\d.])(?P<month>\d{{1,2}}|{_HAN_SMALL})月份?"
        rf"(?:(?P<day>\d{{1,2}}|{_HAN_SMALL})[日号])?{_PART}"
    ),
)
_PARTS = {"底": "end", "末": "end", "初": "start", "中": "middle"}


def _days(text: str) -> list[Day]:
    found: list[Day] = []
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            if any(match.start() < day.end and day.start < match.end() for day in found):
                continue
            given = match.groupdict()
            part = (given.get("part") or "").removeprefix("第")
            found.append(
                Day(
                    year=_integer(given.get("year")),
                    month=_integer(given.get("month")),
                    day=_integer(given.get("day")),
                    part=_PARTS.get(part[-1:], part),
                    as_written=match[0],
                    start=match.start(),
                    end=match.end(),
                )
            )
    found.sort(key=lambda day: day.start)
    for n, day in enumerate(found):
        if day.year is None:
            found[n] = replace(day, year=_year_before(text, found[:n], day))
    return found


def _year_before(text: str, before: list[Day], day: Day) -> int | None:
    """The year that a date without one takes from the date before it in the same sentence."""
    other = before[-1] if before else None
    if other is None or re.search("[。\n]", text[other.end : day.start]):
        return None
    return other.year


def _integer(text: str | None) -> int | None:
    return chinese_number(text.replace("○", "〇")) if text else None


# ---- how often, for each of what

_EVERY = re.compile(
    r"每(?:隔|一?个)?(?P<number>\d{1,4}|[一二两三四五六七八九十]{1,3})?个?(?P<unit>星期|工作|[\u4e00-\u9fff])"
    r"|(?:按|逐)(?P<period>年|季|月|周|日|天)(?!前|内|后)"
)
_SAME_UNIT = {"日": "天", "星期": "周"}


def _every(text: str) -> Iterator[tuple[str, str]]:
    """每三个月 as 3月, 每日 and 每天 as 1天, 按季 as 1季, each with its words."""
    for match in _EVERY.finditer(text):
        unit = match["unit"] or match["period"]
        number = _integer((match["number"] or "1").replace("两", "二"))
        yield f"{number}{_SAME_UNIT.get(unit, unit)}", match[0]


# ---- articles, numbers of documents, titles

_NUMERAL = "[零〇一二三四五六七八九十百千\\d]{1,6}"
_ARTICLE = re.compile(
    rf"第({_NUMERAL})(条|款|项|章|节|编|目|年|届|批|期|次|步|阶段)(?:之({_HAN_SMALL}))?"
)
_ITEM = re.compile(rf"[（(]({_HAN_SMALL})[)）]")
_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,16})[〔（【](\d{4})[〕）】]第?(\d{1,5})号")
_ORDER = re.compile(r"([\u4e00-\u9fff]{0,16}(?:令|公告))[（〔]?(?:(\d{4})年)?第?(\d{1,5})号")
_TITLE = re.compile("《((?:[^《》]|《[^《》]*》)*)》")
_LATIN = re.compile("[A-Za-z]{2,}")


def _articles(text: str) -> Iterator[tuple[Article, str]]:
    for match in _ARTICLE.finditer(text):
        number = chinese_number(match[1])
        if number is not None:
            yield Article(match[2], number, _integer(match[3])), match[0]


def items_of(text: str) -> frozenset[Article]:
    """The items （一） of a text as 第一项."""
    found = (chinese_number(match[1]) for match in _ITEM.finditer(text))
    return frozenset(Article("项", number) for number in found if number is not None)


def same_number(one: Number, other: Number) -> bool:
    """Whether both mean one document, whatever words stand before the shorter one."""
    a, b = one.issuer, other.issuer
    return (one.year, one.number) == (other.year, other.number) and (a.endswith(b) or b.endswith(a))
