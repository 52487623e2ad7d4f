"""Answers quoted from the best passages, and the decision to decline. Pure.

A passage answers when it meets what the question demands of any answer (a number of the measure
asked for, a date, a place) and `assistant.decision` is confident enough that it does.
"""

import re
from collections.abc import Sequence

from assistant.context import Context, Found
from assistant.decision import THRESHOLD
from assistant.demands import demand_of
from assistant.draft import Draft, behind_marker, name_of
from assistant.orders import gives_orders
from assistant.provisions import status_note
from assistant.query import Kind
from assistant.quoting import sentences_of
from kb.model import Clause, Facts, Level
from kb.squeeze import squeeze

__all__ = ["candidates", "nearest", "passages", "penalties"]

_SHOWN = 3  # passages at the most
_KEEP = 0.75  # of the best passage's score, for another to be shown beside it
_OWN_PLACE = 0.2  # what it counts beside a score up to 1 that a document is of the place asked for
_OPENING = 0.15  # what an opening, which says why and not what, counts less
_DUTIES = 6  # articles found whose penalties are looked up
_KIND_WORDS = {
    "penalty": re.compile(r"罚款|处罚|责令|没收|吊销|处分|追究|追责|问责|整改|约谈|取消"),
    "definition": re.compile(r"所称|是指|指的是|包括|统称|简称"),
}
_BRANCHES = frozenset({Level.PART, Level.CHAPTER, Level.SECTION})
_PASSES_ON = re.compile(
    r"(?:现)?(?:印发|转发)(?:给)?你们|请(?:认真)?(?:遵照执行|贯彻执行|贯彻落实)"
)
# 抄送：……, ……办公室2024年1月17日
_CLOSING = re.compile(r"抄送|主送|^[^，：]{0,60}\d{4}年\d{1,2}月\d{1,2}日(?:印发)?(?!起|至|前|止)")
_PASSING = 200  # characters: a text up to this length that passes a document on says nothing else


def passages(context: Context, draft: Draft) -> bool:
    """Write the best passages; False where none meets what the question demands."""
    if context.query.kind is Kind.TASKS and draft.lines:
        return False
    fit, shown = candidates(context)
    if not shown or max(item.confidence for item in shown) < THRESHOLD:
        return False
    shown += _from_each_named(context, fit, shown)
    shown += _from_each_place(context, fit, shown)
    for item in shown:
        _write(context, draft, item)
    count = _items_in(context, shown[0]) if context.query.wants_count else None
    if count is not None:
        draft.lines.append(f"{_where(shown[0].clause)}列出{count}项。")
    notes = [status_note(context, item.document) for item in shown]
    draft.lines += list(dict.fromkeys(filter(None, notes)))
    draft.facts = Facts(values=tuple(c.quote for c in draft.citations), count=count)
    draft.found = 1
    return True


def candidates(context: Context) -> tuple[list[Found], list[Found]]:
    """The passages that meet what the question demands, and the best of them, to be shown."""
    ranked = _ranked(context)
    demand = demand_of(context.query)
    fit = [i for i in ranked if demand is None or demand(i.unit.text(i.document.text))]
    floor = ranked[0].score * _KEEP if ranked and not context.query.wants_penalty else 0.0
    return fit, [i for i in fit if i.score >= max(floor, fit[0].score * _KEEP)][:_SHOWN]


def _items_in(context: Context, item: Found) -> int | None:
    """How many 项 an article lists; None where it has no list or several."""
    clauses = context.snapshot.clauses(item.document.document_id)
    listed = [
        c
        for c in clauses
        if c.level is Level.ITEM and item.clause.start <= c.start and c.end <= item.clause.end
    ]
    return len(listed) if len({c.parent_id for c in listed}) == 1 else None


def _from_each_named(context: Context, fit: Sequence[Found], shown: Sequence[Found]) -> list[Found]:
    """The best passage of each document that is named and has none among those shown."""
    named = [
        d
        for d in context.query.named.document_ids
        if d not in {item.document.document_id for item in shown}
    ]
    best = (
        next((item for item in fit if item.document.document_id == d), None) for d in named[:_SHOWN]
    )
    return [item for item in best if item is not None]


def _from_each_place(context: Context, fit: Sequence[Found], shown: Sequence[Found]) -> list[Found]:
    """The best passage for each place that a comparison names and nothing shown comes from."""
    if not context.query.wants_comparison or len(context.query.places) < 2:
        return []
    found = []
    for place in context.query.places:
        own = [item for item in fit if place.name in (item.document.region or "")]
        if own and not any(item in shown for item in own) and own[0].confidence >= THRESHOLD:
            found.append(own[0])
    return found


def penalties(context: Context, draft: Draft) -> bool:
    """Write the penalties for breaking the articles that the conversation is about.

    False where no article names them.
    """
    refs = {
        (ref.document_id, ref.article) for ref in context.query.context_articles if ref.document_id
    }
    written: set[str] = set()
    cited = (r for d in dict.fromkeys(d for d, _ in refs if d) for r in context.references_of(d))
    for reference in cited:
        if reference.title is not None or not reference.article:
            continue
        if not any(
            d == reference.document_id and re.match(rf"{a}(?!之)", reference.article)
            for d, a in refs
        ):
            continue
        document = context.document(reference.document_id)
        clause = _article_of(context, reference.document_id, reference.start)
        if (
            clause is None
            or clause.clause_id in written
            or not _KIND_WORDS["penalty"].search(document.text, clause.start, clause.end)
        ):
            continue
        written.add(clause.clause_id)
        start = behind_marker(document, clause, clause.start)
        quoted = draft.quote(document, clause, start, clause.end)
        draft.lines.append(f"{name_of(document)}{clause.marker}：{quoted}")
    draft.found = int(bool(written))
    if written:
        draft.facts = Facts(values=tuple(c.quote for c in draft.citations))
    return bool(written)


def nearest(context: Context, draft: Draft) -> None:
    """Write the nearest clauses under an answer that declines."""
    shown = [item for item in _ranked(context) if item.share > 0][:2]
    if shown:
        draft.lines.append("最接近的条款（不构成回答）：")
    for item in shown:
        spans = sentences_of(context, item)[:1]
        for start, end in spans:
            behind = min(behind_marker(item.document, item.clause, start), end)
            if item.clause.level is not Level.ARTICLE or behind == end:
                behind = start
            quoted = draft.quote(item.document, item.clause, behind, end)
            draft.lines.append(f"{name_of(item.document)}{_where(item.clause)}：{quoted}")


def _ranked(context: Context) -> list[Found]:
    """What search found, with what kind of sentence the question asks for weighed in."""
    wanted = [
        pattern
        for flag, pattern in (
            (context.query.wants_penalty, _KIND_WORDS["penalty"]),
            (context.query.wants_definition, _KIND_WORDS["definition"]),
        )
        if flag
    ]
    punished = _punished(context) if context.query.wants_penalty else {}

    def weight(item: Found) -> float:
        text = item.unit.text(item.document.text)
        own = (
            item.score
            + 0.25 * item.share
            + 0.15 * sum(bool(pattern.search(text)) for pattern in wanted)
        )
        own -= _OPENING * (item.clause.level is Level.PREAMBLE)
        own += _OWN_PLACE * _is_of_place(context, item)
        return max(own, punished.get(item.clause.clause_id, 0.0))

    usable = [item for item in context.found if _speaks(context, item)]
    return sorted(usable, key=weight, reverse=True)


def _is_of_place(context: Context, item: Found) -> bool:
    """Whether a unit's document is of a place that the question names, or about it."""
    name = f"{item.document.region}{item.document.title}"
    return any(place.name in name for place in context.query.places)


def _speaks(context: Context, item: Found) -> bool:
    """Whether a unit says something itself.

    The head of a document, a note that passes it on and orders to a model do not.
    """
    if item.clause.level is Level.HEADER:
        return False
    lines = item.unit.text(item.document.text).splitlines()
    text = squeeze("\n".join(line for line in lines if not gives_orders(line)))
    if not text:
        return False
    if text == squeeze(item.clause.marker + item.clause.heading):
        return item.clause.level not in _BRANCHES
    if item.clause.level is Level.TAIL:
        parts = (part for part in re.split("[。；]", text) if not _CLOSING.search(part))
        return any(context.share(part) > 0 for part in parts)
    return _PASSES_ON.search(text) is None or len(text) > _PASSING


def _punished(context: Context) -> dict[str, float]:
    """Articles with a penalty for breaking a duty that search found.

    Each has the duty's own weight and a little more.
    """
    duties = {
        (item.document.document_id, item.clause.marker): item.score + 0.25 * item.share
        for item in context.found[:_DUTIES]
        if item.clause.level is Level.ARTICLE
    }
    found: dict[str, float] = {}
    for reference in (r for d in {d for d, _ in duties} for r in context.references_of(d)):
        marker = re.match(r"第[^条]{1,8}条(?:之.)?", reference.article or "")
        value = (
            duties.get((reference.document_id, marker[0]))
            if marker and reference.title is None
            else None
        )
        if value is None:
            continue
        clause = _article_of(context, reference.document_id, reference.start)
        text = context.document(reference.document_id).text
        if clause is not None and _KIND_WORDS["penalty"].search(text, clause.start, clause.end):
            found[clause.clause_id] = max(found.get(clause.clause_id, 0.0), value + 0.16)
    return found


def _write(context: Context, draft: Draft, item: Found) -> None:
    spans = sentences_of(context, item)
    if item.clause.level is Level.ARTICLE:
        start = behind_marker(item.document, item.clause, spans[0][0])
        spans[0] = (start, max(spans[0][1], start))
        spans = [span for span in spans if span[0] < span[1]] or spans
    quoted = "".join(draft.quote(item.document, item.clause, *span) for span in spans)
    where = _where(item.clause)
    if item.clause.level is not Level.ARTICLE and where[1:-1] in quoted:
        where = ""  # the heading is the first sentence of what is quoted
    draft.lines.append(f"{name_of(item.document)}{where}：{quoted}")


def _where(clause: Clause) -> str:
    return clause.marker if clause.level is Level.ARTICLE else f"“{clause.label.split(' > ')[-1]}”"


def _article_of(context: Context, document_id: str, offset: int) -> Clause | None:
    holding = [
        c
        for c in context.snapshot.clauses(document_id)
        if c.level is Level.ARTICLE and c.start <= offset < c.end
    ]
    return holding[0] if holding else None
