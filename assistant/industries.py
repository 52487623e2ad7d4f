"""Industries by the codes of GB/T 4754—2017: what a text names and whether one lies in another.

Data in industries.toml. Pure.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = [
    "SECTIONS",
    "Industry",
    "NamedIndustry",
    "expanded",
    "find_industries",
    "lies_in",
    "names",
    "of_section",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """行业：codes that belong to it, and codes that may."""

    core: tuple[str, ...]
    wide: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.core, *self.wide)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedIndustry:
    """Where a text names an industry."""

    as_written: str
    industry: Industry
    start: int
    end: int


def _load() -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, Industry]]:
    data = tomllib.loads(files("assistant").joinpath("industries.toml").read_text(encoding="utf-8"))
    divisions = {letter: tuple(each["divisions"]) for letter, each in data["sections"].items()}
    terms = {
        name: Industry(
            core=_expanded(divisions, each["core"]),
            wide=_expanded(divisions, each.get("wide", ())),
        )
        for each in data["terms"]
        for name in each["names"]
    }
    for letter, each in data["sections"].items():
        terms.setdefault(each["name"], Industry(core=divisions[letter]))
    return {letter: each["name"] for letter, each in data["sections"].items()}, divisions, terms


def _expanded(divisions: Mapping[str, tuple[str, ...]], codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(c for code in codes for c in divisions.get(code, (code,)))


SECTIONS, _DIVISIONS, _TERMS = _load()
"""The names of the sections (门类) by letter."""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _TERMS), key=len, reverse=True)))


def find_industries(text: str) -> tuple[NamedIndustry, ...]:
    """The industries that a text names, the longest names first, in order."""
    return tuple(
        NamedIndustry(
            as_written=match[0],
            industry=_TERMS[match[0]],
            start=match.start(),
            end=match.end(),
        )
        for match in _pattern().finditer(text)
    )


def names() -> frozenset[str]:
    """All words for industries."""
    return frozenset(_TERMS)


def expanded(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes with each section (a letter) as its divisions."""
    return _expanded(_DIVISIONS, codes)


def of_section(letter: str) -> Industry:
    """A whole section. Raises KeyError."""
    return _TERMS[SECTIONS[letter]]


def lies_in(own: Sequence[Industry], wanted: Industry) -> bool | None:
    """Whether an enterprise of these industries is of the wanted one; None where that may be.

    One that surely is suffices; it is not where none can be.
    """
    if any(each == wanted or _all_in(each.codes, wanted.core) for each in own):
        return True
    if any(_touches(each.codes, wanted.codes) for each in own) or not own:
        return None
    return False


def _all_in(codes: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(code.startswith(tuple(wanted)) for code in codes)


def _touches(codes: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in codes for b in wanted)
