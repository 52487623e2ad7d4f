"""Short pieces of HTML in several views: a document's status, its date, a heading path. Pure."""

from html import escape

from assistant.standing import STATUS
from kb.model import Document, DocumentStatus

__all__ = ["chip", "day", "path"]


def chip(status: DocumentStatus, reason: str = "") -> str:
    """A document's status as a coloured word, with its reason as the tooltip."""
    title = f' title="{escape(reason)}"' if reason else ""
    return f'<span class="chip {status.value}"{title}>{STATUS[status]}</span>'


def day(document: Document) -> str:
    """The date that tells most: in force since, else written, else published; "" without any."""
    dated = (
        (document.effective_on, "施行"),
        (document.written_on, "成文"),
        (document.published_on, "公布"),
    )
    return next((f"{on.year}年{on.month}月{on.day}日{word}" for on, word in dated if on), "")


def path(label: str) -> str:
    """A clause's label as a path of headings."""
    steps = [f"<span>{escape(step)}</span>" for step in label.split(" > ")]
    return '<i aria-hidden="true"></i>'.join(steps)
