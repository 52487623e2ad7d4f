"""Tables of a report: what the runs' numbers look like in rows and cells."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.measures import Interval, interval
from evals.report_groups import Group, Member, main_measure
from evals.runs import Result, Run

__all__ = [
    "OUTCOMES",
    "Cell",
    "Table",
    "conditions",
    "elapsed",
    "histogram",
    "kinds",
    "latencies",
    "machine",
    "machine_size",
    "measured",
    "number",
    "outcome_table",
    "outcomes",
    "ranges",
    "recalls",
    "scores",
    "with_interval",
]

_BINS = 10
_SHOWN_DEPTHS = (1, 2, 5, 10, 20, 50, 100)
_ENDS = {
    "answered": ("答对", "答错"),
    "partly": ("部分答对", "部分答错"),
    "declined": ("正确拒答", "错误拒答"),
}
OUTCOMES = ("答对", "部分答对", "正确拒答", "对", "错误拒答", "部分答错", "答错", "错", "出错")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; `share` from 0 to 1 where a bar may show it."""

    text: str
    share: float | None = None
    best: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def number(value: float) -> str:
    """A value as people read it: shares with three digits, larger ones with fewer."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    return f"{value:.3f}" if size <= 1 else f"{value:.1f}" if size < 1000 else f"{value:,.0f}"


def with_interval(value: Interval) -> str:
    """A mean and its interval: 0.871 [0.846, 0.896]."""
    mean, low, high = value
    return f"{number(mean)} [{number(low)}, {number(high)}]"


def machine(run: Run) -> str:
    """The machine of a run: 2 核、24 GB、Python 3.11.7、Linux."""
    return machine_size(run.machine)


def machine_size(facts: Mapping[str, Any]) -> str:
    """The size of a machine as people read it."""
    parts = (
        f"{facts['cpus']} 核" if facts.get("cpus") else "",
        f"{facts['memory_gb']} GB" if facts.get("memory_gb") else "",
        f"Python {facts['python']}" if facts.get("python") else "",
        str(facts.get("system") or ""),
    )
    return "、".join(part for part in parts if part)


_CONDITIONS: Mapping[str, Callable[[Run], str]] = {
    "开始时间": lambda run: run.started[:19].replace("T", " "),
    "用时": lambda run: f"{run.seconds:.1f} 秒",
    "题数": lambda run: str(len(run.results)),
    "文件数": lambda run: f"{run.documents:,}",
    "代码提交": lambda run: run.commit,
    "模型": lambda run: run.model,
    "机器": machine,
    "题目指纹": lambda run: run.set_digest,
    "文件指纹": lambda run: run.corpus_digest,
}


def conditions(group: Group) -> tuple[list[tuple[str, str]], Table | None]:
    """What is the same for all runs of a group as pairs, and a table of what differs."""
    same, rows = [], []
    for name, value in _CONDITIONS.items():
        texts = [value(member.run) for member in group.members]
        if len(set(texts)) == 1:
            same.append((name, texts[0]))
        else:
            rows.append((Cell(name), *map(Cell, texts)))
    head = ("", *(member.label for member in group.members))
    return same, Table("各次运行的不同之处", head, tuple(rows)) if rows else None


def measured(group: Group) -> Table:
    """Systems by measures, with intervals; the best of each measure of shares is marked."""
    names = group.measures()
    best = {
        name: max(m.run.measures[name][0] for m in group.members if name in m.run.measures)
        for name in names
    }
    several = len(group.members) > 1

    def cell(member: Member, name: str) -> Cell:
        if name not in member.run.measures:
            return Cell("–")
        value = member.run.measures[name]
        if not 0 <= value[0] <= 1:
            return Cell(with_interval(value))
        return Cell(with_interval(value), value[0], several and value[0] == best[name])

    rows = ((Cell(m.label), *(cell(m, name) for name in names)) for m in group.members)
    return Table("各系统的指标，方括号里是 95% 区间", ("系统", *names), tuple(rows))


def kinds(group: Group, measure: str) -> Table | None:
    """Kinds of question by systems: the mean of a measure with its interval; None for one kind."""
    names = sorted({result.kind for m in group.members for result in m.run.results})
    if len(names) < 2:
        return None
    rows = []
    for kind in names:
        found = [
            [r.scores[measure] for r in m.run.results if r.kind == kind and measure in r.scores]
            for m in group.members
        ]
        rows.append((Cell(kind), Cell(str(max(map(len, found)))), *map(_mean, found)))
    head = ("类别", "题数", *(member.label for member in group.members))
    return Table(f"按类别：{measure}", head, tuple(rows))


def _mean(values: Sequence[float]) -> Cell:
    if not values:
        return Cell("–")
    found = interval(np.array(values))
    return Cell(with_interval(found), found[0] if 0 <= found[0] <= 1 else None)


def recalls(curves: Mapping[str, Sequence[float]]) -> Table:
    """Recall at some depths of systems given by the recall at 1, 2, 3 and so on."""
    head = ("系统", *(f"R@{k}" for k in _SHOWN_DEPTHS))
    rows = (
        (Cell(label), *(Cell(number(curve[k - 1]), curve[k - 1]) for k in _SHOWN_DEPTHS))
        for label, curve in curves.items()
    )
    return Table("前 k 条的召回率", head, tuple(rows))


def latencies(group: Group) -> Table | None:
    """Quantiles of the time a question took, in milliseconds; None where none was taken."""
    rows = []
    for member in group.members:
        times = elapsed(member)
        if len(times):
            found = (*np.percentile(times, (50, 95, 99)), times.max(), times.mean())
            rows.append((Cell(member.label), *(Cell(f"{value:,.1f}") for value in found)))
    head = ("系统", "p50", "p95", "p99", "最长", "平均")
    return Table("每题耗时，毫秒", head, tuple(rows)) if rows else None


def elapsed(member: Member) -> np.ndarray:
    """The times of a run's questions that took any, in milliseconds."""
    return np.array([r.elapsed_ms for r in member.run.results if r.elapsed_ms > 0])


def ranges() -> list[str]:
    """How the bins of scores are named."""
    edges = [n / _BINS for n in range(_BINS + 1)]
    return [f"{a:.1f}–{b:.1f}" for a, b in itertools.pairwise(edges)]


def scores(group: Group) -> Table | None:
    """How many questions have a score in each tenth; None where there are only zeros and ones."""
    measure = main_measure(group)
    values = [member.run.values(measure) for member in group.members]
    if not any(((found > 0) & (found < 1)).any() for found in values):
        return None
    rows = (
        (Cell(member.label), *(Cell(str(n)) for n in histogram(found)))
        for member, found in zip(group.members, values, strict=True)
    )
    return Table(f"每题 {measure} 的分布，题数", ("系统", *ranges()), tuple(rows))


def histogram(values: np.ndarray) -> list[int]:
    """How many values lie in each tenth from 0 to 1."""
    return [int(n) for n in np.histogram(values, _BINS, (0.0, 1.0))[0]]


def outcomes(group: Group) -> dict[str, dict[str, int]]:
    """How many questions of each system ended how; none where right and wrong are not told."""
    found = {member.label: Counter(map(_outcome, member.run.results)) for member in group.members}
    used = {name for counts in found.values() for name in counts}
    if not used - {"", "出错"}:
        return {}
    return {
        label: {name: counts[name] for name in OUTCOMES if name in used}
        for label, counts in found.items()
    }


def _outcome(result: Result) -> str:
    if result.error is not None:
        return "出错"
    if result.right is None:
        return ""
    return _ENDS.get(str(result.output.get("status")), ("对", "错"))[not result.right]


def outcome_table(found: Mapping[str, Mapping[str, int]]) -> Table:
    """The numbers of `outcomes`."""
    names = next(iter(found.values()))
    rows = (
        (Cell(label), *(_part(n, sum(counts.values())) for n in counts.values()))
        for label, counts in found.items()
    )
    return Table("每题的结果，题数", ("系统", *names), tuple(rows))


def _part(count: int, whole: int) -> Cell:
    return Cell(str(count), count / whole if whole else None)
