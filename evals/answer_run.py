"""Answering: which answers are right, what they cite, and what they say that no source says."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from evals.answer_scores import Scored, judge
from evals.cache import Replies
from evals.claims import unsupported
from evals.contract import read_answer
from evals.home import Home
from evals.outcome import Counts, Outcome, counted, scores, shares
from evals.question_sets import Question, QuestionSet
from evals.runs import Result, means
from evals.systems import Reply, System
from kb.model import Answer, Status

__all__ = ["MEASURES", "answers"]

MEASURES = (
    "right",
    "refusal_precision",
    "refusal_recall",
    "citation_precision",
    "citation_recall",
    "values",
    "verbatim",
    "supported",
)
"""`right` is a mean, the others are shares: of the answers declined, of the questions without an
answer, of the citations, of the gold passages, of the values, of the citations (that are the
document's text), of the answers given (that say nothing which their citations do not say)."""

_NO_CITATIONS = "没有给出引文：引文的精确率、召回率和是否有据判不了，对错只看所说的事实"
_NO_FACTS = "没有给出 facts：部门、任务、数目只核对说到没有，多说的查不出"


def answers(
    questions: QuestionSet, system: System, home: Home, replies: Replies, title: str
) -> Outcome:
    """Every question of a set is asked, and its answer judged."""
    asked = questions.questions
    requests = [
        {"id": q.id, "question": q.question, "history": [asdict(turn) for turn in q.history]}
        for q in asked
    ]
    found = replies.ask(system, requests, title)
    outputs = [reply.output for reply in found.values() if reply.output is not None]
    cited = any("citations" in output for output in outputs) or not outputs
    stated = any("facts" in output for output in outputs) or not outputs
    judged = [_judged(q, found[q.id], home, cited=cited, stated=stated) for q in asked]
    results = tuple(result for result, _ in judged)
    counts = [each for _, each in judged]
    return Outcome(
        results=results,
        measures=means(results, MEASURES[:1]) | shares(counts, MEASURES[1:]),
        notes=tuple(_notes(cited=cited, stated=stated)),
    )


def _judged(
    question: Question, reply: Reply, home: Home, *, cited: bool, stated: bool
) -> tuple[Result, Counts]:
    error = reply.error
    output = dict(reply.output or {})
    answer = read_answer({}, question.question, home.sources)
    if error is None:
        try:
            answer = read_answer(output, question.question, home.sources)
        except (ValueError, TypeError, AttributeError) as raised:
            error = f"回复不是契约的 JSON：{raised}"
    scored = judge(question, answer, home.sources, cited=cited, stated=stated)
    faults = _faults(answer, home) if cited and error is None else None
    if faults:
        output["unsupported"] = faults
    wrong = scored.wrong if error is None else (f"出错：{error}",)
    counts = dict(_counts(question, answer, scored, faults, failed=error is not None, cited=cited))
    result = Result(
        id=question.id,
        kind=question.kind,
        question=question.question,
        scores={"right": float(not wrong)} | scores(counts),
        right=not wrong,
        counts=counted(counts),
        gold=tuple(asdict(gold) for gold in question.gold),
        output=output,
        wrong=wrong,
        elapsed_ms=reply.elapsed_ms,
        error=error,
    )
    return result, counts


def _counts(
    question: Question,
    answer: Answer,
    scored: Scored,
    faults: Sequence[str] | None,
    *,
    failed: bool,
    cited: bool,
) -> Iterator[tuple[str, tuple[float, float]]]:
    declined = answer.status is Status.DECLINED and not failed
    if declined:
        yield "refusal_precision", (not question.answerable, 1)
    if not question.answerable:
        yield "refusal_recall", (declined, 1)
    yield "values", (scored.stated, scored.values)
    if cited:
        if question.answerable:
            yield "citation_precision", (scored.needed, scored.citations)
            yield "citation_recall", (scored.covered, scored.gold)
        yield "verbatim", (scored.verbatim, len(answer.citations))
    if faults is not None:
        yield "supported", (not faults, 1)


def _faults(answer: Answer, home: Home) -> list[str] | None:
    """What an answer says that its citations do not; None where they are not in the documents."""
    held = home.sources.documents
    if any(citation.document_id not in held for citation in answer.citations):
        return None
    return unsupported(answer, held, home.path, home.kb.organs)


def _notes(*, cited: bool, stated: bool) -> Iterator[str]:
    if not cited:
        yield _NO_CITATIONS
    if not stated:
        yield _NO_FACTS
