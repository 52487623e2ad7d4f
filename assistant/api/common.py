"""What the routes share: the knowledge base that a request may see, and what they return."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse

from assistant.access.views import Views
from assistant.among import Assistants
from assistant.answer import Assistant
from assistant.api.desk import Desk
from assistant.api.problems import MEDIA_TYPE
from assistant.api.schemas import Problem, Scope
from kb.knowledge import KnowledgeBase

__all__ = [
    "PROBLEMS",
    "STREAM",
    "DeskOf",
    "Page",
    "Services",
    "ServicesOf",
    "event",
    "page",
    "rows",
    "services_of",
]

STREAM = "text/event-stream"

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {MEDIA_TYPE: {}}}
    for code in (400, 401, 403, 404, 422, 429, 503)
}
"""The responses of every route beside its own."""


@dataclass(frozen=True, slots=True)
class Services:
    """What one user may ask."""

    assistants: Assistants
    whole: Assistants
    """Everything, for what takes documents in or out."""

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base as the user sees it."""
        return self.assistants.whole.kb

    def assistant(self, scope: Scope) -> Assistant:
        """The assistant over the documents in scope. Raises NotFoundError."""
        return self.assistants.among(scope.filters())


def services_of(request: Request) -> Services:
    """What the user of a request may ask; without a user what everybody may."""
    views: Views = request.app.state.views
    return Services(views.of(getattr(request.state, "user", None)), views.whole)


ServicesOf = Annotated[Services, Depends(services_of)]
"""The services, as a parameter of a route."""


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


DeskOf = Annotated[Desk, Depends(_desk)]
"""Where questions are answered, as a parameter of a route."""


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list."""

    offset: int
    limit: int | None


def _page(
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="跳过几行")] = 0,
    limit: Annotated[
        int | None, Query(ge=1, le=100_000, description="最多几行；不写为全部")
    ] = None,
) -> Page:
    return Page(offset, limit)


page = Depends(_page)


def rows(found: Sequence[Any], cut: Page) -> JSONResponse:
    """A stretch of a list; the header X-Total-Count says how many there are in all."""
    end = None if cut.limit is None else cut.offset + cut.limit
    return JSONResponse(list(found[cut.offset : end]), headers={"X-Total-Count": str(len(found))})


def event(name: str, content: Any) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
