"""Saved web pages: each block a line, navigation and scripts dropped."""

import re
from html.parser import HTMLParser

from ingest.fields import FIELD_NAMES
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
        "form",
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
# Classes and ids of what surrounds the text of a page.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|nav|navbar|menu|share|breadcrumbs?|crumbs?|sidebar|copyright"
    r"|toolbar|qrcode|ewm)"
    r"(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LABEL = re.compile(r"^\[?[\s\u3000]*(?:[\u4e00-\u9fff][\s\u3000]*){2,8}[：:\]]$")
# Words that stand alone on a line of a web page and belong to the page, not to the document.
_PAGE_WORDS = re.compile(
    r"^[\s\u3000【\[]*(?:打印本页|打印|关闭窗口|关闭|返回顶部|分享到?|收藏|字号|字体|扫一扫.*|大|中|小|首页"
    r"|【?字体：.*|浏览次数：?\d*|当前位置：.*|您(?:当前|现在)的位置：.*)[：:\s\u3000】\]]*$"
)
_ATTACHMENT = re.compile(r"附件|附表|\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)\b", re.I)


def is_html(text: str) -> bool:
    """Whether the text is a web page or a part of one."""
    ends = len(_BLOCK_END.findall(text[:200_000]))
    return (bool(_OPENING.match(_COMMENT.sub("", text[:_HEAD]))) and ends >= 1) or (
        ends >= 5 and ends >= len(text) / 2000
    )


def read_html(text: str) -> tuple[Line, ...]:
    """The lines of a web page: a block element and a <br> end one; a table row is one."""
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    return tuple(page.lines)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._linked = 0  # characters of the current line inside links
        self._links = 0  # depth of <a>
        self._dropped: list[str] = []  # open elements that are not part of the text
        self._style: str | None = None
        self._rows: list[list[str]] = []  # cells so far of each open row

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            if tag in ("br", "hr") and not self._dropped:
                self.flush()
            return
        if self._dropped or tag in _DROPPED or _is_around(dict(attrs)):
            self._dropped.append(tag)
            return
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in _BLOCKS:
            self._end_cell() if tag == "tr" else self.flush()
        if tag == "tr":
            self._rows.append([])
        if tag == "a":
            self._links += 1
        if re.fullmatch("h[1-6]", tag):
            self._style = tag

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag in self._dropped:
                while self._dropped.pop() != tag:
                    pass
            return
        if tag == "a":
            self._links = max(0, self._links - 1)
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_cell()
            if self._rows:
                self._emit_row(self._rows.pop())
        elif tag in _BLOCKS:
            self.flush()
        if re.fullmatch("h[1-6]", tag):
            self._style = None

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        self._parts.append(data)
        if self._links:
            self._linked += len(data.strip())

    def _take(self) -> str:
        text = re.sub(r"[\s]*[\n\r][\s]*", " ", "".join(self._parts)).strip(" \t\n\r")
        solid = sum(not c.isspace() for c in text)
        is_link = self._linked and self._linked >= 0.8 * solid
        self._parts.clear()
        self._linked = 0
        if (is_link and not _ATTACHMENT.search(text)) or _PAGE_WORDS.match(text):
            return ""
        return text

    def flush(self) -> None:
        """End the current line."""
        if self._rows and self._rows[-1]:
            self._emit_row(self._rows[-1])
            self._rows[-1].clear()
        if text := self._take():
            self.lines.append(Line(text, style=self._style))

    def _end_cell(self) -> None:
        text = self._take()
        if not text:
            return
        if self._rows:
            self._rows[-1].append(text)
        else:
            self.lines.append(Line(text, style=self._style))

    def _emit_row(self, cells: list[str]) -> None:
        if not cells:
            return
        if not any(_is_label(cell) for cell in cells):
            style = "row" if len(cells) > 1 else self._style
            self.lines.append(Line(" ".join(cells), style=style))
            return
        field = ""
        for cell in cells:
            if _is_label(cell):
                if field:
                    self.lines.append(Line(field, style="field"))
                field = cell
            else:
                gap = "" if not field or field[-1] in "：:]" else " "
                self.lines.append(Line(field + gap + cell, style="field" if field else None))
                field = ""
        if field:
            self.lines.append(Line(field, style="field"))


def _is_around(attributes: dict[str, str | None]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_HIDDEN.search(attributes.get("style") or "") or _AROUND.search(names))


def _is_label(cell: str) -> bool:
    return bool(_LABEL.match(cell)) or re.sub(r"\s", "", cell) in FIELD_NAMES
