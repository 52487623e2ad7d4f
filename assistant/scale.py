"""规模以上、限额以上: the statistical thresholds of an enterprise's industry; scale.toml. Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from assistant.industries import Industry, expanded, lies_in

__all__ = ["Threshold", "scale_source", "thresholds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The revenue from which an enterprise of some industries counts as 规模以上 or 限额以上."""

    name: str
    family: str  # 规模, 限额 or 资质
    industry: Industry
    revenue: Decimal | None  # 万元; None where it is not by revenue

    def __str__(self) -> str:
        by = f"年营业收入{self.revenue:f}万元及以上" if self.revenue is not None else "不按收入"
        return f"{self.name}：{by}"


def scale_source() -> str:
    """The name of the statistical rule."""
    return _data()[0]


def thresholds(industries: Sequence[Industry]) -> tuple[Threshold, ...]:
    """The thresholds that may be an enterprise's; all of them where its industry is not known."""
    return tuple(each for each in _data()[1] if lies_in(industries, each.industry) is not False)


@cache
def _data() -> tuple[str, tuple[Threshold, ...]]:
    data = tomllib.loads(files("assistant").joinpath("scale.toml").read_text(encoding="utf-8"))
    return str(data["source"]), tuple(
        Threshold(
            name=row["name"],
            family=row["family"],
            industry=Industry(core=expanded(row["codes"])),
            revenue=Decimal(row["revenue"]) if "revenue" in row else None,
        )
        for row in data["thresholds"]
    )
