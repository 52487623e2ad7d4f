"""The quantified goals (目标指标) of a document.

Laws and regulations set none: text inside an article is passed over, as are the head and the tail.

A sentence without a date of its own takes the deadline of the sentence before it in the same
paragraph while the goals go on (到2025年末，…。建成…1个), unless that one states several. In a
section about goals a deadline governs what follows until the next one, except that a distant view
(到2035年) ends with its paragraph; elsewhere it passes to the next paragraph only behind a colon.
It never leaves the section. The year of a heading (二、2024年工作安排) governs its section, and a
date given for the whole task (完成时限：2025年底) serves the targets that have none.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.dates import Period, find_periods
from ingest.goals import Goal, Setting, governing_periods, read_goals
from ingest.indicator_tables import TableHead, read_row, read_table_head
from kb.model import Clause, Document, Level, Target, Task
from kb.squeeze import Squeezed, squeeze

__all__ = ["read_targets"]

_WITHOUT_GOALS = frozenset({Level.HEADER, Level.TAIL, Level.ARTICLE})
_ABOUT_GOALS = re.compile("(?:目标|指标)(?!考核|责任|管理|导向|落实|分工)")
_ABOUT_FACTS = re.compile("回顾|现状|成效|成绩|发展(?:基础|环境|形势)|基本情况|背景")
_LONGEST_SENTENCE = 2_000  # characters: nobody writes a longer one
_SENTENCE = re.compile("[^。！？!?]+[。！？!?]?[”’）)]*")
_TIME_LIMIT = re.compile(
    "(?:完成时[限间]|完成期限|时限要求|时间节点|实施期限|时间要求)[:：]?([^，。；）)]{2,20})"
)
_OF_A_PLAN = re.compile("目标|任务|工作|安排|指标|计划|重点|打算|举措|实事|要求")
_DISTANT = 10  # years from the first deadline of a paragraph to one that is only a view
_SESSION = re.compile(
    r"(20\d\d)年(\d{1,2})月(\d{1,2})日在[^。\n]{2,40}(?:会议|大会)(?:第[^。\n]{1,6}次会议)?上"
)
_OPENING = 600  # characters of a report that name the session
_YEAR_OF_NUMBER = re.compile(r"[〔\[（(](20\d\d)[〕\]）)]")


def read_targets(
    document: Document, clauses: Sequence[Clause], tasks: Sequence[Task]
) -> tuple[Target, ...]:
    """The targets of a document in the order of its text."""
    by_id = {clause.clause_id: clause for clause in clauses}
    written, directive = _written(document), bool(document.kind or document.number)
    targets: list[Target] = []
    lead = _Lead()
    heads: dict[str, TableHead | None] = {}
    for clause in clauses:
        path = tuple(_path(clause, by_id))
        if any(above.level in _WITHOUT_GOALS for above in path):
            continue
        about = [c.clause_id for c in path if _ABOUT_GOALS.search(squeeze(c.heading))]
        facts = any(_ABOUT_FACTS.search(squeeze(c.heading)) for c in path)
        setting = Setting(written=written, goals=bool(about), directive=directive and not facts)
        table = heads.get(clause.parent_id or "") if clause.level is Level.ROW else None
        lead = lead.inside(path) or _of_heading(path, written) or _Lead()
        reader = _ClauseReader(document.text, clause, setting, lead, table)
        goals = tuple(reader.goals())
        lead = reader.lead(about[-1] if about else None)
        heads[clause.clause_id] = reader.table
        targets += [_target(clause, tasks, number, goal) for number, goal in enumerate(goals, 1)]
    return tuple(targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """A deadline that governs what follows inside a clause."""

    period: Period | None = None
    clause_id: str | None = None

    def inside(self, path: Sequence[Clause]) -> "_Lead | None":
        """The same where its clause is in the path, else none."""
        return self if self.period and any(c.clause_id == self.clause_id for c in path) else None


def _of_heading(path: Sequence[Clause], written: date | None) -> _Lead | None:
    """The year that the nearest heading above gives to the plans under it."""
    for clause in path:
        heading = squeeze(clause.heading)
        years = {
            p.due: p
            for p in find_periods(heading, written)
            if p.due and not p.baseline and (written is None or p.due >= written)
        }
        if len(years) == 1 and _OF_A_PLAN.search(heading) and not _ABOUT_FACTS.search(heading):
            return _Lead(period=next(iter(years.values())), clause_id=clause.clause_id)
    return None


def _path(clause: Clause, by_id: dict[str, Clause]) -> Iterator[Clause]:
    """The clause and those above it, from the inside out."""
    yield clause
    if clause.parent_id is not None:
        yield from _path(by_id[clause.parent_id], by_id)


def _written(document: Document) -> date | None:
    """The day from which 今年 and the past are counted; of a number only the year is known."""
    day = document.written_on or document.published_on
    if day is None and (year := _YEAR_OF_NUMBER.search(document.number or "")):
        return date(int(year[1]), 1, 1)
    if day is None and (session := _SESSION.search(document.text, 0, _OPENING)):
        return _day(*map(int, session.groups()))
    return day


def _day(year: int, month: int, day: int) -> date | None:
    return (
        date(year, month, day)
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
        else None
    )


class _ClauseReader:
    """Reads the goals of one clause's own text with the deadline that governs each sentence."""

    def __init__(
        self, text: str, clause: Clause, setting: Setting, lead: _Lead, table: TableHead | None
    ) -> None:
        self.table = table  # the head of the table that the text is in
        self._own = text[clause.start : clause.body_end]
        self._clause = clause
        self._setting = setting
        self._lead = lead
        self._period = lead.period
        self._opens_a_list = False

    def goals(self) -> Iterator[Goal]:
        """The goals with offsets into the document's text."""
        limit = _time_limit(self._own, self._setting.written)
        for line in re.finditer("[^\n]+", self._own):
            start = self._clause.start + line.start()
            self.table = read_table_head(line[0], self._setting.written) or self.table
            row = read_row(line[0], self.table) if self.table else ()
            for goal in row or self._of_paragraph(line[0]):
                yield replace(
                    goal,
                    start=goal.start + start,
                    end=goal.end + start,
                    period=goal.period or limit,
                )

    def lead(self, about: str | None) -> _Lead:
        """What governs behind it: the last deadline in a section about goals or before a list."""
        if about is not None:
            return _Lead(period=self._period, clause_id=about)
        if self._opens_a_list:
            return _Lead(period=self._period, clause_id=self._clause.clause_id)
        return self._lead

    def _of_paragraph(self, paragraph: str) -> Iterator[Goal]:
        squeezed = Squeezed(paragraph)
        if not (self._setting.goals or self._opens_a_list):
            self._period = self._lead.period
        goals: tuple[Goal, ...] = ()
        stated: list[Period] = []
        for match in _SENTENCE.finditer(squeezed.text):
            sentence = match[0]
            if len(sentence) > _LONGEST_SENTENCE:
                continue
            if sentence.startswith("其中") and not goals:
                continue
            goals = read_goals(sentence, replace(self._setting, inherited=self._period))
            own = governing_periods(sentence, self._setting.written)
            stated += own
            if own:
                several = len({p.due for p in own}) > 1 and not self._setting.goals
                self._period = self._lead.period if several else own[-1]
            elif not goals and not self._setting.goals:
                self._period = self._lead.period
            for goal in goals:
                start, end = squeezed.span(match.start() + goal.start, match.start() + goal.end)
                yield replace(goal, start=start, end=end)
        self._opens_a_list = squeezed.text.endswith(("：", ":"))
        if stated and not self._opens_a_list and _is_distant(stated[-1], stated[0]):
            self._period = stated[0]


def _is_distant(period: Period, first: Period) -> bool:
    return bool(period.due and first.due and period.due.year - first.due.year >= _DISTANT)


def _time_limit(text: str, written: date | None) -> Period | None:
    """The date that 完成时限 gives for a whole task."""
    stated = _TIME_LIMIT.search(squeeze(text))
    periods = find_periods(stated[1], written) if stated else ()
    return periods[0] if periods else None


def _target(clause: Clause, tasks: Sequence[Task], number: int, goal: Goal) -> Target:
    around = [task for task in tasks if task.start <= goal.start and goal.end <= task.end]
    task = min(around, key=lambda task: task.end - task.start, default=None)
    return Target(
        target_id=f"{clause.clause_id}.target{number}",
        document_id=clause.document_id,
        clause_id=clause.clause_id,
        indicator=goal.indicator,
        value=goal.value,
        unit=goal.unit,
        comparison=goal.comparison,
        deadline_as_written=goal.period.as_written if goal.period else None,
        due=goal.period.due if goal.period else None,
        task_id=task.task_id if task else None,
        start=goal.start,
        end=goal.end,
    )
