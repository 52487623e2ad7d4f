"""Answers about a document itself: its number, title, issuer, dates and addressees. Pure."""

import re
from collections.abc import Callable, Mapping

from assistant import citing
from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.meant import meant
from assistant.standing import cite_dates, head_of
from assistant.text import sentences
from kb.model import Document, Facts
from kb.squeeze import Squeezed, squeeze

__all__ = ["about"]

_Writer = Callable[[Context, Draft, Document], bool]
# 2021年9月29日浙江省第十三届人民代表大会常务委员会第三十一次会议通过
_PASSED = re.compile(r"[^\n（）()]{6,80}(?:会议通过|会议修订|令公布|发布)")
_HEAD = 600  # characters in which laws say who passed them
_INTERPRETS = re.compile(r"负责解释|由[^。；]{2,40}解释|解释权")


def about(context: Context, draft: Draft) -> bool:
    """Write what the question asks of a document's header and tail.

    False where no document is meant or it does not say.
    """
    asked = [_WRITERS[name] for name in context.query.about]
    documents = meant(context)
    draft.asked = len(asked)
    written = [[write(context, draft, document) for document in documents] for write in asked]
    draft.found = sum(map(any, written))
    return bool(draft.found)


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
        return citing.number_cited(context, draft, document)
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


def _title(context: Context, draft: Draft, document: Document) -> bool:
    clause, start, end = head_of(context, document)
    draft.lines.append(f"{name_of(document)}：{draft.quote(document, clause, start, end)}")
    draft.facts = Facts(values=(document.title,))
    return True


def _issuer(context: Context, draft: Draft, document: Document) -> bool:
    if not document.issuers:
        return False
    quoted = [_quote_of(context, draft, document, issuer) for issuer in document.issuers]
    told = "、".join(q or issuer for q, issuer in zip(quoted, document.issuers, strict=True))
    if not any(quoted):
        told += draft.cite(document, *head_of(context, document))
    draft.lines.append(f"{name_of(document)}的制发机关：{told}")
    if passed := _PASSED.search(document.text, 0, _HEAD):
        clause = context.snapshot.clause_at(document.document_id, passed.start())
        draft.lines.append(f"原文：{draft.quote(document, clause, *passed.span())}")
    draft.facts = Facts(values=document.issuers)
    return True


def _interpreter(context: Context, draft: Draft, document: Document) -> bool:
    """Who explains the document, as its own text says."""
    squeezed = Squeezed(document.text)
    for match in reversed(list(_INTERPRETS.finditer(squeezed.text))):
        at = squeezed.span(*match.span())[0]
        clause = context.snapshot.clause_at(document.document_id, at)
        for start, end in sentences(document.text, clause.start, clause.end):
            if start <= at < end:
                quoted = draft.quote(document, clause, start, end)
                draft.lines.append(f"{name_of(document)}：{quoted}")
                draft.facts = Facts(values=(document.text[start:end],))
                return True
    return False


def _written(context: Context, draft: Draft, document: Document) -> bool:
    quoted = cite_dates(context, draft, document)
    if quoted:
        draft.lines.append(f"{name_of(document)}：{quoted}")
    return bool(quoted)


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


_WRITERS: Mapping[str, _Writer] = {
    "number": _number,
    "title": _title,
    "issuer": _issuer,
    "written": _written,
    "copied": _copied,
    "addressees": _addressees,
    "interpreter": _interpreter,
    "basis": citing.basis,
    "cites": citing.cites,
    "cited_by": citing.cited_by,
}
