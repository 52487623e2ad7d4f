"""What is wrong with a question set, held against the documents that its gold names. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from evals.answer_scores import plain
from evals.gold import Sources, Span
from evals.nearest import nearest
from evals.question_sets import Gold, Question, QuestionSet
from kb.citations import bare_title
from kb.model import Clause, Document
from kb.squeeze import squeeze
from kb.units import units_of

__all__ = ["Complaint", "Kind", "check_passages", "check_set"]

_SHOWN = 30  # characters of a quote
_NEAR = 80  # characters of the passage that is nearest
_SIGNS = re.compile(r"\W+")


class Kind:
    """What a complaint is about, in words for people."""

    NO_DOCUMENT = "文件找不到"
    GONE = "引文不在原文"
    TWICE = "引文不止一处"
    ACROSS = "引文跨条款"
    UNNAMED = "部门不在原文"
    SAME = "题目重复"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one question."""

    question: str  # its id
    kind: str
    text: str

    @property
    def is_fatal(self) -> bool:
        """Whether gold is gone: the question cannot be scored as it is."""
        return self.kind in (Kind.NO_DOCUMENT, Kind.GONE)


def check_set(
    questions: QuestionSet, sources: Sources, clauses: Callable[[str], tuple[Clause, ...]]
) -> list[Complaint]:
    """Every complaint, question by question; `clauses` are those of a document, by its id."""
    own = cache(lambda document_id: _own_spans(clauses(document_id)))
    found = [
        Complaint(question.id, kind, text)
        for question in questions.questions
        for kind, text in _complaints(question, sources, own, clauses)
    ]
    return found + list(_same(questions))


def check_passages(questions: QuestionSet) -> list[Complaint]:
    """The same of a set that brings its own passages: those that it lacks, and questions twice."""
    passages = questions.passages or {}
    absent = [
        Complaint(question.id, Kind.NO_DOCUMENT, f"语料里没有 {gold.document}")
        for question in questions.questions
        for gold in question.gold
        if gold.document not in passages
    ]
    return absent + list(_same(questions))


_Spans = Callable[[str], list[tuple[int, int]]]
_Clauses = Callable[[str], tuple[Clause, ...]]
_Found = Iterator[tuple[str, str]]


def _complaints(question: Question, sources: Sources, own: _Spans, clauses: _Clauses) -> _Found:
    for gold in question.gold:
        documents = sources.named(gold.document)
        if not documents:
            yield Kind.NO_DOCUMENT, f"没有名为“{gold.document}”的文件（文号、题名、文件名或编号）"
            continue
        spans = sources.spans(gold)
        if not spans:
            yield Kind.GONE, _gone(gold, documents, sources, clauses)
        elif gold.quote is not None:
            yield from _places(gold, spans, sources, own)
    yield from _departments(question, sources)


def _gone(gold: Gold, documents: tuple[Document, ...], sources: Sources, clauses: _Clauses) -> str:
    quote = squeeze(gold.quote or "")
    told = f"《{documents[0].title}》里没有“{_cut(quote, _SHOWN)}”"
    for document in documents:
        held = sources.squeezed(document.document_id)
        if near := nearest(quote, held.text):
            start, _ = held.span(near.start, near.end)
            passage = _cut(held.text[near.start : near.end], _NEAR)
            place = _place(clauses(document.document_id), start)
            return f"{told}；最相近的是{place}“{passage}”；不同处：{near.difference}"
    return f"{told}，也没有相近的段落"


def _place(clauses: tuple[Clause, ...], offset: int) -> str:
    """The label of the innermost clause there."""
    labels = [clause.label for clause in clauses if clause.start <= offset < clause.end]
    return labels[-1].split(" > ")[-1] if labels else ""


def _places(gold: Gold, spans: list[Span], sources: Sources, own: _Spans) -> _Found:
    quote = f"“{_cut(squeeze(gold.quote or ''), _SHOWN)}”"
    counts = Counter(document_id for document_id, _, _ in spans)
    document_id, most = counts.most_common(1)[0]
    if most > 1:
        title = sources.documents[document_id].title
        yield Kind.TWICE, f"{quote}在《{title}》里有 {most} 处；请写长一点，使它只有一处"
    titles = {bare_title(sources.documents[one].title) for one in counts}
    if len(titles) > 1:
        told = "、".join(f"《{title}》" for title in sorted(titles))
        yield Kind.TWICE, f"{quote}在几份文件里都有：{told}；请把 document 写得更准"
    document_id, start, end = spans[0]
    if not any(low <= start and end <= high for low, high in own(document_id)):
        yield Kind.ACROSS, f"{quote}跨了两条条款；请只引其中一条，或者分成两处引文"


def _own_spans(clauses: tuple[Clause, ...]) -> list[tuple[int, int]]:
    return [span for unit in units_of(clauses) for span in unit.spans]


def _departments(question: Question, sources: Sources) -> _Found:
    """The departments that none of the gold's documents names, or without gold none at all."""
    names = [*question.facts.get("departments", ()), *question.facts.get("inherited", ())]
    named = {d.document_id for gold in question.gold for d in sources.named(gold.document)}
    if not names or (question.gold and not named):
        return
    texts = [plain(sources.documents[one].text) for one in named or sources.documents]
    for name in names:
        if not any(plain(str(name)) in text for text in texts):
            yield Kind.UNNAMED, f"原文里没有“{name}”；facts 里的部门要和原文一样写"


def _same(questions: QuestionSet) -> Iterator[Complaint]:
    first: dict[tuple[str, ...], str] = {}
    for question in questions.questions:
        turns = [turn.content for turn in question.history]
        key = tuple(_SIGNS.sub("", text) for text in (*turns, question.question))
        other = first.setdefault(key, question.id)
        if other != question.id:
            yield Complaint(question.id, Kind.SAME, f"与 {other} 问的是同一句")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}……"
