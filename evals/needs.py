"""Whether a hit holds what a question needs, however a system cuts its texts. Pure.

A need is a passage of gold; where any of them is enough, all are one need. A hit covers a quote
when its text holds the quote, or is more than half of it, white space ignored; where hit and gold
both name a document that is held, it must be the same. A whole document is covered by any hit of
it.

The ranking as TREC has it: a hit is the first need that it covers and no hit before it did; a hit
that covers only what was covered before is left out; any other stands for itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from evals.gold import Sources
from evals.question_sets import Gold, Question
from kb.squeeze import squeeze

__all__ = ["Judge", "Judged", "Need"]

Hit = Mapping[str, Any]

_NAMES = ("document_id", "number", "document_title", "title", "document")


@dataclass(frozen=True, slots=True)
class Need:
    """Gold of which one passage is enough, under the id that it has in TREC's files."""

    id: str
    gold: tuple[Gold, ...]

    @property
    def grade(self) -> int:
        """The relevance: the best of its passages."""
        return max(one.grade for one in self.gold)


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit as it is ranked; `id` is None where it says again what was said before."""

    hit: Hit
    id: str | None
    covers: tuple[str, ...]  # ids of needs


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the hits of questions; `sources` are None where the set brings its own passages."""

    sources: Sources | None
    by_document: bool = False  # of passages: what is judged are the documents they are cut from

    def needs(self, question: Question) -> tuple[Need, ...]:
        """What a question needs; of a set's own passages each is a need by its own id."""
        if self.sources is None:
            return tuple(Need(one.document, (one,)) for one in question.gold)
        if question.gold_need == "all":
            return tuple(Need(f"need-{n}", (one,)) for n, one in enumerate(question.gold, start=1))
        return (Need("need-1", question.gold),) if question.gold else ()

    def rank(self, question: Question, hits: Iterable[Hit]) -> list[Judged]:
        """The hits in their order, each with what it covers."""
        needs = self.needs(question)
        wanted = [(need.id, gold, _quote(gold)) for need in needs for gold in need.gold]
        whole = self.sources is not None and all(gold.quote is None for gold in question.gold)
        seen: set[str] = set()
        found = []
        for rank, hit in enumerate(hits, start=1):
            text, held = squeeze(str(hit.get("text") or "")), self._documents(hit)
            covers = tuple(
                dict.fromkeys(
                    need_id
                    for need_id, gold, quote in wanted
                    if self._covers(hit, text, held, gold, quote)
                )
            )
            if covers:
                one = next((need_id for need_id in covers if need_id not in seen), None)
            else:
                own = self._own_id(hit, rank, held, whole=whole)
                one = own if own not in seen else None
            if one is not None:
                seen.add(one)
            found.append(Judged(hit, one, covers))
        return found

    def _covers(
        self, hit: Hit, text: str, held: frozenset[str], gold: Gold, quote: str | None
    ) -> bool:
        if self.sources is None:
            return gold.document in _ids(hit)
        wanted = frozenset(one.document_id for one in self.sources.named(gold.document))
        if quote is None:
            return bool(held & wanted) or gold.document in _names(hit)
        if held and wanted and not held & wanted:
            return False
        return quote in text or (text in quote and len(text) * 2 > len(quote))

    def _documents(self, hit: Hit) -> frozenset[str]:
        """The documents held that a hit may be of: those of the first name that means any."""
        if self.sources is None:
            return frozenset()
        for name in _names(hit):
            if found := self.sources.named(name):
                return frozenset(one.document_id for one in found)
        return frozenset()

    def _own_id(self, hit: Hit, rank: int, held: frozenset[str], *, whole: bool) -> str:
        document = min(held, default=next(_names(hit), ""))
        if self.by_document or (whole and document):
            return document or f"hit-{rank}"
        return next(_passage_ids(hit), f"{document}#{rank}")


def _quote(gold: Gold) -> str | None:
    return None if gold.quote is None else squeeze(gold.quote)


def _passage_ids(hit: Hit) -> Iterator[str]:
    return (str(hit[key]) for key in ("clause_id", "id", "passage_id") if hit.get(key))


def _names(hit: Hit) -> Iterator[str]:
    yield from (str(hit[key]) for key in _NAMES if hit.get(key))
    if hit.get("path"):
        yield PurePath(str(hit["path"])).stem


def _ids(hit: Hit) -> Sequence[str]:
    return (*_passage_ids(hit), *_names(hit))
