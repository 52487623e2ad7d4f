"""Recall at every depth, and where the first right hit stands, from a run's TREC files."""

from collections.abc import Mapping
from pathlib import Path

import ir_measures

__all__ = ["DEPTH", "first_ranks", "recall"]

DEPTH = 100


def recall(folder: Path) -> list[float] | None:
    """Mean recall at 1 to 100, by ir_measures; None where the run has no TREC files."""
    if not _has_files(folder):
        return None
    wanted = [ir_measures.R @ k for k in range(1, DEPTH + 1)]
    found = ir_measures.calc_aggregate(wanted, _qrels(folder), _ranking(folder))
    return [float(found[measure]) for measure in wanted]


def first_ranks(folder: Path) -> Mapping[str, int | None]:
    """For every question with gold, the rank of its first right hit; None where it has none."""
    if not _has_files(folder):
        return {}
    relevant: dict[str, set[str]] = {}
    for qrel in _qrels(folder):
        if qrel.relevance > 0:
            relevant.setdefault(qrel.query_id, set()).add(qrel.doc_id)
    ranked: dict[str, list[tuple[float, str]]] = {}
    for hit in _ranking(folder):
        ranked.setdefault(hit.query_id, []).append((-hit.score, hit.doc_id))
    return {query: _first(sorted(ranked.get(query, ())), ids) for query, ids in relevant.items()}


def _first(ranking: list[tuple[float, str]], relevant: set[str]) -> int | None:
    return next((rank for rank, (_, one) in enumerate(ranking, 1) if one in relevant), None)


def _has_files(folder: Path) -> bool:
    return (folder / "qrels").is_file() and (folder / "run.trec").is_file()


def _qrels(folder: Path) -> list[ir_measures.Qrel]:
    return list(ir_measures.read_trec_qrels(str(folder / "qrels")))  # type: ignore[no-untyped-call]


def _ranking(folder: Path) -> list[ir_measures.ScoredDoc]:
    return list(ir_measures.read_trec_run(str(folder / "run.trec")))  # type: ignore[no-untyped-call]
