"""Retrieval: which hits hold what each question needs, in TREC's measures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from evals.cache import Replies
from evals.material import HITS
from evals.needs import Judge, Judged
from evals.outcome import Outcome
from evals.question_sets import Question, QuestionSet
from evals.ranking import MEASURES, evaluate
from evals.runs import Result, means
from evals.systems import Reply, System

__all__ = ["retrieval"]

_SHOWN = 20
"""Hits that a result keeps, beside those that cover something."""


def retrieval(
    questions: QuestionSet, system: System, judge: Judge, replies: Replies, title: str
) -> Outcome:
    """Every question that has gold and needs no history is searched, and its hits are judged."""
    asked = [q for q in questions.questions if q.answerable and q.gold and not q.history]
    requests = [{"id": q.id, "query": q.question, "k": HITS} for q in asked]
    found = replies.ask(system, requests, title)
    judged = {q.id: judge.rank(q, _hits(found[q.id])) for q in asked}
    qrels = {q.id: {need.id: need.grade for need in judge.needs(q)} for q in asked}
    rankings = {q: [one.id for one in rows if one.id] for q, rows in judged.items()}
    measured = evaluate(qrels, rankings)
    results = tuple(_result(q, found[q.id], measured[q.id], judged[q.id], judge) for q in asked)
    return Outcome(
        results=results,
        measures=means(results, MEASURES),
        notes=tuple(_notes(questions, asked)),
        qrels=qrels,
        rankings=rankings,
    )


def _hits(reply: Reply) -> Sequence[Mapping[str, object]]:
    return () if reply.output is None else tuple(reply.output["hits"])[:HITS]


def _result(
    question: Question,
    reply: Reply,
    scores: Mapping[str, float],
    judged: Sequence[Judged],
    judge: Judge,
) -> Result:
    rows = [
        {
            "rank": rank,
            "id": one.id,
            "document": _document(one, judge),
            "text": str(one.hit.get("text") or ""),
            "covers": list(one.covers),
        }
        for rank, one in enumerate(judged, start=1)
        if rank <= _SHOWN or one.covers
    ]
    return Result(
        id=question.id,
        kind=question.kind,
        question=question.question,
        scores=scores,
        gold=tuple(asdict(gold) for gold in question.gold),
        output={"hits": rows},
        elapsed_ms=reply.elapsed_ms,
        error=reply.error,
    )


def _document(judged: Judged, judge: Judge) -> str:
    """The title of a hit's document, as far as it is known."""
    named = str(judged.hit.get("document_id") or "")
    held = judge.sources.documents.get(named) if judge.sources else None
    title = judged.hit.get("document_title") or judged.hit.get("title") or named
    return held.title if held else str(title)


def _notes(questions: QuestionSet, asked: Sequence[Question]) -> list[str]:
    left = [q for q in questions.questions if q not in asked]
    follow_ups = sum(q.answerable and bool(q.history) for q in left)
    others = len(left) - follow_ups
    return [
        f"{count} 道{what}不计入检索"
        for count, what in ((follow_ups, "追问"), (others, "没有答案或没有标准出处的题"))
        if count
    ]
