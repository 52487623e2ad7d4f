"""The page 文件: the list with search, taking documents in, what is missing, rebuilding. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.standing import STATUS
from assistant.web.frame import Frame
from assistant.web.labels import chip, day
from assistant.web.library import Holding
from assistant.web.markup import address, attribute, choice, pager, text
from kb.citations import Cited

__all__ = ["PAGE", "ShelfScreen", "counts_view", "rebuild_page", "shelf_page"]

PAGE = 50
"""Documents of one page."""

_EMPTY = "知识库里还没有文件。"
_NONE = "没有符合这些条件的文件；请换个说法，或清除条件。"
_FORMATS = "Word、PDF、OFD、WPS、网页、文本、图片和压缩包都可以"
_MISSING = 50  # names shown at once


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfScreen:
    """What is shown: the documents found, and all that is held."""

    found: Sequence[Holding]
    counts: Mapping[str, Mapping[str, int]]
    words: str = ""
    status: str = ""
    page: int = 1
    held: Counter[str]  # documents by status
    missing: Sequence[Cited] = ()
    removed: bool = False  # a document, just now
    labels: bool = False  # whether users with labels are set up
    most_mb: int = 0


def shelf_page(frame: Frame, screen: ShelfScreen) -> str:
    """The whole page."""
    total = screen.held.total()
    path = f"{frame.root}documents"
    main = f'<div class="heading"><h1>文件</h1>{_count(screen, total)}</div>'
    if screen.removed:
        main += '<p class="told" role="status">文件已删除</p>'
    if frame.edits:
        main += _upload(frame, screen)
    if not total:
        hint = "" if frame.edits else "请让有编辑权限的人收入文件。"
        main += f'<p class="empty">{_EMPTY}{hint}</p>'
    else:
        main += _filters(screen, path) + _list(frame, screen, path) + _missing(frame, screen)
        if frame.rebuilds:
            main += (
                f'<p class="upkeep"><a class="button" href="{frame.root}rebuild">重建索引</a>'
                "<span>检索结果不对，或索引文件损坏时用；不改动文件本身。</span></p>"
            )
    styles, scripts = ("documents.css",), ("documents.js",) if frame.edits else ()
    return frame.page("documents", "文件", main, styles=styles, scripts=scripts, name="shelf")


def _count(screen: ShelfScreen, total: int) -> str:
    if len(screen.found) != total:
        return f'<p class="total" role="status">找到 {len(screen.found)} 份，共 {total} 份</p>'
    return f'<p class="total" role="status">共 {total} 份</p>'


def _upload(frame: Frame, screen: ShelfScreen) -> str:
    label = (
        '<label class="label">查看范围的标签（只有带这个标签的用户看得到；不填为人人可看）'
        '<input name="label" maxlength="50" autocomplete="off"></label>'
        if screen.labels
        else ""
    )
    limit = f"，每个不超过 {screen.most_mb} MB" if screen.most_mb else ""
    return (
        f'<form class="upload" method="post" action="{frame.root}api/documents"'
        ' enctype="multipart/form-data" data-upload><div class="drop-zone">'
        "<p>把文件拖到这里，或</p>"
        '<input type="file" id="files" name="files" multiple aria-describedby="formats">'
        '<label for="files" class="button">选择文件</label><output for="files"></output>'
        f'<p class="hint" id="formats">{_FORMATS}，一次可以几个{limit}</p></div>{label}'
        '<p class="actions"><button type="submit" class="primary">开始收入</button>'
        "<noscript>收入文件要打开浏览器的 JavaScript，或在命令行用 policykb ingest。</noscript></p>"
        '<div class="progress" hidden><progress max="1" value="0" aria-label="进度"></progress>'
        '<p role="status"></p></div><div class="report" tabindex="-1" hidden></div></form>'
    )


def _filters(screen: ShelfScreen, path: str) -> str:
    options = [
        (status.value, f"{word}（{screen.held[status.value]}）")
        for status, word in STATUS.items()
        if screen.held[status.value]
    ]
    return (
        f'<form class="filters" method="get" action="{path}" role="search" aria-label="查找文件">'
        f'<label>标题、文号、机关<input type="search" name="q" value="{attribute(screen.words)}"'
        ' placeholder="几个词用空格分开" maxlength="100" autocomplete="off"></label>'
        f"{choice('时效', 'status', screen.status, options)}"
        '<p class="actions"><button type="submit" class="primary">查找</button>'
        f'<a href="{path}">清除条件</a></p></form>'
    )


def _list(frame: Frame, screen: ShelfScreen, path: str) -> str:
    if not screen.found:
        return f'<p class="empty" role="status">{_NONE}</p>'
    shown = screen.found[(screen.page - 1) * PAGE : screen.page * PAGE]
    rows = "".join(_row(frame, each, screen.counts) for each in shown)
    given = {"q": screen.words, "status": screen.status}
    return (
        f'<ul class="holdings-list">{rows}</ul>'
        f"{pager(path, given, screen.page, len(screen.found), PAGE)}"
    )


def _row(frame: Frame, holding: Holding, counts: Mapping[str, Mapping[str, int]]) -> str:
    document = holding.document
    there = f"{frame.root}documents/{quote(document.document_id, safe='')}"
    facts = (document.number or "", "、".join(document.issuers), day(document))
    told = "".join(f"<span>{text(fact)}</span>" for fact in facts if fact)
    return (
        f"<li>{chip(holding.status, holding.reason)}<div>"
        f'<a class="title" href="{there}">{text(document.title)}</a>'
        f'<p class="facts">{told}</p></div>'
        f"{counts_view(frame, document.document_id, counts.get(document.document_id, {}))}</li>"
    )


def counts_view(frame: Frame, document_id: str, counts: Mapping[str, int]) -> str:
    """How much was drawn from a document, with links to it."""
    query = {"document": document_id}
    linked = {
        "tasks": address(f"{frame.root}tasks", query),
        "targets": address(f"{frame.root}targets", query),
        "supports": f"{frame.root}documents/{quote(document_id, safe='')}#supports",
    }
    words = (("clauses", "条款"), ("tasks", "任务"), ("targets", "目标"), ("supports", "扶持"))
    items = []
    for name, word in words:
        count = counts.get(name, 0)
        told = f"{word} <b>{count}</b>"
        if count and name in linked:
            told = f'<a href="{linked[name]}">{told}</a>'
        items.append(f"<li>{told}</li>")
    return f'<ul class="counts" aria-label="读出的内容">{"".join(items)}</ul>'


def _missing(frame: Frame, screen: ShelfScreen) -> str:
    """What the documents cite and nobody holds, each with the first documents that cite it."""
    if not screen.missing:
        return ""
    items = "".join(
        f"<li>{text(each.name)}{_citing(frame, each)}</li>" for each in screen.missing[:_MISSING]
    )
    more = len(screen.missing) - _MISSING
    rest = f'<p class="hint">另有 {more} 份。</p>' if more > 0 else ""
    return (
        '<details class="not-held"><summary>文件里引用而没有收入的 '
        f"{len(screen.missing)} 份</summary><ul>{items}</ul>{rest}</details>"
    )


def _citing(frame: Frame, cited: Cited) -> str:
    first = cited.citing[0]
    more = f"等 {len(cited.citing)} 份文件" if len(cited.citing) > 1 else ""
    there = f"{frame.root}documents/{quote(first, safe='')}"
    return f'<small><a href="{there}">引用它的文件</a>{more}</small>'


def rebuild_page(frame: Frame, documents: int) -> str:
    """The question whether to make the indexes anew, and where it is told how far that is."""
    main = (
        '<div class="heading"><h1>重建索引</h1></div><form class="confirm" method="post"'
        f' action="{frame.root}api/rebuild" data-rebuild>'
        f"<p>将删除全文索引和向量索引，再按知识库里的 {documents} 份文件重新建立。"
        "文件、条款和任务都不变；重建期间检索可能找不全，文件多时要几分钟到几十分钟。</p>"
        '<p class="actions"><button type="submit" class="primary">确认重建</button>'
        f'<a href="{frame.root}documents">取消</a>'
        "<noscript>没有 JavaScript 时请在命令行用 policykb rebuild。</noscript></p>"
        '<div class="progress" hidden><progress max="1" value="0" aria-label="进度"></progress>'
        '<p role="status"></p></div><div class="report" tabindex="-1" hidden></div></form>'
    )
    return frame.page(
        "documents",
        "重建索引",
        main,
        styles=("documents.css",),
        scripts=("documents.js",),
        name="shelf",
    )
