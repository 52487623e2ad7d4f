"""Tables of tasks (任务分工表): who owns the task of each row, by the heads of the columns.

A row is one line whose cells stand apart by white space or bars; empty and merged cells may be
missing from it. The cells are matched to the columns in the one way in which each fits its column.
Where several do, the one decides in which a space more stands for each column that is left out; a
row that fits in no way or still in several gives nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from ingest.duty_labels import Label, read_label
from ingest.organ_lists import Context, Piece, read_list
from ingest.organ_shape import is_organ_shaped
from ingest.responsibility import Duty, Owner, find_duties
from kb.model import Role
from kb.squeeze import squeeze

__all__ = ["Column", "RowDuty", "read_head", "read_row"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it holds, and the role of the owners in it."""

    kind: str  # number, owners, time, people, title, other
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class RowDuty:
    """The task of a row; spans are offsets into the line."""

    number: str | None
    title: str
    deadline: str | None
    duty: Duty


_CELL = re.compile(r"[^\s|｜]+")
_NUMBER_HEAD = re.compile("序号|编号|项号|条目")
_TITLE_HEAD = re.compile("任务|事项|内容|措施|举措|项目|工作|政策|要点|目标")
_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]?[.．、]?")
_TIME = re.compile("\\d|年|月|底|长期|持续|常态|全年|立即|适时|按|前")
_LEVELED = re.compile("国家|自治区|自治州|[省市县区州各]")
_PARTS = re.compile("[\u4e00-\u9fff]{2,6}[：:]")
_MOST_COLUMNS = 10


def read_head(line: str) -> tuple[Column, ...] | None:
    """The columns of a head that names owners (牵头单位, 责任单位); None for any other line."""
    columns = tuple(_column(match[0]) for match in _CELL.finditer(line))
    owners = any(column.kind == "owners" for column in columns)
    return columns if owners and 1 < len(columns) <= _MOST_COLUMNS else None


def _column(cell: str) -> Column:
    if _NUMBER_HEAD.fullmatch(cell):
        return Column("number")
    label: Label | None = read_label(f"{cell}：", 0)
    if label and label.kind != "other" and label.end == len(cell) + 1:
        return Column(label.kind, label.role)
    return Column("title" if _TITLE_HEAD.search(cell) else "other")


def read_row(line: str, columns: Sequence[Column], known: Callable[[str], bool]) -> RowDuty | None:
    """The task of a row; None where its cells fit the columns in no way or in several."""
    cells = list(_CELL.finditer(line))
    if not 1 < len(cells) <= len(columns):
        return None
    numbered = any(column.kind == "number" for column in columns)
    fits = [
        chosen
        for chosen in combinations(range(len(columns)), len(cells))
        if all(
            _fits(cell[0], columns[at], numbered, known)
            for cell, at in zip(cells, chosen, strict=True)
        )
    ]
    if len(_ways(columns, fits)) > 1:
        fits = [chosen for chosen in fits if _stand_so(cells, chosen)]
    if len(_ways(columns, fits)) != 1:
        return None
    return _row([(cell, columns[at]) for cell, at in zip(cells, fits[0], strict=True)], known)


def _ways(columns: Sequence[Column], fits: Sequence[tuple[int, ...]]) -> set[tuple[Column, ...]]:
    return {tuple(columns[at] for at in chosen) for chosen in fits}


def _stand_so(cells: Sequence[re.Match[str]], chosen: Sequence[int]) -> bool:
    """Whether the cells stand apart by one character for each step to the next chosen column."""
    gaps = [right.start() - left.end() for left, right in pairwise(cells)]
    return gaps == [right - left for left, right in pairwise(chosen)]


def _fits(cell: str, column: Column, numbered: bool, known: Callable[[str], bool]) -> bool:
    if column.kind == "number":
        return bool(_NUMBER.fullmatch(cell))
    if column.kind == "owners":
        return bool(_owners(cell, column.role, known))
    if column.kind == "time":
        return bool(_TIME.search(cell)) and len(cell) <= 30
    is_number = numbered and bool(_NUMBER.fullmatch(cell))
    return not is_number and not (column.kind == "title" and _names_owners(cell, known))


def _names_owners(cell: str, known: Callable[[str], bool]) -> bool:
    """Whether a cell names organs for certain; 开办企业 is a task and only ends like a name."""
    names = [cell[piece.start : piece.end] for piece in _owners(cell, None, known)]
    return any(known(name) or _LEVELED.match(name) for name in names)


def _owners(cell: str, role: Role | None, known: Callable[[str], bool]) -> list[Piece]:
    """The organs of a cell of nothing else, with the parts that it gives (牵头：A；配合：B)."""
    labelled = find_duties(cell, known) if _PARTS.match(cell) else []
    if len(labelled) == 1 and labelled[0].end - labelled[0].start >= len(cell) - 1:
        return [Piece(owner.start, owner.end, owner.role) for owner in labelled[0].owners]
    context = Context(cell, (), known)
    pieces = read_list(context, 0, len(cell), role or Role.RESPONSIBLE)
    named = sum(piece.end - piece.start for piece in pieces)
    shaped = all(is_organ_shaped(cell[piece.start : piece.end]) for piece in pieces)
    return pieces if shaped and named * 3 >= len(cell) * 2 else []


def _row(
    cells: Sequence[tuple[re.Match[str], Column]], known: Callable[[str], bool]
) -> RowDuty | None:
    owners = tuple(
        Owner(cell.start() + piece.start, cell.start() + piece.end, piece.role)
        for cell, column in cells
        if column.kind == "owners"
        for piece in _owners(cell[0], column.role, known)
    )
    of_kind = {column.kind: cell[0] for cell, column in reversed(cells)}
    if not owners or "title" not in of_kind:
        return None
    spans = [cell.span() for cell, column in cells if column.kind == "owners"]
    number = of_kind.get("number")
    return RowDuty(
        number=re.sub(r"[^\w]", "", number) if number else None,
        title=squeeze(of_kind["title"]),
        deadline=of_kind.get("time"),
        duty=Duty(spans[0][0], spans[-1][1], owners),
    )
