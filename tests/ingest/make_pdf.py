"""PDF files for tests, set as offices set them: indents, justified lines, headers, page numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

FONT = "STSong-Light"  # known to PDF readers, not embedded


def canvas(path: Path, size: tuple[float, float] = (595, 842), **options: object) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(str(path), pagesize=size, **options)


def wrap(text: str, columns: int, first: int) -> list[str]:
    """Lines of so many full-width characters; no line begins with a closing mark."""
    lines, line, room = [], "", first
    for c in text:
        width = 0.5 if c.isascii() else 1
        if room < width:
            cut = len(line) - (c in "，。；：、）〕》”")
            lines.append(line[:cut])
            line = line[cut:]
            room = columns - len(line)
        line += c
        room -= width
    return [*lines, line]


class Setter:
    """Sets paragraphs on pages of one or two columns."""

    def __init__(
        self,
        path: Path,
        *,
        size: float = 16,
        pitch: float = 28,
        columns: int = 1,
        header: str = "",
        footer: str = "— {} —",
        rotate: int = 0,
    ) -> None:
        self.canvas = canvas(path)
        self.size, self.pitch, self.columns = size, pitch, columns
        self.header, self.footer, self.rotate = header, footer, rotate
        self.page, self.column = 1, 0
        gap = 2 * size
        self.width = int(((595 - 160) - gap * (columns - 1)) / columns / size)
        self.step = self.width * size + gap
        self.y = self.top = 842.0 - 100
        self._edges()

    def _edges(self) -> None:
        self.canvas.setFont(FONT, 9)
        if self.rotate:
            self.canvas.setPageRotation(self.rotate)
        if self.header:
            self.canvas.drawCentredString(297, 842 - 50, self.header)
        self.canvas.drawCentredString(297, 45, self.footer.format(self.page))

    def line(self, text: str, x: float, size: float | None = None) -> None:
        if self.y < 90:
            self.y = self.top
            self.column += 1
            if self.column == self.columns:
                self.y = self.top = 842.0 - 100
                self.canvas.showPage()
                self.page += 1
                self.column = 0
                self._edges()
        self.canvas.setFont(FONT, size or self.size)
        self.canvas.drawString(80 + self.column * self.step + x, self.y, text)
        self.y -= self.pitch

    def paragraph(self, text: str, indent: int = 2) -> None:
        for at, line in enumerate(wrap(text, self.width, self.width - indent)):
            self.line(line, 0 if at else indent * self.size)

    def centred(self, text: str, size: float) -> None:
        wide = (self.width * self.size - len(text) * size) / 2
        self.line(text, max(0, wide), size)

    def headline(self, text: str, size: float) -> None:
        """A centred line over all columns, which begin below it."""
        self.line(text, (435 - len(text) * size) / 2, size)
        self.top = self.y

    def save(self) -> None:
        self.canvas.save()


def save_pdf(path: Path, paragraphs: Sequence[str], **layout: Any) -> None:
    """Set a document: the title is centred and large, addressees and headings are not indented."""
    pages = Setter(path, **layout)
    for text in paragraphs:
        if "关于推进" in text and len(text) < 60:
            half = len(text) // 2
            pages.headline(text[:half], 1.375 * pages.size)
            pages.headline(text[half:], 1.375 * pages.size)
        elif text.endswith("："):
            pages.paragraph(text, indent=0)
        elif pages.page == 1 and pages.column == 0 and text.endswith(("号", "文件", "2")):
            pages.headline(text, pages.size)
        elif len(text) < 22 and text[0] not in "一二三（本":
            pages.centred(text, pages.size)
        else:
            pages.paragraph(text)
    pages.save()
