"""The tasks of a document (任务分工): responsibility clauses, and numbered items without any.

Where a responsibility clause belongs. It belongs to the numbered item that holds it. Where a
document closes its lists of sub-items with one (（一）… 1.… 2.…（责任单位：…）, never behind an
earlier sub-item), it belongs to the item above the list.

Which items without one are tasks. Laws set none. In a section that holds responsibility clauses,
the items of the same rank; in a section that is headed 任务, 措施, 举措, the finest numbered items.
Aims, principles and guiding thoughts (指导思想, 基本原则, 主要目标) are none.

An owner named once for several tasks (以下均需…组织落实，不再列出) is inherited by each that
does not name it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ingest.assignments import assignments, inherit
from ingest.deadlines import find_deadlines
from ingest.duty_tables import Column, RowDuty, read_head, read_row
from ingest.markers import read_marker
from ingest.responsibility import Duty, Owner, Rule, find_duties, find_rules
from kb.model import Clause, Document, Level, Task
from kb.organs import Organs
from kb.squeeze import squeeze

__all__ = ["read_tasks"]

_HEADINGS = (Level.HEADING1, Level.HEADING2, Level.HEADING3, Level.HEADING4, Level.HEADING5)
_INSIDE = frozenset({Level.PARAGRAPH, Level.ITEM, Level.SUBITEM})  # no clauses of their own
_TABLE_COLUMNS = 3  # the fewest by which a line of text is the head of a table
_LAWS = frozenset({"法", "条例", "解释"})
_TASK_SECTION = re.compile(
    "^[\u4e00-\u9fff]{0,6}(?:任务|措施|举措|重点工作|主要工作|工作内容|工作安排|政策支持|支持政策|扶持政策)(?:分工|安排)?$"
)
# 本措施自2022年4月1日起施行，由区商务局负责解释
_CLOSING = re.compile("起(?:施行|实施|执行|生效)|有效期|负责解释")
_SETS_TASKS = frozenset(
    {"意见", "方案", "计划", "措施", "规划", "通知", "政策", "纲要", "要点", "办法", "细则"}
)
_NO_TASKS = re.compile(
    "指导思想|总体要求|总体思路|总体目标|基本原则|工作原则|主要目标|工作目标|发展目标|行动目标|目标任务$|适用范围|适用对象|支持对象|重要意义|重大意义|背景|基本情况|现状|形势|附则|名词解释|^目标$"
)


def read_tasks(document: Document, clauses: Sequence[Clause], organs: Organs) -> tuple[Task, ...]:
    """The tasks of a document in the order of its text."""
    if document.kind in _LAWS:
        return ()
    tree = _Tree(document, clauses, organs)
    rows = sorted(tree.rows(), key=lambda task: (task.start, task.end))
    return tuple(inherit(document, organs, rows, tree.rules))


class _Tree:
    """The clauses of one document with the responsibility clauses found in each."""

    def __init__(self, document: Document, clauses: Sequence[Clause], organs: Organs) -> None:
        self._document = document
        self._organs = organs
        self._clauses = clauses
        self._by_id = {clause.clause_id: clause for clause in clauses}
        self._children: dict[str, list[Clause]] = defaultdict(list)
        for clause in clauses:
            if clause.parent_id:
                self._children[clause.parent_id].append(clause)
        self._duties: dict[str, list[Duty]] = defaultdict(list)
        self._beside: dict[str | None, set[Level]] = {}
        self._table_rows: dict[str, RowDuty] = {}
        self._text_table: tuple[Column, ...] | None = None
        self.rules: list[Rule] = []
        for clause in clauses:
            if clause.level is not Level.HEADER:
                self._read(clause)
        self._raise_closing_duties()

    def _known(self, name: str) -> bool:
        return self._organs.function(name) is not None

    def _read(self, clause: Clause) -> None:
        own = self._document.text[clause.start : clause.body_end]
        row = self._table_row(clause, own)
        if row:
            self._table_rows[clause.clause_id] = row
            self._duties[clause.clause_id].append(_moved(row.duty, clause.start))
            return
        duties = [_moved(duty, clause.start) for duty in find_duties(own, self._known)]
        if duties:
            self._duties[self._anchor(clause).clause_id] += duties
        self.rules += [_moved_rule(rule, clause.start) for rule in find_rules(own, self._known)]

    def _table_row(self, clause: Clause, own: str) -> RowDuty | None:
        """The task of a row of a table whose head names owners."""
        if clause.level is Level.ROW:
            table = self._by_id.get(clause.parent_id or "")
            head = self._document.text[table.start : table.body_end] if table else ""
            columns = read_head(head)
        else:
            columns = self._columns_above(clause, own)
        return read_row(own, columns, self._known) if columns else None

    def _columns_above(self, clause: Clause, own: str) -> tuple[Column, ...] | None:
        """The columns that a line in a text's table belongs to; a text marks no tables."""
        if clause.level is not Level.PARAGRAPH:
            self._text_table = None
            return None
        columns = read_head(own)
        if columns and len(columns) >= _TABLE_COLUMNS and columns[0].kind == "number":
            self._text_table = columns
            return None
        return self._text_table

    def _anchor(self, clause: Clause) -> Clause:
        """The clause that a task is cited by: 款 and 自然段 are no clauses of their own."""
        while clause.level in _INSIDE and clause.parent_id:
            clause = self._by_id[clause.parent_id]
        return clause

    # -- responsibility clauses that close a list of sub-items

    def _raise_closing_duties(self) -> None:
        for level in reversed(_HEADINGS[1:]):
            groups = [
                group
                for clause in self._clauses
                if (group := [c for c in self._children[clause.clause_id] if c.level is level])
                and any(self._duties.get(c.clause_id) for c in group)
            ]
            if len(groups) > 1 and all(map(self._closes, groups)):
                for group in groups:
                    last = group[-1].clause_id
                    self._duties[group[-1].parent_id or ""] += self._duties.pop(last)

    def _closes(self, group: Sequence[Clause]) -> bool:
        """Whether only the last of several items has a responsibility clause, one, at its end."""
        *others, last = group
        duties = self._duties.get(last.clause_id, [])
        behind = self._document.text[duties[-1].end : last.end] if duties else ""
        return (
            bool(others)
            and not any(self._duties.get(c.clause_id) for c in others)
            and len(duties) == 1
            and not self._duties.get(last.parent_id or "")
            and not behind.strip(" \n\u3000。；;")
            and self._by_id[last.parent_id or ""].level in _HEADINGS
        )

    # -- rows

    def rows(self) -> Iterator[Task]:
        """One row for each responsibility clause and for each task without any."""
        bare = self._bare_items()
        for clause in self._clauses:
            duties = self._duties.get(clause.clause_id, [])
            if duties:
                yield from self._with_duties(clause, duties)
            elif clause.clause_id in bare:
                yield self._row(clause, 1, clause.start, clause.end, None)

    def _with_duties(self, clause: Clause, duties: Sequence[Duty]) -> Iterator[Task]:
        start = clause.start
        for count, duty in enumerate(duties, 1):
            last = count == len(duties)
            end = (
                (clause.body_end if self._has_tasks_below(clause) else clause.end)
                if last
                else duty.end
            )
            yield self._row(clause, count, start, max(end, duty.end), duty)
            start = duty.end

    def _has_tasks_below(self, clause: Clause) -> bool:
        return any(
            self._duties.get(child.clause_id) or self._has_tasks_below(child)
            for child in self._children[clause.clause_id]
        )

    def _row(self, clause: Clause, count: int, start: int, end: int, duty: Duty | None) -> Task:
        text = self._document.text
        above = self._by_id.get(clause.parent_id or "")
        cells = self._table_rows.get(clause.clause_id)
        if cells and clause.level is Level.ROW:
            above = self._by_id.get(above.parent_id or "") if above else None
        owners = duty.owners if duty else ()
        deadlines = find_deadlines(text[start:end], self._document.written_on)
        return Task(
            task_id=f"{clause.clause_id}/t{count}",
            document_id=clause.document_id,
            clause_id=clause.clause_id,
            number=cells.number if cells else _number(clause),
            title=cells.title
            if cells
            else _title(clause, text[start : duty.start if duty else end]),
            section=above.label if above else "",
            label=clause.label,
            assignments=tuple(assignments(self._document, self._organs, owners)),
            responsibility_as_written=text[duty.start : duty.end] if duty else None,
            responsibility_start=duty.start if duty else None,
            responsibility_end=duty.end if duty else None,
            deadlines=(cells.deadline,) if cells and cells.deadline else deadlines,
            start=start,
            end=end,
        )

    # -- tasks without a responsibility clause

    def _bare_items(self) -> set[str]:
        """The items without a responsibility clause that are tasks all the same."""
        found: set[str] = set()
        for clause in self._clauses:
            numbered = clause.level in _HEADINGS or clause.level is Level.ARTICLE
            if numbered and not self._headings_below(clause):
                item = self._item(clause)
                if item is not None:
                    found.add(item.clause_id)
        return found

    def _headings_below(self, clause: Clause) -> bool:
        return any(child.level in _HEADINGS for child in self._children[clause.clause_id])

    def _item(self, leaf: Clause) -> Clause | None:
        """The item that a finest numbered clause belongs to; None if no task or owned."""
        path = [leaf, *self._above(leaf)]
        if any(self._duties.get(c.clause_id) for c in path) or any(map(_is_no_task, path)):
            return None
        if _CLOSING.search(squeeze(self._document.text[leaf.start : leaf.end])[:80]):
            return None
        top = path[-1]
        ranks = {c.level for c in self._owned_in(top)} if len(path) > 1 else set()
        if not ranks and len(path) == 1:
            ranks = self._owned_beside(top.parent_id) & {top.level}
        if ranks:
            return next((c for c in path if c.level in ranks), None)
        sections = path[1:]
        named = any(_TASK_SECTION.search(squeeze(c.heading)) for c in sections)
        return leaf if named and self._document.kind in _SETS_TASKS else None

    def _above(self, clause: Clause) -> Iterator[Clause]:
        above = self._by_id.get(clause.parent_id or "")
        while above is not None and above.level in _HEADINGS:
            yield above
            above = self._by_id.get(above.parent_id or "")

    def _owned_in(self, section: Clause) -> Iterator[Clause]:
        for child in self._children[section.clause_id]:
            if self._duties.get(child.clause_id):
                yield child
            yield from self._owned_in(child)

    def _owned_beside(self, parent_id: str | None) -> set[Level]:
        """The levels of the owned clauses right below one, or of those at the top."""
        if parent_id not in self._beside:
            self._beside[parent_id] = {
                clause.level
                for clause in self._clauses
                if clause.parent_id == parent_id and self._duties.get(clause.clause_id)
            }
        return self._beside[parent_id]


def _is_no_task(clause: Clause) -> bool:
    return bool(_NO_TASKS.search(squeeze(clause.heading)))


def _number(clause: Clause) -> str | None:
    """The number of an item in digits: 3． → 3, （三） → 3, 2.3 → 2.3; None without one."""
    marker = read_marker(f"{clause.marker}甲") if clause.marker else None
    return ".".join(map(str, marker.number)) if marker else None


def _title(clause: Clause, text: str) -> str:
    """The heading of an item, or the first sentence behind the marker of its text before owners."""
    behind = text.lstrip().removeprefix(clause.marker).lstrip("。；;\n 　")
    found = re.match("[^。；;\n]+", behind)
    return clause.heading or (squeeze(found[0]) if found else "")


def _moved(duty: Duty, by: int) -> Duty:
    return Duty(duty.start + by, duty.end + by, _moved_owners(duty.owners, by))


def _moved_rule(rule: Rule, by: int) -> Rule:
    return Rule(rule.start + by, rule.end + by, rule.scope, _moved_owners(rule.owners, by))


def _moved_owners(owners: Iterable[Owner], by: int) -> tuple[Owner, ...]:
    return tuple(Owner(o.start + by, o.end + by, o.role) for o in owners)
