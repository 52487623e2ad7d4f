"""Sets of questions with gold, as JSONL.

One object a line. `id` and `question` are needed, the rest may be missing:

- `kind`: what is asked for, a name of your own; results are told apart by it
- `history`: turns before, `[{"role": "user|assistant", "content": "…"}]`
- `answerable`: false where the documents do not hold the answer; default true
- `gold`: `[{"document", "quote", "grade"}]`. `document` is a 文号, a title, a file's name without
  its ending or an id; `quote` a verbatim passage, white space ignored, null for the whole document
- `gold_need`: `any`, one of the gold passages is enough (default); `all`, every one is needed
- `facts`: what the answer must state: `departments`, `inherited` (may be named), `tasks`,
  `values`, `count`
- `note`: for people
- `generated`: true where a program made the question
- `draft`: true until somebody has reviewed it; drafts are not measured

Grades say how much a passage helps: 1 bears on the question, 2 answers a part of it, 3 answers it
whole. The default is 1. Gold is kept as quotes, so that it survives any change of clauses.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.understand import Turn

__all__ = ["Gold", "Question", "QuestionSet", "SetError", "read_jsonl", "write_jsonl"]

_KEYS = (
    "id",
    "kind",
    "question",
    "history",
    "answerable",
    "gold",
    "gold_need",
    "facts",
    "note",
    "generated",
    "draft",
)


class SetError(ValueError):
    """A question set cannot be read; the message names file and line and says what to do."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A passage that bears on a question; the whole document where `quote` is None."""

    document: str
    quote: str | None = None
    grade: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and what is known of its answer."""

    id: str
    question: str
    kind: str = "question"
    history: tuple[Turn, ...] = ()
    answerable: bool = True
    gold: tuple[Gold, ...] = ()
    gold_need: Literal["any", "all"] = "any"
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    generated: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Questions by one name. `passages` are the texts to search where the set brings its own
    (BEIR, TREC): title and text by id; otherwise the documents are given beside the set."""

    name: str
    questions: tuple[Question, ...]
    passages: Mapping[str, tuple[str, str]] | None = None

    def digest(self) -> str:
        """A hash of the questions with their gold; two runs with the same can be compared."""
        text = "\n".join(json.dumps(_record(q), ensure_ascii=False) for q in self.questions)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_jsonl(path: Path) -> QuestionSet:
    """A set from a file; its name is the file's. Drafts are left out.

    Raises:
        SetError: a line that is no question, or an id that is there twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"读不了题目文件 {path}：{error}") from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            question = _question(line, f"{path.name} 第 {number} 行")
            if question.id in questions:
                raise SetError(f"{path.name} 第 {number} 行：编号 {question.id} 重复，请改成不同的")
            questions[question.id] = question
    if not questions:
        raise SetError(f"{path} 里没有题目；每行一个 JSON 对象，至少有 id 和 question")
    kept = tuple(question for question in questions.values() if not question.draft)
    return QuestionSet(name=path.stem, questions=kept)


def write_jsonl(questions: Iterable[Question], path: Path) -> None:
    """Writes a set, one question a line."""
    lines = (json.dumps(_record(question), ensure_ascii=False) for question in questions)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _question(line: str, where: str) -> Question:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise SetError(f"{where}不是 JSON：{error}") from error
    if not isinstance(record, dict):
        raise SetError(f"{where}不是 JSON 对象")
    if unknown := sorted(set(record).difference(_KEYS)):
        raise SetError(f"{where}有不认识的字段 {'、'.join(unknown)}；可用 {'、'.join(_KEYS)}")
    if not all(isinstance(record.get(key), str) and record[key] for key in ("id", "question")):
        raise SetError(f"{where}缺 id 或 question（非空的文字）")
    if record.get("gold_need", "any") not in ("any", "all"):
        raise SetError(f"{where}的 gold_need 只能是 any 或 all")
    try:
        record["history"] = tuple(Turn(**turn) for turn in record.get("history") or ())
        record["gold"] = tuple(_gold(gold) for gold in record.get("gold") or ())
    except (TypeError, ValueError) as error:
        raise SetError(f"{where}的 history 或 gold 写法不对：{error}") from error
    record["facts"] = record.get("facts") or {}
    return Question(**record)


def _gold(record: Mapping[str, Any]) -> Gold:
    gold = Gold(**record)
    if not isinstance(gold.document, str) or not (gold.quote is None or gold.quote.strip()):
        raise ValueError("gold 要有 document；quote 是原文片段或 null")
    if not isinstance(gold.grade, int) or gold.grade < 1:
        raise ValueError("grade 是不小于 1 的整数")
    return gold


def _record(question: Question) -> dict[str, Any]:
    return dict(_fields(question))


def _fields(question: Question) -> Iterator[tuple[str, Any]]:
    for key in _KEYS:
        value = getattr(question, key)
        if key == "history":
            yield key, [{"role": turn.role, "content": turn.content} for turn in value]
        elif key == "gold":
            yield key, [{"document": g.document, "quote": g.quote, "grade": g.grade} for g in value]
        elif value or key in ("id", "kind", "question", "answerable", "gold_need"):
            yield key, dict(value) if isinstance(value, Mapping) else value
