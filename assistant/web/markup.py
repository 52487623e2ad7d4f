"""Small pieces of HTML for every page. Pure; whatever comes in as text goes out as text."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote, urlencode

__all__ = ["address", "attribute", "choice", "clause_address", "hidden", "pager", "text"]

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NEAR = 2  # pages named on either side of the present one


def text(words: str) -> str:
    """Words as an element of their own, so that what turns their direction ends with them."""
    return f"<bdi>{escape(words)}</bdi>"


def attribute(words: str) -> str:
    """Words for an attribute or an option, where no element can end what turns their direction."""
    return escape(_BIDI.sub("", words))


def address(path: str, given: Mapping[str, str]) -> str:
    """An address with the fields that are filled, for an attribute."""
    filled = {name: value for name, value in given.items() if value}
    return escape(f"{path}?{urlencode(filled)}" if filled else path)


def clause_address(root: str, document_id: str, start: int, end: int) -> str:
    """The address of a span of a document's text, marked, for an attribute."""
    path = f"{root}documents/{quote(document_id, safe='')}"
    return f"{address(path, {'start': str(start), 'end': str(end)})}#cited"


def choice(label: str, name: str, value: str, options: Iterable[tuple[str, str]]) -> str:
    """A labelled list to choose from, options as (value, words); the first is no choice."""
    shown = "".join(
        f'<option value="{attribute(each)}"{" selected" if each == value else ""}>'
        f"{attribute(words)}</option>"
        for each, words in (("", "不限"), *options)
    )
    return f'<label>{escape(label)}<select name="{name}">{shown}</select></label>'


def hidden(name: str, value: str) -> str:
    """A field that is sent and not seen; nothing where it is empty."""
    return f'<input type="hidden" name="{name}" value="{attribute(value)}">' if value else ""


def pager(path: str, given: Mapping[str, str], page: int, total: int, size: int) -> str:
    """The links to the other pages of a list; nothing where there is one page."""
    last = max(1, -(-total // size))
    if last == 1:
        return ""
    near = {1, last, *range(page - _NEAR, page + _NEAR + 1)}
    items, before = [], 0
    for number in sorted(one for one in near if 1 <= one <= last):
        if number - before > 1:
            items.append("<li aria-hidden='true'>…</li>")
        before = number
        there = address(path, {**given, "page": str(number)})
        current = ' aria-current="page"' if number == page else ""
        items.append(
            f'<li><a href="{there}"{current} aria-label="第 {number} 页">{number}</a></li>'
        )
    return f'<nav class="pager" aria-label="分页"><ul>{"".join(items)}</ul></nav>'
