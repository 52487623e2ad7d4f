"""Questions made from the records of the documents held, with gold quotes and exact facts.

Who owns a task, everything an organ owns (with count, with role), targets, deadlines, articles,
what a document is and what it cites, whom support measures are for. Several wordings of each; the
choice depends on the seed alone. A question names its document wherever the records of another one
would answer it as well. Questions about documents that are left out have no answer.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from evals.generated.articles import articles
from evals.generated.citing import citing
from evals.generated.goals import goals
from evals.generated.identity import identity
from evals.generated.measures import measures
from evals.generated.organs import organs
from evals.generated.owners import owners
from evals.generated.records import Records, named
from evals.question_sets import Question
from kb.citations import same_title
from kb.knowledge import KnowledgeBase
from kb.model import Document
from kb.squeeze import squeeze

__all__ = ["KINDS", "choose_left_out", "generate", "without_answer"]

_Maker = Callable[[Records], Iterator[Question]]

KINDS: Mapping[str, _Maker] = {
    "owners": owners,
    "tasks": organs,
    "targets": goals,
    "articles": articles,
    "identity": identity,
    "references": citing,
    "support": measures,
}
"""What can be asked for, by name."""

_UNANSWERABLE = "unanswerable"
_HELD_ALONE = frozenset({"cited_by"})  # asked of other documents, which are held


def generate(
    kb: KnowledgeBase,
    count: int,
    seed: int,
    kinds: Collection[str] = tuple(KINDS),
    unanswerable: Sequence[Question] = (),
) -> list[Question]:
    """`count` questions, as many of each kind as there are, kinds taken in turn.

    Those without an answer are one kind more.
    """
    records = Records(kb)
    piles = [list(make(records)) for name, make in KINDS.items() if name in kinds]
    return _in_turn([*piles, list(unanswerable)], count, seed)


def _in_turn(piles: Sequence[list[Question]], count: int, seed: int) -> list[Question]:
    chance = random.Random(seed)
    for pile in piles:
        pile.sort(key=lambda question: question.question)
        chance.shuffle(pile)
    found: dict[str, Question] = {}
    for pile in cycle(piles):
        if len(found) == count or not any(piles):
            break
        if pile:
            question = pile.pop()
            found.setdefault(question.question, question)
    return list(found.values())


def choose_left_out(kb: KnowledgeBase, count: int, seed: int) -> list[Document]:
    """`count` documents, or as many as there are, of which no other one says anything.

    None of them is a copy, bears the title of another, or is named in another one's text.
    """
    records = Records(kb)
    candidates = [d for d in records.about if Path(d.path).is_file()]
    random.Random(seed).shuffle(candidates)
    texts = {d.document_id: squeeze(d.text) for d in kb.snapshot().documents.values()}
    copied = {key for key, ids in _by_key(records.snapshot.text_keys).items() if len(ids) > 1}
    found: list[Document] = []
    for document in candidates:
        if len(found) == count:
            break
        if records.snapshot.text_keys[document.document_id] in copied:
            continue
        if _is_unknown(document, records.documents, texts):
            found.append(document)
    return found


def _by_key(keys: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for document_id, key in keys.items():
        found.setdefault(key, []).append(document_id)
    return found


def _is_unknown(document: Document, others: Sequence[Document], texts: Mapping[str, str]) -> bool:
    """Whether nothing in the other documents names a document."""
    names = [squeeze(name) for name in (document.title, document.number) if name]
    return not any(
        same_title(other.title, document.title)
        or any(name in texts[other.document_id] for name in names)
        for other in others
        if other.document_id != document.document_id
    )


def without_answer(
    kb: KnowledgeBase, left_out: Sequence[Document], kinds: Collection[str] = tuple(KINDS)
) -> list[Question]:
    """Questions about documents that will not be held; each names its document or its number."""
    records = Records(kb, {document.document_id for document in left_out})
    names = {name for d in left_out for name in (named(d), d.number) if name}
    return [
        replace(
            question,
            kind=_UNANSWERABLE,
            answerable=False,
            gold=(),
            gold_need="any",
            facts={},
            note=f"{question.kind}；未收入的文件",
        )
        for name, make in KINDS.items()
        if name in kinds
        for question in make(records)
        if question.kind not in _HELD_ALONE and any(each in question.question for each in names)
    ]
