"""Passages, queries and judgements of others become a question set; reading their lines."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.question_sets import Gold, Question, QuestionSet, SetError

__all__ = ["Judged", "as_set", "each_once", "lines", "parsed", "rows"]

Passage = tuple[str, str]  # title, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A collection as its files have it: `judgements` are positive grades by query and passage."""

    name: str
    queries: Mapping[str, str]
    passages: Mapping[str, Passage]
    judgements: Mapping[str, Mapping[str, int]]


def as_set(judged: Judged) -> QuestionSet:
    """The queries with a positive judgement, in their order, and notes on what was left out.

    Raises SetError where none is left.
    """
    questions = tuple(
        Question(
            id=key,
            question=text,
            kind="query",
            gold=tuple(Gold(document=one, grade=grade) for one, grade in found.items()),
        )
        for key, text in judged.queries.items()
        if (found := judged.judgements.get(key)) and text.strip()
    )
    if not questions:
        raise SetError(
            f"{judged.name} 没有一个查询有正面的判断；请检查 qrels 里的查询编号和题目文件是否一致"
        )
    return QuestionSet(
        name=judged.name,
        questions=questions,
        passages=judged.passages,
        notes=tuple(_notes(judged, len(questions))),
    )


def _notes(judged: Judged, kept: int) -> Iterator[str]:
    if left := len(judged.queries) - kept:
        yield f"{judged.name}：{left} 个查询没有正面的判断，没有计入"
    if unknown := len(judged.judgements.keys() - judged.queries.keys()):
        yield f"{judged.name}：qrels 里有 {unknown} 个查询不在题目文件里，没有计入"
    absent = {
        one
        for key in judged.queries.keys() & judged.judgements.keys()
        for one in judged.judgements[key]
        if one not in judged.passages
    }
    if absent:
        yield f"{judged.name}：判为有用的有 {len(absent)} 段不在语料里，仍算没有找到"


def lines(path: Path) -> Iterator[tuple[str, str]]:
    """Every line that is not blank, with where it stands for messages.

    Raises SetError where the file cannot be read as UTF-8.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path.name} 第 {number} 行", line
    except OSError as error:
        raise SetError(f"读不了 {path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SetError(f"{path} 第 {number + 1} 行起不是 UTF-8；请先转换编码") from error


def rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a JSONL file, with where it stands. Raises SetError."""
    for where, line in lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SetError(f"{where}不是 JSON：{error}") from error
        if not isinstance(row, dict):
            raise SetError(f"{where}不是 JSON 对象")
        yield where, row


def each_once(found: Iterable[tuple[str, str, Passage]], path: Path) -> dict[str, Passage]:
    """The passages by id. Raises SetError where an id is there twice, or nothing is."""
    held: dict[str, Passage] = {}
    for where, key, passage in found:
        if key in held:
            raise SetError(f"{where}：编号 {key} 重复")
        held[key] = passage
    if not held:
        raise SetError(f"{path} 里没有内容")
    return held


def parsed(
    path: Path, *, columns: tuple[int, int, int], separator: str | None = None
) -> dict[str, dict[str, int]]:
    """Positive grades by query and passage, from the columns of query, passage and grade.

    A first line whose grade is no number is a heading. Raises SetError.
    """
    found: dict[str, dict[str, int]] = {}
    for number, (where, line) in enumerate(lines(path)):
        cells = [cell.strip() for cell in line.split(separator)]
        if len(cells) != max(columns) + 1:
            raise SetError(f"{where}有 {len(cells)} 列，应有 {max(columns) + 1} 列")
        query, passage, told = (cells[column] for column in columns)
        grade = _grade(told)
        if grade is None:
            if number == 0:
                continue
            raise SetError(f"{where}的等级 {told} 不是整数")
        if grade > 0:
            judged = found.setdefault(query, {})
            if judged.setdefault(passage, grade) != grade:
                raise SetError(f"{where}：{query} 对 {passage} 有两个不同的等级")
    return found


def _grade(told: str) -> int | None:
    try:
        return int(told)
    except ValueError:
        return None
