"""Lines become paragraphs: hard-wrapped lines are joined, collapsed lines are cut.

Nothing but white space is added or taken away, except that page numbers are left out. How a
document breaks its lines is read off the statistics of all its lines; where a paragraph ends is
read off the lines around the break.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.collapsed import cut_collapsed
from ingest.fields import (
    COPIED_TO,
    DATE_LINE,
    NUMBER_LINE,
    ORDER_LINE,
    REGISTRATION,
    RELEASE_NOTE,
    SENTENCE_END,
    TITLE_END,
    flat,
)
from ingest.issuers import is_organ, is_organ_line
from ingest.jurisdiction import region_of
from ingest.markers import read_marker
from ingest.pagination import without_page_numbers
from ingest.source import Line, SourceText

__all__ = ["LaidOut", "Paragraph", "lay_out"]

_NO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_PAIRS = {"（": "）", "(": ")", "《": "》", "〔": "〕", "[": "]", "【": "】", "〈": "〉"}
_CLOSING = '”’"）)】]》〉'
_MOST_TITLE_LINES = 8
_LONGEST_SIGNATURE_LINE = 30
_INDENT = 4  # columns: the first line of a paragraph is indented by two characters
_FIRST_LINE = 8  # columns that a full first line may be shorter than others
_LONGEST_LINE = 20_000  # characters: what goes on for longer is cut behind a sentence
_MOST_OPEN_LINES = 14  # that an unclosed bracket holds together


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's span in the text."""

    start: int
    end: int
    style: str | None = None


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The cleaned text: paragraphs joined by line feeds."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    pages: tuple[int, ...] = ()  # offset at which each page begins


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line that holds text."""

    text: str
    page: int | None
    style: str | None
    indent: int  # columns of white space before the text
    after_blank: bool

    @property
    def width(self) -> int:
        return _columns(self.text)


def lay_out(source: SourceText) -> LaidOut:
    """The paragraphs of a source; without white space, its characters without page numbers."""
    pieces = tuple(_pieces(without_page_numbers(source.lines)))
    style = _Wrapping.of(pieces)
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and style.continues(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return _assemble(_join_titles(groups))


def _pieces(lines: Sequence[Line]) -> Iterator[_Piece]:
    after_blank = False
    for line in cut_collapsed(lines):
        text = _NO_WIDTH.sub("", line.text)
        solid = text.strip()
        if not solid:
            after_blank = True
            continue
        indent = _columns(text[: len(text) - len(text.lstrip())])
        for part in _parts(solid):
            yield _Piece(part, line.page, line.style, indent, after_blank)
            after_blank = False


def _parts(text: str) -> Iterator[str]:
    """A line, cut where it is longer than any that people write."""
    start = 0
    while start < len(text):
        end = start + _LONGEST_LINE
        if end < len(text):
            end = text.rfind("。", start, end) + 1 or end
        if part := text[start:end].strip():
            yield part
        start = end


def _columns(text: str) -> int:
    return sum(1 if ord(c) < 0x2E80 and c not in "“”‘’…—" else 2 for c in text)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a document breaks its lines."""

    width: int | None  # columns of a full line; None where a line is a paragraph
    blank_separates: bool
    indents: bool  # paragraphs are indented

    @classmethod
    def of(cls, pieces: Sequence[_Piece]) -> "_Wrapping":
        plain = [piece for piece in pieces if piece.style is None]
        width = _full_width(plain)
        if width is None:
            return cls(None, True, False)
        following = plain[1:]
        blanks = sum(piece.after_blank for piece in following)
        indented = sum(piece.indent >= 3 for piece in plain)
        return cls(
            width,
            blank_separates=blanks < 0.6 * len(following),
            indents=0.05 * len(plain) <= indented <= 0.7 * len(plain),
        )

    def continues(self, group: Sequence[_Piece], piece: _Piece) -> bool:
        """Whether a line continues the paragraph of the lines before it."""
        last = group[-1]
        if piece.style is not None or last.style is not None:
            return False
        if len(last.text) + len(piece.text) > _LONGEST_LINE:
            return False
        opened = _is_open("".join(part.text for part in group[-_MOST_OPEN_LINES:]))
        marker = read_marker(piece.text)
        if self.width is None:
            return bool(opened and not marker and last.text[-1] not in SENTENCE_END)
        if _is_field(piece.text) or COPIED_TO.match(flat(piece.text)):
            return False
        if _is_field(last.text) and not opened:
            return False
        new_page = piece.page != last.page
        if self.blank_separates and piece.after_blank and not (opened or new_page):
            return False
        ends = _ends_sentence(last.text)
        if marker and (ends or (not opened and last.width < self.width - 4)):
            return False
        if opened:
            return True
        if last.text[-1] in "：:" and len(group) < _MOST_OPEN_LINES and not _has_sentence(group):
            return False
        if self.indents and piece.indent >= 3:
            return False
        slack = (4 if ends else 6) + (_INDENT if len(group) == 1 else 0)
        return last.width >= self.width - slack


def _has_sentence(group: Sequence[_Piece]) -> bool:
    return any("。" in part.text for part in group)


def _full_width(pieces: Sequence[_Piece]) -> int | None:
    """The columns of a full line where lines are cut at one width; None where they are not."""
    broken = [piece for piece in pieces if piece.width >= 24 and not _ends_sentence(piece.text)]
    widths = Counter(piece.width for piece in broken)
    if not widths:
        return None
    near = {w: sum(widths[v] for v in range(w - _FIRST_LINE, w + 1)) for w in widths}
    full = max(near, key=lambda w: (near[w], w))
    longer = sum(1 for piece in pieces if piece.width > full + 8)
    running = sum(
        full - _FIRST_LINE <= piece.width <= full and bool(re.search("[，。；、]", piece.text))
        for piece in broken
    )
    if running < 3 or full > 160 or longer > 0.05 * len(pieces):
        return None
    if near[full] < 0.25 * len(pieces) and near[full] < 0.6 * len(broken):
        return None
    return full


def _ends_sentence(text: str) -> bool:
    bare = text.rstrip(_CLOSING) or text
    return bare[-1] in SENTENCE_END or (text[-1] in "）)】]：:" and not _is_open(text))


def _is_open(text: str) -> bool:
    """Whether the text ends inside a bracket."""
    stack: list[str] = []
    for c in text:
        if c in _PAIRS:
            stack.append(_PAIRS[c])
        elif stack and c == stack[-1]:
            stack.pop()
    return bool(stack)


def _is_field(line: str) -> bool:
    text = flat(line)
    return bool(
        NUMBER_LINE.match(text)
        or ORDER_LINE.match(text)
        or REGISTRATION.match(text)
        or DATE_LINE.match(text)
        or RELEASE_NOTE.match(text)
        or re.search(r"\d{4}年\d{1,2}月\d{1,2}日印发$", text)
        or re.search(r"^.{2,40}文件$", text)
    )


def _join_titles(groups: list[list[_Piece]]) -> list[list[_Piece]]:
    """Titles and names of organs that are set in several lines become one paragraph."""
    joined: list[list[_Piece]] = []
    at = 0
    while at < len(groups):
        length = max(_title_length(groups, at), _signature_length(groups, at))
        joined.append([piece for group in groups[at : at + length] for piece in group])
        at += length
    return joined


def _title_length(groups: Sequence[Sequence[_Piece]], at: int) -> int:
    """How many paragraphs from here make one title; 1 where no title of several lines begins."""
    text, last = "", ""
    for length in range(1, min(_MOST_TITLE_LINES, len(groups) - at) + 1):
        group = groups[at + length - 1]
        line = _line(group)
        if not _may_be_title(line) or line == last or ("关于" in text and line.startswith("关于")):
            return 1
        if group[0].style not in (None, "h1") or group[0].style != groups[at][0].style:
            return 1
        text, last = text + line, line
        kind = TITLE_END.search(text)
        if kind and not _is_open(text):
            follows = groups[at + length] if at + length < len(groups) else None
            named = "关于" in text or text.startswith("《") or is_organ(text[: kind.start()])
            return length if named and not _goes_on(follows) else 1
    return 1


def _may_be_title(line: str) -> bool:
    return (
        (_columns(line) <= 80 or is_organ_line(line))
        and not re.search(f"[{SENTENCE_END}，：:]", line)
        and not read_marker(line)
        and not _is_field(line)
    )


def _goes_on(follows: Sequence[_Piece] | None) -> bool:
    """Whether a title of one kind goes on to another: 关于印发…办法 / 的通知."""
    return bool(follows and re.match("的.{0,20}$", _line(follows)))


def _signature_length(groups: Sequence[Sequence[_Piece]], at: int) -> int:
    """2 where a signing organ's name is set in two lines above the date, else 1."""
    if at + 2 >= len(groups):
        return 1
    first, second, third = (_line(groups[at + n]) for n in range(3))
    two_lines = (
        DATE_LINE.match(third)
        and len(first) <= _LONGEST_SIGNATURE_LINE
        and re.fullmatch("[\u4e00-\u9fff]+", first)
        and region_of(first)
        and not is_organ(first)
        and not region_of(second)
        and is_organ(first + second)
    )
    return 2 if two_lines else 1


def _line(group: Sequence[_Piece]) -> str:
    return flat("".join(piece.text for piece in group))


def _assemble(groups: Sequence[Sequence[_Piece]]) -> LaidOut:
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    pages: list[int] = []
    at = 0
    for group in groups:
        start = at
        for number, piece in enumerate(group):
            glue = _glue(group[number - 1], piece) if number else ""
            at += len(glue)
            while piece.page is not None and len(pages) < piece.page:
                pages.append(at if pages else 0)
            parts += (glue, piece.text)
            at += len(piece.text)
        paragraphs.append(Paragraph(start, at, group[0].style))
        parts.append("\n")
        at += 1
    return LaidOut("".join(parts[:-1]), tuple(paragraphs), tuple(pages))


def _glue(before: _Piece, after: _Piece) -> str:
    """A space between words or numbers of ASCII and between organs; nothing in Chinese text."""
    words = re.search("[!-~]$", before.text) and re.match("[0-9A-Za-z]", after.text)
    organs = is_organ_line(before.text) and is_organ_line(after.text)
    return " " if words or organs else ""
