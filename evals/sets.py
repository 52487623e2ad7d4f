"""The sets that can be run: by name, or from a file or a folder; and what each is for."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evals import retrieval_sets
from evals.loaders import load_set
from evals.question_sets import QuestionSet, SetError
from evals.retrieval_sets import Collection, of_passages
from evals.runs import TASKS, Task

__all__ = ["RECORDS", "Job", "MissingError", "find", "names"]

_HERE = Path(__file__).parent
_COLLECTIONS = {
    "policies": "",
    "passages": "同样的 661 题、309 份文件，切成 300 字的段落",
    "statutes": "58,661 条法条，1,235 个口语问题",
}
RECORDS: Mapping[str, tuple[Task, str]] = {
    "responsibility": ("extraction", "责任单位和分工，随开发用的标注"),
    "responsibility-own": ("extraction", "责任单位和分工，自编标注"),
    "targets": ("extraction", "目标指标，随开发用的标注"),
    "targets-own": ("extraction", "目标指标，自编标注"),
    "headers": ("extraction", "文头十二个字段，自编标注"),
    "references": ("extraction", "引用，自编标注"),
    "support": ("support", "惠企措施抽取，自编标注，改规则时看的"),
    "support-unseen": ("support", "惠企措施抽取，自编标注，改规则时没看过的"),
    "match": ("match", "企业与措施核对，自编标注，改规则时看的"),
    "match-unseen": ("match", "企业与措施核对，自编标注，改规则时没看过的"),
    "speed": ("speed", "五千条自造条款的检索和提问耗时，向量随机"),
}
"""The sets whose gold are records of documents, and the speed at size."""


class MissingError(Exception):
    """The material of a named set is not on this machine; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One task on one set: questions with documents or passages, or a name in RECORDS."""

    task: Task
    set: str
    questions: QuestionSet | None = None
    documents: tuple[Path, ...] = ()
    collection: Collection | None = None


def names() -> Iterator[tuple[str, str]]:
    """Every name with what it is."""
    yield from ((name, str(row["about"])) for name, row in _asked().items())
    yield from ((name, about) for name, about in _COLLECTIONS.items() if name not in _asked())
    yield from ((name, about) for name, (_, about) in RECORDS.items())


def find(
    text: str, documents: Sequence[Path], shared: Path, tasks: Sequence[Task] = TASKS
) -> Iterator[Job]:
    """The jobs of a set, of the tasks wanted that it is for; by name unless there is such a file.

    Raises:
        MissingError: a named set whose material is not there.
        SetError: a file or folder that holds no set.
    """
    named = dict(names())
    if text not in named or Path(text).suffix:
        yield from _given(load_set(Path(text)), documents, tasks)
        return
    for task in tasks:
        if text in RECORDS and RECORDS[text][0] == task:
            yield Job(task=task, set=text)
        elif text in _COLLECTIONS and task == "retrieval":
            collection = _collection(text, shared)
            yield Job(task=task, set=text, questions=collection.questions, collection=collection)
        elif text in _asked() and task in ("retrieval", "answers"):
            row = _asked()[text]
            yield Job(
                task=task,
                set=text,
                questions=load_set(_path(row["questions"], shared)),
                documents=tuple(documents) or tuple(_path(one, shared) for one in row["documents"]),
            )


def _given(
    questions: QuestionSet, documents: Sequence[Path], tasks: Sequence[Task]
) -> Iterator[Job]:
    if questions.passages is not None:
        if "retrieval" in tasks:
            collection = of_passages(questions)
            yield Job(
                task="retrieval",
                set=questions.name,
                questions=questions,
                collection=collection,
            )
        return
    if not documents:
        raise SetError(f"{questions.name} 问的是哪些文件？请用 --documents 给出文件或文件夹")
    with_gold = any(q.answerable and q.gold for q in questions.questions)
    for task in tasks:
        if task == "answers" or (task == "retrieval" and with_gold):
            yield Job(
                task=task, set=questions.name, questions=questions, documents=tuple(documents)
            )


def _collection(name: str, shared: Path) -> Collection:
    try:
        return retrieval_sets.load(name, shared)
    except FileNotFoundError as error:
        raise MissingError(f"没有 {error.filename}") from error


def _path(text: str, shared: Path) -> Path:
    path = shared / text.removeprefix("shared:") if text.startswith("shared:") else _HERE / text
    if not path.exists():
        raise MissingError(f"没有 {path}")
    return path


@cache
def _asked() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((_HERE / "sets.toml").read_text(encoding="utf-8"))
