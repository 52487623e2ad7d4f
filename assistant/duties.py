"""Answers from the responsibility table. Pure.

Who owns a task, which tasks an organ has, what a section holds.
"""

import re
from collections.abc import Iterable, Sequence

from assistant import cues
from assistant.context import Context, Found
from assistant.draft import Draft, name_of
from kb.departments import is_meant
from kb.model import Assignment, Document, Facts, Role, Task
from kb.organs import Mention

__all__ = ["owners", "section_tasks", "tasks_of_organs"]

_ROLES = {
    Role.LEAD: "牵头单位",
    Role.RESPONSIBLE: "责任单位",
    Role.SUPPORT: "配合单位",
    Role.GUIDE: "指导单位",
}
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
    """The task that holds the best clause, with every responsibility row of its own sentence."""
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
    rows = [task for task in context.tasks_by_clause.get(best.clause_id, ()) if task.assignments]
    if len(rows) <= 1:
        return [best]
    text = context.document(best.document_id).text
    shares = [(context.share(text[row.start : row.end]), row) for row in rows]
    top = max(share for share, _ in shares)
    return [row for share, row in shares if share == top]


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
        for role, label in _ROLES.items():
            names = [part.as_written for part in explicit if part.role is role]
            if names:
                draft.lines.append(f"{label}：{'、'.join(names)}。{mark}")
        if not any(part.role is Role.LEAD for part in explicit) and len(explicit) > 1:
            draft.lines.append("原文没有写明哪一家牵头。")
    for part in inherited:
        holder = context.snapshot.clause_at(task.document_id, part.start)
        start, end = _sentence_around(document, part)
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


def _sentence_around(document: Document, part: Assignment) -> tuple[int, int]:
    """The sentence, within its bracket, in which an inherited owner is named."""
    text = document.text
    start = max(text.rfind(mark, 0, part.start) for mark in "。；\n（") + 1
    ends = [at for at in (text.find(mark, part.end) for mark in "。；\n") if at >= 0]
    closing = re.compile(r"）(?=\n|$)").search(text, part.end)
    if closing:
        ends.append(closing.start())
    return start, min(ends, default=part.end)


def _item(task: Task) -> str:
    number = f"第{task.number}项" if task.number else ""
    return f"{number}“{task.title}”" if task.title else number or f"“{task.label}”"


def tasks_of_organs(context: Context, draft: Draft) -> bool:
    """Write every task of the organs that the question names.

    An organ without any is said to have none.
    """
    numbers: list[str] = []
    ids: list[str] = []
    if not context.tasks:
        return False
    if context.query.together and len(context.query.organs) > 1:
        return _shared_tasks(context, draft)
    draft.asked = len(context.query.organs)
    for mention in context.query.organs:
        tasks = _tasks_of(context, mention)
        if not tasks:
            draft.lines.append(_has_none(context, mention))
            continue
        draft.found += 1
        written = dict.fromkeys(
            part.as_written for task in tasks for part in _parts(context, mention, task)
        )
        also = f"（原文写作{'、'.join(written)}）" if set(written) != {mention.as_written} else ""
        draft.lines.append(f"“{mention.as_written}”{also}共有{len(tasks)}项任务：")
        draft.lines += _list(context, draft, mention, tasks)
        ids += [task.task_id for task in tasks]
        numbers += [task.number for task in tasks if task.number]
    if draft.found:
        unique = tuple(dict.fromkeys(ids))
        draft.facts = Facts(
            task_ids=unique, task_numbers=tuple(dict.fromkeys(numbers)), count=len(unique)
        )
    return bool(draft.found)


def _shared_tasks(context: Context, draft: Draft) -> bool:
    """Write the tasks in which all the organs asked about have a part."""
    mentions = context.query.organs
    shared = [
        task
        for task in context.tasks
        if all(_parts(context, mention, task) for mention in mentions)
    ]
    names = "、".join(f"“{mention.as_written}”" for mention in mentions)
    draft.lines.append(f"{names}共同列入的任务有{len(shared)}项" + ("：" if shared else "。"))
    if not shared:
        draft.lines += [_has_none(context, m) for m in mentions if not _tasks_of(context, m)]
        return False
    draft.lines += _list(context, draft, mentions[0], shared)
    draft.facts = Facts(
        task_ids=tuple(task.task_id for task in shared),
        task_numbers=tuple(task.number for task in shared if task.number),
        count=len(shared),
    )
    draft.found = 1
    return True


def _has_none(context: Context, mention: Mention) -> str:
    documents = [
        context.document(document_id)
        for document_id in context.scope
        if context.snapshot.tasks_of(document_id)
    ]
    names = "、".join(name_of(document) for document in documents[:3]) + (
        "等文件" if len(documents) > 3 else ""
    )
    return f"{names or '知识库'}的责任分工里没有“{mention.as_written}”。"


def _tasks_of(context: Context, mention: Mention) -> list[Task]:
    tasks = [task for task in context.tasks if _parts(context, mention, task)]
    if context.query.task_numbers:
        tasks = [task for task in tasks if task.number in context.query.task_numbers]
    if context.query.alone:
        tasks = [
            task
            for task in tasks
            if len([part for part in task.assignments if not part.inherited]) == 1
        ]
    if context.query.first:
        tasks = [task for task in tasks if task.assignments[0] in _parts(context, mention, task)]
    role = context.query.role
    with_role = [
        task for task in tasks if any(part.role is role for part in _parts(context, mention, task))
    ]
    return with_role or tasks


def _parts(context: Context, mention: Mention, task: Task) -> list[Assignment]:
    document = context.document(task.document_id)
    return [
        part
        for part in task.assignments
        if is_meant(context.organs, mention.as_written, part, document)
    ]


def _list(context: Context, draft: Draft, mention: Mention, tasks: Sequence[Task]) -> list[str]:
    lines, last = [], None
    role = context.query.role
    if role and not any(
        part.role is role for task in tasks for part in _parts(context, mention, task)
    ):
        lines.append(f"（原文没有写明它是哪一项的{_ROLES[role]}，以下为它列入的全部任务。）")
    for task in tasks:
        document = context.document(task.document_id)
        if task.document_id != last:
            lines.append(f"{name_of(document)}：")
            last = task.document_id
        parts = _parts(context, mention, task)
        clause = context.snapshot.clause_at(task.document_id, task.start)
        roles = "、".join(dict.fromkeys(_ROLES[part.role] for part in parts))
        if all(part.inherited for part in parts):
            start, end = _sentence_around(document, parts[0])
            clause = context.snapshot.clause_at(task.document_id, parts[0].start)
            roles += "，按统一规定，本项不再列出"
        else:
            start, end = (
                task.responsibility_start or task.start,
                task.responsibility_end or task.end,
            )
        cited = draft.cite(document, clause, start, end)
        lines.append(f"{task.number or '·'}．{task.title}（{roles}）{cited}")
    return lines


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
    documents = dict.fromkeys(task.document_id for task in context.tasks)
    phrases = [*context.query.quoted, context.query.text]
    best: tuple[float, list[Task]] = (0.0, [])
    for document_id in documents:
        for section, tasks in _sections(context.snapshot.tasks_of(document_id)):
            heading = re.sub(r"^.*?[、）．.]", "", section.split(" > ")[-1])
            score = max((_overlap(phrase, heading) for phrase in phrases), default=0.0)
            if score > best[0]:
                best = score, tasks
    if best[0] >= 0.6:
        return best[1]
    whole = [task for task in context.tasks if task.document_id == next(iter(documents), None)]
    names_nothing = not re.sub(
        r"[\s的里中共总一项任务重点主要工作这个份件文意见实施]|方案|办法|措施",
        "",
        context.query.text,
    )
    return whole if len(documents) == 1 and names_nothing else []


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
