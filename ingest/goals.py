"""The grammar of goals (目标) in one sentence: which quantities are targets, of what and by when.

A quantity is a target when all of this holds:

1. it states an amount and does not qualify something else: 45毫米以下“瘦身胶带”, 员工300人以下的企业,
   the 30 of 由30%提高到40%, 较2019年 and “三个一批” hold none;
2. a goal governs it: a deadline still to come (到2025年末, 年底前), a word of intent (力争, 确保, 目标), a
   section about goals or, in an official document, a predicate of result (…率达到, 建成…5个);
3. nothing speaks against it: money and rates that somebody is granted (补贴, 贴息, 减免), penalties,
   conditions (对…的, 每增加…), facts (已, 截至 a day gone by, 据介绍), duties of each day (每日不少于2次), and
   durations of anything but a limit of time (平均审查周期压缩至4个月以内 is a target).

The indicator is the statement without its date, words of intent and number; a statement that only says
how something changes (年均增长8%以上) takes its subject from the one before it.
Offsets are into the sentence given, which must hold no white space.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest import goal_words as words
from ingest.dates import Period, find_periods
from ingest.goal_parts import MASK, Statement, read_statements
from ingest.indicators import Named, name_indicators, without_leading
from ingest.quantities import Kind
from kb.model import Comparison

__all__ = ["Goal", "Setting", "governing_period", "read_goals"]

_BORDERS = "，,；;：:（(。、—"
_WHOLE_YEAR = re.compile("年度?$")
_QUALIFYING_YEAR = re.compile("的|新增|发布|印发|出台|版|第|起|工作|[一-鿿]{0,4}(?:规划|行动计划|方案|通知)")
_CLOSING = re.compile("前|底|末|内")
_OF_A_GOAL = re.compile("的?(?:目标|要求|底线)")
_END_OF_STATEMENT = re.compile("$|的?目标|率?$|、|和|并|[）)]")
_BY_COVERING = re.compile("^$|进行$|开展$|做到$|对[^，]*$|[和、及]$")
_THERE_IS = re.compile("^(?:另|共|目前|还|仍|现|将|又|约|已)*有$")
_ASKED = re.compile("(?:力争|争取|确保|实现|努力|计划|预期|全[市省县区国州盟旗]|我[市省县区])$")
_SHORTENED = re.compile("(?:压缩|缩短|压减|降低|降)(?:至|到|为|在)?(?:不超过)?$|控制在$")
_RATE = re.compile("(?:率|比例|比重|占比)$")

_BORDERS = "，,；;：:（(。、—"
_WHOLE_YEAR = re.compile("年度?$")
_QUALIFYING_YEAR = re.compile("的|新增|发布|印发|出台|版|第|起|工作|[一-鿿]{0,4}(?:规划|行动计划|方案|通知)")
_CLOSING = re.compile("前|底|末|内")
_OF_A_GOAL = re.compile("的?(?:目标|要求|底线)")
_END_OF_STATEMENT = re.compile("$|的?目标|率?$|、|和|并|[）)]")
_BY_COVERING = re.compile("^$|进行$|开展$|做到$|对[^，]*$|[和、及]$")
_THERE_IS = re.compile("^(?:另|共|目前|还|仍|现|将|又|约|已)*有$")
_ASKED = re.compile("(?:力争|争取|确保|实现|努力|计划|预期|全[市省县区国州盟旗]|我[市省县区])$")
_SHORTENED = re.compile("(?:压缩|缩短|压减|降低|降)(?:至|到|为|在)?(?:不超过)?$|控制在$")
_RATE = re.compile("(?:率|比例|比重|占比)$")

_TIME = re.compile("^(?:个?工作日|个自然日|个月|个?小时|分钟|周年|年|天|日|秒)$")
_PAYABLE = re.compile("元|%|‰|成$|百分点|基点|倍")
_SHARE = re.compile("%|‰|成$|百分点|基点")
_REPEATED = re.compile("^(?:次|期|场|场次|轮|遍|分|份|米|厘米|毫米|℃|度|点)$")
_THING = re.compile(
    "^(?:[十百千]?万?亿?)(?:人|人次|名|位|户|家|个|只|件|台|套|辆|架|艘|条|座|处|所|间|栋|幢|张|部|项|种|支|队"
    "|对|组|块|片|株|亩|公顷|公里|千米|平方公里|平方米|千瓦|兆瓦|吨|班|床|头|匹|标箱|TEU)$"
)
_MAKING = re.compile(f"(?:{words.MAKE})$|^(?:{words.LEADING.pattern})?(?:全[市省县区国州盟旗])?(?:{words.MAKE})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known around a sentence."""

    written: date | None = None  # the document's own date
    goals: bool = False  # stands under a heading about goals: 主要目标, 发展指标
    directive: bool = True  # in an official document, not in a report about one
    inherited: Period | None = None  # the deadline of an earlier sentence that still governs


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """目标：one target as a sentence states it."""

    start: int
    end: int
    indicator: str
    value: Decimal | None
    unit: str
    comparison: Comparison
    period: Period | None


def governing_period(sentence: str, written: date | None) -> Period | None:
    """The last deadline that a sentence states for what it and the sentences after it say."""
    found = [p for p in find_periods(sentence, written) if _is_deadline(p, sentence, written)]
    return found[-1] if found else None


def read_goals(sentence: str, setting: Setting) -> tuple[Goal, ...]:
    """The targets that one sentence states, in order."""
    if words.DEFINITION.search(sentence):
        return ()
    periods = find_periods(sentence, setting.written)
    deadlines = [p for p in periods if not p.baseline]
    statements = read_statements(sentence, periods)
    admitted = [
        s for s in statements if _is_target(s, sentence, deadlines, setting)
    ]
    goals = [
        Goal(
            start=named.start,
            end=named.end,
            indicator=named.indicator,
            value=named.statement.quantity.value,
            unit=named.statement.quantity.unit,
            comparison=named.comparison,
            period=_period_of(named, deadlines, setting, sentence),
        )
        for named in name_indicators(sentence, admitted)
    ]
    return tuple(sorted([*goals, *_ranks(sentence, deadlines, setting)], key=lambda goal: goal.end))


def _is_deadline(period: Period, sentence: str, written: date | None) -> bool:
    """Whether something shall be so by then; a bare year counts unless it qualifies a noun."""
    if period.baseline or _is_past(period, written):
        return False
    if period.anchored:
        return True
    if not _WHOLE_YEAR.search(period.as_written) or _QUALIFYING_YEAR.match(sentence, period.end):
        return False
    before = sentence[: period.start]
    return not before or before[-1] in _BORDERS or bool(_ASKED.search(before))


def _is_past(period: Period, written: date | None) -> bool:
    """Whether the day is gone by when the document is written; 截至 without a known day means so."""
    if period.due is None or written is None:
        return period.as_of
    return period.due < written


def _is_target(
    statement: Statement, sentence: str, periods: Sequence[Period], setting: Setting
) -> bool:
    stated = [p for p in periods if p.start < statement.quantity.number]
    if stated and _is_past(stated[-1], setting.written):
        return False
    wanted = _Wanted.of(statement, sentence, periods, setting)
    if _is_fact(statement, wanted) or _is_conditional(statement, wanted):
        return False
    if _is_granted(statement, wanted) or not _counts_results(statement, wanted):
        return False
    if wanted.here:
        return True
    return (setting.directive or wanted.anywhere) and _reads_as_result(statement, wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Where a sentence says that it wants an amount."""

    intended: int  # offset of the last word of intent before the number; -1 without one
    at: int  # offset of the last such word or deadline; -1 without one
    here: bool  # it governs this very statement
    anywhere: bool  # it may govern it, if the statement reads as a result

    @classmethod
    def of(
        cls, statement: Statement, sentence: str, periods: Sequence[Period], setting: Setting
    ) -> "_Wanted":
        number = statement.quantity.number
        deadlines = [p for p in periods if _is_deadline(p, sentence, setting.written)]
        intents = [m.start() for m in words.INTENT.finditer(statement.before)]
        if _OF_A_GOAL.match(statement.tail):
            intents.append(statement.part_start)
        places = [p.start for p in deadlines if p.start < number]
        segment = statement.before.rfind("；") + 1
        closing = any(
            p.start >= statement.quantity.end
            and _CLOSING.match(p.as_written[-1])
            and p.start <= statement.part_end + 1
            for p in deadlines
        )
        intended = max(intents, default=-1)
        here = (
            setting.goals
            or closing
            or intended >= statement.part_start
            or any(place >= segment for place in places)
        )
        return cls(
            intended=intended,
            at=max([intended, *places]),
            here=here,
            anywhere=here or intended >= 0 or bool(places) or setting.inherited is not None,
        )


def _is_fact(statement: Statement, wanted: _Wanted) -> bool:
    """Whether it reports (已, 目前, 据统计) and no wish follows that word."""
    said = statement.before + _rest(statement)
    return any(m.start() > wanted.at for m in words.ACTUAL.finditer(said)) or any(
        m.start() > wanted.intended for m in words.REPORTED.finditer(said)
    )


def _is_conditional(statement: Statement, wanted: _Wanted) -> bool:
    """Whether a case is supposed: 对…的, 每增加…; a case set in an earlier part governs this one too."""
    behind = statement.part[statement.quantity.end - statement.part_start :]
    if words.CONDITION_END.search(behind) or words.CONDITION.match(statement.part):
        return True
    at = max(wanted.at, statement.before.rfind("；"), -1) + 1
    parts = re.split("[，,：:]", statement.before[at:])
    return any(words.CONDITION.match(part) for part in parts)


def _is_granted(statement: Statement, wanted: _Wanted) -> bool:
    """Whether the amount is money or a rate that somebody gets, pays or loses."""
    if words.GRANT.search(statement.part):
        return True
    if words.PRICE.search(statement.part) and wanted.intended < 0:
        return True
    if not _PAYABLE.search(statement.quantity.unit):
        return False
    segment = statement.before.rfind("；") + 1
    grants = [m.start() for m in words.GRANT.finditer(statement.before, segment)]
    return bool(grants) and wanted.at < grants[-1]


def _rest(statement: Statement) -> str:
    return statement.part[statement.quantity.number - statement.part_start :]


def _counts_results(statement: Statement, wanted: _Wanted) -> bool:
    """Whether the unit and the words around it fit a result of the administration's work."""
    quantity, head, tail = statement.quantity, statement.head, statement.tail
    if quantity.kind is Kind.COVERAGE:
        return bool(_END_OF_STATEMENT.match(tail)) and not _BY_COVERING.search(head)
    if _TIME.match(quantity.unit) and not words.LIMIT_OF_TIME.search(head):
        return False
    if words.PARTS_OF_A_TEXT.match(tail) or words.OF_A_TEXT.search(head) or _THERE_IS.search(head):
        return False
    if wanted.here:
        return True
    return (
        quantity.kind in (Kind.NUMBER, Kind.RANGE)
        and bool(quantity.unit)
        and not _REPEATED.match(quantity.unit)
        and not words.DAILY.search(statement.part)
        and not words.DUTY.search(statement.part)
    )


def _reads_as_result(statement: Statement, wanted: _Wanted) -> bool:
    """Whether the part says by itself that a level shall be reached or things be made."""
    quantity, head = statement.quantity, statement.head
    if quantity.kind is Kind.COVERAGE:
        return "实现" in statement.part
    said = statement.before[statement.start : quantity.number]
    if _TIME.match(quantity.unit):
        return bool(_SHORTENED.search(said))
    if quantity.comparison is Comparison.AT_MOST and not wanted.anywhere:
        return False
    if change := words.CHANGE.search(head):
        return bool(words.MEASURED.search(head[: change.start()]))
    if reaching := words.ACHIEVE.search(said):
        return bool(words.MEASURED.search(said[: reaching.start()]))
    if _SHARE.search(quantity.unit) and head.endswith("实现"):
        return True
    if _RATE.search(head) if _SHARE.search(quantity.unit) else wanted.anywhere:
        if words.MEASURED.search(head):
            return True
    return bool(_THING.match(quantity.unit) and _MAKING.search(head))


def _period_of(
    named: Named, periods: Sequence[Period], setting: Setting, sentence: str
) -> Period | None:
    """The nearest deadline before the number, else one that closes the sentence, else the inherited one."""
    deadlines = [p for p in periods if _is_deadline(p, sentence, setting.written)]
    number = named.statement.quantity.number
    before = [p for p in deadlines if p.start < number]
    if named.nth is not None and len(before) == named.of:
        return before[named.nth]
    if before:
        return before[-1]
    after = [p for p in deadlines if _CLOSING.match(p.as_written[-1])]
    return after[0] if after else setting.inherited


def _ranks(sentence: str, periods: Sequence[Period], setting: Setting) -> list[Goal]:
    """Targets without a number: 公众满意度位居全省前列."""
    goals = []
    for match in words.RANK.finditer(sentence):
        before = sentence[: match.start()]
        deadlines = [p for p in periods if p.end <= match.start()]
        deadlines = [p for p in deadlines if _is_deadline(p, sentence, setting.written)]
        if not (setting.goals or deadlines or words.INTENT.search(before)):
            continue
        start = max(before.rfind(mark) for mark in _BORDERS if mark != "、") + 1
        indicator = without_leading(sentence[start : match.end()])
        if words.ACTUAL.search(sentence[: match.end()]) or indicator == match[0]:
            continue
        goals.append(
            Goal(
                start=start,
                end=match.end(),
                indicator=indicator,
                value=None,
                unit="",
                comparison=Comparison.EXACTLY,
                period=deadlines[-1] if deadlines else setting.inherited,
            )
        )
    return goals
