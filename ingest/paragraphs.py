"""Paragraphs with the view without white space that all header rules read."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fields import flat
from ingest.layout import LaidOut
from ingest.markers import Marker, read_marker

__all__ = ["Read", "behind_contents", "read_paragraphs"]


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph, its text as printed and without white space, and the marker it begins with."""

    start: int
    end: int
    style: str | None
    printed: str
    text: str  # without white space, digits and letters in ASCII
    marker: Marker | None

    @property
    def unmarked(self) -> str:
        """The text without white space behind the marker."""
        return flat(self.printed[self.marker.end :]) if self.marker else self.text


def read_paragraphs(laid: LaidOut) -> tuple[Read, ...]:
    """The paragraphs of a text, each read once."""
    read = []
    for paragraph in laid.paragraphs:
        printed = laid.text[paragraph.start : paragraph.end]
        read.append(
            Read(
                paragraph.start,
                paragraph.end,
                paragraph.style,
                printed,
                flat(printed),
                read_marker(printed),
            )
        )
    return tuple(read)


def behind_contents(paragraphs: Sequence[Read], at: int) -> int | None:
    """The index behind the table of contents (目录) that begins at an index; None if none does.

    Its entries end where the marker of the first one comes again.
    """
    if paragraphs[at].text not in ("目录", "目次"):
        return None
    entries = [paragraph.marker for paragraph in paragraphs[at + 1 : at + 4] if paragraph.marker]
    first = entries[0] if entries else None
    again = [
        index
        for index in range(at + 1, len(paragraphs))
        if first
        and (marker := paragraphs[index].marker)
        and (marker.kind, marker.number) == (first.kind, first.number)
    ]
    return again[1] if len(again) > 1 else None
