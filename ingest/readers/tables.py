"""Rows of tables as lines: one space behind each cell, none inside; two tell of an empty cell."""

import re
from collections.abc import Sequence

from ingest.organ_shape import is_organ_shaped
from ingest.source import Line
from kb.squeeze import squeeze

__all__ = ["cell_text", "row_lines"]

_BETWEEN_WORDS = re.compile(r"(?<=[!-~])\s+(?=[!-~])")
_SEPARATED = "、，,；;。：:"


def cell_text(parts: Sequence[str]) -> str:
    """The text of a cell from its lines.

    Organs that stand one below the other are told apart by 、.
    """
    solid = [squeeze(_BETWEEN_WORDS.sub("_", part.strip())) for part in parts if part.strip()]
    listed = len(solid) > 1 and all(
        part[-1] not in _SEPARATED and is_organ_shaped(part) for part in solid
    )
    return ("、" if listed else "").join(solid)


def row_lines(
    rows: Sequence[Sequence[str]], page: int | None = None, *, ruled: bool = False
) -> list[Line]:
    """The lines of a table whose rows are texts of cells; rows of empty cells are left out.

    A frame around text, in which no more than one row has several cells, is no table unless it
    is known to be ruled as one.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    style = "row" if ruled or sum(len(row) > 1 for row in filled) > 1 else None
    return [
        Line(" ".join(row).strip(), page, style if len(cells) > 1 else None)
        for row, cells in zip(rows, filled, strict=True)
        if cells
    ]
