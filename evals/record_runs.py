"""Gold that are records: extraction, support measures, matching. A result a document."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.shapes import task_shape
from evals import extraction, headers, match, references, responsibility, support, targets
from evals.outcome import Counts, Outcome, counted, scores, shares
from evals.runs import Result
from ingest.document import read_document
from kb.organs import Organs

__all__ = ["Case", "NoDocumentsError", "records"]

Record = Mapping[str, Any]

_GOLD = Path(__file__).parent / "gold"
_DEVELOPED = "developed"


class NoDocumentsError(Exception):
    """None of the documents of a set is on this machine."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one document."""

    counts: Counts
    missed: Sequence[Any] = ()
    wrong: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """The gold of one document; `path` is None where the document is not there."""

    id: str
    kind: str
    question: str
    gold: Record
    path: Path | None
    judge: Callable[[], Judged]


def records(name: str, shared: Path) -> tuple[Outcome, dict[str, Any]]:
    """The outcome of a set of gold records, and what a run says of it.

    Raises:
        NoDocumentsError: the documents are not there.
    """
    cases = list(_CASES[name](shared))
    there = [case for case in cases if case.path is not None]
    if not there:
        raise NoDocumentsError(f"没有标注的文件（{shared}）")
    results, counts = [], []
    for case in tqdm(there, desc=name, mininterval=1):
        begun = time.perf_counter()
        judged = case.judge()
        counts.append(judged.counts)
        results.append(_result(case, judged, (time.perf_counter() - begun) * 1000))
    names = dict.fromkeys(measure for one in counts for measure in one)
    absent = len(cases) - len(there)
    return Outcome(
        results=tuple(results),
        measures=shares(counts, names),
        notes=(f"{absent} 份标注的文件不在，没有计入",) if absent else (),
    ), {
        "set_digest": _digest(json.dumps(case.gold, ensure_ascii=False).encode() for case in there),
        "corpus_digest": _digest(case.path.read_bytes() for case in there if case.path),
        "documents": len({case.path for case in there}),
        "model": "",
        "settings": {},
    }


def _result(case: Case, judged: Judged, elapsed_ms: float) -> Result:
    right = not judged.missed and not judged.wrong
    return Result(
        id=case.id,
        kind=case.kind,
        question=case.question,
        scores=scores(judged.counts),
        right=right,
        counts=counted(judged.counts),
        output={"missed": list(judged.missed), "wrong": list(judged.wrong)},
        elapsed_ms=elapsed_ms,
    )


def _digest(parts: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]


def _counts(matched: int, found: int, gold: int, **more: tuple[float, float]) -> Counts:
    """F1, precision and recall of counts."""
    return {
        "F1": (2 * matched, found + gold),
        "precision": (matched, found),
        "recall": (matched, gold),
        **more,
    }


# responsibility and targets


def _extraction(kind: str, at: int, shared: Path) -> Iterator[Case]:
    folders = {"responsibility": ("responsibility", "gold"), "targets": ("targets",)}
    dev, organs = shared / "dev", Organs.load()
    judge = _responsibility if kind == "responsibility" else _targets
    gold_set = extraction.gold_sets(kind, dev, dev.joinpath(*folders[kind]))[at]
    for gold, path in gold_set.annotations():
        name = Path(gold["file"]).name
        yield Case(name, kind, name, gold, path, partial(judge, gold, path or Path(name), organs))


def _responsibility(gold: Record, path: Path, organs: Organs) -> Judged:
    tasks = [task_shape(task) for task in read_document(path, organs).tasks]
    score = responsibility.score_document(dict(gold), tasks)
    counts = _counts(score.matched, score.found, score.gold, clauses=(score.right, score.clauses))
    return Judged(counts, wrong=score.errors)


def _targets(gold: Record, path: Path, organs: Organs) -> Judged:
    found = extraction.target_shapes(read_document(path, organs))
    score = targets.score_document(dict(gold), found)
    return Judged(_counts(score.matched, score.found, score.gold), score.missed, score.wrong)


# heads, references


def _headers(shared: Path) -> Iterator[Case]:
    for gold in headers.gold_headers():
        path = shared / gold["file"]
        name = path.name
        held = path if path.is_file() else None
        yield Case(name, "header", name, gold, held, partial(_header, gold, path))


def _header(gold: Record, path: Path) -> Judged:
    header = headers.read_fields(path)
    fields = [name for name in headers.FIELDS if name in gold]
    total, wrong = headers.Count(), []
    for name in fields:
        count = headers.count_field(gold[name], getattr(header, name))
        total += count
        if not count.exact:
            wrong.append(f"{name}：标注 {gold[name]}，读出 {getattr(header, name)}")
    exact = (total.exact, total.documents)
    return Judged(_counts(total.right, total.found, total.gold, fields=exact), wrong=wrong)


def _references(shared: Path) -> Iterator[Case]:  # noqa: ARG001 - like the others
    for number, (gold, path) in enumerate(references.annotations(), start=1):
        text = str(gold.get("quote") or gold["text"])
        kind = "made up" if "text" in gold else "document"
        yield Case(f"r{number}", kind, text, gold, path, partial(_reference, gold))


def _reference(gold: Record) -> Judged:
    expected, found = references.judge(dict(gold))
    matched = (expected & found).total()
    missed, wrong = (
        [" | ".join(field or "-" for field in one) for one in side.elements()]
        for side in (expected - found, found - expected)
    )
    return Judged(_counts(matched, found.total(), expected.total()), missed, wrong)


# support measures and matching


def _support(shared: Path, *, developed: bool) -> Iterator[Case]:
    organs = Organs.load()
    for document, golds in support.gold_documents():
        if (document["part"] == _DEVELOPED) is developed:
            path = shared / "dev" / "policies" / document["file"]
            gold = {"document": document, "measures": golds}
            yield Case(
                document["file"],
                document["part"],
                document["file"],
                gold,
                path if path.is_file() else None,
                partial(_measures, golds, path, organs),
            )


def _measures(golds: Sequence[dict[str, Any]], path: Path, organs: Organs) -> Judged:
    score = support.score_document(golds, read_document(path, organs))
    counts = _counts(
        score.matched,
        score.found,
        score.gold,
        amounts_precision=(score.amounts_right, score.amounts_found),
        amounts_recall=(score.amounts_right, score.amounts_gold),
        beneficiaries=(score.beneficiaries_met, score.beneficiaries_gold),
        conditions=(score.conditions_met, score.conditions_gold),
    )
    missed = [error for error in score.errors if error.startswith("missed ")]
    return Judged(counts, missed, [error for error in score.errors if error not in missed])


def _matching(shared: Path, *, developed: bool) -> Iterator[Case]:
    organs = Organs.load()
    for number, line in enumerate(_lines(_GOLD / "match.jsonl"), start=1):
        gold = json.loads(line)
        part = gold.get("part", _DEVELOPED)
        if (part == _DEVELOPED) is developed:
            path = shared / "dev" / "policies" / gold["file"]
            yield Case(
                f"m{number}",
                part,
                f"{gold['file']} {json.dumps(gold['profile'], ensure_ascii=False)}",
                gold,
                path if path.is_file() else None,
                partial(_verdicts, gold, path, organs),
            )


def _verdicts(gold: dict[str, Any], path: Path, organs: Organs) -> Judged:
    score = match.score_judgement(gold, read_document(path, organs))
    counts = {
        "accuracy": (score.right, score.judged),
        "extracted": (score.judged, score.judged + score.missing),
    }
    missed = [error for error in score.errors if error.startswith("missing")]
    return Judged(counts, missed, [error for error in score.errors if error not in missed])


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


_CASES: Mapping[str, Callable[[Path], Iterator[Case]]] = {
    "responsibility": partial(_extraction, "responsibility", 0),
    "responsibility-own": partial(_extraction, "responsibility", 1),
    "targets": partial(_extraction, "targets", 0),
    "targets-own": partial(_extraction, "targets", 1),
    "headers": _headers,
    "references": _references,
    "support": partial(_support, developed=True),
    "support-unseen": partial(_support, developed=False),
    "match": partial(_matching, developed=True),
    "match-unseen": partial(_matching, developed=False),
}
