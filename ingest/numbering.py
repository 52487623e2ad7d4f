"""The open lists of a document: which markers go on, which begin a list, which are text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.markers import Kind, Marker

__all__ = ["Lists"]

# The order of GB/T 9704—2012 7.3.3, with what is used beside it. A document may nest otherwise.
_RANKS = {
    Kind.PART: 0,
    Kind.CHAPTER: 1,
    Kind.SECTION: 2,
    Kind.HAN: 3,
    Kind.DOTTED1: 3,
    Kind.ORDINAL: 4,
    Kind.HAN_BRACKETS: 4,
    Kind.DOTTED2: 4,
    Kind.DIGIT: 5,
    Kind.DOTTED3: 5,
    Kind.DIGIT_BRACKETS: 6,
    Kind.DOTTED4: 6,
    Kind.DIGIT_HALF: 7,
    Kind.CIRCLED: 8,
}
_MAY_BEGIN_LATE = frozenset({Kind.CHAPTER, Kind.SECTION, Kind.HAN, Kind.HAN_BRACKETS})
_WIDEST_GAP = 2  # numbers that a list may lack


@dataclass(slots=True)
class _List:
    kind: Kind
    above: tuple[int, ...]  # (2,) of 2.3
    last: int


class Lists:
    """Lists that are open at a place of a document, outermost first.

    Built over all markers of a text, since what a marker opens can depend on those that follow.
    """

    def __init__(self, markers: Sequence[Marker | None]) -> None:
        self._markers = markers
        self._places: dict[Kind, list[int]] = {}  # indexes of the markers of each kind
        for at, marker in enumerate(markers):
            if marker:
                self._places.setdefault(marker.kind, []).append(at)
        self._open: list[_List] = []
        self._latest: dict[Kind, int] = {}  # also of closed lists: numbers may run on
        self._nested: set[tuple[Kind, Kind]] = set()  # (inner, outer) seen so far

    def place(self, at: int) -> int | None:
        """The depth at which the marker of a paragraph stands (0 outermost); None where it is text.

        Call it once for each paragraph, in order.
        """
        marker = self._markers[at]
        if marker is None or marker.kind not in _RANKS:
            return None
        above, number = marker.number[:-1], marker.number[-1]
        depth = self._depth(at, marker.kind, above, number)
        if depth is None:
            return None
        del self._open[depth:]
        self._nested.update((marker.kind, open_.kind) for open_ in self._open)
        self._open.append(_List(marker.kind, above, number))
        self._latest[marker.kind] = number
        return depth

    def _depth(self, at: int, kind: Kind, above: tuple[int, ...], number: int) -> int | None:
        same = next(
            (d for d, open_ in enumerate(self._open) if (open_.kind, open_.above) == (kind, above)),
            None,
        )
        if same is not None:
            last = self._open[same].last
            repeated = number == last and (
                same == len(self._open) - 1
                or (same == 0 and self._goes_on_later(self._open[0], at))
            )
            goes_on = number == 1 or repeated or 0 < number - last <= 1 + _WIDEST_GAP
            return same if goes_on else None
        runs_on = number == self._latest.get(kind, -1) + 1
        begins_late = not self._open and kind in _MAY_BEGIN_LATE
        if number == 1 or runs_on or begins_late:
            return self._new_depth(at, kind)
        return None

    def _new_depth(self, at: int, kind: Kind) -> int:
        """Inside the innermost list, or in place of lists of lower rank that do not go on."""
        for depth, open_ in enumerate(self._open):
            lower = _RANKS[open_.kind] > _RANKS[kind]
            if lower and not (self._nests(kind, open_.kind) or self._goes_on_later(open_, at)):
                return depth
            if open_.kind is kind and open_.above != ():
                return depth
        return len(self._open)

    def _nests(self, kind: Kind, outer: Kind) -> bool:
        """Whether a list of higher rank stands inside: as before here, or 1、 over （一）."""
        return (kind, outer) in self._nested or (kind, outer) == (Kind.HAN_BRACKETS, Kind.DIGIT)

    def _goes_on_later(self, open_: _List, at: int) -> bool:
        places = self._places[open_.kind]
        next_ = bisect_right(places, at)
        marker = self._markers[places[next_]] if next_ < len(places) else None
        return marker is not None and marker.number[-1] == open_.last + 1
