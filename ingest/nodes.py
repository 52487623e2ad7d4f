"""Clauses while they grow: a tree without ids and labels; headings taken from the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.fields import SENTENCE_END
from ingest.paragraphs import Read
from kb.model import Level

__all__ = ["Node", "add_row", "first_words", "heading_of", "plain_node"]

_LONGEST_HEADING = 40
_LONGEST_LINE = 60  # a paragraph without a sentence end is a heading up to here
_LONGEST_NAME = 30
_SPACED = re.compile(r"([\u4e00-\u9fff“”]{4,25})[ \u3000]+(?=[\u4e00-\u9fff])")  # 编制规划 坚持…
_PLAIN_NAMES = {Level.HEADER: "文首", Level.PREAMBLE: "开头", Level.TAIL: "文尾"}


@dataclass(slots=True)
class Node:
    """A clause that grows while paragraphs are read."""

    level: Level
    start: int
    end: int
    number: tuple[int, ...] = ()
    marker: str = ""
    heading: str = ""
    name: str = ""  # its own part of a label
    children: list["Node"] = field(default_factory=list)


def plain_node(level: Level, paragraphs: Sequence[Read]) -> Node:
    """A clause without marker over whole paragraphs."""
    return Node(level, paragraphs[0].start, paragraphs[-1].end, name=_PLAIN_NAMES.get(level, ""))


def add_row(above: Node, paragraph: Read) -> None:
    """Add a row to the table that a clause ends with, or begin a table with it.

    The first row, with the names of the columns, is the table's own text.
    """
    last = above.children[-1] if above.children else None
    if last is not None and last.level is Level.TABLE and last.end + 1 == paragraph.start:
        number = len(last.children) + 1
        name = first_words(paragraph.printed)
        last.children.append(Node(Level.ROW, paragraph.start, paragraph.end, (number,), name=name))
        last.end = paragraph.end
        return
    number = 1 + sum(child.level is Level.TABLE for child in above.children)
    name = "表" if number == 1 else f"表{number}"
    above.children.append(Node(Level.TABLE, paragraph.start, paragraph.end, (number,), name=name))


def heading_of(text: str, *, alone: bool) -> str:
    """The heading that a numbered paragraph begins with; "" where it begins with a sentence.

    A paragraph of one sentence is a heading unless it stands alone, without anything below it.
    """
    bare = text.strip()
    lead = re.match(r"([^：:，,。；;（(]{2,15})[：:]", bare) or _SPACED.match(bare)
    sentence = re.match(rf"[^{SENTENCE_END}\n]*", bare)
    first = sentence[0].strip() if sentence else ""
    end = bare[len(first) :].strip()
    if lead:
        return lead[1]
    if not end:
        return bare if len(bare) <= _LONGEST_LINE else ""
    if len(end) == 1 and (alone or end in "；;"):
        return ""
    return first if len(first) <= _LONGEST_HEADING and end[0] in "。！？!?" else ""


def first_words(text: str) -> str:
    """The words up to the first punctuation mark, as a name for a clause without a heading."""
    found = re.match(r"[^，,。；;：:！？（(\n]+", text.strip())
    words = found[0] if found else text.strip()
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME] + "…"
