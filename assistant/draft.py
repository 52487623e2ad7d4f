"""An answer under construction: lines of text, numbered citations, facts. Pure.

Every quotation goes through `quote`, which takes a span and not a string: what is cited is the
document's own text.
"""

from dataclasses import dataclass, field

from kb.model import Answer, Citation, Clause, Document, Facts

__all__ = ["Draft", "behind_marker", "name_of"]


def name_of(document: Document) -> str:
    """A document as answers name it: 《题名》（文号）."""
    return (
        f"《{document.title}》（{document.number}）" if document.number else f"《{document.title}》"
    )


def behind_marker(document: Document, clause: Clause, start: int) -> int:
    """Where a quotation begins that the prose introduces by the clause's marker (第二十五条：).

    Behind the marker, where the span begins with it.
    """
    if start != clause.start or not document.text.startswith(clause.marker, start):
        return start
    end = start + len(clause.marker)
    while end < clause.end and document.text[end].isspace():
        end += 1
    return end if end < clause.end else start


@dataclass(slots=True)
class Draft:
    """Lines, citations and facts; `found` of `asked` parts are answered."""

    question: str
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    found: int = 0
    asked: int = 1
    problems: list[str] = field(default_factory=list)
    settled: bool = (
        False  # what was asked is known not to be there: nothing else may answer in its place
    )
    _markers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def cite(self, document: Document, clause: Clause, start: int, end: int) -> str:
        """The marker of a citation of a span, the same for the same span: [1]."""
        marker = len(self.citations) + 1
        known = self._markers.setdefault((document.document_id, start, end), marker)
        if known != marker:
            return f"[{known}]"
        self.citations.append(
            Citation(
                marker=marker,
                document_id=document.document_id,
                document_title=document.title,
                number=document.number,
                clause_id=clause.clause_id,
                clause_label=clause.label,
                quote=document.text[start:end],
                start=start,
                end=end,
                page=document.page_at(start),
            )
        )
        return f"[{marker}]"

    def quote(self, document: Document, clause: Clause, start: int, end: int) -> str:
        """A quotation with its marker: “……”[1]."""
        text = "".join(document.text[start:end].split("\n"))
        return f"“{text}”{self.cite(document, clause, start, end)}"

    def answer(self) -> Answer:
        """The answer as it stands."""
        return Answer(
            question=self.question,
            text="\n".join(self.lines),
            found=self.found,
            asked=self.asked,
            citations=tuple(self.citations),
            facts=self.facts,
            problems=tuple(self.problems),
        )
