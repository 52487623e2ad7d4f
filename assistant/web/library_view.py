"""The page's head, the list of documents and the welcome, as HTML. Pure; every text is escaped."""

from collections import Counter
from html import escape
from urllib.parse import quote

from assistant.access.model import User
from assistant.standing import STATUS
from assistant.web.frame import login_view, navigation
from assistant.web.labels import chip, day
from assistant.web.library import Holding, Shelf
from assistant.web.markup import text

__all__ = ["documents_view", "failure_view", "head_view", "welcome_view"]

_LISTED = 200  # documents in the list; more would only be scrolled past
_HOW_TO_ADD = (
    '到<a href="./documents" target="pages">文件</a>页收入政策文件或法规，'
    "或在命令行运行 <code>policykb ingest 文件夹</code>，再刷新本页。"
)


def head_view(shelf: Shelf, user: User | None = None) -> str:
    """The title line, the way to the other pages, what is held, and who is logged in."""
    return (
        '<header class="masthead"><div class="brand"><h1>政策问答</h1>'
        "<p>只依据知识库里的原文回答，句句注明出处</p></div>"
        f"{navigation('./', '', target='pages')}{_summary(shelf)}"
        f"{login_view('./', user)}</header>"
    )


def documents_view(shelf: Shelf) -> str:
    """All documents with their status, and what they cite that is not there."""
    if not shelf.holdings:
        return f'<h2>知识库</h2><p class="hint">知识库里还没有文件。{_HOW_TO_ADD}</p>'
    return f"<h2>知识库<small>{len(shelf.holdings)} 份文件</small></h2>{_list(shelf)}"


def welcome_view(shelf: Shelf) -> str:
    """What to do first: questions that the knowledge base answers, or how to fill it."""
    if not shelf.holdings:
        return f'<div class="welcome"><h2>知识库里还没有文件</h2><p>{_HOW_TO_ADD}</p></div>'
    questions = [escape(example.question) for example in shelf.examples]
    buttons = "".join(
        f'<li><button type="button" data-question="{question}">{question}</button></li>'
        for question in questions
    )
    examples = f'<p>可以这样问：</p><ul class="examples">{buttons}</ul>' if buttons else ""
    return f'<div class="welcome"><h2>想了解哪项政策？</h2>{examples}</div>'


def failure_view(reason: str) -> str:
    """What is wrong with the knowledge base, in place of the welcome."""
    return (
        f'<div class="welcome"><h2>知识库现在打不开</h2><p role="alert">{escape(reason)}</p></div>'
    )


def _summary(shelf: Shelf) -> str:
    if not shelf.holdings:
        return '<p class="holdings">知识库是空的</p>'
    counts = Counter(holding.status for holding in shelf.holdings)
    told = "，".join(f"{STATUS[status]} {count}" for status, count in counts.most_common())
    return (
        f'<details class="holdings"><summary>知识库 {len(shelf.holdings)} 份文件'
        f"<span>{told}</span></summary>"
        f'<div class="drop">{_list(shelf)}</div></details>'
    )


def _list(shelf: Shelf) -> str:
    rows = "".join(_row(holding) for holding in shelf.holdings[:_LISTED])
    more = len(shelf.holdings) - _LISTED
    rest = (
        f'<p class="hint">另有 {more} 份；用 policykb documents 列出全部。</p>' if more > 0 else ""
    )
    return f'<ul class="documents">{rows}</ul>{rest}{_missing(shelf)}'


def _row(holding: Holding) -> str:
    document = holding.document
    facts = [document.number or "", day(document)]
    told = "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
    there = f"./documents/{quote(document.document_id, safe='')}"
    title = f'<a href="{there}" target="pages">{text(document.title)}</a>'
    return (
        f"<li>{chip(holding.status, holding.reason)}<div><strong>{title}</strong>"
        f'<p class="facts">{told}</p></div></li>'
    )


def _missing(shelf: Shelf) -> str:
    if not shelf.missing:
        return ""
    names = "".join(f"<li>{escape(name)}</li>" for name in shelf.missing)
    return (
        '<details class="missing">'
        f"<summary>文件里引用的还有 {len(shelf.missing)} 份没有收入</summary>"
        f"<ul>{names}</ul><p>取得后用 <code>policykb ingest 文件</code> 收入。</p></details>"
    )
