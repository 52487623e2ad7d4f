"""DOCX: paragraphs with their automatic numbers and styles, tables row by row, text boxes.

Headers, footers, comments, deleted and hidden text are not part of the document's text.
Source: ECMA-376 part 1, 17 (WordprocessingML).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_numbering import Numbering
from ingest.readers.package import Package, parse_xml
from ingest.readers.tables import cell_text, row_lines
from ingest.source import Line
from kb.errors import SourceError

__all__ = ["is_docx", "read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TRANSPARENT = frozenset(
    {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {
        f"{_W}{tag}"
        for tag in ("hyperlink", "fldSimple", "r", "pict", "object", "drawing", "dir", "bdo")
    }
    | {f"{_W}ruby", f"{_W}rubyBase"}
)
_REMOVED = frozenset({f"{_W}del", f"{_W}moveFrom"})
_LONGEST_HEADING = 100
_LONGEST_REPEATED = 1_500  # characters of a merged cell: more is prose, not a name for its rows
_INDENT = "\u3000\u3000"


def is_docx(package: Package) -> bool:
    """Whether a ZIP file is a Word document."""
    return any(name.startswith("word/document") for name in package.names)


def read_docx(package: Package) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of a Word document and warnings. Raises SourceError where it is damaged."""
    main = _main_part(package)
    folder = main.rpartition("/")[0]
    styles = _Styles(_part(package, f"{folder}/styles.xml"))
    numbering = Numbering(_part(package, f"{folder}/numbering.xml"), styles.lists())
    reader = _Reader(styles, numbering)
    body = _root(package, main).find(f"{_W}body")
    if body is None:
        raise SourceError("Word 文件没有正文；请用办公软件打开并另存后再收入")
    lines = tuple(reader.blocks(body))
    warnings = dict.fromkeys([*_active(package), *reader.warnings])
    return lines, tuple(warnings)


def _active(package: Package) -> Iterator[str]:
    """What a document holds besides text that could act: told, never run or opened."""
    names = [name.lower() for name in package.names]
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        yield "文件带有宏，没有运行；请核对来源"
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        yield "文件里嵌入了别的文件或控件，没有打开，也没有收入"


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels").iter(_RELATION):
            target = str(relation.get("Target") or "").lstrip("/")
            if str(relation.get("Type")).endswith("/officeDocument") and target in package.names:
                return target
    return next(name for name in package.names if name.startswith("word/document"))


def _root(package: Package, name: str) -> Any:
    return parse_xml(package.read(name).replace(_STRICT, _W[1:-1].encode()))


def _part(package: Package, name: str) -> Any | None:
    return _root(package, name) if name in package.names else None


def _get(element: Any | None, name: str = "val") -> str:
    return str(element.get(f"{_W}{name}") or "") if element is not None else ""


def _is_on(element: Any | None) -> bool:
    return element is not None and _get(element) not in ("0", "false", "off")


class _Styles:
    """The paragraph styles of a document, each with those it is based on."""

    def __init__(self, root: Any | None) -> None:
        found = root.iterfind(f"{_W}style") if root is not None else ()
        self._styles = {_get(style, "styleId"): style for style in found}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if _get(style, "type") == "paragraph" and _get(style, "default") in ("1", "true")
            ),
            "",
        )

    def properties(self, paragraph: Any) -> Iterator[tuple[str, Any]]:
        """The properties of a paragraph, its own first, then of its styles, with the style's id."""
        own = paragraph.find(f"{_W}pPr")
        name = self._default
        if own is not None:
            yield "", own
            name = _get(own.find(f"{_W}pStyle")) or name
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            properties = self._styles[name].find(f"{_W}pPr")
            if properties is not None:
                yield name, properties
            name = _get(self._styles[name].find(f"{_W}basedOn"))

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style in lower case."""
        style = self._styles.get(_get(paragraph.find(f"{_W}pPr/{_W}pStyle")))
        return _get(style.find(f"{_W}name")).lower() if style is not None else ""

    def lists(self) -> dict[str, str]:
        """The list (numId) that each style names."""
        return {
            name: _get(style.find(f"{_W}pPr/{_W}numPr/{_W}numId"))
            for name, style in self._styles.items()
            if style.find(f"{_W}pPr/{_W}numPr/{_W}numId") is not None
        }


@dataclass(slots=True)
class _Reader:
    styles: _Styles
    numbering: Numbering
    warnings: list[str] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[Line]:
        for child in _children(parent):
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_W}sdt" and _is_contents(child):
                continue
            elif child.tag in _TRANSPARENT:
                yield from self.blocks(child)
            elif child.tag == f"{_W}altChunk":
                self.warnings.append("文件里嵌入了另一份文件，未读出；请打开核对")

    # -- paragraphs

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        name = self.styles.name(paragraph)
        if name.startswith("toc "):
            return
        for box in _boxes(paragraph):
            yield from self.blocks(box)
        text = "".join(self._texts(paragraph))
        if not text.strip():
            yield Line("")
            return
        number = self._number(paragraph)
        style = self._style(paragraph, name) if len(text) <= _LONGEST_HEADING else None
        indent = _INDENT if self._is_indented(paragraph) else ""
        first, *others = (number + text).split("\n")
        yield Line(indent + first, style=style)
        for line in others:
            yield Line(line, style=style)

    def _texts(self, parent: Any) -> Iterator[str]:
        for child in _children(parent):
            tag = child.tag
            if tag in (f"{_W}t", _MATH_TEXT):
                yield re.sub(r"[\r\n]", " ", child.text or "")
            elif tag == f"{_W}tab":
                yield " "
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield "\n" if _get(child, "type") in ("", "textWrapping") else ""
            elif tag == f"{_W}noBreakHyphen":
                yield "-"
            elif tag == f"{_W}sym":
                yield _symbol(child)
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                self.warnings.append("文件有脚注或尾注，注文未收入；请打开核对")
            elif tag in _REMOVED:
                self.warnings.append("文件带修订标记，按接受全部修订后的文字收入")
            elif tag == f"{_W}r" and _is_on(child.find(f"{_W}rPr/{_W}vanish")):
                continue
            elif tag in _TRANSPARENT or "/math}" in tag:
                yield from self._texts(child)

    def _number(self, paragraph: Any) -> str:
        num_id = level = owner = ""
        for style, properties in self.styles.properties(paragraph):
            found = properties.find(f"{_W}numPr")
            if found is None:
                continue
            level = level or _get(found.find(f"{_W}ilvl"))
            if found.find(f"{_W}numId") is not None:
                num_id, owner = _get(found.find(f"{_W}numId")), style
                break
        if num_id in ("", "0"):
            return ""
        at = int(level) if level.isdecimal() else self.numbering.level_of(num_id, owner)
        return self.numbering.next(num_id, at)

    def _style(self, paragraph: Any, name: str) -> str | None:
        if name == "title":
            return "h1"
        if found := re.fullmatch("heading ([1-6])", name):
            return f"h{found[1]}"
        for _, properties in self.styles.properties(paragraph):
            level = _get(properties.find(f"{_W}outlineLvl"))
            if level:
                return f"h{int(level) + 1}" if level in "012345" else None
        return None

    def _is_indented(self, paragraph: Any) -> bool:
        for _, properties in self.styles.properties(paragraph):
            indent = properties.find(f"{_W}ind")
            if indent is not None:
                first = _get(indent, "firstLineChars") or _get(indent, "firstLine")
                return first.isdecimal() and int(first) > 0
        return False

    # -- tables

    def _table(self, table: Any) -> Iterator[Line]:
        """The lines of a table; one of a single column only frames the text in it."""
        cells = [list(_inside(row, f"{_W}tc")) for row in _inside(table, f"{_W}tr")]
        if any(len(row) > 1 for row in cells):
            yield from row_lines(self._rows(table))
            return
        for row in cells:
            for cell in row:
                yield from self.blocks(cell)

    def _rows(self, table: Any) -> list[list[str]]:
        """The cells of each row; a cell merged over several rows is read in each of them."""
        rows = []
        merged: dict[int, str] = {}
        for row in _inside(table, f"{_W}tr"):
            cells = []
            before = _get(row.find(f"{_W}trPr/{_W}gridBefore"))
            column = int(before) if before.isdecimal() else 0
            for cell in _inside(row, f"{_W}tc"):
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                goes_on = merge is not None and _get(merge) != "restart"
                text = merged.get(column, "") if goes_on else self._cell(cell)
                if merge is not None:
                    merged[column] = text if len(text) <= _LONGEST_REPEATED else ""
                cells.append(text)
                span = _get(cell.find(f"{_W}tcPr/{_W}gridSpan"))
                column += int(span) if span.isdecimal() else 1
            rows.append(cells)
        return rows

    def _cell(self, cell: Any) -> str:
        return cell_text([line.text for line in self.blocks(cell)])


def _children(parent: Any) -> Iterator[Any]:
    """The child elements; of alternatives for several programs the first."""
    for child in parent:
        if child.tag == f"{_MC}AlternateContent":
            for choice in child[:1]:
                yield from _children(choice)
        elif isinstance(child.tag, str):
            yield child


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    for child in _children(parent):
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _inside(child, tag)


def _boxes(parent: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph."""
    for child in _children(parent):
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != f"{_W}p":
            yield from _boxes(child)


def _is_contents(block: Any) -> bool:
    gallery = block.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and _get(gallery) == "Table of Contents"


def _symbol(element: Any) -> str:
    """A symbol by its code; those of private fonts (bullets, arrows) have no text."""
    code = _get(element, "char")
    value = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
    return chr(value) if 0x20 <= value < 0xE000 and not 0xD800 <= value < 0xE000 else ""
