"""Scores of answers against gold questions, by the conventions of the shared question sets. Pure.

An answerable question is right when the answer is not declined, its citations are the documents'
own text and cover the gold evidence (one quote, or every quote where `gold_need` is "all"), and
every fact of the gold is stated: the same departments (`inherited` ones may be named or not), the
same task numbers, every value in the text (七日 = 7日, 年末 = 年底), the same count. A question
without an answer is right when it is declined.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.model import Answer, Citation, Document, Status
from kb.squeeze import Squeezed, squeeze

__all__ = ["Scored", "Table", "judge", "plain", "spans_of"]

Question = Mapping[str, Any]
Span = tuple[str, int, int]

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


def spans_of(name: str, quote: str, documents: Iterable[Document]) -> list[Span]:
    """Where a quote stands, white space ignored, in each document of that number or title."""
    key, wanted, found = squeeze(name), squeeze(quote), []
    for document in documents:
        if key == document.number or key in squeeze(document.title):
            squeezed = Squeezed(document.text)
            at = squeezed.text.find(wanted)
            if at >= 0:
                found.append((document.document_id, *squeezed.span(at, at + len(wanted))))
    return found


@dataclass(frozen=True, slots=True)
class Scored:
    """What is to be said of one answer."""

    wrong: tuple[str, ...]  # why it is wrong; none where it is right
    gold: int  # passages that are needed; 1 where any of them is enough
    covered: int
    citations: int
    needed: int  # citations that lie on a gold passage


def judge(question: Question, answer: Answer, documents: Mapping[str, Document]) -> Scored:
    """How an answer stands to the gold of its question."""
    wrong = [
        f"citation {c.marker} is not the document's text"
        for c in answer.citations
        if not _verbatim(c, documents)
    ]
    if not question["answerable"]:
        if answer.status is not Status.DECLINED:
            wrong.append("answered what the documents do not say")
        return Scored(tuple(wrong), 0, 0, 0, 0)
    gold = [spans_of(g["document"], g["quote"], documents.values()) for g in question["gold"]]
    covered = [any(_on(c, spans) for c in answer.citations) for spans in gold]
    every = question.get("gold_need") == "all"
    if answer.status is Status.DECLINED:
        wrong.append("declined")
    else:
        if covered and not (all(covered) if every else any(covered)):
            wrong.append(f"citations cover {sum(covered)} of {len(covered)} gold passages")
        wrong += _facts_missing(question.get("facts") or {}, answer)
    needed = sum(any(_on(c, spans) for spans in gold) for c in answer.citations)
    declined = answer.status is Status.DECLINED
    return Scored(
        tuple(wrong),
        len(gold) if every else int(bool(gold)),
        0 if declined else (sum(covered) if every else int(any(covered))),
        0 if declined or not gold else len(answer.citations),
        0 if declined else needed,
    )


def _verbatim(citation: Citation, documents: Mapping[str, Document]) -> bool:
    document = documents.get(citation.document_id)
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


def _facts_missing(facts: Mapping[str, Any], answer: Answer) -> list[str]:
    wrong, counted = [], facts.get("count") is not None
    if facts.get("departments") and not counted:
        want = {plain(name) for name in facts["departments"]}
        have = {plain(name) for name in answer.facts.departments or ()}
        extra = have - want - {plain(name) for name in facts.get("inherited", [])}
        if want - have or extra:
            wrong.append(f"departments: missing {sorted(want - have)} extra {sorted(extra)}")
    if facts.get("tasks") and not counted:
        tasks, stated = {str(t) for t in facts["tasks"]}, set(answer.facts.task_numbers or ())
        if tasks != stated:
            wrong.append(f"tasks: missing {sorted(tasks - stated)} extra {sorted(stated - tasks)}")
    text = plain(answer.text)
    wrong += [
        f"value {value} not stated"
        for value in facts.get("values") or []
        if plain(str(value)) not in text
    ]
    if counted and answer.facts.count != facts["count"]:
        wrong.append(f"count {answer.facts.count} not {facts['count']}")
    return wrong


@dataclass(slots=True)
class Table:
    """Scores added up, by kind."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    declined: int = 0
    unanswerable: int = 0
    rightly: int = 0  # declined
    gold: int = 0
    covered: int = 0
    citations: int = 0
    needed: int = 0

    def add(self, question: Question, answer: Answer, scored: Scored) -> None:
        """Count one answer."""
        kind, declined = question["kind"], answer.status is Status.DECLINED
        self.total[kind] += 1
        self.right[kind] += not scored.wrong
        self.declined += declined
        self.unanswerable += not question["answerable"]
        self.rightly += declined and not question["answerable"]
        self.gold += scored.gold
        self.covered += scored.covered
        self.citations += scored.citations
        self.needed += scored.needed

    def lines(self) -> list[str]:
        """The table for people; a share of nothing is a dash."""
        right, total = sum(self.right.values()), sum(self.total.values())
        return [
            *(
                f"{kind:<22}{self.right[kind]:4}/{self.total[kind]:4}"
                for kind in sorted(self.total)
            ),
            f"all: right {right}/{total} = {_share(right, total)}",
            f"refusal precision {_share(self.rightly, self.declined)}"
            f" recall {_share(self.rightly, self.unanswerable)}",
            f"citation precision {_share(self.needed, self.citations)}"
            f" recall {_share(self.covered, self.gold)}",
        ]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
