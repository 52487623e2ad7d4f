"""Two runs on the same questions: what one gained and lost: `python -m evals compare RUN RUN`.

The first run is the one before, the second the one after. Every measure has its change with an
interval (95 %) and a p-value (McNemar's for rights and wrongs, else a randomisation test; Holm's
correction over the measures). Questions that were gained and lost stand side by side.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.paired import ALPHA, Paired, holm, paired, paired_shares
from evals.runs import Result, Run, RunError
from evals.table import LABELS

__all__ = ["Comparison", "compare", "main"]

_LONGEST = 160  # characters of an answer
_LISTED = 20  # questions gained and lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one run to another."""

    before: Run
    after: Run
    measures: dict[str, Paired]
    corrected: dict[str, float]
    """The p-values by Holm."""
    gained: tuple[tuple[Result, Result], ...]
    lost: tuple[tuple[Result, Result], ...]
    warnings: tuple[str, ...]

    @property
    def losses(self) -> list[str]:
        """The measures that fell by more than chance."""
        return [
            name
            for name, one in self.measures.items()
            if one.change[0] < 0 and self.corrected[name] < ALPHA
        ]


def compare(before: Run, after: Run) -> Comparison:
    """The comparison of two runs.

    Raises:
        RunError: other tasks, other sets, or other questions.
    """
    for name, word in (("task", "任务"), ("set", "题集"), ("set_digest", "题目")):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            raise RunError(
                f"两次评测的{word}不同（{one}、{other}），不能比较；请用同一题集再跑一次"
            )
    if [r.id for r in before.results] != [r.id for r in after.results]:
        raise RunError("两次评测的题目不同，不能比较；请用同一题集再跑一次")
    if not before.results:
        raise RunError("评测里没有逐题的结果（results.jsonl），不能比较")
    names = [name for name in before.measures if name in after.measures and name[-3:] != "_ms"]
    found = {name: _paired(before, after, name) for name in names}
    measures = {name: one for name, one in found.items() if one is not None}
    corrected = dict(zip(measures, holm([one.p for one in measures.values()]), strict=True))
    gained, lost = _moved(before, after, measures)
    return Comparison(
        before=before,
        after=after,
        measures=measures,
        corrected=corrected,
        gained=gained,
        lost=lost,
        warnings=tuple(_warnings(before, after)),
    )


def _paired(before: Run, after: Run, name: str) -> Paired | None:
    """The test of one measure; None where its counts cannot be compared."""
    if any(name in result.counts for run in (before, after) for result in run.results):
        one, other = (
            np.array([result.counts.get(name, (0.0, 0.0)) for result in run.results], dtype=float)
            for run in (before, after)
        )
        if not (one[:, 1].any() and other[:, 1].any()):
            return None
        return paired_shares(one, other)
    if not all(name in result.scores for run in (before, after) for result in run.results):
        return None  # a share whose counts were not kept
    return paired(before.values(name), after.values(name))


def _moved(
    before: Run, after: Run, measures: Sequence[str] | dict[str, Paired]
) -> tuple[tuple[tuple[Result, Result], ...], tuple[tuple[Result, Result], ...]]:
    """The questions gained and lost, the largest changes first."""
    main = next(iter(measures), "")

    def change(pair: tuple[Result, Result]) -> float:
        one, other = pair
        if one.right is not None and other.right is not None:
            return float(other.right) - float(one.right)
        return other.scores.get(main, 0.0) - one.scores.get(main, 0.0)

    pairs = sorted(zip(before.results, after.results, strict=True), key=change)
    lost = tuple(pair for pair in pairs if change(pair) < 0)
    gained = tuple(pair for pair in reversed(pairs) if change(pair) > 0)
    return gained, lost


def _warnings(before: Run, after: Run) -> Iterator[str]:
    if before.corpus_digest != after.corpus_digest:
        yield "文件不同：变化可能来自文件"
    if before.model != after.model:
        yield f"模型不同：{before.model}、{after.model}"
    if before.machine != after.machine:
        yield "机器不同：耗时不能比较"


def _lines(found: Comparison, limit: int) -> Iterator[str]:
    before, after = found.before, found.after
    yield f"# {before.set} · {before.task}：{before.system} → {after.system}"
    yield ""
    yield f"前：{before.started}，{before.commit}；后：{after.started}，{after.commit}"
    yield f"{len(before.results)} 题"
    yield from (f"注意：{warning}" for warning in found.warnings)
    yield ""
    yield "| 指标 | 前 | 后 | 变化 [95% 区间] | p | p（Holm） | 效应 d | 得 | 失 |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, one in found.measures.items():
        change, low, high = one.change
        effect = "–" if one.effect is None else f"{one.effect:+.2f}"
        yield (
            f"| {LABELS.get(name, name)} | {one.one:.3f} | {one.other:.3f} |"
            f" {change:+.3f} [{low:+.3f}, {high:+.3f}] | {one.p:.3f} |"
            f" {found.corrected[name]:.3f} | {effect} | {one.won} | {one.lost} |"
        )
    if before.machine == after.machine and before.results:
        spent = [np.median([r.elapsed_ms for r in run.results]) for run in (before, after)]
        yield f"\n每题耗时中位数 {spent[0]:.0f} → {spent[1]:.0f} 毫秒"
    yield from _questions("失去的题", found.lost, limit)
    yield from _questions("得到的题", found.gained, limit)


def _questions(title: str, pairs: Sequence[tuple[Result, Result]], limit: int) -> Iterator[str]:
    yield f"\n## {title}：{len(pairs)}"
    for one, other in pairs[:limit]:
        yield f"\n**{_flat(one.id)}** {_flat(one.question)}"
        for gold in one.gold[:3]:
            yield f"- 标准：{_flat(str(gold.get('quote') or gold.get('document') or ''))}"
        yield f"- 前：{_said(one)}"
        yield f"- 后：{_said(other)}"
    if len(pairs) > limit:
        yield f"\n另有 {len(pairs) - limit} 题；--limit 可多列"


def _said(result: Result) -> str:
    """What a system gave, and why that is wrong."""
    output: Any = result.output
    said = result.error or output.get("text") or ""
    if not said and output.get("hits"):
        said = "；".join(str(hit.get("text", ""))[:50] for hit in output["hits"][:3])
    why = f"（{'；'.join(result.wrong)}）" if result.wrong else ""
    return f"{_flat(str(said))}{_flat(why)}"


def _flat(text: str) -> str:
    line = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; prints Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m evals compare",
        description="比较同一题集的两次评测：得失了哪些题，是不是偶然。",
    )
    parser.add_argument("before", type=Path, help="前一次评测的文件夹")
    parser.add_argument("after", type=Path, help="后一次评测的文件夹")
    parser.add_argument("--limit", type=int, default=_LISTED, help="得失的题各列几道")
    parser.add_argument("--to", type=Path, help="写进文件（Markdown）")
    parser.add_argument("--fail-on-loss", action="store_true", help="有超出偶然的退步时返回 1")
    options = parser.parse_args(arguments)
    try:
        found = compare(Run.load(options.before), Run.load(options.after))
    except RunError as error:
        print(error, file=sys.stderr)
        return 1
    text = "\n".join(_lines(found, options.limit)) + "\n"
    if options.to:
        options.to.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    return int(options.fail_on_loss and bool(found.losses))
