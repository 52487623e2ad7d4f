"""Errors as problem details (RFC 9457): one line in Chinese that says what to do."""

import json
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api.desk import Closing
from assistant.logs import failed
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

__all__ = [
    "MEDIA_TYPE",
    "add_problems",
    "defect",
    "openai_failure",
    "problem",
    "shaped",
    "status_of",
]

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
_LONGEST = 500  # characters of a text that was sent


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


def shaped(path: str, told: JSONResponse) -> JSONResponse:
    """A problem as the clients of a path read it: under /v1/ in OpenAI's shape."""
    if not path.startswith("/v1/"):
        return told
    kept = {"content-length", "content-type"}
    headers = {name: value for name, value in told.headers.items() if name not in kept}
    content = openai_failure(told.status_code, json.loads(bytes(told.body))["detail"])
    return JSONResponse(content, status_code=told.status_code, headers=headers)


def openai_failure(status: int, message: str) -> dict[str, Any]:
    """An error in OpenAI's shape."""
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    kind = kinds.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


def add_problems(app: FastAPI) -> None:
    """Answer every failure of an app's routes with a problem."""
    app.add_exception_handler(PolicyKBError, _known)
    app.add_exception_handler(Closing, _closing)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _defect)


def status_of(error: PolicyKBError) -> int:
    """The HTTP status that an error of ours stands for."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


async def _known(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PolicyKBError)
    return shaped(request.url.path, problem(status_of(error), str(error)))


async def _closing(request: Request, error: Exception) -> JSONResponse:
    return shaped(request.url.path, problem(503, str(error), {"Retry-After": "10"}))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = [
        {"where": _printable(".".join(map(str, each["loc"]))), "what": _printable(each["msg"])}
        for each in error.errors()
    ]
    first = found[0]
    told = problem(422, f"{first['where']}：{first['what']}", errors=found)
    return shaped(request.url.path, told)


def _printable(text: str) -> str:
    """A text that was sent, as one line that can be sent back."""
    whole = text.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "�" for letter in whole[:_LONGEST])


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = error.status_code
    standard = error.detail == HTTPStatus(code).phrase
    detail = _TITLES.get(code, "请求没有完成") if standard else error.detail
    if isinstance(error.__context__, Exception) and code == 400:
        detail = "请求体读不了：不是 UTF-8 的 JSON 或完整的表单"
    return shaped(request.url.path, problem(code, detail, dict(error.headers or {})))


def defect(error: Exception) -> str:
    """One line on a defect of ours, which is logged."""
    failed(error)
    return f"程序内部出错（{type(error).__name__}）；请重试，再出现请运行 policykb doctor"


async def _defect(request: Request, error: Exception) -> JSONResponse:
    return shaped(request.url.path, problem(500, defect(error)))
