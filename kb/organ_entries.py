"""The entries of organs.toml: every local name of an organ and the full name it stands for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["DEFAULT_CANONICAL", "Entry", "Name", "Template", "read_entry"]

DEFAULT_CANONICAL = "{region}{name}"
_SHORT_HEADS = {"委员会": ("委员会", "委"), "办公室": ("办公室", "办")}
_PLACEHOLDER = re.compile(r"\{(?:region|place|named)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One function and how its organs are named."""

    function: str
    state: str | None  # the central organ
    state_names: tuple[str, ...]
    canonical: str
    has_offices: bool  # its provincial organ is a 厅
    prefixed: bool  # its names need a region: 市委, 市政府
    vertical: bool
    spoken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One local name of an organ, without the region."""

    written: str
    entry: Entry
    full: str | None  # the full form; None where places differ
    until: int | None = None  # the year in which a former name ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A name with the region inside, and how the full name is written."""

    pattern: re.Pattern[str]
    canonical: str
    entry: Entry


def read_entry(data: Mapping[str, Any]) -> tuple[Entry, list[Name], list[Template]]:
    """An entry with its local names, the first of two that are alike, and its templates."""
    state = data.get("state")
    entry = Entry(
        function=data["function"],
        state=state,
        state_names=(*([state] if state else []), *data.get("state_short", [])),
        canonical=data.get("canonical", DEFAULT_CANONICAL),
        has_offices="厅" in data.get("heads", []),
        prefixed=data.get("prefixed", False),
        vertical=data.get("vertical", False),
        spoken=tuple(data.get("spoken", [])),
    )
    names: dict[str, Name] = {}
    for written, full, until in _names(data):
        names.setdefault(written, Name(written=written, entry=entry, full=full, until=until))
    return entry, list(names.values()), list(_templates(data, entry))


def _names(data: Mapping[str, Any]) -> Iterator[tuple[str, str | None, int | None]]:
    for full, short in data.get("names", {}).items():
        yield from ((name, full, None) for name in (full, *short))
    for group in data.get("stems", []):
        for head in data["heads"]:
            ends = _SHORT_HEADS.get(head, (head,))
            full = f"{group[0]}{head}"
            yield from ((f"{stem}{end}", full, None) for stem in group for end in ends)
    for former in data.get("former", []):
        full = former["name"]
        yield from ((name, full, former["until"]) for name in (full, *former.get("short", [])))
    yield from ((name, None, None) for name in data.get("ambiguous", []))


def _templates(data: Mapping[str, Any], entry: Entry) -> Iterator[Template]:
    for canonical, others in data.get("written", {}).items():
        for written in (canonical, *others):
            before, after = map(re.escape, _PLACEHOLDER.split(written))
            pattern = re.compile(f"{before}(.{{1,14}}?){after}")
            yield Template(pattern=pattern, canonical=canonical, entry=entry)
