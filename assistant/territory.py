"""Which province, prefecture and county a region means, and whether one lies in another. Pure.

Counties from counties.toml; provinces and prefectures from kb.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from kb.model import Document
from kb.regions import find_places

__all__ = [
    "NATION",
    "SEATED",
    "Territory",
    "covers",
    "named_place",
    "read_territory",
    "territory_of",
]

_KEPT = 16_384  # texts read once; documents repeat their phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """地区：as far down as it is known; of 全国 nothing is."""

    province: str | None = None  # short: 浙江
    prefecture: str | None = None  # short: 衢州; of a county under the province, the province
    county: str | None = None  # full: 衢江区
    zone: str | None = None  # 开发区、高新区… as written, without the place

    def __str__(self) -> str:
        parts = dict.fromkeys((self.province, self.prefecture, self.county, self.zone))
        return "".join(part for part in parts if part) or "全国"

    def up_to(self, level: str) -> "Territory | None":
        """The province, prefecture or county that holds it; None where it does not reach so far.

        The municipalities are provinces and prefectures at once.
        """
        if level == "province":
            return Territory(province=self.province) if self.province else None
        if level == "county":
            return replace(self, zone=None) if self.county else None
        if self.prefecture is None and self.province in _MUNICIPALITIES:
            return Territory(province=self.province)
        if self.prefecture is None:
            return None
        return Territory(province=self.province, prefecture=self.prefecture)


NATION = Territory()
_NATIONAL = frozenset({"全国", "国家", "中国"})
_MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})
SEATED = re.compile(
    r"(?:依法|在|于|位于|范围内|行政区域内|辖区内|境内|内|工商|税务|市场主体|注册地|所在地|注册|登记|设立|成立"
    r"|经营|落户|地址|为|并|且|均|都)+"
)
"""What is said of a place without asking for more than to be there."""
_ENDINGS = re.compile(r"壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|省|市|区|县|州")
_ZONE = re.compile(
    r"(?:经济技术|高新技术产业|经济|高新|产业|工业|循环经济|出口加工|保税|旅游度假)?"
    r"(?:开发区|新区|集聚区|园区|保税区|度假区|示范区|试验区)|高新区|经开区|工业园"
)
_ZONE_NAMES = {"高新区": "高新技术产业开发区", "经开区": "经济技术开发区"}


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


@lru_cache(maxsize=_KEPT)
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
    if len(certain) > 1:
        return None
    place = certain.pop() if certain else above
    zone = _ZONE.search(_pattern().sub("", text))
    if place is None or zone is None:
        return place
    return replace(place, zone=_ZONE_NAMES.get(zone[0], zone[0]))


def _deepest(named: list[Territory]) -> Territory | None:
    """The one that all the others hold; None where they lie apart."""
    deepest = max(named, key=lambda t: t.prefecture is not None, default=None)
    if deepest is None or not all(covers(other, deepest) for other in named):
        return None
    return deepest


def named_place(text: str) -> Territory | None:
    """The region that a text names where it names nothing else (天津市, 在天津市注册)."""
    place = read_territory(text)
    if place is None:
        return None
    for name in (place.county, place.prefecture, place.province):
        text = text.replace(name, "", 1) if name else text
    rest = _ENDINGS.sub("", text)
    return place if not rest or SEATED.fullmatch(rest) else None


def covers(outer: Territory, inner: Territory) -> bool | None:
    """Whether a region holds another; None where the inner one is not known far enough down."""
    for name in ("province", "prefecture", "county", "zone"):
        wanted, given = getattr(outer, name), getattr(inner, name)
        if wanted is None:
            continue
        if given is None:
            return None
        if wanted != given:
            return False
    return True


_MOSTLY = 0.8  # of the places named in a text, for it to be of their province
_OWN = re.compile(r"[我本全](?P<level>自治区|省|市|州|县|区)(?![内域别])")
_DATELINE = re.compile(r"(?:新华社|中新社|本报)[一-龥]{2,6}\d{1,2}月\d{1,2}日[电讯]")
_STATE = re.compile(
    r"国务院|财政部|(?:国家)?税务总局|海关总署|人民银行(?!\w{0,6}(?:中心支行|分行|管理部))|(?:人力资源(?:和)?社会保障|工业和信息化|交通运输|商务|发展改革)部"
)


def territory_of(document: Document) -> Territory | None:
    """The region a document speaks for: its own, else what its title names, else its text.

    A text that says 我市 or 全省 and nearly always names places of one province speaks for it; one
    that names no place at all and an organ of the state speaks for the whole country.
    """
    if document.region is not None:
        return read_territory(document.region)
    return read_territory(document.title) or _territory_in(document.text)


def _territory_in(text: str) -> Territory | None:
    text = _DATELINE.sub("", text)
    places = find_places(text)
    own = {match["level"] for match in _OWN.finditer(text)}
    if not places and not own:
        return NATION if _STATE.search(text) else None
    if not places or not own:
        return None
    province, count = Counter(place.province for place in places).most_common(1)[0]
    if count < _MOSTLY * len(places):
        return None
    within = {p.name for p in places if p.province == province and p.name != province}
    of_city = own <= {"市", "州"} and len(within) == 1
    return Territory(province=province, prefecture=within.pop() if of_city else None)
