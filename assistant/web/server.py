"""One process on one port: the page, and what tells others whether it lives and is ready."""

import contextlib
import errno
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TextIO

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.accounts import Accounts
from assistant.access.audit import Audit
from assistant.access.gate import Gate
from assistant.access.login import add_login
from assistant.access.model import is_loopback
from assistant.access.views import Views
from assistant.answer import Assistant
from assistant.api.app import add_api
from assistant.api.metrics import Observed
from assistant.api.working import finish, say_stopping
from assistant.logs import event, quiet
from assistant.web.chat import Chats
from assistant.web.pages import add_pages
from kb import __version__
from kb.errors import HomeBusyError, PolicyKBError
from kb.knowledge import KnowledgeBase

__all__ = ["create_app", "run", "serve"]

_GRACE_SECONDS = 2  # an open page holds a connection that never ends by itself
_WORK_SECONDS = 60  # for an ingestion or a rebuild under way
_IDLE_SECONDS = 75  # longer than proxies and clients keep a connection for the next request
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # gradio evaluates strings
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def serve(kb: KnowledgeBase, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; prints the address in one line when requests are answered.

    Port 0 is any free one. Raises PolicyKBError where the address or the home cannot be used.
    """
    run(Assistant(kb), host, port)


def run(assistant: Assistant, host: str, port: int) -> None:
    """Serve the page of an assistant, as `serve` does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    listener = _listener(host, port)
    try:
        app = create_app(assistant, host)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=_IDLE_SECONDS,
            access_log=False,
        )

        def ready() -> None:
            _tell(sys.stdout, f"问答网页已就绪：{_address(listener)}")
            event("started", version=__version__, port=listener.getsockname()[1])

        def closing() -> None:
            app.state.desk.close()
            say_stopping()

        with quiet():
            try:
                _Server(config, ready, closing).run([listener])
            finally:
                listener.close()
                event("finished" if finish(_WORK_SECONDS) else "left_unfinished")
    except KeyboardInterrupt:
        event("stopped")
        _tell(sys.stderr, "问答网页已停止")
    finally:
        listener.close()


def create_app(assistant: Assistant, host: str) -> FastAPI:
    """The page and its routes, with all loaded that a question needs.

    Raises PolicyKBError, also where the address is not a loopback one and no user is set up.
    """
    from assistant.web.page import ASSETS, mount

    app = FastAPI(
        title="policykb",
        summary="政策文件与法规知识库",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    kb = assistant.kb
    accounts = Accounts(kb.settings.home)
    if not is_loopback(host) and not accounts.any():
        raise PolicyKBError(
            f"{host} 可以从别的机器访问，要先设用户：policykb users add 名字 --role admin；"
            "只在本机用请用 --host 127.0.0.1"
        )
    warm_up(kb)
    add_api(app, assistant)
    app.add_api_route("/healthz", _healthz, methods=["GET"], summary="是否活着", tags=["运行"])
    app.add_api_route(
        "/readyz", _readyz(kb, app.state.views), methods=["GET"], summary="能否回答", tags=["运行"]
    )
    app.mount("/assets-of-page", StaticFiles(directory=ASSETS))
    app.add_middleware(CORSMiddleware, allow_origins=[])  # else gradio lets every origin read
    add_login(app, accounts)
    add_pages(app)
    app.add_middleware(
        Gate,
        accounts=accounts,
        audit=Audit(kb.settings.home),
        host=host,
        rate=kb.settings.rate_limit,
    )
    app.add_middleware(_Headers)
    app.add_middleware(Observed, owner=app)
    mount(app, Chats(app.state.views), app.state.desk, kb.settings.home / "web")
    return app


def warm_up(kb: KnowledgeBase) -> None:
    """Load every part that an answer needs, and index what an interrupted ingestion left out.

    Raises PolicyKBError. Another process that is writing brings the indexes up to date itself.
    """
    _open_parts(kb)
    if kb.behind():
        with contextlib.suppress(HomeBusyError), kb.writing():
            kb.catch_up(lambda *_: None)
    kb.warm()


def _open_parts(kb: KnowledgeBase) -> None:
    """Go through every part that an answer needs. Raises PolicyKBError."""
    if kb.snapshot().documents:
        kb.search("知识库", 1)


async def _healthz() -> JSONResponse:
    return JSONResponse({"alive": True})


def _readyz(kb: KnowledgeBase, views: Views) -> Callable[[], JSONResponse]:
    def readyz() -> JSONResponse:
        try:
            _open_parts(kb)
            seen = len(views.public.whole.kb.snapshot().documents)
            return JSONResponse({"ready": True, "documents": seen})
        except PolicyKBError as error:
            return JSONResponse({"ready": False, "reason": str(error)}, status_code=503)

    return readyz


class _Headers:
    """Adds the security headers; the policy keeps the browser from loading anything elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class _Server(uvicorn.Server):
    """Calls back once the port is listened on, and before requests under way must end."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], closing: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._closing = closing

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._closing()
        await super().shutdown(sockets)


def _tell(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()


def _listener(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises PolicyKBError with one line that says what to do."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
    except (OSError, UnicodeError) as error:
        raise PolicyKBError(f"地址 {host} 无法识别；本机使用请用 --host 127.0.0.1") from error
    listener = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise PolicyKBError(_unusable(host, port, error)) from error
    return listener


def _unusable(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用；请用 --port 换一个端口，--port 0 为任选空闲端口"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}；请用 --port 换一个 1024 以上的端口"
    return f"地址 {host} 不能用：{error.strerror}；本机使用请用 --host 127.0.0.1"


def _address(listener: socket.socket) -> str:
    """The address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
