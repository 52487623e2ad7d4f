"""How well tasks and targets are extracted: `python -m evals extraction [--errors]`.

Reads the gold documents as `policykb ingest` does and scores what `policykb tasks --json` and
`policykb targets --json` would print. Gold: ../shared/dev and evals/gold; what is not there is
skipped by name.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.shapes import target_shape, task_shape
from evals import responsibility, targets
from ingest.document import read_document
from kb.model import DocumentRecords
from kb.organs import Organs

__all__ = ["GoldSet", "gold_sets", "main", "target_shapes"]

Record = dict[str, Any]

_OWN = Path(__file__).parent / "gold"
_SHARED = Path(__file__).parents[2] / "shared" / "dev"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Annotations of one folder; their documents lie in the first folder that has them."""

    name: str
    gold: Path
    documents: tuple[Path, ...]

    def annotations(self) -> Iterator[tuple[Record, Path | None]]:
        """Each annotation with its document; None where that is missing."""
        for path in sorted(self.gold.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            name = Path(gold["file"]).name
            yield gold, next((d / name for d in self.documents if (d / name).is_file()), None)

    def items(self) -> Iterator[tuple[Record, Path]]:
        """Each annotation whose document is there; prints what is missing."""
        if not self.gold.is_dir():
            print(f"skipped: {self.name} (no such folder)")
        for gold, path in self.annotations():
            if path:
                yield gold, path
            else:
                print(f"skipped: {self.name} (no document {Path(gold['file']).name})")


def gold_sets(kind: str, shared: Path, documents: Path) -> list[GoldSet]:
    """The shared gold and our own of a kind: responsibility or targets."""
    real = (shared / "responsibility" / "documents", shared / "policies")
    own = _OWN / kind
    return [
        GoldSet(f"shared {kind}", documents, real),
        GoldSet(f"own {kind}", own, (own / "documents", *real)),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints a table for each gold set."""
    parser = argparse.ArgumentParser(prog="python -m evals extraction", description=__doc__)
    parser.add_argument("--shared", type=Path, default=_SHARED, help="folder of the shared gold")
    parser.add_argument("--errors", action="store_true", help="print what is missed and wrong")
    options = parser.parse_args(arguments)
    organs = Organs.load()
    for one in gold_sets(
        "responsibility", options.shared, options.shared / "responsibility" / "gold"
    ):
        _responsibility(one, organs, options.errors)
    for one in gold_sets("targets", options.shared, options.shared / "targets"):
        _targets(one, organs, options.errors)


def _responsibility(gold_set: GoldSet, organs: Organs, errors: bool) -> None:
    rows = []
    for gold, path in gold_set.items():
        tasks = [task_shape(task) for task in read_document(path, organs).tasks]
        rows.append((gold["file"], responsibility.score_document(gold, tasks)))
    if not rows:
        return
    print(f"\n{gold_set.name}: pairs (unit, role)")
    total = sum((score for _, score in rows), responsibility.Score())
    for name, score in [*rows, (f"all {len(rows)} documents", total)]:
        print(
            f"P {_share(score.precision)}  R {_share(score.recall)}  F1 {_share(score.f1)}"
            f"  clauses right {score.right:3}/{score.clauses:3}  pairs {score.gold:4}  {name}"
        )
        if errors and score is not total:
            print("".join(f"    {error}\n".replace("\n  ", "\n      ") for error in score.errors))


def _targets(gold_set: GoldSet, organs: Organs, errors: bool) -> None:
    rows = []
    for gold, path in gold_set.items():
        found = target_shapes(read_document(path, organs))
        rows.append((Path(gold["file"]).name, targets.score_document(gold, found)))
    if not rows:
        return
    print(f"\n{gold_set.name}: value, unit, due")
    total = sum((score for _, score in rows), targets.Score(0, 0, 0))
    for name, score in [*rows, (f"all {len(rows)} documents", total)]:
        print(
            f"P {_share(score.precision)}  R {_share(score.recall)}"
            f"  {score.matched:4} of {score.gold:4} gold, {score.found:4} found  {name}"
        )
    if errors:
        for mark, records in (("missed", total.missed), ("wrong", total.wrong)):
            for record in records:
                print(f"    {mark}: {record['value']} {record['unit']} | {record['quote']}")


def target_shapes(records: DocumentRecords) -> list[Record]:
    """The targets of a document as `policykb targets --json` prints them."""
    return [target_shape(target, records.document) for target in records.targets]


def _share(value: float | None) -> str:
    return "    -" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
