"""The pages beside the chat, put into an app."""

from fastapi import FastAPI

from assistant.web.targets import add_targets
from assistant.web.tasks import add_tasks

__all__ = ["add_pages"]


def add_pages(app: FastAPI) -> None:
    """Put every page but the chat and 惠企政策 into an app."""
    for add in (add_tasks, add_targets):
        add(app)
