"""Tables as files: .xlsx, .csv (UTF-8 with BOM, so that Excel reads it) or .md.

No cell becomes a formula, whatever the documents say (OWASP, CSV injection): in a workbook every
cell is text, and in .csv a text that a spreadsheet would compute has an apostrophe before it.
"""

import csv
import html
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.tables import Table
from kb.errors import QueryError
from kb.visible import visible

__all__ = ["encoded", "export"]

_COMPUTED = re.compile(r"\s*[=+\-@＝＋－\uff20\t\r\n]")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WIDEST = 60  # characters
_MOST = 32_767  # characters in a cell of a workbook


def export(table: Table, path: Path) -> None:
    """Write a table in the format of the name's ending.

    Raises QueryError for another ending and where the file cannot be written.
    """
    if path.suffix.lower() not in _WRITERS:
        raise QueryError(f"{path.name} 的后缀不是 {'、'.join(_WRITERS)} 之一；请改文件名")
    content = encoded(table, path.suffix)
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or error
        raise QueryError(f"{path} 写不了：{reason}；请检查文件夹和权限") from error


def encoded(table: Table, ending: str) -> bytes:
    """A table in the format of an ending of `export`. Raises KeyError for another."""
    return _WRITERS[ending.lower()](table)


def _xlsx(table: Table) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = table.title
    for number, row in enumerate((table.columns, *table.rows), 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(row=number, column=place)
            if not text:
                continue
            cell.value = visible(text)[:_MOST]
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _widths(table: Table) -> list[float]:
    """Column widths in characters; a Chinese one takes two."""
    longest = [
        max(len(line) for row in (table.columns, *table.rows) for line in row[at].split("\n"))
        for at in range(len(table.columns))
    ]
    return [min(2.0 * length + 2, _WIDEST) for length in longest]


def _csv(table: Table) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([_inert(text) for text in row] for row in (table.columns, *table.rows))
    return buffer.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    """The text so that no spreadsheet computes it."""
    text = visible(text)
    return f"'{text}" if _COMPUTED.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def _md(table: Table) -> bytes:
    def line(cells: tuple[str, ...]) -> str:
        return f"| {' | '.join(map(_markdown, cells))} |"

    rule = f"|{' --- |' * len(table.columns)}"
    lines = [f"# {table.title}", "", line(table.columns), rule, *map(line, table.rows)]
    return ("\n".join(lines) + "\n").encode()


def _markdown(text: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]|])", r"\\\1", html.escape(visible(text), quote=False))
    return escaped.replace("\n", "<br>")


_WRITERS: Mapping[str, Callable[[Table], bytes]] = {".xlsx": _xlsx, ".csv": _csv, ".md": _md}
