"""What the page 目标指标 shows: the targets that pass, by year, and the export."""

from collections.abc import Iterable

from fastapi import FastAPI

from assistant.tables import Table, targets_table
from assistant.text import fold
from assistant.web.site import Visit, add_export, add_page, page_of
from assistant.web.target_view import PAGE, TargetFilter, TargetScreen, target_page
from assistant.web.task_filter import years_of
from kb.knowledge import KnowledgeBase
from kb.model import Target

__all__ = ["add_targets", "targets_shown", "year_of"]


def add_targets(app: FastAPI) -> None:
    """Put the page at ./targets, its filtered rows at ./targets.xlsx, .csv and .md."""
    add_page(app, "/targets", "targets", _page)
    add_export(app, "targets", _table)


def year_of(target: Target) -> int | None:
    """The year by which a target is due; None where the text names none."""
    if target.due is not None:
        return target.due.year
    return max(years_of([target.deadline_as_written or ""]), default=None)


def targets_shown(kb: KnowledgeBase, chosen: TargetFilter) -> list[tuple[int | None, Target]]:
    """The targets that pass with their years, earliest first, those without a year last.

    Of documents with the same text one is shown, unless another is chosen. Raises NotFoundError.
    """
    if chosen.document:
        kb.store.document(chosen.document)
    terms = [fold(term).lower() for term in chosen.indicator.split()]
    found = [
        (year_of(target), target)
        for target in _of_document(kb, chosen.document)
        if all(term in fold(target.indicator).lower() for term in terms)
        and (not chosen.valued or (target.value is None) is (chosen.valued == "no"))
    ]
    if chosen.year:
        found = [each for each in found if chosen.year == str(each[0] or "none")]
    return sorted(found, key=lambda each: each[0] or 9999)


def _of_document(kb: KnowledgeBase, document_id: str) -> Iterable[Target]:
    snapshot = kb.snapshot()
    if document_id:
        return snapshot.targets_of(document_id)
    return (each for each in snapshot.targets if each.document_id not in snapshot.copies)


def _table(visit: Visit) -> Table:
    found = targets_shown(visit.kb, TargetFilter.read(visit.given))
    return targets_table([target for _, target in found], visit.kb.snapshot().documents)


def _page(visit: Visit) -> str:
    chosen = TargetFilter.read(visit.given)
    snapshot = visit.kb.snapshot()
    found, every = targets_shown(visit.kb, chosen), targets_shown(visit.kb, TargetFilter())
    screen = TargetScreen(
        chosen=chosen,
        targets=found,
        documents=snapshot.documents,
        held=len(every),
        table=visit.given.get("view") == "table",
        page=page_of(visit.given, len(found), PAGE),
        years=sorted({year for year, _ in every if year is not None}),
        sources=[d for d in snapshot.documents.values() if snapshot.targets_of(d.document_id)],
    )
    return target_page(visit.frame, screen)
