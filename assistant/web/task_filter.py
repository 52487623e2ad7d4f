"""Which tasks are shown: those of a department, a document, a section, a year, a role."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.departments import is_meant
from kb.knowledge import KnowledgeBase
from kb.model import Role, Task

__all__ = ["TaskFilter", "tasks_shown", "years_of"]

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_SPAN = re.compile(r"(?<!\d)(\d{4})年?(?:-|－|—|–|―|~|～|至|到){1,2}(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """What narrows the table; an empty field does not."""

    department: str = ""
    document: str = ""
    section: str = ""
    year: str = ""
    role: str = ""

    @staticmethod
    def read(given: Mapping[str, str]) -> "TaskFilter":
        """The filter that an address holds."""
        names = TaskFilter.__dataclass_fields__
        return TaskFilter(**{name: given.get(name, "") for name in names})

    def fields(self) -> dict[str, str]:
        """The filter for an address."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def years_of(texts: Iterable[str]) -> set[int]:
    """The years that deadlines name; of a span (2023—2025年) each."""
    found: set[int] = set()
    for words in texts:
        found.update(int(year) for year in _YEAR.findall(words))
        for first, last in _SPAN.findall(words):
            if 0 <= int(last) - int(first) <= 50:
                found.update(range(int(first), int(last) + 1))
    return found


def tasks_shown(kb: KnowledgeBase, chosen: TaskFilter) -> list[Task]:
    """The tasks that pass, in the order of the documents.

    Of documents with the same text one is shown, unless another is chosen. A role together with a
    department is that department's role. Raises NotFoundError.
    """
    if chosen.document:
        kb.store.document(chosen.document)
    copies = kb.snapshot().copies
    return [
        task
        for task in _of_department(kb, chosen)
        if (
            task.document_id == chosen.document
            if chosen.document
            else task.document_id not in copies
        )
        and chosen.section in f"{task.section} {task.label}"
        and (not chosen.year or _within(chosen.year, task.deadlines))
    ]


def _of_department(kb: KnowledgeBase, chosen: TaskFilter) -> Iterable[Task]:
    snapshot, organs, name = kb.snapshot(), kb.organs, chosen.department
    role = chosen.role if chosen.role in set(Role) else ""
    if not name:
        return (
            task
            for task in snapshot.tasks
            if not role or any(part.role == role for part in task.assignments)
        )
    parts = snapshot.parts_by(organs.key).get(organs.key(name), ())
    meant = {
        task.task_id
        for task, part in parts
        if (not role or part.role == role)
        and is_meant(organs, name, part, snapshot.documents[task.document_id])
    }
    return (task for task in snapshot.tasks if task.task_id in meant)


def _within(year: str, deadlines: Iterable[str]) -> bool:
    return year.isascii() and year.isdigit() and int(year[:4]) in years_of(deadlines)
