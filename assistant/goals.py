"""Answers from the targets: what value, by when. Pure."""

import re
from collections.abc import Sequence

from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.query import Query
from assistant.text import sentences
from kb.model import Comparison, Document, Facts, Target

__all__ = ["deadlines", "targets"]

_COMPARISONS = {
    Comparison.AT_LEAST: "不低于",
    Comparison.AT_MOST: "不超过",
    Comparison.MORE_THAN: "超过",
    Comparison.EXACTLY: "",
    Comparison.ABOUT: "约",
}
_ENOUGH = 0.5  # share of the question's terms that a target's indicator and sentence must hold
_GENERIC = re.compile(
    r"\s|(?:19|20)\d\d年?|[底末到要的和与都各有里中、]|目标|指标|任务|要求|分别|全部|所有|主要|定量|量化"
    r"|达到|实现|完成|具体|列"
)
_MANY = 40  # documents
_CLOSE = 0.999  # targets as good as the best are all given


def targets(context: Context, draft: Draft) -> bool:
    """Write the targets that the question means; False where none does."""
    if context.query.wants_actual:
        return False
    found = _meant(context, context.query.years)
    if not found:
        _other_years(context, draft)
        draft.settled = bool(draft.lines)
        return False
    for target in found:
        document = context.document(target.document_id)
        quoted = _quoted(context, draft, target, document)
        draft.lines.append(f"{target.indicator}：{_value(target)}{_by_when(target)}。{quoted}")
    _finish(context, draft, found)
    return True


def deadlines(context: Context, draft: Draft) -> bool:
    """Write by when the targets or the task that the question means are due.

    False where the text does not say.
    """
    found = [target for target in _meant(context, ()) if target.deadline_as_written]
    if found:
        for target in found:
            document = context.document(target.document_id)
            quoted = _quoted(context, draft, target, document)
            draft.lines.append(f"{target.indicator}：{target.deadline_as_written}。{quoted}")
        _finish(context, draft, found)
        return True
    for item in context.found[:3]:
        for task in context.tasks_in(item.document.document_id, item.clause.clause_id):
            spans = [
                span
                for span in sentences(item.document.text, task.start, task.end)
                if _holds(item.document, span, task.deadlines)
            ]
            if task.deadlines and spans and item.share >= _ENOUGH:
                draft.lines.append(
                    f"{name_of(item.document)}“{task.title}”的时限：{'、'.join(task.deadlines)}。"
                )
                draft.lines += [draft.quote(item.document, item.clause, *span) for span in spans]
                draft.facts = Facts(values=task.deadlines, task_ids=(task.task_id,))
                draft.found = 1
                return True
    return False


def _holds(document: Document, span: tuple[int, int], phrases: tuple[str, ...]) -> bool:
    return any(phrase in document.text[slice(*span)] for phrase in phrases)


def _finish(context: Context, draft: Draft, found: list[Target]) -> None:
    draft.facts = Facts(
        values=tuple(_value(target) for target in found),
        count=len(found)
        if context.query.wants_count and not context.query.wants_quantity
        else None,
    )
    draft.found = 1


def _other_years(context: Context, draft: Draft) -> None:
    """Say which years the text does give, where it has the indicator and not the year asked for."""
    years = "、".join(f"{year}年" for year in context.query.years)
    for target in _meant(context, ()) if years else []:
        document = context.document(target.document_id)
        written = target.deadline_as_written or "未注明时限的"
        draft.lines.append(
            f"原文没有{years}的这一目标；写明的是{written}目标："
            f"{_quoted(context, draft, target, document)}"
        )


def _meant(context: Context, years: Sequence[int]) -> list[Target]:
    """The targets that hold most of the question's terms; all that tie.

    The indicator counts double.
    A question for all of them gets every target of the clause that holds the best.
    """
    held = [
        row
        for document_id in _documents(context)
        for row in context.targets.of(document_id)
        if not years or (row.target.due is not None and row.target.due.year in years)
    ]
    if _asks_for_all(context.query):
        first = next((row.target.document_id for row in held), None)
        return [row.target for row in held if row.target.document_id == first]
    quoted = frozenset(phrase.lower() for phrase in context.query.quoted)
    named = [row.target for row in held if row.indicator in quoted]
    if named or not held:
        return named
    scores = [row.score(context.weights) for row in held]
    best = max(scores)
    top = [row for row, score in zip(held, scores, strict=True) if score >= best * _CLOSE]
    if best / 2 < _ENOUGH or not any(row.own(context.weights) > 0 for row in top):
        return []
    if context.query.listing and not context.query.wants_time:
        holding = {row.clause.clause_id for row in top}
        top = [row for row in held if row.clause.clause_id in holding]
    return [row.target for row in top]


def _asks_for_all(query: Query) -> bool:
    """Whether a question names nothing but a year or a document: 2030年的目标有哪些."""
    rest = query.text
    for place in query.places:
        rest = rest.replace(place.name, "")
    return not _GENERIC.sub("", rest)


def _documents(context: Context) -> tuple[str, ...]:
    """The documents whose targets may be meant: those in scope, or of many those found."""
    if len(context.scope) <= _MANY:
        return context.scope
    return tuple(dict.fromkeys(item.document.document_id for item in context.found))


def _value(target: Target) -> str:
    if target.value is None:
        return "原文没有写明数值"
    return f"{_COMPARISONS[target.comparison]}{target.value.normalize():f}{target.unit}"


def _by_when(target: Target) -> str:
    return f"（{target.deadline_as_written}）" if target.deadline_as_written else ""


def _quoted(context: Context, draft: Draft, target: Target, document: Document) -> str:
    """The sentence that states a target, and the one before it where its due date stands there."""
    clause = context.snapshot.clause_at(target.document_id, target.start)
    spans = list(sentences(document.text, clause.start, clause.end))
    own = next(
        (span for span in spans if span[0] <= target.start < span[1]), (target.start, target.end)
    )
    text = draft.quote(document, clause, *own)
    deadline = target.deadline_as_written
    if deadline and deadline not in document.text[slice(*own)]:
        dated = [
            span for span in spans if span[1] <= own[0] and deadline in document.text[slice(*span)]
        ]
        if dated:
            text += f"（时限见前文：{draft.quote(document, clause, *dated[-1])}）"
    return text
