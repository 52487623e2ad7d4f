"""What each user sees: every document without a label, and those whose label is one of theirs.

What is read through a user's view is what a knowledge base without the other documents would give,
to the order of search results: its full-text index holds the visible documents only, so that not
even the weight of a word tells of the others. The index of a view is made when it is first needed.
"""

import hashlib
import threading
from functools import cached_property

from typing_extensions import override

from assistant.access.model import Role, User
from assistant.among import Assistants
from assistant.answer import Assistant
from kb.engines import lexical_index
from kb.knowledge import KnowledgeBase
from kb.lexical import LexicalIndex
from kb.limited import LimitedKnowledgeBase

__all__ = ["Views", "visible"]


def visible(kb: KnowledgeBase, labels: frozenset[str]) -> frozenset[str]:
    """The documents that users with these labels see."""
    held = kb.snapshot().documents
    return frozenset(one for one, d in held.items() if d.label is None or d.label in labels)


class Views:
    """The assistants over what each user sees of one knowledge base."""

    def __init__(self, assistant: Assistant) -> None:
        self.whole = Assistants(assistant)
        self._lock = threading.Lock()
        self._held: dict[frozenset[str], Assistants] = {}

    @property
    def public(self) -> Assistants:
        """What everybody sees."""
        return self._of(frozenset())

    def of(self, user: User | None) -> Assistants:
        """What a user sees; an administrator everything, nobody in particular what all see."""
        if user is not None and user.role is Role.ADMIN:
            return self.whole
        return self._of(user.labels if user else frozenset())

    def _of(self, labels: frozenset[str]) -> Assistants:
        kb = self.whole.whole.kb
        if len(visible(kb, labels)) == len(kb.snapshot().documents):
            return self.whole
        with self._lock:
            if labels not in self._held:
                view = _View(kb, labels)
                self._held[labels] = Assistants(Assistant(view, self.whole.whole.model))
            return self._held[labels]


class _View(LimitedKnowledgeBase):
    """What users with some labels see, with a full-text index of its own."""

    def __init__(self, whole: KnowledgeBase, labels: frozenset[str]) -> None:
        super().__init__(whole, lambda kb: visible(kb, labels))
        self._name = hashlib.sha256("\n".join(sorted(labels)).encode()).hexdigest()[:12]
        self._indexed: int | None = None

    @cached_property
    def _own(self) -> LexicalIndex:
        return lexical_index(self.settings, self.segmenter, self._name)

    @property
    @override
    def lexical(self) -> LexicalIndex:
        snapshot = self.snapshot()
        with self._lock:
            if self._indexed != snapshot.generation:
                self.follow(self._own, self.store.versions(), lambda *_: None)
                self._indexed = snapshot.generation
        return self._own
