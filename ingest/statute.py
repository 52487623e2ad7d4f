"""The body of a law or rule: 编章节条款项目 (立法法 第六十五条)."""

import re
from collections.abc import Sequence

from ingest.markers import Kind, Marker
from ingest.nodes import Node, heading_of, plain_node
from ingest.paragraphs import Read
from kb.model import Level
from kb.numerals import to_chinese

__all__ = ["is_statute", "read_statute"]

_LEVELS = {
    Kind.PART: Level.PART,
    Kind.CHAPTER: Level.CHAPTER,
    Kind.SECTION: Level.SECTION,
    Kind.ARTICLE: Level.ARTICLE,
}
_DEPTHS = {Level.PART: 0, Level.CHAPTER: 1, Level.SECTION: 2, Level.ARTICLE: 3}
_FEWEST_RUNNING = 3  # articles of a text that does not begin with 第一条
_RUNNING_SHARE = 0.6
_WIDEST_GAP = 3  # articles that a text may lack
_TITLE = re.compile(r"\s*[【（(〔\[](?P<title>[^】）)〕\]，。；]{2,24})[】）)〕\]]\s*(?=\S)")


def is_statute(paragraphs: Sequence[Read]) -> bool:
    """Whether the text is made of articles: 第一条 comes first, and more follow.

    An amendment may go on with the numbers of an earlier one, without any gap (宪法修正案).
    """
    kinds = [p.marker.kind for p in paragraphs if p.marker]
    numbers = [p.marker.number for p in paragraphs if p.marker and p.marker.kind is Kind.ARTICLE]
    if len(numbers) < 2 or (numbers[0] != (1,) and not _run_on(numbers)):
        return False
    before = kinds[: kinds.index(Kind.ARTICLE)]
    return not any(kind in (Kind.HAN, Kind.HAN_BRACKETS, Kind.DIGIT) for kind in before)


def _run_on(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Whether most numbers follow the first without a gap; others are of articles quoted."""
    first = run = numbers[0][0]
    for number in numbers:
        run += number == (run,)
    return run - first >= max(_FEWEST_RUNNING, _RUNNING_SHARE * len(numbers))


def read_statute(paragraphs: Sequence[Read]) -> list[Node]:
    """The clauses of a statute; text before the first marker is its preamble."""
    statute = _Statute()
    for paragraph in paragraphs:
        statute.add(paragraph)
    return statute.finish()


class _Statute:
    def __init__(self) -> None:
        self._top: list[Node] = []
        self._path: list[Node] = []  # open 编章节条, outermost first
        self._opening: list[Read] = []
        self._last: dict[Level, tuple[int, ...]] = {}
        self._articles: list[Node] = []

    def add(self, paragraph: Read) -> None:
        marker = paragraph.marker
        level = _LEVELS.get(marker.kind) if marker else None
        if marker and level and self._follows(level, marker.number):
            self._open(paragraph, marker, level)
        elif self._path and self._path[-1].level is Level.ARTICLE:
            _add_to_article(self._path[-1], paragraph)
        elif not self._path:
            self._opening.append(paragraph)
        for node in self._path:
            node.end = max(node.end, paragraph.end)

    def finish(self) -> list[Node]:
        for article in self._articles:
            _settle(article)
        opening = [plain_node(Level.PREAMBLE, self._opening)] if self._opening else []
        return [*opening, *self._top]

    def _follows(self, level: Level, number: tuple[int, ...]) -> bool:
        last = self._last.get(level)
        if last is None or (number == (1,) and level is not Level.ARTICLE):
            return True
        if number[0] == last[0]:
            return len(number) > 1 and number[1] == (last[1] if len(last) > 1 else 0) + 1
        return 0 < number[0] - last[0] <= _WIDEST_GAP and len(number) == 1

    def _open(self, paragraph: Read, marker: Marker, level: Level) -> None:
        while self._path and _DEPTHS[self._path[-1].level] >= _DEPTHS[level]:
            self._path.pop()
        node = Node(
            level,
            paragraph.start,
            paragraph.end,
            marker.number,
            marker.printed,
            name=marker.printed,
        )
        if level is Level.ARTICLE:
            self._articles.append(node)
            title = _TITLE.match(paragraph.printed, marker.end)
            node.heading = title["title"] if title else ""
            start = paragraph.start + marker.end
            if start < paragraph.end:
                node.children.append(
                    Node(Level.PARAGRAPH, start, paragraph.end, (1,), name="第一款")
                )
        else:
            node.heading = heading_of(paragraph.printed[marker.end :], alone=False)
            node.name = f"{marker.printed} {node.heading}".strip()
        (self._path[-1].children if self._path else self._top).append(node)
        self._path.append(node)
        self._last[level] = marker.number


def _add_to_article(article: Node, paragraph: Read) -> None:
    """Add a paragraph to an article as 款, 项 or 目."""
    current = article.children[-1] if article.children else None
    marker = paragraph.marker
    if marker and current and marker.kind is Kind.HAN_BRACKETS:
        if _goes_on(current.children, marker):
            _append(current, _part(Level.ITEM, paragraph, marker))
            return
    elif marker and current and marker.kind is Kind.DIGIT:
        items = [child for child in current.children if child.level is Level.ITEM]
        holder = items[-1] if items else current
        if _goes_on(holder.children, marker):
            _append(holder, _part(Level.SUBITEM, paragraph, marker))
            current.end = paragraph.end
            return
    number = len(article.children) + 1
    name = f"第{to_chinese(number) if number < 10_000 else number}款"
    _append(article, Node(Level.PARAGRAPH, paragraph.start, paragraph.end, (number,), name=name))


def _goes_on(siblings: Sequence[Node], marker: Marker) -> bool:
    numbered = [node for node in siblings if node.marker]
    return marker.number[0] == (numbered[-1].number[0] + 1 if numbered else 1)


def _part(level: Level, paragraph: Read, marker: Marker) -> Node:
    return Node(
        level, paragraph.start, paragraph.end, marker.number, marker.printed, name=marker.printed
    )


def _append(above: Node, node: Node) -> None:
    above.children.append(node)
    above.end = max(above.end, node.end)


def _settle(article: Node) -> None:
    """款 are clauses of their own only where an article has several."""
    if len(article.children) == 1:
        article.children = article.children[0].children
