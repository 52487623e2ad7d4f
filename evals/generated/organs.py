"""Everything an organ owns in a document: which tasks, how many, and those it leads."""

from collections.abc import Iterator, Sequence
from typing import Any

from evals.generated.owners import owner_gold
from evals.generated.records import Records, asked, named
from evals.question_sets import Gold, Question
from kb.model import Assignment, Document, Role, Task

__all__ = ["organs"]

_TASKS = (
    "{o}在{d}里有哪些任务",
    "{d}里{o}负责哪些工作？",
    "{d}中{o}承担了什么任务",
    "{o}在{d}中分到哪几项任务",
    "{d}：{o}管哪几项",
    "按{d}，{o}要干哪些事",
)
_COUNTS = ("{o}在{d}里一共有几项任务", "{d}里{o}总共承担多少项任务？", "{d}中{o}参与了几项")
_LEADS = ("{o}在{d}里牵头哪些任务", "{d}中由{o}牵头的任务有哪些", "{d}里{o}牵头的是哪几项？")


def organs(records: Records) -> Iterator[Question]:
    """Questions for a complete list, the number of its items and the part with a role."""
    for document in records.about:
        parts = [part for task in records.tasks(document) for part in task.assignments]
        for name in dict.fromkeys(part.as_written for part in parts):
            tasks = records.kb.tasks(document.document_id, name)
            led = [
                task
                for task in tasks
                if any(part.role is Role.LEAD for part in _parts(records, name, task))
            ]
            words = {"o": name, "d": named(document)}
            gold = _gold(records, document, name, tasks)
            count = {"count": len(tasks)}
            listed = _listed(records, document, tasks)
            yield from asked("tasks_of_department", _TASKS, words, gold, listed, "all")
            yield from asked("count_of_tasks", _COUNTS, words, gold, count, "all")
            if led:
                gold = _gold(records, document, name, led)
                listed = _listed(records, document, led)
                yield from asked("tasks_led", _LEADS, words, gold, listed, "all")


def _parts(records: Records, name: str, task: Task) -> list[Assignment]:
    """The parts of an organ, by any of its names, in a task."""
    key = records.kb.organs.key
    return [part for part in task.assignments if key(part.as_written) == key(name)]


def _gold(
    records: Records, document: Document, name: str, tasks: Sequence[Task]
) -> list[Gold | None]:
    return [
        owner_gold(records, document, task, _parts(records, name, task)[0].as_written)
        for task in tasks
    ]


def _listed(records: Records, document: Document, tasks: Sequence[Task]) -> dict[str, Any]:
    """The numbers of tasks, exactly these; without numbers of their own, how many there are."""
    every = [task.number for task in records.tasks(document)]
    numbers = [task.number for task in tasks]
    if all(number and every.count(number) == 1 for number in numbers):
        return {"tasks": numbers}
    return {"count": len(tasks)}
