"""A real OpenAI-compatible server on the loopback that says what a test has written for it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-right-key-0123456789"


@dataclass
class Reply:
    """What one request gets."""

    pieces: tuple[str, ...] = ()
    status: int = 200
    finish: str | None = "stop"
    wait: float = 0.0  # seconds before each piece
    before: float = 0.0  # seconds before the status line
    cut: bool = False  # the connection ends inside a chunk
    raw: bytes | None = None  # sent as it is, with status 200
    thinking: tuple[str, ...] = ()  # as reasoning_content


@dataclass
class Script:
    """The replies to come, and the requests that came."""

    address: str = ""
    reply: Reply = field(default_factory=Reply)
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def says(self, *pieces: str, **other: Any) -> None:
        """What the next requests get."""
        self.reply = Reply(pieces=pieces, **other)

    @property
    def prompt(self) -> str:
        """The messages of the last request, one after the other."""
        return "\n".join(message["content"] for message in self.requests[-1]["messages"])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        script: Script = self.server.script  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["content-length"]))
        script.requests.append(json.loads(body))
        script.headers.append({name.lower(): value for name, value in self.headers.items()})
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        script.keys.append(key)
        reply = script.reply
        time.sleep(reply.before)
        if key != KEY:
            self._fail(401, f"Incorrect API key provided: {key}")
        elif self.path != "/v1/chat/completions":
            self._fail(404, "no such route")
        elif reply.status != 200:
            self._fail(reply.status, "upstream said: secret detail")
        else:
            self._stream(reply)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def _fail(self, status: int, message: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "error"}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        try:
            for event in _events(reply):
                time.sleep(reply.wait)
                self._chunk(event)
            if reply.cut:
                self.wfile.write(b"FF\r\ndata: {")
            else:
                self._chunk(b"")
        except (BrokenPipeError, ConnectionResetError):
            return

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):X}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _events(reply: Reply) -> Iterator[bytes]:
    if reply.raw is not None:
        yield reply.raw
        return
    for piece in reply.thinking:
        yield _event({"reasoning_content": piece}, None)
    for piece in reply.pieces:
        yield _event({"content": piece}, None)
    if reply.finish is not None:
        yield _event({}, reply.finish)
        yield b"data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None) -> bytes:
    chunk = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()


@contextmanager
def scripted() -> Iterator[Script]:
    """A running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    script = Script(address=f"http://127.0.0.1:{server.server_port}/v1")
    server.script = script  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
