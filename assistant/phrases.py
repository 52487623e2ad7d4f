"""What a phrase for whom a measure is for is made of (受疫情影响较大的批发、零售等小微企业). Pure.

A phrase is read as alternatives, each a set of parts that must all hold: sizes, industries, kinds
of bodies, ownership, regions. What the words do not cover stays as a claim, so that nothing is
taken to hold that was not understood.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from assistant.bodies import BODIES, OWNERSHIPS
from assistant.industries import names as industry_names
from assistant.territory import SEATED, named_place

__all__ = ["Part", "PartKind", "Requirement", "find_parts", "read_phrase"]

_KEPT = 16_384  # texts read once; documents repeat their phrases


class PartKind(StrEnum):
    """What a part of a phrase speaks of."""

    SIZE = "size"  # 中小微
    INDUSTRY = "industry"  # 快递
    BODY = "body"  # 企业
    OWNERSHIP = "ownership"  # 民营
    PLACE = "place"  # 我市、区内、天津市
    INSURED = "insured"  # 参保
    AND = "and"  # 、和及
    OPEN = "open"  # 等
    GLUE = "glue"  # 各类、行业
    CLAIM = "claim"  # whatever else


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a phrase, as written."""

    kind: PartKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One alternative: everything in it must hold; of its industries and its sizes, one."""

    body: str | None = None
    industries: tuple[str, ...] = ()
    open_list: bool = False  # the industries named are not all: 等, or one was not understood
    sizes: tuple[str, ...] = ()
    ownerships: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    insured: bool = False
    but_not: tuple[str, ...] = ()  # whom it leaves out: 不含房地产企业
    claims: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether it is either words that are understood or one claim, and not a mixture."""
        return not self.claims or not (self.body or self.industries or self.sizes)


_SIZE = r"大中小微|中小微|大中型|中小型|中小|小微|大型|中型|小型|微型"
_LEVEL = r"自治区|开发区|高新区|经开区|省|市|区|县|州|旗"
_PLACE = (
    rf"(?:我|本|全)(?:{_LEVEL})(?:范围)?内?|(?:{_LEVEL}|域|境|辖区|行政区域|区域)内(?:各|的)?"
    r"|辖区|驻区|驻市|驻县|驻地|本地|在地"
)
_INSURED = r"参保"
_AND = r"以及|或者|、|和|及|与|或|，|,|/"
_OPEN = r"等(?=[^级])"
_GLUE = r"各类|各种|各|广大|所有|全部|全体|行业|领域|产业|类|业务|型|性|的|从事|经营|开展|属于"
_KINDS = (
    (PartKind.SIZE, _SIZE),
    (PartKind.PLACE, _PLACE),
    (PartKind.INSURED, _INSURED),
    (PartKind.AND, _AND),
    (PartKind.OPEN, _OPEN),
    (PartKind.GLUE, _GLUE),
)
_QUOTES = re.compile('[“”"‘’]')
_ESPECIALLY = re.compile(r"[（(，,、]?(?:特别|尤其)是[^，,；）)]*[）)]?")
_BRACKET = re.compile(r"[（(][^（()）]{0,40}[)）]")
_INCLUDED = re.compile(r"[（(](?:含|包括|包含)(?P<inside>[^（()）]{2,40})[)）]$")
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
_QUALITY = re.compile(
    "规模以上|规上|限额以上|限上|重点|骨干|优质|困难|新办|新设立|新入驻|示范|规范|符合条件"
)
"""Words before an industry that leave it what it is: 规模以上工业企业 are 工业企业."""
_HEADS = frozenset({PartKind.BODY, PartKind.INDUSTRY, PartKind.OWNERSHIP})
_LISTED = frozenset({PartKind.SIZE, PartKind.OWNERSHIP, PartKind.INDUSTRY})
_SILENT = frozenset({PartKind.GLUE, PartKind.OPEN})


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({*industry_names(), *BODIES, *OWNERSHIPS}, key=len, reverse=True)
    groups = [rf"(?P<word>(?:{'|'.join(map(re.escape, words))})(?<!业(?=务)))"]
    groups += [f"(?P<{kind.value}_>{pattern})" for kind, pattern in _KINDS]
    return re.compile("|".join(groups))


def find_parts(text: str) -> tuple[Part, ...]:
    """The parts of a text, in order and without a gap."""
    found: list[Part] = []
    for part in _parts(f"{text} "):
        claims = part.kind is PartKind.CLAIM and len(found) > 1
        if claims and found[-1].kind is PartKind.GLUE and found[-2].kind is PartKind.CLAIM:
            found[-2:] = [
                Part(
                    kind=PartKind.CLAIM,
                    text=text[found[-2].start : part.end],
                    start=found[-2].start,
                    end=part.end,
                )
            ]
        else:
            found.append(part)
    return tuple(found)


def _parts(text: str) -> Iterator[Part]:
    at, last = 0, len(text) - 1
    for match in _pattern().finditer(text):
        if match.start() > at:
            yield _between(text, at, match.start())
        yield Part(kind=_kind(match), text=match[0], start=match.start(), end=match.end())
        at = match.end()
    if at < last:
        yield _between(text, at, last)


def _between(text: str, start: int, end: int) -> Part:
    """What stands between words that are known: the name of a place, else a claim."""
    kind = PartKind.CLAIM if named_place(text[start:end]) is None else PartKind.PLACE
    return Part(kind=kind, text=text[start:end], start=start, end=end)


def _kind(match: re.Match[str]) -> PartKind:
    if match["word"] is None:
        return PartKind(str(match.lastgroup).removesuffix("_"))
    if match[0] in BODIES:
        return PartKind.BODY
    return PartKind.OWNERSHIP if match[0] in OWNERSHIPS else PartKind.INDUSTRY


@lru_cache(maxsize=_KEPT)
def read_phrase(text: str) -> tuple[Requirement, ...]:
    """The alternatives of a phrase, one of which must hold.

    A phrase that does not end in a word for a body or an industry is one claim as a whole.
    """
    text = _QUOTES.sub("", text)
    phrase = _BRACKET.sub("", _ESPECIALLY.sub("", text)).strip("，,、；。 ")
    phrase = _BY_STANDARD.sub("", phrase)
    excluded = tuple(match["who"] for match in _EXCLUDED.finditer(text))
    last = _INCLUDED.search(text)
    found = (*_read(phrase), *(_read(last["inside"]) if last else ()))
    return tuple(replace(each, but_not=(*each.but_not, *excluded)) for each in found)


def _read(phrase: str) -> tuple[Requirement, ...]:
    modifiers, head = _split(_APPOSED.sub("等", phrase))
    parts = find_parts(head)
    spoken = [part for part in parts if part.kind not in _SILENT and part.kind is not PartKind.AND]
    if not spoken or spoken[-1].kind not in _HEADS | {PartKind.SIZE, PartKind.PLACE}:
        return (Requirement(claims=(phrase,)),) if phrase else ()
    shared = [_modifier(modifier) for modifier in modifiers]
    return tuple(_joined(_requirement(each), shared) for each in _alternatives(parts))


def _split(phrase: str) -> tuple[list[str], str]:
    """What stands before each 的, and the rest. 的 behind a list that goes on is none."""
    *modifiers, head = re.split(r"的(?=[^的])", phrase.removesuffix("的"))
    return [modifier for modifier in modifiers if modifier], head


def _modifier(text: str) -> Requirement:
    """What a modifier requires: parts where all of it is understood, else one claim."""
    beside = _BESIDE.fullmatch(text)
    if beside:
        return Requirement(but_not=(beside["who"],))
    parts = find_parts(text)
    if any(part.kind is PartKind.PLACE for part in parts):
        parts = tuple(part for part in parts if not SEATED.fullmatch(part.text))
    kinds = {part.kind for part in parts}
    if kinds & {PartKind.CLAIM, PartKind.BODY}:
        return Requirement(claims=(text,))
    return _requirement(parts)


def _joined(requirement: Requirement, shared: Sequence[Requirement]) -> Requirement:
    for other in shared:
        requirement = replace(
            requirement,
            industries=requirement.industries or other.industries,
            open_list=requirement.open_list or other.open_list,
            sizes=requirement.sizes or other.sizes,
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
            right = next((p for p in parts[place + 1 :] if p.kind not in _SILENT), None)
            if left is not None and left.kind is PartKind.BODY:
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
