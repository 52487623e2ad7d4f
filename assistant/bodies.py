"""Kinds of bodies (主体): enterprises, schools, persons and others. Data in bodies.toml. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

__all__ = ["BODIES", "ENTERPRISE", "OWNERSHIPS", "PERSON", "SECTIONS_OF", "Body", "is_among"]

ENTERPRISE = "企业"
PERSON = "个人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a word for a body surely includes, and what it may."""

    core: tuple[str, ...]
    wide: tuple[str, ...] = ()


def _load() -> tuple[dict[str, Body], dict[str, str], dict[str, str]]:
    data = tomllib.loads(files("assistant").joinpath("bodies.toml").read_text(encoding="utf-8"))
    bodies = {
        name: Body(core=tuple(each["core"]), wide=tuple(each.get("wide", ())))
        for each in data["terms"]
        for name in each["names"]
    }
    ownerships = {name: owner for owner, names in data["ownership"].items() for name in names}
    return bodies, ownerships, data["sections"]


BODIES: Mapping[str, Body]
"""What the words for bodies mean."""
OWNERSHIPS: Mapping[str, str]
"""国有, 民营 or 外资 by the words for it; those that end in 企业 or 企 say that it is one."""
SECTIONS_OF: Mapping[str, str]
"""The section of GB/T 4754 that a kind of body is of, by its core (院校)."""
BODIES, OWNERSHIPS, SECTIONS_OF = _load()


def is_among(own: Iterable[str], body: Body) -> bool | None:
    """Whether a body of these kinds is meant by a word; None where that may be."""
    kinds = tuple(own)
    if any(_within(kind, wanted) for kind in kinds for wanted in body.core):
        return True
    if any(
        _within(kind, wanted) or _within(wanted, kind)
        for kind in kinds
        for wanted in (*body.core, *body.wide)
    ):
        return None
    return False


def _within(kind: str, wanted: str) -> bool:
    return kind == wanted or kind.startswith(f"{wanted}.")
