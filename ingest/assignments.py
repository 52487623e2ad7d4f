"""Owners as records: who an organ is, and which owners a task inherits from a rule for several."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.owner_rules import Owner, Rule
from kb.model import Assignment, Document, Task
from kb.organs import Organs
from kb.squeeze import squeeze

__all__ = ["assignments", "inherit"]

_LEVELED = re.compile("自治区|自治州|[省市区县州]")


def assignments(
    document: Document, organs: Organs, owners: Iterable[Owner]
) -> Iterator[Assignment]:
    """The owners of one clause as records; 教育厅 behind 省卫生健康委 is 省教育厅."""
    level = ""
    for owner in owners:
        yield _assignment(document, organs, owner, level)
        own = _LEVELED.match(squeeze(document.text[owner.start : owner.end]))
        level = own[0] if own else level


def _assignment(
    document: Document, organs: Organs, owner: Owner, level: str, *, inherited: bool = False
) -> Assignment:
    """An owner as a record; `level` is the one that the owners before it name."""
    name = document.text[owner.start : owner.end]
    full = organs.resolve(name, document.region, document.level)
    if full is None and level and not _LEVELED.match(name) and organs.function(name):
        full = organs.resolve(level + squeeze(name), document.region, document.level)
    return Assignment(
        department=full,
        as_written=name,
        role=owner.role,
        inherited=inherited,
        start=owner.start,
        end=owner.end,
    )


def inherit(
    document: Document, organs: Organs, rows: Sequence[Task], rules: Sequence[Rule]
) -> Iterator[Task]:
    """The rows with the owners that the text names once for several of them."""
    for row in rows:
        held = {squeeze(a.as_written) for a in row.assignments}
        more: list[Assignment] = []
        for rule in rules:
            if not _governs(rule, row):
                continue
            for owner in rule.owners:
                name = squeeze(document.text[owner.start : owner.end])
                if name not in held:
                    held.add(name)
                    more.append(_assignment(document, organs, owner, "", inherited=True))
        yield replace(row, assignments=(*row.assignments, *more)) if more else row


def _governs(rule: Rule, row: Task) -> bool:
    if rule.scope == "following":
        return row.start >= rule.end
    return rule.scope == "all" or row.end <= rule.start
