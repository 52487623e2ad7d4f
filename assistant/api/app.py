"""The interface as a whole: its routes, its errors, its document."""

from fastapi import FastAPI

from assistant.among import Assistants
from assistant.answer import Assistant
from assistant.api import asking, documents, records
from assistant.api.common import Services
from assistant.api.problems import add_problems

__all__ = ["add_api"]


def add_api(app: FastAPI, assistant: Assistant) -> None:
    """Put the routes of the interface into an app."""
    app.state.services = Services(Assistants(assistant))
    for part in (asking, records, documents):
        app.include_router(part.router)
    add_problems(app)
