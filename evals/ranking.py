"""Rankings in TREC's terms: judgements, runs, their files, and the measures by ir_measures."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import ir_measures

__all__ = ["MEASURES", "QRELS", "RUN", "evaluate", "write"]

MEASURES = ("R@1", "R@5", "R@10", "R@100", "RR@10", "nDCG@10", "Success@10")
"""Names as ir_measures writes them; the gain of nDCG is the grade.

Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002.
"""

QRELS, RUN = "qrels", "run.trec"

Qrels = Mapping[str, Mapping[str, int]]
"""The grade of each relevant id, by question."""

Rankings = Mapping[str, Sequence[str]]
"""The ids found for each question, best first, each once."""

_SPACE = re.compile(r"\s+")


def evaluate(qrels: Qrels, rankings: Rankings) -> dict[str, dict[str, float]]:
    """Every measure of every question that has a judgement; zeros where nothing was found."""
    judgements = [
        ir_measures.Qrel(question, one, grade)
        for question, grades in qrels.items()
        for one, grade in grades.items()
    ]
    run = [
        ir_measures.ScoredDoc(question, one, score)
        for question, ids in rankings.items()
        for one, score in _scored(ids)
    ]
    parsed = [ir_measures.parse_measure(name) for name in MEASURES]
    found = {question: dict.fromkeys(MEASURES, 0.0) for question in qrels}
    for metric in ir_measures.iter_calc(parsed, judgements, run):
        found[metric.query_id][str(metric.measure)] = metric.value
    return found


def write(folder: Path, qrels: Qrels, rankings: Rankings, system: str) -> None:
    """Writes TREC's files; white space in ids becomes an underscore, which the format demands."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (
        f"{_word(question)} 0 {_word(one)} {grade}\n"
        for question, grades in qrels.items()
        for one, grade in grades.items()
    )
    (folder / QRELS).write_text("".join(lines), encoding="utf-8")
    lines = (
        f"{_word(question)} Q0 {_word(one)} {rank} {score:g} {_word(system)}\n"
        for question, ids in rankings.items()
        for rank, (one, score) in enumerate(_scored(ids), start=1)
    )
    (folder / RUN).write_text("".join(lines), encoding="utf-8")


def _scored(ids: Sequence[str]) -> list[tuple[str, float]]:
    """Scores that say nothing but the rank; whole numbers, so that no two are rounded alike."""
    return [(one, float(len(ids) - n)) for n, one in enumerate(ids)]


def _word(text: str) -> str:
    return _SPACE.sub("_", text) or "_"
