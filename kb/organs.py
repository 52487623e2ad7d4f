"""Organs (机关, 部门): what a name means, in which region, and how else it is written. Data in organs.toml.

A name is a region and a function: 市发改委 in a document of 衢州市 is 衢州市发展和改革委员会. What cannot be told
for certain stays None: a class of organs (各县〔市、区〕政府), a short name that stands for different full names
in different places (市文旅局), a region that the document does not give.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any, Self

from kb.organ_mentions import Mention, find_mentions
from kb.organ_regions import bare_place, expand, is_generic, is_own_level, is_region
from kb.squeeze import squeeze

__all__ = ["Mention", "Organs"]

_STATE_LEVEL = "国家"
_STATE_PREFIXES = ("国家", "国务院", "中国", "全国", "中央", "中华全国")
_SHORT_HEADS = {"委员会": ("委员会", "委"), "办公室": ("办公室", "办")}
_DEFAULT = "{region}{name}"
_OF_THE_STATE = re.compile("^(?:中国|国家|国务院)|部$")  # 环境保护部, 中国银行保险监督管理委员会
_PLACEHOLDER = re.compile(r"\{(region|place|named)\}")

# 市委宣传部（市新闻出版局）, 县（市、区）人民政府（管委会）
_SECOND_NAME = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[）)〕\]]$")

# Classes of lower governments; the function says which levels are meant.
_GOVERNMENTS = re.compile(
    r"^(?:各有关|各相关|各|有关|相关|全省各|全市各|全区各|所有|辖区|属地|当地|地方|下级)?"
    r"(?P<levels>[省市州盟地县旗区乡镇级设自治街道园高新开发功能直管林和及或与以上、，（）()〔〕［］\[\]]+?)"
    r"(?:人民)?(?:政府|党委政府|办事处)(?:（管委会）|、?管委会)?$"
)
_OWN_LEVELS = (
    "省",
    "自治区",
    "市",
    "州",
    "自治州",
    "地区",
    "盟",
    "县",
    "自治县",
    "区",
    "旗",
    "自治旗",
)
_WHOLE_COUNTY = re.compile(
    r"县[（(〔\[]?(?:市、?区|区、?市|市|区)|区[（(〔\[]?(?:县、?市|市、?县|县)|市[）)〕\]]?区"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """One local name of an organ."""

    organ: "_Organ"
    full: str | None  # the full form of this name; None where places differ
    prefixed: bool = False
    former: bool = False


@dataclass(frozen=True, slots=True)
class _Organ:
    function: str
    state: str | None
    state_names: tuple[str, ...]
    canonical: str
    has_offices: bool  # its provincial organ is a 厅
    local: Mapping[str, _Name]
    written: tuple[tuple[re.Pattern[str], str], ...]
    spoken: tuple[str, ...]
    until: Mapping[str, int]
    vertical: bool


class Organs:
    """The names of organs. Pure; made once with `Organs.load()`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._organs: list[_Organ] = []
        self._states: dict[str, _Organ] = {}
        self._former_states: dict[str, str] = {}
        self._local: dict[str, _Name] = {}
        self._spoken: dict[str, str] = {}
        for entry in data["organ"]:
            self._add(entry)
        self._longest = max(map(len, self._local), default=0)

    @classmethod
    def load(cls) -> Self:
        """The organs of the packaged list (kb/organs.toml)."""
        return cls(tomllib.loads(files("kb").joinpath("organs.toml").read_text(encoding="utf-8")))

    def _add(self, entry: Mapping[str, Any]) -> None:
        organ_names: dict[str, _Name] = {}
        organ = _Organ(
            function=entry["function"],
            state=entry.get("state"),
            state_names=(*filter(None, [entry.get("state")]), *entry.get("state_short", [])),
            canonical=entry.get("canonical", _DEFAULT),
            has_offices="厅" in entry.get("heads", []),
            local=organ_names,
            written=tuple(_written(entry.get("written", {}))),
            spoken=tuple(entry.get("spoken", [])),
            until={former["name"]: former["until"] for former in entry.get("former", [])},
            vertical=entry.get("vertical", False),
        )
        for name, full, former in _local_names(entry):
            known = organ_names.get(name)
            if known is None:
                organ_names[name] = _Name(organ, full, entry.get("prefixed", False), former)
        self._organs.append(organ)
        for name in organ.state_names:
            self._states.setdefault(name, organ)
        for name, value in organ_names.items():
            self._local.setdefault(name, value)
            if value.former and value.full and _OF_THE_STATE.search(value.full):
                self._former_states[name] = value.full
        for name in organ.spoken:
            self._spoken.setdefault(name, organ.function)

    def resolve(self, as_written: str, region: str | None, level: str | None) -> str | None:
        """The canonical full name, for a document of `region` and `level` (国家, 省, 市, 县); None when not certain."""
        name = _bare(as_written)
        if is_generic(name) or not name:
            return None
        if name in self._states:
            return self._states[name].state
        if name in self._former_states:
            return self._former_states[name]
        national = level == _STATE_LEVEL or region == "全国"
        for organ, template, written in self._templates(name):
            full = None if national and not written else expand(written, region)
            if "{region}" in template:
                return template.format(region=full) if full else None
            if is_region(written) and len(written) > 1 or not _single(written):
                return template.format(place=bare_place(written), named=written)
            return template.format(place=bare_place(full), named=full) if full else None
        found = self._local_name(name)
        return self._local_full(*found, region, national) if found else _zone(name)

    def _local_full(
        self, prefix: str, name: _Name, region: str | None, national: bool
    ) -> str | None:
        organ = name.organ
        if prefix in _STATE_PREFIXES or (national and not prefix):
            return None if name.former else organ.state
        if prefix and "{place}" in organ.canonical and not is_own_level(prefix):
            return organ.canonical.format(place=bare_place(prefix), name=name.full)
        full = expand(prefix, region)
        if full is None or name.full is None or not (name.former or _fits(name, full)):
            return None
        canonical = _DEFAULT if name.former else organ.canonical
        return canonical.format(region=full, place=bare_place(full), name=name.full)

    def function(self, as_written: str) -> str | None:
        """The function that a name stands for, whatever its region: 市发改委, 发改局 → 发展和改革; None if unknown."""
        name = _bare(as_written)
        if name in self._states:
            return self._states[name].function
        if name in self._spoken:
            return self._spoken[name]
        governments = _lower_governments(name)
        if governments:
            return governments
        for organ, _, _ in self._templates(name):
            return organ.function
        found = self._local_name(name)
        if found:
            return found[1].organ.function
        spoken = next(
            (s for s in self._spoken if name.endswith(s) and is_region(name.removesuffix(s))), None
        )
        return self._spoken[spoken] if spoken else None

    def key(self, as_written: str) -> str:
        """What two names share when they mean the same kind of organ: the function, or the name without its level."""
        name = _bare(as_written)
        return self.function(name) or re.sub(
            r"^(?:本|我)?(?:省|自治区|市|州|县|区)(?=..)", "", name
        )

    def aliases(self, canonical: str) -> tuple[str, ...]:
        """Every way of writing the function of an organ, without the region; () for an unknown organ."""
        function = self.function(canonical)
        names = [
            name
            for organ in self._organs
            if organ.function == function
            for name in (*organ.state_names, *organ.local)
            if name != canonical and len(name) > 1
        ]
        return tuple(dict.fromkeys(names))

    def former_until(self, name: str) -> int | None:
        """The year in which a former name (国土资源局) ceased to be used; None for a name in use."""
        found = self._local_name(_bare(name))
        return found[1].organ.until.get(found[1].full or "") if found else None

    def find(self, text: str) -> list[Mention]:
        """The organs named in a question, in order: known names, longest first, and unknown ones by their shape."""
        return find_mentions(text, self._free_names, self.function)

    def words(self) -> tuple[str, ...]:
        """Every name and alias, without regions, for the dictionary of a word segmenter."""
        names = (*self._states, *self._local, *self._spoken)
        return tuple(dict.fromkeys(name for name in names if len(name) > 1))

    @cached_property
    def _free_names(self) -> dict[str, bool]:
        """Names that questions use, and whether each stands without a region before it."""
        names = {name: not value.prefixed for name, value in self._local.items()}
        return names | dict.fromkeys((*self._states, *self._spoken), True)

    def _local_name(self, name: str) -> tuple[str, _Name] | None:
        """The part before the longest known local name at the end, and that name."""
        for at in range(max(0, len(name) - self._longest), len(name)):
            value = self._local.get(name[at:])
            if value is None:
                continue
            prefix = name[:at].removeprefix("中共")
            for state in value.organ.state_names:
                prefix = prefix.removeprefix(state)
            if prefix in _STATE_PREFIXES and value.organ.state:
                return prefix, value
            if is_region(prefix) or (not prefix and not value.prefixed):
                return prefix, value
            if value.organ.vertical and 2 <= len(prefix) <= 4 and _HAN_ONLY.fullmatch(prefix):
                return prefix, value
        return None

    def _templates(self, name: str) -> Iterator[tuple[_Organ, str, str]]:
        """Names with the region inside: the organ, how its full name is written, the region as written.

        省金融监管局 is the province's own, 江西金融监管局 the central one's.
        """
        own = self._local_name(name)
        if own and (not own[0] or is_own_level(own[0])):
            return
        for organ in self._organs:
            for pattern, template in organ.written:
                found = pattern.fullmatch(name)
                if found and (
                    is_region(found[1]) or (organ.vertical and _HAN_ONLY.fullmatch(found[1]))
                ):
                    yield organ, template, found[1]


_HAN_ONLY = re.compile("[\u4e00-\u9fff]{2,4}")


def _single(text: str) -> bool:
    return len(text) <= 1 or text in ("自治区", "自治州")


def _bare(as_written: str) -> str:
    name = squeeze(as_written)
    return name if _lower_governments(name) else _SECOND_NAME.sub("", name)


def _local_names(entry: Mapping[str, Any]) -> Iterator[tuple[str, str | None, bool]]:
    """Each local name of an entry, its full form, and whether it is a former name."""
    for full, short in entry.get("names", {}).items():
        yield full, full, False
        yield from ((name, full, False) for name in short)
    for group in entry.get("stems", []):
        for head in entry["heads"]:
            full = f"{group[0]}{head}"
            for stem in group:
                yield from (
                    (f"{stem}{end}", full, False) for end in _SHORT_HEADS.get(head, (head,))
                )
    for former in entry.get("former", []):
        yield former["name"], former["name"], True
        yield from ((name, former["name"], True) for name in former.get("short", []))
    yield from ((name, None, False) for name in entry.get("ambiguous", []))


def _written(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Patterns of names with the region inside, each with the template of the full name."""
    groups: dict[str, list[str]] = defaultdict(list)
    for full, others in table.items():
        groups[full] += [full, *others]
    for full, templates in groups.items():
        for template in templates:
            parts = _PLACEHOLDER.split(template)
            yield re.compile(f"{re.escape(parts[0])}(.{{1,14}}?){re.escape(parts[2])}"), full


def _fits(name: _Name, region: str) -> bool:
    """Whether a form can stand at a region's level: 厅 is provincial, and its sisters below are 局."""
    province = region.endswith(("省", "自治区", "兵团"))
    full = name.full or ""
    if full.endswith("厅") and name.organ.has_offices:
        return province
    return not (province and name.organ.has_offices and full.endswith("局"))


def _lower_governments(name: str) -> str | None:
    """The function of a class of lower governments: 各县〔市、区〕政府, 区县政府 → 县级政府."""
    found = _GOVERNMENTS.match(name)
    if not found or name[-3:] == "办事处":
        return "街道和乡镇" if found and re.search("[乡镇街]", name) else None
    levels = found["levels"]
    if levels in _OWN_LEVELS and name.startswith(levels):
        return None
    if re.search("[乡镇街]", levels):
        return "街道和乡镇"
    levels = levels.replace("设区", "").replace("自治区", "省")
    counties = re.search("[县区旗]", levels)
    cities = re.search("[市州盟地]", _WHOLE_COUNTY.sub("", levels))
    if counties and not cities:
        return "县级政府"
    return "市县政府" if counties else "市级政府" if cities else "地方政府"


def _zone(name: str) -> str | None:
    """The full name of a named zone's committee: 赣江新区管委会 → 赣江新区管理委员会."""
    found = re.fullmatch(
        r"([\u4e00-\u9fff]{2,12}?(?:开发区|新区|保税区|示范区|高新区|试验区|实验区|度假区|风景区|产业园))管(?:理)?委(?:员)?会",
        name,
    )
    return f"{found[1]}管理委员会" if found and expand(found[1], None) else None
