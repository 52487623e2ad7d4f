"""The page of one document: tree, text, facts, what it cites and what cites it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import quote

from assistant.web.frame import Frame
from assistant.web.labels import chip
from assistant.web.library import Holding
from assistant.web.markup import clause_address, text
from assistant.web.outline_view import outline_view
from assistant.web.shelf_view import counts_view
from assistant.web.text_view import Span, paragraphs
from kb.citations import Cited
from kb.model import Clause, Document, Reference, Relation, Support

__all__ = ["ReadingScreen", "reading_page", "remove_page"]

_RELATIONS = {
    Relation.BASIS: "依据",
    Relation.IMPLEMENTS: "落实",
    Relation.AMENDS: "修改",
    Relation.REPEALS: "废止",
    Relation.ISSUES: "印发",
    Relation.CITES: "提及",
}
_LISTED = 100  # documents cited or citing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingScreen:
    """A document with its standing and its links, and the span of its text to bring out."""

    holding: Holding
    clauses: Sequence[Clause]
    counts: Mapping[str, int]
    cited: Sequence[Cited] = ()
    citing: Sequence[tuple[Reference, Document]] = ()
    relations: Mapping[str, Relation] = field(
        default_factory=dict
    )  # of the cited documents held, by id
    supports: Sequence[Support] = ()  # what can be asked for
    span: Span = (0, 0)
    original: bool = False  # whether the file can be had


def reading_page(frame: Frame, screen: ReadingScreen) -> str:
    """The whole page."""
    holding, document = screen.holding, screen.holding.document
    clause, quoted = _marks(screen)
    body = "".join(paragraphs(document, screen.clauses, clause, quoted, anchored=True))
    main = (
        f'<div class="heading"><h1>{text(document.title)}</h1>'
        f'<p class="standing">{chip(holding.status)}{text(holding.reason)}</p></div>'
        f'<div class="reading"><aside aria-label="文件信息">{_facts(frame, screen)}</aside>'
        f"{outline_view(screen.clauses)}"
        f'<article class="fulltext" aria-label="全文">{body}</article></div>'
    )
    return frame.page(
        "documents",
        document.title,
        main,
        styles=("documents.css",),
        scripts=("reading.js",),
        name="one-document",
    )


def _marks(screen: ReadingScreen) -> tuple[Span, Span]:
    """The clause to bring out, and in it the words, where the span is not the whole clause."""
    start, end = screen.span
    if start >= end:
        return (0, 0), (0, 0)
    around = [c for c in screen.clauses if c.start <= start < c.end]
    if not around:
        return (start, end), (start, end)
    inner = around[-1]
    whole = any(c.start == start and c.end == end for c in around)
    return ((start, end), (0, 0)) if whole else ((inner.start, inner.end), (start, end))


def _facts(frame: Frame, screen: ReadingScreen) -> str:
    document = screen.holding.document
    told = (
        ("文号", document.number),
        ("统一编号", document.registration_number),
        ("文种", document.kind),
        ("发文机关", "、".join(document.issuers)),
        ("地区", document.region),
        ("层级", document.level),
        ("成文", document.written_on),
        ("公布", document.published_on),
        ("施行", document.effective_on),
        ("有效至", document.expires_on),
        ("主送", document.addressees),
        ("抄送", "、".join(document.copied_to)),
        ("来源", document.source),
        ("时效说明", document.status_note),
        ("查看范围", document.label),
        ("文件名", Path(document.path).name),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{text(str(value))}</dd>" for name, value in told if value)
    return (
        f"<section><h2>基本信息</h2><dl>{rows}</dl>"
        f"{counts_view(frame, document.document_id, screen.counts)}</section>"
        f"{_warnings(document)}{_actions(frame, screen)}{_cited(frame, screen)}"
        f"{_citing(frame, screen)}{_supports(frame, screen)}"
    )


def _warnings(document: Document) -> str:
    return _section("读取时的提醒", (text(warning) for warning in document.warnings))


def _supports(frame: Frame, screen: ReadingScreen) -> str:
    items = (
        f'<a href="{clause_address(frame.root, each.document_id, each.start, each.end)}">'
        f'{text(each.measure)}</a><small class="tag">{"、".join(each.kinds)}</small>'
        for each in screen.supports
    )
    return _section("扶持措施", items, name="supports", unit="项")


def _cited(frame: Frame, screen: ReadingScreen) -> str:
    """What the document cites, with links to what is held."""
    return _section("引用的文件", (_cite(frame, screen, each) for each in screen.cited))


def _cite(frame: Frame, screen: ReadingScreen, cited: Cited) -> str:
    if cited.document_id is None:
        return f'{text(cited.name)}<small class="tag">没有收入</small>'
    relation = screen.relations.get(cited.document_id, Relation.CITES)
    there = f"{frame.root}documents/{quote(cited.document_id, safe='')}"
    return (
        f'<a href="{there}">{text(cited.name)}</a><small class="tag">{_RELATIONS[relation]}</small>'
    )


def _citing(frame: Frame, screen: ReadingScreen) -> str:
    items = (
        f'<a href="{clause_address(frame.root, d.document_id, r.start, r.end)}">{text(d.title)}</a>'
        f'<small class="tag">{_RELATIONS[r.relation]}</small>'
        for r, d in screen.citing
    )
    return _section("引用它的文件", items)


def _section(title: str, items: Iterable[str], *, name: str = "", unit: str = "份") -> str:
    held = list(items)
    if not held:
        return ""
    named = f' id="{name}"' if name else ""
    more = len(held) - _LISTED
    rest = f'<p class="hint">另有 {more} {unit}。</p>' if more > 0 else ""
    rows = "".join(f"<li>{item}</li>" for item in held[:_LISTED])
    return (
        f"<section{named}><h2>{escape(title)}<small>{len(held)}</small></h2>"
        f'<ul class="linked">{rows}</ul>{rest}</section>'
    )


def _actions(frame: Frame, screen: ReadingScreen) -> str:
    there = quote(screen.holding.document.document_id, safe="")
    links = []
    if screen.original:
        links.append(
            f'<a class="button" href="{frame.root}api/documents/{there}/file" download>'
            "下载原始文件</a>"
        )
    if frame.edits:
        links.append(f'<a class="button" href="{frame.root}documents/{there}/remove">删除……</a>')
    return f'<p class="actions">{"".join(links)}</p>' if links else ""


def remove_page(frame: Frame, screen: ReadingScreen) -> str:
    """The question whether to remove a document."""
    document = screen.holding.document
    there = f"{frame.root}documents/{quote(document.document_id, safe='')}"
    number = f"（{text(document.number)}）" if document.number else ""
    cited = (
        f"另有 {len(screen.citing)} 份文件引用它，引用将指向没有收入的文件。"
        if screen.citing
        else ""
    )
    main = (
        '<div class="heading"><h1>删除文件</h1></div>'
        f'<form class="confirm" method="post" action="{there}/remove">'
        f"<p>要删除 <strong>{text(document.title)}</strong>{number} 吗？</p>"
        f"{counts_view(frame, document.document_id, screen.counts)}"
        f"<p>从中读出的条款、任务、目标和扶持措施会一起删除，上传的原始文件也不再保留。{cited}"
        "删除后不能恢复，只能重新收入。</p>"
        '<p class="actions"><button type="submit" class="danger">确认删除</button>'
        f'<a href="{there}">取消</a></p></form>'
    )
    return frame.page("documents", "删除文件", main, styles=("documents.css",), name="shelf")
