"""What a document refers to: 《…》, 发文字号, 第…条; titles as written, resolved elsewhere (unique or nothing)."""

import re
from collections.abc import Sequence

from ingest.fields import CODE_NUMBER
from ingest.markers import HAN
from kb.model import Clause, Document, Reference, Relation
from kb.squeeze import Squeezed

__all__ = ["read_references"]

_TITLE = r"《(?P<title>(?:[^《》]|《[^《》]{1,80}》){2,120})》"
_N = rf"(?:{HAN}{{1,7}}|\d{{1,4}})"
_ARTICLE = (
    rf"第{_N}条(?:之{HAN}{{1,2}})?(?:第{_N}款)?(?:第?[（(]{_N}[）)]项|第{_N}项)?(?:第{_N}目)?"
)
_OWN = r"本(?:法|条例|办法|规定|细则|规则|意见|方案|通知|决定|措施|规程|章程|标准)"
_REFERENCE = re.compile(
    rf"{_TITLE}(?:[（(](?P<number>{CODE_NUMBER})[^（）()]{{0,20}}[）)])?(?P<article>{_ARTICLE})?"
    rf"|(?P<own>{_OWN})(?P<own_article>{_ARTICLE})"
    rf"|(?P<bare>{CODE_NUMBER})(?:文件)?"
)
_BASIS = re.compile(r"(?:根据|依据|依照|按照|遵照|参照)[^。；]{0,12}$")
_IMPLEMENTS = re.compile(r"(?:落实|贯彻|执行)[^。；，]{0,12}$")
_AMENDS = re.compile(r"(?:修改|修订|修正)[^。；，]{0,6}$")
_REPEALS_BEFORE = re.compile(r"废止[^。；，]{0,6}$")
_REPEALS_AFTER = re.compile(
    r"^[^。；]{0,60}?(?:同时|即行|自行|予以)?(?:废止|失效|停止执行|停止施行)"
)
_ISSUES_BEFORE = re.compile(r"(?:现将|印发|转发)[^。；，]{0,16}$")
_ISSUES_AFTER = re.compile(r"^[^。；，]{0,20}(?:印发给|转发给|，现印发|，现转发)|^[^。；]{0,40}现(?:予)?(?:印发|转发|公布|发布)")
_LIST = re.compile(r"^[、和及与以]{0,2}$")


def read_references(document: Document, clauses: Sequence[Clause]) -> tuple[Reference, ...]:
    """The references of a document in order, each in the innermost clause that holds it."""
    view = Squeezed(document.text)
    relation, behind = Relation.CITES, 0
    references = []
    for found in _REFERENCE.finditer(view.text):
        joined = _LIST.match(view.text[behind : found.start()])
        relation = _relation(view.text, found, relation if joined else None)
        behind = found.end()
        start, end = view.span(*found.span())
        clause = _innermost(clauses, start, end)
        if clause is None or clause.level.value == "header":
            continue
        references.append(
            Reference(
                clause_id=clause.clause_id,
                as_written=document.text[start:end],
                title=_bare(found["title"]),
                number=found["number"] or found["bare"],
                article=found["article"] or found["own_article"],
                relation=relation,
                document_id=document.document_id,
                start=start,
                end=end,
            )
        )
    return tuple(references)


def _relation(text: str, found: re.Match[str], before: Relation | None) -> Relation:
    left, right = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 80]
    if _REPEALS_AFTER.match(right) or _REPEALS_BEFORE.search(left):
        return Relation.REPEALS
    if _AMENDS.search(left):
        return Relation.AMENDS
    if _ISSUES_BEFORE.search(left) and "印发" in right[:40] or _ISSUES_AFTER.match(right):
        return Relation.ISSUES
    if _BASIS.search(left):
        return Relation.BASIS
    if _IMPLEMENTS.search(left):
        return Relation.IMPLEMENTS
    return before or Relation.CITES


def _bare(title: str | None) -> str | None:
    return title.translate(str.maketrans("〈〉", "《》")) if title else None


def _innermost(clauses: Sequence[Clause], start: int, end: int) -> Clause | None:
    holding = [clause for clause in clauses if clause.start <= start and end <= clause.end]
    return min(holding, key=lambda clause: clause.end - clause.start, default=None)

