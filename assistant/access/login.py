"""The login page: a session for name and password."""

from html import escape
from urllib.parse import parse_qs

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.access.accounts import SESSION_SECONDS, Accounts
from assistant.access.gate import COOKIE

__all__ = ["add_login"]

_LONGEST = 4_000  # bytes of a form
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · 政策问答</title><link rel="stylesheet" href="/assets-of-page/login.css"></head>
<body><main><h1>政策问答</h1>{wrong}
<form method="post" action="/login"><input type="hidden" name="next" value="{next}">
<label>用户名<input name="name" autocomplete="username" required autofocus></label>
<label>密码<input name="password" type="password" autocomplete="current-password" required></label>
<button>登录</button></form></main></body></html>"""


def add_login(app: FastAPI, accounts: Accounts) -> None:
    """Put /login and /logout into an app."""

    async def page(request: Request) -> Response:
        return _page(request.query_params.get("next", "/"))

    async def login(request: Request) -> Response:
        form = await _form(request)
        key = await run_sync(accounts.login, form.get("name", ""), form.get("password", ""))
        if key is None:
            return _page(form.get("next", "/"), wrong=True)
        response = RedirectResponse(_local(form.get("next", "/")), status_code=303)
        response.set_cookie(
            COOKIE,
            key,
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    async def logout(request: Request) -> Response:
        key = request.cookies.get(COOKIE)
        if key:
            await run_sync(accounts.logout, key)
        response = RedirectResponse("/login", status_code=303)
        response.delete_cookie(COOKIE)
        return response

    for path, route, method in (
        ("/login", page, "GET"),
        ("/login", login, "POST"),
        ("/logout", logout, "POST"),
    ):
        app.add_api_route(path, route, methods=[method], include_in_schema=False)


def _page(after: str, *, wrong: bool = False) -> HTMLResponse:
    line = '<p role="alert">用户名或密码不对</p>' if wrong else ""
    content = _PAGE.format(wrong=line, next=escape(_local(after), quote=True))
    return HTMLResponse(content, status_code=401 if wrong else 200)


def _local(path: str) -> str:
    """The path where it stays on this site, else the front page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else "/"


async def _form(request: Request) -> dict[str, str]:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LONGEST:
            return {}
    text = content.decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(text, max_num_fields=10).items()}
