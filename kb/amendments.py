"""Known newer versions of regulations whose text the knowledge base may not hold.

Data in amendments.toml.
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from kb.citations import bare_title
from kb.model import Document

__all__ = ["Amendment", "amendments", "with_amendment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """修订：since when a title has a newer version."""

    title: str
    amended_on: date
    effective_on: date
    note: str


@cache
def amendments() -> tuple[Amendment, ...]:
    """The reviewed list."""
    data = tomllib.loads(files("kb").joinpath("amendments.toml").read_text(encoding="utf-8"))
    return tuple(Amendment(**entry) for entry in data["amendment"])


def with_amendment(document: Document, known: tuple[Amendment, ...]) -> Document:
    """The document, superseded where a newer version of its title is known.

    Its own dates are older than that version.
    """
    dates = [
        day for day in (document.written_on, document.published_on, document.effective_on) if day
    ]
    for amendment in known:
        if bare_title(document.title) != bare_title(amendment.title) or document.superseded_on:
            continue
        if dates and max(dates) < amendment.amended_on:
            return replace(
                document, superseded_on=amendment.effective_on, status_note=amendment.note
            )
    return document
