"""What the service does, counted for Prometheus; never a word of a question or a document."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from assistant.api.common import PROBLEMS
from assistant.logs import REQUESTS, event, request_id
from kb import __version__
from kb.errors import PolicyKBError
from kb.knowledge import KnowledgeBase

__all__ = ["Metrics", "Observed", "router"]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0, 30.0, 60.0)
_ANSWERS = frozenset({"answered", "partly", "declined"})
_INGESTS = frozenset({"added", "updated", "unchanged", "failed"})

router = APIRouter(tags=["运行"], responses=PROBLEMS)


class Metrics:
    """The counters of one app, in a registry of its own."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "policykb_requests", "请求数", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "policykb_request_seconds",
            "请求用时，秒",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "policykb_requests_in_flight", "正在处理的请求数", registry=self.registry
        )
        self._answers = Counter(
            "policykb_answers", "给出的回答数", ("status",), registry=self.registry
        )
        self._ingests = Counter(
            "policykb_ingests", "收入的文件数", ("status",), registry=self.registry
        )
        self._waiting = Gauge(
            "policykb_questions_waiting", "排队等候的问题数", registry=self.registry
        )
        Gauge("policykb_info", "版本", ("version",), registry=self.registry).labels(
            __version__
        ).set(1)
        ProcessCollector(registry=self.registry)
        self.registry.register(_Holdings(kb))

    def watch(self, waiting: Callable[[], int]) -> None:
        """Look up how many questions wait, when asked."""
        self._waiting.set_function(waiting)

    def answered(self, status: str) -> None:
        """Count an answer."""
        if status in _ANSWERS:
            self._answers.labels(status).inc()

    def ingested(self, status: str) -> None:
        """Count a file that was to be taken in."""
        if status in _INGESTS:
            self._ingests.labels(status).inc()


class _Holdings(Collector):
    """How much the knowledge base holds, looked up when asked."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    @override
    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            counts = self._kb.store.counts().values()
        except PolicyKBError:
            return
        yield GaugeMetricFamily("policykb_documents", "文件数", value=len(counts))
        clauses = sum(each.get("clauses", 0) for each in counts)
        yield GaugeMetricFamily("policykb_clauses", "条款数", value=clauses)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    summary="运行指标（Prometheus）",
    description="要管理员的权限。",
)
def metrics(request: Request) -> Response:
    """Every counter as text."""
    found: Metrics = request.app.state.metrics
    return Response(generate_latest(found.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


class Observed:
    """ASGI middleware that names, counts and logs requests."""

    def __init__(self, app: ASGIApp, *, owner: FastAPI) -> None:
        self._app = app
        self._owner = owner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        found: Metrics = self._owner.state.metrics
        status = 500
        started = time.perf_counter()
        named = uuid.uuid4().hex[:16]

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = named
            await send(message)

        found.in_flight.inc()
        token = request_id.set(named)
        try:
            await self._app(scope, receive, noting)
        finally:
            found.in_flight.dec()
            seconds = time.perf_counter() - started
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = _route(scope)
            found.requests.labels(method, route, str(status)).inc()
            found.seconds.labels(route).observe(seconds)
            event(
                "request",
                logging.ERROR if status == 500 else logging.INFO,
                REQUESTS,
                method=method,
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
                user=getattr(scope.get("state", {}).get("user"), "name", None),
            )
            request_id.reset(token)


def _route(scope: Scope) -> str:
    """The pattern of the route that answered: never what stands in the address."""
    if scope["path"].rstrip("/") == "/mcp":
        return "/mcp"
    path: Any = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) and path else "other"
