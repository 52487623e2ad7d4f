"""Organs (机关, 部门): what a name means, in which region, and how else it is written.

A name is a region and a function: 市发改委 in a document of 衢州市 is 衢州市发展和改革委员会. What
cannot be told for certain stays None: a class of organs (各县政府), a short name that stands for
different full names in different places (市文旅局), a region that the document does not give.
The names are reviewed general knowledge in organs.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Self

from kb.organ_classes import is_generic, lower_governments
from kb.organ_entries import DEFAULT_CANONICAL, Entry, Name, Template, read_entry
from kb.organ_mentions import Mention, Use, find_mentions
from kb.organ_regions import bare_place, expand, is_own_level, is_region
from kb.squeeze import squeeze

__all__ = ["Mention", "Organs"]

_STATE_LEVEL, _STATE_REGION = "国家", "全国"
_STATE_PREFIXES = frozenset(("国家", "国务院", "中国", "全国", "中央", "中华全国"))
# 环境保护部, 中国银行保险监督管理委员会: former names of central organs.
_OF_THE_STATE = re.compile("^(?:中国|国家|国务院)|部$")
_PROVINCE = ("省", "自治区", "兵团")
_PLACE_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_ZONE = re.compile(
    "(?P<zone>[\u4e00-\u9fff]{2,12}?(?:开发区|新区|保税区|示范区|高新区|试验区|实验区|度假区|风景区"
    "|产业园))"
    "管理?委员?会"
)
# 市委宣传部（市新闻出版局）
_SECOND_NAME = re.compile("[（(〔\\[][^（）()〔〕\\[\\]]*[）)〕\\]]$")


class Organs:
    """The names of organs. Pure; made once with `Organs.load()`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._entries: list[tuple[Entry, list[Name]]] = []
        self._templates: list[Template] = []
        self._states: dict[str, Entry] = {}
        self._former_states: dict[str, str] = {}
        self._local: dict[str, Name] = {}
        self._spoken: dict[str, str] = {}
        for item in data["organ"]:
            entry, names, templates = read_entry(item)
            self._entries.append((entry, names))
            self._templates += templates
            for written in entry.state_names:
                self._states.setdefault(written, entry)
            for name in names:
                self._add(name)
            for spoken in entry.spoken:
                self._spoken.setdefault(spoken, entry.function)
        self._longest = max(map(len, self._local), default=0)
        self._function = lru_cache(maxsize=10_000)(self._find_function)

    def _add(self, name: Name) -> None:
        self._local.setdefault(name.written, name)
        if name.until and name.full and _OF_THE_STATE.search(name.full):
            self._former_states.setdefault(name.written, name.full)

    @classmethod
    def load(cls) -> Self:
        """The organs of the packaged list (kb/organs.toml)."""
        return cls(tomllib.loads(files("kb").joinpath("organs.toml").read_text(encoding="utf-8")))

    # -- full names

    def resolve(self, as_written: str, region: str | None, level: str | None) -> str | None:
        """The canonical full name; None when not certain.

        `region` (衢州市, 全国) and `level` (国家, 省, 市, 县) are those of the document.
        """
        name = _bare(as_written)
        if not name or is_generic(name):
            return None
        if name in self._states:
            return self._states[name].state
        if name in self._former_states:
            return self._former_states[name]
        national = level == _STATE_LEVEL or region == _STATE_REGION
        for template, written in self._templated(name):
            return _filled(template.canonical, written, region)
        found = self._local_name(name)
        return _full(*found, region, national) if found else _zone(name)

    # -- functions

    def function(self, as_written: str) -> str | None:
        """What an organ does, whatever its region: 市发改委 → 发展和改革; None if unknown."""
        return self._function(as_written)

    def _find_function(self, as_written: str) -> str | None:
        name = _bare(as_written)
        if name in self._states:
            return self._states[name].function
        if name in self._spoken:
            return self._spoken[name]
        if governments := lower_governments(name):
            return governments
        for template, _ in self._templated(name):
            return template.entry.function
        if found := self._local_name(name):
            return found[1].entry.function
        endings = (spoken for spoken in self._spoken if name.endswith(spoken))
        return next((self._spoken[s] for s in endings if is_region(name.removesuffix(s))), None)

    def key(self, as_written: str) -> str:
        """What names of one kind of organ share: the function, or the name without its level."""
        name = _bare(as_written)
        return self.function(name) or re.sub("^[本我]?(?:自治区|[省市州县区])(?=..)", "", name)

    # -- names

    def aliases(self, canonical: str) -> tuple[str, ...]:
        """Every way of writing an organ's function, without the region; () for an unknown organ."""
        function = self.function(canonical)
        names = (
            written
            for entry, local in self._entries
            if entry.function == function
            for written in (*entry.state_names, *(name.written for name in local))
        )
        return tuple(dict.fromkeys(n for n in names if n != canonical and len(n) > 1))

    def former_until(self, name: str) -> int | None:
        """The year in which a former name (国土资源局) ended; None for a name in use."""
        found = self._local_name(_bare(name))
        return found[1].until if found else None

    def find(self, text: str) -> list[Mention]:
        """The organs named in a question, in order; unknown ones are told by their shape."""
        return find_mentions(text, self._free_names, self.function)

    def words(self) -> tuple[str, ...]:
        """Every name and alias, without regions, for the dictionary of a word segmenter."""
        names = (*self._states, *self._local, *self._spoken)
        return tuple(dict.fromkeys(name for name in names if len(name) > 1))

    @cached_property
    def _free_names(self) -> dict[str, Use]:
        """The names that questions use."""
        spoken = dict.fromkeys(self._spoken, Use.SPOKEN)
        local = {
            written: Use.PREFIXED if name.entry.prefixed else Use.ALONE
            for written, name in self._local.items()
        }
        departments = {
            name: Use.ALONE for name in spoken if name.endswith(("部门", "机关", "机构"))
        }
        return spoken | departments | local | dict.fromkeys(self._states, Use.ALONE)

    # -- taking names apart

    def _local_name(self, name: str) -> tuple[str, Name] | None:
        """The region as written and the longest known local name behind it."""
        for at in range(max(0, len(name) - self._longest), len(name)):
            local = self._local.get(name[at:])
            if local is None:
                continue
            prefix = name[:at].removeprefix("中共")
            for state in local.entry.state_names:
                prefix = prefix.removeprefix(state)
            if _may_precede(prefix, local.entry):
                return prefix, local
        return None

    def _templated(self, name: str) -> Iterator[tuple[Template, str]]:
        """Names with the region inside, and the region as written.

        省金融监管局 is the province's own, 江西金融监管局 the central one's.
        """
        own = self._local_name(name)
        if own and (not own[0] or is_own_level(own[0])):
            return
        for template in self._templates:
            found = template.pattern.fullmatch(name)
            if found and _may_be_place(found[1], template.entry):
                yield template, found[1]


def _bare(as_written: str) -> str:
    """A name without white space and without a second name in brackets."""
    name = squeeze(as_written)
    return name if lower_governments(name) else _SECOND_NAME.sub("", name)


def _may_precede(prefix: str, entry: Entry) -> bool:
    """Whether a text can be the region before an organ's name."""
    if not prefix:
        return not entry.prefixed
    if prefix in _STATE_PREFIXES:
        return entry.state is not None
    return _may_be_place(prefix, entry)


def _may_be_place(text: str, entry: Entry) -> bool:
    """Whether a text is a region, or a bare place name (龙游) before a central organ's office."""
    return is_region(text) or (entry.vertical and bool(_PLACE_NAME.fullmatch(text)))


def _filled(canonical: str, written: str, region: str | None) -> str | None:
    """A template with its region: its own where it names one, else the document's."""
    if is_own_level(written) or "{region}" in canonical:
        full = expand(written, region)
        named = full
    else:
        full = named = written
    if full is None or named is None:
        return None
    return canonical.format(region=full, place=bare_place(full), named=named)


def _full(prefix: str, name: Name, region: str | None, national: bool) -> str | None:
    """The full name of a local organ, or of the central one where the document is the state's."""
    entry = name.entry
    if prefix in _STATE_PREFIXES or (national and not prefix):
        return None if name.until else entry.state
    if name.full is None:
        return None
    if prefix and "{place}" in entry.canonical and not is_own_level(prefix):
        return entry.canonical.format(place=bare_place(prefix), name=name.full)
    full = expand(prefix, region)
    if full is None or not _fits(name, full):
        return None
    canonical = DEFAULT_CANONICAL if name.until else entry.canonical
    return canonical.format(region=full, place=bare_place(full), name=name.full)


def _fits(name: Name, region: str) -> bool:
    """Whether a form can stand at a region's level: 厅 is provincial, its sisters below are 局."""
    full = name.full or ""
    if name.until or not name.entry.has_offices:
        return True
    province = region.endswith(_PROVINCE)
    return not full.endswith("局" if province else "厅")


def _zone(name: str) -> str | None:
    """The full name of a named zone's committee: 赣江新区管委会 → 赣江新区管理委员会."""
    found = _ZONE.fullmatch(name)
    return f"{found['zone']}管理委员会" if found and expand(found["zone"], None) else None
