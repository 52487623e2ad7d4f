"""Drafts of questions from what users thought of answers (HOME/feedback.jsonl).

A line is `{"at", "question", "history", "answer", "rating", "comment", "user"}`, the answer in the
contract's JSON, the rating `up` or `down`. Where an answer was liked, what it cites is gold; where
it was not, gold is for the reviewer to find. Who said it is not kept.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.understand import Turn
from evals.judged import rows
from evals.question_sets import Gold, Question, SetError, read_turn
from kb.squeeze import squeeze

__all__ = ["drafts_of"]

_LIKED, _DISLIKED = "up", "down"
_SIGNS = re.compile(r"\W+")


def drafts_of(path: Path) -> list[Question]:
    """A draft for each question asked, once, in order.

    Raises:
        SetError: a line that is no feedback; names file and line.
    """
    found: dict[tuple[str, ...], Question] = {}
    for where, row in rows(path):
        draft = _draft(row, where)
        key = tuple(_SIGNS.sub("", t) for t in (*_said(draft.history), draft.question))
        found[key] = _merged(found[key], draft) if key in found else draft
    return list(found.values())


def _draft(row: Mapping[str, Any], where: str) -> Question:
    question, rating, answer = row.get("question"), row.get("rating"), row.get("answer") or {}
    if not isinstance(question, str) or not question.strip():
        raise SetError(f"{where}缺 question")
    if rating not in (_LIKED, _DISLIKED):
        raise SetError(f"{where}的 rating 要写成 up 或 down")
    try:
        history = tuple(read_turn(turn) for turn in row.get("history") or ())
        gold = (
            tuple(_gold(answer["citations"])) if rating == _LIKED and "citations" in answer else ()
        )
        declined = answer.get("status") == "declined"
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise SetError(f"{where}的 history 或 answer 写法不对：{error!r}") from error
    said = json.dumps([*_said(history), question], ensure_ascii=False)
    comment = str(row.get("comment") or "").strip()
    return Question(
        id=f"f{hashlib.sha256(said.encode()).hexdigest()[:10]}",
        kind="feedback",
        question=question,
        history=history,
        answerable=not (declined and rating == _LIKED),
        gold=() if declined else gold,
        note=f"{'有用' if rating == _LIKED else '没用'}{'：' if comment else ''}{comment}",
        draft=True,
    )


def _gold(citations: Iterable[Mapping[str, Any]]) -> Iterator[Gold]:
    for citation in citations:
        document = citation.get("number") or citation["document_title"]
        if quote := squeeze(citation["quote"]):
            yield Gold(str(document), quote)


def _said(history: Sequence[Turn]) -> list[str]:
    return [turn.content for turn in history]


def _merged(one: Question, other: Question) -> Question:
    """One draft of two for the same question: all gold, all notes."""
    notes = dict.fromkeys([*one.note.split("\n"), *other.note.split("\n")])
    return replace(
        one,
        answerable=one.answerable and other.answerable,
        gold=tuple(dict.fromkeys([*one.gold, *other.gold])),
        note="\n".join(notes),
    )
