"""Answers about a document itself. Pure.

Number, issuer, dates, addressees, basis, and whether it is in force.
"""

import re
from collections.abc import Callable

from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.text import sentences
from kb.citations import cited_document
from kb.model import Document, DocumentStatus, Facts, Relation
from kb.squeeze import Squeezed, squeeze

__all__ = ["STATUS", "about", "validity"]

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
    r"|(?:施行|实施|生效)(?:之日|日期)|有效期"
)
_MAX_DOCUMENTS = 5


def validity(context: Context, draft: Draft) -> bool:
    """Write since when, and whether, the documents meant are in force.

    False where no document is meant.
    """
    documents = _meant(context)
    for document in documents:
        status, reason = context.statuses[document.document_id]
        draft.lines.append(
            f"{name_of(document)}：{STATUS[status]}（截至{context.as_of:%Y年%-m月%-d日}）。{reason}"
        )
        spans = _effect_sentences(context, document)
        for start, end in spans:
            clause = context.snapshot.clause_at(document.document_id, start)
            draft.lines.append(
                f"{clause.label.split(' > ')[-1]}：{draft.quote(document, clause, start, end)}"
            )
        if not spans:
            draft.lines.append(f"原文没有写明施行日期。{_cite_dates(context, draft, document)}")
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
                r"本(?:法|条例|办法|规定|规则|细则|意见|通知|方案|措施|决定|政策|文件|公告|通告"
                r"|计划|规划)|^自",
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


def _cite_dates(context: Context, draft: Draft, document: Document) -> str:
    day = document.published_on or document.written_on
    if day is None:
        return ""
    pattern = re.compile(rf"{day.year}年{day.month}月{day.day}日")
    squeezed = Squeezed(document.text)
    matches = list(pattern.finditer(squeezed.text))
    if not matches:
        return f"（{day.year}年{day.month}月{day.day}日）"
    start, end = squeezed.span(*matches[-1].span())
    clause = context.snapshot.clause_at(document.document_id, start)
    return f"成文或公布日期：{draft.quote(document, clause, start, end)}"


def about(context: Context, draft: Draft) -> bool:
    """Write what the question asks of a document's header and tail.

    False where no document is meant or it does not say.
    """
    writers: dict[str, Callable[[Context, Draft, Document], bool]] = {
        "number": _number,
        "issuer": _issuer,
        "written": _written,
        "copied": _copied,
        "addressees": _addressees,
        "basis": _basis,
    }
    asked = [writers[name] for name in context.query.about]
    documents = _meant(context)
    draft.asked = len(asked)
    written = [[write(context, draft, document) for document in documents] for write in asked]
    draft.found = sum(map(any, written))
    return bool(draft.found)


def _meant(context: Context) -> list[Document]:
    """The documents named; else the only one in scope, else the one that holds the best clause."""
    if context.query.named.document_ids or len(context.scope) == 1:
        return [context.document(document_id) for document_id in context.scope][:_MAX_DOCUMENTS]
    with_tasks = [d for d in context.scope if context.snapshot.tasks_of(d)]
    if re.search(r"意见|方案|通知|措施", context.query.question) and len(with_tasks) == 1:
        return [context.document(with_tasks[0])]
    return [item.document for item in context.found[:1] if item.share >= 0.5]


def _quote_of(context: Context, draft: Draft, document: Document, phrase: str) -> str:
    """A quotation of a phrase where it stands in the text; empty where it does not.

    White space is set aside.
    """
    squeezed = Squeezed(document.text)
    at = squeezed.text.find(squeeze(phrase))
    if at < 0 or not phrase:
        return ""
    start, end = squeezed.span(at, at + len(squeeze(phrase)))
    return draft.quote(
        document, context.snapshot.clause_at(document.document_id, start), start, end
    )


def _number(context: Context, draft: Draft, document: Document) -> bool:
    if re.search(r"引用|依据|所引", context.query.question):
        return _number_cited(context, draft, document)
    found = [
        (label, _quote_of(context, draft, document, value))
        for label, value in (
            ("发文字号", document.number),
            ("统一编号", document.registration_number),
        )
        if value
    ]
    draft.lines += [f"《{document.title}》的{label}：{quoted}" for label, quoted in found if quoted]
    draft.facts = Facts(
        values=tuple(v for v in (document.number, document.registration_number) if v)
    )
    return any(quoted for _, quoted in found)


def _number_cited(context: Context, draft: Draft, document: Document) -> bool:
    """The numbers of the documents that this one cites: of those that the question names best."""
    cited = [
        r
        for r in context.snapshot.references
        if r.document_id == document.document_id and r.title and r.number
    ]
    shares = [context.share(r.title or "") for r in cited]
    best = [r for r, share in zip(cited, shares, strict=True) if share == max(shares)]
    for reference in best:
        clause = context.snapshot.clause_at(document.document_id, reference.start)
        quoted = draft.quote(document, clause, reference.start, reference.end)
        draft.lines.append(f"《{reference.title}》的文号：{reference.number}。{quoted}")
    draft.facts = Facts(values=tuple(str(r.number) for r in best))
    return bool(best)


def _issuer(context: Context, draft: Draft, document: Document) -> bool:
    quoted = [_quote_of(context, draft, document, issuer) for issuer in document.issuers]
    draft.facts = Facts(values=document.issuers)
    if any(quoted):
        draft.lines.append(f"{name_of(document)}的制发机关：{'、'.join(filter(None, quoted))}")
    return any(quoted)


def _written(context: Context, draft: Draft, document: Document) -> bool:
    quoted = _cite_dates(context, draft, document)
    if quoted:
        draft.lines.append(f"{name_of(document)}：{quoted}")
    return bool(draft.citations)


def _copied(context: Context, draft: Draft, document: Document) -> bool:
    quoted = [_quote_of(context, draft, document, organ) for organ in document.copied_to]
    if any(quoted):
        draft.lines.append(f"{name_of(document)}抄送：{'、'.join(filter(None, quoted))}")
        draft.facts = Facts(values=document.copied_to, count=len(document.copied_to))
    return any(quoted)


def _addressees(context: Context, draft: Draft, document: Document) -> bool:
    quoted = _quote_of(context, draft, document, document.addressees or "")
    if quoted:
        draft.lines.append(f"{name_of(document)}主送：{quoted}")
    return bool(quoted)


def _basis(context: Context, draft: Draft, document: Document) -> bool:
    """The documents that this one is based on, as cited, and whether each is held."""
    references = [
        r for r in context.snapshot.references if r.document_id == document.document_id and r.title
    ]
    basis = [r for r in references if r.relation is Relation.BASIS] or references
    if not basis:
        return False
    documents = tuple(context.snapshot.documents.values())
    first = basis[0]
    clause = context.snapshot.clause_at(document.document_id, first.start)
    span = next(
        (
            s
            for s in sentences(document.text, clause.start, clause.end)
            if s[0] <= first.start < s[1]
        ),
        (first.start, first.end),
    )
    here = [r for r in basis if span[0] <= r.start < span[1]]
    draft.lines.append(f"{name_of(document)}的依据：{draft.quote(document, clause, *span)}")
    for reference in here:
        held = cited_document(reference, documents)
        if held is None:
            draft.lines.append(f"其中《{reference.title}》知识库尚未收入。")
    draft.facts = Facts(values=tuple(f"《{r.title}》" for r in here), count=len(here))
    return True
