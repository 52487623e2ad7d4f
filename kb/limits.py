"""Limits on what a file may unfold to: a small file must not fill the memory or run for hours."""

from dataclasses import dataclass

__all__ = ["LIMITS", "SPLIT", "Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may hold at most. Each is the setting of the same name after `max_`."""

    file_mb: int = 50
    members: int = 5_000  # of a ZIP
    unpacked_mb: int = 300  # of all members of a ZIP together
    ratio: int = 200  # unpacked to packed size; not asked below 10 MB
    nesting: int = 2  # ZIP files inside a ZIP
    pages: int = 2_000  # of a PDF, an OFD or a picture
    seconds: int = 600  # to read one file


LIMITS = Limits()

SPLIT = "请分开后再收入，或调大设置"
"""What a refusal tells to do; the name of the setting follows."""
