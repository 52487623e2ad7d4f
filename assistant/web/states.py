"""What is found once for each state of a knowledge base."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from kb.knowledge import KnowledgeBase
from kb.snapshot import Snapshot

__all__ = ["OfState"]

T = TypeVar("T")


class OfState(Generic[T]):
    """Keeps what was made of a knowledge base until the knowledge base changes."""

    def __init__(self, make: Callable[[KnowledgeBase], T]) -> None:
        self._make = make
        self._held: WeakKeyDictionary[KnowledgeBase, tuple[Snapshot, T]] = WeakKeyDictionary()

    def __call__(self, kb: KnowledgeBase) -> T:
        """What belongs to the present state."""
        snapshot = kb.snapshot()
        held = self._held.get(kb)
        if held is None or held[0] is not snapshot:
            held = self._held[kb] = snapshot, self._make(kb)
        return held[1]
