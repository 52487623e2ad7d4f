"""Counts by department as bars, and departments against tasks. Pure; numbers stand as text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from assistant.roles import LABELS
from assistant.web.markup import address, attribute, clause_address, text
from kb.model import Assignment, Role, Task

__all__ = ["LETTERS", "Bar", "bars_view", "counted", "legend", "matrix_view"]

LETTERS = {Role.LEAD: "牵", Role.RESPONSIBLE: "责", Role.SUPPORT: "配", Role.GUIDE: "导"}
"""What stands in the matrix for each role."""

_FIRST = 12  # bars in sight
_MOST = 60  # columns of the matrix
_NARROW = 14  # characters of a department's name over its column


class Bar(NamedTuple):
    """A department by the name that tells it best, and its number of tasks."""

    name: str
    tasks: int


def counted(tasks: Sequence[Task]) -> list[Bar]:
    """The departments of tasks, most tasks first; each task counts once."""
    counts = Counter(name for task in tasks for name in dict.fromkeys(map(_name, task.assignments)))
    return [Bar(*each) for each in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]


def bars_view(bars: Sequence[Bar], path: str, given: Mapping[str, str]) -> str:
    """A bar for each department, a link to its tasks; those with few tasks folded away."""
    if not bars:
        return ""
    more = _bars(bars[_FIRST:], bars[0].tasks, path, given)
    rest = (
        f"<details><summary>另外 {len(bars) - _FIRST} 个部门</summary>{more}</details>"
        if len(bars) > _FIRST
        else ""
    )
    return (
        '<section class="chart" aria-labelledby="by-department">'
        f'<h2 id="by-department">各部门任务数'
        f"<small>{len(bars)} 个部门</small></h2>"
        f"{_bars(bars[:_FIRST], bars[0].tasks, path, given)}{rest}</section>"
    )


def _bars(bars: Sequence[Bar], most: int, path: str, given: Mapping[str, str]) -> str:
    rows = "".join(
        f'<li><a href="{address(path, {**given, "department": bar.name})}"'
        f' title="{attribute(bar.name)}">{text(bar.name)}</a>'
        f'<span class="bar" aria-hidden="true"><i style="width:{100 * bar.tasks / most:.1f}%"></i>'
        f"</span><b>{bar.tasks}<span class='unit'> 项</span></b></li>"
        for bar in bars
    )
    return f'<ol class="bars">{rows}</ol>'


def legend() -> str:
    """What the letters of the matrix stand for."""
    items = "".join(
        f'<li><span class="role {role.value}">{letter}</span>{LABELS[role]}</li>'
        for role, letter in LETTERS.items()
    )
    return (
        f'<ul class="legend" aria-label="图例">{items}'
        "<li><span class='role inherited'>统</span>统一规定，本项没有再列</li></ul>"
    )


def matrix_view(tasks: Sequence[Task], root: str) -> str:
    """Tasks down, departments across, the roles as letters where they meet."""
    bars = counted(tasks)
    columns = [bar.name for bar in bars[:_MOST]]
    short = {
        name: part.as_written
        for task in reversed(tasks)
        for part in task.assignments
        for name in (_name(part),)
    }
    heads = "".join(
        f'<th scope="col" title="{attribute(name)}">'
        f"<span>{text(_shortened(short[name]))}</span></th>"
        for name in columns
    )
    rows = "".join(_row(task, columns, root) for task in tasks)
    more = len(bars) - _MOST
    rest = f'<p class="hint">另有 {more} 个部门没有列出；可以按部门筛选。</p>' if more > 0 else ""
    return (
        f"{legend()}{rest}"
        '<div class="scroll" tabindex="0" role="region" aria-label="部门任务对照表">'
        '<table class="matrix"><caption>任务和部门对照</caption><thead><tr>'
        f'<th scope="col">任务</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(task: Task, columns: Sequence[str], root: str) -> str:
    parts: dict[str, list[Assignment]] = {}
    for part in task.assignments:
        parts.setdefault(_name(part), []).append(part)
    cells = "".join(f"<td>{_letters(parts.get(name, ()))}</td>" for name in columns)
    there = clause_address(root, task.document_id, task.start, task.end)
    number = f"{task.number}．" if task.number else ""
    return (
        f'<tr><th scope="row"><a href="{there}">{escape(number)}{text(task.title)}</a></th>'
        f"{cells}</tr>"
    )


def _letters(parts: Sequence[Assignment]) -> str:
    found = dict.fromkeys((part.role, part.inherited) for part in parts)
    return "".join(
        f'<span class="role {role.value}">{LETTERS[role]}</span>'
        + ('<span class="role inherited">统</span>' if inherited else "")
        for role, inherited in found
    )


def _shortened(name: str) -> str:
    return name if len(name) <= _NARROW else f"{name[: _NARROW - 1]}…"


def _name(part: Assignment) -> str:
    return part.department or part.as_written
