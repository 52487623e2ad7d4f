"""Responsibility clauses (责任单位、分工) in a text: where they stand, which organs they name and in which part.

Three forms: labelled, in brackets or on a line of its own （责任单位：A、B） 责任单位：A、B; with verbs, in brackets
（A牵头，B配合）; a bare list of organs in brackets behind a sentence （A、B）. An ordinary sentence that says who does
what is none. Pure: text in, spans out.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ingest.organ_lists import CLOSE, OPEN, Piece, is_organ_shaped, read_list, read_sentence
from kb.model import Role
from kb.squeeze import Squeezed

__all__ = ["Duty", "Owner", "Rule", "find_duties", "find_rules"]


@dataclass(frozen=True, slots=True)
class Owner:
    """One organ named in a text, with its part; the span is the organ's name as written."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Duty:
    """分工：a responsibility clause; the span holds its brackets."""

    start: int
    end: int
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """An owner named once for several tasks: 以下均需各县〔市、区〕政府组织落实，不再列出."""

    start: int
    end: int
    scope: str  # following, preceding, all
    owners: tuple[Owner, ...]


# ---- labels

_LEAD = "总?牵头|主办|主责|首要责任"
_SUPPORT = "协同配合|配合|协办|参与|参加|协同|协助|支持|协作|联办|会办"
_GUIDE = "业务指导|指导|督导|督办|监督|监管"
_DO = "主要责任|第一责任|具体责任|落实责任|责任|承办|组织实施|实施|完成|落实|负责|执行|推进|共同责任|联合|组织|工作责任|对接|归口|经办|主管"
_UNIT = "单位|部门|机构|处室|科室|股室|机关|主体|区域|地区|区县|县区|方"
_ANY_ROLE = f"{_LEAD}|{_SUPPORT}|{_GUIDE}|{_DO}"
_PEOPLE = "领导|责任人|负责人|联系人|校长|所长|市长|人"
_TIME = (
    "(?:完成|办结|办理|落实|实施|整改|工作|推进|序时|计划|任务|责任|目标)*"
    "(?:时限|时间节点|时间安排|时间要求|时间进度|进度安排|进度要求|期限|时间|节点|日期)(?:要求|安排)?"
)
_LABEL = re.compile(
    f"(?:"
    f"(?P<people>(?:市|县|区|省)?(?:{_ANY_ROLE}|分管|包联|联系|包保|挂钩|主管)*(?:市|县|区|省|校|厅|局)?(?:{_PEOPLE}))"
    f"|(?P<role>(?:市级|省级|区级|县级|市直|省直|区直|县直|主要|各)?(?:{_ANY_ROLE})"
    f"(?:[、和与及/（(]*(?:{_ANY_ROLE})[）)]?)*(?:{_UNIT})?(?:[和与及、/（(]*(?:{_ANY_ROLE})*(?:{_UNIT}|{_PEOPLE})[）)]?)*)"
    f"|(?P<time>{_TIME})"
    f"|(?P<other>[\u4e00-\u9fff]{{2,8}})"
    f")(?:[（(][^（）()]{{1,12}}[）)])?[：:]"
)
# 责任单位 without a colon, at the beginning of a bracket.
_LOOSE_LABEL = re.compile(
    f"(?P<role>(?:{_ANY_ROLE})(?:{_UNIT})(?:为|是)?)(?={'[市省区县各国州中]'})"
)
_HEAD = re.compile(
    rf"[、，,；;\s]*(?:{_LABEL.pattern}|{_LOOSE_LABEL.pattern.replace('?P<role>', '?P<loose>')})"
)

_OPENING = re.compile(f"[{re.escape(OPEN)}]")
_MAX = 600  # characters; the longest list in print has about 400
_MARKER = re.compile(
    r"\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\d{1,2}[）)]|[①-⑳]|第[一二三四五六七八九十百]+[章条]"
)
_HAN_MARKER = re.compile("[一二三四五六七八九十]{1,3}、")


def _label_role(label: str) -> Role:
    """The role that a label gives: 牵头单位 lead, 配合单位 support, 责任单位 responsible; mixed ones responsible."""
    kinds = [
        role
        for words, role in ((_LEAD, Role.LEAD), (_SUPPORT, Role.SUPPORT), (_GUIDE, Role.GUIDE))
        if re.search(words, label)
    ]
    mixed = re.search("[、和与及/]", label)
    return (
        kinds[0] if len(kinds) == 1 and not (mixed and re.search(_DO, label)) else Role.RESPONSIBLE
    )


class _View:
    """A text without white space, with the places where white space and line ends stood."""

    def __init__(self, text: str) -> None:
        self.squeezed = Squeezed(text)
        self.text = self.squeezed.text
        spaces = [(self.squeezed.index(m.end()), "\n" in m[0]) for m in re.finditer(r"\s+", text)]
        self.gaps = frozenset(at for at, _ in spaces)
        self.breaks = frozenset(at for at, line_end in spaces if line_end)
        self.labels = frozenset(_label_places(self.text, self.gaps))
        self.markers = frozenset(_marker_places(self.text, self.gaps))

    def owner(self, piece: Piece) -> Owner:
        """A piece in offsets of the text as printed."""
        return Owner(*self.squeezed.span(piece.start, piece.end), piece.role)


Known = Callable[[str], bool]


def find_duties(text: str, known: Known) -> list[Duty]:
    """The responsibility clauses of a text, in order. `known` says whether a name is a known organ's."""
    view = _View(text)
    rules = _rule_spans(view.text)
    found: list[tuple[int, int, list[Piece]]] = []
    at = 0
    while at < len(view.text):
        here = _at(view, at, known, rules)
        if here is None:
            at += 1
        else:
            found.append(here)
            at = here[1]
    duties = []
    for start, end, pieces in _joined(view, found):
        first, last = view.squeezed.span(start, end)
        duties.append(Duty(first, last, tuple(map(view.owner, pieces))))
    return duties


_Found = tuple[int, int, list[Piece]]


def _at(view: _View, at: int, known: Known, rules: list[tuple[int, int]]) -> _Found | None:
    """The responsibility clause that begins at an offset."""
    if view.text[at] in OPEN:
        return _bracketed(view, at, known, rules)
    return _labelled_line(view, at, known, rules) if _begins_line(view, at) else None


def _bracketed(view: _View, at: int, known: Known, rules: list[tuple[int, int]]) -> _Found | None:
    text = view.text
    label = _HEAD.match(text, at + 1, at + 40)
    if label and (label["role"] or label["time"] or label["people"] or label["loose"]):
        inner, end = _inside(view, at)
        pieces = _read_labelled(view, at + 1, inner, known, rules)
        return (at, end, pieces) if any(_organ(text, p) for p in pieces) else None
    inner, end = _inside(view, at)
    if end == inner or inner - at > _MAX:
        return None
    pieces, verbs = read_sentence(text, at + 1, inner, view.gaps, known)
    if not pieces:
        return None
    names = [text[p.start : p.end] for p in pieces]
    return (at, end, pieces) if verbs or _is_bare_list(view, at, end, names, known) else None


def _organ(text: str, piece: Piece) -> bool:
    return is_organ_shaped(text[piece.start : piece.end])


_SENTENCE_ENDS = "。；;！!：:"


def _is_bare_list(view: _View, start: int, end: int, names: list[str], known: Known) -> bool:
    """Whether a bracket of nothing but organs stands where owners stand: behind a sentence and at the end of it."""
    text = view.text
    behind = start > 0 and text[start - 1] in _SENTENCE_ENDS
    closes = end == len(text) or end in view.gaps or text[end] in "。；;" or end in view.markers
    levels = any(re.match("[省市区县州国]|自治", name) for name in names)
    return behind and closes and known(names[0]) and (levels or len(names) > 1)


def _inside(view: _View, at: int) -> tuple[int, int]:
    """Where the text inside a bracket ends and where the bracket does; equal where it is not closed."""
    text, depth = view.text, 0
    closed = at
    for i in range(at, min(len(text), at + _MAX)):
        if i > at and (i in view.breaks and (i in view.markers or i in view.labels)):
            break
        if text[i] in OPEN:
            if i > at and i in view.labels:
                break
            depth += 1
        elif text[i] in CLOSE:
            depth -= 1
            closed = i
            if depth == 0:
                return i, i + 1
    return _unclosed(view, at, closed)


def _unclosed(view: _View, at: int, closed: int) -> tuple[int, int]:
    """The end of a bracket that nothing closes: a full stop, a line end, the next number, another label."""
    text = view.text
    for i in range(at + 1, min(len(text), at + _MAX)):
        if (
            text[i] == "。"
            or i in view.breaks
            or i in view.markers
            or (text[i] in OPEN and i in view.labels)
        ):
            return (
                (i - 1, i) if closed == i - 1 and closed > at and text[i - 1] in CLOSE else (i, i)
            )
    end = min(len(text), at + _MAX)
    return (end - 1, end) if closed == end - 1 and closed > at else (end, end)


def _label_places(text: str, gaps: Collection[int]) -> Iterator[int]:
    """Where a label of owners stands: at a bracket that it opens, or behind white space."""
    for at in [*(m.start() for m in _OPENING.finditer(text)), *gaps]:
        label = _HEAD.match(text, at + (text[at : at + 1] in tuple(OPEN)), at + 40)
        if label and (label["role"] or label["people"] or label["loose"]):
            yield at


def _marker_places(text: str, gaps: Collection[int]) -> Iterator[int]:
    """Where the number of another item stands."""
    for marker in _MARKER.finditer(text):
        if marker.start() in gaps or text[marker.start() - 1 : marker.start()] not in tuple(
            "、，,；;：:"
        ):
            yield marker.start()
    yield from (at for at in gaps if _HAN_MARKER.match(text, at))


def _begins_line(view: _View, at: int) -> bool:
    return at == 0 or at in view.gaps or view.text[at - 1] in "。；;！!）)】]］"


def _labelled_line(
    view: _View, at: int, known: Known, rules: list[tuple[int, int]]
) -> _Found | None:
    """责任单位：A、B without brackets, to the full stop, the line end or the next number."""
    text = view.text
    label = _LABEL.match(text, at, at + 40)
    if not label or not label["role"]:
        return None
    end = label.end()
    while end < min(len(text), at + _MAX):
        if text[end] == "。" or (end > label.end() and (end in view.breaks or end in view.markers)):
            break
        if text[end] in OPEN:
            if end in view.labels:
                break
            inner, end = _inside(view, end)
            continue
        if text[end] in CLOSE:
            break
        end += 1
    pieces = _read_labelled(view, at, end, known, rules)
    return (at, end, pieces) if any(_organ(text, p) for p in pieces) else None


def _read_labelled(
    view: _View, start: int, end: int, known: Known, rules: list[tuple[int, int]]
) -> list[Piece]:
    """The organs behind each label of text[start:end]; persons, dates, other matters and rules are left out."""
    text = view.text
    pieces: list[Piece] = []
    marks = [(m.start(), m.end(), _kind(m)) for m in _labels(view, start, end)]
    for (_, begin, role), stop in zip(marks, [*(m[0] for m in marks[1:]), end], strict=True):
        if role is None:
            continue
        for a, b in _without(begin, stop, rules):
            pieces += read_list(text, a, b, role, view.gaps, known)
    return pieces


def _labels(view: _View, start: int, end: int) -> Iterator[re.Match[str]]:
    at = start
    first = True
    while at < end:
        match = (_HEAD if first else _LABEL).match(view.text, at, end)
        begins = first or at in view.gaps or view.text[at - 1] in "，,；;。、）)"
        if match and match["other"] and any(at < gap < match.end() for gap in view.gaps):
            match = None
        if match and begins:
            yield match
            at, first = match.end(), False
        else:
            at, first = at + 1, False


def _kind(match: re.Match[str]) -> Role | None:
    groups = match.groupdict()
    label = groups.get("role") or groups.get("loose")
    return _label_role(label) if label else None


def _without(start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A span less others."""
    for a, b in spans:
        if a < end and b > start:
            if start < a:
                yield start, a
            start = max(start, b)
    if start < end:
        yield start, end


def _joined(view: _View, found: list[_Found]) -> list[_Found]:
    """Clauses that touch are one: 牵头单位：A on one line and 配合单位：B on the next."""
    merged: list[_Found] = []
    for start, end, pieces in found:
        if (
            merged
            and not view.text[merged[-1][1] : start].strip("，,；;。")
            and _complement(merged[-1][2], pieces)
        ):
            first, _, others = merged[-1]
            merged[-1] = (first, end, [*others, *pieces])
        else:
            merged.append((start, end, pieces))
    return merged


def _complement(first: list[Piece], second: list[Piece]) -> bool:
    """Whether the second list names another part of the same work."""
    return not {p.role for p in first} & {p.role for p in second}


# ---- owners named once for several tasks

_EVERY = "(?:各项|各条|所有|全部|任务|重点|工作|事项|措施|条目|条款|内容|政策|部分|项目|中|所列|列|的|，){0,8}"
_SCOPES = (
    ("following", "以下|下列|下述|后续|其余|其他|此后|后面"),
    ("preceding", "以上|上述|前述"),
    ("all", "各项|所有|全部|本(?:方案|意见|措施|清单|通知|计划)"),
)
_SCOPE = "|".join(f"(?P<{name}>{words})" for name, words in _SCOPES)
_SILENT = "[，,、]?(?:以下)?(?:均)?(?:不再|不一一|不逐|不另|恕不|不单)[^。；;，,（）()]{0,8}(?:列|举|述|写|注|标|复)[^。；;，,（）()]{0,2}"
_SAYS_LESS = re.compile("不再|不一一|不逐|不另|恕不|不单")
_RULES = (
    re.compile(
        f"(?:{_SCOPE}){_EVERY}(?:责任单位|牵头单位|配合单位)?(?:均|都|皆|全部|同时)(?:还)?(?:需要?|须|应由?|由|要|包括|含|涉及)*"
        f"(?P<owners>[^。；;]{{2,80}}?)(?P<verb>(?:按职责分工|按照职责分工|组织|具体|负责|抓好|共同|分别|参与|配合|协助|推进|贯彻|实施|落实|执行|到位|牵头)+)"
        f"(?:{_SILENT}|(?=[。；;）)】\\]，,]|$))"
    ),
    re.compile(
        f"(?P<owners>[^。；;，,：:（(]{{2,60}}?(?:[（(〔\\[][^）)〕\\]]{{1,8}}[）)〕\\]])?[^。；;，,：:（(]{{0,20}}?)(?:均|都)?(?:为|是|列为|作为)(?:{_SCOPE}){_EVERY}(?P<verb>责任单位|配合单位|牵头单位){_SILENT}"
    ),
    re.compile(
        f"(?:{_SCOPE}){_EVERY}(?P<verb>责任单位|配合单位)(?:均|都)(?:包括|含|包含|涉及|为)(?P<owners>[^。；;]{{2,80}}?){_SILENT}"
    ),
)


def _rule_matches(text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for pattern in _RULES if _SAYS_LESS.search(text) else _RULES[:1]:
        for match in pattern.finditer(text):
            if not any(match.start() < m.end() and m.start() < match.end() for m in found):
                found.append(match)
    return sorted(found, key=re.Match.start)


def _rule_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _rule_matches(text)]


def find_rules(text: str, known: Known) -> list[Rule]:
    """The owners that a text names once for several tasks."""
    view = _View(text)
    rules = []
    for match in _rule_matches(view.text):
        role = _label_role(match["verb"])
        pieces = read_list(view.text, *match.span("owners"), role, view.gaps, known)
        pieces = [p for p in pieces if _organ(view.text, p)]
        if pieces:
            scope = next(name for name, _ in _SCOPES if match[name])
            owners = tuple(map(view.owner, pieces))
            rules.append(Rule(*view.squeezed.span(*match.span()), scope, owners))
    return rules
