"""The clauses of a document: head, opening, numbered body, tail and annexes as one tree.

Which markers open clauses is decided by their sequence, never by their look alone. Laws keep fixed
ranks; administrative documents keep a stack of open lists in the order in which they appear.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.annexes import annex_name, split_annexes
from ingest.closing import closing_size
from ingest.header import Header
from ingest.layout import LaidOut
from ingest.markers import Kind, Marker
from ingest.nodes import Node, add_row, first_words, heading_of, plain_node
from ingest.numbering import Lists
from ingest.paragraphs import Read, behind_contents, read_paragraphs
from ingest.statute import is_statute, read_statute
from kb.model import Clause, Level

__all__ = ["read_outline"]

_LEVELS = {
    Kind.PART: Level.PART,
    Kind.CHAPTER: Level.CHAPTER,
    Kind.SECTION: Level.SECTION,
    Kind.HAN: Level.HEADING1,
    Kind.DOTTED1: Level.HEADING1,
    Kind.HAN_BRACKETS: Level.HEADING2,
    Kind.DOTTED2: Level.HEADING2,
    Kind.DIGIT: Level.HEADING3,
    Kind.DOTTED3: Level.HEADING3,
    Kind.DIGIT_BRACKETS: Level.HEADING4,
    Kind.DOTTED4: Level.HEADING4,
    Kind.ORDINAL: Level.HEADING4,
    Kind.DIGIT_HALF: Level.HEADING5,
    Kind.CIRCLED: Level.HEADING5,
}
_LETTERS = {
    Level.HEADER: "h",
    Level.PREAMBLE: "q",
    Level.TAIL: "t",
    Level.ANNEX: "z",
    Level.PART: "b",
    Level.CHAPTER: "c",
    Level.SECTION: "n",
    Level.ARTICLE: "a",
    Level.PARAGRAPH: "p",
    Level.ITEM: "x",
    Level.SUBITEM: "y",
    Level.HEADING1: "s",
    Level.HEADING2: "g",
    Level.HEADING3: "i",
    Level.HEADING4: "j",
    Level.HEADING5: "k",
    Level.TABLE: "tb",
    Level.ROW: "r",
}
_FARTHEST_CONTENTS = 10  # paragraphs from the beginning of a body
_SPACED = frozenset({Kind.PART, Kind.CHAPTER, Kind.SECTION})


def read_outline(laid: LaidOut, header: Header, document_id: str) -> tuple[Clause, ...]:
    """The clauses in document order, parents before children; the top ones tile the text."""
    paragraphs = read_paragraphs(laid)

    def zone(start: int, end: int) -> list[Read]:
        return [paragraph for paragraph in paragraphs if start <= paragraph.start < end]

    head = zone(0, header.body_start)
    body, *annexes = split_annexes(zone(header.body_start, header.tail_start), in_body=True)
    tail = zone(header.tail_start, header.tail_end)
    colophon = zone(header.colophon_start, len(laid.text) + 1)
    behind = zone(header.tail_end, header.colophon_start)
    nodes, closing = _body(body)
    tops = [
        *_plain(Level.HEADER, head),
        *nodes,
        *(_annex(part, number) for number, part in enumerate(annexes, 1)),
        *_plain(Level.TAIL, [*closing, *tail]),
        *(
            _annex(part, number)
            for number, part in enumerate(split_annexes(behind, in_body=False), len(annexes) + 1)
            if part
        ),
        *_plain(Level.TAIL, colophon),
    ]
    tops.sort(key=lambda node: node.start)
    return tuple(_Numberer(laid, document_id).clauses(tops))


def _plain(level: Level, paragraphs: Sequence[Read]) -> list[Node]:
    return [plain_node(level, paragraphs)] if paragraphs else []


def _annex(paragraphs: Sequence[Read], number: int) -> Node:
    marker, title, size = annex_name(paragraphs)
    name = " ".join(part for part in (marker, title) if part)
    node = plain_node(Level.ANNEX, paragraphs)
    node.number, node.marker, node.heading = (number,), marker, title
    node.name = name or first_words(paragraphs[0].printed)
    nodes, closing = _body(paragraphs[size:])
    opening = nodes[0] if nodes and nodes[0].level is Level.PREAMBLE else None
    # An annex's own opening is its own text.
    node.children = [*(opening.children if opening else []), *nodes[1 if opening else 0 :]]
    node.children += _plain(Level.TAIL, closing) if node.children else []
    return node


def _body(paragraphs: Sequence[Read]) -> tuple[list[Node], Sequence[Read]]:
    """The clauses of a body, and the closing paragraphs behind its last item."""
    if not paragraphs:
        return [], ()
    ends = (behind_contents(paragraphs, at) for at in range(len(paragraphs[:_FARTHEST_CONTENTS])))
    contents = next((end for end in ends if end), 0)
    nodes, closing = _numbered_body(paragraphs[contents:])
    return [*_plain(Level.PREAMBLE, paragraphs[:contents]), *nodes], closing


def _numbered_body(paragraphs: Sequence[Read]) -> tuple[list[Node], Sequence[Read]]:
    if is_statute(paragraphs):
        return read_statute(paragraphs), ()
    lists = Lists([None if p.style == "row" else p.marker for p in paragraphs])
    depths = [lists.place(at) for at in range(len(paragraphs))]
    size = closing_size(paragraphs, depths)
    inside = len(paragraphs) - size
    return _administrative(paragraphs[:inside], depths[:inside]), paragraphs[inside:]


def _administrative(paragraphs: Sequence[Read], depths: Sequence[int | None]) -> list[Node]:
    top: list[Node] = []
    path: list[Node] = []
    opening: list[Read] = []
    for at, (paragraph, depth) in enumerate(zip(paragraphs, depths, strict=True)):
        if depth is not None and paragraph.marker:
            del path[depth:]
            node = _numbered(paragraph, paragraph.marker, alone=_is_alone(depths, at))
            (path[-1].children if path else top).append(node)
            path.append(node)
        elif not path:
            opening.append(paragraph)
        elif paragraph.style == "row":
            add_row(path[-1], paragraph)
        for node in path:
            node.end = paragraph.end
    return [*_opening(opening, alone=not top), *top]


def _opening(paragraphs: Sequence[Read], *, alone: bool) -> list[Node]:
    """The opening; in a text without any structure its paragraphs are clauses."""
    nodes = _plain(Level.PREAMBLE, paragraphs)
    if nodes and alone:
        nodes[0].name = "正文"
    if nodes and alone and len(paragraphs) > 1:
        for number, paragraph in enumerate(paragraphs, 1):
            if paragraph.style == "row":
                add_row(nodes[0], paragraph)
                continue
            name = first_words(paragraph.printed)
            part = Node(Level.PARAGRAPH, paragraph.start, paragraph.end, (number,), name=name)
            nodes[0].children.append(part)
    return nodes


def _is_alone(depths: Sequence[int | None], at: int) -> bool:
    """Whether nothing stands below a numbered paragraph: neither items nor further paragraphs."""
    depth = depths[at]
    behind = depths[at + 1] if at + 1 < len(depths) else 0
    return depth is not None and behind is not None and behind <= depth


def _numbered(paragraph: Read, marker: Marker, *, alone: bool) -> Node:
    text = paragraph.printed[marker.end :]
    heading = heading_of(text, alone=alone)
    gap = " " if marker.kind in _SPACED or marker.kind.name.startswith("DOTTED") else ""
    return Node(
        _LEVELS[marker.kind],
        paragraph.start,
        paragraph.end,
        marker.number,
        marker.printed,
        heading,
        f"{marker.printed}{gap}{heading or first_words(text)}",
    )


class _Numberer:
    """Gives clauses their ids, labels and pages."""

    def __init__(self, laid: LaidOut, document_id: str) -> None:
        self._laid = laid
        self._document_id = document_id
        self._uses: Counter[str] = Counter()  # of each id without its ~2

    def clauses(self, nodes: Sequence[Node], above: Clause | None = None) -> Iterator[Clause]:
        for node in nodes:
            clause = self._clause(node, above)
            yield clause
            yield from self.clauses(node.children, clause)

    def _clause(self, node: Node, above: Clause | None) -> Clause:
        label = f"{above.label} > {node.name}" if above else node.name
        return Clause(
            clause_id=self._id(node, above),
            document_id=self._document_id,
            parent_id=above.clause_id if above else None,
            level=node.level,
            marker=node.marker,
            heading=node.heading,
            label=label,
            start=node.start,
            end=node.end,
            body_end=self._body_end(node),
            page=bisect_right(self._laid.pages, node.start) or None,
        )

    def _id(self, node: Node, above: Clause | None) -> str:
        number = node.number if node.level is Level.ARTICLE else node.number[-1:]
        part = _LETTERS[node.level] + "-".join(map(str, number))
        wanted = f"{above.clause_id if above else self._document_id}.{part}"
        self._uses[wanted] += 1
        count = self._uses[wanted]
        return wanted if count == 1 else f"{wanted}~{count}"

    def _body_end(self, node: Node) -> int:
        """The end of a clause's own text, without the line feed before its first child."""
        if not node.children:
            return node.end
        first = node.children[0].start
        own = self._laid.text[node.start : first]
        return node.start + len(own.rstrip("\n"))
