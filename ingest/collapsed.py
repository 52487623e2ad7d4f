"""Lines that hold a whole document: cut where its paragraphs were.

Web pages saved as text often keep one line, with a space, or a space and two full-width ones,
or nothing at all, where paragraphs ended.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.fields import ANY_DATE, DATE, ORDER_LINE, SENTENCE_END, TITLE_END, flat
from ingest.issuers import is_organ, is_organ_line
from ingest.markers import HAN, Kind, read_marker
from ingest.source import Line
from kb.numerals import chinese_number
from kb.squeeze import SPACE

__all__ = ["cut_collapsed"]

_LONG = 400  # characters; longer than nearly every paragraph of a document
_FEW_LINES = 3  # a document of so few lines has no line for each paragraph
_SHARE = 0.5  # of the document's characters in such lines makes it a collapsed one
_SPARSE = 600  # characters for each break: fewer breaks than that are no paragraphs

_WIDEST_GAP = 3  # numbers that a list may lack
_LONGEST_ORGANS = 120
_LONGEST_OFFICE = 16
_LONGEST_TITLE = 80
_ANNEX_MARK = re.compile(r"附(?:件|表|录)(?:\d{1,2}|[一二三四五六七八九十]{1,2})|附件")
_MADE = re.compile(rf"[（(]{ANY_DATE}[^（）()。]{{4,80}}(?:通过|公布|发布|批准)")
_ORGAN_BEHIND = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{2,30}}?)(?=[{SPACE}]|关于|印发|转发|公告\d|令\d|令第|$)"
)
_LONGEST_BRACKET = 300  # characters; one open for longer was never closed

_TOKEN = re.compile(f"(?P<space>[{SPACE}]+)|(?P<open>[（(《〔【\\[])|(?P<close>[）)》〕】\\]])")
_MARKER = re.compile(
    rf"(?:\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}[{SPACE}][\u4e00-\u9fff]|1[{SPACE}]总则[{SPACE}]"
    rf"|{HAN}{{1,3}}[、．]|[（(]{HAN}{{1,3}}[）)]|\d{{1,2}}[.．、](?!\d)|[（(]\d{{1,2}}[）)]|[①-⑳]"
    rf"|第{HAN}{{1,5}}[编章节条][{SPACE}])"
)
_DAY = re.compile(r"(?:\d{1,2}月)?\d{1,2}日")
# A single character between spaces is a part of a word set wide: 财 政 部.
_LETTER = re.compile(rf"[\u4e00-\u9fff](?:[{SPACE}]|$)")
_SPACED_LETTER = re.compile(rf"[{SPACE}][\u4e00-\u9fff][{SPACE}]")
_NOTE = re.compile(r"[（(](?:此件|此页|主动公开|公开|信息公开|联系人|以上|责任单位|牵头单位)")
_INLINE = re.compile(
    rf"(?<=[{SENTENCE_END}）)\]】：:”])(?P<han>{HAN}{{1,3}})、"
    rf"|(?<!第)(?P<brackets>[（(](?P<number>{HAN}{{1,3}})[）)])"
    rf"|(?<=[。；）)\]】：])(?P<digit>\d{{1,2}})[.．、](?!\d)"
    rf"|(?<=[\u4e00-\u9fff])(?P<inside>\d{{1,2}})[.．](?=[\u4e00-\u9fff])"
    r"|(?P<circled>[①-⑳])(?=[\u4e00-\u9fff])"
)
# What stands below a title: （2021年5月20日）, （2023年8月30日…通过）.
_BELOW_TITLE = re.compile(rf"[（(](?:根据)?{ANY_DATE}|第[{HAN[1:-1]}\d]{{1,5}}号[{SPACE}]")
_OFFICE = re.compile("[\u4e00-\u9fff]{0,12}(?:[省市县区州盟旗部局署行院会]长|主席|主任|总理)$")
_ADDRESSED = re.compile("各[^。！？；]{2,200}[：:]")
_ADDRESS = re.compile(rf"^[^。！？；{SPACE}]{{4,200}}?：")
_SIGNED = re.compile(
    rf"(?<=[。！])(?P<organs>[^。，；：！]{{2,60}}?)(?P<date>{ANY_DATE})"
    r"(?:[（(][^（）()]{2,20}[）)])?"
)
# The title of a plan that a notice issues, before its first words.
_ENCLOSED = re.compile(
    r"(?P<title>[^。，；：]{4,70}?)"
    r"(?=为(?:了|深入|全面|认真|切实|贯彻|落实|进一步|加快|推[进动]|做好|加强)|根据|按照|第一[章条]|一、)"
)
_SIGNATURE = re.compile(rf"(?<=。)(?=[^。，；：]{{2,60}}?{ANY_DATE}(?:[（(][^（）()]*[）)]?)?$)")


def cut_collapsed(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those of a collapsed document cut into one for each paragraph."""
    if not _is_collapsed(lines):
        yield from lines
        return
    for line in lines:
        if len(line.text) < 80 or line.style is not None:
            yield line
            continue
        cuts = _space_cuts(line.text)
        if len(cuts) * _SPARSE < len(line.text):
            cuts = sorted({*cuts, *_solid_cuts(line.text)})
        for start, end in zip([0, *cuts], [*cuts, len(line.text)], strict=True):
            yield replace(line, text=line.text[start:end])


def _is_collapsed(lines: Sequence[Line]) -> bool:
    sizes = [len(line.text) for line in lines if line.text.strip()]
    long = sum(size for size in sizes if size >= _LONG)
    return len(sizes) <= _FEW_LINES or long >= max(_LONG, _SHARE * sum(sizes))


def _space_cuts(text: str) -> list[int]:
    cuts: list[int] = []
    depth = opened = 0
    last: dict[
        Kind, int
    ] = {}  # numbers of the latest markers: a next one breaks an unclosed bracket
    for token in _TOKEN.finditer(text):
        if token.start() - opened > _LONGEST_BRACKET:
            depth = 0
        if token["open"]:
            opened = token.start()
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif token.start() > 0 and token.end() < len(text):
            marker = read_marker(text[token.end() : token.end() + 20])
            piece = text[(cuts or [0])[-1] : token.start()]
            if _joins_organs(text, (cuts or [0])[-1], token) or _goes_on(piece):
                continue
            if (
                (token[0].count("\u3000") >= 2 and not _is_spaced_word(text, token))
                or (depth == 0 and _ends_above(piece, text, token.end()))
                or (depth == 0 and _is_break(text, token.start(), token.end(), title=not cuts))
                or (marker and 0 < marker.number[0] - last.get(marker.kind, 0) <= _WIDEST_GAP)
            ):
                cuts.append(token.end())
                depth = 0
                if marker:
                    last[marker.kind] = marker.number[0]
    return cuts


def _is_spaced_word(text: str, token: re.Match[str]) -> bool:
    """Whether the space stands inside a word set wide: 总　　则, 附　　件."""
    before = re.search(
        rf"(?:^|[{SPACE}、．.）)章节编])[^{SPACE}]$",
        text[max(0, token.start() - 2) : token.start()],
    )
    return bool(before and re.match(rf"\w(?:[{SPACE}：:]|$)", text[token.end() : token.end() + 2]))


def _joins_organs(text: str, start: int, token: re.Match[str]) -> bool:
    """Whether the space parts the organs of a joint issue: 财政部 税务总局关于…"""
    if token[0].count("\u3000") > 1 or token.start() - start > _LONGEST_ORGANS:
        return False
    before, behind = text[start : token.start()], _ORGAN_BEHIND.match(text, token.end())
    return bool(
        behind and behind["organ"] != before and is_organ(behind["organ"]) and is_organ_line(before)
    )


def _goes_on(piece: str) -> bool:
    """Whether what stands before a space is not yet a paragraph: 第一条, 市长."""
    marker = read_marker(f"{piece} 甲") if len(piece) <= _LONGEST_OFFICE else None
    return bool((marker and marker.end > len(piece)) or _OFFICE.fullmatch(piece))


def _ends_above(piece: str, text: str, at: int) -> bool:
    """Whether a line ends above others: 第12号, 附件1, a title above the line of its making."""
    return len(piece) <= _LONGEST_TITLE and bool(
        ORDER_LINE.match(flat(piece))
        or _ANNEX_MARK.fullmatch(piece)
        or (_MADE.match(text, at) and TITLE_END.search(flat(piece)))
    )


def _is_break(text: str, start: int, end: int, *, title: bool) -> bool:
    """Whether a space outside brackets parts two paragraphs; nearly any does behind a title."""
    before, after = text[start - 1], text[end]
    if before in SENTENCE_END + "：:）)”…" or _MARKER.match(text, end) or _NOTE.match(text, end):
        return True
    if title and _BELOW_TITLE.match(text, end):
        return True
    if before.isdigit() and _ADDRESSED.match(text, end):
        return True
    if before.isascii():
        return text.endswith("...", 0, start) or _is_signature(text, end)
    if before in "，、" or _LETTER.match(text, end) or _SPACED_LETTER.match(text, start - 2):
        return False
    if DATE.match(text, end) or (title and (after in "“《■【" or _DAY.match(text, end))):
        return True
    return _is_han(before) and (_is_han(after) or after in "[【")


def _is_signature(text: str, at: int) -> bool:
    behind = _ORGAN_BEHIND.match(text, at)
    return bool(
        behind and is_organ(behind["organ"]) and text[behind.end() : behind.end() + 1] in " \u3000"
    )


def _is_han(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


def _signature_cuts(text: str) -> Iterator[int]:
    """Offsets around signatures inside a text, and behind the title of what follows one."""
    for signed in _SIGNED.finditer(text):
        if not is_organ_line(signed["organs"]):
            continue
        yield signed.start()
        if signed.end() < len(text):
            yield from (signed.start("date"), signed.end())
        title = _ENCLOSED.match(text, signed.end())
        if title and TITLE_END.search(flat(title["title"])):
            yield title.end()


def _solid_cuts(text: str) -> list[int]:
    """Offsets of markers and of the signature in a line without breaks."""
    cuts = [found.end() for found in [_ADDRESS.match(text)] if found]
    expected = 1
    digits = circled = 0  # the latest numbers
    for found in _INLINE.finditer(text):
        if found["circled"]:
            number = ord(found["circled"]) - ord("①") + 1
            if number not in (1, circled + 1):
                continue
            circled = number
        if written := found["digit"] or found["inside"]:
            number = int(written)
            if found["inside"] and number not in (1, digits + 1):
                continue
            digits = number
        if found["brackets"]:
            number = chinese_number(found["number"]) or 0
            if number not in (1, expected):
                continue
            expected = number + 1
        cuts.append(found.start())
    cuts += [found.start() for found in _SIGNATURE.finditer(text)]
    cuts += _signature_cuts(text)
    return cuts
