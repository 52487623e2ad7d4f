"""Follow-ups: what a question leaves to the one before it. Pure."""

import re
from dataclasses import replace

from assistant import cues
from assistant.kinds import kind_of
from assistant.naming import Named, find_documents
from assistant.numbered import articles_in
from assistant.query import Kind, Query, Vocabulary
from assistant.text import fold

__all__ = ["completed", "follows"]

_TASK_IN_ANSWER = re.compile(r"第([一二三四五六七八九十0-9]{1,4})项")


def follows(query: Query) -> bool:
    """Whether a question needs the one before it."""
    folded = fold(query.question)
    if cues.MORE.match(folded) or cues.FOLLOW_UP.search(folded):
        return True
    if cues.ANAPHORA.search(folded) and not query.named.document_ids:
        return True
    says_little = len(query.text.replace(" ", "")) <= 3 and not query.named.document_ids
    return says_little and not query.articles and query.kind is not Kind.SMALL_TALK


def completed(query: Query, before: Query, answer: str, vocabulary: Vocabulary) -> Query:
    """A follow-up with what it leaves to the question before."""
    folded = fold(query.question)
    silent = cues.MORE.match(folded) or _adds_nothing(query)
    kept = before.named if not query.places else Named()
    named = query.named if query.named.document_ids or query.named.missing else kept
    organs = query.organs or (before.organs if not _own_content(query) else ())
    kind = before.kind if silent else kind_of(replace(query, named=named, organs=organs), folded)
    if kind in (Kind.PASSAGE, Kind.SMALL_TALK) and (
        not query.text or folded.endswith(("呢", "呢？")) or "呢，" in folded
    ):
        kind = before.kind
    content = re.sub(r"\s", "", cues.ANAPHORA.sub("", query.text))
    own_subject = len(content) >= 4 and not cues.ANAPHORA.search(folded)
    former = before.text
    for place in before.places if query.places else ():
        former = former.replace(place.name, "")
    text = query.text if own_subject else f"{former} {query.text}".strip()
    tasks = query.task_numbers
    if kind is Kind.OWNERS and not tasks and not own_subject and len(content) <= 2:
        tasks = tuple(dict.fromkeys(_TASK_IN_ANSWER.findall(answer)))[:1] or before.task_numbers
    answered = find_documents(answer, vocabulary.titles)
    if kind is Kind.ARTICLE and not named.document_ids:
        named = answered
    return replace(
        query,
        kind=kind,
        text=text,
        named=named,
        organs=organs,
        places=query.places or before.places,
        articles=query.articles or (before.articles if kind is Kind.ARTICLE else ()),
        task_numbers=tasks,
        years=query.years or (() if query.kind is Kind.OWNERS else before.years),
        quoted=query.quoted or before.quoted,
        about=query.about or before.about,
        role=query.role or (before.role if kind is before.kind else None),
        unit=query.unit or (before.unit if silent else ()),
        wants_count=query.wants_count or (before.wants_count and kind is before.kind),
        wants_penalty=query.wants_penalty or (before.wants_penalty and bool(silent)),
        wants_quantity=query.wants_quantity or (before.wants_quantity and bool(silent)),
        wants_actual=query.wants_actual or (before.wants_actual and bool(silent)),
        context_articles=articles_in(answer, answered),
        followed=True,
    )


def _own_content(query: Query) -> bool:
    """Whether a follow-up has a subject of its own, its asking words aside."""
    return (
        len(re.sub(r"\s|一共|总共|共", "", cues.DUTIES.sub("", cues.ANAPHORA.sub("", query.text))))
        >= 4
    )


def _adds_nothing(query: Query) -> bool:
    """Whether a follow-up only names another year, organ or document: 那2030年呢."""
    rest = re.sub(
        r"^(?:那么?|还有|另外)|呢|[？?]|的|也(?:是|有)?|这(?:几|些)项", "", fold(query.question)
    )
    rest = re.sub(r"(?:19|20)\d\d年?", "", rest)
    for mention in query.organs:
        rest = rest.replace(mention.as_written, "")
    return len(query.named.without_names(rest) if not query.named.spans else rest) <= 2
