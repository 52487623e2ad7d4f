"""An assistant that answers from some of the documents only, as filters say."""

import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import date

from assistant.answer import Assistant
from kb.knowledge import Filters, KnowledgeBase
from kb.limited import LimitedKnowledgeBase

__all__ = ["Assistants"]

_KEPT = 32  # filters whose assistant is kept for the next question


class Assistants:
    """The assistants over one knowledge base, by the filters of their documents."""

    def __init__(self, whole: Assistant) -> None:
        self.whole = whole
        self._lock = threading.Lock()
        self._held: OrderedDict[Filters, Assistant] = OrderedDict()

    def among(self, filters: Filters) -> Assistant:
        """The assistant over the documents that pass; a department does not narrow documents.

        Raises NotFoundError for a document that is not there.
        """
        kb = self.whole.kb
        filters = replace(filters, department=None)
        if kb.scope(filters) is None:
            return self.whole
        if filters.in_force:
            filters = replace(filters, as_of=filters.as_of or date.today())
        with self._lock:
            if filters not in self._held:
                self._held[filters] = Assistant(
                    LimitedKnowledgeBase(kb, lambda whole: _passing(whole, filters)),
                    self.whole.model,
                )
            self._held.move_to_end(filters)
            if len(self._held) > _KEPT:
                self._held.popitem(last=False)
            return self._held[filters]


def _passing(kb: KnowledgeBase, filters: Filters) -> frozenset[str]:
    return frozenset(kb.scope(filters) or ())
