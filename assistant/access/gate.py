"""The gate before every route: who it is, what they may, how often, and the note of it.

Without users everything is open to this machine alone: the name asked for must be a loopback one
(a page elsewhere cannot rebind its name to it). With users a session cookie or a bearer token is
needed. A request that a page of another origin sends is refused where it changes something.
"""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.accounts import Accounts
from assistant.access.audit import Audit, action_of
from assistant.access.model import LOCAL, Role, User, is_loopback, needed
from assistant.access.narrow import is_unused, without_claims
from assistant.api.problems import problem, shaped
from kb.errors import PolicyKBError

__all__ = ["COOKIE", "Gate"]

COOKIE = "policykb_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LIMITED = frozenset({"ask", "search", "match", "export", "ingest"})
_LOGINS = parse("10/minute")
_WORDS = {Role.READER: "读者", Role.EDITOR: "编辑", Role.ADMIN: "管理员"}


class Gate:
    """ASGI middleware. The user stands in `request.state.user` behind it."""

    def __init__(
        self, app: ASGIApp, *, accounts: Accounts, audit: Audit, host: str, rate: str
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._audit = audit
        self._local = is_loopback(host)
        self._limits = MovingWindowRateLimiter(MemoryStorage())
        self._rate = parse(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        without_claims(scope)
        request = HTTPConnection(scope)
        method, path = scope.get("method", "GET"), scope["path"]
        address = request.client.host if request.client else None
        try:
            user, by_token = self._who(request)
            refusal = self._refusal(request, method, path, user, by_token, address)
        except PolicyKBError as error:
            user, refusal = None, problem(500, str(error))
        scope.setdefault("state", {})["user"] = user
        action = action_of(method, path)

        def note(status: int) -> None:
            if action is not None:
                self._audit.write(user.name if user else None, *action, status, address)

        if refusal is not None:
            note(refusal.status_code)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            told = shaped(path, refusal) if isinstance(refusal, JSONResponse) else refusal
            await told(scope, receive, send)
            return
        await self._app(scope, receive, _noting(send, note))

    def _who(self, request: HTTPConnection) -> tuple[User | None, bool]:
        """The user, and whether a token named them."""
        if not self._accounts.any():
            return (LOCAL if self._local else None), False
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            return self._accounts.by_token(token.strip()), True
        key = request.cookies.get(COOKIE)
        return (self._accounts.by_session(key) if key else None), False

    def _refusal(
        self,
        request: HTTPConnection,
        method: str,
        path: str,
        user: User | None,
        by_token: bool,
        address: str | None,
    ) -> Response | None:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if user is LOCAL and not is_loopback(host):
            return problem(403, f"没有设用户时只能用本机地址打开，不能用 {host}")
        if method not in _SAFE and not by_token and _elsewhere(request):
            return problem(403, "请求来自别的网站，已拒绝")
        if is_unused(path):
            return problem(404, "没有这个地址")
        if path == "/login" and method == "POST":
            return self._too_often(_LOGINS, "login", address or "")
        role = needed(method, path)
        if role is None:
            return None
        if user is None:
            return _unknown(request, method, path)
        if user.role < role:
            return problem(403, f"这一步要{_WORDS[role]}的权限，您是{_WORDS[user.role]}")
        action = action_of(method, path)
        if user is not LOCAL and action and action[0] in _LIMITED:
            return self._too_often(self._rate, "user", user.name)
        return None

    def _too_often(self, rate: RateLimitItem, *who: str) -> Response | None:
        if self._limits.hit(rate, *who):
            return None
        wait = str(rate.get_expiry())
        return problem(429, f"请求太频繁（上限 {rate}），请稍后再试", {"Retry-After": wait})


def _unknown(request: HTTPConnection, method: str, path: str) -> Response:
    """To the login where a person looks at a page; else a problem."""
    if method == "GET" and "text/html" in request.headers.get("accept", ""):
        wanted = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/login?next={quote(wanted)}", status_code=303)
    return problem(
        401, "需要登录，或在请求头 Authorization 里给出令牌", {"WWW-Authenticate": "Bearer"}
    )


def _elsewhere(request: HTTPConnection) -> bool:
    """Whether a browser says that a page of another origin sent a request."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _noting(send: Send, note: Callable[[int], None]) -> Send:
    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            note(message["status"])
        await send(message)

    return noting
