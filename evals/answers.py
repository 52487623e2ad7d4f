"""Answers, scored: `python -m evals answers QUESTIONS... --documents PATH...`.

Reads the documents into a temporary home (or one kept by --home, read only once), asks every
question of the sets and prints, for each set: right answers by kind, precision and recall of
refusals and of citations, how many quotations are not verbatim, and what answers say that no cited
clause says. `--generated N` asks N questions made from the documents' own records instead.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Assistant
from assistant.understand import Turn
from evals.answer_scores import Table, judge
from evals.claims import unsupported
from ingest.pipeline import ingest
from kb.amendments import amendments, with_amendment
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Clause, Document
from kb.settings import load_settings

__all__ = ["Asker", "main"]

_CORPUS = Path("corpus")


class Asker:
    """Asks and keeps the time; checks what an answer says."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.assistant = Assistant(kb)
        known = amendments()
        self.documents: dict[str, Document] = {
            i: with_amendment(document, known) for i, document in kb.snapshot().documents.items()
        }
        self.seconds: list[float] = []
        self.unsupported = 0
        self.altered = 0

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question."""
        begun = time.perf_counter()
        answer = self.assistant.ask(question, history)
        self.seconds.append(time.perf_counter() - begun)
        return answer

    def faults(self, answer: Answer) -> list[str]:
        """What an answer says that its citations do not, quotations first; counted."""
        found = unsupported(answer, self.documents, self._path, self.kb.organs)
        self.unsupported += len(found)
        self.altered += sum(
            self.documents[c.document_id].text[c.start : c.end] != c.quote for c in answer.citations
        )
        return found

    def _path(self, document_id: str, offset: int) -> list[Clause]:
        clauses = self.kb.snapshot().clauses(document_id)
        return [clause for clause in clauses if clause.start <= offset < clause.end]

    def line(self) -> str:
        """Figures of all answers."""
        p50, p95 = np.percentile(np.array(self.seconds) * 1000, (50, 95))
        return (
            f"{len(self.seconds)} answers: quotations not verbatim {self.altered}, said without a"
            f" source {self.unsupported}; p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; prints figures."""
    parser = argparse.ArgumentParser(prog="python -m evals answers", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="*")
    parser.add_argument("--documents", type=Path, nargs="+", default=[_CORPUS])
    parser.add_argument("--home", type=Path, help="keep the home here, and use it again")
    parser.add_argument("--generated", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--errors", action="store_true", help="name each wrong answer")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kb = _home(options.home or Path(folder) / "home", options.documents)
        if options.generated:
            return _generated(kb, options)
        for path in options.questions:
            _set(kb, path, options.errors)
    return 0


def _home(home: Path, documents: Sequence[Path]) -> KnowledgeBase:
    kb = KnowledgeBase(load_settings(home))
    if not kb.store.versions():
        ingest(kb, documents, lambda *_: None)
    return kb


def questions(path: Path) -> Iterator[dict[str, Any]]:
    """The questions of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _set(kb: KnowledgeBase, path: Path, errors: bool) -> None:
    asker, table = Asker(kb), Table()
    for question in questions(path):
        history = [Turn(**turn) for turn in question.get("history", [])]
        answer = asker.ask(question["question"], history)
        scored = judge(question, answer, asker.documents)
        table.add(question, answer, scored)
        faults = asker.faults(answer)
        if errors and (scored.wrong or faults):
            print(
                f"  {question['id']} {question['question'][:40]}: "
                f"{'; '.join((*scored.wrong, *faults))[:240]}"
            )
    print(path.name, *table.lines(), asker.line(), sep="\n")


def _generated(kb: KnowledgeBase, options: argparse.Namespace) -> int:
    from evals.generated_questions import generate

    asker = Asker(kb)
    right: dict[str, list[bool]] = {}
    for question in generate(kb, options.generated, options.seed):
        answer = asker.ask(question.text)
        wrong = question.wrong(answer)
        right.setdefault(question.kind, []).append(not wrong)
        faults = asker.faults(answer)
        if options.errors and (wrong or faults):
            print(f"  {question.kind} {question.text}: {'; '.join((*wrong, *faults))[:240]}")
    for kind, results in sorted(right.items()):
        print(f"{kind:<22}{sum(results):5}/{len(results):5}")
    every = [one for results in right.values() for one in results]
    print(f"all: exact {sum(every)}/{len(every)} = {sum(every) / len(every):.4f}")
    print(asker.line())
    return 0
