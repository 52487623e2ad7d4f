"""What the chat page shows after each step, as HTML. Knows nothing of gradio."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.access.model import User
from assistant.access.views import Views
from assistant.among import Assistants
from assistant.feedback import Feedback, keep
from assistant.shapes import answer_shape
from assistant.understand import Turn
from assistant.web.answer_view import conversation_view, sources_view
from assistant.web.conversation import Conversation, Rating
from assistant.web.document_view import document_view
from assistant.web.library import Library, Shelf
from assistant.web.library_view import documents_view, failure_view, head_view, welcome_view
from kb.errors import NotFoundError, PolicyKBError
from kb.knowledge import Filters
from kb.model import Answer

__all__ = ["ALL", "Chat", "Chats", "Choices", "Screen"]

ALL = Filters()
"""Every document may answer."""

_LEVELS = ("国家", "省", "市", "县")
_COMMENT = 500  # characters

_GONE = '<p class="hint">这份文件已从知识库删除；出处里是回答时的原文。</p>'


@dataclass(frozen=True, slots=True)
class Screen:
    """The conversation and its views: talk, passages, text. None leaves a view as it was."""

    conversation: Conversation
    talk: str | None = None
    passages: str | None = None
    text: str | None = None


class Chats:
    """The page as each user sees it."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._lock = threading.Lock()
        self._held: dict[Assistants, Chat] = {}

    @property
    def public(self) -> "Chat":
        """The page as it is for everybody."""
        return self._over(self._views.public)

    def of(self, user: User | None) -> "Chat":
        """The page as a user sees it."""
        return self._over(self._views.of(user))

    def _over(self, assistants: Assistants) -> "Chat":
        with self._lock:
            if assistants not in self._held:
                self._held[assistants] = Chat(assistants)
            return self._held[assistants]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of a question can be set to; documents as (label, id)."""

    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    documents: tuple[tuple[str, str], ...] = ()


class Chat:
    """The steps of a conversation on the page."""

    def __init__(self, assistants: Assistants) -> None:
        self._assistants = assistants
        self._assistant = assistants.whole
        self._library = Library(assistants.whole)

    def head(self, user: User | None = None) -> str:
        """The head of the page, with who is logged in."""
        try:
            return head_view(self._library.shelf(), user)
        except PolicyKBError:
            return head_view(Shelf(), user)

    def opened(self) -> Screen:
        """A new conversation: the welcome and the documents, or a line on what is wrong."""
        try:
            shelf = self._library.shelf()
        except PolicyKBError as error:
            return Screen(Conversation(), failure_view(str(error)), "", "")
        return Screen(Conversation(), welcome_view(shelf), documents_view(shelf), "")

    def choices(self) -> Choices:
        """What the filters may be set to; nothing where the knowledge base cannot be read."""
        try:
            documents = [holding.document for holding in self._library.shelf().holdings]
        except PolicyKBError:
            return Choices()
        return Choices(
            regions=tuple(sorted({d.region for d in documents if d.region})),
            levels=tuple(level for level in _LEVELS if any(d.level == level for d in documents)),
            documents=tuple(
                (f"{d.title} {d.number or ''}".strip(), d.document_id) for d in documents
            ),
        )

    def asked(self, question: str, conversation: Conversation) -> Screen:
        """The question waiting for its answer; nothing changes while another waits."""
        if not question.strip() or conversation.pending:
            return Screen(conversation)
        waiting = conversation.asked(question.strip())
        return Screen(waiting, conversation_view(waiting))

    def answering(self, waiting: Conversation, filters: Filters = ALL) -> Iterator[Screen]:
        """The question being answered, then with its evidence.

        A language model's answer is shown as it grows.
        """

        def stream(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
            return self._assistants.among(filters).stream(question, history, filters.as_of)

        answered = waiting
        for answered in waiting.streamed(stream):
            yield Screen(answered, conversation_view(answered))
        yield self.cited(answered, len(answered.exchanges) - 1, 1)

    def failed(self, waiting: Conversation, reason: str) -> Screen:
        """The conversation whose last question cannot be answered, with why."""
        failed = waiting.failed(reason)
        return Screen(failed, conversation_view(failed))

    def rated(
        self, conversation: Conversation, turn: int, rating: Rating, comment: str, user: str | None
    ) -> Screen:
        """The conversation after the user said what an answer is worth; it is kept."""
        rated, answer = conversation.rated(turn, rating), conversation.answer(turn)
        if answer is not None:
            keep(
                self._assistant.kb.settings.home,
                Feedback(
                    question=answer.question,
                    history=tuple(conversation.history(turn)),
                    answer=answer_shape(answer, None, 0.0),
                    rating=rating,
                    comment=comment[:_COMMENT],
                    user=user,
                ),
            )
        return Screen(rated, conversation_view(rated))

    def stopped(self, conversation: Conversation) -> Screen:
        """The conversation after the wait was given up."""
        stopped = conversation.stopped()
        return Screen(stopped, conversation_view(stopped))

    def cited(self, conversation: Conversation, turn: int, marker: int) -> Screen:
        """The passages of an answer and the text around one; the documents where it cites none."""
        answer, citation = conversation.answer(turn), conversation.citation(turn, marker)
        if answer is None or citation is None:
            return replace(self.opened(), conversation=conversation, talk=None)
        kb = self._assistant.kb
        statuses = kb.statuses(date.today())
        passages = sources_view(answer, turn, marker, statuses)
        try:
            document = kb.store.document(citation.document_id)
        except NotFoundError:
            return Screen(conversation, passages=passages, text=_GONE)
        clauses = kb.snapshot().clauses(citation.document_id)
        status, reason = statuses[citation.document_id]
        text = document_view(document, clauses, citation, status, reason)
        return Screen(conversation, passages=passages, text=text)
