"""Which province, prefecture and county a region means, and whether one lies in another. Pure.

Counties from counties.toml; provinces and prefectures from kb.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.model import Document
from kb.regions import find_places

__all__ = ["NATION", "Territory", "covers", "read_territory", "territory_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """地区：as far down as it is known; of 全国 nothing is."""

    province: str | None = None  # short: 浙江
    prefecture: str | None = None  # short: 衢州; of a county under the province, the province
    county: str | None = None  # full: 衢江区

    def __str__(self) -> str:
        parts = dict.fromkeys((self.province, self.prefecture, self.county))
        return "".join(part for part in parts if part) or "全国"


NATION = Territory()
_NATIONAL = frozenset({"全国", "国家", "中国"})


@cache
def _counties() -> dict[str, tuple[Territory, ...]]:
    """Every county of a name."""
    data = tomllib.loads(files("assistant").joinpath("counties.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Territory, ...]] = {}
    for province, prefectures in data.items():
        for prefecture, names in prefectures.items():
            for name in names:
                place = Territory(province=province, prefecture=prefecture, county=name)
                found[name] = (*found.get(name, ()), place)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _counties()), key=len, reverse=True)))


def read_territory(text: str) -> Territory | None:
    """The one region that a text names; None where it names none, several, or an ambiguous one.

    衢江区 alone is enough, since only one county bears the name; 朝阳区 needs its city.
    """
    if text.strip() in _NATIONAL:
        return NATION
    named = [
        Territory(province=p.province, prefecture=None if p.name == p.province else p.name)
        for p in find_places(text)
    ]
    above = _deepest(named)
    if above is None and named:
        return None
    counties = [
        [t for t in _counties()[match[0]] if above is None or covers(above, t)]
        for match in _pattern().finditer(text)
        if match[0].removesuffix("市") not in {t.prefecture for t in named}
    ]
    certain = {found[0] for found in counties if len(found) == 1}
    if len(certain) == 1:
        return certain.pop()
    return None if certain else above


def _deepest(named: list[Territory]) -> Territory | None:
    """The one that all the others hold; None where they lie apart."""
    deepest = max(named, key=lambda t: t.prefecture is not None, default=None)
    if deepest is None or not all(covers(other, deepest) for other in named):
        return None
    return deepest


def covers(outer: Territory, inner: Territory) -> bool | None:
    """Whether a region holds another; None where the inner one is not known far enough down."""
    for name in ("province", "prefecture", "county"):
        wanted, given = getattr(outer, name), getattr(inner, name)
        if wanted is None:
            return True
        if given is None:
            return None
        if wanted != given:
            return False
    return True


def territory_of(document: Document) -> Territory | None:
    """The region a document speaks for: its own, else the one that its title names."""
    if document.region is not None:
        return read_territory(document.region)
    return read_territory(document.title)
