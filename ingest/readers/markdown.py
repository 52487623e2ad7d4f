"""Markdown: headings become styles, emphasis and links become their text, comments are dropped."""

import html
import re

from ingest.readers.text import read_text
from ingest.source import Line

__all__ = ["is_markdown", "read_markdown"]

_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t\u3000](?P<text>.*)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EMPHASIS = re.compile(r"(?P<mark>\*\*\*|\*\*|__)(?=\S)(?P<text>[^*_\n]+?)(?P=mark)")
_SLANTED = re.compile(r"(?<![A-Za-z0-9*])\*(?=\S)(?P<text>[^*\n]+?)(?<=\S)\*(?![A-Za-z0-9*])")
_LINK = re.compile(r"!?\[(?P<text>[^\]\n]{0,300})\]\((?P<to>[^)\n]{0,2000})\)")
_ESCAPE = re.compile(r"\\(?P<char>[\\`*_{}\[\]()#+\-.!>|~])")
_BULLET = re.compile(r"^[ \t]{0,8}[-*+][ \t]+(?=\S)")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`]*$")
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$")
_ROW_RULE = re.compile(r"^(?=[^-]*-)[ \t:|-]+$")
_BREAK = re.compile(r"<br[ \t]*/?>|(?<=\S)  $|\\$")


def is_markdown(text: str) -> bool:
    """Whether the text holds what only Markdown has: a heading, a comment, bold text."""
    return bool(
        re.search(r"^ {0,3}#{1,6}[ \t]+\S", text, re.MULTILINE)
        or "<!--" in text
        or _EMPHASIS.search(text)
    )


def read_markdown(text: str) -> tuple[Line, ...]:
    """The lines of a Markdown text without its marks."""
    return tuple(plain for line in read_text(_COMMENT.sub("", text)) for plain in _plain(line))


def _plain(line: Line) -> list[Line]:
    text = line.text
    if _RULE.match(text) or _FENCE.match(text):
        return [Line("", line.page)]
    if heading := _HEADING.match(text):
        style = f"h{len(heading['level'])}"
        return [Line(_inline(_without_marks(heading["text"])), line.page, style)]
    if _ROW.match(text):
        if _ROW_RULE.match(text):
            return []
        cells = (_inline(cell).strip() for cell in text.strip().strip("|").split("|"))
        return [Line(" ".join(cells).strip(), line.page, "row")]
    text = _BULLET.sub("", _QUOTE.sub("", text))
    return [Line(_inline(part), line.page) for part in _BREAK.split(text)]


def _without_marks(heading: str) -> str:
    """A heading without the marks that may close it."""
    return heading.lstrip(" \t\u3000").rstrip(" \t").rstrip("#").rstrip(" \t")


def _inline(text: str) -> str:
    text = _LINK.sub(lambda found: found["text"], text)
    text = _EMPHASIS.sub(lambda found: found["text"], text)
    text = _SLANTED.sub(lambda found: found["text"], text)
    text = _ESCAPE.sub(lambda found: found["char"], text)
    return html.unescape(text)
