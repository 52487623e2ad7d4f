"""Short windows of a clause's text, the units that are embedded; pure.

A small model tells windows of one or two sentences apart far better than whole clauses, and a list
of organs or a document's title in front blurs them: such lists are left out here, titles are the
lexical index's part.
"""

import re
from collections.abc import Iterator

__all__ = ["WINDOW_SIZE", "windows"]

WINDOW_SIZE = 60

_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_OPENING = re.compile(r"[（(〔\[【]")
_DUTY = "(?:责任|牵头|主办|主责|承办|实施|配合|协办|协同|参与|参加|支持|指导|分管)"
_DUTY_FIRST = re.compile(rf"\s*{_DUTY}(?:单位|部门|处室|科室|领导|人)?[^，。；：:]{{0,12}}[:：]")
_DUTY_LAST = re.compile(r"(?:负责|牵头|配合|参与|落实|实施)[。\s]*\Z")
_DUTY_LINE = re.compile(
    rf"^[^\S\n]*{_DUTY}(?:单位|部门|处室|科室)[^\S\n]*[:：][^\n]*$", re.MULTILINE
)
_MAX_DUTY = 600  # characters; no list of organs in brackets is longer
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’）》」]*|[。！？；!?;\n]+")
_PART = re.compile(r"[^，、：,:]+[，、：,:]*|[，、：,:]+")
_WORD = re.compile(r"\w")


def windows(text: str, size: int = WINDOW_SIZE) -> list[tuple[int, int]]:
    """Spans of about `size` characters, whole sentences where they fit, in order, not overlapping.

    Lists of responsible organs （责任单位：…） are left out. A sentence longer than twice the size
    is cut at commas, and at twice the size where it has none. Text without a word has no window.
    """
    found: list[tuple[int, int]] = []
    for start, end in _without_duties(text):
        found += _packed(_sentences(text, start, end, size), size)
    trimmed = (_trim(text, start, end) for start, end in found)
    return [(start, end) for start, end in trimmed if _WORD.search(text, start, end)]


def _without_duties(text: str) -> Iterator[tuple[int, int]]:
    """The spans between lists of responsible organs."""
    at = 0
    lines = (match.span() for match in _DUTY_LINE.finditer(text))
    for start, end in sorted([*_duty_brackets(text), *lines]):
        if start >= at:
            yield at, start
            at = end
    yield at, len(text)


def _duty_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Spans of brackets that only say which organs are responsible."""
    at = 0
    while (match := _OPENING.search(text, at)) is not None:
        start = match.start()
        end = _closing(text, start)
        inner = text[start + 1 : end - 1]
        if end and (_DUTY_FIRST.match(inner) or _DUTY_LAST.search(inner)):
            yield start, end
            at = end
        else:
            at = start + 1


def _closing(text: str, start: int) -> int:
    """The end of the bracket that opens at `start`, others inside counted; 0 if it stays open."""
    depth = 0
    for at in range(start, min(len(text), start + _MAX_DUTY)):
        if text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth -= 1
            if not depth:
                return at + 1
    return 0


def _sentences(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        if match.end() - match.start() <= 2 * size:
            yield match.span()
        else:
            yield from _packed(_parts(text, *match.span(), 2 * size), size)


def _parts(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    for match in _PART.finditer(text, start, end):
        for at in range(match.start(), match.end(), limit):
            yield at, min(at + limit, match.end())


def _packed(spans: Iterator[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Neighbouring spans joined while they stay nearer to `size` together than apart."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start and _fits(start - found[-1][0], end - start, size):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _fits(held: int, more: int, size: int) -> bool:
    return held + more <= size or (held < size // 2 and held + more <= 2 * size)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
