"""A run of one system on one set for one task, kept as a folder.

| file | what |
|---|---|
| `run.json` | what was run, on what, when, where, and the mean of every measure with its interval |
| `results.jsonl` | one line a question: what the system gave, its scores, its time |
| `qrels`, `run.trec` | of retrieval: TREC's files, so that any other tool can measure again |
"""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from evals.measures import Interval, interval

__all__ = ["TASKS", "Result", "Run", "RunError", "Task", "commit", "machine", "means"]

Task = Literal["retrieval", "answers", "extraction", "support", "match", "speed"]

TASKS: tuple[Task, ...] = ("retrieval", "answers", "extraction", "support", "match", "speed")

_RUN, _RESULTS = "run.json", "results.jsonl"


class RunError(ValueError):
    """A folder is no run, or two runs cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a system gave on one question (of extraction: one document), and how good that is.

    `scores` holds every measure of the task; a question without a result has zeros, never no line.
    `right` is None where right and wrong are not what the task asks.
    """

    id: str
    kind: str
    question: str
    scores: Mapping[str, float]
    right: bool | None = None
    counts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Of measures that are shares of counts: how many of how many; absent where it is of none.
    A question with many weighs more, and only counts let two runs be compared."""
    gold: tuple[Mapping[str, Any], ...] = ()
    output: Mapping[str, Any] = field(default_factory=dict)
    """answers: the contract's JSON of an answer; retrieval: {"hits": [{"rank", "id", "document",
    "text", "covers"}]}; extraction: {"missed": [], "wrong": []}."""
    wrong: tuple[str, ...] = ()
    """Why it is wrong, in words."""
    elapsed_ms: float = 0.0
    error: str | None = None
    """What the system failed with; its scores are then zeros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was run, and its results in the order of the set."""

    task: Task
    set: str
    set_digest: str
    system: str
    corpus_digest: str
    documents: int
    model: str
    """Name of the embedding model, and of the language model where one was used."""
    settings: Mapping[str, Any]
    commit: str
    started: str
    """ISO 8601 with the time zone."""
    seconds: float
    machine: Mapping[str, Any]
    measures: Mapping[str, Interval]
    """Mean and 95 % interval (`evals.measures`) of each measure over the questions; of counted
    shares (precision of refusals, of extraction) the share with its interval by questions."""
    notes: tuple[str, ...] = ()
    """What may not be compared, what was left out."""
    results: tuple[Result, ...] = ()

    def save(self, folder: Path) -> Path:
        """Writes the folder anew and returns it."""
        folder.mkdir(parents=True, exist_ok=True)
        facts = {key: value for key, value in asdict(self).items() if key != "results"}
        facts["questions"] = len(self.results)
        _write(folder / _RUN, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
        lines = (json.dumps(asdict(result), ensure_ascii=False) for result in self.results)
        _write(folder / _RESULTS, "".join(f"{line}\n" for line in lines))
        return folder

    @classmethod
    def load(cls, folder: Path) -> "Run":
        """A run from its folder; from a lone run.json a run without results.

        Raises:
            RunError: no run there.
        """
        path = folder / _RUN if folder.is_dir() else folder
        try:
            facts = json.loads(path.read_text(encoding="utf-8"))
            facts.pop("questions", None)
            facts["measures"] = {name: tuple(value) for name, value in facts["measures"].items()}
            facts["notes"] = tuple(facts["notes"])
            results = path.parent / _RESULTS
            lines = results.read_text(encoding="utf-8").splitlines() if results.is_file() else []
            return cls(**facts, results=tuple(_result(json.loads(line)) for line in lines))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunError(f"{folder} 不是一次评测的结果（应有 run.json）：{error}") from error

    def values(self, measure: str) -> np.ndarray:
        """A measure of every question, in order; zero where a question has none."""
        return np.array([result.scores.get(measure, 0.0) for result in self.results])


def means(results: Sequence[Result], names: Iterable[str]) -> dict[str, Interval]:
    """The mean of each measure over all questions, with its interval."""
    return {
        name: interval(np.array([result.scores.get(name, 0.0) for result in results]))
        for name in names
    }


def commit() -> str:
    """The commit of the code, with + where the working tree differs; unknown outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def machine() -> dict[str, Any]:
    """The size of the machine: processors, memory in GB, Python, system."""
    try:
        memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
    except (AttributeError, ValueError, OSError):
        memory = None
    return {
        "cpus": os.cpu_count(),
        "memory_gb": memory,
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _result(record: dict[str, Any]) -> Result:
    record["gold"] = tuple(record["gold"])
    record["wrong"] = tuple(record["wrong"])
    counts = record.get("counts") or {}
    record["counts"] = {name: (part, whole) for name, (part, whole) in counts.items()}
    return Result(**record)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
