"""What the commands share: options, the opened home, what is printed."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.errors import QueryError

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

__all__ = [
    "AsOf",
    "Json",
    "OfDocument",
    "UsageError",
    "day",
    "lines",
    "note",
    "open_home",
    "print_json",
    "print_line",
]

# The base of every complaint about wrong usage; typer names only the derived class.
UsageError: Any = typer.BadParameter.__bases__[0]

Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="以哪一天为准判断时效，YYYY-MM-DD；默认今天。")
]
OfDocument = Annotated[str | None, typer.Option("--document", help="只看这份文件（文件 ID）。")]


def open_home(context: typer.Context) -> "KnowledgeBase":
    """The knowledge base of the home that the command line names."""
    from assistant.logs import configure
    from kb.knowledge import KnowledgeBase
    from kb.settings import load_settings

    settings = load_settings(context.find_root().obj)
    configure(settings)
    return KnowledgeBase(settings)


def lines(path: Path, key: str) -> Iterable[dict[str, Any]]:
    """The objects of a JSONL file, each with a string under `key`.

    Raises QueryError that names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} 读不了：{error}；请给出 UTF-8 的 JSONL 文件") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise QueryError(f"{path} 第 {number} 行不是 JSON：{error}") from error
        if not isinstance(row, dict) or not isinstance(row.get(key), str):
            raise QueryError(f"{path} 第 {number} 行缺少字符串 {key}")
        yield row


def day(text: str | None) -> date:
    """The day that an option names; today where it names none. Raises BadParameter."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} 不是 YYYY-MM-DD 的日期") from error


def print_json(value: Any) -> None:
    """Print one JSON value for people and programs."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_line(value: Any) -> None:
    """Print one line of JSONL."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def note(text: str) -> None:
    """Print a line for people, beside the output."""
    print(text, file=sys.stderr)
