"""The whole app on a free port of the loopback, in a thread."""

import contextlib
import gc
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from assistant.answer import Assistant
from assistant.web.server import create_app
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings


def made(home: Path, corpus: Path) -> KnowledgeBase:
    """A knowledge base over the corpus alone."""
    home.mkdir(parents=True)
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    kb = KnowledgeBase(load_settings(home))
    ingest(kb, [corpus], lambda *_: None)
    return kb


@contextlib.contextmanager
def served(kb: KnowledgeBase) -> Iterator[str]:
    """The address of the app while it is served."""
    app = create_app(Assistant(kb), "127.0.0.1")
    _collect()
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        _collect()


def _collect() -> None:
    """Free the event loops that the page's library leaves open, without their warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
