"""Scores extracted targets (目标指标) against gold annotations.

usage: python -m evals.targets GOLD_DIR TARGETS_JSON DOCUMENTS_JSON [--errors]

GOLD_DIR        one JSON file a document: {"file": name, "targets": [{"indicator", "value", "unit",
                "deadline", "quote"}], "borderline": [the same]}; deadline: null, a year or a date
TARGETS_JSON    what `policykb targets --json` prints
DOCUMENTS_JSON  what `policykb documents --json` prints

A found target matches a gold one when value and unit are equal, the deadline agrees (a year agrees
with any day in it) and the quotes overlap, white space apart. Found targets that match a borderline
one count neither way. A document of the gold that was not taken in counts as missed.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from kb.squeeze import squeeze

__all__ = ["Score", "main", "score", "score_document"]

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document or of all; a share of nothing is None."""

    matched: int
    found: int  # without those that match a borderline one
    gold: int
    missed: tuple[Record, ...] = ()
    wrong: tuple[Record, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.matched + other.matched,
            self.found + other.found,
            self.gold + other.gold,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )

    @property
    def precision(self) -> float | None:
        """The share of the found targets that are in the gold."""
        return self.matched / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of the gold targets that were found."""
        return self.matched / self.gold if self.gold else None


def score_document(gold: Record, found: Sequence[Record]) -> Score:
    """The score of one document's targets."""
    rest = list(found)
    missed = []
    for target in gold["targets"]:
        if match := _best(target, rest):
            rest.remove(match)
        else:
            missed.append(target)
    for target in gold.get("borderline", []):
        if match := _best(target, rest):
            rest.remove(match)
    matched = len(gold["targets"]) - len(missed)
    return Score(matched, matched + len(rest), len(gold["targets"]), tuple(missed), tuple(rest))


def score(
    golds: Sequence[Record], targets: Sequence[Record], documents: Sequence[Record]
) -> Iterator[tuple[str, Score]]:
    """The name and score of each gold document."""
    ids = {Path(document["path"]).stem: document["document_id"] for document in documents}
    for gold in golds:
        name = Path(gold["file"]).stem
        yield name, score_document(gold, [t for t in targets if t["document_id"] == ids.get(name)])


def _best(target: Record, found: Sequence[Record]) -> Record | None:
    """The found target that matches best by the name of its indicator; None if none does."""
    matching = [one for one in found if _matches(target, one)]
    return max(matching, key=lambda one: _alike(target, one), default=None)


def _matches(target: Record, found: Record) -> bool:
    return (
        _number(target["value"]) == _number(found["value"])
        and squeeze(target["unit"] or "") == squeeze(found["unit"] or "")
        and _agrees(target.get("deadline"), found.get("due"))
        and _overlap(squeeze(target["quote"]), squeeze(found["quote"]))
    )


def _number(value: str | None) -> float | None:
    return None if value is None else float(value)


def _agrees(deadline: str | None, due: str | None) -> bool:
    return due is None if deadline is None else (due or "").startswith(deadline)


def _overlap(one: str, other: str) -> bool:
    """Whether one quote holds the other, or one piece of more than half of the shorter."""
    if one in other or other in one:
        return True
    shared = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return shared.size * 2 > min(len(one), len(other))


def _alike(target: Record, found: Record) -> float:
    names = squeeze(target["indicator"]), squeeze(found["indicator"])
    return SequenceMatcher(None, *names, autojunk=False).ratio()


def _percent(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.1%}"


def main(arguments: Sequence[str]) -> int:
    """Prints one line a document and the total; returns 2 on wrong usage, else 0."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    if len(files) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    golds = [
        json.loads(p.read_text(encoding="utf-8")) for p in sorted(Path(files[0]).glob("*.json"))
    ]
    targets, documents = (json.loads(Path(p).read_text(encoding="utf-8")) for p in files[1:])
    scores = list(score(golds, targets, documents))
    total = sum((one for _, one in scores), Score(0, 0, 0))
    for name, one in [*scores, ("total", total)]:
        counts = f"{one.matched:4} of {one.gold:4} gold, {one.found:4} found"
        print(f"P {_percent(one.precision)}  R {_percent(one.recall)}  {counts}  {name}")
    if "--errors" in arguments:
        for mark, records in (("missed", total.missed), ("wrong", total.wrong)):
            for record in records:
                amount = f"{record['value']} {record['unit']}"
                print(f"{mark}: {record['indicator']} {amount} | {record['quote']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
