"""How pages are reached: what a request asks for, and the page in answer or what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.access.model import LOCAL, User
from assistant.api.common import Services, services_of
from assistant.api.problems import status_of
from assistant.api.records import MEDIA
from assistant.export import encoded
from assistant.tables import Table
from assistant.web.frame import Frame
from kb.errors import NotFoundError, PolicyKBError
from kb.knowledge import KnowledgeBase

__all__ = ["Visit", "add_export", "add_page", "frame_of", "number", "page_of"]

_LONGEST = 200  # characters of a field that are looked at


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page: the frame, what may be seen, and what the address says."""

    frame: Frame
    services: Services
    given: Mapping[str, str]

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base as the visitor sees it."""
        return self.services.kb


def frame_of(request: Request) -> Frame:
    """The frame of the page at a request's address."""
    user: User | None = getattr(request.state, "user", None)
    root = "../" * (request.url.path.count("/") - 1) or "./"
    if user is None or user is LOCAL:
        return Frame(root=root)
    return Frame(root=root, role=user.role, user=user)


def number(words: str | None, least: int = 0) -> int | None:
    """A field as a number; None where it is none or less than the least."""
    if not words or not words.isascii() or not words.isdigit() or len(words) > 9:
        return None
    found = int(words)
    return found if found >= least else None


def page_of(given: Mapping[str, str], total: int, size: int) -> int:
    """The page of a list that an address asks for, within those there are."""
    last = max(1, -(-total // size))
    return min(number(given.get("page"), 1) or 1, last)


def add_page(app: FastAPI, path: str, current: str, view: Callable[[Visit], str]) -> None:
    """Put a page at a path; what cannot be shown is told in a page with the fitting status."""

    def shown(request: Request) -> Response:
        try:
            return HTMLResponse(view(_visit(request)))
        except PolicyKBError as error:
            title = "没有找到" if isinstance(error, NotFoundError) else "现在打不开"
            told = frame_of(request).problem(current, title, str(error))
            return HTMLResponse(told, status_code=status_of(error))

    app.add_api_route(path, shown, methods=["GET"], include_in_schema=False)


def add_export(app: FastAPI, name: str, table: Callable[[Visit], Table]) -> None:
    """Put a table at ./name.xlsx, ./name.csv and ./name.md."""

    def exporting(ending: str) -> Callable[[Request], Response]:
        def export(request: Request) -> Response:
            content = encoded(table(_visit(request)), ending)
            named = {"Content-Disposition": f'attachment; filename="{name}{ending}"'}
            return Response(content, media_type=MEDIA[ending], headers=named)

        return export

    for ending in MEDIA:
        route = exporting(ending)
        app.add_api_route(f"/{name}{ending}", route, methods=["GET"], include_in_schema=False)


def _visit(request: Request) -> Visit:
    given = {name: value.strip()[:_LONGEST] for name, value in request.query_params.items()}
    return Visit(frame_of(request), services_of(request), {**given, **request.path_params})
