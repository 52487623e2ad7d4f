"""How well search finds the clause: TREC measures of the product, its legs and two baselines.

Sets: policies, passages, statutes, questions (see `evals.retrieval_sets`); without a name, all.
Each run is kept in a folder: settings.json, qrels, one TREC run a system, what every question
scored. `--choose` prints how the weight of the dense leg is chosen: by half of the questions,
judged on the other half.
"""

import argparse
import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from evals.baselines import bm25, nodes, vector_index
from evals.encoded import StoredEncoder
from evals.measures import MEASURES, Scores, difference, interval, score
from evals.retrieval_sets import NAMES, Collection, load
from kb.embedding import BUNDLED, Encoder, load_encoder
from kb.lexical import SCHEMA_VERSION, LexicalIndex
from kb.matrix import MEAN_WEIGHT, Matrix
from kb.model import Hit
from kb.organs import Organs
from kb.rows import RowsWriter
from kb.search import CONTEXT, DENSE_WEIGHT, DEPTH, Search, fuse, in_context
from kb.segment import Segmenter
from kb.windows import WINDOW_SIZE, windows

__all__ = ["main"]

_SHARED = Path(__file__).parents[2] / "shared"
_CACHE = user_cache_path("policykb") / "retrieval"
_SEED = 2024
_KEPT = 100  # ids of a run that are kept for each question
_HYBRID = "hybrid"
_WEIGHTS = [n / 10 for n in range(11)]

Rankings = list[list[str]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints tables and writes the runs."""
    parser = argparse.ArgumentParser(prog="python -m evals retrieval", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help="、".join(NAMES))
    parser.add_argument("--shared", type=Path, default=_SHARED, help="folder of the material")
    parser.add_argument("--cache", type=Path, default=_CACHE, help="folder of vectors and indexes")
    parser.add_argument("--out", type=Path, help="folder of the runs; default: runs in the cache")
    parser.add_argument("--model", default=BUNDLED, help="embedding model, as in the settings")
    parser.add_argument("--articles", type=int, default=0, help="at most so many articles of law")
    parser.add_argument("--no-baselines", action="store_true", help="only the product")
    parser.add_argument("--choose", action="store_true", help="choose the dense leg's weight")
    options = parser.parse_args(arguments)
    if wrong := set(options.sets).difference(NAMES):
        parser.error(f"no such set: {', '.join(sorted(wrong))}")
    encoder = StoredEncoder(load_encoder(options.model), options.cache)
    out = options.out or options.cache / "runs" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    for name in options.sets or NAMES:
        collection = load(name, options.shared, options.articles)
        search, lexical = _product(collection, encoder, options.cache)
        if options.choose:
            print(_choose(collection, search, lexical))
            continue
        found = _systems(collection, search, lexical)
        if not options.no_baselines:
            found |= _baselines(collection, encoder)
        relevant = [right for _, right in collection.questions]
        scores = {system: score(rankings, relevant) for system, rankings in found.items()}
        print(_table(collection, scores))
        _keep(out / name, collection, found, scores, encoder)


def _product(collection: Collection, encoder: Encoder, cache: Path) -> tuple[Search, LexicalIndex]:
    """The product's own indexes of a set, made where they are not there yet."""
    folder = cache / f"{collection.name}-{_digest(collection, encoder)}"
    lexical = LexicalIndex(folder / "lexical", Segmenter(Organs.load().words()))
    if not lexical.documents():
        for document_id, found in collection.documents.items():
            lexical.replace(document_id, "1", found)
        lexical.commit()
    vectors = folder / "vectors"
    if not (vectors / "done").exists():
        _encode(collection, encoder, vectors)
    matrix = Matrix(vectors, encoder.name, encoder.dimension)
    return Search(lexical, matrix, encoder), lexical


def _encode(collection: Collection, encoder: Encoder, folder: Path) -> None:
    held = [(one, entry) for one, found in collection.documents.items() for entry in found]
    pieces = [[entry.text[a:b] for a, b in windows(entry.text)] for _, entry in held]
    rows = encoder.encode_passages([text for texts in pieces for text in texts])
    ends = np.cumsum([len(texts) for texts in pieces])[:-1]
    parts: dict[str, dict[str, np.ndarray]] = {}
    for (document_id, entry), part in zip(held, np.split(rows, ends), strict=True):
        parts.setdefault(document_id, {})[entry.clause_id] = part
    writer = RowsWriter(folder, encoder.name, encoder.dimension)
    for document_id, clauses in parts.items():
        writer.replace(document_id, "1", clauses)
    writer.commit()
    (folder / "done").touch()


def _digest(collection: Collection, encoder: Encoder) -> str:
    """Names what the cached indexes depend on: the texts, their windows, encoder and schema."""
    digest = hashlib.sha256(f"{encoder.name} {SCHEMA_VERSION}".encode())
    for document_id, found in collection.documents.items():
        digest.update(document_id.encode())
        for entry in found:
            digest.update(repr((entry, windows(entry.text))).encode())
    return digest.hexdigest()[:12]


def _systems(collection: Collection, search: Search, lexical: LexicalIndex) -> dict[str, Rankings]:
    """What the product finds, what its legs find, and what it finds by words alone."""
    words = Search(lexical)
    found: dict[str, Rankings] = {"lexical": [], "dense": [], "words": [], _HYBRID: []}
    for question, _ in collection.questions:
        legs = search.legs(question, DEPTH)
        hits = (*legs, words.search(question, DEPTH), search.search(question, DEPTH))
        for system, held in zip(found, hits, strict=True):
            found[system].append(_ids(held, by_document=collection.by_document))
    return found


def _baselines(collection: Collection, encoder: Encoder) -> dict[str, Rankings]:
    pieces = nodes(collection.texts)
    questions = [question for question, _ in collection.questions]
    runs = {
        "bm25s": bm25(pieces, questions),
        "llamaindex": vector_index(pieces, questions, encoder),
    }
    return {name: [[one for one, _ in row] for row in run] for name, run in runs.items()}


def _ids(hits: Sequence[Hit], *, by_document: bool) -> list[str]:
    return list(dict.fromkeys(hit.document_id if by_document else hit.clause_id for hit in hits))


def _table(collection: Collection, scores: Mapping[str, Scores]) -> str:
    """Every measure with its interval; below, the hybrid less every other system."""
    count = sum(map(len, collection.documents.values()))
    lines = [
        f"{collection.name}: {len(collection.documents)} documents, {count} clauses,"
        f" {len(collection.questions)} questions; means with 95 % bootstrap intervals",
        f"{'':<14}" + "".join(f"{name:>22}" for name in MEASURES),
    ]
    for system, found in scores.items():
        cells = ("{:.3f} [{:.3f} {:.3f}]".format(*interval(found[name])) for name in MEASURES)
        lines.append(f"{system:<14}" + "".join(f"{cell:>22}" for cell in cells))
    for system, found in scores.items():
        if system != _HYBRID:
            own = scores[_HYBRID]
            pairs = (difference(own[name], found[name]) for name in MEASURES)
            cells = ("{:+.3f} [{:+.3f} {:+.3f}]".format(*pair) for pair in pairs)
            lines.append(f"{'- ' + system:<14}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(lines)


def _keep(
    folder: Path,
    collection: Collection,
    found: Mapping[str, Rankings],
    scores: Mapping[str, Scores],
    encoder: Encoder,
) -> None:
    """Write the run, so that others can measure it again."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "set": collection.name,
        "documents": len(collection.documents),
        "clauses": sum(map(len, collection.documents.values())),
        "questions": len(collection.questions),
        "encoder": encoder.name,
        "window": WINDOW_SIZE,
        "mean_weight": MEAN_WEIGHT,
        "dense_weight": DENSE_WEIGHT,
        "context": CONTEXT,
        "depth": DEPTH,
        "score in the runs": "1 / rank",
        "versions": {name: version(name) for name in ("tantivy", "jieba", "ir-measures", "bm25s")},
        "means": {
            system: {name: interval(values) for name, values in each.items()}
            for system, each in scores.items()
        },
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (folder / "settings.json").write_text(text + "\n", encoding="utf-8")
    qrels = [
        f"{n} 0 {one} 1" for n, (_, ids) in enumerate(collection.questions) for one in sorted(ids)
    ]
    (folder / "qrels").write_text("\n".join(qrels) + "\n", encoding="utf-8")
    for system, rankings in found.items():
        lines = [
            f"{n} Q0 {one} {rank} {1 / rank:.6f} {system}"
            for n, ids in enumerate(rankings)
            for rank, one in enumerate(ids[:_KEPT], start=1)
        ]
        (folder / f"{system}.run").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "questions.jsonl").open("w", encoding="utf-8") as file:
        for n, (question, _) in enumerate(collection.questions):
            each = {
                system: {name: round(float(values[n]), 4) for name, values in held.items()}
                for system, held in scores.items()
            }
            file.write(json.dumps({"id": n, "question": question} | each, ensure_ascii=False))
            file.write("\n")


def _choose(collection: Collection, search: Search, lexical: LexicalIndex) -> str:
    """Measures by weight of the dense leg on either half of the questions."""
    relevant = [right for _, right in collection.questions]
    rankings: dict[float, Rankings] = {weight: [] for weight in _WEIGHTS}
    for question, _ in collection.questions:
        legs = search.legs(question, DEPTH)
        documents = {hit.document_id for leg in legs for hit in leg}
        laws = lexical.by_articles(documents)
        wholes = lexical.wholes(question, documents - laws)
        for weight in _WEIGHTS:
            hits = in_context(fuse(*legs, weight), wholes, laws)
            rankings[weight].append(_ids(hits, by_document=collection.by_document))
    chosen = [n % 2 == 0 for n in range(len(relevant))]
    random.Random(_SEED).shuffle(chosen)
    half = np.array(chosen)
    lines = [f"{collection.name}: {' '.join(MEASURES)}; chosen on | judged on"]
    for weight, found in rankings.items():
        scores = score(found, relevant)
        sides = (
            " ".join(f"{scores[name][side].mean():.3f}" for name in MEASURES)
            for side in (half, ~half)
        )
        lines.append(f"{weight:5.2f}   " + " | ".join(sides))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
