"""Which document a question about a document means. Pure."""

import re

from assistant.context import Context
from kb.model import Document

__all__ = ["meant"]

_MOST = 5
_MANY = 40  # documents, of which it is not looked up which one has tasks


def meant(context: Context) -> list[Document]:
    """The documents named; else the only one in scope, else the one that holds the best clause."""
    if context.query.named.document_ids or len(context.scope) == 1:
        return [context.document(document_id) for document_id in context.scope][:_MOST]
    few = len(context.scope) <= _MANY
    if few and re.search(r"意见|方案|通知|措施", context.query.question):
        with_tasks = [d for d in context.scope if context.snapshot.tasks_of(d)]
        if len(with_tasks) == 1:
            return [context.document(with_tasks[0])]
    return [item.document for item in context.found[:1] if item.share >= 0.5]
