"""Single questions of a report: the worst, those that systems differ on, failures, extraction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.report_curves import first_ranks
from evals.report_groups import Group, Member, main_measure
from evals.report_tables import number
from evals.runs import Result

__all__ = ["Case", "Shown", "contrasts", "differing", "failures", "faulty_documents", "worst"]

_HITS = 10
_TEXT = 160  # characters of a hit's text
_LONG = 600  # characters of any other text


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: gold, a hit or a citation."""

    mark: str
    document: str
    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What one system gave on a question."""

    label: str
    verdict: str
    score: str
    why: tuple[str, ...]
    error: str | None
    text: str
    hits: tuple[Passage, ...]
    citations: tuple[Passage, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its gold and what systems gave on it."""

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    gold: tuple[Passage, ...]
    shown: tuple[Shown, ...]


def worst(group: Group, member: Member, count: int) -> list[Case]:
    """The questions that went worst with one system, worst first; none that went well."""
    measure = main_measure(group)
    ranks = first_ranks(member.folder)
    bad = sorted(
        (result for result in member.run.results if _bad(result, measure)),
        key=lambda result: (bool(result.right), result.scores.get(measure, 0.0)),
    )
    return [_case(result, [_shown(member, result, measure, ranks)]) for result in bad[:count]]


def _bad(result: Result, measure: str) -> bool:
    if result.right is not None:
        return not result.right
    return result.error is not None or result.scores.get(measure, 0.0) < 1


def differing(group: Group, count: int) -> list[Case]:
    """The questions that the systems of a group differ on most, side by side."""
    measure = main_measure(group)
    ranks = {member.label: first_ranks(member.folder) for member in group.members}
    apart = [
        (max(values) - min(values), pairs)
        for pairs in _common(group)
        if max(values := [_value(result, measure) for _, result in pairs]) > min(values)
    ]
    apart.sort(key=lambda found: -found[0])
    return [
        _case(pairs[0][1], [_shown(m, result, measure, ranks[m.label]) for m, result in pairs])
        for _, pairs in apart[:count]
    ]


def contrasts(group: Group) -> list[tuple[str, str, int, int, int]]:
    """For each later member against the first: both labels, on how many questions of both the
    first is better, worse and equal."""
    if len(group.members) < 2:
        return []
    first, measure = group.members[0], main_measure(group)
    held, found = first.by_id(), []
    for member in group.members[1:]:
        signs = [
            (_value(held[one], measure) > _value(r, measure))
            - (_value(held[one], measure) < _value(r, measure))
            for one, r in member.by_id().items()
            if one in held
        ]
        counts = signs.count(1), signs.count(-1), signs.count(0)
        found.append((first.label, member.label, *counts))
    return found


def _common(group: Group) -> Iterator[list[tuple[Member, Result]]]:
    """The questions that two members or more have."""
    held = [(member, member.by_id()) for member in group.members]
    for one in dict.fromkeys(i for _, results in held for i in results):
        pairs = [(member, results[one]) for member, results in held if one in results]
        if len(pairs) > 1:
            yield pairs


def _value(result: Result, measure: str) -> float:
    return float(result.right) if result.right is not None else result.scores.get(measure, 0.0)


def failures(member: Member, count: int) -> tuple[int, list[Result]]:
    """How many questions a system failed on, and the first of them."""
    failed = [result for result in member.run.results if result.error is not None]
    return len(failed), failed[:count]


def faulty_documents(group: Group, member: Member) -> list[Case]:
    """Of extraction: the documents where something was missed or wrong."""
    measure = main_measure(group)
    return [
        _case(result, [_shown(member, result, measure, {})])
        for result in member.run.results
        if result.output.get("missed") or result.output.get("wrong")
    ]


def _case(result: Result, shown: Iterable[Shown]) -> Case:
    gold = tuple(
        Passage(
            _grade(g), str(g.get("document", "")), _clip(g.get("quote") or "（整份文件）", _LONG)
        )
        for g in result.gold
    )
    history = tuple(_told(turn) for turn in result.output.get("history") or ())
    return Case(result.id, result.kind, result.question, history, gold, tuple(shown))


def _grade(gold: Mapping[str, Any]) -> str:
    grade = gold.get("grade", 1)
    return "" if grade == 1 else f"{grade} 级"


def _shown(member: Member, result: Result, measure: str, ranks: Mapping[str, int | None]) -> Shown:
    output = result.output
    verdict = "" if result.right is None else "对" if result.right else "错"
    score = f"{measure} {number(result.scores[measure])}" if measure in result.scores else ""
    return Shown(
        member.label,
        "出错" if result.error is not None else verdict,
        "" if measure == "right" else score,
        (*result.wrong, *_placed(result.id, ranks)),
        result.error,
        _clip(str(output.get("text") or ""), _LONG),
        tuple(map(_hit, (output.get("hits") or ())[:_HITS])),
        tuple(map(_citation, output.get("citations") or ())),
        tuple(map(_told, output.get("missed") or ())),
        tuple(map(_told, output.get("wrong") or ())),
    )


def _placed(one: str, ranks: Mapping[str, int | None]) -> tuple[str, ...]:
    if one not in ranks:
        return ()
    rank = ranks[one]
    return (f"第一条相关结果在第 {rank} 位" if rank else "结果里没有相关的",)


def _hit(hit: Mapping[str, Any]) -> Passage:
    text = _clip(str(hit.get("text", "")), _TEXT)
    return Passage(str(hit.get("rank", "")), _named(hit), text, bool(hit.get("covers")))


def _citation(citation: Mapping[str, Any]) -> Passage:
    return Passage(
        f"[{citation.get('marker', '')}]", _named(citation), _clip(citation.get("quote", ""), _LONG)
    )


def _named(record: Mapping[str, Any]) -> str:
    title = record.get("document_title") or record.get("document") or record.get("id") or ""
    parts = (str(title), str(record.get("number") or ""), str(record.get("clause_label") or ""))
    return " ".join(part for part in parts if part)


def _told(record: object) -> str:
    """A record in one line."""
    if isinstance(record, Mapping):
        return _clip("；".join(_told(value) for value in record.values() if value), _LONG)
    if isinstance(record, Sequence) and not isinstance(record, str):
        return _clip("、".join(map(_told, record)), _LONG)
    return _clip(str(record), _LONG)


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"
