"""Saved web pages: each block a line, each row of a table one, navigation and scripts dropped."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from ingest.readers.html_tables import Cell, Table
from ingest.readers.html_taming import tamed
from ingest.readers.html_words import is_attachment, is_label, is_page_words, without_tools
from ingest.source import Line

__all__ = ["is_html", "read_html"]

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|div|table|p|meta"
    r"|section|article|h\d)\b",
    re.I,
)
_HEAD = 20_000  # characters that tell a format
_BLOCK_END = re.compile(r"</(?:p|div|td|tr|table|span|li|h\d|html|body)\s*>|<br\s*/?>", re.I)

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "form",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ul",
    }
)
_DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "iframe",
        "head",
        "nav",
        "aside",
        "button",
        "select",
        "textarea",
        "object",
        "svg",
    }
)
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
# Classes and ids of what surrounds the text of a page.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|nav|navbar|menu|share|breadcrumbs?|crumbs?|sidebar|copyright"
    r"|toolbar|qrcode|ewm|bdsharebuttonbox|bdshare|crumb|pagination|pager)"
    r"(?:$|[\s_-])",
    re.I,
)
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MOST_AROUND = 0.5  # of a page's text: where more is set aside, the names mean something else
_FEWEST_LABELS = 2
_FARTHEST_LABEL = 60  # lines


def is_html(text: str) -> bool:
    """Whether the text is a web page or a part of one."""
    ends = len(_BLOCK_END.findall(text[:200_000]))
    return (bool(_OPENING.match(_COMMENT.sub("", text[:_HEAD]))) and ends >= 1) or (
        ends >= 5 and ends >= len(text) / 2000
    )


def read_html(text: str) -> tuple[Line, ...]:
    """The lines of a web page.

    A block element and a <br> end one. What classes and ids set aside (share, footer) is dropped,
    unless it is most of the page.
    """
    text = tamed(text)
    page = _read(text, keep_around=False)
    lines = page.finish()
    if page.set_aside:
        everything = _read(text, keep_around=True).finish()
        if _size(lines) < _MOST_AROUND * _size(everything):
            lines = everything
    return tuple(_join_labels(lines))


def _read(text: str, *, keep_around: bool) -> "_Page":
    page = _Page(keep_around=keep_around)
    page.feed(text)
    page.close()
    return page


def _on_one_line(spaces: re.Match[str]) -> str:
    """White space as it is, or a space where it holds the end of a line."""
    return " " if "\n" in spaces[0] or "\r" in spaces[0] else spaces[0]


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _join_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines, labels that stand on lines of their own (<dt>, <div>) before their values."""
    near = lines[:_FARTHEST_LABEL]
    names = {at for at, line in enumerate(near) if line.style is None and is_label(line.text)}
    if len(names) < _FEWEST_LABELS:
        return list(lines)
    joined: list[Line] = []
    at = 0
    while at < len(lines):
        value = lines[at + 1] if at + 1 < len(lines) else None
        if at in names and value is not None and value.style is None and at + 1 not in names:
            gap = "" if lines[at].text[-1] in "：:]" else " "
            joined.append(Line(lines[at].text + gap + value.text, style="field"))
            at += 2
        else:
            joined.append(replace(lines[at], style="field") if at in names else lines[at])
            at += 1
    return joined


class _Page(HTMLParser):
    def __init__(self, *, keep_around: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.set_aside = False  # whether anything was dropped for its class or id
        self._keep_around = keep_around
        self._lines: list[Line] = []
        self._tables: list[Table] = []
        self._parts: list[str] = []
        self._linked = 0  # characters of the current line inside links
        self._links = 0  # depth of <a>
        self._attached = False  # whether the current line links to an enclosed file
        self._preserved = 0  # depth of <pre>
        self._dropped: list[str] = []  # open elements that are not part of the text
        self._style: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _VOID:
            if tag in ("br", "hr") and not self._dropped:
                self._flush()
            return
        if self._dropped or tag in _DROPPED or self._is_aside(tag, attributes):
            self._dropped.append(tag)
            return
        if tag in _BLOCKS:
            self._flush()
        if tag in _TABLE_PARTS:
            self._open_part(tag, attributes)
        elif tag == "a":
            self._links += 1
            self._attached |= is_attachment(attributes.get("href") or "")
        elif tag == "pre":
            self._preserved += 1
        elif re.fullmatch("h[1-6]", tag):
            self._style = tag

    def _is_aside(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if _HIDDEN.search(attributes.get("style") or ""):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        around = tag != "body" and bool(tag == "footer" or _AROUND.search(names))
        self.set_aside |= around
        return around and not self._keep_around

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag in self._dropped:
                while self._dropped.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self._flush()
        if tag == "a":
            self._links = max(0, self._links - 1)
        elif tag == "pre":
            self._preserved = max(0, self._preserved - 1)
        elif re.fullmatch("h[1-6]", tag):
            self._style = None
        elif tag in ("td", "th", "tr") and self._tables:
            self._tables[-1].cell = None
        elif tag == "table" and self._tables:
            self._close_table()

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if not self._preserved:
            self._add(data)
            return
        first, *others = data.splitlines() or [""]
        self._add(first)
        for line in others:
            self._flush()
            self._add(line)

    def finish(self) -> list[Line]:
        """The lines, with elements that were never closed."""
        self._flush()
        while self._tables:
            self._close_table()
        return self._lines

    def _add(self, data: str) -> None:
        self._parts.append(data)
        if self._links:
            self._linked += sum(not c.isspace() for c in data)

    def _flush(self) -> None:
        """End the current line."""
        text = _SPACES.sub(_on_one_line, "".join(self._parts)).strip(" \t\n\r")
        text = without_tools(text)
        solid = sum(not c.isspace() for c in text)
        is_link = self._linked and self._linked >= 0.8 * solid
        attached = self._attached or is_attachment(text)
        self._parts.clear()
        self._linked = 0
        self._attached = bool(self._links) and self._attached
        if solid and not (is_link and not attached) and not is_page_words(text):
            self._sink().append(Line(text, style=self._style))

    def _sink(self) -> list[Line]:
        if not self._tables:
            return self._lines
        table = self._tables[-1]
        return table.cell.lines if table.cell is not None else table.loose

    def _open_part(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "table":
            self._tables.append(Table())
            return
        if not self._tables:
            return
        table = self._tables[-1]
        table.cell = None
        if tag == "tr":
            table.rows.append([])
        elif tag in ("td", "th"):
            table.cell = Cell.of(attributes)
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(table.cell)

    def _close_table(self) -> None:
        lines = self._tables.pop().lines()
        self._sink().extend(lines)
