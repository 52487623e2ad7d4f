"""Answers that name who is responsible for a task. Pure."""

from collections.abc import Sequence

from assistant import cues
from assistant.context import Context, Found
from assistant.draft import Draft, name_of
from assistant.roles import LABELS, sentence_of
from assistant.text import fold
from kb.model import Facts, Role, Task

__all__ = ["OWNER_THRESHOLD", "owners"]

_RIVAL = 1.25
"""How much better a passage of a document without tasks must be: then no task is asked for."""
OWNER_THRESHOLD = 0.1
"""Confidence below which no task is taken for the one meant.

It is low, since a question for owners says itself that it wants a task.
"""


def owners(context: Context, draft: Draft) -> bool:
    """Write who is responsible for the task that the question means.

    False where no task answers it.
    """
    if cues.CONTACT.search(context.query.question):
        return False
    tasks = _by_number(context, draft) if context.query.task_numbers else _by_content(context)
    if not tasks:
        return False
    names: list[str] = []
    for task in tasks:
        names += _write_owners(context, draft, task)
    draft.facts = Facts(
        departments=tuple(dict.fromkeys(names)),
        task_ids=tuple(task.task_id for task in tasks),
        task_numbers=tuple(task.number for task in tasks if task.number),
        count=_count(tasks) if context.query.wants_count else None,
    )
    if context.query.wants_count:
        draft.lines.append(f"列明的单位共{_count(tasks)}家。")
    for mention in context.query.organs:
        key = context.organs.key(mention.as_written)
        if not any(context.organs.key(name) == key for name in names):
            draft.lines.append(f"其中没有“{mention.as_written}”。")
    draft.found = 1
    return True


def _count(tasks: Sequence[Task]) -> int:
    """How many owners the tasks print themselves."""
    return len(
        {part.as_written for task in tasks for part in task.assignments if not part.inherited}
    )


def _by_number(context: Context, draft: Draft) -> list[Task]:
    """The tasks of the numbers asked for.

    In the one document that has them, or in the one that fits the question best.
    """
    numbers = context.query.task_numbers
    found = [task for task in context.tasks if task.number in numbers]
    if not found and context.tasks:
        draft.lines.append(f"知识库的文件里没有第{'、'.join(numbers)}项任务。")
        draft.settled = True
    documents = {task.document_id for task in found}
    if len(documents) <= 1:
        return found
    best = next(
        (
            item.document.document_id
            for item in context.found
            if item.document.document_id in documents
        ),
        None,
    )
    return [task for task in found if task.document_id == best]


def _by_content(context: Context) -> list[Task]:
    """The task that holds the best clause, with every responsibility row of its own sentence.

    A task whose title the question quotes comes before all others.
    """
    if titled := _titled(context):
        return titled
    ranked = []
    for place, item in enumerate(context.found[:20]):
        for task in _around(context, item.document.document_id, item.clause.start, item.clause.end):
            own = context.share(f"{task.title}{item.document.text[task.start : task.end]}")
            ranked.append((item.score + 0.6 * own + 0.2 * context.share(task.title), -place, task))
    if not ranked:
        return []
    value, _, best = max(ranked, key=lambda entry: entry[:2])
    rival = max(
        (item.score + 0.6 * item.share for item in context.found if _outside(context, item)),
        default=0.0,
    )
    if rival > value * _RIVAL or not _is_certain(context, best):
        return []
    rows = [t for t in context.tasks_in(best.document_id, best.clause_id) if t.assignments]
    if len(rows) <= 1:
        return [best]
    text = context.document(best.document_id).text
    shares = [(context.share(text[row.start : row.end]), row) for row in rows]
    top = max(share for share, _ in shares)
    return [row for share, row in shares if share == top]


def _titled(context: Context) -> list[Task]:
    """The tasks of a title that the question quotes; none where several documents have it."""
    quoted = frozenset(context.query.quoted)
    if not quoted:
        return []
    found = [task for task in context.tasks if task.assignments and fold(task.title) in quoted]
    return found if len({task.clause_id for task in found}) == 1 else []


def _outside(context: Context, item: Found) -> bool:
    """Whether a unit lies in a document without tasks."""
    return not context.snapshot.tasks_of(item.document.document_id)


def _is_certain(context: Context, task: Task) -> bool:
    """Whether what search found in a task is enough to answer."""
    inside = [
        i
        for i in context.found
        if i.document.document_id == task.document_id and task.start <= i.clause.start < task.end
    ]
    return any(item.confidence >= OWNER_THRESHOLD for item in inside)


def _around(context: Context, document_id: str, start: int, end: int) -> list[Task]:
    """The tasks with owners that hold a span, or that lie in it where it holds just one."""
    tasks = [task for task in context.snapshot.tasks_of(document_id) if task.assignments]
    holding = [task for task in tasks if task.start <= start and end <= task.end]
    inside = [task for task in tasks if start <= task.start and task.end <= end]
    return holding or (inside if len({task.clause_id for task in inside}) == 1 else [])


def _write_owners(context: Context, draft: Draft, task: Task) -> list[str]:
    document = context.document(task.document_id)
    clause = context.snapshot.clause_at(task.document_id, task.start)
    explicit = [part for part in task.assignments if not part.inherited]
    inherited = [part for part in task.assignments if part.inherited]
    draft.lines.append(f"{name_of(document)}{_item(task)}：")
    if explicit:
        start, end = task.responsibility_start, task.responsibility_end
        mark = (
            draft.cite(document, clause, start, end)
            if start is not None and end is not None
            else ""
        )
        for role, label in LABELS.items():
            names = [part.as_written for part in explicit if part.role is role]
            if names:
                draft.lines.append(f"{label}：{'、'.join(names)}。{mark}")
        if not any(part.role is Role.LEAD for part in explicit) and len(explicit) > 1:
            draft.lines.append("原文没有写明哪一家牵头。")
    for part in inherited:
        holder = context.snapshot.clause_at(task.document_id, part.start)
        start, end = sentence_of(document, part)
        heading = holder.label.split(" > ")[-1]
        draft.lines.append(
            f"另按“{heading}”的统一规定，{part.as_written}组织落实，本项不再列出。"
            f"{draft.cite(document, holder, start, end)}"
        )
    if not task.assignments:
        draft.lines.append(
            f"原文没有为这一项写明责任单位。{draft.cite(document, clause, task.start, task.end)}"
        )
    return [part.as_written for part in (*explicit, *inherited)]


def _item(task: Task) -> str:
    number = f"第{task.number}项" if task.number else ""
    return f"{number}“{task.title}”" if task.title else number or f"“{task.label}”"
