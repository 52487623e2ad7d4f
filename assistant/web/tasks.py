"""What the page 任务清单 shows: the tasks that pass, the choices, the export."""

from fastapi import FastAPI

from assistant.tables import Table, tasks_table
from assistant.web.site import Visit, add_export, add_page, page_of
from assistant.web.task_filter import TaskFilter, tasks_shown, years_of
from assistant.web.task_view import PAGE, TaskScreen, task_page

__all__ = ["add_tasks"]

_MOST = 300  # sections suggested; more are found by typing


def add_tasks(app: FastAPI) -> None:
    """Put the page at ./tasks, its filtered rows at ./tasks.xlsx, ./tasks.csv and ./tasks.md."""
    add_page(app, "/tasks", "tasks", _page)
    add_export(app, "tasks", _table)


def _table(visit: Visit) -> Table:
    chosen = TaskFilter.read(visit.given)
    return tasks_table(tasks_shown(visit.kb, chosen), visit.kb.snapshot().documents)


def _page(visit: Visit) -> str:
    kb, chosen = visit.kb, TaskFilter.read(visit.given)
    snapshot = kb.snapshot()
    tasks = tasks_shown(kb, chosen)
    of_document = snapshot.tasks_of(chosen.document) if chosen.document else snapshot.tasks
    names = (
        name
        for row in kb.departments()
        for name in (row["department"], *row["aliases"])
        if name is not None
    )
    screen = TaskScreen(
        chosen=chosen,
        tasks=tasks,
        documents=snapshot.documents,
        held=len(tasks_shown(kb, TaskFilter())),
        matrix=visit.given.get("view") == "matrix",
        page=page_of(visit.given, len(tasks), PAGE),
        departments=tuple(dict.fromkeys(names)),
        sections=tuple(dict.fromkeys(task.section for task in of_document if task.section))[:_MOST],
        years=sorted(years_of(words for task in snapshot.tasks for words in task.deadlines)),
        sources=[d for d in snapshot.documents.values() if snapshot.tasks_of(d.document_id)],
    )
    return task_page(visit.frame, screen)
