"""The organs that a question names: known ones, those that own tasks, and misspelt ones. Pure."""

import re
from collections.abc import Collection, Iterator

from assistant import cues
from assistant.naming import Named
from assistant.query import Vocabulary
from kb.organs import Mention, Organs

__all__ = ["organs_in"]

_SHORTEST, _LONGEST = 3, 30  # characters of an owner's name
_SPELT = 5  # characters from which on a name with one wrong character is told
_HAS_TASKS = re.compile(r"在|负责|牵头|承担|有|的任务|管|要")


def organs_in(bare: str, named: Named, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """The organs that a question names, but for the issuer that stands before its document."""
    found = vocabulary.organs.find(bare)
    if cues.DUTIES.search(bare):
        found = _with_owners(bare, found, vocabulary.organs, vocabulary.owners())
    issuers = {
        issuer
        for document_id in named.document_ids
        for issuer in vocabulary.titles.by_id[document_id].issuers
    }
    if len(found) != 1 or found[0].as_written not in issuers or not named.spans:
        return tuple(found)
    return tuple(found) if _HAS_TASKS.match(bare, found[0].end) else ()


def _with_owners(
    bare: str, found: list[Mention], organs: Organs, owners: Collection[str]
) -> list[Mention]:
    """The organs with those that own tasks, which count whole whatever they look like."""
    for start, end in _owners_in(bare, owners):
        found = _put(bare, found, organs, start, end)
    if not any(mention.function for mention in found):
        for start, end in _misspelt_in(bare, owners):
            found = _put(bare, found, organs, start, end)
    return sorted(found, key=lambda mention: mention.start)


def _put(bare: str, found: list[Mention], organs: Organs, start: int, end: int) -> list[Mention]:
    """The mentions with one in place of those inside it; as they are where others overlap it."""
    inside = [m for m in found if start < m.end and m.start < end]
    if not all(start <= m.start and m.end <= end for m in inside):
        return found
    name = bare[start:end]
    mention = Mention(
        start=start, end=end, as_written=name, function=organs.function(name), prefix=None
    )
    return [*(m for m in found if m not in inside), mention]


def _owners_in(bare: str, owners: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where names that own tasks stand, the longest first."""
    at = 0
    while at < len(bare):
        sizes = range(min(_LONGEST, len(bare) - at), _SHORTEST - 1, -1)
        size = next((n for n in sizes if bare[at : at + n] in owners), 0)
        if size:
            yield at, at + size
        at += size or 1


def _misspelt_in(bare: str, owners: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where a name that owns tasks stands with one wrong character.

    One half of it is right then, which is looked for first.
    """
    for owner in owners:
        half = len(owner) // 2
        if len(owner) < _SPELT:
            continue
        for part, offset in ((owner[:half], 0), (owner[half:], half)):
            at = bare.find(part) - offset
            window = bare[at : at + len(owner)] if at >= 0 else ""
            if len(window) == len(owner) and sum(map(str.__ne__, window, owner)) == 1:
                yield at, at + len(owner)
                break
