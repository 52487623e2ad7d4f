"""Answers quoted from the best passages, and the decision to decline. Pure.

A passage answers when it meets what the question demands of any answer (a number of the measure
asked for, a date, a place) and `assistant.decision` is confident enough that it does.
"""

import re
from collections.abc import Sequence

from assistant import cues
from assistant.context import Context, Found
from assistant.decision import THRESHOLD
from assistant.draft import Draft, behind_marker, name_of
from assistant.provisions import status_note
from assistant.query import Kind
from assistant.text import DURATION, MONEY, NUMBER, fold, sentences, states_measure
from kb.model import Clause, Facts, Level
from kb.squeeze import squeeze

__all__ = ["nearest", "passages", "penalties"]

_SHOWN = 3  # passages at the most
_KEEP = 0.75  # of the best passage's score, for another to be shown beside it
_DUTIES = 6  # articles found whose penalties are looked up
_WHOLE = 260  # characters: a passage up to this length is quoted whole
_PART = 0.55  # of the best sentence's share, for a sentence to be quoted
_KIND_WORDS = {
    "penalty": re.compile(r"罚款|处罚|责令|没收|吊销|处分|追究|追责|问责|整改|约谈|取消"),
    "definition": re.compile(r"所称|是指|指的是|包括|统称|简称"),
}
_PASSES_ON = re.compile(
    r"(?:现)?(?:印发|转发)(?:给)?你们|请(?:认真)?(?:遵照执行|贯彻执行|贯彻落实)"
)
_PASSING = 200  # characters: a text up to this length that passes a document on says nothing else
_AMOUNT = re.compile(r"[零一二两三四五六七八九十百千万0-9]+(?:倍|件|元|万元|%|天|小时|公斤|米)")
_LISTED = re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])")
_DUTY_BRACKET = re.compile(
    r"[（(〔\[【]\s*(?:责任|牵头|主办|配合|实施|主责)[^）)]{0,400}?(?:[）)〕\]】]\s*)+$"
)


def passages(context: Context, draft: Draft) -> bool:
    """Write the best passages; False where none meets what the question demands."""
    if context.query.kind is Kind.TASKS and context.tasks:
        return False
    ranked = _ranked(context)
    fit = [item for item in ranked if _meets(context, item)]
    floor = ranked[0].score * _KEEP if ranked and not context.query.wants_penalty else 0.0
    shown = [item for item in fit if item.score >= max(floor, fit[0].score * _KEEP)][:_SHOWN]
    if not shown or max(item.confidence for item in shown) < THRESHOLD:
        return False
    shown += _from_each_named(context, fit, shown)
    shown += _from_each_place(context, fit, shown)
    for item in shown:
        _write(context, draft, item)
    notes = [status_note(context, item.document) for item in shown]
    draft.lines += list(dict.fromkeys(filter(None, notes)))
    draft.facts = Facts(values=tuple(c.quote for c in draft.citations))
    draft.found = 1
    return True


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
        spans = _sentences_of(context, item)[:1]
        for start, end in spans:
            quoted = draft.quote(item.document, item.clause, start, end)
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
        return max(own, punished.get(item.clause.clause_id, 0.0))

    usable = [item for item in context.found if _speaks(item)]
    return sorted(usable, key=weight, reverse=True)


def _speaks(item: Found) -> bool:
    """Whether a unit says something itself: no head of a document, no note that passes it on."""
    if item.clause.level is Level.HEADER:
        return False
    text = squeeze(item.unit.text(item.document.text))
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


def _meets(context: Context, item: Found) -> bool:
    """Whether a passage can answer at all.

    It states the number, the measure or the time that is asked for.
    """
    query, text = context.query, item.unit.text(item.document.text)
    if cues.CONTACT.search(query.question):
        return re.search(r"\d{7,}|\d{3,4}[-—]\d{7,8}|@|www\.|地址[:：]|位于", text) is not None
    if cues.WHICH_ARTICLE.search(query.question) and not all(
        fold(n) in fold(text) for n in _AMOUNT.findall(query.question)
    ):
        return False
    if cues.PLACE_ASKED.search(query.question):
        return _PLACE_TOLD.search(text) is not None
    if cues.RESULT.search(query.question):
        return False
    given = cues.GIVEN_AMOUNT.search(fold(query.question))
    if given and fold(given["amount"]) not in fold(text):
        return False
    if query.wants_actual and (query.wants_quantity or query.wants_count):
        return re.search(r"(?:实际|已经?)(?:完成|建成|达到|实现|开通|使用)", text) is not None
    if query.years and query.kind in (Kind.TARGET, Kind.DEADLINE):
        return any(f"{year}年" in squeeze(text) for year in query.years)
    if query.unit and not states_measure(text, query.unit):
        return False
    if re.search(
        r"罚(?:款)?多少|多少罚款|罚多少|多少钱|(?:补贴|补助|奖励|资助|奖补|贴息|优惠"
        r"|额度).{0,6}(?:多少|几)|(?:多少|几).{0,2}(?:补贴|补助|奖励|资助)"
        r"|(?:资金|经费|预算|盘子|投入|费用|收费|价格|派费|派送费).{0,8}(?:多少|多大|几)"
        r"|几(?:毛|块|分)钱|多少(?:万|亿|元)|(?:多少|几)\S{0,4}(?:金|款|费|补贴|补助)(?:$|[？?，,。])",
        query.question,
    ):
        return MONEY.search(text) is not None
    if query.wants_time and not query.wants_penalty:
        return DURATION.search(text) is not None
    if query.wants_quantity and not query.wants_comparison:
        return NUMBER.search(text) is not None
    return True


_PLACE_TOLD = re.compile(
    r"地址|位于|地点|窗口|大厅|网点|平台|网站|APP|公众号|(?:向|到|在)[^，。；]{2,20}(?:申请|办理|提交|报名|领取|提出|备案)"
)


def _write(context: Context, draft: Draft, item: Found) -> None:
    spans = _sentences_of(context, item)
    if item.clause.level is Level.ARTICLE:
        start = behind_marker(item.document, item.clause, spans[0][0])
        spans[0] = (start, max(spans[0][1], start))
        spans = [span for span in spans if span[0] < span[1]] or spans
    quoted = "".join(draft.quote(item.document, item.clause, *span) for span in spans)
    draft.lines.append(f"{name_of(item.document)}{_where(item.clause)}：{quoted}")


def _where(clause: Clause) -> str:
    return clause.marker if clause.level is Level.ARTICLE else f"“{clause.label.split(' > ')[-1]}”"


def _sentences_of(context: Context, item: Found) -> list[tuple[int, int]]:
    """The spans of a passage that answer.

    All of a short one, else its best sentences, neighbours joined.
    """
    text = item.document.text
    spans = [
        span
        for start, end in item.unit.spans
        for span in sentences(text, start, _without_duties(text, start, end))
    ]
    if not spans:
        return [(item.clause.start, item.clause.end)]
    if spans[-1][1] - spans[0][0] <= _WHOLE and item.clause.level is not Level.TAIL:
        return _joined(text, spans)
    shares = [context.share(text[start:end]) for start, end in spans]
    top = max(shares)
    if top == 0:
        return [spans[0]]
    kept = {n for n, share in enumerate(shares) if share >= top * _PART}
    kept |= {n + 1 for n in list(kept) if text[spans[n][1] - 1] == "：" and n + 1 < len(spans)}
    kept |= {head for n in kept if (head := _head_of_list(text, spans, n)) is not None}
    return _joined(text, [span for n, span in enumerate(spans) if n in kept])


def _head_of_list(text: str, spans: Sequence[tuple[int, int]], n: int) -> int | None:
    """The sentence that introduces the list in which one stands: 有下列行为之一的，处……罚款："""
    while n >= 0 and _LISTED.match(text, spans[n][0]):
        n -= 1
    return n if n >= 0 and text[spans[n][1] - 1] in "：:" else None


def _without_duties(text: str, start: int, end: int) -> int:
    """The end of a span without the list of responsible organs behind it."""
    match = _DUTY_BRACKET.search(text[start:end])
    return start + match.start() if match else end


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with neighbours, separated by nothing but white space, made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _article_of(context: Context, document_id: str, offset: int) -> Clause | None:
    holding = [
        c
        for c in context.snapshot.clauses(document_id)
        if c.level is Level.ARTICLE and c.start <= offset < c.end
    ]
    return holding[0] if holding else None
