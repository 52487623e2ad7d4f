"""What gradio serves and the pages never ask for: refused before it is reached. Pure.

Its routes give out files, take files in, fetch other addresses and show how it runs; the pages use
its queue alone. It also believes any request that says under which address it was sent for.
"""

import re
from collections.abc import MutableMapping
from typing import Any

__all__ = ["is_unused", "without_claims"]

_UNUSED = re.compile(
    r"/gradio_api/(?!(?:queue/(?:join|data)|heartbeat/[^/]+|cancel|reset|info|app_id|startup-events"
    r"|login_check|theme\.css)/?$)"
    r"|/(?:monitoring|svelte|custom_component|pwa_icon|user|token)(?:/|$)|/(?:file|proxy)="
)
_CLAIMS = frozenset({b"x-forwarded-host", b"x-gradio-server"})


def is_unused(path: str) -> bool:
    """Whether no page asks for a path."""
    return bool(_UNUSED.match(path))


def without_claims(scope: MutableMapping[str, Any]) -> None:
    """Take out the headers in which whoever sends a request names the address of this server."""
    scope["headers"] = [each for each in scope["headers"] if each[0].lower() not in _CLAIMS]
