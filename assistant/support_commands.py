"""What the commands on enterprise support show: lists of measures, matches and exported tables."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.match import Match, MatchVerdict, match_all
from assistant.profile import Profile
from assistant.tables import (
    CHECK_WORDS,
    MATCH_WORDS,
    Table,
    supports_table,
    targets_table,
    tasks_table,
)
from kb.errors import QueryError
from kb.model import Document, Support

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

__all__ = ["export_table", "listed", "match_home", "match_lines", "support_lines"]

_BRIEF = 5  # measures that do not apply, shown without --json


def listed(
    kb: "KnowledgeBase", document: str | None = None, guidance: bool = False
) -> tuple[Support, ...]:
    """The measures of one document or of all; with guidance, 导向 as well.

    Raises NotFoundError.
    """
    if document is not None:
        kb.store.document(document)
    found = kb.store.supports(document)
    return tuple(each for each in found if guidance or not each.guidance)


def support_lines(supports: Iterable[Support], documents: "dict[str, Document]") -> Iterable[str]:
    """The measures for people, one a line."""
    for support in supports:
        kinds = "、".join(kind.value for kind in support.kinds)
        given = "导向" if support.guidance else kinds
        to = "、".join(support.beneficiaries) or "未写明对象"
        yield f"[{given}] {to}：{support.measure}（{documents[support.document_id].title}）"


def match_home(
    kb: "KnowledgeBase", profile: Profile, as_of: date, document: str | None = None
) -> tuple[Match, ...]:
    """Every measure of the knowledge base against a profile; copies of documents count once.

    Raises NotFoundError for a document that is not there.
    """
    if document is not None:
        kb.store.document(document)
    snapshot = kb.snapshot()
    supports = [
        support
        for support in snapshot.supports
        if support.document_id not in snapshot.copies and document in (None, support.document_id)
    ]
    return match_all(profile, supports, snapshot.documents, kb.statuses(as_of), as_of)


def match_lines(matches: Sequence[Match], documents: "dict[str, Document]") -> Iterable[str]:
    """A checklist for people: what applies, what may, and how many do not."""
    if not matches:
        yield "知识库里还没有扶持措施；policykb ingest 收入惠企政策文件"
    for verdict, word in MATCH_WORDS.items():
        those = [each for each in matches if each.verdict is verdict]
        if not those:
            continue
        full = verdict in (MatchVerdict.APPLICABLE, MatchVerdict.POSSIBLE)
        yield f"{word} {len(those)} 项"
        for each in those if full else those[:_BRIEF]:
            yield from _match_lines(each, documents[each.support.document_id], full)
        if not full and len(those) > _BRIEF:
            yield f"  另有 {len(those) - _BRIEF} 项，--json 列出全部"
    if any(each.ask for each in matches):
        yield "所问“是否……”：是则写进画像的 circumstances，否则写进 without，再核对一次"


def _match_lines(found: Match, document: Document, full: bool) -> Iterable[str]:
    number = f"（{document.number}）" if document.number else ""
    yield f"  · {found.support.measure} —— 《{document.title}》{number}"
    if not full:
        yield f"      原因：{found.why}"
        return
    quote = "".join(document.text[found.support.start : found.support.end].split())
    yield f"      原文：{quote}"
    for check in found.checks:
        word = CHECK_WORDS[check.judgement.verdict]
        yield f"      {word}：{check.as_written}（{check.judgement.reason}）"
    for ask in found.ask:
        yield f"      请补充：{ask}"
    for note in found.notes:
        yield f"      注意：{note}"
    if found.support.departments:
        yield f"      找谁办：{'、'.join(found.support.departments)}"


def export_table(kb: "KnowledgeBase", what: str) -> Table:
    """The table of 任务, 目标 or 扶持措施 of all documents. Raises QueryError for another name."""
    make = _TABLES.get(what)
    if make is None:
        raise QueryError(f"没有“{what}”这种表；可导出的有 {'、'.join(_TABLES)}")
    return make(kb, {document.document_id: document for document in kb.store.documents()})


_TABLES: "dict[str, Callable[[KnowledgeBase, dict[str, Document]], Table]]" = {
    "tasks": lambda kb, documents: tasks_table(kb.store.tasks(), documents),
    "targets": lambda kb, documents: targets_table(kb.store.targets(), documents),
    "supports": lambda kb, documents: supports_table(listed(kb), documents),
}
