"""Which document gold names, and where in it its quote stands. Pure."""

from collections.abc import Iterable
from functools import cache
from pathlib import PurePath

from evals.question_sets import Gold
from kb.citations import bare_title
from kb.model import Document
from kb.squeeze import Squeezed, squeeze

__all__ = ["Sources", "Span"]

Span = tuple[str, int, int]
"""Document id, start and end: half-open, in code points of the document's text."""

_SIGNS = str.maketrans("［］[]()（）", "〔〕〔〕〔〕〔〕")


class Sources:
    """The documents that gold may name. Their texts are looked through once."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.document_id: document for document in documents}
        self._names: dict[str, dict[str, Document]] = {}
        for document in self.documents.values():
            stem = PurePath(document.path).stem
            for name in (document.document_id, document.number, stem, bare_title(document.title)):
                if name:
                    self._names.setdefault(_key(name), {})[document.document_id] = document
        self._titles = {i: _key(d.title) for i, d in self.documents.items()}
        self.named = cache(self._named)
        self.squeezed = cache(self._squeezed)

    def _named(self, name: str) -> tuple[Document, ...]:
        """The documents of a 文号, an id, a file's name without its ending or a title.

        Without one, those whose title holds the name. Copies are all there.
        """
        exact = self._names.get(_key(name)) or self._names.get(_key(bare_title(name)))
        if exact:
            return tuple(exact.values())
        key = _key(name.strip().strip("《》"))
        held = (i for i, title in self._titles.items() if key and key in title)
        return tuple(self.documents[document_id] for document_id in held)

    def _squeezed(self, document_id: str) -> Squeezed:
        """The text of a document without white space."""
        return Squeezed(self.documents[document_id].text)

    def spans(self, gold: Gold) -> list[Span]:
        """Every place where a passage stands; the whole of each document where it has no quote."""
        return [span for document in self.named(gold.document) for span in self._in(document, gold)]

    def _in(self, document: Document, gold: Gold) -> Iterable[Span]:
        if gold.quote is None:
            yield document.document_id, 0, len(document.text)
            return
        held, wanted = self.squeezed(document.document_id), squeeze(gold.quote)
        at = held.text.find(wanted) if wanted else -1
        while at >= 0:
            yield (document.document_id, *held.span(at, at + len(wanted)))
            at = held.text.find(wanted, at + 1)


def _key(name: str) -> str:
    return squeeze(name).translate(_SIGNS).casefold()
