"""The MCP tools in the app: streamable HTTP at /mcp, behind the same gate as every route."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from assistant.access.model import LOCAL
from assistant.access.views import Views
from assistant.among import Assistants
from assistant.mcp_server import mcp_server

__all__ = ["add_tools"]


def add_tools(app: FastAPI) -> None:
    """Put /mcp into an app; its sessions live as long as the app."""

    def seen(request: Any) -> Assistants:
        views: Views = app.state.views
        return views.of(getattr(request.state, "user", None) or LOCAL)

    server = mcp_server(seen, app.state.metrics.answered)
    # The gate has checked the host and the origin.
    mounted = server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    [endpoint] = [route.endpoint for route in mounted.routes if isinstance(route, Route)]
    app.router.routes.append(Route("/mcp", endpoint))
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(owner: FastAPI) -> AsyncIterator[Any]:
        async with before(owner) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan
