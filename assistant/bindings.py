"""Whether a sentence binds figures, dates and organs together as the clause does. Pure.

35亿元 and 2025年 may both stand in a clause that says 到2030年达到35亿元.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.figures import Figure
from assistant.statements import Day, Statements
from kb.organs import Mention

__all__ = ["binding_faults"]

_SENTENCE_END = re.compile("[。！？\n]")
_BETWEEN = re.compile("(?:以上|以下|起)?[-—~至到]?")
_MARGIN = 0.4  # of a figure's words, by which another figure must suit them better
_FEWEST = 2  # pairs of characters that tell what a figure measures
_FILLERS = re.compile(
    "达到|实现|完成|建成|超过|突破|不低于|不少于|不超过|不高于|提高到|增长|左右|以上|以下|分别|[为约近超]"
)
_HAN = re.compile("[\u4e00-\u9fff]+")


def binding_faults(
    said: Statements, organs: Sequence[Mention], sources: Sequence[Statements]
) -> Iterator[str]:
    """What a sentence binds together otherwise than every source."""
    for figure in said.figures:
        holding = [one for one in sources if any(figure.same(each) for each in one.figures)]
        if not holding:
            continue
        day = _governing(said, figure)
        if day is not None and not any(_dated(one, figure, day) for one in holding):
            yield f"出处里“{figure.as_written}”不是{day.as_written}的"
        if not any(_suits(said, figure, one) for one in holding):
            yield f"出处里“{figure.as_written}”说的是另一件事"
    for low, high in _ranges(said):
        if not any(low.same(a) and high.same(b) for one in sources for a, b in _ranges(one)):
            yield f"出处里没有“{low.as_written}”到“{high.as_written}”"
    for words in _LIST.findall(said.text):
        if lists := [held for one in sources for held in _LIST.findall(one.text)]:
            yield from _list_faults(words, lists, said.text)
    for role, organ in _roles(said.text, organs):
        if not any(_has_role(one.text, role, organ) for one in sources):
            yield f"出处没有说“{organ}”{role}"


# ---- ranges


def _ranges(claims: Statements) -> Iterator[tuple[Figure, Figure]]:
    """Neighbouring figures with nothing but a direction or a dash between: 一万元以上五万元以下."""
    for low, high in pairwise(claims.figures):
        if _BETWEEN.fullmatch(claims.text[low.end : high.start]):
            yield low, high


# ---- lists

_LIST = re.compile("[^，；。：！？（）\n、]{1,200}(?:、[^，；。：！？（）\n、]{1,200})+")
_OPEN = re.compile("等|之一|其中|部分")
_NAME = 2  # characters: what is shorter names nothing


def _list_faults(words: str, lists: Sequence[str], sentence: str) -> Iterator[str]:
    """What a list leaves out of the shortest list of the sources that holds all its items."""
    items = words.split("、")
    wholes = [held.split("、") for held in lists]
    holding = [whole for whole in wholes if all(_among(item, whole) for item in items)]
    if not holding or _OPEN.search(sentence):
        return
    for item in min(holding, key=len):
        if len(item) >= _NAME and not _among(item, items) and item not in sentence:
            yield f"列举不全，少了“{item}”"
            return


def _among(item: str, items: Sequence[str]) -> bool:
    """Whether a list has an item, whatever stands before its first and behind its last."""
    return any(item in each or each in item for each in items if min(len(item), len(each)) >= _NAME)


# ---- dates and figures


def _governing(claims: Statements, figure: Figure) -> Day | None:
    """The date that a figure is of: the last one before it in its sentence, with a year."""
    start = _sentence_start(claims.text, figure.start)
    before = [day for day in claims.days if start <= day.start and day.end <= figure.start]
    return before[-1] if before and before[-1].year is not None else None


def _dated(source: Statements, figure: Figure, day: Day) -> bool:
    """Whether a source has the figure under the date, or under no date of its sentence."""
    for each in source.figures:
        if not figure.same(each):
            continue
        governing = _governing(source, each)
        if governing is not None and day.within(governing):
            return True
        start, end = _sentence_start(source.text, each.start), _sentence_end(source.text, each.end)
        if any(
            day.within(other)
            for other in source.days
            if each.end <= other.start < end and "，" not in source.text[each.end : other.start]
        ):
            return True
        if governing is None and not any(
            start <= other.start < end and other.year for other in source.days
        ):
            return True
    return False


def _suits(said: Statements, figure: Figure, source: Statements) -> bool:
    """Whether no other figure of the source is nearer to the words around this one."""
    words = _pairs(_around(said, figure)[0])
    if len(words) < _FEWEST:
        return True
    own = max(_near(words, source, each) for each in source.figures if figure.same(each))
    other = max(
        (
            _near(words, source, each)
            for each in source.figures
            if each.unit == figure.unit and each.value != figure.value
        ),
        default=0.0,
    )
    return other - own < _MARGIN


def _near(words: frozenset[str], source: Statements, figure: Figure) -> float:
    before, after = _around(source, figure)
    return max(len(words & _pairs(before)) / len(words), len(words & _pairs(after)) / len(words))


def _around(claims: Statements, figure: Figure) -> tuple[str, str]:
    """The text from the figure before to this one, and from this one to the end of its part."""
    at = claims.figures.index(figure)
    floor = claims.figures[at - 1].end if at else 0
    start = max(floor, _sentence_start(claims.text, figure.start))
    following = claims.figures[at + 1].start if at + 1 < len(claims.figures) else len(claims.text)
    after = re.split("[，；。、！？\n]", claims.text[figure.end : following])[0]
    return _without_dates(claims, start, figure.start), after


def _without_dates(claims: Statements, start: int, end: int) -> str:
    text = claims.text[start:end]
    for day in claims.days:
        if start <= day.start and day.end <= end:
            text = text.replace(day.as_written, " ")
    return text


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        run[at : at + 2]
        for run in _HAN.findall(_FILLERS.sub(" ", text))
        for at in range(len(run) - 1)
    )


def _sentence_start(text: str, at: int) -> int:
    return max((match.end() for match in _SENTENCE_END.finditer(text, 0, at)), default=0)


def _sentence_end(text: str, at: int) -> int:
    match = _SENTENCE_END.search(text, at)
    return match.start() if match else len(text)


# ---- organs and their roles

_ROLES = {
    "牵头": re.compile("牵头|主办|主责"),
    "配合": re.compile("配合|协助|协办|参与|参加"),
    "指导": re.compile("指导"),
}
_SEGMENT = re.compile("[^，；。！？：（）〔〕\n]+")
_HEAD = re.compile("(?:牵头|主办|主责|配合|协助|协办|参与|参加|责任|指导)(?:单位|部门|机关)?$")


def _roles(text: str, organs: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """The organs that a text gives a role, with the role: those of one segment, 、 joined."""
    for start, end, role in _segments(text):
        for organ in organs:
            if role and start <= organ.start and organ.end <= end:
                yield role, organ.as_written


def _has_role(text: str, role: str, organ: str) -> bool:
    """Whether a source gives an organ the role; not judged where it does not name it like that."""
    if organ not in text:
        return True
    return any(role == given and organ in text[start:end] for start, end, given in _segments(text))


def _segments(text: str) -> Iterator[tuple[int, int, str]]:
    """The segments of a text and the role each gives: 市教育局牵头; 牵头单位：市教育局."""
    heading = ""
    for match in _SEGMENT.finditer(text):
        own = next((role for role, words in _ROLES.items() if words.search(match[0])), "")
        if _HEAD.search(match[0]) and text[match.end() : match.end() + 1] == "：":
            heading = own
        elif text[match.start() - 1 : match.start()] != "：":
            heading = ""
        yield match.start(), match.end(), own or heading
