"""A profile as JSON: read, with one clear line for what is wrong, and shown."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.industries import SECTIONS
from assistant.profile import FIELDS, Profile, profile_notes
from assistant.sizes import Size, size_source
from kb.errors import QueryError

__all__ = ["day_span", "profile_shape", "read_profile", "read_profile_file", "stated_shape"]

_SIZES: Mapping[str, tuple[Size, ...]] = {
    "大": (Size.LARGE,),
    "中": (Size.MEDIUM,),
    "小": (Size.SMALL,),
    "微": (Size.MICRO,),
    "小微": (Size.SMALL, Size.MICRO),
    "中小": (Size.MEDIUM, Size.SMALL),
    "中小微": (Size.MEDIUM, Size.SMALL, Size.MICRO),
    "大中": (Size.LARGE, Size.MEDIUM),
    "large": (Size.LARGE,),
    "medium": (Size.MEDIUM,),
    "small": (Size.SMALL,),
    "micro": (Size.MICRO,),
}
_UNITS = {"元": Decimal("0.0001"), "万": Decimal(1), "万元": Decimal(1), "亿": Decimal(10000)}
_UNITS["亿元"] = _UNITS["亿"]
_MONEY = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|亿|万|元)?")
_DAY = re.compile(r"(\d{4})(?:[-年./](\d{1,2}))?(?:[-月./](\d{1,2}))?[年月日]?")


def read_profile_file(path: Path) -> Profile:
    """The profile in a JSON file. Raises QueryError with one line that says what is wrong."""
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} 读不了：{error}；请给出 UTF-8 的 JSON 文件") from error
    except json.JSONDecodeError as error:
        raise QueryError(f"{path} 不是 JSON：{error}") from error
    return read_profile(value)


def read_profile(value: Any) -> Profile:
    """The profile that a JSON object gives; null is the same as a field left out.

    What `profile_shape` derives is passed over.

    Raises QueryError with one line for a field it does not know or cannot read.
    """
    if not isinstance(value, dict):
        example = '{"region": "衢州市", "size": "小型"}'
        raise QueryError(f"企业画像应是一个 JSON 对象，如 {example}")
    names = {chinese: name for name, chinese in FIELDS.items()}
    given: dict[str, Any] = {}
    for key, part in value.items():
        if key == "derived":
            continue
        name = str(names.get(key, key))
        if name not in FIELDS:
            raise QueryError(f"企业画像没有“{key}”这一项；可用的有：{'、'.join(FIELDS)}")
        if part is not None and part != "":
            target = "registered" if name == "registered_on" else name
            given[target] = _READERS[name](name, part)
    return Profile(**given)


def _wrong(name: str, part: Any, wanted: str) -> QueryError:
    shown = json.dumps(part, ensure_ascii=False)
    return QueryError(f"企业画像的 {name}（{FIELDS[name]}）写的是 {shown}，应是{wanted}")


def _text(name: str, part: Any) -> str:
    if not isinstance(part, str):
        raise _wrong(name, part, "文字")
    return part.strip()


def _texts(name: str, part: Any) -> tuple[str, ...]:
    parts = part if isinstance(part, list) else [part]
    if not all(isinstance(each, str) for each in parts):
        raise _wrong(name, part, "文字，或者文字的列表")
    return tuple(each.strip() for each in parts if each.strip())


def _section(name: str, part: Any) -> str:
    letters = {title: letter for letter, title in SECTIONS.items()}
    letter = part.strip() if isinstance(part, str) else ""
    letter = letters.get(letter, letter.upper())
    if letter not in SECTIONS:
        raise _wrong(name, part, "GB/T 4754—2017 的门类，A 到 T 的一个字母或者门类名称")
    return letter


def _size(name: str, part: Any) -> tuple[Size, ...]:
    word = part.strip() if isinstance(part, str) else ""
    found = _SIZES.get(word.lower().removesuffix("企业").removesuffix("型"))
    if found is None:
        raise _wrong(name, part, "大型、中型、小型、微型之一，或者小微、中小微")
    return found


def _number(part: Any) -> Decimal | None:
    if isinstance(part, bool):
        return None
    try:
        number = Decimal(str(part).strip().replace(",", "").rstrip("人%％"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None


def _count(name: str, part: Any) -> int:
    number = _number(part)
    if number is None or number != number.to_integral_value():
        raise _wrong(name, part, "人数，如 45")
    return int(number)


def _rate(name: str, part: Any) -> Decimal:
    number = _number(part)
    if number is None or number > 100:
        raise _wrong(name, part, "百分数，如 5.5")
    return number


def _money(name: str, part: Any) -> Decimal:
    """An amount of money in 万元; a bare number is 万元 too."""
    match = _MONEY.fullmatch(str(part).strip().replace(",", ""))
    if match is None or isinstance(part, bool):
        raise _wrong(name, part, '金额，如 800（万元）、"1.2亿元"')
    return Decimal(match[1]) * _UNITS[match[2] or "万元"]


def _days(name: str, part: Any) -> tuple[date, date]:
    """The first and the last day that a date, a month or a year means."""
    match = _DAY.fullmatch(str(part).strip())
    try:
        if match is None or isinstance(part, bool):
            raise ValueError(part)
        return day_span(*(int(each) if each else None for each in match.groups()))
    except ValueError:
        raise _wrong(name, part, "日期，如 2018-05-20，也可以只写到月或者年") from None


def day_span(year: int | None, month: int | None, day: int | None) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year. Raises ValueError."""
    first = date(year or 0, month or 1, day or 1)
    if day is not None:
        return first, first
    if month is not None:
        following = date(first.year + month // 12, month % 12 + 1, 1)
    else:
        following = date(first.year + 1, 1, 1)
    return first, following - timedelta(days=1)


def _truth(name: str, part: Any) -> bool:
    words = {"是": True, "否": False, "有": True, "没有": False, "true": True, "false": False}
    found = part if isinstance(part, bool) else words.get(str(part).strip().lower())
    if found is None:
        raise _wrong(name, part, " true 或者 false")
    return found


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "name": _text,
    "region": _text,
    "industry": _text,
    "section": _section,
    "size": _size,
    "kind": _texts,
    "qualifications": _texts,
    "projects": _texts,
    "circumstances": _texts,
    "without": _texts,
    "employees": _count,
    "revenue": _money,
    "assets": _money,
    "tax_paid": _money,
    "layoff_rate": _rate,
    "registered_on": _days,
    "insured": _truth,
}


def profile_shape(profile: Profile) -> dict[str, Any]:
    """The profile as `read_profile` reads it back, with what follows from it in `derived`."""
    return {**stated_shape(profile), "derived": _derived_shape(profile)}


def stated_shape(profile: Profile) -> dict[str, Any]:
    """What is given, in the order of the fields; money in 万元."""
    shape: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(profile, "registered" if name == "registered_on" else name)
        if value is not None and value != ():
            shape[name] = _shown(name, value)
    return shape


def _shown(name: str, value: Any) -> Any:
    if name == "size":
        return next((k for k, v in _SIZES.items() if v == value and len(v) > 1), value[0].value)
    if name == "registered_on":
        return _shown_days(*value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def _shown_days(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    return f"{first:%Y}" if (last - first).days > 31 else f"{first:%Y-%m}"


def _derived_shape(profile: Profile) -> dict[str, Any]:
    """What follows from the profile: the region as understood and the size by the standard."""
    derived = profile.derived_size
    return {
        "region": str(profile.territory) if profile.territory else None,
        "size": [size.value for size in Size if size in derived],
        "size_source": size_source() if derived else None,
        "notes": list(profile_notes(profile)),
    }
