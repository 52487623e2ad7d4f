"""Ruled tables of PDF pages, found by pdfplumber.

A cell merged over several rows is read in each of them.
"""

import io
import logging
import re
import struct
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers.tables import cell_text
from ingest.readers.typeset import Glyph, set_lines
from kb.errors import SourceError

__all__ = ["Table", "has_grid", "join_rows", "read_tables"]

_Box = tuple[float, float, float, float]  # left, top, right, bottom, from the upper left corner
_LEAST_ACROSS = 2  # rules in each direction
_LEAST_RULES = 6  # together: two by two cells, or three in a row
_NUMBER = re.compile("[（(]?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?")
_ROW_ALONE = 3  # cells: a row that is a table's only one on a page
_THIN = 3.0  # points: a rule


@dataclass(frozen=True, slots=True)
class Table:
    """A table of several rows and columns, or a part of one.

    Each row is its cells' boxes from the left.
    """

    box: _Box
    boxes: tuple[tuple[_Box, ...], ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.box[1]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands in the table."""
        return _holds(self.box, glyph)

    def rows(self, glyphs: Sequence[Glyph]) -> list[list[str]]:
        """The texts of the cells, row by row."""
        inside = [glyph for glyph in glyphs if self.holds(glyph)]
        texts: dict[_Box, str] = {}
        for box in {box for row in self.boxes for box in row}:
            lines = set_lines(glyph for glyph in inside if _holds(box, glyph))
            texts[box] = cell_text([line.text for line in lines])
        return [[texts[box] for box in row] for row in self.boxes]


def _holds(box: _Box, glyph: Glyph) -> bool:
    middle, height = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.size
    return box[0] <= middle <= box[2] and box[1] <= height <= box[3]


def join_rows(before: list[list[str]], after: list[list[str]]) -> list[list[str]]:
    """The rows of a table's next part without the head repeated there and the row it goes on with.

    That row is completed in the part before. It is told by its cell without a number, where the
    row before has one.
    """
    rest = after[1:] if before and after and after[0] == before[0] else after
    last, first = before[-1] if before else [], rest[0] if rest else []
    numbers = [at for at, cell in enumerate(last) if _NUMBER.fullmatch(cell)]
    if not numbers or len(first) != len(last) or any(first[at] for at in numbers):
        return rest
    before[-1] = [cell + more for cell, more in zip(last, first, strict=True)]
    return rest[1:]


def has_grid(page: Any) -> bool:
    """Whether a page of pypdfium2 has rules in both directions, enough for a table."""
    import pypdfium2.raw as pdfium

    across = down = 0
    for rule in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = rule.get_bounds()
        width, height = right - left, top - bottom
        across += height <= _THIN < width
        down += width <= _THIN < height
        if width > _THIN and height > _THIN:  # a box, or a grid drawn as one path
            across += 1
            down += 1
        if min(across, down) >= _LEAST_ACROSS and across + down >= _LEAST_RULES:
            return True
    return False


def read_tables(
    data: bytes, pages: Sequence[int], until: float
) -> tuple[dict[int, list[Table]], bool]:
    """The tables of some pages, by index from 0, and whether all of these pages were read.

    Raises SourceError past a time (monotonic).
    """
    tables: dict[int, list[Table]] = {}
    if not pages:
        return tables, True
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    # pdfminer checks little of what a damaged file holds before it uses it.
    damaged = (PSException, MalformedPDFException, PdfminerException, ArithmeticError, LookupError)
    careless = (AssertionError, AttributeError, TypeError, ValueError, RecursionError, zlib.error)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[at + 1 for at in pages]) as document:
            for at, page in zip(pages, document.pages, strict=True):
                found = (_table(table) for table in page.find_tables())
                tables[at] = [table for table in found if table is not None]
                page.close()
                if time.monotonic() > until:
                    raise SourceError("读 PDF 里的表格用时过长；请分开后再收入")
    except (*damaged, *careless, struct.error):
        return tables, False
    return tables, True


def _table(found: Any) -> Table | None:
    boxes = [_box(cell) for cell in found.cells]
    rows = []
    for row in found.rows:
        _, top, _, bottom = row.bbox
        edge = min(box[3] for box in boxes if abs(box[1] - top) < 1)
        middle = (top + min(bottom, edge)) / 2
        crossing = sorted(box for box in boxes if box[1] <= middle <= box[3])
        rows.append(tuple(crossing))
    if sum(len(row) > 1 for row in rows) < 2 and max(map(len, rows)) < _ROW_ALONE:
        return None
    return Table(_box(found.bbox), tuple(rows))


def _box(edges: tuple[float, ...]) -> _Box:
    left, top, right, bottom = edges
    return float(left), float(top), float(right), float(bottom)
