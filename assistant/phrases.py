"""What a phrase for whom a measure is for is made of (受疫情影响较大的批发、零售等小微企业). Pure.

A phrase is read as alternatives, each a set of parts that must all hold: sizes, industries, kinds
of bodies, ownership, regions. What the words do not cover stays as a claim, so that nothing is
taken to hold that was not understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.phrase_parts import Part, PartKind, find_parts
from assistant.territory import SEATED

__all__ = ["Requirement", "read_phrase"]

_KEPT = 16_384  # texts read once; documents repeat their phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One alternative: everything in it must hold; of its industries and its sizes, one."""

    body: str | None = None
    industries: tuple[str, ...] = ()
    open_list: bool = False  # the industries named are not all: 等, or one was not understood
    sizes: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    ownerships: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    insured: bool = False
    but_not: tuple[str, ...] = ()  # whom it leaves out: 不含房地产企业
    claims: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether it is either words that are understood or one claim, and not a mixture."""
        return not self.claims or not (self.body or self.industries or self.sizes)


_QUOTES = re.compile('[“”"‘’]')
_ESPECIALLY = re.compile(r"[（(，,、]?(?:特别|尤其)是[^，,；）)]*[）)]?")
_BRACKET = re.compile(r"[（(][^（()）]{0,40}[)）]")
_INCLUDED = re.compile(r"[（(](?:含|包括|包含)(?P<inside>[^（()）]{2,40})[)）]$")
_FOR_EXAMPLE = re.compile("^(?:比如|例如|诸如|其中)")
_BY_STANDARD = re.compile("符合[^，。；]{0,60}?划型标准[^，。；]{0,12}?的(?=[大中小微])")
"""符合《中小企业划型标准规定》的中小企业: by the standard is how sizes are told anyway."""
_APPOSED = re.compile(
    r"等(?:受[^的，、]{1,8}影响|受损|受灾|受冲击)(?:较大|较重|严重|很大|重大|突出)?的?(?:困难)?"
    r"(?=行业|$)"
)
"""旅游、餐饮等受影响较大的行业: the list says which they are, so that to be on it is enough."""
_EXCLUDED = re.compile(
    r"[（(](?:不含|不包括|不包含|除)(?P<who>[^（()）]{2,40}?)(?:除外|以外|之外|外)?[)）]"
)
_BESIDE = re.compile(r"除(?P<who>.{2,30}?)(?:以外|之外|外)")
_QUALITY = re.compile("重点|骨干|优质|困难|新办|新设立|新入驻|示范|规范|符合条件")
"""Words before an industry that leave it what it is: 重点工业企业 are 工业企业."""
_HEADS = frozenset({PartKind.BODY, PartKind.INDUSTRY, PartKind.OWNERSHIP, PartKind.STATUS})
_BODIES = frozenset({PartKind.BODY, PartKind.STATUS})
_LISTED = frozenset({PartKind.SIZE, PartKind.OWNERSHIP, PartKind.INDUSTRY, PartKind.SCALE})
_UNCLEAR = frozenset({PartKind.CLAIM, PartKind.BODY, PartKind.STATUS})
_OFFERED = re.compile("^提供(?=[^，]+(?:、|服务))")
_BRANCHED = re.compile(
    "(?P<one>(?:从事|提供|经营|开展|生产|加工|运输|储备|销售|承担|参与|保障|配送|研发).{2,60})"
    "(?:和|及|以及|或|或者)(?:提供|从事|经营)(?P<other>[^的]{2,40}?)(?P<head>的(?:企业|单位|纳税人))?"
)
"""Two things done, the second one an industry: whoever does the one or the other is meant."""
_SILENT = frozenset({PartKind.GLUE, PartKind.OPEN})


@lru_cache(maxsize=_KEPT)
def read_phrase(text: str) -> tuple[Requirement, ...]:
    """The alternatives of a phrase, one of which must hold.

    A phrase that does not end in a word for a body or an industry is one claim as a whole.
    """
    text = _QUOTES.sub("", text)
    phrase = _BRACKET.sub("", _ESPECIALLY.sub("", text)).strip("，,、；。 ")
    phrase = _BY_STANDARD.sub("", _FOR_EXAMPLE.sub("", phrase))
    excluded = tuple(match["who"] for match in _EXCLUDED.finditer(text))
    last = _INCLUDED.search(text)
    found = (*_read(phrase), *(_read(last["inside"]) if last else ()))
    return tuple(replace(each, but_not=(*each.but_not, *excluded)) for each in found)


def _read(phrase: str) -> tuple[Requirement, ...]:
    two = _BRANCHED.fullmatch(phrase)
    if two and not _not_understood(find_parts(two["other"])):
        head = two["head"] or ""
        return (*_read(f"{two['one']}{head}"), *_read(f"{two['other']}{head}"))
    modifiers, head = _split(_APPOSED.sub("等", phrase))
    parts = find_parts(head)
    spoken = [part for part in parts if part.kind not in _SILENT and part.kind is not PartKind.AND]
    if not spoken or spoken[-1].kind not in _HEADS | _LISTED | {PartKind.PLACE}:
        return (Requirement(claims=(phrase,)),) if phrase else ()
    shared = [_modifier(modifier) for modifier in modifiers]
    return tuple(_joined(_requirement(each), shared) for each in _alternatives(parts))


def _not_understood(parts: Sequence[Part]) -> tuple[str, ...]:
    """What in the parts of a modifier is not understood."""
    return tuple(part.text for part in parts if part.kind in _UNCLEAR)


def _split(phrase: str) -> tuple[list[str], str]:
    """What stands before each 的, and the rest. 的 behind a list that goes on is none."""
    *modifiers, head = re.split(r"的(?=[^的])", phrase.removesuffix("的"))
    return [modifier for modifier in modifiers if modifier], head


def _modifier(text: str) -> Requirement:
    """What a modifier requires: parts where all of it is understood, else one claim."""
    beside = _BESIDE.fullmatch(text)
    if beside:
        return Requirement(but_not=(beside["who"],))
    parts = find_parts(_OFFERED.sub("", text))
    if any(part.kind is PartKind.PLACE for part in parts):
        parts = tuple(part for part in parts if not SEATED.fullmatch(part.text))
    if _not_understood(parts):
        return Requirement(claims=(text,))
    return _requirement(parts)


def _joined(requirement: Requirement, shared: Sequence[Requirement]) -> Requirement:
    for other in shared:
        requirement = replace(
            requirement,
            industries=requirement.industries or other.industries,
            open_list=requirement.open_list or other.open_list,
            sizes=requirement.sizes or other.sizes,
            scales=requirement.scales or other.scales,
            statuses=(*other.statuses, *requirement.statuses),
            ownerships=requirement.ownerships or other.ownerships,
            places=(*other.places, *requirement.places),
            but_not=(*other.but_not, *requirement.but_not),
            insured=requirement.insured or other.insured,
            claims=(*other.claims, *requirement.claims),
        )
    return requirement


def _alternatives(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of each alternative; 民营、小微企业 are two that share their last word."""
    found: list[list[Part]] = [[]]
    headless: list[int] = []
    for place, part in enumerate(parts):
        if part.kind is PartKind.OPEN and _gives_examples(found[-1], parts[place + 1 :]):
            found.append([])
            continue
        if part.kind is PartKind.AND and found[-1]:
            left = _last_spoken(found[-1])
            if found[:-1] and [each.kind for each in found[-1]] == [PartKind.CLAIM]:
                found.append([])
                continue
            right = next((p for p in parts[place + 1 :] if p.kind not in _SILENT), None)
            if left is not None and left.kind in _BODIES:
                found.append([])
                continue
            if left and right and {left.kind, right.kind} <= _LISTED and left.kind != right.kind:
                headless.append(len(found) - 1)
                found.append([])
                continue
        found[-1].append(part)
    head = [part for part in found[-1] if part.kind is PartKind.BODY]
    for index in headless:
        found[index] += head
    return [each for each in found if each]


def _gives_examples(before: Sequence[Part], behind: Sequence[Part]) -> bool:
    """Whether 等 stands between bodies: 合作社等经营主体 are the one and the other."""
    last = _last_spoken(before)
    return (
        last is not None
        and last.kind is PartKind.BODY
        and any(part.kind is PartKind.BODY for part in behind)
    )


def _last_spoken(parts: Sequence[Part]) -> Part | None:
    return next((part for part in reversed(parts) if part.kind not in _SILENT), None)


def _requirement(parts: Sequence[Part]) -> Requirement:
    """What the parts of one alternative require; of several bodies the last is meant (企业职工)."""

    def of(kind: PartKind) -> tuple[str, ...]:
        return tuple(part.text for part in parts if part.kind is kind)

    owners = of(PartKind.OWNERSHIP)
    *others, body = of(PartKind.BODY) or ("",)
    if not body and any(owner.endswith("企业") or owner.endswith("企") for owner in owners):
        body = "企业"
    industries, unclear = _industries(parts)
    claims = [part.text for part in parts if part.kind is PartKind.CLAIM or part.text in others]
    return Requirement(
        body=body or None,
        industries=industries,
        open_list=unclear or bool(of(PartKind.OPEN)),
        sizes=of(PartKind.SIZE),
        scales=of(PartKind.SCALE),
        statuses=of(PartKind.STATUS),
        ownerships=owners,
        places=of(PartKind.PLACE),
        insured=bool(of(PartKind.INSURED)),
        claims=tuple(claims),
    )


def _industries(parts: Sequence[Part]) -> tuple[tuple[str, ...], bool]:
    """The industries named, and whether one stands beside words that were not understood.

    快递包装企业 is no 快递企业.
    """
    named, unclear = [], False
    for place, part in enumerate(parts):
        if part.kind is PartKind.INDUSTRY:
            before, behind = parts[max(0, place - 1) : place], parts[place + 1 : place + 2]
            odd = [each for each in before if not _QUALITY.fullmatch(each.text)]
            unclear = unclear or any(each.kind is PartKind.CLAIM for each in (*odd, *behind))
            named.append(part.text)
    listed = any(part.kind is PartKind.AND for part in parts)
    if named and listed and any(part.kind is PartKind.CLAIM for part in parts):
        unclear = True
    return tuple(named), unclear
