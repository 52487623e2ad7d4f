"""OFD: the text objects of each page, set in lines and joined to paragraphs.

Template pages hold what every page repeats; they, annotations and seals are not read.
Source: GB/T 33190—2016 (7 file structure, 11 text).
"""

import math
import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.readers.joining import join_pages
from ingest.readers.package import Package
from ingest.readers.running import without_running
from ingest.readers.typeset import Glyph, set_lines
from ingest.source import Line
from ingest.timing import Timer
from kb.errors import SourceError
from kb.limits import SPLIT, Limits

__all__ = ["is_ofd", "read_ofd"]

_ROOT = "OFD.xml"
_POINT = 72 / 25.4  # a millimetre, the unit of OFD
_A4 = (595.0, 842.0)
_SLANTED = 3  # degrees: watermarks
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?|g")
_MOST_REPEATED = 10_000
_MOST_NUMBERS = 100_000  # of one attribute

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


def is_ofd(package: Package) -> bool:
    """Whether a ZIP file is an OFD document."""
    return _ROOT in package.names


def read_ofd(package: Package, limits: Limits) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of an OFD and warnings.

    Raises SourceError where it is damaged, encrypted, over a limit or a scan.
    """
    names = [name for root in _roots(package) for name in _page_names(package, root)]
    if len(names) > limits.pages:
        raise SourceError(f"OFD 有 {len(names)} 页，超过上限 {limits.pages} 页；{SPLIT} max_pages")
    timer = Timer(len(names), limits)
    pages, heights, pictures = [], [], []
    for number, (name, size) in enumerate(names, 1):
        content = package.xml(name)
        width, height = _page_size(content) or size
        glyphs = list(_glyphs(content, width, height))
        if not glyphs and next(_all(content, "ImageObject"), None) is not None:
            pictures.append(number)
        pages.append(set_lines(glyphs))
        heights.append(height)
        timer.page_done()
    if not any(pages):
        reason = "是扫描件，没有文字；请转成 PDF 后再收入" if pictures else "里没有文字"
        raise SourceError(f"OFD {reason}")
    kept = without_running(pages, heights)
    warnings = []
    if pictures:
        numbers = "、".join(map(str, pictures[:10])) + ("等" if len(pictures) > 10 else "")
        warnings.append(f"第 {numbers} 页是图片，其中的文字未读出；请转成 PDF 后再收入")
    return tuple(join_pages(list(enumerate(kept, 1)))), tuple(warnings)


# -- files inside


def _all(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a name below one, in any namespace: writers differ."""
    return iter(element.iter(f"{{*}}{tag}"))


def _text(element: Any, tag: str) -> str:
    found = next(_all(element, tag), None)
    return (found.text or "").strip() if found is not None else ""


def _located(package: Package, base: str, location: str) -> str:
    """The member that a location in another member names."""
    path = location.strip().replace("\\", "/")
    whole = path if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    name = posixpath.normpath(whole).lstrip("/")
    if name not in package.names and path.lstrip("/") in package.names:
        return path.lstrip("/")
    return name


def _roots(package: Package) -> list[str]:
    root = package.xml(_ROOT)
    if next(_all(root, "Encryptions"), None) is not None:
        raise SourceError("OFD 有密码；请去掉密码后再收入")
    found = [_located(package, _ROOT, _text(body, "DocRoot")) for body in _all(root, "DocBody")]
    if not found:
        raise SourceError("OFD 文件里没有文档；请重新下载或另存后再收入")
    return found


def _page_names(package: Package, root: str) -> list[tuple[str, tuple[float, float]]]:
    document = package.xml(root)
    size = _page_size(document) or _A4
    return [
        (_located(package, root, str(page.get("BaseLoc") or "")), size)
        for pages in _all(document, "Pages")
        for page in _all(pages, "Page")
    ]


def _page_size(element: Any) -> tuple[float, float] | None:
    box = _numbers(_text(element, "PhysicalBox"))
    return (box[2] * _POINT, box[3] * _POINT) if len(box) == 4 else None


# -- text


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; "g 3 5" stands for three times 5."""
    tokens = _NUMBER.findall(text or "")
    numbers: list[float] = []
    at = 0
    while at < len(tokens) and len(numbers) < _MOST_NUMBERS:
        if tokens[at] == "g" and at + 2 < len(tokens) and "g" not in tokens[at + 1 : at + 3]:
            count = min(_MOST_REPEATED, max(0, int(float(tokens[at + 1]))))
            numbers += [float(tokens[at + 2])] * count
            at += 3
        else:
            numbers += [] if tokens[at] == "g" else [float(tokens[at])]
            at += 1
    return numbers


def _glyphs(content: Any, width: float, height: float) -> Iterator[Glyph]:
    for text in _all(content, "TextObject"):
        if text.get("Visible") == "false":
            continue
        box = _numbers(text.get("Boundary"))
        matrix = _matrix(_numbers(text.get("CTM")))
        size = (_numbers(text.get("Size")) or [0.0])[0]
        if len(box) != 4 or size <= 0:
            continue
        x = y = 0.0
        for code in _all(text, "TextCode"):
            x = (_numbers(code.get("X")) or [x])[0]
            y = (_numbers(code.get("Y")) or [y])[0]
            steps = _numbers(code.get("DeltaX")), _numbers(code.get("DeltaY"))
            for glyph, angle in _set_code(code.text or "", (x, y), steps, size, matrix, box):
                yield _upright(glyph, angle, width, height)


def _matrix(numbers: Sequence[float]) -> _Matrix:
    if len(numbers) != 6:
        return _IDENTITY
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _set_code(
    text: str,
    start: tuple[float, float],
    steps: tuple[Sequence[float], Sequence[float]],
    size: float,
    matrix: _Matrix,
    box: Sequence[float],
) -> Iterator[tuple[Glyph, int]]:
    """The characters of a text code in points, with their direction in degrees clockwise.

    Nothing where the text is slanted.
    """
    a, b, c, d, e, f = matrix
    angle = math.degrees(math.atan2(b, a))
    quarter = round(angle / 90) * 90
    if abs(angle - quarter) > _SLANTED:
        return
    size_set = size * (math.hypot(a, b) or 1.0) * _POINT
    x, y = start
    across, down = steps
    characters = [c for c in text if c not in "\r\n\t"]
    for at, character in enumerate(characters):
        left = (a * x + c * y + e + box[0]) * _POINT
        top = (b * x + d * y + f + box[1]) * _POINT
        wide = size_set * (0.5 if character.isascii() else 1)
        yield Glyph(character, left, left + wide, top, size_set), quarter % 360
        step = across[at] if at < len(across) else 0.0
        if at >= len(across) and not down:
            step = size * (0.5 if character.isascii() else 1)
        x += step
        y += down[at] if at < len(down) else 0.0


def _upright(glyph: Glyph, angle: int, width: float, height: float) -> Glyph:
    """A glyph on the page turned so that its line runs from left to right."""
    if angle == 0:
        return glyph
    wide = glyph.x1 - glyph.x0
    x, y = {
        90: (glyph.y, width - glyph.x0),
        180: (width - glyph.x0, height - glyph.y),
        270: (height - glyph.y, glyph.x0),
    }[angle]
    return Glyph(glyph.text, x, x + wide, y, glyph.size)
