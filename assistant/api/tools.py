"""The MCP tools in the app: streamable HTTP at /mcp, behind the same gate as every route."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.access.views import Views
from assistant.among import Assistants
from assistant.mcp_server import mcp_server

__all__ = ["add_tools"]


def add_tools(app: FastAPI) -> None:
    """Put /mcp into an app; its sessions live as long as the app runs."""
    endpoint = _Endpoint(app)
    app.router.routes.append(Route("/mcp", endpoint))
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(owner: FastAPI) -> AsyncIterator[Any]:
        async with before(owner) as state, endpoint.open():
            yield state

    app.router.lifespan_context = lifespan


class _Endpoint:
    """Passes requests on to the sessions of the present run."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._sessions: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        server = mcp_server(self._seen, self._app.state.desk)
        # The gate has checked the host and the origin.
        server.streamable_http_app(
            json_response=True,
            stateless_http=True,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        async with server.session_manager.run():
            self._sessions = server.session_manager
            yield

    def _seen(self, request: Any) -> Assistants:
        views: Views = self._app.state.views
        return views.of(getattr(request.state, "user", None))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._sessions is not None, "requests come while the app runs"
        await self._sessions.handle_request(scope, receive, send)
