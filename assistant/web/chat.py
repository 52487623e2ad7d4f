"""What the chat page shows after each step, as HTML. Knows nothing of gradio."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answer import Assistant
from assistant.web.answer_view import conversation_view, sources_view
from assistant.web.conversation import Conversation
from assistant.web.document_view import document_view
from assistant.web.library import Library, Shelf
from assistant.web.library_view import documents_view, failure_view, head_view, welcome_view
from kb.errors import NotFoundError, PolicyKBError

__all__ = ["Chat", "Screen"]

_GONE = '<p class="hint">这份文件已从知识库删除；出处里是回答时的原文。</p>'


@dataclass(frozen=True, slots=True)
class Screen:
    """The conversation and three views: the talk, the passages beside it, the document text below those."""

    conversation: Conversation
    talk: str
    passages: str
    text: str = ""


class Chat:
    """The steps of a conversation on the page."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._library = Library(assistant)

    def head(self) -> str:
        """The head of the page."""
        try:
            return head_view(self._library.shelf())
        except PolicyKBError:
            return head_view(Shelf())

    def opened(self) -> Screen:
        """A new conversation: the welcome and the documents, or the one line that says what is wrong."""
        try:
            shelf = self._library.shelf()
        except PolicyKBError as error:
            return Screen(Conversation(), failure_view(str(error)), "")
        return Screen(Conversation(), welcome_view(shelf), documents_view(shelf))

    def asked(self, question: str, conversation: Conversation) -> Iterator[Screen]:
        """The question waiting, then answered; nothing for an empty question or while another one waits."""
        if not question.strip() or conversation.pending:
            return
        waiting = conversation.asked(question.strip())
        yield Screen(waiting, conversation_view(waiting), sources_view(None, 0, None, {}))
        answered = waiting.answered(self._assistant.ask)
        yield self.cited(answered, len(answered.exchanges) - 1, 1)

    def stopped(self, conversation: Conversation) -> tuple[Conversation, str]:
        """The conversation and its view after the wait was given up."""
        stopped = conversation.stopped()
        return stopped, conversation_view(stopped)

    def cited(self, conversation: Conversation, turn: int, marker: int) -> Screen:
        """The passages of an answer and the text around one of them."""
        talk = conversation_view(conversation)
        citation = conversation.citation(turn, marker)
        if citation is None:
            return Screen(conversation, talk, sources_view(None, turn, None, {}))
        kb = self._assistant.kb
        statuses = kb.statuses(date.today())
        passages = sources_view(conversation.exchanges[turn].answer, turn, marker, statuses)
        try:
            document = kb.store.document(citation.document_id)
        except NotFoundError:
            return Screen(conversation, talk, passages, _GONE)
        clauses = kb.snapshot().clauses(citation.document_id)
        status, reason = statuses[citation.document_id]
        return Screen(conversation, talk, passages, document_view(document, clauses, citation, status, reason))
