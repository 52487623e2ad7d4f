"""Tables of indicators (专栏 主要指标): one goal for each figure under a year still to come.

A row is one line whose cells stand apart by white space or bars. Columns are counted from the
right, since names of groups to the left span several rows. A row that does not fit gives nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.dates import Period, find_periods
from ingest.goals import Goal
from kb.model import Comparison

__all__ = ["TableHead", "read_row", "read_table_head"]

_CELL = re.compile(r"[^\s|｜]+")
_YEAR = re.compile(
    r"[（(]?(20\d\d)年?[）)]?(?:目标值?|规划值?|预期值?|指标值?|计划值?"
    r"|基期值?|基准值?|基数|现状值?|实际值?|实绩|完成值?|累计值?|预计值?)?"
)
_PROSE = re.compile("[，。；]")
_NAMED = re.compile("指标|名称|项目|内容")
_UNIT_HEAD = re.compile("单位|计量单位")
_FIGURE = re.compile(
    r"(?P<before>[≥≤><＞＜约]|>=|<=|不低于|超过)?[〔\[]?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)[〕\]]?"
    r"(?P<unit>[%％‰]?)(?P<after>以上|以内|以下|左右)?"
)
_UNIT_IN_NAME = re.compile(r"[（(]([^（）()]{1,12})[）)]$")
_COMPARISONS = {
    "≥": Comparison.AT_LEAST,
    ">=": Comparison.AT_LEAST,
    "不低于": Comparison.AT_LEAST,
    "以上": Comparison.AT_LEAST,
    "≤": Comparison.AT_MOST,
    "<=": Comparison.AT_MOST,
    "<": Comparison.AT_MOST,
    "＜": Comparison.AT_MOST,
    "以内": Comparison.AT_MOST,
    "以下": Comparison.AT_MOST,
    ">": Comparison.MORE_THAN,
    "＞": Comparison.MORE_THAN,
    "超过": Comparison.MORE_THAN,
    "约": Comparison.ABOUT,
    "左右": Comparison.ABOUT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHead:
    """The columns of a table of indicators that hold goals, counted from the right."""

    columns: tuple[tuple[int, Period], ...]
    unit: int | None  # the column 单位
    figures: int  # columns from the first year on


def read_table_head(line: str, written: date | None) -> TableHead | None:
    """The head of a table of indicators: a cell 指标 and a year to come; None for other lines."""
    cells = _CELL.findall(line)
    if len(cells) < 3 or _PROSE.search(line) or not _NAMED.search(cells[0] + cells[1]):
        return None
    years = [(len(cells) - n, cell) for n, cell in enumerate(cells) if _YEAR.fullmatch(cell)]
    columns = tuple(
        (column, period)
        for column, cell in years
        for period in find_periods(
            cell if "年" in cell else cell.replace(cell[:4], cell[:4] + "年")
        )
        if period.due and (written is None or period.due >= written)
    )
    if not columns or (written is None and len(years) > 1):
        columns = columns[-1:]
    units = [len(cells) - n for n, cell in enumerate(cells) if _UNIT_HEAD.fullmatch(cell)]
    if not columns:
        return None
    return TableHead(columns=columns, unit=units[0] if units else None, figures=years[0][0])


def read_row(line: str, head: TableHead) -> tuple[Goal, ...]:
    """The goals of one row, spans into the line; empty where the row does not fit the head."""
    cells = list(_CELL.finditer(line))
    return tuple(_goals(cells, head)) if len(cells) > head.figures else ()


def _goals(cells: list[re.Match[str]], head: TableHead) -> Iterator[Goal]:
    first = len(cells) - max(head.figures, head.unit or 0)
    name = cells[first - 1] if first > 0 else None
    if name is None or name[0].isdecimal():
        return
    stated = _UNIT_IN_NAME.search(name[0])
    unit = cells[-head.unit][0] if head.unit else stated[1] if stated else ""
    for column, period in head.columns:
        cell = cells[-column]
        figure = _FIGURE.fullmatch(cell[0])
        if figure is None:
            continue
        said = figure["before"] or figure["after"]
        yield Goal(
            start=name.start(),
            end=cell.end(),
            indicator=name[0][: stated.start()] if stated else name[0],
            value=Decimal(figure["number"].replace(",", "")),
            unit=(figure["unit"] or unit).replace("％", "%"),
            comparison=_COMPARISONS.get(said or "", Comparison.EXACTLY),
            period=period,
        )
