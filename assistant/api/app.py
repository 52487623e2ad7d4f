"""The interface as a whole: its routes, its errors, its document."""

from fastapi import FastAPI

from assistant.access.views import Views
from assistant.answer import Assistant
from assistant.api import asking, documents, metrics, openai, rebuilding, records
from assistant.api.desk import Desk
from assistant.api.manual import add_manual
from assistant.api.metrics import Metrics
from assistant.api.problems import add_problems
from assistant.api.tools import add_tools

__all__ = ["add_api"]


def add_api(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes of the interface into an app."""
    app.state.views = Views(assistant)
    app.state.metrics = Metrics(assistant.kb)
    app.state.desk = Desk(model=assistant.model is not None, answered=app.state.metrics.answered)
    desk: Desk = app.state.desk
    app.state.metrics.watch(lambda: desk.waiting)
    for part in (asking, records, documents, rebuilding):
        app.include_router(part.router)
    for more in (openai, metrics):
        app.include_router(more.router)
    add_tools(app)
    add_manual(app)
    add_problems(app)
