"""The pages beside the chat, put into an app."""

from fastapi import FastAPI

from assistant.web.about import add_about
from assistant.web.documents import add_documents
from assistant.web.links import Links
from assistant.web.states import OfState
from assistant.web.targets import add_targets
from assistant.web.tasks import add_tasks

__all__ = ["add_pages"]


def add_pages(app: FastAPI) -> None:
    """Put every page but the chat and 惠企政策 into an app."""
    links = OfState(lambda kb: Links(kb.snapshot()))
    add_tasks(app)
    add_targets(app)
    add_documents(app, links)
    add_about(app, links)
