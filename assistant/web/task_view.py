"""The page 任务清单: filters, counts by department, the table and the matrix. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.roles import LABELS
from assistant.web.chart_view import bars_view, counted, matrix_view
from assistant.web.frame import Frame
from assistant.web.markup import (
    address,
    attribute,
    choice,
    clause_address,
    hidden,
    pager,
    text,
)
from assistant.web.task_filter import TaskFilter
from kb.model import Document, Role, Task

__all__ = ["PAGE", "TaskScreen", "exports_view", "task_page"]

PAGE = 100
"""Rows of one page."""

_EMPTY = "知识库里还没有写明分工的任务；收入带责任分工的政策文件后再来。"
_NONE = "没有符合这些条件的任务；请放宽条件，部门可以写简称。"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScreen:
    """What is shown: the tasks that pass the filter, and what the filter may be set to."""

    chosen: TaskFilter
    tasks: Sequence[Task]
    documents: Mapping[str, Document]
    held: int  # tasks without any filter
    matrix: bool = False
    page: int = 1
    departments: Sequence[str] = ()
    sections: Sequence[str] = ()
    years: Sequence[int] = ()
    sources: Sequence[Document] = ()  # documents with tasks


def task_page(frame: Frame, screen: TaskScreen) -> str:
    """The whole page."""
    given = screen.chosen.fields()
    path = f"{frame.root}tasks"
    main = f'<div class="heading"><h1>任务清单</h1>{_count(screen)}</div>'
    if not screen.held:
        return frame.page("tasks", "任务清单", f'{main}<p class="empty">{_EMPTY}</p>')
    main += _filters(screen, path)
    if not screen.tasks:
        main += f'<p class="empty" role="status">{_NONE}</p>'
    else:
        main += bars_view(counted(screen.tasks), path, given) + _body(frame, screen, path)
    return frame.page("tasks", "任务清单", main, name="tasks")


def _count(screen: TaskScreen) -> str:
    shown, held = len(screen.tasks), screen.held
    told = f"共 {held} 项" if shown == held else f"筛选出 {shown} 项，共 {held} 项"
    return f'<p class="total" role="status">{told}</p>'


def _filters(screen: TaskScreen, path: str) -> str:
    chosen = screen.chosen
    names = "".join(f'<option value="{attribute(name)}">' for name in screen.departments)
    sections = "".join(f'<option value="{attribute(name)}">' for name in screen.sections)
    documents = [(one.document_id, _named(one)) for one in screen.sources]
    years = [(str(year), f"{year} 年") for year in screen.years]
    roles = [(role.value, word) for role, word in LABELS.items()]
    return (
        f'<form class="filters" method="get" action="{path}" role="search" aria-label="筛选任务">'
        '<label>部门<input name="department" list="departments"'
        f' value="{attribute(chosen.department)}" placeholder="全称或简称"'
        ' maxlength="50" autocomplete="off"></label>'
        f'<datalist id="departments">{names}</datalist>'
        f"{choice('分工', 'role', chosen.role, roles)}"
        f"{choice('文件', 'document', chosen.document, documents)}"
        f'<label>所在部分<input name="section" value="{attribute(chosen.section)}" list="sections"'
        ' placeholder="标题里的字" maxlength="100" autocomplete="off"></label>'
        f'<datalist id="sections">{sections}</datalist>'
        f"{choice('时限', 'year', chosen.year, years)}"
        f"{hidden('view', 'matrix' if screen.matrix else '')}"
        '<p class="actions"><button type="submit" class="primary">筛选</button>'
        f'<a href="{path}">清除条件</a></p></form>'
    )


def _body(frame: Frame, screen: TaskScreen, path: str) -> str:
    given = screen.chosen.fields()
    view = {**given, "view": "matrix"} if screen.matrix else given
    shown = screen.tasks[(screen.page - 1) * PAGE : screen.page * PAGE]
    table = matrix_view(shown, frame.root) if screen.matrix else _table(frame, screen, shown)
    return (
        f'<div class="bar-of-table">{_views(path, given, screen.matrix)}'
        f"{exports_view(path, given)}</div>{table}"
        f"{pager(path, view, screen.page, len(screen.tasks), PAGE)}"
    )


def _views(path: str, given: Mapping[str, str], matrix: bool) -> str:
    """The two ways to look at the tasks."""
    marks = (' aria-current="true"', "")
    return (
        '<nav class="views" aria-label="看法">'
        f'<a href="{address(path, given)}"{marks[matrix]}>清单</a>'
        f'<a href="{address(path, {**given, "view": "matrix"})}"{marks[not matrix]}>部门对照表</a>'
        "</nav>"
    )


def exports_view(path: str, given: Mapping[str, str]) -> str:
    """The links to the filtered rows as files."""
    links = "".join(
        f'<a href="{address(f"{path}{ending}", given)}" download>{word}</a>'
        for ending, word in ((".xlsx", "Excel"), (".csv", "CSV"), (".md", "Markdown"))
    )
    return f'<p class="exports"><span>导出</span>{links}</p>'


def _table(frame: Frame, screen: TaskScreen, shown: Sequence[Task]) -> str:
    roles = [
        role
        for role in LABELS
        if any(part.role is role for task in screen.tasks for part in task.assignments)
    ]
    heads = "".join(
        f'<th scope="col">{word}</th>'
        for word in ("任务", *(LABELS[role] for role in roles), "时限", "文件")
    )
    rows = "".join(_row(frame, task, roles, screen.documents[task.document_id]) for task in shown)
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="任务表"><table class="rows">'
        f"<caption>任务、分工和时限</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(frame: Frame, task: Task, roles: Sequence[Role], document: Document) -> str:
    there = clause_address(frame.root, task.document_id, task.start, task.end)
    number = f'<span class="no">{escape(task.number)}</span>' if task.number else ""
    owners = "".join(f'<td class="owners">{_owners(task, role)}</td>' for role in roles)
    return (
        f'<tr><th scope="row">{number}<a href="{there}">{text(task.title)}</a>'
        f'<small class="where">{text(task.section)}</small></th>{owners}'
        f"<td>{text('、'.join(task.deadlines))}</td>"
        f'<td class="source">{text(document.title)}'
        f'<small class="where">{text(document.number or "")}</small></td></tr>'
    )


def _owners(task: Task, role: Role) -> str:
    return "、".join(
        f"{text(part.as_written)}{'<small>（统一规定）</small>' if part.inherited else ''}"
        for part in task.assignments
        if part.role is role
    )


def _named(document: Document) -> str:
    return f"{document.title}{f'（{document.number}）' if document.number else ''}"
