"""Cost at size: `python -m evals speed --clauses 100000 [--vectors random]`.

Builds a home of made-up documents through the real pipeline and times every stage, then searches
it with and without filters, from one client and from eight, asks it questions, and adds one
document. `--vectors random` puts random unit vectors in place of the model's for passages, which
costs a search the same; questions are always encoded by the model.
"""

import argparse
import heapq
import random
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import Assistant
from evals.synthetic import documents
from ingest.pipeline import ingest
from kb.embedding import Encoder, Vectors
from kb.knowledge import KnowledgeBase
from kb.matrix import MEAN_WEIGHT, Matrix
from kb.settings import load_settings

__all__ = ["made_up_home", "main", "queries", "scopes", "timed"]

_ITEMS = 50  # of a document
_CLIENTS = 8
_QUESTIONS = (
    "{a}有哪些支持措施",
    "{a}的目标是多少",
    "如何推进{a}和{b}",
    "企业参与{a}有什么要求",
    "{a}由哪些部门负责",
)


class _RandomPassages:
    """The model for questions; random unit vectors for passages."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = f"{encoder.name}, random passages"
        self.dimension = encoder.dimension
        self.encode_queries = encoder.encode_queries
        self._random = np.random.default_rng(2024)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        rows = self._random.standard_normal((len(texts), self.dimension)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        if progress:
            progress(len(texts))
        return rows


class _Stages:
    """Progress that adds up the time of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now
        if sys.stderr.isatty():
            print(f"\r{stage} {done}/{total}   ", end="", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints figures."""
    parser = argparse.ArgumentParser(prog="python -m evals speed", description=__doc__)
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--vectors", choices=["model", "random"], default="model")
    parser.add_argument("--sentences", type=int, default=4, help="of a clause, about 35 characters")
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--home", type=Path, help="keep the home here, and use it again")
    options = parser.parse_args(arguments)
    if options.home is not None:
        _measure(options, options.home)
        return
    with tempfile.TemporaryDirectory() as folder:
        _measure(options, Path(folder))


def made_up_home(
    folder: Path, clauses: int, sentences: int, *, random_vectors: bool
) -> KnowledgeBase:
    """A home of made-up documents in a folder, read in where it is not there yet, and warm."""
    kb = KnowledgeBase(load_settings(folder / "home").model_copy(update={"laws": False}))
    if random_vectors:
        kb.encoder = _RandomPassages(kb.encoder)
    if not kb.store.versions():
        _build(kb, folder / "files", clauses // _ITEMS, sentences)
    kb.warm()
    return kb


def _measure(options: argparse.Namespace, folder: Path) -> None:
    kb = made_up_home(
        folder, options.clauses, options.sentences, random_vectors=options.vectors == "random"
    )
    windows = kb.vectors.windows
    clauses = kb.lexical.frequencies([])[1]
    print(
        f"{len(kb.store.versions())} documents, {clauses} clauses indexed, {windows} windows,"
        f" {'exact' if kb.vectors.exact else 'approximate'} dense search"
    )
    asked = queries(options.searches)
    for name, (scope, department) in scopes(kb).items():
        search = partial(kb.search, k=10, documents=scope, department=department)
        one, many = timed(search, asked, 1), timed(search, asked, _CLIENTS)
        print(f"search, {name:<22} 1 client {_spread(one)}   {_CLIENTS} clients {_spread(many)}")
    assistant = Assistant(kb)
    assistant.ask(asked[0])
    print(f"ask {'':27}1 client {_spread(timed(assistant.ask, asked, 1))}")
    _add_one(kb, folder)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {used:.0f} MB; mapped and private now {_resident()} MB")
    print(f"dense recall@10 of comparing all floats: {_recall(kb, asked[:50]):.3f}")
    for part in sorted((folder / "home").rglob("*")):
        if part.is_dir() and part.parent.name in ("home", "indexes"):
            print(f"disk, {part.name}: {_size(part):.0f} MB")
    print(f"disk, store: {_size(folder / 'home') - _size(folder / 'home' / 'indexes'):.0f} MB")


def _build(kb: KnowledgeBase, files: Path, count: int, sentences: int) -> None:
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    for made in documents(count, _ITEMS, sentences):
        (files / made.name).write_text(made.text, encoding="utf-8")
    stages = _Stages()
    begun = time.perf_counter()
    report = ingest(kb, [files], stages)
    seconds = time.perf_counter() - begun
    clauses = sum(row["clauses"] for row in kb.store.counts().values())
    print(f"built in {seconds:.0f} s, {report.count('added')} documents, {clauses} clauses:")
    for stage, used in stages.seconds.items():
        print(f"  {stage}: {used:.1f} s, {clauses / max(used, 1e-9):.0f} clauses/s")


def queries(count: int) -> list[str]:
    """Questions about what the made-up documents deal with."""
    chance = random.Random(7)
    words = sorted(
        {w for made in documents(3, 20) for w in made.text[:400].split("。") if len(w) > 6}
    )
    pick = [w[2:10].strip("，、\n") for w in words]
    return [
        chance.choice(_QUESTIONS).format(a=chance.choice(pick), b=chance.choice(pick))
        for _ in range(count)
    ]


def scopes(kb: KnowledgeBase) -> dict[str, tuple[list[str] | None, str | None]]:
    """Documents and department that a search is narrowed to, by name."""
    every = list(kb.store.versions())
    return {
        "no filter": (None, None),
        "one document": (every[:1], None),
        "60 % of the documents": (every[: len(every) * 6 // 10], None),
        "one department's tasks": (None, "教育局"),
    }


def timed(run: Callable[[str], Any], queries: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each call."""
    local = threading.local()

    def once(query: str) -> float:
        if not getattr(local, "warm", False):
            run(query)
            local.warm = True
        begun = time.perf_counter()
        run(query)
        return (time.perf_counter() - begun) * 1000

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(once, queries))


def _spread(times: Sequence[float]) -> str:
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return f"p50 {p50:6.1f} p95 {p95:6.1f} p99 {p99:6.1f} ms"


def _add_one(kb: KnowledgeBase, folder: Path) -> None:
    """Time from a new file of 60 clauses to the search, meanwhile repeated, that finds it."""
    name = f"全新{time.time_ns()}"
    [made] = list(documents(1, 60, 4, seed=time.time_ns()))
    path = folder / "一份新文件.txt"
    path.write_text(made.text.replace("的实施意见", f"{name}的实施意见", 1), encoding="utf-8")
    before = set(kb.store.versions())
    begun = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(ingest, kb, [path], lambda *_: None)
        while {hit.document_id for hit in kb.search(name, 10)} <= before and not work.done():
            time.sleep(0.1)
        found = time.perf_counter() - begun
        [file] = work.result().files
    if {hit.document_id for hit in kb.search(name, 10)} <= before or file.records is None:
        sys.exit("the new document is not found")
    print(
        f"one more document of {len(file.records.clauses)} clauses: {found:.2f} s until found,"
        f" {time.perf_counter() - begun:.2f} s until done"
    )


def _recall(kb: KnowledgeBase, queries: Sequence[str]) -> float:
    """Recall@10 of the dense leg against the floats of all windows."""
    vectors = kb.encoder.encode_queries(queries)
    scores: list[list[tuple[float, str]]] = [[] for _ in queries]
    matrix = Matrix(kb.settings.indexes / "vectors", kb.encoder.name, kb.encoder.dimension)
    for document_id in matrix.documents:
        _, clauses = matrix.held(document_id)
        rows = np.concatenate(list(clauses.values())) @ vectors.T
        ends = np.cumsum([len(each) for each in clauses.values()])[:-1]
        for clause_id, part in zip(clauses, np.split(rows, ends), strict=True):
            found = part.max(axis=0) + MEAN_WEIGHT * part.mean(axis=0)
            for held, score in zip(scores, found.tolist(), strict=True):
                held.append((score, clause_id))
    shares = []
    for vector, held in zip(vectors, scores, strict=True):
        best = {clause_id for _, clause_id in heapq.nlargest(10, held)}
        shares.append(len(best & {hit.clause_id for hit in kb.vectors.query(vector, 10)}) / 10)
    return float(np.mean(shares))


def _resident() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def _size(path: Path) -> float:
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / 1024 / 1024


if __name__ == "__main__":
    main()
