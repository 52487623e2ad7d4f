"""Kills writers at random moments: `python -m evals faults --kills 20`.

Each time a process that ingests, replaces, removes or rebuilds is killed (SIGKILL, its readers
too). Then: what was acknowledged before is there, no document is half there, `policykb doctor`
passes or says what to do, and one command brings the home to what an undisturbed one holds.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.synthetic import documents
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

__all__ = ["main"]

_HELD, _NEW, _ITEMS = 6, 6, 12  # documents, documents, items of a document
_QUESTIONS = ("推进数字经济发展", "企业参与信用监管", "一网通办的目标", "由哪些部门负责")
_OPERATIONS = ("ingest", "replace", "remove", "rebuild")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; prints what was found, returns 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m evals faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2024)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        trial = _Trial(Path(folder), random.Random(options.seed))
        wrong = [
            f"{operation} after {after:.2f} s: {fault}"
            for operation, after, faults in tqdm(trial.kills(options.kills), total=options.kills)
            for fault in faults
        ]
    print("\n".join(wrong) or f"{options.kills} kills, {trial.cut} before the end: nothing lost")
    return int(bool(wrong))


class _Trial:
    """A home with documents that were acknowledged, copied for every kill."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.cut = 0
        made = list(documents(_HELD + _NEW, _ITEMS, 2))
        for number, document in enumerate(made):
            place = folder / ("held" if number < _HELD else "new")
            _write(place / document.name, document.text)
            if number < _HELD:
                _write(folder / "changed" / document.name, document.text.replace("鼓励", "支持"))
        self.home = folder / "home"
        self._prepare("ingest")
        self._run(self.home, "ingest", str(folder / "current"))
        self.before = _state(self.home)
        self.ids = sorted(self.before["records"])[:2]
        self.wanted, self.seconds = {}, {}
        for operation in _OPERATIONS:
            self._prepare(operation)
            home = self._copy()
            begun = time.perf_counter()
            self._run(home, *self._arguments(operation))
            self.seconds[operation] = time.perf_counter() - begun
            self._run(home, "rebuild")
            self.wanted[operation] = _state(home)

    def kills(self, count: int) -> Iterator[tuple[str, float, list[str]]]:
        """For each kill: what was killed, after how many seconds, and what was wrong."""
        for number in range(count):
            operation = _OPERATIONS[number % len(_OPERATIONS)]
            after = self.chance.uniform(0.2, self.seconds[operation])
            self._prepare(operation)
            home = self._copy()
            process = self._start(home, *self._arguments(operation))
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                self.cut += 1
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            yield operation, after, list(self._faults(home, operation))

    def _faults(self, home: Path, operation: str) -> Iterator[str]:
        before, after = self.before["records"], self.wanted[operation]["records"]
        found = _records(home)
        for document_id, records in found.items():
            if records not in (before.get(document_id), after.get(document_id)):
                yield f"half a document: {document_id}"
        lost = set(before) & set(after) - set(found)
        if lost:
            yield f"acknowledged documents lost: {lost}"
        for check in json.loads(self._run(home, "doctor", "--json", check=False)):
            if (
                not check["ok"]
                and "请" not in check["detail"]
                and "policykb" not in check["detail"]
            ):
                yield f"doctor does not say what to do: {check}"
        self._run(home, *self._arguments(operation), check=operation != "remove")
        self._run(home, "rebuild")
        if _state(home) != self.wanted[operation]:
            yield "not what an undisturbed home holds"

    def _prepare(self, operation: str) -> None:
        """Put the files that the home was made from in place, or their changed versions."""
        shutil.rmtree(self.folder / "current", ignore_errors=True)
        version = "changed" if operation == "replace" else "held"
        shutil.copytree(self.folder / version, self.folder / "current")

    def _copy(self) -> Path:
        target = self.folder / "trial"
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(self.home, target))

    def _arguments(self, operation: str) -> list[str]:
        if operation == "remove":
            return ["documents", "remove", *self.ids]
        if operation == "rebuild":
            return ["rebuild"]
        return ["ingest", str(self.folder / ("new" if operation == "ingest" else "current"))]

    def _start(self, home: Path, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "assistant", *arguments],
            env={**os.environ, "POLICYKB_HOME": str(home), "POLICYKB_LAWS": "false"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def _run(self, home: Path, *arguments: str, check: bool = True) -> str:
        process = self._start(home, *arguments)
        printed, _ = process.communicate()
        if check and process.returncode:
            raise SystemExit(f"policykb {' '.join(arguments)} failed: {printed}")
        return printed


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _records(home: Path) -> dict[str, Any]:
    kb = KnowledgeBase(load_settings(home))
    try:
        if wrong := kb.store.check():
            raise SystemExit(f"the database is damaged: {wrong}")
        return {document_id: kb.store.records(document_id) for document_id in kb.store.versions()}
    finally:
        kb.store.close()


def _state(home: Path) -> dict[str, Any]:
    """Records, and what both legs find of them."""
    kb = KnowledgeBase(load_settings(home))
    try:
        found = {
            question: [(hit.clause_id, round(hit.score, 5)) for hit in kb.search(question, 20)]
            for question in _QUESTIONS
        }
        return {"records": _records(home), "behind": kb.behind(), "found": found}
    finally:
        kb.vectors.close()
        kb.store.close()


if __name__ == "__main__":
    sys.exit(main())
