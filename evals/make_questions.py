"""Makes a question set: `python -m evals make-questions --documents PATH… --to FILE.jsonl`.

From the records of the documents, marked as generated; with --leave-out N some questions are about
N documents that are not to be held, which have no answer. With --feedback from what users thought
of answers, as drafts to be reviewed: what FILE.jsonl has already is kept.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.feedback_questions import drafts_of
from evals.generated_questions import KINDS, choose_left_out, generate, without_answer
from evals.question_sets import Question, SetError, read_jsonl, write_jsonl
from evals.records import add_sources, records_of
from ingest.pipeline import find_files
from kb.errors import PolicyKBError
from kb.model import Document

__all__ = ["main"]

_COUNT, _SEED = 200, 2024
_FEEDBACK = "feedback.jsonl"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; writes the set and prints how many of each kind."""
    parser = argparse.ArgumentParser(
        prog="python -m evals make-questions", description="由文件的记录或用户的评价出题"
    )
    add_sources(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.jsonl", help="写到哪里")
    parser.add_argument("--count", type=_positive, default=_COUNT, help=f"题数，默认 {_COUNT}")
    parser.add_argument(
        "--kinds", nargs="+", choices=list(KINDS), default=list(KINDS), help="哪几类，默认全部"
    )
    parser.add_argument("--seed", type=int, default=_SEED, help=f"随机种子，默认 {_SEED}")
    parser.add_argument(
        "--leave-out",
        type=int,
        default=0,
        metavar="N",
        help="留出 N 份文件不收入，出关于它们的题：应当答“没有”",
    )
    parser.add_argument(
        "--feedback",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FILE.jsonl",
        help=f"由用户的评价出草稿；不写文件名就用 --home 里的 {_FEEDBACK}",
    )
    options = parser.parse_args(arguments)
    if options.feedback == Path() and options.home is None:
        parser.error("--feedback 要写文件名，或者用 --home 指明知识库")
    if options.leave_out and options.home is not None:
        parser.error("--leave-out 要用 --documents")
    try:
        made = _from_feedback(options) if options.feedback is not None else _from_records(options)
        if not made:
            raise SetError("这些文件里没有可以出题的记录；请换文件或 --kinds")
        write_jsonl(made, options.to)
    except (SetError, PolicyKBError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"写不了 {options.to}：{error.strerror}", file=sys.stderr)
        return 1
    for kind, count in sorted(Counter(question.kind for question in made).items()):
        print(f"{kind:<22}{count:6}")
    print(f"{options.to}：{len(made)} 题")
    return 0


def _from_feedback(options: argparse.Namespace) -> list[Question]:
    """The questions that the file has, then new drafts.

    What a reviewer has changed, or taken the mark off, stays as it is.
    """
    path = options.home / _FEEDBACK if options.feedback == Path() else options.feedback
    if not path.is_file() or not path.stat().st_size:
        raise SetError(f"{path} 里还没有评价")
    held = read_jsonl(options.to, drafts=True).questions if options.to.exists() else ()
    ids = {question.id for question in held}
    return [*held, *(draft for draft in drafts_of(path) if draft.id not in ids)]


def _from_records(options: argparse.Namespace) -> list[Question]:
    if options.to.exists():
        held = read_jsonl(options.to, drafts=True).questions
        if not all(question.generated for question in held):
            raise SetError(f"{options.to} 里有不是自动出的题，没有覆盖；请换一个文件名")
    unanswerable: list[Question] = []
    with records_of(options) as kb:
        if not options.leave_out:
            return generate(kb, options.count, options.seed, options.kinds)
        left_out = choose_left_out(kb, options.leave_out, options.seed)
        if len(left_out) < options.leave_out:
            raise SetError(
                f"只有 {len(left_out)} 份文件可以留出（别的文件没有提到，也没有副本）；"
                "请减少 --leave-out"
            )
        unanswerable = without_answer(kb, left_out, options.kinds)
    options.documents = _without(options.documents, left_out)
    _tell(options, left_out)
    with records_of(options) as kb:
        return generate(kb, options.count, options.seed, options.kinds, unanswerable)


def _without(paths: Sequence[Path], left_out: Sequence[Document]) -> list[Path]:
    gone = {Path(document.path) for document in left_out}
    return [path for path in find_files(paths)[0] if path not in gone]


def _tell(options: argparse.Namespace, left_out: Sequence[Document]) -> None:
    """Says what must not be held, and writes what must."""
    beside = options.to.with_suffix(".documents.txt")
    beside.write_text("".join(f"{path}\n" for path in options.documents), encoding="utf-8")
    for document in left_out:
        print(f"留出 {Path(document.path).name}：《{document.title}》")
    print(f"其余文件列在 {beside}，评测时 --documents 只给这些")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
