"""Errors as problem details (RFC 9457): one line in Chinese that says what to do."""

from http import HTTPStatus
from logging import getLogger
from pathlib import Path
from traceback import extract_tb

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from kb.errors import (
    HomeBusyError,
    IndexMismatchError,
    ModelError,
    NotFoundError,
    PolicyKBError,
    QueryError,
    SettingsError,
    SourceError,
)

__all__ = ["MEDIA_TYPE", "add_problems", "defect", "problem", "status_of"]

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[PolicyKBError], int], ...] = (
    (NotFoundError, 404),
    (QueryError, 422),
    (SourceError, 422),
    (HomeBusyError, 503),
    (ModelError, 503),
    (IndexMismatchError, 503),
    (SettingsError, 500),
    (PolicyKBError, 500),
)
_TITLES = {
    400: "请求有误",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    413: "内容太大",
    415: "不支持这种内容类型",
    422: "请求有误",
    429: "请求太频繁",
    500: "程序内部出错",
    503: "暂时不可用",
}
_log = getLogger("policykb.api")


def problem(
    status: int, detail: str, headers: dict[str, str] | None = None, **more: object
) -> JSONResponse:
    """A problem as a response."""
    content = {"type": "about:blank", "title": _TITLES.get(status, "出错"), "status": status}
    return JSONResponse(
        {**content, "detail": detail, **more},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def add_problems(app: FastAPI) -> None:
    """Answer every failure of an app's routes with a problem."""
    app.add_exception_handler(PolicyKBError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _defect)


def status_of(error: PolicyKBError) -> int:
    """The HTTP status that an error of ours stands for."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


async def _known(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PolicyKBError)
    return problem(status_of(error), str(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [
        {"where": ".".join(map(str, each["loc"])), "what": each["msg"]} for each in error.errors()
    ]
    first = found[0]
    return problem(422, f"{first['where']}：{first['what']}", errors=found)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = error.status_code
    standard = error.detail == HTTPStatus(code).phrase
    detail = _TITLES.get(code, "请求没有完成") if standard else error.detail
    return problem(code, detail, dict(error.headers or {}))


def defect(error: Exception) -> str:
    """One line on a defect of ours, which is logged."""
    where = extract_tb(error.__traceback__)[-1]
    name = type(error).__name__
    _log.error("%s（%s 第 %s 行）", name, Path(where.filename).name, where.lineno)
    return f"程序内部出错（{name}）；请重试，再出现请运行 policykb doctor"


async def _defect(_: Request, error: Exception) -> JSONResponse:
    return problem(500, defect(error))
