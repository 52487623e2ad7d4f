"""Answers that list everything an organ owns. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.roles import LABELS, sentence_of
from kb.model import Assignment, Facts, Role, Task
from kb.organs import Mention
from kb.regions import find_places

__all__ = ["tasks_of_organs"]

_MANY = 40  # documents: of more it is not said which ones have tasks
_SHORTEST = 4  # characters of a name that is taken for a misspelt one


@dataclass(frozen=True, slots=True)
class _Owned:
    """The tasks of one organ, each with the organ's own parts in it."""

    name: str  # as asked
    taken_for: str | None  # the name that it is taken for, where that is another one
    tasks: Mapping[str, tuple[Task, list[Assignment]]]


def tasks_of_organs(context: Context, draft: Draft) -> bool:
    """Write every task of the organs that the question names.

    An organ without any is said to have none.
    """
    if not context.tasks:
        return False
    owned = [_owned(context, mention) for mention in context.query.organs]
    if context.query.together and len(owned) > 1:
        return _shared(context, draft, owned)
    draft.asked = len(owned)
    numbers: list[str] = []
    ids: list[str] = []
    for each in owned:
        tasks = _asked_for(context, each)
        if not tasks:
            draft.lines.append(_has_none(context, each))
            continue
        draft.found += 1
        draft.lines.append(f"{_as_written(each, tasks)}共有{len(tasks)}项任务：")
        draft.lines += _list(context, draft, tasks)
        ids += [task.task_id for task, _ in tasks]
        numbers += [task.number for task, _ in tasks if task.number]
    if draft.found:
        unique = tuple(dict.fromkeys(ids))
        draft.facts = Facts(
            task_ids=unique, task_numbers=tuple(dict.fromkeys(numbers)), count=len(unique)
        )
    return bool(draft.found)


def _owned(context: Context, mention: Mention) -> _Owned:
    """What an organ owns by the name asked for, else without its place, else with one slip less."""
    name = mention.as_written
    tasks = context.parts_of(name)
    if tasks:
        return _Owned(name, None, tasks)
    places = find_places(name)
    if places and places[0].start == 0:
        tasks = context.parts_of(name[places[0].end :])
        if tasks:
            return _Owned(name, None, tasks)
    if mention.function is None and len(name) >= _SHORTEST:
        alike = list(dict.fromkeys(_misspelt(context, name)))
        if len({context.organs.key(other) for other in alike}) == 1:
            return _Owned(name, alike[0], context.parts_of(alike[0]))
    return _Owned(name, None, {})


def _misspelt(context: Context, name: str) -> Iterator[str]:
    """The owners in scope whose name differs from an unknown one in one character."""
    scope = frozenset(context.scope)
    for parts in context.snapshot.parts_by(context.organs.key).values():
        other = parts[0][1].as_written
        one_slip = len(other) == len(name) and sum(map(str.__ne__, other, name)) == 1
        if one_slip and any(task.document_id in scope for task, _ in parts):
            yield other


def _as_written(owned: _Owned, tasks: Sequence[tuple[Task, list[Assignment]]]) -> str:
    written = dict.fromkeys(part.as_written for _, parts in tasks for part in parts)
    if owned.taken_for is not None:
        return f"没有“{owned.name}”，按“{owned.taken_for}”查："
    also = f"（原文写作{'、'.join(written)}）" if set(written) != {owned.name} else ""
    return f"“{owned.name}”{also}"


def _shared(context: Context, draft: Draft, owned: Sequence[_Owned]) -> bool:
    """Write the tasks in which all the organs asked about have a part."""
    shared = [
        found
        for task_id, found in owned[0].tasks.items()
        if all(task_id in other.tasks for other in owned[1:])
    ]
    names = "、".join(f"“{each.name}”" for each in owned)
    draft.lines.append(f"{names}共同列入的任务共有{len(shared)}项" + ("：" if shared else "。"))
    if not shared:
        draft.lines += [_has_none(context, each) for each in owned if not each.tasks]
        return False
    draft.lines += _list(context, draft, shared)
    draft.facts = Facts(
        task_ids=tuple(task.task_id for task, _ in shared),
        task_numbers=tuple(task.number for task, _ in shared if task.number),
        count=len(shared),
    )
    draft.found = 1
    return True


def _has_none(context: Context, owned: _Owned) -> str:
    named = context.scope if len(context.scope) <= _MANY else ()
    documents = [
        context.document(document_id)
        for document_id in named
        if context.snapshot.tasks_of(document_id)
    ]
    names = "、".join(name_of(document) for document in documents[:3])
    more = f"等{len(documents)}份文件" if len(documents) > 3 else ""
    return f"{names or '知识库'}{more}的责任分工里没有“{owned.name}”。"


def _asked_for(context: Context, owned: _Owned) -> list[tuple[Task, list[Assignment]]]:
    """The tasks of an organ that the question narrows down to: by number, alone, first, role."""
    query, tasks = context.query, list(owned.tasks.values())
    if query.task_numbers:
        tasks = [(t, p) for t, p in tasks if t.number in query.task_numbers]
    if query.alone:
        tasks = [(t, p) for t, p in tasks if sum(not a.inherited for a in t.assignments) == 1]
    if query.first:
        tasks = [(t, p) for t, p in tasks if t.assignments[0] in p]
    with_role = [(t, p) for t, p in tasks if any(part.role is query.role for part in p)]
    return with_role or tasks


def _list(
    context: Context, draft: Draft, tasks: Sequence[tuple[Task, list[Assignment]]]
) -> list[str]:
    lines, last = [], None
    role: Role | None = context.query.role
    if role and not any(part.role is role for _, parts in tasks for part in parts):
        lines.append(f"（原文没有写明它是哪一项的{LABELS[role]}，以下为它列入的全部任务。）")
    for task, parts in tasks:
        document = context.document(task.document_id)
        if task.document_id != last:
            lines.append(f"{name_of(document)}：")
            last = task.document_id
        clause = context.snapshot.clause_at(task.document_id, task.start)
        roles = "、".join(dict.fromkeys(LABELS[part.role] for part in parts))
        if all(part.inherited for part in parts):
            start, end = sentence_of(document, parts[0])
            clause = context.snapshot.clause_at(task.document_id, parts[0].start)
            roles += "，按统一规定，本项不再列出"
        else:
            start = task.responsibility_start or task.start
            end = task.responsibility_end or task.end
        cited = draft.cite(document, clause, start, end)
        lines.append(f"{task.number or '·'}．{task.title}（{roles}）{cited}")
    return lines
