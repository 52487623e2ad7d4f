"""What a question asks: its kind, and the documents, organs, articles and measures it names. Pure.

A follow-up takes from the question before it what it does not say itself.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import cues
from assistant.description import describes_enterprise, supplements
from assistant.follow_ups import completed, follows
from assistant.kinds import content_of, kind_of
from assistant.naming import Named, find_documents
from assistant.numbered import (
    articles_in,
    chapter_in,
    day_in,
    measure_in,
    task_numbers_in,
    years_in,
)
from assistant.organs_named import organs_in
from assistant.query import ArticleRef, Kind, Query, Turn, Vocabulary
from assistant.simplify import simplified
from assistant.text import beyond, fold
from kb.model import Document, Role
from kb.regions import find_places
from kb.visible import visible

__all__ = ["ArticleRef", "Kind", "Query", "Turn", "Vocabulary", "fold", "understand"]

_QUOTED = re.compile(r"[“\"「『‘]([^”\"」』’]{2,40})[”\"」』’]")
_ROLES = (
    (re.compile("牵头|主办|主责"), Role.LEAD),
    (re.compile("配合|协助|协办"), Role.SUPPORT),
    (re.compile("指导"), Role.GUIDE),
)
_OWN_KINDS = frozenset(
    {
        Kind.ABOUT,
        Kind.VALIDITY,
        Kind.TASKS,
        Kind.SECTION,
        Kind.OWNERS,
        Kind.TARGET,
        Kind.DEADLINE,
        Kind.ARTICLE,
    }
)
_SEARCHED = frozenset({Kind.PASSAGE, Kind.TARGET, Kind.DEADLINE})
_TELLING = 3  # characters that must be left to search for
_MAX_QUESTION = 2_000  # characters; what is longer is cut, a question needs no more
_REMEMBERED = 8  # questions of a conversation at the most that a follow-up is read with


def understand(question: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Query:
    """The question as a query, completed from the history where it is a follow-up."""
    before: Query | None = None
    answer = ""
    for turn in _remembered(history):
        if turn.role == "user":
            before = _in_context(_alone(turn.content, vocabulary), before, answer, vocabulary)
            answer = ""
        else:
            answer = fold(turn.content)
    query = _in_context(_alone(question, vocabulary), before, answer, vocabulary)
    return _of_enterprise(query, history)


def _of_enterprise(query: Query, history: Sequence[Turn]) -> Query:
    """A query with what the asker said of the enterprise before, which a message may add to."""
    told: list[str] = []
    for turn in _remembered(history):
        if turn.role == "user" and (
            describes_enterprise(turn.content) or (told and supplements(turn.content))
        ):
            told.append(turn.content)
    if not told:
        return query
    if supplements(query.question):
        return replace(query, kind=Kind.SUPPORT, followed=False, told=tuple(told))
    return replace(query, told=tuple(told)) if query.kind is Kind.SUPPORT else query


def _remembered(history: Sequence[Turn]) -> list[Turn]:
    """The last questions of a conversation with their answers."""
    said = [turn for turn in history if turn.content.strip()]
    asked = [n for n, turn in enumerate(said) if turn.role == "user"]
    return said[asked[-_REMEMBERED:][0] :] if asked else []


def _in_context(query: Query, before: Query | None, answer: str, vocabulary: Vocabulary) -> Query:
    if before is None or not follows(query):
        return query
    return completed(query, before, answer, vocabulary)


def _alone(question: str, vocabulary: Vocabulary) -> Query:
    folded = fold(simplified(visible(question[:_MAX_QUESTION])))
    named = find_documents(folded, vocabulary.titles)
    bare = named.without_names(folded)
    query = Query(
        question=question,
        kind=Kind.PASSAGE,
        text=content_of(bare),
        named=named,
        organs=organs_in(bare, named, vocabulary),
        places=find_places(bare),
        articles=articles_in(folded, named),
        chapter=chapter_in(bare),
        task_numbers=task_numbers_in(bare),
        years=years_in(_QUOTED.sub(" ", bare)),
        quoted=tuple(match[1] for match in _QUOTED.finditer(folded)),
        role=next((role for pattern, role in _ROLES if pattern.search(bare)), None),
        unit=measure_in(bare),
        wants_count=bool(cues.COUNT.search(bare)),
        wants_quantity=bool(cues.QUANTITY.search(bare)),
        wants_time=bool(cues.TIME.search(bare)),
        wants_penalty=bool(cues.PENALTY.search(bare)),
        wants_definition=bool(cues.DEFINITION.search(bare)),
        wants_comparison=bool(cues.COMPARISON.search(bare)),
        wants_actual=bool(cues.ACTUAL.search(bare)),
        about=tuple(dict.fromkeys(str(match.lastgroup) for match in cues.ABOUT.finditer(bare))),
        on=day_in(bare),
        together=bool(cues.TOGETHER.search(bare)),
        alone=bool(cues.ALONE.search(bare)),
        first=bool(cues.FIRST.search(bare)),
        listing=bool(cues.LISTING.search(bare)),
    )
    query = replace(query, kind=kind_of(query, bare))
    if query.kind in _OWN_KINDS or query.kind is Kind.PASSAGE:
        query = _of_place(query, bare, vocabulary)
    return _beyond_title(query, vocabulary)


def _beyond_title(query: Query, vocabulary: Vocabulary) -> Query:
    """What is searched leaves out what tells no clause from another.

    That is the place whose documents are searched, and the title where one document is.
    """
    if query.kind not in _SEARCHED:
        return query
    rest = query.text
    for place in query.places:
        if len(vocabulary.titles.of_place(place)) == 1:
            rest = re.sub(rf"{place.name}(?:省|市|自治区)?(?![民区县])", " ", rest)
    if len(query.named.document_ids) == 1:
        rest = beyond(rest, fold(vocabulary.titles.by_id[query.named.document_ids[0]].title))
    rest = re.sub(r"\s+", " ", rest).strip()
    return replace(query, text=rest) if len(rest.replace(" ", "")) >= _TELLING else query


def _of_place(query: Query, bare: str, vocabulary: Vocabulary) -> Query:
    """A question about a place's own document means that one, where only one is held.

    What a place plans or assigns stands in its own documents; what law demands does not.
    """
    if query.named.document_ids or query.named.missing or len(query.places) != 1:
        return query
    held: list[Document] = vocabulary.titles.of_place(query.places[0])
    if len(held) != 1:
        return query
    own = replace(query, named=Named(document_ids=(held[0].document_id,)))
    own = replace(own, kind=kind_of(own, bare))
    return own if own.kind in _OWN_KINDS else query
