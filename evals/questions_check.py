"""Checks question sets: `python -m evals questions check SET… --documents PATH…`.

Tells every gold quote that no longer is in its document, with the passage that is nearest; and
what should be looked at: quotes that stand there more than once or across two clauses, departments
that the document does not name, questions asked twice. Drafts are checked too. Exit code 1 where
any gold is gone, or a set cannot be read.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.gold import Sources
from evals.loaders import load_set
from evals.question_sets import QuestionSet, SetError, read_jsonl
from evals.records import add_sources, records_of
from evals.set_check import Complaint, check_passages, check_set
from kb.amendments import amendments, with_amendment
from kb.errors import PolicyKBError
from kb.knowledge import KnowledgeBase

__all__ = ["main"]

_NAMED = 8  # questions with the same complaint


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; prints what is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m evals questions", description="核对题目：引文是否还在原文里"
    )
    parser.add_argument("action", choices=["check"], help="check：核对")
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET", help="题目文件或文件夹")
    add_sources(parser)
    options = parser.parse_args(arguments)
    try:
        sets = [_load(path) for path in options.sets]
        if all(found.passages is not None for found in sets):
            return max(_report(found, check_passages(found)) for found in sets)
        with records_of(options) as kb:
            return max(_checked(found, kb) for found in sets)
    except (SetError, PolicyKBError) as error:
        print(error, file=sys.stderr)
        return 1


def _load(path: Path) -> QuestionSet:
    """A set with its drafts: these are looked at before anybody measures on them."""
    return read_jsonl(path, drafts=True) if path.suffix == ".jsonl" else load_set(path)


def _checked(found: QuestionSet, kb: KnowledgeBase) -> int:
    if found.passages is not None:
        return _report(found, check_passages(found))
    snapshot, known = kb.snapshot(), amendments()
    documents = (with_amendment(document, known) for document in snapshot.documents.values())
    return _report(found, check_set(found, Sources(documents), snapshot.clauses))


def _report(found: QuestionSet, complaints: Sequence[Complaint]) -> int:
    """Prints a set's complaints and their number; 1 where gold is gone."""
    same: dict[tuple[str, str], dict[str, None]] = {}
    for complaint in complaints:
        same.setdefault((complaint.kind, complaint.text), {})[complaint.question] = None
    for (kind, text), ids in same.items():
        print(f"  {_listed(list(ids))} {kind}：{text}")
    quotes = sum(len(question.gold) for question in found.questions)
    counts = Counter(complaint.kind for complaint in complaints)
    told = "，".join(f"{kind} {count}" for kind, count in counts.items()) or "没有问题"
    print(f"{found.name}：{len(found.questions)} 题，{quotes} 处引文；{told}")
    return int(any(complaint.is_fatal for complaint in complaints))


def _listed(ids: Sequence[str]) -> str:
    more = f" 等 {len(ids)} 题" if len(ids) > _NAMED else ""
    return "、".join(ids[:_NAMED]) + more
