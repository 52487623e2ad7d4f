"""Scores what is read of heads and tails against this project's gold of real documents.

usage: python -m evals.headers [SHARED] [--errors]

SHARED    the folder that holds the documents (default: ../shared beside the project); documents
          that are not there are skipped by name
--errors  also print each field that differs

The gold (`gold/headers.jsonl`) is one document a line: its file, and each field as a reader of the
page writes it down; null or [] where the document does not say, absent where readers may differ.
Texts are compared without white space.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.header import Header, read_header
from ingest.layout import lay_out
from ingest.readers import read
from kb.squeeze import squeeze

__all__ = ["FIELDS", "GOLD", "Count", "count_field", "gold_headers", "main", "read_fields"]

FIELDS = (
    "title",
    "kind",
    "number",
    "issuers",
    "region",
    "level",
    "addressees",
    "copied_to",
    "written_on",
    "published_on",
    "effective_on",
    "expires_on",
)
GOLD = Path(__file__).with_name("gold") / "headers.jsonl"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """Values of one field: an organ of a list is one value; `right` are in gold and found."""

    right: int = 0
    found: int = 0
    gold: int = 0
    exact: int = 0  # documents whose whole field is right, 'does not say' included
    documents: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.right + other.right,
            self.found + other.found,
            self.gold + other.gold,
            self.exact + other.exact,
            self.documents + other.documents,
        )

    @property
    def precision(self) -> float | None:
        """The share of the found values that are right; None where none was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of the gold values that were found; None where there is none."""
        return self.right / self.gold if self.gold else None


def read_fields(path: Path) -> Header:
    """What the head and the tail of a file say. Raises SourceError."""
    return read_header(lay_out(read(path)))


def count_field(gold: object, found: object) -> Count:
    """The count of one field of one document."""
    wanted, got = _values(gold), _values(found)
    right = sum(1 for value in wanted if value in got)
    return Count(right, len(got), len(wanted), int(wanted == got), 1)


def _values(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, (list, tuple)):
        return tuple(squeeze(str(each)) for each in value)
    return (squeeze(str(value)),)


def main(argv: Sequence[str]) -> int:
    """Print the figures; returns the exit status."""
    arguments = [argument for argument in argv if argument != "--errors"]
    if len(arguments) > 1:
        print(__doc__)
        return 2
    default = Path(__file__).parents[2] / "shared"
    shared = Path(arguments[0]) if arguments else default
    totals = dict.fromkeys(FIELDS, Count())
    read_count = 0
    for gold in gold_headers():
        path = shared / gold["file"]
        if not path.is_file():
            print(f"跳过（没有这个文件）：{gold['file']}")
            continue
        header = read_fields(path)
        read_count += 1
        for field in FIELDS:
            if field not in gold:
                continue
            found = getattr(header, field)
            count = count_field(gold[field], found)
            totals[field] += count
            if not count.exact and "--errors" in argv:
                print(f"{path.name[:24]} {field}\n  标注 {gold[field]}\n  读出 {found}")
    print(f"文首文尾：{read_count} 份文件")
    print(f"{'字段':12}{'精确率':>6}{'召回率':>7}{'整项正确':>8}")
    for field, total in totals.items():
        shares = f"{_share(total.precision):>9}{_share(total.recall):>10}"
        print(f"{field:14}{shares}{total.exact:>8}/{total.documents}")
    return 0


def gold_headers() -> Iterator[Record]:
    """Each annotated document."""
    with GOLD.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
