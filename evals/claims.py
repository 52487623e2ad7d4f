"""What an answer says that nothing it cites says. Pure.

The rule: every number with a unit, percentage, date, article or item number and organ in the prose
of an answer (outside its quotations, which must be the cited text itself) must stand in the text,
the heading path or the markers of a cited clause, or in what is known of a document that the answer
cites or names (title, number, issuers, dates, the note on its validity). The programme's own words
need no source: what repeats the question, what it counts (共有4项任务), and what it says of the
knowledge base (截至…, 知识库没有…, …的责任分工里没有…). A lone 一 is a word, not a number.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from evals.answer_scores import plain
from kb.model import Answer, Clause, Document
from kb.organs import Organs
from kb.squeeze import squeeze

__all__ = ["unsupported"]

Path = Callable[[str, int], Sequence[Clause]]
"""The clauses of a document that hold an offset, outermost first."""

_MARKER = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile(r"”\[(\d+)\]")
_OWN = re.compile(
    r"(?:共有?|列出)\d+(?:项|条|家|章|节|份|个|编)|有\d+(?:份|项)|其余\d+项|截至\d{4}年\d{1,2}月\d{1,2}日"
    r"|^(?:知识库|最接近的条款).*$|^.*(?:责任分工里没有|知识库尚未收入).*$|^其中没有.*$"
    r"|^《.*》(?:（[^（）]*）)?没有第.*$",
    re.MULTILINE,
)
_ARABIC = r"\d{1,20}(?:[.．]\d{1,20})?(?:[%‰]|[万亿]?[\u4e00-\u9fff])"
_CHINESE = r"[二两三四五六七八九十百千万][零〇一二三四五六七八九十百千万]{0,20}[\u4e00-\u9fff]"
_FIGURE = re.compile(
    rf"\d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
    rf"|第[零〇一二三四五六七八九十百千\d]{{1,12}}[条款项章节编]|{_ARABIC}|{_CHINESE}"
)


def unsupported(
    answer: Answer, documents: Mapping[str, Document], path: Path, organs: Organs
) -> list[str]:
    """Every quotation, figure and organ of an answer that its citations do not bear out."""
    wrong: list[str] = []
    text = answer.text
    for citation in answer.citations:
        text = text.replace(f"“{''.join(citation.quote.split(chr(10)))}”[{citation.marker}]", "")
    wrong += [f"what is quoted before [{m}] is not its text" for m in _QUOTED.findall(text)]
    prose = _OWN.sub("", _MARKER.sub("", text))
    said = plain("|".join((answer.question, *_sources(answer, documents, path))))
    wrong += [
        f"{figure[0]} stands in no cited clause"
        for figure in _FIGURE.finditer(squeeze(prose))
        if plain(figure[0]) not in said
    ]
    wrong += [
        f"{mention.as_written} stands in no cited clause"
        for mention in organs.find(squeeze(prose))
        if plain(mention.as_written) not in said
    ]
    return wrong


def _sources(answer: Answer, documents: Mapping[str, Document], path: Path) -> Iterator[str]:
    named = {citation.document_id for citation in answer.citations}
    named |= {i for i, document in documents.items() if f"《{document.title}》" in answer.text}
    for document_id in named:
        document = documents[document_id]
        yield from (document.title, document.number or "", document.registration_number or "")
        yield from (*document.issuers, document.status_note or "")
        yield from (f"{day.year}年{day.month}月{day.day}日" for day in _days(document))
    for citation in answer.citations:
        text = documents[citation.document_id].text
        yield citation.quote
        for clause in path(citation.document_id, citation.start):
            number = re.search(r"[零〇一二三四五六七八九十百千\d]+", clause.marker)
            yield clause.marker + clause.heading
            yield f"第{number[0]}项" if number else ""
            if clause.clause_id == citation.clause_id:
                yield clause.label + text[clause.start : clause.end]


def _days(document: Document) -> Iterable[date]:
    days = (
        document.written_on,
        document.published_on,
        document.effective_on,
        document.expires_on,
        document.repealed_on,
        document.superseded_on,
    )
    return (day for day in days if day is not None)
