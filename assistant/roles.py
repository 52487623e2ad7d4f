"""How answers call the parts of organs, and where the text names an inherited one. Pure."""

import re

from kb.model import Assignment, Document, Role

__all__ = ["LABELS", "sentence_of"]

LABELS = {
    Role.LEAD: "牵头单位",
    Role.RESPONSIBLE: "责任单位",
    Role.SUPPORT: "配合单位",
    Role.GUIDE: "指导单位",
}


def sentence_of(document: Document, part: Assignment) -> tuple[int, int]:
    """The sentence, within its bracket, in which an inherited owner is named."""
    text = document.text
    start = max(text.rfind(mark, 0, part.start) for mark in "。；\n（") + 1
    ends = [at for at in (text.find(mark, part.end) for mark in "。；\n") if at >= 0]
    closing = re.compile(r"）(?=\n|$)").search(text, part.end)
    if closing:
        ends.append(closing.start())
    return start, min(ends, default=part.end)
