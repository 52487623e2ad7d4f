"""What questions are made from: the records of the documents, and the gold of a span."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from evals.generated.quotes import Quotes
from evals.question_sets import Gold, Question
from kb.citations import bare_title
from kb.knowledge import KnowledgeBase
from kb.model import Clause, Document, Reference, Target, Task
from kb.units import units_of

__all__ = ["Records", "asked", "named"]


class Records:
    """The records of all documents that are no copies.

    `about` are the documents to ask about: those whose title no other one has, and of these the
    given ones where any are given.
    """

    def __init__(self, kb: KnowledgeBase, about: Collection[str] | None = None) -> None:
        self.kb = kb
        self.snapshot = kb.snapshot()
        self.documents = tuple(
            d for i, d in self.snapshot.documents.items() if i not in self.snapshot.copies
        )
        titles = Counter(bare_title(document.title) for document in self.documents)
        self.about = tuple(
            document
            for document in self.documents
            if titles[bare_title(document.title)] == 1
            and (about is None or document.document_id in about)
        )
        self._numbers = Counter(document.number for document in self.documents)
        self._quotes: dict[str, Quotes] = {}
        self._gold: dict[tuple[str, int, int], Gold | None] = {}

    def clauses(self, document: Document) -> tuple[Clause, ...]:
        """The clauses of a document."""
        return self.snapshot.clauses(document.document_id)

    def tasks(self, document: Document) -> tuple[Task, ...]:
        """The tasks of a document."""
        return self.snapshot.tasks_of(document.document_id)

    def targets(self, document: Document) -> list[Target]:
        """The targets of a document."""
        return [t for t in self.snapshot.targets if t.document_id == document.document_id]

    def references(self, document: Document) -> list[Reference]:
        """The documents that a document cites by title or number."""
        return [
            r
            for r in self.snapshot.references
            if r.document_id == document.document_id and (r.title or r.number)
        ]

    def whole(self, document: Document) -> Gold:
        """A document as gold, by its number where that is its alone, else by its title."""
        number = document.number
        return Gold(number if number and self._numbers[number] == 1 else document.title)

    def gold(self, document: Document, start: int, end: int) -> Gold | None:
        """A span as gold; None where no passage about it stands once in the document."""
        key = (document.document_id, start, end)
        if key not in self._gold:
            quote = self._quotes_of(document).quote(start, end)
            self._gold[key] = Gold(self.whole(document).document, quote) if quote else None
        return self._gold[key]

    def _quotes_of(self, document: Document) -> Quotes:
        if document.document_id not in self._quotes:
            spans = [span for unit in units_of(self.clauses(document)) for span in unit.spans]
            self._quotes[document.document_id] = Quotes(document.text, spans)
        return self._quotes[document.document_id]


def named(document: Document) -> str:
    """A document as questions name it."""
    return f"《{document.title}》"


def asked(
    kind: str,
    wordings: Sequence[str],
    words: Mapping[str, str],
    gold: Iterable[Gold | None],
    facts: Mapping[str, Any],
    need: Literal["any", "all"] = "any",
) -> Iterator[Question]:
    """A question in each wording; none where gold that is needed cannot be quoted."""
    passages = tuple(dict.fromkeys(gold))
    found = tuple(one for one in passages if one is not None)
    if not found or (need == "all" and len(found) < len(passages)):
        return
    for wording in wordings:
        text = wording.format(**words)
        yield Question(
            id=f"g{hashlib.sha256(f'{kind} {text}'.encode()).hexdigest()[:10]}",
            kind=kind,
            question=text,
            gold=found,
            gold_need=need,
            facts=facts,
            generated=True,
        )
