"""What the pages of documents show and do: the list, one document, removing, rebuilding."""

from collections import Counter
from datetime import date
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant import uploads
from assistant.api.common import services_of
from assistant.api.problems import status_of
from assistant.text import fold
from assistant.web.library import Holding
from assistant.web.reading_view import ReadingScreen, reading_page, remove_page
from assistant.web.shelf_view import PAGE, ShelfScreen, rebuild_page, shelf_page
from assistant.web.site import Visit, add_page, frame_of, number, page_of
from assistant.web.states import OfState
from ingest.pipeline import remove
from kb.errors import PolicyKBError
from kb.links import Links
from kb.model import Document, Relation

__all__ = ["add_documents"]


def add_documents(app: FastAPI, links: OfState[Links]) -> None:
    """Put the list at ./documents, each document at ./documents/ID, rebuilding at ./rebuild."""
    shelves = _Shelves(links)
    add_page(app, "/documents", "documents", shelves.listed)
    add_page(app, "/documents/{document_id}", "documents", shelves.read)
    add_page(app, "/documents/{document_id}/remove", "documents", shelves.asked)
    add_page(app, "/rebuild", "documents", _rebuild)

    async def removed(request: Request) -> Response:
        try:
            await run_sync(_remove, request)
        except PolicyKBError as error:
            told = frame_of(request).problem("documents", "没有删除", str(error))
            return HTMLResponse(told, status_code=status_of(error))
        return RedirectResponse("../../documents?removed=1", status_code=303)

    app.add_api_route(
        "/documents/{document_id}/remove", removed, methods=["POST"], include_in_schema=False
    )


def _remove(request: Request) -> None:
    """Delete a document that the user sees. Raises NotFoundError."""
    services, document_id = services_of(request), request.path_params["document_id"]
    document = services.kb.store.document(document_id)
    whole = services.whole.whole.kb
    remove(whole, [document_id], lambda *_: None)
    uploads.discard(whole.settings.home, [document.path])


def _rebuild(visit: Visit) -> str:
    if not visit.frame.rebuilds:
        return visit.frame.problem("documents", "重建索引", "这一步要管理员的权限")
    return rebuild_page(visit.frame, len(visit.kb.snapshot().documents))


class _Shelves:
    """The pages, with what cites what."""

    def __init__(self, links: OfState[Links]) -> None:
        self._links = links

    def listed(self, visit: Visit) -> str:
        """The list of documents."""
        kb, given = visit.kb, visit.given
        words, status = given.get("q", ""), given.get("status", "")
        statuses = kb.statuses(date.today())
        held = [Holding(d, *statuses[d.document_id]) for d in kb.snapshot().documents.values()]
        terms = [fold(word).lower() for word in words.split()]
        found = [
            each
            for each in held
            if status in ("", each.status.value) and _holds(each.document, terms)
        ]
        screen = ShelfScreen(
            found=found,
            counts=kb.store.counts(),
            words=words,
            status=status,
            page=page_of(given, len(found), PAGE),
            held=Counter(each.status.value for each in held),
            missing=self._links(kb).missing,
            removed=bool(given.get("removed")),
            labels=visit.frame.user is not None,
            most_mb=kb.settings.max_file_mb,
        )
        return shelf_page(visit.frame, screen)

    def read(self, visit: Visit) -> str:
        """One document. Raises NotFoundError."""
        return reading_page(visit.frame, self._reading(visit))

    def asked(self, visit: Visit) -> str:
        """The question whether to remove one. Raises NotFoundError."""
        if not visit.frame.edits:
            return visit.frame.problem("documents", "删除文件", "这一步要编辑的权限")
        return remove_page(visit.frame, self._reading(visit))

    def _reading(self, visit: Visit) -> ReadingScreen:
        kb, document_id = visit.kb, visit.given["document_id"]
        document = kb.store.document(document_id)
        snapshot, links = kb.snapshot(), self._links(kb)
        relations: dict[str, Relation] = {}
        for reference in snapshot.references_of(document_id):
            meant = links.meant(reference)
            if meant is not None:
                relations.setdefault(meant.document_id, reference.relation)
        home, path = kb.settings.home, document.path
        start, end = number(visit.given.get("start")), number(visit.given.get("end"))
        return ReadingScreen(
            holding=Holding(document, *kb.statuses(date.today())[document_id]),
            clauses=snapshot.clauses(document_id),
            counts=kb.store.counts().get(document_id, {}),
            cited=links.cited_by(document_id),
            citing=[(r, snapshot.documents[r.document_id]) for r in links.citing(document_id)],
            relations=relations,
            supports=[s for s in snapshot.supports_of(document_id) if not s.guidance],
            span=(0, 0) if start is None or end is None else (start, end),
            original=uploads.is_upload(home, path) and Path(path).is_file(),
        )


def _holds(document: Document, terms: list[str]) -> bool:
    if not terms:
        return True
    words = (document.title, document.number or "", *document.issuers, document.kind or "")
    searched = fold(" ".join(words)).lower()
    return all(term in searched for term in terms)
