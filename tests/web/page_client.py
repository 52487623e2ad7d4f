"""Talks to a running page as a browser does, over HTTP and with the standard library only."""

import contextlib
import json
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

READY = "问答网页已就绪："
_WAIT_SECONDS = 120


def fetch(url: str) -> tuple[int, dict[str, str], str]:
    """Status, headers (lower case) and text of an address; a failing status is returned too."""
    try:
        with urllib.request.urlopen(url, timeout=_WAIT_SECONDS) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            return response.status, headers, response.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers.items()), error.read().decode("utf-8", "replace")


class PageClient:
    """One visitor with a session."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = uuid.uuid4().hex
        self._config = json.loads(fetch(f"{address}/config")[2])

    @contextlib.contextmanager
    def stay(self) -> Iterator[None]:
        """Keep the connection that an open page keeps."""
        url = f"{self._address}/gradio_api/heartbeat/{self._session}"
        with urllib.request.urlopen(url, timeout=_WAIT_SECONDS):
            yield

    def ask(self, question: str) -> str:
        """The conversation's HTML after a question."""
        return self.outputs("ask", [question, None, "", "", "", "", False])[2]

    def outputs(self, name: str, data: list[object], event: object = None) -> list[str]:
        """The last values of what an event of the page changes; "" for what it leaves as it was."""
        dependency = next(d for d in self._config["dependencies"] if d["api_name"] == name)
        request = {
            "data": data,
            "event_data": event,
            "fn_index": dependency["id"],
            "trigger_id": dependency["targets"][0][0],
            "session_hash": self._session,
        }
        self._post("/gradio_api/queue/join", request)
        values = [""] * len(dependency["outputs"])
        for message in self._messages():
            if message["msg"] == "process_completed":
                if not message["success"]:
                    raise AssertionError(f"the page failed: {message['output']}")
                if message["output"].get("data"):
                    _take(values, message["output"]["data"])
                return values
            if message["msg"] == "process_generating":
                _take(values, message["output"]["data"])
        raise AssertionError("the page's stream ended early")

    def _messages(self) -> Iterator[dict[str, object]]:
        url = f"{self._address}/gradio_api/queue/data?session_hash={self._session}"
        with urllib.request.urlopen(url, timeout=_WAIT_SECONDS) as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])

    def _post(self, path: str, value: object) -> None:
        request = urllib.request.Request(
            f"{self._address}{path}",
            json.dumps(value).encode(),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=_WAIT_SECONDS).close()


def _take(values: list[str], data: list[object]) -> None:
    """Keep the texts that an event sends, whole or as the replacement of what was sent before."""
    for place, value in enumerate(data):
        changes = value if isinstance(value, list) else [["replace", [], value]]
        for action, path, new in changes:
            if isinstance(new, str) and not path:
                values[place] = new if action == "replace" else values[place] + new


@contextlib.contextmanager
def serving(command: list[str], root: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server started by a command that takes --port 0, stopped at the end."""
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        line = process.stdout.readline()
        if not line.startswith(READY):
            process.kill()
            raise AssertionError(f"no server: {line}{process.stderr.read()}")
        try:
            yield line.removeprefix(READY).strip(), process
        finally:
            stop(process)


def stop(process: subprocess.Popen[str], how: int = signal.SIGTERM) -> float:
    """Seconds that a process took to end after a signal."""
    started = time.perf_counter()
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
    return time.perf_counter() - started


def policykb(*arguments: str) -> list[str]:
    """The command line of the program, run by this interpreter."""
    return [sys.executable, "-m", "assistant", *arguments]


def make_home(home: Path, root: Path, *paths: Path) -> Path:
    """A home with the documents of some files, without the national laws they cite."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    if paths:
        command = policykb("--home", str(home), "ingest", *map(str, paths))
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
    return home
