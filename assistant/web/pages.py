"""The pages beside the chat, put into an app."""

from fastapi import FastAPI

from assistant.web.about import add_about
from assistant.web.documents import add_documents
from assistant.web.states import OfState
from assistant.web.targets import add_targets
from assistant.web.tasks import add_tasks
from ingest.pipeline import links_of

__all__ = ["add_pages"]


def add_pages(app: FastAPI) -> None:
    """Put every page but the chat and 惠企政策 into an app."""
    links = OfState(links_of)
    add_tasks(app)
    add_targets(app)
    add_documents(app, links)
    add_about(app, links)
