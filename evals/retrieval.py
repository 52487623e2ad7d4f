"""How well search finds the clause: `python -m evals.retrieval policies|statutes|all|fusion`.

policies: documents of 2020 and questions about them; what is relevant is the document. statutes:
articles of law and questions of laymen; what is relevant are articles. `fusion` chooses the weight
of the dense leg on half of the questions of both sets and judges it on the other half.
"""

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from tqdm import tqdm

from evals.measures import mrr, ndcg, recall
from kb.embedding import BUNDLED, Encoder, Vectors, load_encoder
from kb.entries import Entry
from kb.lexical import LexicalIndex
from kb.matrix import Matrix, MatrixWriter
from kb.model import Hit
from kb.organs import Organs
from kb.search import DENSE_WEIGHT, Search, fuse
from kb.segment import Segmenter
from kb.windows import windows

__all__ = ["main"]

_SHARED = Path(__file__).parents[2] / "shared" / "dev"
_SEED = 2024
_DEPTH = 300
_PASSAGE = 300  # characters of a passage of a policy, which these files do not divide into clauses
_WEIGHTS = [n / 20 for n in range(21)]
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百千]+条.*$")
_MEASURES = {
    "Recall@1": (recall, 1),
    "Recall@5": (recall, 5),
    "Recall@10": (recall, 10),
    "Recall@100": (recall, 100),
    "MRR@10": (mrr, 10),
    "nDCG@10": (ndcg, 10),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Documents with their entries, and questions with the ids that answer them."""

    name: str
    documents: Mapping[str, Sequence[Entry]]
    questions: Sequence[tuple[str, frozenset[str]]]
    by_document: bool  # whether the relevant ids are documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """What both legs found for one question."""

    lexical: Sequence[Hit]
    dense: Sequence[Hit]
    relevant: frozenset[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints tables."""
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    parser.add_argument("what", choices=["policies", "statutes", "all", "fusion"])
    parser.add_argument("--dev", type=Path, default=_SHARED, help="folder of the question sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors and indexes")
    parser.add_argument("--model", default=BUNDLED, help="embedding model, as in the settings")
    parser.add_argument(
        "--articles", type=int, default=0, help="at most so many articles of law; 0 for all"
    )
    options = parser.parse_args(arguments)
    encoder = load_encoder(options.model)
    names = ["policies", "statutes"] if options.what in ("all", "fusion") else [options.what]
    found = {}
    for name in names:
        collection = _collection(name, options.dev, options.articles)
        found[name] = list(_run(collection, encoder, options.cache))
        if options.what != "fusion":
            print(_table(collection, found[name]))
    if options.what == "fusion":
        print(_choose(found))


def _collection(name: str, dev: Path, articles: int) -> Collection:
    return _policies(dev) if name == "policies" else _statutes(dev / "statutes", articles)


def _policies(dev: Path) -> Collection:
    documents = {}
    for path in sorted((dev / "policies").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        documents[path.stem] = [
            Entry(clause_id=f"{path.stem}#{n}", title="", label="", text=passage)
            for n, passage in enumerate(_passages(text))
        ]
    questions = [
        (row["question"], frozenset([row["document"]]))
        for row in _rows(dev / "policies_questions.jsonl")
    ]
    return Collection(name="policies", documents=documents, questions=questions, by_document=True)


def _passages(text: str) -> Iterator[str]:
    """The text in passages of whole sentences, each ended by the first that reaches the size."""
    held = ""
    for sentence in re.findall(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+", text):
        held += sentence
        if len(held) >= _PASSAGE:
            yield held
            held = ""
    if held:
        yield held


def _statutes(folder: Path, articles: int) -> Collection:
    rows = _rows(folder / "articles.jsonl")
    queries = _rows(folder / "queries.jsonl")
    if articles:
        needed = {one for row in queries for one in row["relevant"]}
        others = [row["id"] for row in rows if row["id"] not in needed]
        random.Random(_SEED).shuffle(others)
        kept = needed.union(others[: max(0, articles - len(needed))])
        rows = [row for row in rows if row["id"] in kept]
    entries: dict[str, list[Entry]] = {}
    for row in rows:
        law = _ARTICLE.sub("", row["name"])
        entry = Entry(
            clause_id=str(row["id"]), title=law, label=row["name"][len(law) :], text=row["text"]
        )
        entries.setdefault(law, []).append(entry)
    questions = [(row["query"], frozenset(map(str, row["relevant"]))) for row in queries]
    return Collection(name="statutes", documents=entries, questions=questions, by_document=False)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _run(collection: Collection, encoder: Encoder, cache: Path) -> Iterator[Legs]:
    """What both legs find for every question, through the project's own indexes."""
    folder = cache / f"{collection.name}-{_digest(collection, encoder)}"
    lexical = LexicalIndex(folder / "lexical", Segmenter(Organs.load().words()))
    if not lexical.documents():
        for document_id, entries in collection.documents.items():
            lexical.replace(document_id, "1", entries)
        lexical.commit()
    vectors = folder / "vectors"
    if not (vectors / "done").exists():
        _encode(collection, encoder, vectors)
    search = Search(lexical, Matrix(vectors, encoder.name, encoder.dimension), encoder)
    for question, relevant in collection.questions:
        found, near = search.legs(question, _DEPTH)
        yield Legs(lexical=found, dense=near, relevant=relevant)


def _encode(collection: Collection, encoder: Encoder, folder: Path) -> None:
    writer = MatrixWriter(folder, encoder.name, encoder.dimension)
    total = sum(len(entries) for entries in collection.documents.values())
    with tqdm(total=total, desc=collection.name, unit="条", mininterval=5) as bar:
        for document_id, entries in collection.documents.items():
            pieces = [[entry.text[a:b] for a, b in windows(entry.text)] for entry in entries]
            rows = encoder.encode_passages([text for texts in pieces for text in texts])
            writer.replace(document_id, "1", _by_clause(entries, pieces, rows))
            bar.update(len(entries))
    writer.commit()
    (folder / "done").touch()


def _by_clause(
    entries: Sequence[Entry], pieces: Sequence[Sequence[str]], rows: Vectors
) -> dict[str, Vectors]:
    ends = np.cumsum([len(texts) for texts in pieces])[:-1]
    parts = np.split(rows, ends) if len(pieces) else []
    return {entry.clause_id: part for entry, part in zip(entries, parts, strict=True)}


def _digest(collection: Collection, encoder: Encoder) -> str:
    """Names what the cached indexes depend on: the texts, their windows and the encoder."""
    digest = hashlib.sha256(encoder.name.encode())
    for document_id, entries in collection.documents.items():
        digest.update(document_id.encode())
        for entry in entries:
            digest.update(repr((entry, windows(entry.text))).encode())
    return digest.hexdigest()[:12]


def _table(collection: Collection, found: Sequence[Legs]) -> str:
    """A table of all measures: each leg and the fusion."""
    lines = [
        f"{collection.name}: {sum(map(len, collection.documents.values()))} entries,"
        f" {len(found)} questions",
        "".join(f"{name:>12}" for name in ("", *_MEASURES)),
    ]
    for name, weight in (("lexical", 0.0), ("dense", 1.0), ("hybrid", DENSE_WEIGHT)):
        scores = _scores(found, weight, by_document=collection.by_document).values()
        lines.append(f"{name:>12}" + "".join(f"{mean(column):12.3f}" for column in scores))
    return "\n".join(lines)


def _scores(found: Sequence[Legs], weight: float, *, by_document: bool) -> dict[str, list[float]]:
    """Every measure of every question."""
    rankings = [_ranking(legs, weight, by_document=by_document) for legs in found]
    return {
        name: [measure(r, legs.relevant, k) for r, legs in zip(rankings, found, strict=True)]
        for name, (measure, k) in _MEASURES.items()
    }


def _ranking(legs: Legs, weight: float, *, by_document: bool) -> list[str]:
    if weight in (0.0, 1.0):
        hits = list(legs.dense if weight else legs.lexical)
    else:
        hits = fuse(legs.lexical, legs.dense, weight)
    ids = (hit.document_id if by_document else hit.clause_id for hit in hits)
    return list(dict.fromkeys(ids))


def _choose(found: Mapping[str, Sequence[Legs]]) -> str:
    """NDCG@10 by weight on either half; the best of those that lose to no leg in any set on one."""
    halves: dict[bool, dict[float, list[float]]] = {True: {}, False: {}}
    for name, legs in found.items():
        chosen = _half(len(legs))
        for weight in _WEIGHTS:
            scores = _scores(legs, weight, by_document=name == "policies")["nDCG@10"]
            for side in halves:
                part = [score for score, own in zip(scores, chosen, strict=True) if own is side]
                halves[side].setdefault(weight, []).append(mean(part))
    own = halves[True]
    legs_alone = [max(pair) for pair in zip(own[0.0], own[1.0], strict=True)]
    fair = [
        weight
        for weight in _WEIGHTS
        if all(s >= alone for s, alone in zip(own[weight], legs_alone, strict=True))
    ]
    best = max(fair or _WEIGHTS, key=lambda weight: mean(own[weight]))
    lines = ["nDCG@10 by weight of the dense leg: chosen on / judged on, of " + ", ".join(found)]
    for weight in _WEIGHTS:
        on, off = (" ".join(f"{s:.3f}" for s in halves[side][weight]) for side in (True, False))
        lines.append(f"{weight:5.2f}   {on}   {off}{'   <- chosen' if weight == best else ''}")
    return "\n".join(lines)


def _half(count: int) -> list[bool]:
    """A fixed random half of the questions."""
    chosen = [n % 2 == 0 for n in range(count)]
    random.Random(_SEED).shuffle(chosen)
    return chosen


if __name__ == "__main__":
    main()
