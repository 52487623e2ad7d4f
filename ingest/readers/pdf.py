"""PDF: characters with their places, set in lines, joined to paragraphs; ruled tables row by row.

Running headers, footers and page numbers are left out. A page without characters is a picture.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.joining import join_pages
from ingest.readers.ocr import INSTALL, Recognized, is_installed, recognize, summary
from ingest.readers.pdf_tables import Table, has_grid, join_rows, read_tables
from ingest.readers.running import without_running
from ingest.readers.tables import row_lines
from ingest.readers.typeset import Glyph, SetLine, set_lines
from ingest.source import Line
from ingest.timing import Timer
from kb.errors import SourceError
from kb.limits import SPLIT, Limits

__all__ = ["read_pdf"]

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SCAN_DPI = 300
_UNREADABLE = 0.05  # of the characters: more without a meaning are a broken text layer
# Radicals and compatibility forms that some PDF name in place of the characters they look like.
_LOOKALIKES = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFB06))


@dataclass(slots=True)
class _Page:
    number: int
    height: float
    glyphs: list[Glyph]
    aside: list[list[Glyph]] = field(default_factory=list)  # set in other directions
    tables: list[Table] = field(default_factory=list)
    is_picture: bool = False
    recognized: Recognized | None = None


def read_pdf(data: bytes, limits: Limits) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of a PDF and warnings.

    Raises SourceError where it is damaged, has a password, is over a limit or is a scan.
    """
    warnings: list[str] = []
    pages = _pages(data, limits, warnings)
    pictures = [page.number for page in pages if page.is_picture and not page.glyphs]
    if not any(page.glyphs for page in pages):
        if pictures:
            raise SourceError(f"PDF 是扫描件，没有文字层；{INSTALL}")
        raise SourceError("PDF 里没有文字；请检查是否保存完整")
    set_pages = without_running([_outside(page) for page in pages], [page.height for page in pages])
    rows = [[table.rows(page.glyphs) for table in page.tables] for page in pages]
    for at in range(1, len(pages)):
        if _runs_over(pages[at - 1], set_pages[at - 1], pages[at], set_pages[at]):
            rows[at][0] = join_rows(rows[at - 1][-1], rows[at][0])
    content = [
        (page.number, _in_place(lines, page, of_tables))
        for page, lines, of_tables in zip(pages, set_pages, rows, strict=True)
    ]
    if pictures:
        numbers = "、".join(map(str, pictures[:10])) + ("等" if len(pictures) > 10 else "")
        warnings.append(f"第 {numbers} 页是图片，其中的文字未读出；{INSTALL}")
    warnings += summary({page.number: page.recognized for page in pages if page.recognized})
    if _unreadable_share(pages) > _UNREADABLE:
        warnings.append("PDF 的文字层不完整，有些字可能读错；请与原件核对")
    return tuple(join_pages(content)), tuple(warnings)


def _unreadable_share(pages: list[_Page]) -> float:
    texts = [glyph.text for page in pages for glyph in page.glyphs]
    bad = sum(text == "\ufffd" or "\ue000" <= text < "\uf900" for text in texts)
    return bad / max(1, len(texts))


def _outside(page: _Page) -> list[SetLine]:
    """The lines of a page that are not in tables, other directions of writing last."""
    free = [g for g in page.glyphs if not any(table.holds(g) for table in page.tables)]
    lines = set_lines(free)
    for glyphs in page.aside:
        lines += set_lines(glyphs)
    return lines


def _runs_over(
    before: _Page, lines_before: list[SetLine], after: _Page, lines_after: list[SetLine]
) -> bool:
    """Whether a table ends one page and a table begins the next one."""
    if not before.tables or not after.tables:
        return False
    ends = all(line.y < before.tables[-1].top for line in lines_before)
    return ends and all(line.y > after.tables[0].top for line in lines_after)


def _in_place(
    lines: list[SetLine], page: _Page, rows: list[list[list[str]]]
) -> list[SetLine | Line]:
    """The lines of a page with the rows of its tables between them."""
    content: list[SetLine | Line] = list(lines)
    for table, of_table in reversed(list(zip(page.tables, rows, strict=True))):
        below = (
            at
            for at, line in enumerate(content)
            if isinstance(line, SetLine) and line.y > table.top
        )
        at = next(below, len(content))
        content[at:at] = row_lines(of_table, page.number, ruled=True)
    return content


# -- pages


def _pages(data: bytes, limits: Limits, warnings: list[str]) -> list[_Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _WRONG_PASSWORD:
            raise SourceError("PDF 有密码；请去掉密码后再收入") from None
        raise SourceError("PDF 已损坏或不完整；请重新下载或另存后再收入") from None
    try:
        count = len(document)
        if count > limits.pages:
            raise SourceError(f"PDF 有 {count} 页，超过上限 {limits.pages} 页；{SPLIT} max_pages")
        timer = Timer(count, limits)
        warnings += _active(document)
        with_grid = []
        pages = []
        for at in range(count):
            page = document[at]
            try:
                pages.append(_page(page, at + 1))
                if not pages[-1].is_picture and has_grid(page):
                    with_grid.append(at)
            finally:
                page.close()
            timer.page_done()
    except pypdfium2.PdfiumError:
        raise SourceError("PDF 有损坏的页；请重新下载或另存后再收入") from None
    finally:
        document.close()
    tables, complete = read_tables(data, with_grid, timer.until)
    for at, found in tables.items():
        pages[at].tables = sorted(found, key=lambda table: table.top)
    if not complete:
        warnings.append("PDF 里有的表格没能按单元格读出；请与原件核对")
    return pages


def _active(document: Any) -> Iterator[str]:
    """What a document holds besides pages: told, never run or opened."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        yield "PDF 带有脚本，没有运行；请核对来源"
    if (count := pdfium.FPDFDoc_GetAttachmentCount(document)) > 0:
        yield f"PDF 附有 {count} 个文件，没有打开，也没有收入"


def _page(page: Any, number: int) -> _Page:
    text = page.get_textpage()
    try:
        by_angle = _glyphs(text)
    finally:
        text.close()
    rotation = page.get_rotation()
    width, height = page.get_size()
    upright = _turned(by_angle, rotation, width, height)
    sizes = Counter({angle: len(glyphs) for angle, glyphs in upright.items()})
    if not sizes:
        return _picture(page, number, height) if _has_picture(page) else _Page(number, height, [])
    main = sizes.most_common(1)[0][0]
    aside = [glyphs for angle, glyphs in upright.items() if angle != main]
    return _Page(number, height if main % 180 == 0 else width, upright[main], aside)


def _picture(page: Any, number: int, height: float) -> _Page:
    """A page without characters that shows a picture, with what is recognized on it."""
    if not is_installed():
        return _Page(number, height, [], is_picture=True)
    found = recognize(page.render(scale=_SCAN_DPI / 72).to_pil().convert("RGB"))
    return _Page(number, found.height, list(found.glyphs), is_picture=True, recognized=found)


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


@dataclass(frozen=True, slots=True)
class _Char:
    text: str
    box: tuple[float, float, float, float]  # left, bottom, right, top in the page's own space
    origin: tuple[float, float]
    size: float


def _glyphs(text: Any) -> dict[int, list[_Char]]:
    """The characters of a page by the direction of writing: 0, 90, 180 or 270 degrees.

    Slanted ones are watermarks and are left out.
    """
    import ctypes

    import pypdfium2.raw as pdfium

    found: dict[int, list[_Char]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    pending = ""
    for at in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if pdfium.FPDFText_IsGenerated(text, at) == 1 or code < 0x20 or code == 0xFFFE:
            continue
        char, pending = _character(code, pending)
        if not char:
            continue
        angle = math.degrees(pdfium.FPDFText_GetCharAngle(text, at))
        quarter = round(angle / 90) * 90
        if abs(angle - quarter) > 3:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        size = abs(box.top - box.bottom) if quarter % 180 == 0 else abs(box.right - box.left)
        found.setdefault(quarter % 360, []).append(
            _Char(char, (box.left, box.bottom, box.right, box.top), (x.value, y.value), size)
        )
    return found


def _character(code: int, pending: str) -> tuple[str, str]:
    """The character of a code, and the half of a character that waits for its other half."""
    import unicodedata

    if 0xD800 <= code < 0xDC00:
        return "", chr(code)
    if 0xDC00 <= code < 0xE000:
        pair = (pending + chr(code)).encode("utf-16-le", "surrogatepass")
        return (pair.decode("utf-16-le", "ignore"), "") if pending else ("", "")
    if any(low <= code <= high for low, high in _LOOKALIKES):
        return unicodedata.normalize("NFKC", chr(code)), ""
    return chr(code) if code < 0x110000 else "", ""


def _turned(
    by_angle: dict[int, list[_Char]], rotation: int, width: float, height: float
) -> dict[int, list[Glyph]]:
    """The characters on the page as it is shown, by the direction of writing, turned upright.

    The origin is the upper left corner of what is upright then; y runs downwards.
    """
    if rotation % 180:
        width, height = height, width
    turned: dict[int, list[Glyph]] = {}
    for angle, chars in by_angle.items():
        shown = (angle - rotation) % 360
        for char in chars:
            left, bottom, right, top = char.box
            x, y = char.origin
            if angle == 0:
                glyph = Glyph(char.text, left, right, height - y, char.size)
            elif angle == 90:
                glyph = Glyph(char.text, bottom, top, x, char.size)
            elif angle == 180:
                glyph = Glyph(char.text, width - right, width - left, y, char.size)
            else:
                glyph = Glyph(char.text, height - top, height - bottom, width - x, char.size)
            turned.setdefault(shown, []).append(glyph)
    return turned
