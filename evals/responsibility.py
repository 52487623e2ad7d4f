"""Scores extracted responsibility clauses (责任单位, 分工) against gold annotations.

A gold file: {"file": name, "clauses": [{"raw": the clause as printed, "task": how its task begins,
"assignments": [[unit as written, role], …], "optional": [unit, …]}]}. Clauses are aligned in the
order of the text; a pair (unit, role) counts once a clause; pairs of optional units count neither
way; inherited owners are not scored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from kb.squeeze import squeeze

__all__ = ["Score", "score_document"]

Record = dict[str, Any]
Pairs = frozenset[tuple[str, str]]

_EDGES = "（）()[]［］【】〔〕。；;"
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document or of all; a share of nothing is None."""

    matched: int = 0
    found: int = 0
    gold: int = 0
    right: int = 0  # clauses with every pair right
    clauses: int = 0
    errors: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.matched + other.matched,
            self.found + other.found,
            self.gold + other.gold,
            self.right + other.right,
            self.clauses + other.clauses,
            self.errors + other.errors,
        )

    @property
    def precision(self) -> float | None:
        """The share of the found pairs that are in the gold."""
        return self.matched / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of the gold pairs that were found."""
        return self.matched / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        both = self.found + self.gold
        return 2 * self.matched / both if both else None


def score_document(gold: Record, tasks: Sequence[Record]) -> Score:
    """The score of one document's tasks, given as `policykb tasks --json` prints them."""
    found = list(_found(tasks))
    table = _align([_bare(c["raw"]) for c in gold["clauses"]], [raw for raw, _ in found])
    total = Score()
    for index, clause in enumerate(gold["clauses"]):
        total += _score_clause(clause, found[table[index]][1] if index in table else frozenset())
    for index, (raw, pairs) in enumerate(found):
        if index not in table.values():
            total += Score(found=len(pairs), errors=(f"no responsibility clause: {raw}",))
    return total


def _score_clause(clause: Record, pairs: Pairs) -> Score:
    optional = {squeeze(o if isinstance(o, str) else o[0]) for o in clause.get("optional", [])}
    want = frozenset((squeeze(unit), role) for unit, role in clause["assignments"])
    have = frozenset(pair for pair in pairs if pair[0] not in optional)
    if want == have:
        return Score(len(want), len(have), len(want), 1, 1)
    error = (
        f"{_bare(clause['raw'])}\n  missing {sorted(want - have)}\n  extra   {sorted(have - want)}"
    )
    return Score(len(want & have), len(have), len(want), 0, 1, (error,))


def _found(tasks: Sequence[Record]) -> Iterator[tuple[str, Pairs]]:
    """The responsibility clauses of tasks with their pairs, less inherited ones."""
    for task in tasks:
        own = [part for part in task["assignments"] if not part["inherited"]]
        if own and task["responsibility_as_written"]:
            pairs = frozenset((squeeze(part["as_written"]), part["role"]) for part in own)
            yield _bare(task["responsibility_as_written"]), pairs


def _bare(raw: str) -> str:
    return squeeze(raw).strip(_EDGES)


def _align(gold: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """For each gold clause the found one of the same text, else the first alike, in order."""
    table: dict[int, int] = {}
    at = 0
    for index, raw in enumerate(gold):
        best = _match(raw, found, at)
        if best is not None:
            table[index] = best
            at = best + 1
    return table


def _match(raw: str, found: Sequence[str], at: int) -> int | None:
    if raw in found[at:]:
        return found.index(raw, at)
    for index in range(at, len(found)):
        if SequenceMatcher(None, raw, found[index], autojunk=False).ratio() >= _ALIKE:
            return index
    return None
