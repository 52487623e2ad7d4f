"""What a folder's manifest.toml says of its files: facts that the text itself does not hold."""

import hashlib
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import SourceError

__all__ = ["MANIFEST", "Entry", "read_manifest"]

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `[[document]]` of a manifest.

    Everything but `file` is optional; the text wins where both speak.
    """

    file: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    written_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    repealed_on: date | None = None
    superseded_on: date | None = None
    status_note: str | None = None
    source: str | None = None
    licence: str | None = None
    label: str | None = None
    sha256: str | None = None


def read_manifest(folder: Path) -> dict[str, Entry]:
    """The entries of a folder's manifest by file name; empty where there is none.

    Raises SourceError.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
        return {row["file"]: _entry(row) for row in rows}
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        OSError,
        KeyError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:
        raise SourceError(f"清单 {path} 有误：{error}；请改正后重新收入") from error


def _entry(row: dict[str, Any]) -> Entry:
    known = {field.name for field in fields(Entry)}
    unknown = sorted(set(row) - known)
    if unknown:
        raise ValueError(f"不认识的键 {'、'.join(unknown)}")
    for name, value in row.items():
        wanted = date if name.endswith("_on") else str
        if not isinstance(value, wanted):
            raise ValueError(f"{name} 应是{'日期' if wanted is date else '字符串'}")
    return Entry(**row)


def matches(entry: Entry, content: bytes) -> bool:
    """Whether the file is the one that the manifest describes."""
    return entry.sha256 is None or hashlib.sha256(content).hexdigest() == entry.sha256
