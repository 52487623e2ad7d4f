"""The clauses of a document as a tree of links into its text. Pure."""

from collections.abc import Sequence

from assistant.web.markup import text
from assistant.web.text_view import anchor
from kb.model import INDEXED_LEVELS, Clause, Level

__all__ = ["outline_view"]

_SHOWN = INDEXED_LEVELS - {Level.ROW}
_MOST = 3_000  # links
_LONGEST = 40  # characters of a heading


def outline_view(clauses: Sequence[Clause]) -> str:
    """The tree; "" where there is nothing to choose from."""
    shown = [clause for clause in clauses if clause.level in _SHOWN][:_MOST]
    if len(shown) < 2:
        return ""
    above = _above(clauses, {clause.clause_id for clause in shown})
    below: dict[str | None, list[Clause]] = {}
    for clause in shown:
        below.setdefault(above[clause.clause_id], []).append(clause)
    return (
        '<nav class="outline" aria-label="条款目录"><h2>目录</h2>'
        '<div class="tree" tabindex="0" role="region" aria-label="条款">'
        f"{_branch(below, None)}</div></nav>"
    )


def _above(clauses: Sequence[Clause], shown: set[str]) -> dict[str, str | None]:
    """The nearest clause above each that is shown; parents stand before their children."""
    found: dict[str, str | None] = {}
    for clause in clauses:
        parent = clause.parent_id
        found[clause.clause_id] = parent if parent in shown else found.get(parent or "")
    return found


def _branch(below: dict[str | None, list[Clause]], clause_id: str | None) -> str:
    items = "".join(
        f'<li><a href="#{anchor(clause)}">{text(_title(clause))}</a>'
        f"{_branch(below, clause.clause_id)}</li>"
        for clause in below.get(clause_id, ())
    )
    return f"<ul>{items}</ul>" if items else ""


def _title(clause: Clause) -> str:
    words = f"{clause.marker}{clause.heading}" or clause.label.split(" > ")[-1]
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
