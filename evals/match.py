"""Scores the verdicts of matching: `python -m evals match [--part PART] [--annotated] [--errors]`.

Gold: evals/gold/match.jsonl, one judgement of an enterprise against a document a line: `file` (in
../shared/dev/policies), `profile`, `as_of`, `part` (developed where it is left out) and either
`all`, the verdict of every measure of the document, or `verdicts`, each with a `quote` that occurs
once in the document, white space left out. The measure found that holds most of the quote is the
one judged. A quote on which nothing is found is counted apart: what was not extracted cannot be
matched.

Where the verdict on a quote is wrong, the measure that people annotated there (evals/gold/support)
is judged as well: right then, the extraction is to blame, else the matching; without one it is not
told. With --annotated all measures are the annotated ones, which shows what matching alone gets
wrong. --errors shows the errors of the developed part, those of another where --part names it.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.match import Match, match_all
from assistant.profile_json import read_profile
from ingest.document import read_document
from ingest.support_fields import read_condition
from kb.model import Condition, Document, DocumentRecords, Force, Support, SupportKind
from kb.organs import Organs
from kb.squeeze import Squeezed, squeeze
from kb.validity import status_of

__all__ = ["Score", "main", "score_judgement"]

Record = dict[str, Any]

_GOLD = Path(__file__).parent / "gold" / "match.jsonl"
_MEASURES = Path(__file__).parent / "gold" / "support"
_DOCUMENTS = Path(__file__).parents[2] / "shared" / "dev" / "policies"
_DEVELOPED = "developed"


@dataclass(slots=True)
class Score:
    """Counts of verdicts; a share of nothing is None."""

    right: int = 0
    judged: int = 0
    missing: int = 0  # annotated, but no measure was found there
    too_bold: int = 0  # applicable where the gold says otherwise
    causes: Counter[str] = field(default_factory=Counter)  # of the wrong ones: who is to blame
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another one in."""
        self.right += other.right
        self.judged += other.judged
        self.missing += other.missing
        self.too_bold += other.too_bold
        self.causes += other.causes
        self.errors += other.errors

    @property
    def accuracy(self) -> float | None:
        """The share of the verdicts that are right."""
        return self.right / self.judged if self.judged else None


def score_judgement(
    gold: Record, records: DocumentRecords, annotated: DocumentRecords | None = None
) -> Score:
    """The score of one judgement on the measures of its document.

    `annotated` are the measures that people found in it, to tell who is to blame for an error.
    """
    score = Score()
    for quote, wanted, found in _pairs(gold, _matches(gold, records), records.document.text):
        if found is None:
            score.missing += 1
            score.errors.append(f"missing: {gold['file'][:8]} {quote}")
            continue
        score.judged += 1
        if found.verdict == wanted:
            score.right += 1
            continue
        score.too_bold += found.verdict == "applicable"
        cause = _cause(gold, annotated, quote, wanted)
        score.causes[cause] += 1
        checks = "; ".join(
            f"{check.as_written}={check.judgement.verdict.value}" for check in found.checks
        )
        score.errors.append(
            f"{gold['file'][:8]} wanted {wanted}, found {found.verdict.value} ({cause}): {quote}\n"
            f"    {json.dumps(gold['profile'], ensure_ascii=False)}\n    {checks} {found.why or ''}"
        )
    return score


def _matches(gold: Record, records: DocumentRecords) -> tuple[Match, ...]:
    as_of = date.fromisoformat(gold["as_of"])
    document = records.document
    return match_all(
        read_profile(gold["profile"]),
        records.supports,
        {document.document_id: document},
        {document.document_id: status_of(document, as_of, [], [])},
        as_of,
    )


def _cause(gold: Record, annotated: DocumentRecords | None, quote: str, wanted: str) -> str:
    """Who is to blame for a wrong verdict on a quote: extraction, matching or not told."""
    if annotated is None or "verdicts" not in gold:
        return "not told"
    text = annotated.document.text
    for each, _, found in _pairs(gold, _matches(gold, annotated), text):
        if each == quote and found is not None:
            return "extraction" if found.verdict == wanted else "matching"
    return "not told"


def _pairs(
    gold: Record, matches: Sequence[Match], text: str
) -> Iterator[tuple[str, str, Match | None]]:
    """Each annotated quote with its verdict and the measure found there."""
    if "all" in gold:
        for found in matches:
            yield text[found.support.start : found.support.end], gold["all"], found
        return
    view = Squeezed(text)
    for row in gold["verdicts"]:
        at = view.text.find(squeeze(row["quote"]))
        start, end = view.span(at, at + len(squeeze(row["quote"])))
        yield row["quote"], row["verdict"], _at(matches, start, end)


def _at(matches: Iterable[Match], start: int, end: int) -> Match | None:
    """The measure that shares most of a span, more than half of it or of itself; None if none."""

    def shared(found: Match) -> int:
        return min(end, found.support.end) - max(start, found.support.start)

    def near(found: Match) -> bool:
        shorter = min(end - start, found.support.end - found.support.start)
        return shared(found) * 2 > shorter

    return max(filter(near, matches), key=shared, default=None)


def _annotated(records: DocumentRecords, file: str) -> DocumentRecords:
    """The document with the measures that people annotated in place of those that were found."""
    view = Squeezed(records.document.text)
    supports = []
    for number, row in enumerate(_annotations().get(file, ())):
        at = max(view.text.find(squeeze(row["quote"])), 0)
        start, end = view.span(at, at + len(squeeze(row["quote"])))
        supports.append(
            Support(
                support_id=f"{file}.{number}",
                document_id=records.document.document_id,
                clause_id=records.clauses[0].clause_id,
                kinds=tuple(SupportKind(kind) for kind in row["kinds"]),
                measure=row["given"],
                beneficiaries=tuple(row["beneficiaries"]),
                conditions=tuple(
                    _condition(each, view, at, records.document) for each in row["conditions"]
                ),
                force=Force(row["force"]),
                start=start,
                end=end,
            )
        )
    return replace(records, supports=tuple(supports))


def _condition(row: Record, view: Squeezed, after: int, document: Document) -> Condition:
    """An annotated condition, where its words first stand behind the start of its measure."""
    found = max(view.text.find(squeeze(row["as_written"]), after), after)
    start = view.span(found, found + 1)[0]
    excluded = row.get("excluded", False)
    return read_condition(row["as_written"], start, document.written_on, excluded=excluded)


@cache
def _annotations() -> dict[str, list[Record]]:
    """The annotated measures by file."""
    found: dict[str, list[Record]] = {}
    for path in sorted(set(_MEASURES.glob("*.jsonl")) - {_MEASURES / "documents.jsonl"}):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["class"] == "measure":
                found.setdefault(row["file"], []).append(row)
    return found


@cache
def _records(path: Path) -> DocumentRecords:
    return read_document(path, Organs.load())


def _told(score: Score) -> str:
    accuracy = "-" if score.accuracy is None else f"{score.accuracy:.1%}"
    causes = ", ".join(f"{cause} {count}" for cause, count in sorted(score.causes.items()))
    blame = f" [wrong by {causes}]" if causes else ""
    return (
        f"verdicts right {score.right} of {score.judged} ({accuracy}); "
        f"applicable by mistake {score.too_bold}; measures not found {score.missing}{blame}"
    )


def main(arguments: Sequence[str]) -> int:
    """Prints the share of right verdicts of each part; returns 1 where a document is not there."""
    parser = argparse.ArgumentParser(prog="python -m evals match")
    parser.add_argument("--part", help="only this part of the gold")
    parser.add_argument("--annotated", action="store_true", help="judge the annotated measures")
    parser.add_argument("--errors", action="store_true", help="show the wrong verdicts")
    options = parser.parse_args(arguments)
    parts: dict[str, list[Record]] = {}
    for line in _GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        part = gold.get("part", _DEVELOPED)
        if options.part in (None, part):
            parts.setdefault(part, []).append(gold)
    skipped = 0
    for part, judgements in parts.items():
        shown = options.errors and part in (options.part, _DEVELOPED)
        skipped += _scored(part, judgements, annotated=options.annotated, errors=shown)
    return int(skipped > 0)


def _scored(part: str, judgements: Sequence[Record], *, annotated: bool, errors: bool) -> int:
    """Prints the score of one part; gives the number of documents that are not there."""
    total, named, count = Score(), Score(), 0
    for gold in judgements:
        path = _DOCUMENTS / gold["file"]
        if not path.exists():
            print(f"skipped, not there: {path.name}", file=sys.stderr)
            continue
        count += 1
        records = _records(path)
        by_people = _annotated(records, path.name)
        score = score_judgement(gold, by_people if annotated else records, by_people)
        total.add(score)
        if "verdicts" in gold:
            named.add(score)
    print(f"{part}: {count} judgements; {_told(total)}")
    print(f"  without those of one verdict for a whole document: {_told(named)}")
    for error in total.errors if errors else ():
        print(error)
    return len(judgements) - count
