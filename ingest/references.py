"""What a document refers to, as written: 《…》, 发文字号, 第…条, 前款. It is resolved elsewhere.

A short name that the document itself defines (以下简称《通知》) stands for what it names; one that
it defines twice stays as written. 第五十二条、第五十三条 are two references to the same document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.fields import CODE_NUMBER
from ingest.markers import HAN
from ingest.reference_relation import LIST_GOES_ON, relation_of
from kb.model import Clause, Document, Level, Reference, Relation
from kb.squeeze import Squeezed

__all__ = ["read_references"]

_TITLE = r"《(?P<title>(?:[^《》]|《[^《》]{1,80}》){2,120})》"
_N = rf"(?:{HAN}{{1,7}}|\d{{1,4}})"
_POINT = rf"(?:第?[（(]{_N}[）)]项?|第{_N}项)"
_PARAGRAPH = rf"第{_N}款"
_HEAD = rf"第{_N}条(?:之{HAN}{{1,2}})?"
_ARTICLE = rf"{_HEAD}(?:{_PARAGRAPH})?(?:{_POINT})?(?:第{_N}目)?"
_KINDS = (
    "法|条例|办法|规定|细则|规则|意见|方案|通知|通告|公告|决定|措施|规程|章程|标准|计划|规划|指南"
    "|导则|预案|规范"
)
_SELF = rf"本(?:实施|管理|暂行|试行|工作|若干|技术|行动|指导){{0,3}}(?:{_KINDS})"
# The number of an order or notice: 国务院令第722号, 财政部税务总局公告2023年第12号.
_NTH = r"(?:\d{4}年)?第(?:\d{1,4}|[一二三四五六七八九十百]{1,6})号"
_ORDER = (
    r"(?:[\u4e00-\u9fff]{1,11}[部局署委院会厅行]、){0,4}[\u4e00-\u9fff]{2,24}?(?:令|公告|通告)"
    rf"(?:{_NTH}|[（(]{_NTH}[）)])"
)
_NUMBER = rf"(?:{CODE_NUMBER}|{_ORDER}|公告\d{{4}}年第\d{{1,4}}号)"
_CALLED = r"以下(?:简称|统称|称)"
# （国发〔2022〕12号，以下简称《通知》）, （以下称“条例”）
_BRACKET = (
    rf"[（(](?:(?:{_CALLED}[^（）()]{{0,40}})?(?P<number>{_NUMBER})[^（）()]{{0,40}}"
    rf"|{_CALLED}[^（）()]{{1,40}})[）)]"
)
_PREVIOUS = (
    rf"(?<![以之此目当提])前(?:[一二两三四五]?款(?!项)(?:{_POINT})?"
    rf"|[一二两三四五]?条(?=第|规定|所列|的规定|之规定)(?:{_PARAGRAPH})?(?:{_POINT})?)"
    rf"|本条(?:{_PARAGRAPH}|前[一二两三四五]?款)(?:{_POINT})?"
)
_REFERENCE = re.compile(
    rf"(?:(?P<order>{_ORDER})(?:公布|发布|颁布|印发)的)?{_TITLE}(?:{_BRACKET})?"
    rf"(?P<article>{_ARTICLE})?"
    rf"|(?:{_SELF})(?P<own>{_ARTICLE})"
    rf"|[该同](?P<kind>{_KINDS})(?P<its>{_ARTICLE})"
    rf"|(?<=违反|依照|按照|根据|依据|前述|符合|适用|执行)(?P<plain>{_ARTICLE}|{_PARAGRAPH}(?:{_POINT})?)"
    rf"|(?P<previous>{_PREVIOUS})"
    rf"|(?P<bare>{CODE_NUMBER}|{_ORDER})"
)
_NEXT = re.compile(
    rf"(?:、|和|或者|或|及|以及|与|至|到)(?P<next>{_ARTICLE}|{_PARAGRAPH}(?:{_POINT})?|{_POINT})"
)
_WITHOUT_ISSUER = re.compile("(?:令|公告|通告)[（(第]")
_POINT_AT_END = re.compile(rf"第?([（(]{_N}[）)])项?$")
# What may stand before a number without being a part of it.
_LEAD_IN = re.compile(
    r"^.*(?:中华人民共和国|符合|公告(?=[\u4e00-\u9fff])(?!第)|按照|根据|依据|依照|遵照|比照|落实|贯彻|执行|参照|转发|印发|废止|修改"
    r"|简称|详见|发布|公布|此前|原"
    r"|[见及与以的对]|经(?![济贸信])|和(?!国|改革|信息|城乡|社会|旅游|计划|体育|技术|新闻|宗教))(?=.)"
)
_DEFINED = re.compile(
    rf"{_TITLE}[（(](?P<before>[^（）()]{{0,60}}?){_CALLED}为?[:：]?[“\"]?《?"
    r"(?P<short>[^《》（）()“”\"]{2,20})》?[”\"]?[）)]"
)
_SHORT_NAME = re.compile(rf"{_CALLED}为?[:：]?[“\"]?$")
_INNER = str.maketrans("〈〉", "《》")  # a title inside a title, as it is called by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A reference with offsets into the text without white space."""

    start: int
    end: int
    title: str | None = None
    number: str | None = None
    article: str | None = None


def read_references(document: Document, clauses: Sequence[Clause]) -> tuple[Reference, ...]:
    """The references of a document in order, each in the innermost clause that holds it.

    A list shares the relation of its first member: 根据《…》《…》和《…》. The head is left out: it
    tells of the document itself.
    """
    view = Squeezed(document.text)
    by_id = {clause.clause_id: clause for clause in clauses}
    starts = [clause.start for clause in clauses]
    references: list[Reference] = []
    relation, behind = Relation.CITES, 0
    own = document.title if document.kind is None else document.kind
    for named in _named(view.text, own):
        gap = view.text[behind : named.start]
        goes_on = bool(behind and LIST_GOES_ON.match(gap))
        relation = relation_of(
            view.text,
            named.start,
            named.end,
            relation if goes_on else None,
            whole=not named.article,
        )
        behind = named.end
        start, end = view.span(named.start, named.end)
        clause = _innermost(clauses, by_id, starts, start, end)
        if clause is None or clause.level is Level.HEADER:
            continue
        references.append(
            Reference(
                clause_id=clause.clause_id,
                as_written=document.text[start:end],
                title=named.title,
                number=named.number,
                article=named.article,
                relation=relation,
                document_id=document.document_id,
                start=start,
                end=end,
            )
        )
    return tuple(references)


def _named(text: str, own: str) -> Iterator[_Named]:
    """The references of a text whose own kind or title is given ("" where it is not known)."""
    short_names = _short_names(text)
    last = _Named(start=0, end=0)  # the last one with a title
    for found in _REFERENCE.finditer(text):
        if found["title"] and _SHORT_NAME.search(text, max(0, found.start() - 8), found.start()):
            continue
        named = _one(found, short_names, last, own)
        if named is None:
            continue
        if found["title"]:
            last = named
        yield named
        yield from _further_articles(text, named)


def _one(
    found: re.Match[str],
    short_names: Mapping[str, set[tuple[str, str | None]]],
    last: _Named,
    own: str,
) -> _Named | None:
    start, end = found.span()
    article = _whole_point(
        found["article"] or found["own"] or found["its"] or found["plain"] or found["previous"]
    )
    # 本法 in a document that is no law stands in words quoted from one.
    law = re.match("本(法|条例)", found[0])
    quoted = law[1] if law and own and not own.endswith(law[1]) else None
    if kind := found["kind"] or quoted:
        fits = last.title is not None and last.title.endswith(kind)
        return replace(last, start=start, end=end, article=article) if fits else None
    cited = found["bare"] or found["order"]
    number = _LEAD_IN.sub("", cited) if cited else None
    if cited and number:
        start += len(cited) - len(number)
        if _WITHOUT_ISSUER.match(number):
            return None
    title = found["title"].translate(_INNER) if found["title"] else None
    number = found["number"] or number
    meant = short_names.get(title or "", set())
    if len(meant) == 1 and number is None:
        title, number = next(iter(meant))
    return _Named(start=start, end=end, title=title, number=number, article=article)


def _further_articles(text: str, named: _Named) -> Iterator[_Named]:
    """第五十三条 of 第五十二条、第五十三条: of the same document; a 款, of the same article."""
    while named.article and (found := _NEXT.match(text, named.end)):
        named = replace(
            named,
            start=found.start("next"),
            end=found.end(),
            article=_joined(named.article, found["next"]),
        )
        yield named


def _whole_point(article: str | None) -> str | None:
    """第五条第（一）项 of 第五条第（一）、（二）项."""
    return _POINT_AT_END.sub(r"第\1项", article) if article else None


def _joined(article: str, following: str) -> str:
    """第十五条第二款 of 第十五条第一款、第二款."""
    following = _whole_point(following) or following
    if re.match(_HEAD, following):
        return following
    upto = (
        _HEAD if re.match(_PARAGRAPH, following) else rf"(?:{_HEAD}|前{HAN}?款)?(?:{_PARAGRAPH})?"
    )
    above = re.match(upto, article)
    return (above[0] if above else "") + following


def _short_names(text: str) -> dict[str, set[tuple[str, str | None]]]:
    """What each short name that the text defines stands for."""
    names: dict[str, set[tuple[str, str | None]]] = {}
    for found in _DEFINED.finditer(text):
        number = re.search(_NUMBER, found["before"])
        meant = (found["title"].translate(_INNER), number[0] if number else None)
        names.setdefault(found["short"], set()).add(meant)
    return names


def _innermost(
    clauses: Sequence[Clause],
    by_id: Mapping[str, Clause],
    starts: Sequence[int],
    start: int,
    end: int,
) -> Clause | None:
    """The innermost clause around a span: the last one that begins by then, or one above it."""
    at = bisect_right(starts, start)
    clause = clauses[at - 1] if at else None
    while clause is not None and clause.end < end:
        clause = by_id.get(clause.parent_id or "")
    return clause
