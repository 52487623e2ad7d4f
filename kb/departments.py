"""Whether a name that somebody uses and a name that a document writes mean the same organ. Pure."""

from functools import lru_cache

from kb.model import Assignment, Document
from kb.organs import Organs

__all__ = ["is_meant"]


def is_meant(organs: Organs, name: str, part: Assignment, document: Document) -> bool:
    """Whether `name` means the organ of an assignment.

    It has the same function, in the same region at the same level. Reforms name one function 局
    here and 委员会 there, so within the document's own region the function decides.
    """
    return _is_meant(
        organs, name, part.as_written, part.department, document.region, document.level
    )


@lru_cache(maxsize=200_000)
def _is_meant(
    organs: Organs,
    name: str,
    as_written: str,
    department: str | None,
    region: str | None,
    level: str | None,
) -> bool:
    if organs.key(name) != organs.key(as_written):
        return False
    asked = organs.resolve(name, region, level)
    if asked is None or department is None or asked == department:
        return True
    return bool(region) and asked.startswith(region or "") and department.startswith(region or "")
