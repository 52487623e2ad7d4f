"""How well support measures are extracted: `python -m evals support [--part PART] [--errors]`.

Gold: evals/gold/support (its README says what the fields mean); the documents lie in ../shared/dev
and are skipped by name where they are missing.

A found measure matches a gold one when their spans share more than half of the shorter and one
kind is the same (资金 and 奖补 count as one); each matches once. A found one that lies in a gold
one already matched, or that matches a borderline one, counts neither way; one on guidance is wrong.
Amounts, beneficiaries, conditions, force and departments are scored on the matched pairs. A
beneficiary or condition agrees when it shares a stretch of more than half of the gold one.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ingest.document import read_document
from kb.model import Amount, DocumentRecords, Support
from kb.organs import Organs
from kb.squeeze import Squeezed, squeeze

__all__ = ["Score", "gold_documents", "main", "score_document"]

Record = dict[str, Any]
Span = tuple[int, int]

_GOLD = Path(__file__).parent / "gold" / "support"
_DOCUMENTS = Path(__file__).parents[2] / "shared" / "dev" / "policies"


@dataclass(slots=True)
class Score:
    """Counts of one document or of several."""

    gold: int = 0
    found: int = 0  # without those that count neither way
    matched: int = 0
    guidance: int = 0  # of the gold that something was found on
    guidance_kept: int = 0  # of these, found as guidance only
    amounts_gold: int = 0
    amounts_found: int = 0
    amounts_right: int = 0
    conditions_gold: int = 0
    conditions_met: int = 0
    conditions_found: int = 0
    conditions_right: int = 0
    numbers_gold: int = 0  # conditions with a number or an exclusion
    numbers_right: int = 0
    beneficiaries_gold: int = 0
    beneficiaries_met: int = 0
    force_right: int = 0
    departments_right: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Adds the counts of another."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def score_document(golds: Sequence[Record], records: DocumentRecords) -> Score:
    """The score of one document's measures."""
    return _Scorer(golds, records).score()


class _Scorer:
    def __init__(self, golds: Sequence[Record], records: DocumentRecords) -> None:
        self._view = Squeezed(records.document.text)
        self._golds = [(gold, self._place(gold)) for gold in golds]
        self._found = {
            support: self._span(support.start, support.end) for support in records.supports
        }
        self._score = Score()

    def _place(self, gold: Record) -> Span:
        at = self._view.text.find(gold["quote"])
        if at < 0:
            raise ValueError(f"quote not in {gold['file']}: {gold['quote']}")
        return at, at + len(gold["quote"])

    def _span(self, start: int, end: int) -> Span:
        return self._view.index(start), self._view.index(end)

    def score(self) -> Score:
        score = self._score
        measures = [(s, span) for s, span in self._found.items() if not s.guidance]
        pairs, rest = self._pair(measures)
        wanted = [gold for gold, _ in self._golds if gold["class"] == "measure"]
        score.gold, score.matched = len(wanted), len(pairs)
        wrong = [s for s in rest if not self._forgiven(s)]
        score.found = len(pairs) + len(wrong)
        matched = {id(gold) for gold, _ in pairs}
        score.errors += [
            f"missed {g['kinds']} {g['quote']}" for g in wanted if id(g) not in matched
        ]
        score.errors += [f"wrong {[str(k) for k in s.kinds]} {self._quote(s)}" for s in wrong]
        for gold, support in pairs:
            self._details(gold, support)
        self._guidance()
        return score

    def _pair(
        self, measures: Sequence[tuple[Support, Span]]
    ) -> tuple[list[tuple[Record, Support]], list[Support]]:
        candidates = [
            (_shared(place, span), number, gold, support)
            for number, (gold, place) in enumerate(self._golds)
            if gold["class"] == "measure"
            for support, span in measures
            if _agree(place, span) and _kinds(gold["kinds"]) & _kinds(support.kinds)
        ]
        pairs: list[tuple[Record, Support]] = []
        taken: set[str] = set()
        done: set[int] = set()
        for _, number, gold, support in sorted(candidates, key=lambda c: (-c[0], c[1])):
            if number not in done and support.support_id not in taken:
                done.add(number)
                taken.add(support.support_id)
                pairs.append((gold, support))
        self._matched_places = [place for n, (_, place) in enumerate(self._golds) if n in done]
        return pairs, [s for s, _ in measures if s.support_id not in taken]

    def _forgiven(self, support: Support) -> bool:
        span = self._found[support]
        borderline = [p for gold, p in self._golds if gold["class"] == "borderline"]
        return any(_agree(place, span) for place in [*self._matched_places, *borderline])

    def _quote(self, support: Support) -> str:
        return self._view.text[slice(*self._found[support])]

    def _details(self, gold: Record, support: Support) -> None:
        score = self._score
        wanted = sorted(map(_gold_amount, gold["amounts"]))
        found = sorted(map(_amount, support.amounts))
        right = _common(wanted, found)
        score.amounts_gold += len(wanted)
        score.amounts_found += len(found)
        score.amounts_right += right
        if not len(wanted) == right == len(found):
            score.errors.append(f"amounts {wanted} found {found} | {gold['quote']}")
        self._conditions(gold, support)
        for beneficiary in map(squeeze, gold["beneficiaries"]):
            met = any(_covers(beneficiary, one) for one in support.beneficiaries)
            score.beneficiaries_gold += 1
            score.beneficiaries_met += met
            if not met:
                score.errors.append(f"beneficiary {beneficiary} found {support.beneficiaries}")
        score.force_right += gold["force"] == support.force.value
        if gold["force"] != support.force.value:
            score.errors.append(f"force {gold['force']} | {gold['quote']}")
        departments = {squeeze(d) for d in support.departments}
        score.departments_right += departments == set(map(squeeze, gold["departments"]))
        if departments != set(map(squeeze, gold["departments"])):
            score.errors.append(f"departments {departments} | {gold['departments']}")

    def _conditions(self, gold: Record, support: Support) -> None:
        score = self._score
        written = [
            *(squeeze(c.as_written) for c in support.conditions),
            *support.beneficiaries,
            support.period or "",
        ]
        for condition in gold["conditions"]:
            text = squeeze(condition["as_written"])
            score.conditions_gold += 1
            met = any(_covers(text, one) for one in written)
            score.conditions_met += met
            if not met:
                score.errors.append(f"condition {text} found {written} | {gold['quote']}")
            if "value" in condition or condition.get("excluded"):
                score.numbers_gold += 1
                right = any(
                    c.excluded == bool(condition.get("excluded"))
                    and (str(c.value) if c.value is not None else None) == condition.get("value")
                    and (c.unit or None) == condition.get("unit")
                    and (c.comparison.value if c.comparison else None)
                    == condition.get("comparison")
                    for c in support.conditions
                )
                score.numbers_right += right
                if not right:
                    score.errors.append(f"number of {condition} | {support.conditions}")
        place = self._span(support.start, support.end)
        wanted = [squeeze(c["as_written"]) for c in gold["conditions"]] + [
            squeeze(b) for b in gold["beneficiaries"]
        ]
        for found in support.conditions:
            if _shared(place, self._span(found.start, found.end)):
                score.conditions_found += 1
                text = squeeze(found.as_written)
                right = any(_covers(text, one) or _covers(one, text) for one in wanted)
                score.conditions_right += right
                if not right:
                    score.errors.append(f"no condition {text} | {gold['quote']}")

    def _guidance(self) -> None:
        for gold, place in self._golds:
            if gold["class"] == "guidance":
                on = [s for s, span in self._found.items() if _agree(place, span)]
                self._score.guidance += bool(on)
                self._score.guidance_kept += bool(on) and all(s.guidance for s in on)


def _kinds(kinds: Iterable[str]) -> set[str]:
    """The kinds, money with and without conditions of its use as one."""
    return {"资金" if kind == "奖补" else str(kind) for kind in kinds}


def _gold_amount(amount: Record) -> tuple[str, ...]:
    return (
        amount["kind"],
        amount["value"],
        amount["unit"],
        amount["comparison"],
        amount.get("per") or "",
    )


def _amount(amount: Amount) -> tuple[str, ...]:
    return (
        amount.kind.value,
        str(amount.value),
        amount.unit,
        amount.comparison.value,
        amount.per or "",
    )


def _common(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> int:
    rest, count = list(other), 0
    for item in one:
        if item in rest:
            rest.remove(item)
            count += 1
    return count


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _agree(one: Span, other: Span) -> bool:
    return _shared(one, other) * 2 > min(one[1] - one[0], other[1] - other[0])


def _covers(wanted: str, found: str) -> bool:
    """Whether more than half of the wanted text is a stretch of the found one."""
    size = len(wanted) // 2 + 1
    return any(wanted[i : i + size] in found for i in range(len(wanted) - size + 1))


def gold_documents() -> Iterator[tuple[Record, list[Record]]]:
    """Each annotated document with its measures."""
    lines = [
        json.loads(line)
        for path in sorted(_GOLD.glob("*.jsonl"))
        if path.name != "documents.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for line in (_GOLD / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        yield document, [one for one in lines if one["file"] == document["file"]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints a line for each document and the totals of each part."""
    parser = argparse.ArgumentParser(prog="python -m evals support", description=__doc__)
    parser.add_argument(
        "--documents", type=Path, default=_DOCUMENTS, help="folder of the documents"
    )
    parser.add_argument(
        "--part", choices=("developed", "held_back", "unseen", "blind"), help="only this part"
    )
    parser.add_argument("--errors", action="store_true", help="print what is missed and wrong")
    options = parser.parse_args(arguments)
    organs = Organs.load()
    totals: dict[str, Score] = {}
    for document, golds in gold_documents():
        path = options.documents / document["file"]
        if options.part not in (None, document["part"]):
            continue
        if not path.is_file():
            print(f"skipped: {document['file']} (no such document)")
            continue
        score = score_document(golds, read_document(path, organs))
        totals.setdefault(document["part"], Score()).add(score)
        print(_line(score, f"{document['part']} {document['file'][:8]}"))
        if options.errors:
            print("".join(f"    {error}\n" for error in score.errors), end="")
    for part, total in totals.items():
        print(f"\n{_line(total, part)}\n{_more(total)}")


def _line(score: Score, name: str) -> str:
    return (
        f"P {_share(score.matched, score.found)}  R {_share(score.matched, score.gold)}"
        f"  amounts P {_share(score.amounts_right, score.amounts_found)}"
        f" R {_share(score.amounts_right, score.amounts_gold)}"
        f"  {score.matched:3} of {score.gold:3} gold, {score.found:3} found  {name}"
    )


def _more(score: Score) -> str:
    rows = (
        ("beneficiaries found", score.beneficiaries_met, score.beneficiaries_gold),
        ("conditions found", score.conditions_met, score.conditions_gold),
        ("conditions right", score.conditions_right, score.conditions_found),
        ("numbers and exclusions of conditions", score.numbers_right, score.numbers_gold),
        ("guidance kept apart", score.guidance_kept, score.guidance),
        ("force right", score.force_right, score.matched),
        ("departments right", score.departments_right, score.matched),
    )
    return "\n".join(f"  {name:<37}{_share(a, b)}  {a} of {b}" for name, a, b in rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "    -"


if __name__ == "__main__":
    main()
