"""Responsibility clauses (责任单位, 分工) in a text: where they stand and whom they name.

Three forms: labelled, in brackets or on a line of its own （责任单位：A、B） 责任单位：A、B; with
verbs, in brackets （A牵头，B配合）; a bare list of organs in brackets after a sentence （A、B）. An
ordinary sentence that says who does what is none. Pure: text in, spans out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.duty_labels import COLON, Label, read_label
from ingest.duty_text import DutyText, Known
from ingest.organ_lists import Piece, read_list, read_sentence
from ingest.organ_shape import CLOSE, OPEN, is_organ_shaped
from ingest.owner_rules import Owner, Rule, rules_of

__all__ = ["Duty", "Owner", "Rule", "find_duties", "find_rules"]


@dataclass(frozen=True, slots=True)
class Duty:
    """分工：a responsibility clause; the span holds its brackets."""

    start: int
    end: int
    owners: tuple[Owner, ...]


def find_duties(text: str, known: Known) -> list[Duty]:
    """The responsibility clauses of a text, in order.

    `known` says whether a name is a known organ's.
    """
    view = DutyText(text, known)
    duties = []
    for found in _joined(view, _found(view)):
        start, end = view.squeezed.span(found.start, found.end)
        duties.append(Duty(start, end, view.owners(found.pieces)))
    return duties


def find_rules(text: str, known: Known) -> list[Rule]:
    """The owners that a text names once for several tasks."""
    view = DutyText(text, known)
    rules = []
    for rule in rules_of(view.context):
        start, end = view.squeezed.span(rule.start, rule.end)
        owners = view.owners(Piece(o.start, o.end, o.role) for o in rule.owners)
        rules.append(Rule(start, end, rule.scope, owners))
    return rules


@dataclass(frozen=True, slots=True)
class _Found:
    """A responsibility clause in the text without white space."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


# The sentence that closes a document: 本措施自印发之日起施行
_CLOSING = re.compile(
    "(?:本|此|上述|以上)(?:若干)?(?:政策)?(?:措施|意见|政策|通知|方案|办法|规定)(?:自|由|有效|执行|从)"
)
_MAX = 600  # characters; the longest list in print has about 400


def _found(view: DutyText) -> Iterator[_Found]:
    at = 0
    while at < len(view.text):
        here = _at(view, at)
        if here:
            yield here
        at = here.end if here else at + 1


def _at(view: DutyText, at: int) -> _Found | None:
    """The responsibility clause that begins at an offset."""
    if view.text[at] in OPEN:
        return _labelled_line(view, at) or _bracketed(view, at)
    return _labelled_line(view, at) or _divided(view, at) if _may_begin_label(view, at) else None


# ---- in brackets

_SENTENCE_ENDS = f"。；;！!{COLON}"


def _bracketed(view: DutyText, at: int) -> _Found | None:
    label = read_label(view.text, at + 1, opening=True)
    inner, end = _inside(view, at)
    if label and label.kind != "other":
        return _labelled(view, at, end, at + 1, inner)
    if inner == end:
        return None
    pieces, by_verbs = read_sentence(view.context, at + 1, inner)
    if pieces and (by_verbs or _is_bare_list(view, at, end, pieces)):
        return _Found(at, end, tuple(pieces))
    return None


def _is_bare_list(view: DutyText, start: int, end: int, pieces: Iterable[Piece]) -> bool:
    """Whether organs alone in brackets stand where owners do: behind a sentence, before the end."""
    text = view.text
    names = [text[p.start : p.end] for p in pieces]
    behind = start > 0 and text[start - 1] in _SENTENCE_ENDS
    closes = end == len(text) or end in view.gaps or text[end] in "。；;" or end in view.markers
    leveled = any(re.match("[省市区县州国]|自治", name) for name in names)
    return behind and closes and view.context.known(names[0]) and (leveled or len(names) > 1)


def _inside(view: DutyText, at: int) -> tuple[int, int]:
    """Where the text inside a bracket ends and where the bracket does; equal if unclosed."""
    text, depth, closed = view.text, 0, at
    for i in range(at, min(len(text), at + _MAX)):
        if i > at and i in view.labels and (text[i] in OPEN or i in view.breaks):
            break
        if i in view.breaks and i in view.markers:
            break
        if text[i] in OPEN:
            depth += 1
        elif text[i] in CLOSE:
            depth -= 1
            closed = i
            if depth == 0:
                return i, i + 1
    return _unclosed(view, at, closed)


def _unclosed(view: DutyText, at: int, closed: int) -> tuple[int, int]:
    """The end of a bracket that nothing closes: a full stop, the item's end, another label."""
    text = view.text
    end = min(len(text), at + _MAX)
    for i in range(at + 1, end):
        if text[i] == "。" or view.ends_item(i) or (text[i] in OPEN and i in view.labels):
            end = i
            break
    return (end - 1, end) if at < closed == end - 1 else (end, end)


# ---- on lines


def _may_begin_label(view: DutyText, at: int) -> bool:
    if at in view.glued_labels:
        return True
    return at == 0 or at in view.gaps or view.text[at - 1] in f"。；;！!.．—–-●◆■▲★{CLOSE}"


def _labelled_line(view: DutyText, at: int) -> _Found | None:
    """责任单位：A、B without brackets, to the full stop, the line end or the next number."""
    text = view.text
    label = read_label(text, at)
    if label is None or label.role is None or at < view.barren:
        return None
    end = label.end
    while end < min(len(text), at + _MAX) and text[end] != "。":
        if end > label.end and view.ends_item(end):
            break
        boxed = text[end] in OPEN and read_label(text, end)
        if text[end] in "本此上以" and _CLOSING.match(text, end):
            break
        if text[end] in CLOSE or (text[end] in OPEN and end in view.labels and not boxed):
            break
        end = _inside(view, end)[1] if text[end] in OPEN else end + 1
    found = _labelled(view, at, end, at, end)
    if found is None:
        view.barren = end
    return found


_DIVISION = re.compile(f"(?:责任|任务|部门|职责|工作)?分工[{COLON}]")


def _divided(view: DutyText, at: int) -> _Found | None:
    """责任分工：A牵头，B配合, to the full stop or the line end."""
    label = _DIVISION.match(view.text, at)
    if label is None:
        return None
    limit = min(len(view.text), at + _MAX)
    ends = (i for i in range(label.end(), limit) if view.text[i] == "。" or view.ends_item(i))
    end = next(ends, limit)
    pieces, by_verbs = read_sentence(view.context, label.end(), end)
    return _Found(at, end, tuple(pieces)) if pieces and by_verbs else None


# ---- behind labels


def _labelled(view: DutyText, start: int, end: int, inner: int, inner_end: int) -> _Found | None:
    """The clause with the organs behind each label; None where nothing looks like an organ."""
    pieces: list[Piece] = []
    labels = list(_labels(view, inner, inner_end))
    if not labels:
        return None  # another label opens before the bracket has said anything
    stops = [*(label.start for label in labels[1:]), inner_end]
    for label, stop in zip(labels, stops, strict=True):
        if label.role is not None:
            for a, b in _without(label.end, stop, view.rules):
                pieces += read_list(view.context, a, b, label.role)
    shaped = any(is_organ_shaped(view.text[p.start : p.end]) for p in pieces)
    return _Found(start, end, tuple(pieces)) if shaped else None


def _labels(view: DutyText, start: int, end: int) -> Iterator[Label]:
    at = start
    while at < end:
        begins = (
            at == start
            or at in view.gaps
            or at in view.glued_labels
            or at in view.glued_times
            or view.text[at - 1] in f"，,；;。、{CLOSE}"
        )
        boxed = view.text[at] in OPEN
        label = read_label(view.text, at, opening=begins) if begins or boxed else None
        if label and label.kind == "other" and any(map(view.parts, range(at + 1, label.end))):
            label = None
        if label and label.end <= end:
            yield label
            at = label.end
        else:
            at += 1


def _without(start: int, end: int, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A span less others."""
    for a, b in spans:
        if a < end and b > start:
            if start < a:
                yield start, a
            start = max(start, b)
    if start < end:
        yield start, end


# ---- clauses that touch


def _joined(view: DutyText, found: Iterable[_Found]) -> list[_Found]:
    """牵头单位：A on one line and 配合单位：B on the next are one clause."""
    merged: list[_Found] = []
    for item in found:
        last = merged[-1] if merged else None
        roles = {p.role for p in item.pieces}
        if (
            last
            and not view.text[last.end : item.start].strip("，,；;。")
            and not roles & {p.role for p in last.pieces}
        ):
            merged[-1] = _Found(last.start, item.end, (*last.pieces, *item.pieces))
        else:
            merged.append(item)
    return merged
