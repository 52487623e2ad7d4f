"""What a question takes for granted and the knowledge base does not hold: said, not answered."""

import re

from assistant import cues
from assistant.context import Context
from assistant.draft import Draft
from kb.regions import Place

__all__ = ["premises_hold"]

_NEAREST = 5  # passages found whose documents may speak of a place without being of one
_NOWHERE = (None, "全国", "国家")
_LOCATED = re.compile(r"(?:在|到|去|来|从|回|往|离开)$")  # 在西安: where the asker is


def premises_hold(context: Context, draft: Draft) -> bool:
    """Whether what the question takes for granted is so; writes what is not."""
    query = context.query
    if query.named.missing and not query.named.document_ids:
        draft.lines.append(f"知识库没有收入{'、'.join(query.named.missing)}。")
        return False
    places = "、".join(dict.fromkeys(place.name for place in query.places))
    if _asks_local_policy(context):
        draft.lines.append(f"知识库没有{places}的政策文件。")
        return False
    if not context.scope:
        draft.lines.append(
            f"知识库没有适用于{places}的文件。" if places else "知识库里还没有文件。"
        )
        return False
    return True


def _asks_local_policy(context: Context) -> bool:
    """Whether the question wants what a place itself plans, and no document of its own is held."""
    query = context.query
    if not query.places or query.named.document_ids:
        return False
    if not query.followed and not cues.LOCAL.search(query.question):
        return False
    issuing = [place for place in query.places if not _is_located(query.question, place)]
    if not issuing:
        return False
    held = [f"{d.region}{d.title}" for d in context.snapshot.documents.values()]
    if any(place.name in name for place in issuing for name in held):
        return False
    unplaced = [i.document for i in context.found[:_NEAREST] if i.document.region in _NOWHERE]
    return not any(place.name in document.text for place in issuing for document in unplaced)


def _is_located(question: str, place: Place) -> bool:
    """Whether a place only says where the asker is."""
    at = question.find(place.name)
    return at >= 0 and _LOCATED.search(question[:at]) is not None
