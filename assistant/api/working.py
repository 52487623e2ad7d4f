"""Work that takes long, told step by step as server-sent events."""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from assistant.api.common import event
from assistant.api.problems import defect, status_of
from kb.errors import PolicyKBError
from kb.knowledge import Progress

__all__ = ["told"]


def told(name: str, work: Callable[[Progress], Any]) -> Iterator[str]:
    """Progress, then what the work returns or why it failed.

    It runs in a thread of that name, and goes on where nobody listens any more.
    """
    steps: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def progress(stage: str, done: int, total: int) -> None:
        steps.put(("progress", {"stage": stage, "done": done, "total": total}))

    def run() -> None:
        try:
            steps.put(("done", work(progress)))
        except PolicyKBError as error:
            steps.put(("error", {"status": status_of(error), "detail": str(error)}))
        except Exception as error:  # noqa: BLE001 - the thread's edge: whoever waits is told
            steps.put(("error", {"status": 500, "detail": defect(error)}))

    threading.Thread(target=run, name=name, daemon=True).start()
    kind = "progress"
    while kind == "progress":
        kind, content = steps.get()
        yield event(kind, content)
