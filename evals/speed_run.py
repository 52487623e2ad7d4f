"""Speed: how long searches and answers take over made-up clauses, a result a question."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Assistant
from evals.home import code_digest
from evals.measures import Interval
from evals.outcome import Outcome
from evals.runs import Result
from evals.speed import made_up_home, queries, scopes, timed
from kb.knowledge import KnowledgeBase

__all__ = ["CLAUSES", "speed"]

CLAUSES = 5_000
_SENTENCES, _QUESTIONS = 4, 200
_RESAMPLES, _SEED = 1000, 2024


def speed(cache: Path, clauses: int = CLAUSES) -> tuple[Outcome, dict[str, Any]]:
    """The outcome, and what a run says of it; milliseconds, less is better."""
    digest = f"{code_digest('kb', 'ingest')}-{clauses}"
    homes = cache / "speed"
    for other in homes.glob("*"):
        if other.name != digest:
            shutil.rmtree(other, ignore_errors=True)
    with redirect_stdout(sys.stderr):  # what it says of building
        kb = made_up_home(homes / digest, clauses, _SENTENCES, random_vectors=True)
    asked = queries(_QUESTIONS)
    results: list[Result] = []
    measures: dict[str, Interval] = {}
    for kind, call in _calls(kb):
        times = timed(call, asked, 1)
        results += (_result(kind, n, asked[n], each) for n, each in enumerate(times))
        for percent in (50, 95):
            measures[f"{kind} p{percent}_ms"] = _percentile(np.array(times), percent)
    return Outcome(results=tuple(results), measures=measures, notes=("毫秒，越小越好",)), {
        "set_digest": f"{_QUESTIONS}-{clauses}",
        "corpus_digest": digest,
        "documents": len(kb.store.versions()),
        "model": kb.encoder.name,
        "settings": {"clauses": clauses, "clients": 1},
    }


def _calls(kb: KnowledgeBase) -> Iterator[tuple[str, Callable[[str], Any]]]:
    for name, (documents, department) in scopes(kb).items():
        search = partial(kb.search, k=10, documents=documents, department=department)
        yield f"search, {name}", search
    yield "ask", Assistant(kb).ask


def _result(kind: str, number: int, question: str, elapsed_ms: float) -> Result:
    return Result(
        id=f"{kind} {number}",
        kind=kind,
        question=question,
        scores={"ms": elapsed_ms},
        elapsed_ms=elapsed_ms,
    )


def _percentile(times: NDArray[np.float64], percent: float) -> Interval:
    """A percentile with its bootstrap interval (95 %)."""
    picks = np.random.default_rng(_SEED).integers(0, len(times), (_RESAMPLES, len(times)))
    found = np.percentile(times[picks], percent, axis=1)
    low, high = np.percentile(found, (2.5, 97.5))
    return float(np.percentile(times, percent)), float(low), float(high)
