"""Tables of web pages: rows of data, metadata, and frames that only place the text of a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.readers.html_words import is_label
from ingest.readers.tables import cell_text
from ingest.source import Line

__all__ = ["Cell", "Table"]

_MOST_LINES = 12  # of a cell of data
_MOST_CHARACTERS = 1500
_MOST_SPAN = 1000  # HTML 4.9.11: rowspan and colspan are clamped
_MOST_REACHING = 20  # cells that reach into one row


@dataclass(slots=True)
class Cell:
    """A cell while it is read; a cell over several rows is read in each of them."""

    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def of(cls, attributes: dict[str, str | None]) -> "Cell":
        """An empty cell of the size that its attributes give."""
        return cls(_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    @property
    def text(self) -> str:
        """The text of a cell of data, without the breaks inside it."""
        return cell_text([line.text for line in self.lines])

    @property
    def is_frame(self) -> bool:
        """Whether the cell places a part of the page: it holds a table, a heading or much text."""
        return (
            len(self.lines) > _MOST_LINES
            or sum(len(line.text) for line in self.lines) > _MOST_CHARACTERS
            or any(line.style in ("row", "field", "h1", "h2", "h3") for line in self.lines)
        )


@dataclass(slots=True)
class Table:
    """A table while it is read."""

    rows: list[list[Cell]] = field(default_factory=list)
    cell: Cell | None = None  # the open one
    loose: list[Line] = field(default_factory=list)  # text between the cells

    def lines(self) -> list[Line]:
        """The lines of the table, in reading order.

        Rows of data are one line each, if several rows have several cells; metadata are one line
        for each label; all else keeps its own lines.
        """
        rows = [_row(row) for row in _filled(self.rows)]
        several = sum(isinstance(row, str) and " " in row for row in rows) > 1
        lines = list(self.loose)
        for row in rows:
            if isinstance(row, str):
                lines.append(Line(row, style="row" if several and " " in row else None))
            else:
                lines += row
        return lines


def _span(written: str | None) -> int:
    written = (written or "").strip()
    return min(max(1, int(written)), _MOST_SPAN) if written.isdecimal() else 1


def _filled(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """The rows with the cells of earlier rows that reach into them, except those of frames."""
    reaching: dict[int, tuple[Cell, int]] = {}  # by column, with the rows still to come
    for row in rows:
        cells: list[Cell] = []
        own = iter(row)
        column = 0
        while True:
            above, left = reaching.pop(column, (None, 0))
            cell = above or next(own, None)
            if cell is None:
                later = [at for at in reaching if at > column]
                if not later:
                    break
                column = min(later)
                continue
            cells.append(cell)
            left = left or cell.rows
            begins = above is None and len(reaching) < _MOST_REACHING and not cell.is_frame
            if left > 1 and (above or begins):
                reaching[column] = (cell, left - 1)
            column += cell.columns
        yield cells


def _row(cells: Sequence[Cell]) -> str | list[Line]:
    """The row as one text, or as lines where it is no row of data."""
    full = [cell for cell in cells if cell.lines]
    if len(full) < 2 or any(cell.is_frame for cell in full):
        if len(full) == 1 and len(cells) > 1 and is_label(full[0].text):
            return [Line(line.text, style="field") for line in full[0].lines]
        return [line for cell in full for line in cell.lines]
    texts = [" ".join(line.text for line in cell.lines) for cell in full]
    labels = [is_label(text) for text in texts]
    if labels[0] and not all(labels):
        return list(_fields(texts, labels))
    return " ".join(cell.text for cell in cells).strip()


def _fields(texts: Sequence[str], labels: Sequence[bool]) -> Iterator[Line]:
    label = ""
    for text, is_name in zip(texts, labels, strict=True):
        if is_name:
            if label:
                yield Line(label, style="field")
            label = text
        else:
            gap = "" if not label or label[-1] in "：:]" else " "
            yield Line(label + gap + text, style="field" if label else None)
            label = ""
    if label:
        yield Line(label, style="field")
