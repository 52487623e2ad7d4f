"""Work that takes long, told step by step as server-sent events."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from assistant.api.common import event
from assistant.api.problems import defect, status_of
from kb.errors import PolicyKBError
from kb.knowledge import Progress

__all__ = ["STOPPING", "finish", "say_stopping", "told"]

STOPPING = "服务正在停止；已开始的会继续做完，重新启动后可以看到结果"

_Steps = queue.SimpleQueue[tuple[str, Any]]
_running: dict[threading.Thread, _Steps] = {}


def told(name: str, work: Callable[[Progress], Any]) -> Iterator[str]:
    """Progress, then what the work returns or why it failed.

    It runs in a thread of that name, and goes on where nobody listens any more.
    """
    steps: _Steps = queue.SimpleQueue()

    def progress(stage: str, done: int, total: int) -> None:
        steps.put(("progress", {"stage": stage, "done": done, "total": total}))

    def run() -> None:
        try:
            steps.put(("done", work(progress)))
        except PolicyKBError as error:
            steps.put(("error", {"status": status_of(error), "detail": str(error)}))
        except Exception as error:  # noqa: BLE001 - the thread's edge: whoever waits is told
            steps.put(("error", {"status": 500, "detail": defect(error)}))
        finally:
            _running.pop(threading.current_thread(), None)

    worker = threading.Thread(target=run, name=name, daemon=True)
    _running[worker] = steps
    worker.start()
    kind = "progress"
    while kind == "progress":
        kind, content = steps.get()
        yield event(kind, content)


def say_stopping() -> None:
    """Tell whoever listens to work under way that the server stops; the work goes on."""
    for steps in list(_running.values()):
        steps.put(("error", {"status": 503, "detail": STOPPING}))


def finish(seconds: float) -> bool:
    """Wait for the work under way; whether all of it ended in time.

    What is left then ends with the process: a document is stored whole or not at all, and the next
    start indexes what is stored.
    """
    until = time.monotonic() + seconds
    for worker in list(_running):
        worker.join(max(0.0, until - time.monotonic()))
    return not _running
