"""Rows of SQLite for the frozen dataclasses of the domain, by their own field types."""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

__all__ = ["columns", "from_row", "to_row"]


def columns(kind: type) -> tuple[str, ...]:
    """The column names of a record type: its field names, in order."""
    return tuple(field.name for field in fields(kind))


def to_row(record: Any, names: tuple[str, ...] | None = None) -> tuple[Any, ...]:
    """The values of a record (or of its fields `names`) as SQLite stores them.

    Dates are ISO 8601, decimals and enums text, tuples JSON, records in them rows.
    """
    return tuple(_encode(getattr(record, name)) for name in names or columns(type(record)))


def from_row(kind: type, row: tuple[Any, ...]) -> Any:
    """The record that `to_row` made this row from."""
    decoders = _decoders(kind)
    return kind(
        **{
            name: None if value is None else decode(value)
            for (name, decode), value in zip(decoders, row, strict=True)
        }
    )


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return json.dumps([_encode_part(part) for part in value], ensure_ascii=False)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    return value


def _encode_part(value: Any) -> Any:
    return to_row(value) if is_dataclass(value) else _encode(value)


@cache
def _decoders(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((name, _decoder(hints[name])) for name in columns(kind))


def _decoder(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        part = _part_decoder(get_args(hint)[0])
        return lambda value: tuple(map(part, json.loads(value)))
    if hint is date:
        return date.fromisoformat
    return hint


def _part_decoder(hint: type) -> Any:
    return (lambda row: from_row(hint, tuple(row))) if is_dataclass(hint) else _decoder(hint)
