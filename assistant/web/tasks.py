"""What the page 任务清单 shows: the tasks that pass, the choices, the export."""

from dataclasses import dataclass

from fastapi import FastAPI

from assistant.tables import Table, tasks_table
from assistant.web.site import Visit, add_export, add_page, page_of
from assistant.web.states import OfState
from assistant.web.task_filter import TaskFilter, tasks_shown, years_of
from assistant.web.task_view import PAGE, TaskScreen, task_page
from kb.knowledge import KnowledgeBase
from kb.model import Document

__all__ = ["add_tasks"]

_MOST = 300  # sections suggested; more are found by typing


@dataclass(frozen=True, slots=True)
class _Choices:
    """What the filter may be set to, in one state of the knowledge base."""

    departments: tuple[str, ...]
    years: tuple[int, ...]
    sources: tuple[Document, ...]
    held: int


def add_tasks(app: FastAPI) -> None:
    """Put the page at ./tasks, its filtered rows at ./tasks.xlsx, ./tasks.csv and ./tasks.md."""
    choices = OfState(_choices)
    add_page(app, "/tasks", "tasks", lambda visit: _page(visit, choices(visit.kb)))
    add_export(app, "tasks", _table)


def _table(visit: Visit) -> Table:
    chosen = TaskFilter.read(visit.given)
    return tasks_table(tasks_shown(visit.kb, chosen), visit.kb.snapshot().documents)


def _page(visit: Visit, choices: _Choices) -> str:
    kb, chosen = visit.kb, TaskFilter.read(visit.given)
    snapshot, tasks = kb.snapshot(), tasks_shown(kb, chosen)
    around = snapshot.tasks_of(chosen.document) if chosen.document else tasks
    screen = TaskScreen(
        chosen=chosen,
        tasks=tasks,
        documents=snapshot.documents,
        held=choices.held,
        matrix=visit.given.get("view") == "matrix",
        page=page_of(visit.given, len(tasks), PAGE),
        departments=choices.departments,
        sections=tuple(dict.fromkeys(task.section for task in around if task.section))[:_MOST],
        years=choices.years,
        sources=choices.sources,
    )
    return task_page(visit.frame, screen)


def _choices(kb: KnowledgeBase) -> _Choices:
    snapshot = kb.snapshot()
    names = (
        name
        for row in kb.departments()
        for name in (row["department"], *row["aliases"])
        if name is not None
    )
    written = {words for task in snapshot.tasks for words in task.deadlines}
    return _Choices(
        departments=tuple(dict.fromkeys(names)),
        years=tuple(sorted(years_of(written))),
        sources=tuple(d for d in snapshot.documents.values() if snapshot.tasks_of(d.document_id)),
        held=len(tasks_shown(kb, TaskFilter())),
    )
