"""What a document refers to, as written: 《…》, 发文字号, 第…条. Resolving it is done elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ingest.fields import CODE_NUMBER
from ingest.markers import HAN
from kb.model import Clause, Document, Level, Reference, Relation
from kb.squeeze import Squeezed

__all__ = ["read_references"]

_TITLE = r"《(?P<title>(?:[^《》]|《[^《》]{1,80}》){2,120})》"
_N = rf"(?:{HAN}{{1,7}}|\d{{1,4}})"
_POINT = rf"(?:第?[（(]{_N}[）)]项?|第{_N}项)"
_ARTICLE = rf"第{_N}条(?:之{HAN}{{1,2}})?(?:第{_N}款)?(?:{_POINT})?(?:第{_N}目)?"
_KINDS = "法|条例|办法|规定|细则|规则|意见|方案|通知|决定|措施|规程|章程|标准"
# The number of an order before the title it issued: 交通运输部令2013年第1号公布的《…》.
_ORDER = r"[\u4e00-\u9fff]{2,20}?令(?:\d{4}年)?第(?:\d{1,4}|[一二三四五六七八九十百]{1,6})号"
_REFERENCE = re.compile(
    rf"(?:(?P<order>{_ORDER})(?:公布|发布|颁布|印发)的)?{_TITLE}"
    rf"(?:[（(](?:以下简称[^（）()]*)?(?P<number>{CODE_NUMBER}|{_ORDER})[^（）()]{{0,20}}[）)])?"
    rf"(?P<article>{_ARTICLE})?"
    rf"|(?:本|该)(?:{_KINDS})(?P<own>{_ARTICLE})"
    rf"|(?P<bare>{CODE_NUMBER})"
)
# What may stand before a number without being a part of it.
_LEAD_IN = re.compile(
    r"^.*(?:中华人民共和国|按照|根据|依据|依照|遵照|落实|贯彻|执行|参照|转发|印发|废止|修改|简称|详见|[见和及与以的经对])(?=.)"
)
_BASIS = re.compile(r"(?:根据|依据|依照|按照|遵照|参照|遵循)[^。；]{0,12}$")
_IMPLEMENTS = re.compile(r"(?:落实|贯彻|执行)[^。；，]{0,12}$")
_AMENDS = re.compile(r"(?:修改|修订|修正)[^。；，]{0,6}$")
_REPEALED_BEFORE = re.compile(r"(?:废止|停止执行)[^。；，]{0,6}$")
_REPEALED_AFTER = re.compile(
    r"[、和及与以等]*[^，,、]{0,30}?(?<!未)(?<!不予)(?:废止|失效|停止执行|停止施行)"
)
_OTHERS = re.compile(r"《[^《》]*》|[（(][^（）()]*[）)]")
_ISSUED_BEFORE = re.compile(r"(?:现将|转发|印发|发布|公布)[^。；，]{0,16}$")
_ISSUED_AFTER = re.compile(
    r"^[^。；，]{0,20}(?:印发|转发|发)给你们"
    r"|^[^。；]{0,40}[，,]?现(?:予)?(?:印发|转发|公布|发布)"
    r"|^的(?:通知|公告|通告|决定)"
)
_GOES_ON = re.compile(r"^(?:、|和|及|与|以及|，以及)?$")
_LOOK_BACK, _LOOK_AHEAD = 30, 200
_INNER = str.maketrans("〈〉", "《》")  # a title inside a title, as it is called by itself


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
    for found in _REFERENCE.finditer(view.text):
        cited = found["bare"] or found["order"]
        number = _LEAD_IN.sub("", cited) if cited else None
        begin = found.start() + (len(cited) - len(number) if cited and number else 0)
        goes_on = bool(behind and _GOES_ON.match(view.text[behind:begin]))
        relation = _relation(view.text, begin, found.end(), relation if goes_on else None)
        behind = found.end()
        start, end = view.span(begin, found.end())
        clause = _innermost(clauses, by_id, starts, start, end)
        if clause is None or clause.level is Level.HEADER:
            continue
        references.append(
            Reference(
                clause_id=clause.clause_id,
                as_written=document.text[start:end],
                title=found["title"].translate(_INNER) if found["title"] else None,
                number=found["number"] or number,
                article=found["article"] or found["own"],
                relation=relation,
                document_id=document.document_id,
                start=start,
                end=end,
            )
        )
    return tuple(references)


def _relation(text: str, start: int, end: int, of_list: Relation | None) -> Relation:
    left = text[max(0, start - _LOOK_BACK) : start]
    right = text[end : end + _LOOK_AHEAD]
    sentence = _OTHERS.sub("", re.split("[。；]", right)[0])
    if _REPEALED_AFTER.match(sentence) or _REPEALED_BEFORE.search(left):
        return Relation.REPEALS
    if _AMENDS.search(left):
        return Relation.AMENDS
    if _ISSUED_AFTER.match(right) and (_ISSUED_BEFORE.search(left) or not right.startswith("的")):
        return Relation.ISSUES
    if _BASIS.search(left):
        return Relation.BASIS
    if _IMPLEMENTS.search(left):
        return Relation.IMPLEMENTS
    return of_list or Relation.CITES


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
