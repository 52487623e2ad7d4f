"""What the page 惠企政策 answers: the form read, the profile shown back, the checklist."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qs

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.api.common import services_of
from assistant.description import read_description
from assistant.export import encoded
from assistant.match import Match
from assistant.profile import FIELDS, Profile, merged, profile_notes
from assistant.profile_json import read_profile, stated_shape
from assistant.support_commands import match_home
from assistant.tables import matches_table
from assistant.web.frame import Frame
from assistant.web.site import frame_of
from assistant.web.support_view import LISTS, checklist_view, support_page
from kb.errors import PolicyKBError
from kb.knowledge import KnowledgeBase

__all__ = ["Supports", "add_supports"]

_LONGEST = 20_000  # bytes of a form
_BETWEEN = re.compile(r"[、，,；;\n]+")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Supports:
    """The page over one knowledge base."""

    kb: KnowledgeBase
    frame: Frame = field(default_factory=Frame)

    def page(self, form: Mapping[str, str] | None = None) -> str:
        """The page: empty, or with the form as understood and what follows from it."""
        if form is None:
            return support_page(self.frame, {})
        try:
            profile = read_form(form)
            matches = match_home(self.kb, profile, date.today())
            snapshot = self.kb.snapshot()
            clauses = self.kb.store.clauses_by_id(
                list({each.support.clause_id for each in matches})
            )
        except PolicyKBError as error:
            return support_page(self.frame, form, problem=str(error))
        result = checklist_view(matches, snapshot.documents, clauses, profile_notes(profile))
        return support_page(self.frame, _shown(form, profile), result)

    def workbook(self, form: Mapping[str, str]) -> bytes:
        """The checklist as .xlsx. Raises PolicyKBError."""
        matches: tuple[Match, ...] = match_home(self.kb, read_form(form), date.today())
        return encoded(matches_table(matches, self.kb.snapshot().documents), ".xlsx")


def read_form(form: Mapping[str, str]) -> Profile:
    """The profile of a form: its fields, and what its sentences say of the fields left empty.

    Raises QueryError.
    """
    given = {
        name: [part for part in _BETWEEN.split(text) if part.strip()] if name in LISTS else text
        for name, text in form.items()
        if name in FIELDS and text.strip()
    }
    return merged(read_description(form.get("describe", "")), read_profile(given))


def _shown(form: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """The form's texts with what was understood in them."""
    shown = {"describe": form.get("describe", "")}
    for name, value in stated_shape(profile).items():
        if isinstance(value, bool):
            shown[name] = "是" if value else "否"
        else:
            shown[name] = "、".join(value) if isinstance(value, list) else str(value)
    return shown


def add_supports(app: FastAPI) -> None:
    """Put the page at ./supports and its workbook at ./supports.xlsx."""

    def of(request: Request) -> Supports:
        return Supports(services_of(request).kb, frame_of(request))

    async def empty(request: Request) -> HTMLResponse:
        return HTMLResponse(await run_sync(of(request).page))

    async def filled(request: Request) -> HTMLResponse:
        form = await _form(request)
        return HTMLResponse(await run_sync(of(request).page, form))

    async def workbook(request: Request) -> Response:
        form = await _form(request)
        try:
            content = await run_sync(of(request).workbook, form)
        except PolicyKBError:
            return HTMLResponse(await run_sync(of(request).page, form))
        named = {"Content-Disposition": 'attachment; filename="supports.xlsx"'}
        return Response(content, media_type=_XLSX, headers=named)

    app.add_api_route("/supports", empty, methods=["GET"], response_class=HTMLResponse)
    app.add_api_route("/supports", filled, methods=["POST"], response_class=HTMLResponse)
    app.add_api_route("/supports.xlsx", workbook, methods=["POST"], response_class=Response)


async def _form(request: Request) -> dict[str, str]:
    """The form's fields; what is longer than any form is cut off."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LONGEST:
            break
    text = content[:_LONGEST].decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(text, max_num_fields=100).items()}
