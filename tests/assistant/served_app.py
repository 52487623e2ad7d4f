"""The whole app on a free port of the loopback, in a process of its own."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.web.page_client import policykb, serving


@contextlib.contextmanager
def served(home: Path, root: Path) -> Iterator[str]:
    """The address of the app while it is served."""
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (address, _):
        yield address
