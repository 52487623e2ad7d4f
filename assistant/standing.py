"""Answers about whether a document is in force, since when and until when. Pure."""

import re

from assistant.context import Context
from assistant.draft import Draft, behind_marker, name_of
from assistant.meant import meant
from assistant.text import sentences
from kb.model import Clause, Document, DocumentStatus, Facts
from kb.squeeze import Squeezed, squeeze

__all__ = ["STATUS", "cite_dates", "head_of", "validity"]

STATUS = {
    DocumentStatus.IN_FORCE: "现行有效",
    DocumentStatus.NOT_YET: "尚未施行",
    DocumentStatus.REPEALED: "已废止",
    DocumentStatus.EXPIRED: "已失效",
    DocumentStatus.SUPERSEDED: "已有新版本",
    DocumentStatus.UNKNOWN: "时效未知",
}
_EFFECT = re.compile(
    r"自[^。；]{0,40}?(?:之日|日|年|月)起(?:正式)?(?:施行|实施|执行|生效)"
    r"|(?:施行|实施|生效)(?:之日|日期)|有效期|(?:执行|施行|实施|试行)期|期间有效|有效(?:至|到)"
)


def validity(context: Context, draft: Draft) -> bool:
    """Write since when, and whether, the documents meant are in force.

    False where no document is meant.
    """
    documents = meant(context)
    for document in documents:
        status, reason = context.statuses[document.document_id]
        draft.lines.append(
            f"{name_of(document)}：{STATUS[status]}（截至{context.as_of:%Y年%-m月%-d日}）。{reason}"
        )
        spans = _effect_sentences(context, document)
        for start, end in spans:
            clause = context.snapshot.clause_at(document.document_id, start)
            quoted = draft.quote(document, clause, behind_marker(document, clause, start), end)
            draft.lines.append(f"{clause.label.split(' > ')[-1]}：{quoted}")
        if not spans:
            draft.lines.append(f"原文没有写明施行日期。{cite_dates(context, draft, document)}")
    if documents:
        draft.facts = Facts(values=tuple(c.quote for c in draft.citations))
        draft.found = 1
    return bool(documents)


def _effect_sentences(context: Context, document: Document) -> list[tuple[int, int]]:
    """The sentences that say since when, until when, or what ceases.

    Searched from the end, where they stand.
    """
    squeezed = Squeezed(document.text)
    found = []
    for match in _EFFECT.finditer(squeezed.text):
        at = squeezed.span(*match.span())[0]
        clause = context.snapshot.clause_at(document.document_id, at)
        span = next(
            (s for s in sentences(document.text, clause.start, clause.end) if s[0] <= at < s[1]),
            None,
        )
        own = (
            re.search(
                r"(?:本|该|上述|以上)[^。；]{0,6}(?:法|条例|办法|规定|规则|细则|意见|通知|方案"
                r"|措施|决定|政策|文件|公告|通告|计划|规划)|^自",
                squeeze(document.text[slice(*span)]),
            )
            if span
            else None
        )
        if span and own and span not in found:
            found.append(span)
            following = [
                s for s in sentences(document.text, clause.start, clause.end) if s[0] >= span[1]
            ]
            found += [s for s in following[:1] if "废止" in document.text[slice(*s)]]
    return found[-3:]


def cite_dates(context: Context, draft: Draft, document: Document) -> str:
    """When a document was published or written, quoted; "" where that is not known.

    A day that the text does not print is known from the document's source.
    """
    day = document.published_on or document.written_on
    if day is None:
        return ""
    squeezed = Squeezed(document.text)
    matches = list(re.finditer(rf"{day.year}年{day.month}月{day.day}日", squeezed.text))
    if not matches:
        cited = draft.cite(document, *head_of(context, document))
        return (
            f"成文或公布日期：{day.year}年{day.month}月{day.day}日（正文没有印出，据来源）。{cited}"
        )
    start, end = squeezed.span(*matches[-1].span())
    clause = context.snapshot.clause_at(document.document_id, start)
    return f"成文或公布日期：{draft.quote(document, clause, start, end)}"


def head_of(context: Context, document: Document) -> tuple[Clause, int, int]:
    """The first clause of a document and the span of its title there, or of its first line."""
    clause = context.snapshot.clauses(document.document_id)[0]
    squeezed = Squeezed(document.text)
    title = squeeze(document.title)
    at = squeezed.text.find(title)
    if at >= 0:
        start, end = squeezed.span(at, at + len(title))
        if clause.start <= start < clause.end:
            return clause, start, end
    stop = document.text.find("\n", clause.start, clause.end)
    return clause, clause.start, stop if stop > clause.start else clause.end
