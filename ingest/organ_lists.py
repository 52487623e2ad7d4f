"""Lists of organs with the part each has: 市发改委牵头，市财政局、市住建局配合.

Works on text without white space. A list is cut at separators outside brackets; the verb that ends
a group gives it its role, otherwise the label before the list does (责任单位：).
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from ingest.duty_verbs import VERB, verb_role
from ingest.organ_shape import (
    CLOSE,
    INNER,
    OPEN,
    is_class,
    is_name,
    is_note,
    is_organ_shaped,
    is_private,
    shares_head,
)
from kb.model import Role

__all__ = ["Context", "Piece", "read_list", "read_sentence"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One organ of a list; `start` and `end` count from the beginning of the squeezed text."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Context:
    """A text without white space and what lists need to be read."""

    text: str
    gaps: Collection[int]  # offsets where white space stood
    known: Callable[[str], bool]  # whether a name is a known organ's


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between separators."""

    start: int
    end: int
    before: str  # the separator before it


_STRANGE = 14  # characters of a name that does not end like an organ's


def read_list(context: Context, start: int, end: int, role: Role) -> list[Piece]:
    """The organs behind a label that gives `role`; verbs inside the list override it."""
    found = []
    for piece, by_verb in _pieces(context, start, end, role):
        piece = _without_person(context, piece)
        name = context.text[piece.start : piece.end]
        if is_name(name) and (not by_verb or is_organ_shaped(name)):
            found.append(piece)
    return found


def read_sentence(context: Context, start: int, end: int) -> tuple[list[Piece], bool]:
    """The organs of a stretch, and whether verbs gave every one its part (A牵头，B配合).

    Nothing where there is anything but organs, verbs and notes, a verb for some organs only, or
    nobody but those concerned (用人单位负责). Behind a verb one in four may look like no organ.
    """
    pieces, verbs, public, strange = [], set(), False, 0
    for piece, by_verb in _pieces(context, start, end, None):
        name = context.text[piece.start : piece.end]
        if is_note(name):
            continue
        if not (is_organ_shaped(name) or context.known(name)):
            if not (by_verb and is_name(name) and len(name) <= _STRANGE):
                return [], False
            strange += 1
        pieces.append(piece)
        verbs.add(by_verb)
        public = public or not is_private(name)
    holds = len(verbs) == 1 and public and strange * 4 <= len(pieces)
    return (pieces, verbs == {True}) if holds else ([], False)


def _pieces(
    context: Context, start: int, end: int, default: Role | None
) -> list[tuple[Piece, bool]]:
    """Each unit with its role, and whether a verb gave it."""
    parts = [
        part
        for whole in _merge_classes(context.text, _cut(context.text, start, end))
        for part in _split_inside(context, whole)
    ]
    done: list[tuple[Piece, bool]] = []
    waiting: list[Piece] = []
    for part in parts:
        for stretch, role in _by_verb(context.text, part):
            waiting += _units(context.text, stretch, default or Role.RESPONSIBLE)
            if role is not None:
                owned = (_own_role(context.text, piece) for piece in waiting)
                done += [(p if own else replace(p, role=role), True) for p, own in owned]
                waiting = []
    return done + [(_own_role(context.text, piece)[0], False) for piece in waiting]


# ---- stretches between separators


def _cut(text: str, start: int, end: int) -> Iterator[_Part]:
    """Stretches between separators outside brackets."""
    depth, at, before = 0, start, ""
    for i in range(start, end):
        c = text[i]
        if c in OPEN:
            depth += 1
        elif c in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and c in "、，,；;。/／|｜·．.*★▲●◆■+＋":
            if at < i:
                yield _Part(at, i, before)
            at, before = i + 1, c
    if at < end:
        yield _Part(at, end, before)


def _merge_classes(text: str, parts: Iterator[_Part]) -> list[_Part]:
    """各市、县（区）人民政府 is one unit: a class without a head takes what follows 、."""
    merged: list[_Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        name = text[part.start : part.end]
        if last and part.before == "、" and shares_head(text[last.start : last.end], name):
            merged[-1] = _Part(last.start, part.end, last.before)
        else:
            merged.append(part)
    return merged


# ---- units joined by 和, 及, 与, by nothing, or by white space

_JOIN = re.compile("以及|和|及(?!其)|与|暨")
_SEAM = re.compile(
    "(?<=地区)(?=各)|(?<=各地)(?=各)"
    "|(?<=[委局厅部办会署院府心队社联])"
    "(?=国家|自治区|自治州|省|市(?![场政容民长])|区(?![域块划位内])|县(?!域)|州|各)"
)
_BARE_HEAD = re.compile("^(?:办公室|办公厅|政府|部门|单位|机构|企业|地方|地区|个人|街道|政府部门)$")
_PARTY_OR_STATE = re.compile(
    "^(?:国务院|党中央|中央|地方|各级|自治区|[省市县区州旗盟])?"
    "(?:党委|委|党组|人民政府|政府|国务院|中央)$"
)
_STATE_HEAD = re.compile("^(?:国家|中国|中华|国网|中共|全国)|总局$")
_LEVEL = re.compile("国家|自治区|自治州|[省市区县州各]")


def _split_inside(context: Context, part: _Part) -> Iterator[_Part]:
    at, before = part.start, part.before
    for i, j in _seams(context, part):
        left, right = context.text[at:i], context.text[j : part.end]
        if at < i and _is_complete(left, right, context) and _begins(left, right, i, j, context):
            yield _Part(at, i, before)
            at, before = j, "和"
    yield _Part(at, part.end, before)


def _seams(context: Context, part: _Part) -> list[tuple[int, int]]:
    """Where a stretch might be two, in order; nothing inside brackets."""
    text, depth, outside = context.text, 0, set()
    for i in range(part.start, part.end):
        depth = max(0, depth + (text[i] in OPEN) - (text[i] in CLOSE))
        if depth == 0:
            outside.add(i)
    found = {m.span() for m in _JOIN.finditer(text, part.start, part.end)}
    found |= {m.span() for m in _SEAM.finditer(text, part.start, part.end)}
    found |= {(i, i) for i in range(part.start + 1, part.end) if i in context.gaps}
    return sorted(seam for seam in found if seam[0] in outside)


def _is_complete(name: str, after: str, context: Context) -> bool:
    """Whether a name can end here: it has a head and is not one that others continue (市场和…)."""
    name = re.sub("^(?:由|会同)|等$", "", name)
    if is_class(name):
        return not shares_head(name, after)
    long_enough = len(name) > 2 or context.known(name) or bool(_PARTY_OR_STATE.match(name))
    return long_enough and is_organ_shaped(name)


def _begins(left: str, right: str, i: int, j: int, context: Context) -> bool:
    """Whether what follows the seam i…j begins another unit."""
    verb = VERB.search(right)
    name = _first_unit(right[: verb.start()] if verb else right)
    if not is_organ_shaped(name.partition("等")[0]) or _BARE_HEAD.match(name):
        return False
    if i < j:
        return True
    if _STATE_HEAD.search(left) or re.match("各[处科股]室", name):
        return False
    if _PARTY_OR_STATE.match(left):
        return bool(re.match("[省市县区州](?:人民)?政府$", name))
    apart = i in context.gaps and context.known(left) and context.known(name)
    return len(left) > 2 and len(name) > 2 and (bool(_LEVEL.match(name)) or apart)


def _first_unit(text: str) -> str:
    """The text up to the first 和 or 及 that a unit stands before; all of it without one."""
    firsts = (text[: join.start()] for join in _JOIN.finditer(text))
    return next((first for first in firsts if is_organ_shaped(first)), text)


# ---- verbs

# 省教育厅牵头会同省财政厅, 市发改委牵头市财政局配合
_LEAD_INSIDE = re.compile("牵头(?:负责|组织|推进|落实|实施)?(?!单位|部门|人|会议|制度|机构|处|办)")
_JOINT = re.compile(
    "会同|会商|(?<=[委局厅部办署行府会协联])(?<!管委)(?:商|会|联合)(?=[省市区县州国各自])"
)


def _by_verb(text: str, part: _Part) -> list[tuple[_Part, Role | None]]:
    """A stretch as the organs before each verb and the role it gives; None before no verb."""
    found: list[tuple[_Part, Role | None]] = []
    at = part.start
    lead = _LEAD_INSIDE.search(text, at, part.end)
    splits = lead and at < lead.start() and lead.end() + 2 < part.end
    if lead and splits and not VERB.match(text[lead.start() : part.end]):
        found.append((_Part(at, lead.start(), part.before), Role.LEAD))
        at = lead.end()
    verb = VERB.search(text, at, part.end)
    if verb and at < verb.start() and is_note(text[at : verb.start()]):
        return found
    role = verb_role(verb["verb"]) if verb else None
    if verb and (role or verb.start() == at):
        return [*found, (_Part(at, verb.start(), part.before), role)]
    return [*found, (_Part(at, part.end, part.before), None)]


def _units(text: str, part: _Part, role: Role) -> Iterator[Piece]:
    """The units of a stretch without verbs: joint ones apart, what leads in and trails dropped."""
    at = part.start
    for joint in [*_JOINT.finditer(text, part.start, part.end), None]:
        end = joint.start() if joint else part.end
        start, stop = _trim(text, at, end)
        if start < stop:
            yield Piece(start, stop, role)
        at = joint.end() if joint else end


# ---- what is no part of a name

_LEADING = re.compile(
    "(?:(?:此项|该项|本项|上述|以上|具体|主要|统一)?(?:工作|任务|事项)?由|并由|并|请|会同|以及|及|与|等|同时|还有"
    "|和(?=[省市区县州国各])|[：:—–-]|[（(][一二三四五六七八九十\\d]+[）)]|\\d+[.．、）)])+"
)
_GROUP = (
    "国务院|中央|省级|市级|区级|县级|省直|市直|区直|县直|\\d{1,4}[个家]?|[一二三四五六七八九十]{1,4}[个家]?"
    "|有关|相关|各|多|职能|主管|成员|行业"
)
_TRAILING = re.compile(
    f"等(?:{_GROUP}){{0,6}}(?:(?:部门|单位|机构|委办局)(?:[和、](?:部门|单位))?)?$"
    f"|{INNER}(?<=按职责分工.)$"
)
_CONTACT = re.compile(f"{INNER}$")
_OWN_ROLE = re.compile(
    r"[（(\[［](?:为)?(?P<role>总?牵头|主办|主责|责任|配合|协办|参与|承办|指导|协助|负责|排名第一)"
    r"(?:单位|部门)?[）)\]］]$"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what leads in (由, 会同) and trails (等, 等有关部门, a telephone number)."""
    lead = _LEADING.match(text, start, end)
    if lead:
        start = lead.end()
    trail = _TRAILING.search(text, start, end)
    if trail and (trail.start() == start or is_organ_shaped(text[start : trail.start()])):
        end = trail.start()
    contact = _CONTACT.search(text, start, end)
    if contact and re.search(r"\d{5}|联系|电话", contact[0]):
        end = contact.start()
    while start < end and text[end - 1] in "：:等" + OPEN and not is_organ_shaped(text[start:end]):
        end -= 1
    return start, end


def _own_role(text: str, piece: Piece) -> tuple[Piece, bool]:
    """A unit without the role written behind it, （牵头）, and whether it had one."""
    own = _OWN_ROLE.search(text, piece.start, piece.end)
    if not own:
        return piece, False
    written = {"排名第一": "牵头", "责任": "负责"}.get(own["role"], own["role"])
    return Piece(piece.start, own.start(), verb_role(written) or piece.role), True


def _without_person(context: Context, piece: Piece) -> Piece:
    """市城管局 of 市城管局 王某: a unit that only ends like one before white space."""
    name = context.text[piece.start : piece.end]
    if is_organ_shaped(name):
        return piece
    ends = [
        gap
        for gap in range(piece.start + 2, piece.end)
        if gap in context.gaps and context.known(context.text[piece.start : gap])
    ]
    return replace(piece, end=ends[-1]) if ends else piece
