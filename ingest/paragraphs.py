"""Paragraphs with the view without white space that all header rules read."""

from dataclasses import dataclass

from ingest.layout import LaidOut
from ingest.markers import Marker, read_marker
from kb.squeeze import squeeze

__all__ = ["Read", "read_paragraphs"]


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph, its text as printed and without white space, and the marker it begins with."""

    start: int
    end: int
    style: str | None
    printed: str
    text: str  # without white space
    marker: Marker | None

    @property
    def unmarked(self) -> str:
        """The text without white space behind the marker."""
        return squeeze(self.printed[self.marker.end :]) if self.marker else self.text


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
                squeeze(printed),
                read_marker(printed),
            )
        )
    return tuple(read)
