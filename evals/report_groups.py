"""Runs to be shown together: those of one task on one set, told apart by labels."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evals.runs import Result, Run, RunError

__all__ = ["TASK_NAMES", "Group", "Member", "caveats", "find", "groups", "main_measure"]

TASK_NAMES = {
    "retrieval": "检索",
    "answers": "问答",
    "extraction": "抽取",
    "support": "惠企措施抽取",
    "match": "企业与政策核对",
    "speed": "耗时",
}

_MAIN = ("nDCG@10", "right", "F1", "accuracy", "recall")
"""The measure that questions are ordered by, the first of these that a task has."""

_DEPTH = 3  # folders below a given one that may hold runs


@dataclass(frozen=True, slots=True)
class Member:
    """A run by the label that tells it apart from the others of its group."""

    label: str
    run: Run
    folder: Path

    def by_id(self) -> dict[str, Result]:
        """The results by the question's id."""
        return {result.id: result for result in self.run.results}


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of one task on one set."""

    set: str
    task: str
    members: tuple[Member, ...]

    @property
    def title(self) -> str:
        """What the group is called."""
        return f"{self.set} · {TASK_NAMES.get(self.task, self.task)}"

    def measures(self) -> list[str]:
        """The names of the measures that any member has, in the order they are given."""
        return list(dict.fromkeys(name for m in self.members for name in m.run.measures))


def find(paths: Iterable[Path]) -> list[Path]:
    """The folders of runs: the paths themselves, or what lies in them.

    Raises:
        RunError: a path without a run.
    """
    return [folder for path in paths for folder in _runs_in(path)]


def _runs_in(path: Path) -> list[Path]:
    if path.is_file() or (path / "run.json").is_file():
        return [path]
    patterns = ("/".join(["*"] * n + ["run.json"]) for n in range(1, _DEPTH + 1))
    found = sorted(file.parent for pattern in patterns for file in path.glob(pattern))
    if not found:
        raise RunError(f"{path} 里没有评测结果（应有 run.json）；先用 python -m evals run 跑一次")
    return found


def groups(folders: Sequence[Path]) -> list[Group]:
    """The runs of folders, those of one task and set together, in the order they come."""
    loaded = [(Run.load(folder), folder) for folder in dict.fromkeys(folders)]
    order = {key: n for n, key in enumerate(dict.fromkeys(_key(run) for run, _ in loaded))}
    loaded.sort(key=lambda pair: order[_key(pair[0])])
    return [
        Group(*key, tuple(_members(list(pairs))))
        for key, pairs in groupby(loaded, key=lambda pair: _key(pair[0]))
    ]


def _key(run: Run) -> tuple[str, str]:
    return run.set, run.task


def _members(pairs: Sequence[tuple[Run, Path]]) -> Iterator[Member]:
    systems = Counter(run.system for run, _ in pairs)
    seen: Counter[str] = Counter()
    for run, folder in pairs:
        label = run.system
        if systems[run.system] > 1:
            label += f"（{run.commit} {run.started[5:16].replace('T', ' ')}）"
        seen[label] += 1
        yield Member(label + (f" #{seen[label]}" if seen[label] > 1 else ""), run, folder)


def main_measure(group: Group) -> str:
    """The measure that the questions of a group are ordered by."""
    names = group.measures()
    return next((name for name in _MAIN if name in names), names[0] if names else "")


def caveats(group: Group) -> list[str]:
    """What may not be compared within a group, and what the runs say of themselves."""
    runs = [member.run for member in group.members]
    found = [
        text
        for text, values in (
            ("各次的题目或标准答案不同，数字不能直接比较", [run.set_digest for run in runs]),
            ("各次检索的文件不同，数字不能直接比较", [run.corpus_digest for run in runs]),
            ("各次的题数不同", [str(len(run.results)) for run in runs]),
            ("各次的机器不同，耗时不能比较", [repr(sorted(run.machine.items())) for run in runs]),
        )
        if len(set(values)) > 1
    ]
    if any(run.commit.endswith("+") for run in runs):
        found.append("提交号带 + 的，当时有未提交的改动")
    for note in dict.fromkeys(note for run in runs for note in run.notes):
        said = [member.label for member in group.members if note in member.run.notes]
        found.append(note if len(said) == len(runs) else f"{'、'.join(said)}：{note}")
    return found
