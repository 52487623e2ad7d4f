"""Who is responsible for a task, by its title or its number."""

from collections.abc import Iterator, Mapping, Sequence

from evals.generated.records import Records, asked, named
from evals.question_sets import Gold, Question
from kb.model import Document, Task

__all__ = ["owner_gold", "owners"]

_OWNERS = (
    "{x}由哪些部门负责",
    "{x}谁负责？",
    "哪些单位负责{x}",
    "{x}的责任单位有哪些？",
    "请问{x}归谁管",
    "{x}是哪几家在抓",
    "想问一下{x}这项工作该找哪些单位",
)
_NUMBERED = (
    "{d}第{n}项任务由谁负责",
    "{d}第{n}项的责任单位有哪些",
    "{d}里第{n}项归谁管？",
    "{d}第{n}项是谁在干",
)
_SHORTEST, _LONGEST = 4, 40  # characters of a title that tells one task from another


def owners(records: Records) -> Iterator[Question]:
    """Questions for all owners of one task; its document is named where its title is not alone."""
    titles = [
        title
        for document in records.documents
        for title in {task.title for task in records.tasks(document)}
    ]
    for document in records.about:
        by_title: dict[str, list[Task]] = {}
        by_number: dict[str, list[Task]] = {}
        for task in records.tasks(document):
            by_title.setdefault(task.title, []).append(task)
            if task.number and task.number.isdecimal():
                by_number.setdefault(task.number, []).append(task)
        for title, tasks in by_title.items():
            if len(tasks) == 1 and _SHORTEST <= len(title) <= _LONGEST:
                alone = titles.count(title) == 1
                where = "" if alone else f"{named(document)}里"
                words = {"x": f"{where}“{title}”"}
                yield from _asked(records, document, tasks[0], "owners", _OWNERS, words)
        for number, tasks in by_number.items():
            if len(tasks) == 1:
                words = {"d": named(document), "n": number}
                yield from _asked(records, document, tasks[0], "owners_by_number", _NUMBERED, words)


def _asked(
    records: Records,
    document: Document,
    task: Task,
    kind: str,
    wordings: Sequence[str],
    words: Mapping[str, str],
) -> Iterator[Question]:
    if not task.assignments:
        return
    facts = {"departments": list(dict.fromkeys(part.as_written for part in task.assignments))}
    yield from asked(kind, wordings, words, [owner_gold(records, document, task)], facts)


def owner_gold(
    records: Records, document: Document, task: Task, owner: str | None = None
) -> Gold | None:
    """Where a task's owners are named, or one of them: in the task, else for several tasks."""
    parts = [part for part in task.assignments if owner in (None, part.as_written)]
    inherited = all(part.inherited for part in parts)
    start, end = task.responsibility_start, task.responsibility_end
    if inherited and parts:
        start, end = parts[0].start, parts[0].end
    return records.gold(
        document, task.start if start is None else start, task.end if end is None else end
    )
