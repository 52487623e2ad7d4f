"""Scores of answers against gold questions, by the conventions of the shared question sets. Pure.

An answerable question is right when the answer is not declined, its citations are the documents'
own text and cover the gold evidence (one quote, or every quote where `gold_need` is "all"), and
every fact of the gold is stated: the same departments (`inherited` ones may be named or not), the
same task numbers, every value in the text (七日 = 7日, 年末 = 年底), the same count. A question
without an answer is right when it is declined.

An answer without `citations` or `facts` at all is judged by its text: what it leaves unsaid is
found, what it says too much is not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.gold import Sources, Span
from evals.question_sets import Question
from kb.model import Answer, Citation, Status
from kb.squeeze import squeeze

__all__ = ["Scored", "judge", "plain"]

_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = str.maketrans("〔〕（）％", "()()%")


def plain(text: str) -> str:
    """A text for comparison: digits for Chinese numerals, one word for the end of a year."""
    return _NUMERAL.sub(_arabic, squeeze(text)).replace("年末", "年底").translate(_SIGNS)


def _arabic(match: re.Match[str]) -> str:
    word = match[0]
    if not set(word) & set(_TENS):
        return "".join(str(_DIGITS[c]) for c in word)
    total, digit = 0, None
    for c in word:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += (1 if digit is None else digit) * _TENS[c]
            digit = 0
    return str(total + (digit or 0))


@dataclass(frozen=True, slots=True)
class Scored:
    """What is to be said of one answer."""

    wrong: tuple[str, ...] = ()  # why it is wrong, in words; none where it is right
    gold: int = 0  # passages that are needed; 1 where any of them is enough
    covered: int = 0
    citations: int = 0
    needed: int = 0  # citations that lie on a gold passage
    verbatim: int = 0  # citations that are the document's text
    values: int = 0  # that must be stated
    stated: int = 0


def judge(
    question: Question, answer: Answer, sources: Sources, *, cited: bool = True, stated: bool = True
) -> Scored:
    """How an answer stands to the gold of its question.

    Without `cited` the answer's system gives no citations, without `stated` no facts.
    """
    verbatim = [_verbatim(citation, sources) for citation in answer.citations]
    wrong = [
        f"引文 [{citation.marker}] 不是文件原文"
        for citation, is_text in zip(answer.citations, verbatim, strict=True)
        if not is_text
    ]
    declined = answer.status is Status.DECLINED
    if not question.answerable:
        if not declined:
            wrong.append("文件里没有答案，却作了回答")
        return Scored(tuple(wrong), verbatim=sum(verbatim), citations=len(verbatim))
    gold = [sources.spans(one) for one in question.gold]
    covered = [any(_on(c, spans) for c in answer.citations) for spans in gold]
    every = question.gold_need == "all"
    values = [str(value) for value in question.facts.get("values") or ()]
    unsaid = [value for value in values if plain(value) not in plain(answer.text)]
    if declined:
        wrong.append("文件里有答案，却没有回答")
    else:
        if cited and covered and not (all(covered) if every else any(covered)):
            wrong.append(f"引文只落在 {sum(covered)}/{len(covered)} 处标准出处上")
        wrong += _facts_missing(question.facts, answer) if stated else _unsaid(question, answer)
        wrong += [f"没有说 {value}" for value in unsaid]
        if not cited and not any(question.facts.values()):
            wrong.append("没有引文，题目也没有可核对的事实，判不了对")
    return Scored(
        tuple(wrong),
        gold=len(gold) if every else int(bool(gold)),
        covered=0 if declined else (sum(covered) if every else int(any(covered))),
        citations=0 if declined or not gold else len(answer.citations),
        needed=0
        if declined
        else sum(any(_on(c, spans) for spans in gold) for c in answer.citations),
        verbatim=sum(verbatim),
        values=len(values),
        stated=0 if declined else len(values) - len(unsaid),
    )


def _verbatim(citation: Citation, sources: Sources) -> bool:
    document = sources.documents.get(citation.document_id)
    return (
        document is not None
        and bool(citation.quote)
        and document.text[citation.start : citation.end] == citation.quote
    )


def _on(citation: Citation, spans: Sequence[Span]) -> bool:
    return any(
        citation.document_id == document_id and citation.start < end and start < citation.end
        for document_id, start, end in spans
    )


def _facts_missing(facts: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    """What the facts of an answer lack or have too much, beside values."""
    counted = facts.get("count") is not None
    if facts.get("departments") and not counted:
        want = {plain(name) for name in facts["departments"]}
        have = {plain(name) for name in answer.facts.departments or ()}
        extra = have - want - {plain(name) for name in facts.get("inherited") or ()}
        if want - have or extra:
            yield f"部门：{_difference(want - have, extra)}"
    if facts.get("tasks") and not counted:
        tasks, stated = {str(t) for t in facts["tasks"]}, set(answer.facts.task_numbers or ())
        if tasks != stated:
            yield f"任务：{_difference(tasks - stated, stated - tasks)}"
    if counted and answer.facts.count != facts["count"]:
        yield f"数目是 {answer.facts.count}，应为 {facts['count']}"
    values, most = answer.facts.values or (), len(facts.get("values") or ())
    if facts.get("exact") and len(values) > most:
        yield f"说了 {len(values)} 个数值，应为 {most} 个"


def _unsaid(question: Question, answer: Answer) -> Iterator[str]:
    """What the text of an answer does not say of the facts, beside values."""
    text, facts = plain(answer.text), question.facts
    if facts.get("count") is not None:
        if not re.search(rf"(?<!\d){facts['count']}(?!\d)", text):
            yield f"没有说数目 {facts['count']}"
        return
    yield from (f"没有说 {one}" for one in facts.get("departments") or () if plain(one) not in text)
    for one in facts.get("tasks") or ():
        if not re.search(rf"(?<!\d){re.escape(plain(str(one)))}(?!\d)", text):
            yield f"没有说任务 {one}"


def _difference(missing: set[str], extra: set[str]) -> str:
    parts = (("少", missing), ("多", extra))
    return "，".join(f"{word} {'、'.join(sorted(names))}" for word, names in parts if names)
