"""Tables of records: tasks, targets, support measures, departments; matching and export."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from assistant import service
from assistant.api.common import PROBLEMS, Page, ServicesOf, page, rows
from assistant.api.schemas import Department, MatchRequest, MatchResult, Support, Target, Task
from assistant.description import read_description
from assistant.export import encoded
from assistant.profile import merged
from assistant.profile_json import read_profile
from assistant.support_commands import export_table, listed, match_home
from assistant.support_shapes import matches_shape, support_shape

__all__ = ["MEDIA", "router"]

router = APIRouter(prefix="/api", tags=["记录"], responses=PROBLEMS)

MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
}
"""The media type of each form of an exported table."""

Document = Annotated[str | None, Query(max_length=200, description="只看这份文件（文件 ID）")]


class What(StrEnum):
    """What can be exported."""

    TASKS = "tasks"
    TARGETS = "targets"
    SUPPORTS = "supports"


class Ending(StrEnum):
    """In which form."""

    XLSX = "xlsx"
    CSV = "csv"
    MD = "md"


@router.get("/tasks", response_model=list[Task], summary="责任清单")
def tasks(
    services: ServicesOf,
    document: Document = None,
    department: Annotated[str | None, Query(max_length=50, description="全称、简称都可以")] = None,
    cut: Page = page,
) -> Response:
    """The responsibility table."""
    return rows(service.tasks(services.kb, document, department), cut)


@router.get("/targets", response_model=list[Target], summary="目标指标")
def targets(services: ServicesOf, document: Document = None, cut: Page = page) -> Response:
    """The targets."""
    return rows(service.targets(services.kb, document), cut)


@router.get("/supports", response_model=list[Support], summary="惠企措施")
def supports(
    services: ServicesOf,
    document: Document = None,
    guidance: Annotated[bool, Query(description="连同导向一并列出")] = False,
    cut: Page = page,
) -> Response:
    """The support measures."""
    found: Sequence[Any] = listed(services.kb, document, guidance)
    held = services.kb.snapshot().documents
    return rows([support_shape(each, held[each.document_id]) for each in found], cut)


@router.post("/match", response_model=MatchResult, summary="按企业画像逐条核对惠企措施")
def match(asked: MatchRequest, services: ServicesOf) -> Response:
    """Every measure against an enterprise."""
    profile = merged(read_profile(asked.profile), read_description(asked.describe))
    found = match_home(services.kb, profile, asked.as_of or date.today(), asked.document)
    return JSONResponse(matches_shape(profile, found, services.kb.snapshot().documents))


@router.get("/departments", response_model=list[Department], summary="部门和任务数")
def departments(services: ServicesOf, cut: Page = page) -> Response:
    """Every organ with tasks, most tasks first."""
    return rows(services.kb.departments(), cut)


@router.get(
    "/export/{what}.{ending}",
    response_class=Response,
    summary="导出表格",
    responses={200: {"content": {media.split(";")[0]: {} for media in MEDIA.values()}}},
)
def export(what: What, ending: Ending, services: ServicesOf) -> Response:
    """A table as a file."""
    content = encoded(export_table(services.kb, what.value), f".{ending.value}")
    named = {"Content-Disposition": f'attachment; filename="{what.value}.{ending.value}"'}
    return Response(content, media_type=MEDIA[f".{ending.value}"], headers=named)
