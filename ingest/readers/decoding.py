"""Bytes become text: the encoding is read off the bytes, never off the file's name."""

import codecs

from kb.errors import SourceError

__all__ = ["Decoded", "decode"]

Decoded = tuple[str, str, tuple[str, ...]]  # text, encoding, warnings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = {c: None for c in (*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F) if c != 0x00}
# Shares of a text, found to separate texts from other files of the same length by a wide margin.
_PLAUSIBLE = 0.97
_DAMAGED = 0.01
_BINARY = 0.02


def decode(data: bytes) -> Decoded:
    """The text of a file, its encoding and warnings. Raises SourceError where it is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _cleaned(data.decode(encoding, errors="replace"), encoding)
    for encoding in ("utf-16-le", "utf-16-be"):
        if _is_utf16(data, encoding):
            return _cleaned(data.decode(encoding), encoding)
    if b"\0" in data:
        raise SourceError("不是文本文件（含有空字节）；请另存为 UTF-8 文本后再收入")
    try:
        return _cleaned(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        repaired = data.decode("utf-8", errors="replace")
    if repaired.count("\ufffd") <= max(1, _DAMAGED * len(repaired)) and not repaired.isascii():
        return _cleaned(repaired, "utf-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
        if text.count("\ufffd") > _DAMAGED * len(text):
            raise SourceError("认不出文字编码；请另存为 UTF-8 文本后再收入") from None
    if _plausible_share(text) < _PLAUSIBLE:
        raise SourceError("认不出文字编码，或者不是文本文件；请另存为 UTF-8 文本后再收入")
    return _cleaned(text, "gb18030")


def _cleaned(text: str, encoding: str) -> Decoded:
    bad = text.count("\ufffd")
    controls = sum(1 for c in text if ord(c) in _CONTROLS or c == "\0")
    if controls > _BINARY * len(text) or "\0" in text:
        raise SourceError("不是文本文件（含有控制字符）；请另存为 UTF-8 文本后再收入")
    warnings = []
    if bad:
        warnings.append(f"有 {bad} 处文字按 {encoding} 读不出，原处以 \ufffd 代替")
    if controls:
        warnings.append(f"删去 {controls} 个控制字符")
    return text.removeprefix("\ufeff").translate(_CONTROLS), encoding, tuple(warnings)


def _is_utf16(data: bytes, encoding: str) -> bool:
    if len(data) % 2 or len(data) < 4:
        return False
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return _plausible_share(text) >= _PLAUSIBLE and ("\0" not in text)


def _plausible_share(text: str) -> float:
    return sum(map(_plausible, text)) / len(text) if text else 0.0


def _plausible(c: str) -> bool:
    return (
        "\u4e00" <= c <= "\u9fff"
        or "\u3000" <= c <= "\u303f"
        or "\uff00" <= c <= "\uffef"
        or "\u2000" <= c <= "\u206f"
        or "\u2460" <= c <= "\u249b"
        or (c.isascii() and (c.isprintable() or c in "\t\n\r\f\v"))
        or c in "\xa0·×±°㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩℃Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ─■□▲△★☆●○◆◇㎡㎝①"
    )
