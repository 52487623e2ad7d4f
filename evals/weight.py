"""How the weight of the dense leg is chosen: on half of the questions, judged on the other half.

usage: python -m evals weight [policies|passages|statutes …]
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals import retrieval_sets
from evals.encoded import StoredEncoder
from evals.material import Passages
from evals.places import CACHE, SHARED
from evals.ranking import MEASURES, evaluate
from evals.retrieval_sets import NAMES, Collection
from kb.embedding import BUNDLED, load_encoder
from kb.search import DEPTH, fuse, in_context

__all__ = ["main"]

_SEED = 2024
_WEIGHTS = [n / 10 for n in range(11)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line; prints a table for each set."""
    parser = argparse.ArgumentParser(prog="python -m evals weight", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help="、".join(NAMES))
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the material")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of vectors and indexes")
    parser.add_argument("--model", default=BUNDLED, help="embedding model, as in the settings")
    parser.add_argument("--articles", type=int, default=0, help="at most so many articles of law")
    options = parser.parse_args(arguments)
    if wrong := set(options.sets).difference(NAMES):
        parser.error(f"no such set: {', '.join(sorted(wrong))}")
    encoder = StoredEncoder(load_encoder(options.model), options.cache / "vectors")
    for name in options.sets or NAMES:
        collection = retrieval_sets.load(name, options.shared, options.articles)
        print(_table(collection, Passages(collection, encoder, options.cache)))


def _table(collection: Collection, passages: Passages) -> str:
    """Measures by weight on either half of the questions."""
    search, lexical = passages.search(), passages.lexical
    questions = collection.questions.questions
    qrels = {q.id: {gold.document: gold.grade for gold in q.gold} for q in questions}
    rankings: dict[float, dict[str, list[str]]] = {weight: {} for weight in _WEIGHTS}
    for question in questions:
        legs = search.legs(question.question, DEPTH)
        documents = {hit.document_id for leg in legs for hit in leg}
        laws = lexical.by_articles(documents)
        wholes = lexical.wholes(question.question, documents - laws)
        for weight in _WEIGHTS:
            hits = in_context(fuse(*legs, weight), wholes, laws)
            ids = (h.document_id if collection.by_document else h.clause_id for h in hits)
            rankings[weight][question.id] = list(dict.fromkeys(ids))
    chosen = [n % 2 == 0 for n in range(len(questions))]
    random.Random(_SEED).shuffle(chosen)
    half = np.array(chosen)
    lines = [f"{collection.name}: {' '.join(MEASURES)}; chosen on | judged on"]
    for weight, found in rankings.items():
        scores = list(evaluate(qrels, found).values())
        values = np.array([[one[name] for name in MEASURES] for one in scores])
        sides = (
            " ".join(f"{mean:.3f}" for mean in values[side].mean(axis=0)) for side in (half, ~half)
        )
        lines.append(f"{weight:5.2f}   " + " | ".join(sides))
    return "\n".join(lines)
