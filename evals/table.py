"""Runs as tables on a terminal: every measure with its interval, and the main one by kind."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from evals.runs import Run

__all__ = ["LABELS", "tables"]

LABELS = {
    "right": "答对",
    "refusal_precision": "拒答精确率",
    "refusal_recall": "拒答召回率",
    "citation_precision": "引文精确率",
    "citation_recall": "引文召回率",
    "values": "数值说到",
    "verbatim": "引文逐字",
    "supported": "句句有据",
    "precision": "精确率",
    "recall": "召回率",
    "accuracy": "判断正确",
    "extracted": "抽取到",
    "clauses": "逐条全对",
    "fields": "整项全对",
    "amounts_precision": "金额精确率",
    "amounts_recall": "金额召回率",
    "beneficiaries": "对象说到",
    "conditions": "条件说到",
}
"""What measures are called where people read them; the others keep their names."""

Row = tuple[str, Sequence[str]]
"""What stands first in a row, and its cells."""

_MAIN = ("right", "R@10", "F1", "accuracy")
_WIDTH = 24  # of a column
_TASKS = {
    "retrieval": "检索",
    "answers": "问答",
    "extraction": "抽取",
    "support": "惠企措施",
    "match": "核对",
    "speed": "耗时",
}


def tables(runs: Sequence[Run]) -> Iterator[str]:
    """A table for each task and set, a column a system."""
    for (task, name), group in groupby(runs, key=lambda run: (run.task, run.set)):
        held = list(group)
        count, documents = len(held[0].results), held[0].documents
        yield f"\n{_TASKS[task]} · {name}：{count} 题，{documents} 份文件；括号内为 95% 区间"
        rows = [("", [run.system for run in held]), *_measures(held), *_by_kind(held)]
        first = max(_width(label) for label, _ in rows) + 2
        for label, cells in rows:
            texts = (_padded(label, first), *(_padded(cell, _WIDTH) for cell in cells))
            yield "".join(texts).rstrip()
        for run in held:
            failed = sum(result.error is not None for result in run.results)
            notes = (*run.notes, *([f"{failed} 题出错，记 0 分"] if failed else []))
            yield from (f"  {run.system}：{note}" for note in notes)


def _measures(runs: Sequence[Run]) -> Iterator[Row]:
    for measure in dict.fromkeys(name for run in runs for name in run.measures):
        yield LABELS.get(measure, measure), [_cell(run, measure) for run in runs]


def _cell(run: Run, measure: str) -> str:
    if measure not in run.measures:
        return "–"
    mean, low, high = run.measures[measure]
    digits = 3 if high <= 1 else 1
    return f"{mean:.{digits}f} [{low:.{digits}f} {high:.{digits}f}]"


def _by_kind(runs: Sequence[Run]) -> Iterator[Row]:
    """The mean of the main measure for the questions of each kind, where it applies."""
    main = next((name for name in _MAIN if name in runs[0].measures), None)
    kinds = sorted({result.kind for run in runs for result in run.results})
    if main is None or len(kinds) < 2:
        return
    yield f"按类别的{LABELS.get(main, main)}：", []
    for kind in kinds:
        cells = []
        for run in runs:
            found = [r.scores[main] for r in run.results if r.kind == kind and main in r.scores]
            share = f"{sum(found) / len(found):.3f}" if found else "–"
            cells.append(f"{share} ({sum(found):g}/{len(found)})" if main == "right" else share)
        yield f"  {kind}", cells


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - _width(text))


def _width(text: str) -> int:
    """How many columns a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
