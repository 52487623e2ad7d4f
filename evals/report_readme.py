"""The evaluation table of the README, made from the runs that are kept in `evals/results`."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.report_groups import TASK_NAMES
from evals.report_tables import machine_size, with_interval
from evals.runs import Run, RunError

__all__ = ["BEGIN", "END", "RESULTS", "keep", "table", "write"]

BEGIN, END = "<!-- 评测结果 -->", "<!-- 评测结果完 -->"
RESULTS = Path(__file__).parent / "results"

_BARS = Path(__file__).parent / "bars.toml"
_SHOWN = {
    "retrieval": ("R@1", "R@5", "R@10", "R@100", "nDCG@10"),
    "answers": ("right", "refusal_precision", "refusal_recall"),
    "extraction": ("precision", "recall", "F1"),
}
_MOST = 6  # measures of a task that is not named above
_UNSAFE = re.compile(r"[^\w.\-]+")

Facts = Mapping[str, Any]


def keep(folder: Path, results: Path = RESULTS) -> Path:
    """Stores what a run's run.json says, without paths of this machine; the file it is in."""
    Run.load(folder)
    path = folder / "run.json" if folder.is_dir() else folder
    facts = json.loads(path.read_text(encoding="utf-8"))
    facts["settings"] = {key: _portable(value) for key, value in facts["settings"].items()}
    facts["model"] = _portable(facts["model"])
    name = _UNSAFE.sub("_", "-".join((facts["set"], facts["task"], facts["system"])))
    results.mkdir(parents=True, exist_ok=True)
    file = results / f"{name}.json"
    file.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _portable(value: object) -> object:
    if isinstance(value, str) and Path(value).is_absolute():
        return Path(value).name
    if isinstance(value, list):
        return [_portable(one) for one in value]
    return value


def write(readme: Path, results: Path = RESULTS) -> None:
    """Puts the table between the marks of a file.

    Raises:
        RunError: no marks, or no runs are kept.
    """
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RunError(f"{readme} 里没有 {BEGIN} 和 {END} 两个标记")
    readme.write_text(f"{before}{BEGIN}\n{table(results)}{END}{after}", encoding="utf-8")


def table(results: Path = RESULTS) -> str:
    """The table of the kept runs with what may not be compared below it, as Markdown."""
    runs = [json.loads(file.read_text("utf-8")) for file in sorted(results.glob("*.json"))]
    if not runs:
        raise RunError(f"{results} 里没有留存的结果；先用 python -m evals report --keep RUN")
    runs.sort(key=lambda facts: (facts["task"], facts["set"], facts["system"] != "policykb"))
    bars = tomllib.loads(_BARS.read_text(encoding="utf-8"))["bar"]
    head = ("题目", "任务", "系统", "题数", "指标 [95% 区间]", "日期", "提交", "机器")
    rows = [_row(facts, bars) for facts in runs]
    lines = [_line(head), _line(["---"] * len(head)), *map(_line, rows), ""]
    return "\n".join((*lines, *(f"- {_plain(note)}" for note in _notes(runs)), ""))


def _row(facts: Facts, bars: Sequence[Facts]) -> list[str]:
    names = _SHOWN.get(facts["task"], ())
    shown = [name for name in names if name in facts["measures"]]
    shown = shown or list(facts["measures"])[:_MOST]
    figures = "；".join(_figure(facts, name, bars) for name in shown)
    return [
        facts["set"],
        TASK_NAMES.get(facts["task"], facts["task"]),
        facts["system"],
        str(facts["questions"]),
        figures,
        facts["started"][:10],
        facts["commit"],
        machine_size(facts["machine"]),
    ]


def _figure(facts: Facts, name: str, bars: Sequence[Facts]) -> str:
    value = facts["measures"][name]
    told = f"{name} {with_interval(tuple(value))}"
    for bar in bars:
        held = (bar["set"], bar["task"], bar["measure"])
        if held == (facts["set"], facts["task"], name) and facts["system"] == "policykb":
            short = "at_least" in bar and value[0] < bar["at_least"]
            if short or ("at_most" in bar and value[0] > bar["at_most"]):
                return f"**{told}（未达标：{bar.get('at_least', bar.get('at_most'))}）**"
    return told


def _notes(runs: Sequence[Facts]) -> list[str]:
    found = ["题目、文件或提交不同的两行不能直接比较；机器不同的，耗时不能比较"]
    if any(facts["commit"].endswith("+") for facts in runs):
        found.append("提交号带 + 的，当时有未提交的改动")
    for note in dict.fromkeys(note for facts in runs for note in facts["notes"]):
        sets = dict.fromkeys(facts["set"] for facts in runs if note in facts["notes"])
        found.append(f"{'、'.join(sets)}：{note}")
    return found


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
