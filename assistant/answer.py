"""A question becomes a grounded answer: understand, search, compose. The one orchestration.

Without a language model the answer is composed from records and clauses; a part of the question
that nothing in the knowledge base answers is declined, and the nearest clauses are shown. Where the
settings name a language model, it words the answers that quote passages. What records answer
(complete lists, counts, owners, targets), articles and what is declined stay as composed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from assistant import (
    cues,
    duties,
    goals,
    identity,
    owners,
    passages,
    provisions,
    sections,
    standing,
)
from assistant.context import Context, Found
from assistant.decision import asked_of, confidence
from assistant.draft import Draft
from assistant.holdings import Holdings
from assistant.llm import LanguageModel, language_model
from assistant.premises import premises_hold
from assistant.supports_answers import supports
from assistant.text import coverage, fold
from assistant.understand import Kind, Query, Turn, understand
from assistant.wording import worded
from kb.errors import QueryError
from kb.knowledge import KnowledgeBase
from kb.model import Answer
from kb.visible import visible

__all__ = ["Assistant"]

_Composer = Callable[[Context, Draft], bool]

_COMPOSERS: Mapping[Kind, tuple[_Composer, ...]] = {
    Kind.ARTICLE: (provisions.articles,),
    Kind.ABOUT: (identity.about, passages.passages),
    Kind.VALIDITY: (standing.validity, passages.passages),
    Kind.TASKS: (duties.tasks_of_organs, passages.passages),
    Kind.SECTION: (sections.section_tasks, provisions.structure, goals.targets, passages.passages),
    Kind.OWNERS: (owners.owners, passages.passages),
    Kind.TARGET: (goals.targets, passages.passages),
    Kind.DEADLINE: (goals.deadlines, passages.passages),
    Kind.SUPPORT: (supports, passages.passages),
    Kind.PASSAGE: (provisions.definitions, passages.passages),
}
_WORDED: frozenset[_Composer] = frozenset(
    {passages.passages, passages.penalties, provisions.definitions}
)
_LISTS = frozenset({Kind.TASKS, Kind.SECTION, Kind.SUPPORT})
"""Never worded: a list is complete or it is wrong."""
_COMPLETE: frozenset[_Composer] = frozenset(
    {duties.tasks_of_organs, sections.section_tasks, owners.owners}
)
_ALL_TOLD = "没有别的了，记录里的全部如下。"  # to 还有吗
_CANDIDATES = 30
_GREETING = (
    "您好，我只根据知识库里的政策文件和法规回答，并注明出处。可以这样问：\n"
    "某项任务由哪些部门负责？某部门有哪些任务？某项指标的目标值是多少、到什么时候？"
    "某法第几条怎么规定？"
)


class Assistant:
    """Answers questions from one knowledge base."""

    def __init__(self, kb: KnowledgeBase, model: LanguageModel | None = None) -> None:
        self.kb = kb
        self.model = language_model(kb.settings) if model is None else model
        self._holdings: Holdings | None = None

    def ask(self, question: str, history: Sequence[Turn] = (), as_of: date | None = None) -> Answer:
        """The answer to a question.

        Raises QueryError for an empty one; a failing part raises, it never declines.
        """
        *_, answer = self.stream(question, history, as_of)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), as_of: date | None = None
    ) -> Iterator[Answer]:
        """The answer as it grows, sentence by sentence with a language model; the last is whole.

        What it shows may be taken back: a reply that breaks off gives way to the answer without a
        model. Raises as `ask` does.
        """
        question = visible(question)
        if not question.strip():
            raise QueryError("问题是空的；请写出要问的内容")
        query = understand(question, history, self.holdings().vocabulary)
        draft = Draft(question=question)
        if query.kind is Kind.SMALL_TALK:
            draft.lines.append(_GREETING)
            draft.found = 1
            yield draft.answer()
            return
        context = self.context(query, query.on or as_of or date.today())
        composer = self._compose(context, draft) if premises_hold(context, draft) else None
        if composer is None:
            self._decline(context, draft)
        elif composer in _COMPLETE and query.followed and cues.MORE.match(fold(question)):
            draft.lines.insert(0, _ALL_TOLD)
        if self.model is not None and composer in _WORDED and query.kind not in _LISTS:
            yield from worded(self.model, context, draft, history if query.followed else ())
        else:
            yield draft.answer()

    def context(self, query: Query, as_of: date) -> Context:
        """What a query is answered from: the documents in scope and what search found in them."""
        held = self.holdings()
        scope = held.scope(query)
        weights = self.kb.weights(query.text)
        return Context(
            query=query,
            snapshot=held.snapshot,
            organs=self.kb.organs,
            scope=scope,
            found=self._search(query, held.narrowing(scope), weights),
            weights=weights,
            statuses=self.kb.statuses(as_of),
            as_of=as_of,
            targets=held.targets,
            cited=held.cited,
        )

    def holdings(self) -> Holdings:
        """What the present state of the knowledge base holds."""
        snapshot = self.kb.snapshot()
        if self._holdings is None or self._holdings.snapshot is not snapshot:
            self._holdings = Holdings(snapshot, self.kb.organs)
        return self._holdings

    def _search(
        self, query: Query, scope: tuple[str, ...] | None, weights: Mapping[str, float]
    ) -> list[Found]:
        """The best units in scope, with the share of the question that each holds."""
        text = query.text or query.question
        found = []
        asked = asked_of(weights, self.kb.lexical.frequencies([])[1])
        for hit in self.kb.search(text, _CANDIDATES, scope):
            unit = self.kb.snapshot().unit(hit.document_id, hit.clause_id)
            if unit is not None:
                document = self.kb.snapshot().documents[hit.document_id]
                whole = f"{unit.clause.label}{unit.text(document.text)}"
                share = coverage(whole, weights)
                cosine = (hit.cosine or 0.0) if self.kb.calibrated else None
                chance = confidence(asked, share, cosine)
                found.append(
                    Found(
                        document=document,
                        unit=unit,
                        score=hit.score,
                        share=share,
                        confidence=chance,
                        cosine=cosine,
                    )
                )
        return found

    def _compose(self, context: Context, draft: Draft) -> _Composer | None:
        """The composer that answers, its answer in the draft; None where none does."""
        if (
            context.query.wants_penalty
            and context.query.context_articles
            and passages.penalties(context, draft)
        ):
            return passages.penalties
        for composer in _COMPOSERS[context.query.kind]:
            if composer(context, draft):
                return composer
            if draft.settled:
                return None
        return None

    def _decline(self, context: Context, draft: Draft) -> None:
        draft.found = 0
        if not draft.lines:
            asked = context.query.text or context.query.question
            draft.lines.append(f"知识库的文件没有回答“{asked}”。")
        if context.scope:
            passages.nearest(context, draft)
