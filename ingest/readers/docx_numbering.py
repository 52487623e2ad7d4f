"""Automatic numbers of Word paragraphs, as Word prints them.

Source: ECMA-376 part 1, 17.9 (numbering), 17.18.59 (ST_NumberFormat).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kb.numerals import to_chinese

__all__ = ["Numbering", "format_number"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_COUNTING = frozenset(
    {
        *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting"),
        *("taiwaneseCountingThousand", "japaneseCounting", "ideographEnclosedCircle"),
    }
)
_SINGLE = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
}


def format_number(number: int, form: str) -> str:
    """A number in a number format of Word; unknown formats print as decimal digits."""
    if form in ("none", "bullet") or number < 0:
        return ""
    if form in _COUNTING and number < 10_000:
        return to_chinese(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional") and number < 10_000:
        return f"{'壹' if 10 <= number < 20 else ''}{to_chinese(number).translate(_LEGAL)}"
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in _SINGLE and 1 <= number <= _SINGLE[form][1]:
        return chr(_SINGLE[form][0] + number - 1)
    if form in ("ideographTraditional", "ideographZodiac") and number:
        row = _STEMS if form == "ideographTraditional" else _BRANCHES
        return row[(number - 1) % len(row)]
    if form in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in ("upperLetter", "lowerLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * min(9, (number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form.startswith("decimalFullWidth"):
        return str(number).translate(_FULL_WIDTH)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str  # 第%1条
    start: int
    suffix: str  # tab, space, nothing
    style: str  # the paragraph style that stands for this level
    legal: bool  # all numbers in decimal digits
    restart: int | None  # the level above that restarts it; 0 never; None any


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str  # lists of one abstract numbering count on together
    levels: dict[int, _Level]
    starts: dict[int, int]  # startOverride: this list begins anew


class Numbering:
    """The lists of a Word document and how far each has counted; ask in the document's order."""

    def __init__(self, numbering: Any | None, style_lists: dict[str, str]) -> None:
        """Take the root of numbering.xml and the list (numId) of each style."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._load(numbering, style_lists)

    def _load(self, root: Any, style_lists: dict[str, str]) -> None:
        abstracts = {_get(a, "abstractNumId"): a for a in root.iterfind(f"{_W}abstractNum")}
        nums = {_get(num, "numId"): num for num in root.iterfind(f"{_W}num")}
        for num_id, num in nums.items():
            abstract_id = _value(num, "abstractNumId")
            abstract = abstracts.get(abstract_id)
            link = _value(abstract, "numStyleLink") if abstract is not None else ""
            linked = nums.get(style_lists.get(link, ""))
            if linked is not None:
                abstract_id = _value(linked, "abstractNumId")
                abstract = abstracts.get(abstract_id)
            if abstract is None:
                continue
            levels = {_number(lvl, "ilvl"): _level(lvl) for lvl in abstract.iterfind(f"{_W}lvl")}
            starts = {}
            for override in num.iterfind(f"{_W}lvlOverride"):
                at = _number(override, "ilvl")
                own = override.find(f"{_W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    starts[at] = _number(start, "val")
            self._lists[num_id] = _List(abstract_id, levels, starts)

    def level_of(self, num_id: str, style: str) -> int:
        """The level of a list that a paragraph style stands for; 0 where none does."""
        levels = self._lists[num_id].levels if num_id in self._lists else {}
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def next(self, num_id: str, level: int) -> str:
        """The number that the next paragraph of a list prints, with the gap behind it."""
        found = self._lists.get(num_id)
        own = found.levels.get(level) if found else None
        if found is None or own is None or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts[found.abstract]
        if level in found.starts and (num_id, level) not in self._begun:
            counts[level] = found.starts[level]
        else:
            counts[level] = counts.get(level, own.start - 1) + 1
        self._begun.add((num_id, level))
        for deeper in [at for at in counts if at > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]
        for above in range(level):
            if above in found.levels:
                counts.setdefault(above, found.levels[above].start)
        return _printed(found.levels, own, counts)


def _printed(levels: dict[int, _Level], own: _Level, counts: dict[int, int]) -> str:
    if own.form == "bullet":
        return ""

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at)
        if level is None:
            return ""
        form = "decimal" if own.legal and level.form != "none" else level.form
        return format_number(counts.get(at, level.start), form)

    text = re.sub("%([1-9])", number, own.text)
    apart = own.suffix != "nothing" and text[-1:].isalnum()
    return text + " " if apart else text


def _level(element: Any) -> _Level:
    restart = element.find(f"{_W}lvlRestart")
    legal = element.find(f"{_W}isLgl")
    forms = list(element.iter(f"{_W}numFmt"))
    return _Level(
        form=_get(forms[-1], "val") if forms else "decimal",
        text=_value(element, "lvlText"),
        start=_number(element.find(f"{_W}start"), "val"),
        suffix=_value(element, "suff") or "tab",
        style=_value(element, "pStyle"),
        legal=legal is not None and _get(legal, "val") not in ("0", "false"),
        restart=_number(restart, "val") if restart is not None else None,
    )


def _get(element: Any, name: str) -> str:
    return str(element.get(f"{_W}{name}") or "")


def _value(element: Any, tag: str) -> str:
    child = element.find(f"{_W}{tag}")
    return _get(child, "val") if child is not None else ""


def _number(element: Any | None, name: str) -> int:
    value = _get(element, name) if element is not None else ""
    return int(value) if re.fullmatch(r"\d{1,6}", value) else 0
