"""Whether a quantity of a sentence is a goal: what governs it and what speaks against it.

The rule is the one of `ingest.goals`. Evidence is gathered once a sentence; offsets are into it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest import goal_words as words
from ingest.dates import Period
from ingest.goal_parts import Statement, masked
from ingest.indicators import without_leading
from ingest.quantities import Kind
from kb.model import Comparison

__all__ = ["Evidence", "Setting", "is_deadline"]

_BORDERS = "，,；;：:（(）)。、—"
_PARTS = re.compile("[，,：:；;]")
_OF_A_YEAR = re.compile("年(?:度|底|末|年底|年末)?$")
_QUALIFYING_YEAR = re.compile(
    "的|新增|发布|印发|出台|版|第|起|工作|[\u4e00-\u9fff]{0,4}(?:规划|行动计划|方案|通知)"
)
_REGION = "全[市省县区国州盟旗]|各[市县区]|我[市省县区]"
_TO_BE_DONE = re.compile(f"力争|确保|争取|要|将|实现|达到|建成|完成|新建|培育|{_REGION}")
_OF_WHAT_IS = re.compile(
    "[^，。；的]{0,6}(?:建成|建设|竣工|开工|出台|成立|投产|投用|投运|注册|出生|登记)的|的(?=[^，。；]{0,8}存量)"
)
_JOINED = re.compile("(?:年|月|季度|期间|期|末|底|前)[、和及与]$")
_ASKED = re.compile(f"(?:力争|争取|确保|实现|努力|计划|预期|{_REGION})$")
_CLOSING = re.compile("[前底末内]$")
_A_GOAL = re.compile("的?目标")

_COVERED = re.compile("$|的?目标|率|、|和|并|[）)]")
_BY_COVERING = re.compile("^$|进行$|开展$|做到$|对[^，]*$|[和、及]$")
_THERE_IS = re.compile("^(?:另|共|目前|还|仍|现|将|又|约|已)*有$")
_SHORTENED = re.compile("(?:压缩|缩短|压减|降低|降)(?:至|到|为|在)?(?:不超过)?$|控制在$")
_LOWERED = re.compile("(?:降低|下降|减少|压减|降)(?:至|到)$")
_ADVERBS = re.compile(
    "(?:分别|均|都|各|每年|逐年|年均|平均|同比|动态|持续|始终|继续|总体|基本){1,4}$"
)
_HELD = re.compile("举办|开展|组织")
_REGIONAL = re.compile("全[市省县区国州盟旗]")
_COMPARED = re.compile("[与同和][^，。；]{2,12}相比，")  # tells what has changed
_SO_FAR = re.compile("累计(?:完成|建成|实现|发放|新增|减|投入)")
_LIFE = re.compile("预期寿命|受教育年限")
_RATE = re.compile("(?:(?<!效)率|比例|比重|占比)$")

_TIME = re.compile("^(?:个?工作日|个自然日|个月|个?小时|分钟|周年|年|天|日|秒)$")
_PAYABLE = re.compile("元|%|‰|成$|百分点|基点|倍")
_SHARE = re.compile("%|‰|成$|百分点|基点")
_EVENT = re.compile("^(?:场|场次|期)$")
_REPEATED = re.compile("^(?:次|轮|遍|分|份|米|厘米|毫米|℃|度)$")
_SCORED = re.compile("(?:满意度|指数)[^，。；]{0,6}$")
_KIND = re.compile("^(?:类|种|品种|项|个)$")
_THING = re.compile(
    "^[十百千]?万?亿?(?:人|人次|名|位|户|家|个|只|件|台|套|辆|架|艘|条|座|处|所|间|栋|幢|张|部|项|种|支|队|对|组|块|片"
    "|株|亩|公顷|公里|千米|平方公里|平方米|千瓦|兆瓦|吨|班|床|头|匹|标箱|TEU)$"
)
_RECEIVERS = re.compile("[户人家]次?$")
_GIVEN = re.compile("^(?:累计|计划)?(?:发放|落实|提供|兑现)")
_MANY = re.compile("(?:项目|企业|基地|园区|工程)$")
_MADE_OF = re.compile(words.MAKE)
_MADE = re.compile(f"(?:{words.MAKE})$")
_MAKING = re.compile(f"(?:每年|年均|[一二两三四五]?年|累计|全[市省县区国州盟旗])*(?:{words.MAKE})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known around a sentence."""

    written: date | None = None  # the document's own date
    goals: bool = False  # stands under a heading about goals: 主要目标, 发展指标
    directive: bool = True  # in an official document, not in a report about one
    inherited: Period | None = None  # the deadline of an earlier sentence that still governs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """Where a sentence says that it wants an amount; offsets are -1 where it does not."""

    intended: int  # the last word of intent before the number
    at: int  # the last such word or deadline
    here: bool  # it governs this very statement
    anywhere: bool  # it may govern it, if the statement reads as a result
    continued: bool  # it goes on counting what the target before it counts


def is_deadline(period: Period, sentence: str, written: date | None) -> bool:
    """Whether something shall be so by then; a bare year counts unless it qualifies a noun."""
    if period.baseline or _is_past(period, written):
        return False
    if period.anchored:
        return True
    if not _OF_A_YEAR.search(period.as_written) or _QUALIFYING_YEAR.match(sentence, period.end):
        return False
    before = sentence[: period.start]
    alone = (
        not before
        or before[-1] in _BORDERS
        or _ASKED.search(before[-4:])
        or _JOINED.search(before[-4:])
    )
    return bool(alone or _TO_BE_DONE.match(sentence, period.end))


def _is_past(period: Period, written: date | None) -> bool:
    """Whether the day is gone by when the document is written; 截至 alone means so."""
    if period.due is None or written is None:
        return period.as_of
    return period.due < written


class Evidence:
    """What one sentence says for and against its quantities as goals."""

    def __init__(self, sentence: str, periods: Sequence[Period], setting: Setting) -> None:
        self._setting = setting
        self._stated = [
            p for p in periods if not (p.baseline or _OF_WHAT_IS.match(sentence, p.end))
        ]
        self.deadlines = tuple(p for p in periods if is_deadline(p, sentence, setting.written))
        text = masked(sentence, periods)
        self._intents = _offsets(words.INTENT, text)
        self._facts = _offsets(words.ACTUAL, text)
        self._reports = _offsets(words.REPORTED, text)
        self._grants = _offsets(words.GRANT, text)
        self._segments = _offsets(re.compile("[；;]"), text)
        starts = [0, *(m.end() for m in _PARTS.finditer(text))]
        self._cases = [at for at in starts if words.CONDITION.match(text, at)]
        self._conditions = _offsets(words.CONDITIONS, text)
        self._compares = bool(_COMPARED.match(sentence))
        self._projects = _offsets(words.PROJECT, text)

    def admits(self, statement: Statement, after: Statement | None = None) -> bool:
        """Whether a statement is a target; `after` is the target right before it, if any."""
        wish = self._wish(statement, after)
        stated = [p for p in self._stated if wish.intended < p.start < statement.quantity.number]
        if stated and _is_past(stated[-1], self._setting.written):
            return False
        if self._reports_a_fact(statement, wish) or self._supposes_a_case(statement, wish):
            return False
        if self._grants_something(statement, wish) or not _counts_results(statement, wish):
            return False
        if wish.here:
            return True
        if self._describes_a_project(statement) or not (self._setting.directive or wish.anywhere):
            return False
        if self._compares and not wish.anywhere:
            return False
        return _reads_as_result(statement, wish)

    def wants_rank(self, offset: int) -> bool:
        """Whether a place without a number (位居全省前列) is wanted there."""
        wanted = self._setting.goals or any(
            at < offset for at in [*self._intents, *(p.start for p in self.deadlines)]
        )
        return wanted and not any(at < offset for at in [*self._facts, *self._reports])

    def _segment(self, offset: int) -> int:
        """Where the segment between two ；that holds an offset begins."""
        return max((at + 1 for at in self._segments if at < offset), default=0)

    def _wish(self, statement: Statement, after: Statement | None) -> _Wish:
        number = statement.quantity.number
        intents = [at for at in self._intents if at < number]
        if _A_GOAL.match(statement.tail):
            intents.append(statement.part_start)
        dates = [p.start for p in self.deadlines if p.start < number]
        intended = max(intents, default=-1)
        done_by = any(
            statement.quantity.end <= p.start <= statement.part_end + 1
            and _CLOSING.search(p.as_written)
            for p in self.deadlines
        )
        segment = self._segment(number)
        here = (
            self._setting.goals
            or done_by
            or any(self._setting.directive or at >= segment for at in dates)
            or intended == statement.part_start
            or (intended > statement.part_start and _has_predicate(statement))
        )
        return _Wish(
            intended=intended,
            at=max([intended, *dates]),
            here=here,
            anywhere=bool(
                here or intended >= 0 or dates or self._setting.inherited is not None or after
            ),
            continued=after is not None and _goes_on(after, statement),
        )

    def _reports_a_fact(self, statement: Statement, wish: _Wish) -> bool:
        """Whether it tells what is so (已, 目前, 据统计) and no wish follows that word."""
        end = statement.part_end
        return any(wish.at < at < end for at in self._facts) or any(
            wish.intended < at < end for at in self._reports
        )

    def _describes_a_project(self, statement: Statement) -> bool:
        """Whether it is a measure of one project; a number of projects before that is none."""
        many = _MANY.search(statement.head) and _MADE_OF.search(statement.head)
        number = statement.quantity.number
        return any(not many or at < number for at in self._projects)

    def _supposes_a_case(self, statement: Statement, wish: _Wish) -> bool:
        """Whether it belongs to a case (对…的, 每增加…), set in this part or an earlier one."""
        number = statement.quantity.number
        if words.CONDITION_END.search(statement.behind) or any(
            at < number for at in self._conditions
        ):
            return True
        since = max(wish.at, self._segment(number) - 1)
        return any(since < at < number for at in self._cases)

    def _grants_something(self, statement: Statement, wish: _Wish) -> bool:
        """Whether the amount is money or a rate that somebody gets, pays or loses."""
        if words.GRANT.search(statement.part) and not _counts_receivers(statement):
            return True
        if words.PRICE.search(statement.part) and wish.intended < 0:
            return True
        if not _PAYABLE.search(statement.quantity.unit):
            return False
        number = statement.quantity.number
        since = max(wish.at, self._segment(number) - 1)
        return any(since < at < number for at in self._grants)


def _counts_receivers(statement: Statement) -> bool:
    """Whether it counts those who get something (发放租赁补贴2万户), not what they get."""
    return bool(_RECEIVERS.search(statement.quantity.unit) and _GIVEN.search(statement.head))


def _offsets(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _goes_on(after: Statement, statement: Statement) -> bool:
    same_part = after.part_start == statement.part_start
    return same_part or after.quantity.unit == statement.quantity.unit


def _has_predicate(statement: Statement) -> bool:
    """Whether the words before a number say that it is reached, compared with or brought about."""
    quantity, head = statement.quantity, statement.head
    return bool(
        quantity.comparison is not Comparison.EXACTLY
        or quantity.kind in (Kind.COVERAGE, Kind.MULTIPLE)
        or words.ACHIEVE.search(statement.said)
        or words.CHANGE.search(head)
        or words.MEASURED.search(head)
        or words.CREATE.search(head)
        or _makes(head)
        or words.INTENT.search(statement.said[-2:])
    )


def _creates(head: str) -> bool:
    return any(words.CREATE_FIRST.match(text) for text in (head, without_leading(head)))


def _makes(head: str) -> bool:
    """Whether things are made: 建成…5个, 新增5个."""
    return bool(_MADE.search(head) or _MAKING.match(head) or _MAKING.match(without_leading(head)))


def _counts_results(statement: Statement, wish: _Wish) -> bool:
    """Whether the unit and the words around it fit a result of the administration's work."""
    quantity, head, tail = statement.quantity, statement.head, statement.tail
    if quantity.kind is Kind.COVERAGE:
        return bool(_COVERED.match(tail)) and not _BY_COVERING.search(head)
    goes_on = wish.continued and not head
    if _TIME.match(quantity.unit) and not (goes_on or words.LIMIT_OF_TIME.search(head)):
        return False
    listed = head.endswith("等") or ("、" in without_leading(head) and _KIND.search(quantity.unit))
    if listed and not _makes(head) and not words.ACHIEVE.search(head):
        return False
    if words.PARTS_OF_A_TEXT.match(tail) or words.OF_A_TEXT.search(head) or _THERE_IS.search(head):
        return False
    if wish.here:
        return True
    return (
        quantity.kind in (Kind.NUMBER, Kind.RANGE)
        and bool(quantity.unit)
        and (not _REPEATED.match(quantity.unit) or bool(_SCORED.search(head)))
        and not words.DAILY.search(statement.part)
        and not words.DUTY.search(statement.part)
    )


def _reads_as_result(statement: Statement, wish: _Wish) -> bool:
    """Whether the part says by itself that a level shall be reached or things be made."""
    quantity, head, said = statement.quantity, statement.head, statement.said
    if not wish.anywhere and _SO_FAR.search(statement.part):
        return False
    if wish.continued and not head:
        return True
    if quantity.kind is Kind.COVERAGE:
        return wish.anywhere or "实现" in statement.part
    if _TIME.match(quantity.unit):
        return bool(_SHORTENED.search(said) or _LIFE.search(head))
    if quantity.comparison is Comparison.AT_MOST and not (wish.anywhere or _LOWERED.search(said)):
        return False
    if predicate := words.CHANGE.search(head) or words.ACHIEVE.search(said):
        subject = _ADVERBS.sub("", said[: predicate.start()])
        return wish.anywhere or bool(words.MEASURED.search(subject))
    if _SHARE.search(quantity.unit):
        return bool(_RATE.search(head)) or head.endswith("实现")
    if wish.anywhere and words.MEASURED.search(head):
        return True
    if _EVENT.match(quantity.unit):
        return bool(_HELD.search(head))
    return bool(_THING.match(quantity.unit)) and (
        _makes(head)
        or (wish.continued and bool(head))
        or (wish.anywhere and _creates(head))
        or (quantity.comparison is Comparison.AT_LEAST and bool(_REGIONAL.match(head)))
    )
