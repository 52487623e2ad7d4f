"""Limits on what a file may unfold to: a small file must not fill the memory or run for hours."""

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a container or a paged file may hold at most."""

    members: int = 5_000  # of a ZIP
    unpacked_mb: int = 300  # of all members of a ZIP together
    ratio: int = 200  # unpacked to packed size; not asked below 10 MB
    nesting: int = 2  # ZIP files inside a ZIP
    pages: int = 2_000  # of a PDF or OFD
    seconds: int = 600  # for the pages of one file
    conversion_seconds: int = 120  # for LibreOffice to convert a file


LIMITS = Limits()
