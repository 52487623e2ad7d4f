"""Short pieces of HTML that several views show: the status of a document, its dates, a heading path. Pure."""

from datetime import date
from html import escape

from assistant.standing import STATUS
from kb.model import Document, DocumentStatus

__all__ = ["chip", "dates", "path"]


def chip(status: DocumentStatus, reason: str = "") -> str:
    """A document's status as a coloured word, with its reason as the tooltip."""
    title = f' title="{escape(reason)}"' if reason else ""
    return f'<span class="chip {status.value}"{title}>{STATUS[status]}</span>'


def dates(document: Document) -> list[str]:
    """The dates that a reader needs: written or published, and in force since."""
    found = []
    if document.written_on:
        found.append(f"{_day(document.written_on)}成文")
    elif document.published_on:
        found.append(f"{_day(document.published_on)}公布")
    if document.effective_on:
        found.append(f"{_day(document.effective_on)}施行")
    return found


def path(label: str) -> str:
    """A clause's label as a path of headings."""
    steps = [f"<span>{escape(step)}</span>" for step in label.split(" > ")]
    return '<i aria-hidden="true">›</i>'.join(steps)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
