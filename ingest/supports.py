"""The support measures (扶持措施) of a document: what a body can ask for, and on which conditions.

National laws set none. Headings with text below them only announce measures. What a document says of its
own reach (以上政策适用于在本区注册的企业) holds for each measure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.support_amounts import kind_of_unit
from ingest.support_fields import read_condition, read_period
from ingest.support_parties import Context, Span
from ingest.support_sentences import Found, read_line
from kb.model import Amount, Clause, Condition, Document, Level, Support, Task
from kb.squeeze import Squeezed, squeeze

__all__ = ["read_supports"]

_WITHOUT = frozenset({Level.HEADER, Level.TAIL})
_IS_SENTENCE = re.compile("[，,；;\\d%％]")  # a first sentence that stands where a heading does
_LAWS = frozenset({"法", "解释"})


def read_supports(
    document: Document, clauses: Sequence[Clause], tasks: Sequence[Task]
) -> tuple[Support, ...]:
    """The measures of a document in the order of its text."""
    if document.kind in _LAWS:
        return ()
    parents = {clause.parent_id for clause in clauses}
    supports: list[Support] = []
    for clause in clauses:
        if clause.level in _WITHOUT:
            continue
        reader = _Reader(document, clause, clause.clause_id in parents)
        for number, (line, found) in enumerate(reader.measures(), 1):
            supports.append(reader.support(line, found, number, tasks))
    return tuple(supports)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a clause without white space, and the way back into the document."""

    view: Squeezed
    start: int  # of the line in the document

    def span(self, span: Span) -> Span:
        """The span in the document's text."""
        start, end = self.view.span(*span)
        return start + self.start, end + self.start


class _Reader:
    """Reads the measures of one clause's own text."""

    def __init__(self, document: Document, clause: Clause, has_children: bool) -> None:
        self._document = document
        self._clause = clause
        self._written = document.written_on or document.published_on
        self._first = _behind_heading(document.text, clause, has_children)

    def measures(self) -> Iterator[tuple[_Line, Found]]:
        """Each measure with the line that it stands in."""
        own = self._document.text[self._first : self._clause.body_end]
        for match in re.finditer("[^\n]+", own):
            line = _Line(Squeezed(match[0]), self._first + match.start())
            for found in read_line(line.view.text):
                yield line, found

    def support(self, line: _Line, found: Found, number: int, tasks: Sequence[Task]) -> Support:
        """A measure in the domain's terms."""
        start, end = line.span((found.start, found.end))
        text = line.view.text
        period = read_period(text, found.start, found.end, self._written)
        how = found.how_to_apply
        return Support(
            support_id=f"{self._clause.clause_id}/s{number}",
            document_id=self._clause.document_id,
            clause_id=self._clause.clause_id,
            kinds=found.kinds,
            measure=text[slice(*found.given)],
            amounts=tuple(self._amounts(line, found)),
            beneficiaries=tuple(
                dict.fromkeys(text[slice(*span)] for span in found.context.beneficiaries)
            ),
            conditions=tuple(self._conditions(line, found.context)),
            departments=_departments(tasks, start),
            how_to_apply=text[slice(*how)] if how else None,
            period=period.as_written if period else None,
            starts_on=period.starts_on if period else None,
            ends_on=period.ends_on if period else None,
            force=found.force,
            guidance=found.guidance,
            start=start,
            end=end,
        )

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

    def _conditions(self, line: _Line, context: Context) -> Iterator[Condition]:
        groups = {
            span: number for number, group in enumerate(context.alternatives, 1) for span in group
        }
        spans = [(span, False) for span in context.conditions]
        spans += [(span, True) for span in context.excluded]
        for span, excluded in spans:
            start, end = line.span(span)
            yield read_condition(
                self._document.text[start:end],
                start,
                self._written,
                excluded=excluded,
                alternatives=groups.get(span),
            )


def _behind_heading(text: str, clause: Clause, has_children: bool) -> int:
    """Where the clause's own text begins behind a heading that announces more."""
    own = text[clause.start : clause.body_end]
    view = Squeezed(own)
    marker, heading = squeeze(clause.marker), squeeze(clause.heading)
    end = len(marker) if view.text.startswith(marker) else 0
    at = view.text.find(heading, end) if heading and not _IS_SENTENCE.search(heading) else -1
    if at >= 0 and (view.text[at + len(heading) :].strip("。；;：:.") or has_children):
        end = at + len(heading)
    return clause.start + (view.span(end, end)[0] if end < len(view.text) else len(own))


def _departments(tasks: Sequence[Task], start: int) -> tuple[str, ...]:
    """The owners of the innermost task around an offset, as written."""
    around = [t for t in tasks if t.start <= start < t.end and t.assignments]
    if not around:
        return ()
    task = min(around, key=lambda t: t.end - t.start)
    return tuple(dict.fromkeys(a.as_written for a in task.assignments))
