"""Sets of questions with gold, as JSONL.

One object a line. `id` and `question` are needed, the rest may be missing:

- `kind`: what is asked for, a name of your own; results are told apart by it
- `history`: turns before, `[{"role": "user|assistant", "content": "…"}]`
- `answerable`: false where the documents do not hold the answer; default true
- `gold`: `[{"document", "quote", "grade"}]`. `document` is a 文号, a title, a file's name without
  its ending or an id; `quote` a verbatim passage, white space ignored, null for the whole document
- `gold_need`: `any`, one of the gold passages is enough (default); `all`, every one is needed
- `facts`: what the answer must state: `departments` (all and no others), `inherited` (may be named
  beside them), `tasks` (their numbers; all and no others), `values` (each stated), `exact`
  (true: no more values than these), `count`
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

__all__ = ["Gold", "Question", "QuestionSet", "SetError", "read_jsonl", "read_turn", "write_jsonl"]

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
_TYPES: Mapping[str, tuple[type, str]] = {
    "kind": (str, "文字"),
    "note": (str, "文字"),
    "answerable": (bool, "true 或 false"),
    "generated": (bool, "true 或 false"),
    "draft": (bool, "true 或 false"),
    "history": (list, "数组"),
    "gold": (list, "数组"),
    "facts": (dict, "对象"),
}
_FACTS: Mapping[str, tuple[type, str]] = {
    "departments": (list, "数组"),
    "inherited": (list, "数组"),
    "tasks": (list, "数组"),
    "values": (list, "数组"),
    "exact": (bool, "true 或 false"),
    "count": (int, "整数"),
}


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
    (BEIR, TREC): title and text by id; otherwise the documents are given beside the set. `notes`
    say what was left out."""

    name: str
    questions: tuple[Question, ...]
    passages: Mapping[str, tuple[str, str]] | None = None
    notes: tuple[str, ...] = ()

    def digest(self) -> str:
        """A hash of the questions with their gold; two runs with the same can be compared."""
        text = "\n".join(json.dumps(_record(q), ensure_ascii=False) for q in self.questions)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_jsonl(path: Path, *, drafts: bool = False) -> QuestionSet:
    """A set from a file; its name is the file's. Drafts are left out unless asked for.

    Raises:
        SetError: a line that is no question, an id that is there twice, or nothing to ask.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # U+2028 ends no line of JSONL
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
    kept = tuple(question for question in questions.values() if drafts or not question.draft)
    if not kept:
        raise SetError(f"{path} 里都是草稿；核对过的题目请去掉 draft 再用")
    left = len(questions) - len(kept)
    notes = (f"{path.name} 里有 {left} 道草稿，没有计入",) if left else ()
    return QuestionSet(name=path.stem, questions=kept, notes=notes)


def write_jsonl(questions: Iterable[Question], path: Path) -> None:
    """Writes a set, one question a line."""
    lines = (json.dumps(_record(question), ensure_ascii=False) for question in questions)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _question(line: str, where: str) -> Question:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SetError(f"{where}不是 JSON：{error}") from error
    if not isinstance(record, dict):
        raise SetError(f"{where}不是 JSON 对象")
    if unknown := sorted(set(record).difference(_KEYS)):
        raise SetError(f"{where}有不认识的字段 {'、'.join(unknown)}；可用 {'、'.join(_KEYS)}")
    if not all(isinstance(record.get(key), str) and record[key] for key in ("id", "question")):
        raise SetError(f"{where}缺 id 或 question（非空的文字）")
    record = {key: value for key, value in record.items() if value is not None}
    if record.get("gold_need", "any") not in ("any", "all"):
        raise SetError(f"{where}的 gold_need 只能是 any 或 all")
    _check_types(record, _TYPES, where)
    _check_facts(record.get("facts", {}), where)
    try:
        record["history"] = tuple(read_turn(turn) for turn in record.get("history", ()))
        record["gold"] = tuple(_gold(gold) for gold in record.get("gold", ()))
    except (TypeError, ValueError) as error:
        raise SetError(f"{where}的 history 或 gold 写法不对：{error}") from error
    return Question(**record)


def _check_types(
    record: Mapping[str, Any], types: Mapping[str, tuple[type, str]], where: str
) -> None:
    for key, (wanted, told) in types.items():
        value = record.get(key)
        if value is not None and type(value) is not wanted:
            raise SetError(f"{where}的 {key} 要写成{told}")


def _check_facts(facts: Mapping[str, Any], where: str) -> None:
    if unknown := sorted(set(facts).difference(_FACTS)):
        raise SetError(f"{where}的 facts 有不认识的 {'、'.join(unknown)}；可用 {'、'.join(_FACTS)}")
    _check_types(facts, _FACTS, f"{where}的 facts 里")
    for key, value in facts.items():
        if isinstance(value, list) and not all(type(one) in (str, int, float) for one in value):
            raise SetError(f"{where}的 facts 里的 {key} 只能是文字或数字的数组")


def read_turn(record: Mapping[str, Any]) -> Turn:
    """A turn before a question. Raises TypeError or ValueError where it is none."""
    turn = Turn(**record)
    if turn.role not in ("user", "assistant") or not isinstance(turn.content, str):
        raise ValueError("role 是 user 或 assistant，content 是文字")
    return turn


def _gold(record: Mapping[str, Any]) -> Gold:
    gold = Gold(**record)
    if not isinstance(gold.document, str) or not gold.document.strip():
        raise ValueError("gold 要有 document")
    if gold.quote is not None and not (isinstance(gold.quote, str) and gold.quote.strip()):
        raise ValueError("quote 是原文片段或 null")
    if type(gold.grade) is not int or gold.grade < 1:
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
