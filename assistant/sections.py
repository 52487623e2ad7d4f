"""Answers that list the tasks of a section, or of a whole document. Pure."""

import re
from collections.abc import Iterable, Sequence

from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.text import beyond
from kb.model import Document, Facts, Task

__all__ = ["section_tasks"]

_ALIKE = 0.6  # share of a heading's pairs that a question must hold
_FILLERS = re.compile(
    r"[\s的里中共总一项条点个份件任务重点主要工作这文意见实施了列出了含]|方案|办法|措施|政策|国务院|发展"
)


def section_tasks(context: Context, draft: Draft) -> bool:
    """Write the tasks of the section that the question names, or of the whole document.

    False where none is meant.
    """
    tasks = _of_section(context)
    if not tasks:
        return False
    seen: dict[str, Task] = {}
    for task in tasks:
        seen.setdefault(task.clause_id, task)
    document = context.document(tasks[0].document_id)
    draft.lines.append(f"{name_of(document)}{_section_name(tasks, context)}共有{len(seen)}项任务：")
    for task in seen.values():
        clause = context.snapshot.clause_at(task.document_id, task.start)
        end = min((task.responsibility_start or task.end), task.end)
        stop = _heading_end(document, task, end)
        cited = draft.cite(document, clause, task.start, stop)
        draft.lines.append(f"{task.number or '·'}．{task.title}{cited}")
    draft.facts = Facts(
        task_ids=tuple(task.task_id for task in seen.values()),
        task_numbers=tuple(task.number for task in seen.values() if task.number),
        count=len(seen),
    )
    draft.found = 1
    return True


def _heading_end(document: Document, task: Task, end: int) -> int:
    """The end of the second sentence of a task: its heading and what it begins with."""
    at = task.start
    for _ in range(2):
        stop = document.text.find("。", at, end)
        if stop < 0:
            return end
        at = stop + 1
    return at


def _section_name(tasks: Sequence[Task], context: Context) -> str:
    sections = {task.section for task in tasks}
    return f"“{sections.pop()}”" if len(sections) == 1 and len(tasks) < len(context.tasks) else ""


def _of_section(context: Context) -> list[Task]:
    documents = dict.fromkeys(_candidates(context))
    phrases = [*context.query.quoted, context.query.text]
    best: tuple[float, list[Task]] = (0.0, [])
    for document_id in documents:
        for section, tasks in _sections(context.snapshot.tasks_of(document_id)):
            heading = re.sub(r"^.*?[、）．.]", "", section.split(" > ")[-1])
            score = max((_overlap(phrase, heading) for phrase in phrases), default=0.0)
            if score > best[0]:
                best = score, tasks
    if best[0] >= _ALIKE:
        return best[1]
    if len(documents) != 1:
        return []
    only = context.document(next(iter(documents)))
    names_nothing = not _FILLERS.sub("", beyond(context.query.text, only.title))
    return list(context.snapshot.tasks_of(only.document_id)) if names_nothing else []


def _candidates(context: Context) -> list[str]:
    """The documents with tasks among those named, or those that search found."""
    named = context.query.named.document_ids
    found = named or [item.document.document_id for item in context.found]
    return [document_id for document_id in found if context.snapshot.tasks_of(document_id)]


def _sections(tasks: Iterable[Task]) -> list[tuple[str, list[Task]]]:
    """Every heading above the tasks with the tasks below it."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        parts = task.section.split(" > ") if task.section else []
        for depth in range(len(parts)):
            found.setdefault(" > ".join(parts[: depth + 1]), []).append(task)
    return list(found.items())


def _overlap(phrase: str, heading: str) -> float:
    """The share of a heading's character pairs that a phrase holds."""
    pairs = {heading[n : n + 2] for n in range(len(heading) - 1)}
    return sum(pair in phrase for pair in pairs) / len(pairs) if pairs else 0.0
