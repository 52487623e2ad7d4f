"""What a reader makes of a file: its lines, before anything is known of paragraphs."""

from dataclasses import dataclass

__all__ = ["Line", "SourceText"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the file has it, indentation kept, without its line end."""

    text: str
    page: int | None = None  # 1-based; None where the format has no pages
    style: str | None = None  # h1…h6 a heading, row a table row, field a line of a metadata table


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of one file."""

    lines: tuple[Line, ...]
    format: str  # text, markdown, html
    encoding: str | None
    warnings: tuple[str, ...] = ()
