"""Writes a report of runs: `python -m evals report [RUN…] [--to FILE.html|FILE.md]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evals import report_pages, report_readme
from evals.places import latest
from evals.report_groups import find, groups
from evals.runs import RunError

__all__ = ["main"]

_ABOUT = """把评测结果写成报告：一个能离线打开的网页（.html），或贴进合并请求的 Markdown（.md）。

RUN 是 python -m evals run 写下的文件夹，或装着它们的文件夹；不写，取上一次 run 的结果。
同一题目、同一任务的并排比较。"""

_COUNTS = {".html": 20, ".md": 10}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the report and prints where it is; 2 on wrong usage or where there is no run."""
    options = _parser().parse_args(arguments)
    try:
        if options.readme:
            report_readme.write(options.readme)
            print(f"已更新 {options.readme}")
            return 0
        folders = find(options.runs or latest())
        if not folders:
            raise RunError("还没有评测结果；先用 python -m evals run 跑一次")
        if options.keep:
            for file in map(report_readme.keep, folders):
                print(f"已留存 {file}")
            return 0
        write = _WRITERS.get(options.to.suffix.lower())
        if write is None:
            raise RunError(f"--to 的文件名要以 .html 或 .md 结尾，不是 {options.to}")
        count = options.worst or _COUNTS[options.to.suffix.lower()]
        text = write(groups(folders), count)
        options.to.parent.mkdir(parents=True, exist_ok=True)
        options.to.write_text(text, encoding="utf-8")
    except (RunError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"报告写在 {options.to.resolve()}")
    return 0


_WRITERS = {".html": report_pages.html, ".md": report_pages.markdown}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals report",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("runs", type=Path, nargs="*", metavar="RUN", help="结果的文件夹；默认上一次 run 的")
    add("--to", type=Path, default=Path("report.html"), metavar="FILE", help="默认 report.html")
    add("--worst", type=int, default=0, metavar="N", help="最差的题列几道；网页 20，Markdown 10")
    add("--keep", action="store_true", help="把结果留存到 evals/results，供 README 的表用")
    add(
        "--readme",
        type=Path,
        nargs="?",
        const=Path("README.md"),
        metavar="FILE",
        help="按留存的结果更新 README 里的评测表（默认 README.md）",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
