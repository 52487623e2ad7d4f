"""Noun phrases that name whom a measure is for (扶持对象) with the conditions before the last 的.

Work on text without white space; spans are half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.support_nouns import (
    BRACKET,
    COUNTED,
    EXCLUDED,
    IMPACT,
    LEADING,
    PARTY_END,
    STRENGTHEN,
    STRONG,
    VERBAL,
    is_giver,
)

__all__ = [
    "SHORT",
    "Context",
    "Span",
    "last_match",
    "read_body",
    "read_conditions",
    "read_exclusions",
    "read_lead",
    "read_noun",
    "unbracketed",
]

Span = tuple[int, int]


@dataclass(slots=True)
class Context:
    """Whom a measure is for, what must hold, what must not."""

    beneficiaries: list[Span] = field(default_factory=list)
    conditions: list[Span] = field(default_factory=list)
    excluded: list[Span] = field(default_factory=list)
    alternatives: list[tuple[Span, ...]] = field(default_factory=list)  # one of each suffices
    start: int = 0  # of the first stretch that belongs to it
    urged: bool = False  # read from 支持企业…, which a later 对 takes the place of
    end: int = 0  # behind the last word that belongs to it

    def forget_urged(self) -> None:
        """Drops what only 支持企业… named."""
        if self.urged:
            self.beneficiaries, self.conditions, self.urged = [], [], False

    def __bool__(self) -> bool:
        return bool(self.beneficiaries or self.conditions)


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern; None without one."""
    return max(pattern.finditer(text), key=re.Match.start, default=None)


def read_body(text: str, start: int, end: int, context: Context) -> bool:
    """Reads what stands behind 对; returns whether it closes the phrase."""
    part = text[start:end]
    if part.endswith("的"):
        named = last_match(_NAMED_PARTY, part[:-1])
        if named:
            read_noun(text, start, start + named.end(), context)
            if len(part) - 1 - named.end() > SHORT:
                context.conditions.append((start + named.end(), end - 1))
        else:
            read_conditions(text, start, end - 1, context)
            read_lead(text, start, end, context)
        return True
    if PARTY_END.search(part):
        read_noun(text, start, end, context)
        return True
    if strengthened := STRENGTHEN.match(part):
        inner = start + strengthened.end("inner")
        if PARTY_END.search(text[start:inner]):
            read_noun(text, start, inner, context)
            return True
    if named := last_match(_NAMED_PARTY, part):
        read_noun(text, start, start + named.end(), context)
        if len(part) - named.end() > _TRAILING:
            context.conditions.append((start + named.end(), end))
        return True
    if said := IMPACT.match(part):
        party = LEADING.match(said["rest"])
        if party:
            middle = start + said.end("impact")
            context.conditions.append((start, middle))
            context.beneficiaries.append((middle, middle + party.end()))
            return False
    read_exclusions(text, start, end, context)
    party = LEADING.match(part)
    read_lead(text, start, end, context)
    rest = BRACKET.sub("", part[party.end() :]) if party else part
    if len(rest) > SHORT and (not party or _DOING.search(rest)):
        read_conditions(text, start, end, context)
    return False


# What a party does or has done, not a thing of its own (企业|生产经营用电).
_DOING = re.compile(
    "[的在因新增购投租招建获]|用于|开展|参加|取得|引进|吸纳|组织|发生|进口|出口|销售|实施|首次|贷款|适用|从事|调运"
)


# 对新落地的项目|加快审批: who receives, with words behind that are no part of the name.
_NAMED_PARTY = re.compile(f"的[^的，。；]{{0,14}}?(?:{STRONG})(?![家的、和与及等户主团])")
_TRAILING, SHORT = 8, 3  # characters that say nothing of their own


def read_lead(text: str, start: int, end: int, context: Context) -> None:
    """The party that a condition begins with: 企业|接收在校学生顶岗实习3个月以上."""
    found = LEADING.match(text[start:end])
    if found and not context.beneficiaries and not is_giver(found["party"]):
        context.beneficiaries.append((start, start + found.end()))


_JOINED = re.compile(f"(?:{STRONG}|行业|银行)(?P<join>以及|和|及|与|或|、)(?=[^，。；]*的)")


def read_noun(text: str, start: int, end: int, context: Context) -> None:
    """The noun phrases of a list, each with what stands before its last 的."""
    at = start
    pieces: list[Span] = []
    for joined in _JOINED.finditer(text, start, end):
        if "的" in unbracketed(text[at : joined.start("join")]):
            pieces.append((at, joined.start("join")))
            at = joined.end("join")
    pieces.append((at, end))
    groups = [_noun(text, a, b, context) for a, b in pieces]
    if len(groups) > 1 and all(groups):
        context.alternatives.append(tuple(span for group in groups for span in group))


def _noun(text: str, start: int, end: int, context: Context) -> tuple[Span, ...]:
    """One noun phrase; returns the conditions that it sets."""
    read_exclusions(text, start, end, context)
    cut = _last_of(text, start, end)
    before = len(context.conditions)
    if cut > start:
        read_conditions(text, start, cut, context)
        start = cut + 1
    elif said := IMPACT.match(text[start:end]) or COUNTED.match(text[start:end]):
        context.conditions.append((start, start + said.end(1)))
        start += said.end(1)
    if start < end and text[start] != "每" and not VERBAL.search(text[start:end]):
        context.beneficiaries.append((start, end))
    return tuple(context.conditions[before:])


def read_exclusions(text: str, start: int, end: int, context: Context) -> None:
    """Adds what brackets leave out: （不含机关事业单位）."""
    for bracket in BRACKET.finditer(text, start, end):
        inner = bracket["inner"]
        if found := EXCLUDED.match(inner):
            group = "who" if found["who"] else "who2"
            at = bracket.start("inner")
            context.excluded.append((at + found.start(group), at + found.end(group)))


def _last_of(text: str, start: int, end: int) -> int:
    """Where the last 的 outside brackets stands; `start` where there is none."""
    return start + max(unbracketed(text[start:end]).rfind("的"), 0)


def unbracketed(text: str) -> str:
    """The text with brackets blanked, so that offsets stay."""
    return BRACKET.sub(lambda m: "　" * len(m[0]), text)


# 旅游、住宿、餐饮等|受影响较大: the industries and the impact.
_LISTED = re.compile("^(?P<list>[^，。；]*、[^，。；]*?等(?:行业)?)(?=受.)")
_AND = re.compile("且|并且|而且|，|,|；|(?<=.{2})并(?![购网行入联轨发列且])")


def read_conditions(text: str, start: int, end: int, context: Context) -> None:
    """The conditions of a stretch, cut at 且 and commas."""
    for a, b in _cut(text, start, end):
        if listed := _LISTED.match(text[a:b]):
            middle = a + listed.end("list")
            context.conditions += [(a, middle), (middle, b)]
        elif b - a >= 2:
            context.conditions.append((a, b))


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for joined in _AND.finditer(unbracketed(text[start:end])):
        yield at, start + joined.start()
        at = start + joined.end()
    yield at, end
