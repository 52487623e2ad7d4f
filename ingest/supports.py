"""The support measures (扶持措施) of a document: what a body can ask for, and on which conditions.

National laws set none. Headings with text below them only announce measures. What a section says of
all its measures (支持对象：…, 申报条件：…) and a document of its own reach
(以上政策适用于在本区注册的企业) holds for each of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ingest.support_afterwards import add_afterwards
from ingest.support_amounts import kind_of_unit
from ingest.support_carrying import read_heading
from ingest.support_fields import read_condition, read_period
from ingest.support_lists import announces_list, items_of, opens_item, opens_list
from ingest.support_noise import is_report, only_heads, sums_up
from ingest.support_organs import organs_named, responsible_organs
from ingest.support_phrases import Context, Span
from ingest.support_sections import Kind, bars, reach_of, read_label, read_labelled
from ingest.support_sentences import Found, read_line, read_standard
from kb.model import Amount, Clause, Condition, Document, Level, Support, SupportKind, Task
from kb.squeeze import Squeezed, squeeze

__all__ = ["read_supports"]

_WITHOUT = frozenset({Level.HEADER, Level.TAIL})
_LAWS = frozenset({"法", "解释"})
_IS_SENTENCE = re.compile("[，,；;\\d%％]")  # a first sentence that stands where a heading does
_ENDS_LINE = re.compile(r"[ \t　]*。[ \t　]*(?:\n|$)")  # a sentence, not a heading
_SAYS = re.compile("可以?|应当?|给予|予以|允许|准予|免于|^对.+(?:免征|免收|减半)")
_ASKS = re.compile("(?:申报|申请|享受)[^。；]{0,20}(?:应|须|需|具备|符合|满足)")
_ANYBODY = frozenset({"企业", "单位"})  # headings that say less than the sections around them
# When a measure begins to run (自2020年1月1日起) is its period, nothing that a body must meet.
_IS_PERIOD = re.compile(
    "(?:自|从)?(?:(?:20\\d\\d年)?\\d{1,2}月(?:\\d{1,2}日)?|20\\d\\d年|今年|即日)起(?:实施|执行|施行)?"
)
_SHORTEST = 4  # characters of a listed condition


def read_supports(
    document: Document, clauses: Sequence[Clause], tasks: Sequence[Task]
) -> tuple[Support, ...]:
    """The measures of a document in the order of its text."""
    return _Reader(document, clauses, tasks).read() if document.kind not in _LAWS else ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a clause without white space, and the way back into the document."""

    clause: Clause
    view: Squeezed
    start: int  # of the line in the document

    def span(self, span: Span) -> Span:
        """The span in the document's text."""
        start, end = self.view.span(*span)
        return start + self.start, end + self.start


@dataclass(slots=True)
class _Said:
    """Whom measures are for and what must hold, with spans in the document's text."""

    beneficiaries: list[Span] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    how_to_apply: Span | None = None


@dataclass(slots=True)
class _Measure:
    """A measure with the line that it stands in and the conditions listed behind it."""

    line: _Line
    found: Found
    listed: list[Condition] = field(default_factory=list)


class _Reader:
    """Reads the measures of one document."""

    def __init__(
        self, document: Document, clauses: Sequence[Clause], tasks: Sequence[Task]
    ) -> None:
        self._document = document
        self._clauses = clauses
        self._tasks = tasks
        self._by_id = {clause.clause_id: clause for clause in clauses}
        self._parents = {clause.parent_id for clause in clauses}
        self._duties = [
            (task.responsibility_start, task.responsibility_end)
            for task in tasks
            if task.responsibility_start is not None and task.responsibility_end is not None
        ]
        self._written = document.written_on or document.published_on
        self._reports = is_report(document)
        self._responsible = responsible_organs(squeeze(document.text))
        self._measures: list[_Measure] = []
        self._sections: dict[str | None, _Said] = {}  # None: the whole document
        self._labelled: dict[str | None, tuple[str | None, Kind]] = {}  # clause: its section
        self._listing: dict[str | None, _Measure] = {}  # clause: the measure its items belong to

    def read(self) -> tuple[Support, ...]:
        """The measures in the order of the text."""
        for clause in self._clauses:
            self._reach(clause)
            if clause.level not in _WITHOUT:
                self._clause(clause)
        counts: dict[str, int] = {}
        supports = []
        for measure, after in zip_longest(self._measures, self._measures[1:]):
            clause_id = measure.line.clause.clause_id
            counts[clause_id] = counts.get(clause_id, 0) + 1
            same_line = after is not None and after.line is measure.line
            until = after.found.start if after and same_line else len(measure.line.view.text)
            supports.append(self._support(measure, counts[clause_id], until))
        return tuple(supports)

    # -- clauses and lines

    def _reach(self, clause: Clause) -> None:
        line = _Line(
            clause,
            Squeezed(self._document.text[clause.start : clause.body_end]),
            clause.start,
        )
        if context := reach_of(line.view.text):
            self._say(None, line, context)

    def _clause(self, clause: Clause) -> None:
        heading = squeeze(clause.heading)
        if heading and (label := read_label(heading)):
            self._labelled[clause.clause_id] = (clause.parent_id, label.kind)
        if clause.parent_id in self._labelled:
            self._labelled.setdefault(clause.clause_id, self._labelled[clause.parent_id])
        if clause.parent_id in self._listing:
            self._listing.setdefault(clause.clause_id, self._listing[clause.parent_id])
        for first, line in self._lines(clause):
            if not self._is_duty(line):
                self._line(clause, line, first=first)

    def _is_duty(self, line: _Line) -> bool:
        """Whether a line only says who is responsible."""
        start, end = line.span((0, len(line.view.text)))
        return any(a <= start and end <= b + 1 for a, b in self._duties)

    def _lines(self, clause: Clause) -> Iterator[tuple[bool, _Line]]:
        start = _behind_heading(self._document.text, clause, clause.clause_id in self._parents)
        own = self._document.text[start : clause.body_end]
        for number, match in enumerate(re.finditer("[^\n]+", own)):
            yield number == 0, _Line(clause, Squeezed(match[0]), start + match.start())

    def _line(self, clause: Clause, line: _Line, *, first: bool) -> None:
        text = line.view.text
        label = read_label(text)
        if label and label.kind != "standard":
            section = self._section(clause, line, first=first)
            self._labelled[clause.clause_id] = (section, label.kind)
            self._listing.pop(clause.clause_id, None)
            self._behind_label(section, line, label.kind, label.end)
        elif label:
            self._labelled.pop(clause.clause_id, None)
            self._found(line, read_standard(text, label.end, squeeze(clause.label)))
        elif listing := self._listing.get(clause.clause_id):
            if listing.line.clause is clause and not opens_item(text):
                del self._listing[clause.clause_id]
                self._found(line, read_line(text))
            else:
                self._items(line, listing)
        elif labelled := self._labelled.get(clause.clause_id):
            section, kind = labelled
            if kind == "barred" and not first and not opens_item(text):
                del self._labelled[clause.clause_id]
                self._found(line, read_line(text))
            elif kind == "standard":
                self._found(line, read_standard(text, 0, squeeze(clause.label)))
            elif kind == "procedure" and not first and (given := _given(read_line(text))):
                del self._labelled[clause.clause_id]
                self._found(line, given)
            else:
                self._behind_label(section, line, kind, 0)
        else:
            found = read_line(text)
            self._found(line, found)
            if not found and not self._afterwards(line):
                self._listed(clause, line, first=first)

    def _afterwards(self, line: _Line) -> bool:
        """Whether a line's sentences say what must hold for the last measure of its clause."""
        measure = self._measures[-1] if self._measures else None
        if measure is None or measure.found.guidance or not self._next_to(measure, line):
            return False
        context = Context()
        text = line.view.text
        said = [
            add_afterwards(text, sentence.start(), sentence.end(), context)
            for sentence in re.finditer("[^。！？!?]+", text)
        ]
        taken = [one.alternatives or 0 for one in measure.listed]
        first = 1 + max([len(measure.found.context.alternatives), *taken])
        measure.listed += self._conditions(line, context, first)
        return any(said)

    def _next_to(self, measure: _Measure, line: _Line) -> bool:
        """Whether a line is of the measure's clause or of the unnumbered paragraph behind it."""
        clause, after = measure.line.clause, line.clause
        if clause is after:
            return True
        between = self._document.text[clause.body_end : after.start]
        unnumbered = not after.marker and not after.heading and clause.parent_id == after.parent_id
        return unnumbered and len(between) > 0 and not between.strip()

    def _listed(self, clause: Clause, line: _Line, *, first: bool) -> None:
        """Reads 申报企业应具备以下条件：…, which no measure's own sentence says."""
        text = line.view.text
        listed = opens_list(text, 0, len(text))
        if not listed:
            return
        if bars(text[: listed[0]]):
            kind: Kind = "barred"
        elif not listed[1] and _ASKS.search(text[: listed[0]]):
            kind = "condition"
        else:
            return
        section = None if kind == "barred" else self._section(clause, line, first=first)
        self._labelled[clause.clause_id] = (section, kind)
        self._behind_label(section, line, kind, listed[0])

    def _section(self, clause: Clause, line: _Line, *, first: bool) -> str | None:
        """The section that a label is about: the clause that has a heading above it, or its parent.

        （一）支持对象：… labels the section around it, below （一）冷链补助 it labels that clause.
        """
        above = squeeze(self._document.text[clause.start : line.start])
        is_label = first and len(above) <= len(squeeze(clause.marker))
        return clause.parent_id if is_label else clause.clause_id

    def _found(self, line: _Line, found: Sequence[Found]) -> None:
        for one in found:
            if not (self._reports and _only_tells(line.view.text, one)):
                self._keep(line, one, last=one is found[-1])

    def _keep(self, line: _Line, found: Found, *, last: bool) -> None:
        measure = _Measure(line, found)
        self._measures.append(measure)
        if found.opens_list and last:
            self._listing[line.clause.clause_id] = measure

    def _items(self, line: _Line, measure: _Measure) -> None:
        text = line.view.text
        alternatives = 1 if measure.found.any_of else None
        for a, b in items_of(text, 0, len(text)):
            if b - a >= _SHORTEST:
                measure.listed.append(self._condition(line, (a, b), alternatives=alternatives))

    # -- what sections say

    def _behind_label(self, section: str | None, line: _Line, kind: Kind, start: int) -> None:
        text = line.view.text
        if kind == "procedure":
            said = self._sections.setdefault(section, _Said())
            start += len(text[start:]) - len(text[start:].lstrip("：:"))
            if said.how_to_apply is None and start < len(text):
                said.how_to_apply = line.span((start, len(text)))
        else:
            self._say(section, line, read_labelled(text, kind, start, len(text)))

    def _say(self, section: str | None, line: _Line, context: Context) -> None:
        said = self._sections.setdefault(section, _Said())
        said.beneficiaries += map(line.span, context.beneficiaries)
        said.conditions += self._conditions(line, context)

    def _said_of(self, clause: Clause) -> Iterator[_Said]:
        """What the sections around a clause say, from the inside out, and the document."""
        for above in self._around(clause):
            if said := self._sections.get(above.clause_id):
                yield said
        if said := self._sections.get(None):
            yield said

    # -- in the domain's terms

    def _support(self, measure: _Measure, number: int, until: int) -> Support:
        """A clause's measure by its number; `until` is where the next one in its line begins."""
        line, found = measure.line, measure.found
        start, end = line.span((found.start, found.end))
        text = line.view.text
        period = read_period(text, found.start, found.end, self._written)
        said = [] if found.guidance else list(self._said_of(line.clause))
        how = line.span(found.how_to_apply) if found.how_to_apply else None
        how = how or next((one.how_to_apply for one in said if one.how_to_apply), None)
        conditions = [*self._conditions(line, found.context), *measure.listed]
        if found.opens_list and len(conditions) > 1:
            conditions = [c for c in conditions if not announces_list(squeeze(c.as_written))]
        conditions += [condition for one in said for condition in one.conditions]
        conditions = [c for c in conditions if not _IS_PERIOD.fullmatch(squeeze(c.as_written))]
        return Support(
            support_id=f"{line.clause.clause_id}/s{number}",
            document_id=line.clause.document_id,
            clause_id=line.clause.clause_id,
            kinds=found.kinds,
            measure=text[slice(*found.given)],
            amounts=tuple(self._amounts(line, found)),
            beneficiaries=self._whom(line, found),
            conditions=tuple(dict.fromkeys(conditions)),
            departments=_departments(
                self._tasks, start, line.clause.end if found.opens_list else start
            )
            or organs_named(f"{text[found.start : until]}。{self._written_at(how or (0, 0))}")
            or self._responsible,
            how_to_apply=self._written_at(how) if how else None,
            period=period.as_written if period else None,
            starts_on=period.starts_on if period else None,
            ends_on=period.ends_on if period else None,
            force=found.force,
            guidance=found.guidance,
            start=start,
            end=end,
        )

    def _whom(self, line: _Line, found: Found) -> tuple[str, ...]:
        """Whom a measure is for: by its sentence, its sections and their headings, the document."""
        names = self._named(map(line.span, found.context.beneficiaries))
        if names or found.guidance:
            return names
        anybody: tuple[str, ...] = ()
        for clause in self._around(line.clause):
            said = self._sections.get(clause.clause_id)
            if said and said.beneficiaries:
                return self._named(said.beneficiaries)
            heading = squeeze(clause.heading)
            name = heading[slice(*span)] if (span := read_heading(heading)) else ""
            if name and name not in _ANYBODY:
                return (name,)
            anybody = anybody or ((name,) if name else ())
        everywhere = self._sections.get(None)
        return (self._named(everywhere.beneficiaries) if everywhere else ()) or anybody

    def _around(self, clause: Clause) -> Iterator[Clause]:
        """A clause and those above it, from the inside out."""
        above: Clause | None = clause
        while above is not None:
            yield above
            above = self._by_id.get(above.parent_id or "")

    def _named(self, spans: Iterable[Span]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self._written_at, spans)))

    def _written_at(self, span: Span) -> str:
        return squeeze(self._document.text[slice(*span)])

    def _amounts(self, line: _Line, found: Found) -> Iterator[Amount]:
        for number in sorted(found.numbers, key=lambda n: n.start):
            kind = kind_of_unit(number.unit)
            start, end = line.span((number.start, number.end))
            if kind is not None:
                yield Amount(
                    value=number.value,
                    unit=number.unit,
                    comparison=number.comparison,
                    kind=kind,
                    per=number.per,
                    as_written=self._document.text[start:end],
                    start=start,
                    end=end,
                )

    def _conditions(
        self, line: _Line, context: Context, first_group: int = 1
    ) -> Iterator[Condition]:
        groups = {
            span: number
            for number, group in enumerate(context.alternatives, first_group)
            for span in group
        }
        for span in context.conditions:
            yield self._condition(line, span, alternatives=groups.get(span))
        for span in context.excluded:
            yield self._condition(line, span, excluded=True)

    def _condition(
        self, line: _Line, span: Span, *, excluded: bool = False, alternatives: int | None = None
    ) -> Condition:
        start, end = line.span(span)
        return read_condition(
            self._document.text[start:end],
            start,
            self._written,
            excluded=excluded,
            alternatives=alternatives,
        )


_FOR_ALL = frozenset({SupportKind.TAX, SupportKind.SOCIAL_INSURANCE})  # 申报期限延长至24日


def _given(found: Sequence[Found]) -> list[Found]:
    """What lines below a procedure (办理流程：…) give to somebody: 说明：对…企业，费率降至1%."""
    return [
        one
        for one in found
        if (one.context.beneficiaries or (one.context and one.numbers))
        and not one.guidance
        and not one.how_to_apply
    ]


def _only_tells(line: str, found: Found) -> bool:
    """Whether what is found in a report names nobody, or is a heading or sums up others."""
    if found.guidance or found.numbers:
        return False
    if only_heads(line) or sums_up(line[found.start : found.end]):
        return True
    return not found.context and not _FOR_ALL.intersection(found.kinds)


def _behind_heading(text: str, clause: Clause, has_children: bool) -> int:
    """Where the clause's own text begins behind a heading that announces more."""
    own = text[clause.start : clause.body_end]
    view = Squeezed(own)
    marker, heading = squeeze(clause.marker), squeeze(clause.heading)
    end = len(marker) if view.text.startswith(marker) else 0
    at = view.text.find(heading, end) if heading and not _IS_SENTENCE.search(heading) else -1
    raw = own[view.span(at, at + len(heading))[1] :] if at >= 0 else ""
    if _ENDS_LINE.match(raw) and _SAYS.search(heading) and not has_children:
        return clause.start + (view.span(end, end)[0] if end < len(view.text) else len(own))
    if at >= 0 and (view.text[at + len(heading) :].strip("。；;：:.") or has_children):
        end = at + len(heading)
    return clause.start + (view.span(end, end)[0] if end < len(view.text) else len(own))


def _departments(tasks: Sequence[Task], start: int, end: int) -> tuple[str, ...]:
    """The owners of the innermost task around an offset, as written.

    Where none is around it, those of the one task up to `end`: a list of conditions may close with
    them.
    """
    owned = [task for task in tasks if task.assignments]
    around = [task for task in owned if task.start <= start < task.end]
    behind = [task for task in owned if start <= task.start < end]
    if not around and len(behind) != 1:
        return ()
    task = min(around or behind, key=lambda task: task.end - task.start)
    return tuple(dict.fromkeys(a.as_written for a in task.assignments))
