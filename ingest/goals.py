"""The grammar of goals (目标) in one sentence: which quantities are targets, of what and by when.

A quantity is a target when all of this holds:

1. it states an amount and does not qualify something else: 45毫米以下“瘦身胶带”, 员工300人以下的
   企业, the 30 of 由30%提高到40%, 较2019年 and “三个一批” hold none;
2. a goal governs it: a deadline still to come (到2025年末, 年底前), a word of intent (力争, 确保),
   a section about goals or, in an official document, a predicate of result (…率达到, 建成…5个);
3. nothing speaks against it: money and rates that somebody is granted (补贴, 贴息, 减免),
   penalties, conditions (对…的, 每增加…), facts (已, 截至 a day gone by, 据介绍), daily duties
   (每日不少于2次), durations that are no limit of time (审查周期压缩至4个月 is one).

The indicator is the statement without its date, words of intent and number; a statement that only
says how something changes (年均增长8%以上) takes its subject from the one before it. A wanted place
without a number (位居全省前列) is a target without value.
Offsets are into the sentence given, which must hold no white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest import goal_words as words
from ingest.dates import Period, find_periods
from ingest.goal_evidence import Evidence, Setting, is_deadline
from ingest.goal_parts import Statement, read_statements
from ingest.indicators import Named, name_indicators, without_leading
from kb.model import Comparison

__all__ = ["Goal", "Setting", "governing_periods", "read_goals"]

_LONGEST = 2000  # characters; what is longer is no sentence
_FULL_WIDTH = {",": "，", ";": "；", ":": "："}
_HALF_WIDTH = re.compile(r"[;:]|,(?!\d{3}(?!\d))")


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


def governing_periods(sentence: str, written: date | None) -> tuple[Period, ...]:
    """The deadlines that a sentence states, in order."""
    return tuple(p for p in find_periods(sentence, written) if is_deadline(p, sentence, written))


def read_goals(sentence: str, setting: Setting) -> tuple[Goal, ...]:
    """The targets that one sentence states, in order."""
    if len(sentence) > _LONGEST or words.DEFINITION.search(sentence):
        return ()
    sentence = _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH[mark[0]], sentence)
    periods = find_periods(sentence, setting.written)
    statements = read_statements(sentence, periods)
    if not statements and not words.RANK.search(sentence):
        return ()
    evidence = Evidence(sentence, periods, setting)
    admitted: list[Statement] = []
    for statement in statements:
        last = admitted[-1] if admitted else None
        beside = last if last and last.part_end + 1 >= statement.part_start else None
        if evidence.admits(statement, beside):
            admitted.append(statement)
    goals = [
        _goal(named, _period_of(named, evidence.deadlines, sentence) or setting.inherited)
        for named in name_indicators(sentence, admitted)
    ]
    goals += _ranks(sentence, evidence, setting)
    return tuple(sorted(goals, key=lambda goal: goal.end))


def _goal(named: Named, period: Period | None) -> Goal:
    return Goal(
        start=named.start,
        end=named.end,
        indicator=named.indicator,
        value=named.statement.quantity.value,
        unit=named.statement.quantity.unit,
        comparison=named.comparison,
        period=period,
    )


def _period_of(named: Named, deadlines: tuple[Period, ...], sentence: str) -> Period | None:
    """The nearest deadline before the number, else the first that closes behind it (年底前完成).

    What is done every year (每年) takes none from before a ；.
    """
    number = named.statement.quantity.number
    since = sentence.rfind("；", 0, number) if "每年" in named.statement.part else 0
    before = [p for p in deadlines if since <= p.start < number]
    if named.nth is not None and len(before) == named.of:
        return before[named.nth]
    if before:
        return before[-1]
    return next((p for p in deadlines if p.as_written[-1] in "前底末内"), None)


def _ranks(sentence: str, evidence: Evidence, setting: Setting) -> Iterator[Goal]:
    for match in words.RANK.finditer(sentence):
        start = max(sentence.rfind(mark, 0, match.start()) for mark in "，；：。") + 1
        indicator = without_leading(sentence[start : match.end()])
        if indicator == match[0] or not evidence.wants_rank(match.start()):
            continue
        before = [p for p in evidence.deadlines if p.end <= match.start()]
        yield Goal(
            start=start,
            end=match.end(),
            indicator=indicator,
            value=None,
            unit="",
            comparison=Comparison.EXACTLY,
            period=before[-1] if before else setting.inherited,
        )
