"""Whether a name that somebody uses and a name that a document writes mean the same organ. Pure."""

from kb.model import Assignment, Document
from kb.organs import Organs

__all__ = ["is_meant"]


def is_meant(organs: Organs, name: str, part: Assignment, document: Document) -> bool:
    """Whether `name` means the organ of an assignment.

    It has the same function, in the same region at the same level. Reforms name one function 局
    here and 委员会 there, so within the document's own region the function decides.
    """
    if organs.key(name) != organs.key(part.as_written):
        return False
    asked = organs.resolve(name, document.region, document.level)
    if asked is None or part.department is None or asked == part.department:
        return True
    region = document.region or ""
    return bool(region) and asked.startswith(region) and part.department.startswith(region)
