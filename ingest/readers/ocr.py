"""Scanned pages: text recognized by RapidOCR, an optional extra that works offline.

What is recognized is a reading, not the text: the share of sure lines is reported, and lines that
are unsure or that seem to be lost are named.
"""

import functools
import importlib.util
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.readers.joining import join_pages
from ingest.readers.running import without_running
from ingest.readers.typeset import Glyph, set_lines
from ingest.source import Line
from ingest.timing import Timer
from kb.errors import SourceError
from kb.limits import SPLIT, Limits

__all__ = [
    "INSTALL",
    "Recognized",
    "is_image",
    "is_installed",
    "read_image",
    "recognize",
    "summary",
]

INSTALL = "请安装文字识别组件（见 README 的“扫描件”），或先做文字识别后再收入"

# What the decoders of Pillow raise on damaged files.
_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error),
    *(LookupError, TypeError, ArithmeticError),
)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_MOST_PIXELS = 80_000_000
_UNSURE = 0.9  # a line's confidence
_LOST = 1.7  # of the usual distance of lines: a gap in which there may be a line
_INK = 0.01  # of the pixels of such a gap are dark: there is one
_DARK = 128  # of 255
_BASELINE = 0.15  # of a line's height, from below


@dataclass(frozen=True, slots=True)
class Recognized:
    """What is recognized on a page; lengths are pixels."""

    glyphs: tuple[Glyph, ...]
    height: float
    confidences: tuple[tuple[float, str], ...]  # of each line
    lost: int  # gaps between lines that hold ink

    def warnings(self, page: int) -> Iterator[str]:
        """What to check on a page."""
        unsure = [text for confidence, text in self.confidences if confidence < _UNSURE]
        if unsure:
            named = "；".join(text[:30] for text in unsure[:3]) + ("……" if len(unsure) > 3 else "")
            yield f"第 {page} 页有 {len(unsure)} 行认得不准：{named}"
        if self.lost:
            yield f"第 {page} 页可能有 {self.lost} 行没有认出；请与原件核对"


def is_image(data: bytes) -> bool:
    """Whether a file is a picture of a common format."""
    return data.startswith(_IMAGES)


def is_installed() -> bool:
    """Whether the optional extra is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def read_image(data: bytes, limits: Limits) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of a picture, of each of its frames, and warnings.

    Raises SourceError where it is damaged, too large, without text or the extra is missing.
    """
    from PIL import Image, ImageSequence, UnidentifiedImageError

    if not is_installed():
        raise SourceError(f"这是图片；{INSTALL}")
    damaged = SourceError("图片已损坏或不完整；请重新扫描或下载后再收入")
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            if getattr(image, "n_frames", 1) > limits.pages:
                raise SourceError(f"图片超过上限 {limits.pages} 页；{SPLIT} max_pages")
            if image.width * image.height > _MOST_PIXELS:
                raise SourceError("图片超过八千万像素；请缩小后再收入")
            pages = []
            timer = Timer(getattr(image, "n_frames", 1), limits)
            for frame in ImageSequence.Iterator(image):
                pages.append(recognize(frame.convert("RGB")))
                timer.page_done()
    except (UnidentifiedImageError, Image.DecompressionBombError, *_BROKEN):
        raise damaged from None
    lines = without_running(
        [set_lines(page.glyphs) for page in pages], [page.height for page in pages]
    )
    joined = join_pages(list(enumerate(lines, 1)))
    return tuple(joined), summary(dict(enumerate(pages, 1)))


def summary(pages: dict[int, Recognized]) -> tuple[str, ...]:
    """The warnings of recognized pages, by their numbers."""
    confidences = [sure for page in pages.values() for sure, _ in page.confidences]
    if not confidences:
        return ()
    mean = sum(confidences) / len(confidences)
    first = f"{len(pages)} 页的文字由 OCR 识别，平均可信度 {mean:.2f}；引用前请与原件核对"
    return first, *(text for number, page in pages.items() for text in page.warnings(number))


def recognize(image: Any) -> Recognized:
    """What a picture in RGB (of Pillow) shows as text; gaps that hold ink are looked at again."""
    import numpy as np

    pixels = np.asarray(image)
    lines = _lines(pixels)
    gaps = _inked_gaps(pixels, lines)
    again = [line for top, bottom in gaps for line in _lines(pixels[top:bottom], top)]
    lines += [line for line in again if _is_new(line, lines)]
    return Recognized(
        glyphs=tuple(glyph for line in lines for glyph in _spread(line.text, line.box)),
        height=float(pixels.shape[0]),
        confidences=tuple((line.confidence, line.text) for line in lines),
        lost=len(_inked_gaps(pixels, lines)),
    )


_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    confidence: float
    box: _Box


def _lines(pixels: Any, above: int = 0) -> list[_Found]:
    """The lines in an array of pixels that begins so far below the top of its page."""
    import numpy as np

    result = _engine()(np.ascontiguousarray(pixels[:, :, ::-1]))  # BGR
    read = () if result.txts is None else (result.boxes, result.txts, result.scores)
    return [
        _Found(text, float(score), _bounds(corners, above))
        for corners, text, score in zip(*read, strict=True)
    ]


def _is_new(line: _Found, lines: list[_Found]) -> bool:
    """Whether a line stands where no other one does."""
    middle = (line.box[1] + line.box[3]) / 2
    return not any(other.box[1] < middle < other.box[3] for other in lines)


@functools.cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _bounds(corners: Any, above: int) -> _Box:
    xs, ys = [float(x) for x, _ in corners], [float(y) + above for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _spread(text: str, box: _Box) -> Iterator[Glyph]:
    """The characters of a line spread over its box by their usual widths."""
    left, top, right, bottom = box
    widths = [0.5 if c.isascii() else 1.0 for c in text]
    unit = (right - left) / max(0.5, sum(widths))
    height = bottom - top
    size = min(unit, height) if len(text) > 1 else height
    x, y = left, bottom - _BASELINE * height
    for c, width in zip(text, widths, strict=True):
        yield Glyph(c, x, x + width * unit, y, size)
        x += width * unit


def _inked_gaps(pixels: Any, lines: list[_Found]) -> list[tuple[int, int]]:
    """The gaps between lines, from top to bottom, that are wide enough for another and hold ink."""
    boxes = sorted((line.box for line in lines), key=lambda box: box[1])
    steps = [after[1] - before[1] for before, after in pairwise(boxes)]
    pitches = [
        step for step, box in zip(steps, boxes, strict=False) if step > (box[3] - box[1]) / 2
    ]
    if not pitches:
        return []
    pitch = median(pitches)
    left, right = int(min(box[0] for box in boxes)), int(max(box[2] for box in boxes))
    gaps = []
    for before, after in pairwise(boxes):
        top, bottom = int(before[3]), int(after[1])
        if after[1] - before[1] > _LOST * pitch and bottom > top:
            gap = pixels[top:bottom, left:right]
            if gap.size and (gap.mean(axis=2) < _DARK).mean() > _INK:
                gaps.append((top, bottom))
    return gaps
