"""Targets: their values, those of one year, and by when they are due."""

from collections.abc import Iterator, Sequence
from typing import Any

from evals.generated.records import Records, asked, named
from evals.question_sets import Question
from kb.model import Target

__all__ = ["goals"]

_TARGETS = (
    "{d}里{x}的目标是多少",
    "{d}中{x}要达到多少？",
    "按{d}，{x}定的目标值是多少",
    "{d}给{x}定了个什么数",
)
_YEARS = ("{d}里{y}年{x}的目标是多少", "{d}要求到{y}年{x}达到多少？")
_DUE = ("{d}里{x}要在什么时候前完成", "{d}中{x}什么时候达到？")
_SHORTEST, _LONGEST = 3, 30  # characters of an indicator


def goals(records: Records) -> Iterator[Question]:
    """Questions for all values of an indicator, which must be quoted where they stand."""
    for document in records.about:
        by_indicator: dict[str, list[Target]] = {}
        for target in records.targets(document):
            by_indicator.setdefault(target.indicator, []).append(target)
        for indicator, targets in by_indicator.items():
            if not _SHORTEST <= len(indicator) <= _LONGEST or any(t.value is None for t in targets):
                continue
            words = {"x": f"“{indicator}”", "d": named(document)}
            gold = [records.gold(document, t.start, t.end) for t in targets]
            yield from asked("target", _TARGETS, words, gold, _values(targets), "all")
            due = [t.deadline_as_written for t in targets if t.deadline_as_written]
            if len(due) == len(targets):
                yield from asked("deadline", _DUE, words, gold, {"values": due}, "all")
            for year in {t.due.year for t in targets if t.due}:
                own = [t for t in targets if t.due and t.due.year == year]
                gold = [records.gold(document, t.start, t.end) for t in own]
                words["y"] = str(year)
                yield from asked("target_of_year", _YEARS, words, gold, _values(own), "all")


def _values(targets: Sequence[Target]) -> dict[str, Any]:
    """The values, one for each target and no more."""
    values = [f"{t.value.normalize():f}{t.unit}" for t in targets if t.value is not None]
    return {"values": values, "exact": True}
