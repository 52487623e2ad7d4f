"""Whether anything got worse than what is noted in baselines.toml: `python -m evals check [RUN…]`.

Without runs the sets that lie in the repository are run. A value below its baseline by more than
the tolerance is a regression; so is a baseline without a run, unless its set needs ../shared and
that is absent. `--update` writes the values of the runs as the new baselines.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evals.runs import Run, RunError, commit

__all__ = ["Baseline", "Checked", "check", "main", "read_baselines"]

_FILE = Path(__file__).parent / "baselines.toml"
_SMALL = ("express", "responsibility-own", "targets-own")
_HEAD = """# 评测的基线：python -m evals check 低于 value 超过 tolerance 即为退步。
# 由 python -m evals check --update 写成。
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a measure of a system on a set was."""

    task: str
    set: str
    system: str
    measure: str
    value: float
    tolerance: float
    commit: str
    date: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What run it is compared with."""
        return self.task, self.set, self.system


@dataclass(frozen=True, slots=True)
class Checked:
    """A baseline and what the run has; None without a run."""

    baseline: Baseline
    value: float | None

    @property
    def verdict(self) -> str:
        """退步, 缺, 变好 or 持平."""
        if self.value is None:
            return "缺"
        change = self.value - self.baseline.value
        if change < -self.baseline.tolerance:
            return "退步"
        return "变好" if change > self.baseline.tolerance else "持平"

    @property
    def bad(self) -> bool:
        """Whether it is to be told by the exit code."""
        return self.verdict in ("退步", "缺")


def read_baselines(path: Path = _FILE) -> list[Baseline]:
    """The baselines of a file. Raises RunError."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("baseline", [])
        return [Baseline(**row) for row in rows]
    except (OSError, TypeError, tomllib.TOMLDecodeError) as error:
        raise RunError(f"基线文件 {path} 读不了：{error}") from error


def check(baselines: Sequence[Baseline], runs: Sequence[Run]) -> list[Checked]:
    """Every baseline with the value of its run."""
    held = {(str(run.task), run.set, run.system): run for run in runs}
    found = []
    for one in baselines:
        run = held.get(one.key)
        value = run.measures[one.measure][0] if run and one.measure in run.measures else None
        found.append(Checked(one, value))
    return found


def _updated(baselines: Sequence[Baseline], runs: Sequence[Run], today: date) -> Iterator[Baseline]:
    for one in check(baselines, runs):
        kept = one.baseline
        if one.value is None:
            yield kept
        else:
            yield Baseline(
                task=kept.task,
                set=kept.set,
                system=kept.system,
                measure=kept.measure,
                value=round(one.value, 4),
                tolerance=kept.tolerance,
                commit=commit(),
                date=today.isoformat(),
            )


def _written(baselines: Sequence[Baseline]) -> str:
    blocks = [
        f'\n[[baseline]]\ntask = "{b.task}"\nset = "{b.set}"\nsystem = "{b.system}"\n'
        f'measure = "{b.measure}"\nvalue = {b.value}\ntolerance = {b.tolerance}\n'
        f'commit = "{b.commit}"\ndate = "{b.date}"\n'
        for b in baselines
    ]
    return _HEAD + "".join(blocks)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 on a regression."""
    parser = argparse.ArgumentParser(
        prog="python -m evals check", description="与基线相比有没有退步；有则返回 1。"
    )
    parser.add_argument("runs", type=Path, nargs="*", help="评测的文件夹；不写则跑自带的小题集")
    parser.add_argument("--baselines", type=Path, default=_FILE, help="基线文件")
    parser.add_argument("--update", action="store_true", help="把这些评测的值写成基线")
    options = parser.parse_args(arguments)
    try:
        baselines = read_baselines(options.baselines)
        folders = options.runs or _run_small()
        runs = [Run.load(folder) for folder in folders]
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    if not options.runs:
        baselines = [one for one in baselines if one.set in _SMALL]
        skipped = {one.set for one in baselines if not _has_material(one.set)}
        if skipped:
            print(f"跳过 {'、'.join(sorted(skipped))}（这里没有材料）")
        baselines = [one for one in baselines if one.set not in skipped]
    if options.update:
        updated = list(_updated(read_baselines(options.baselines), runs, date.today()))
        options.baselines.write_text(_written(updated), encoding="utf-8")
        print(f"已写入 {options.baselines.name}")
        return 0
    found = check(baselines, runs)
    for one in found:
        value = "–" if one.value is None else f"{one.value:.4f}"
        b = one.baseline
        print(
            f"{one.verdict}  {b.task} {b.set} {b.system} {b.measure}："
            f"{value}，基线 {b.value:.4f} ± {b.tolerance}（{b.commit}，{b.date}）"
        )
    bad = sum(one.bad for one in found)
    print(f"{len(found)} 项，退步或缺 {bad} 项")
    return int(bool(bad) or not found)


def _has_material(name: str) -> bool:
    from evals.places import SHARED
    from evals.sets import MissingError, find

    try:
        return bool(list(find(name, (), SHARED)))
    except MissingError:
        return False


def _run_small() -> list[Path]:
    from evals import run
    from evals.places import latest

    if run.main(["--set", *_SMALL, "--task", "answers", "extraction"]):
        raise RunError("自带的题集没有跑成；请看上面的说明")
    return list(latest())
