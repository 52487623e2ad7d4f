"""Provinces and prefectures: which one a name means and which one lies in which.

Data in regions.toml.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Place", "find_places", "province_of", "within"]

# 朝阳、白银、白山… are also ordinary words or districts: they count as places only with 市 behind
# them.
_COMMON_WORDS = frozenset(
    {
        "朝阳",
        "白银",
        "白山",
        "吉安",
        "日照",
        "中山",
        "南平",
        "延安",
        "海西",
        "东营",
        "来宾",
        "阿里",
        "中卫",
        "大同",
        "海东",
        "海北",
        "黄山",
        "河池",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """地名：where a text names a province or a prefecture."""

    name: str  # short: 杭州, 浙江
    province: str  # short; the name itself for a province
    start: int
    end: int


@cache
def _provinces() -> dict[str, str]:
    """The short name of the province of every place, provinces included."""
    data = tomllib.loads(files("kb").joinpath("regions.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for group in data.values():
        for province, prefectures in group.items():
            found[province] = province
            found.update(dict.fromkeys(prefectures, province))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_provinces(), key=len, reverse=True)
    return re.compile("|".join(f"{name}市" if name in _COMMON_WORDS else name for name in names))


def find_places(text: str) -> tuple[Place, ...]:
    """The provinces and prefectures that a text names, in order."""
    found = []
    for match in _pattern().finditer(text):
        name = (
            match[0].removesuffix("市")
            if match[0].removesuffix("市") in _COMMON_WORDS
            else match[0]
        )
        found.append(
            Place(name=name, province=_provinces()[name], start=match.start(), end=match.end())
        )
    return tuple(found)


def province_of(region: str) -> str | None:
    """The short name of the province that a region belongs to; None where unknown.

    Regions are such as 衢州市, 北京市石景山区, 浙江省.
    """
    places = find_places(region)
    return places[0].province if places else None


def within(place: Place, region: str | None) -> bool:
    """Whether a document of `region` speaks for a place.

    Its region is the same one, the province of it, the whole country, or unknown.
    """
    if region is None or region in ("全国", "国家"):
        return True
    named = find_places(region)
    if not named:
        return False
    if any(other.name == place.name for other in named):
        return True
    return named[-1].name == named[-1].province == place.province and place.name != place.province
