"""The size of an enterprise by 统计上大中小微型企业划分办法（2017）; data in sizes.toml. Pure."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.industries import Industry, expanded, lies_in

__all__ = ["Size", "derived_sizes", "size_source"]


class Size(StrEnum):
    """企业规模。"""

    LARGE = "大型"
    MEDIUM = "中型"
    SMALL = "小型"
    MICRO = "微型"


_ORDER = tuple(Size)
_INDICATORS = ("employees", "revenue", "assets")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant").joinpath("sizes.toml").read_text(encoding="utf-8"))


def size_source() -> str:
    """The name of the standard."""
    return str(_data()["source"])


def derived_sizes(
    industries: Sequence[Industry], indicators: Mapping[str, Decimal | None]
) -> frozenset[Size]:
    """The sizes an enterprise can be of, by `employees` (人), `revenue` and `assets` (万元).

    A size needs the lower limit of every indicator of its industry, so that one indicator alone
    gives the largest size possible. Empty where nothing follows: no indicator of the industry is
    known, or the standard does not cover it.
    """
    found: set[Size] = set()
    for row in _rows(industries):
        tiers = [
            _tier(value, row[name])
            for name in _INDICATORS
            if name in row and (value := indicators.get(name)) is not None
        ]
        if not tiers:
            return frozenset()
        lowest = max(tiers)
        complete = all(indicators.get(name) is not None for name in _INDICATORS if name in row)
        found.update([_ORDER[lowest]] if complete else _ORDER[lowest:])
    return frozenset(found)


def _rows(industries: Sequence[Industry]) -> Iterable[Mapping[str, Any]]:
    """The rows of the table that may be the enterprise's; all where its industry is not known."""
    for row in _data()["industries"]:
        if lies_in(industries, Industry(core=expanded(row["codes"]))) is not False:
            yield row


def _tier(value: Decimal, limits: Sequence[int]) -> int:
    """The place in the order of sizes that one indicator gives."""
    return next((place for place, limit in enumerate(limits) if value >= limit), len(limits))
