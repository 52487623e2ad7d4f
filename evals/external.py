"""Systems outside this process's own code: a callable, a command, an HTTP endpoint.

A callable gets one request as a dict and returns the reply, as a dict or as the JSON of one. A
command gets a file with one request a line, in place of `{file}` or as its last argument, and
prints one reply a line, in any order, told apart by `id`. An endpoint gets one request a POST.
What comes back must be the contract's JSON; what else comes back is the error of that question.
"""

import hashlib
import importlib
import inspect
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.systems import Asked, Reply, Request, Spec, System, each

__all__ = ["external"]

_SHOWN = 200  # characters of what a command or an endpoint complains


def external(spec: Spec, task: Asked, timeout: float, jobs: int) -> System:
    """The system of a spec.

    Raises:
        ValueError: the callable cannot be found.
    """
    kind, _, rest = spec.spec.partition(":")
    if kind == "python":
        return _Callable(rest, task, jobs)
    if kind == "command":
        return _Command(rest, task, timeout)
    return _Endpoint(spec.spec, task, timeout, jobs)


class _Callable:
    """A callable of Python, `module:name`."""

    model = ""

    def __init__(self, spec: str, task: Asked, jobs: int) -> None:
        module_name, _, name = spec.partition(":")
        sys.path.insert(0, str(Path.cwd()))
        try:
            found: Any = importlib.import_module(module_name)
            for part in name.split("."):
                found = getattr(found, part)
        except (ImportError, AttributeError) as error:
            raise ValueError(f"没有 python:{spec}：{error}；应写 python:模块:函数") from error
        finally:
            sys.path.remove(str(Path.cwd()))
        self._call: Callable[[dict[str, Any]], Any] = found
        self._task, self._jobs = task, jobs
        self.settings = {"spec": f"python:{spec}"}
        self.key = f"python:{spec} {_source_digest(module_name)}"

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """One call for each."""
        return each(requests, self._ask, self._jobs)

    def _ask(self, request: Request) -> Mapping[str, Any]:
        found = self._call(dict(request))
        return _checked(json.loads(found) if isinstance(found, str) else found, self._task)


class _Endpoint:
    """An HTTP endpoint."""

    model = ""

    def __init__(self, address: str, task: Asked, timeout: float, jobs: int) -> None:
        self._address, self._task, self._timeout, self._jobs = address, task, timeout, jobs
        self.settings = {"spec": address, "timeout": timeout, "jobs": jobs}
        self.key = address

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """One POST for each."""
        return each(requests, self._ask, self._jobs)

    def _ask(self, request: Request) -> Mapping[str, Any]:
        posted = urllib.request.Request(
            self._address,
            data=json.dumps(request, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json; charset=utf-8"},
        )
        try:
            with urllib.request.urlopen(posted, timeout=self._timeout) as response:
                return _checked(json.loads(response.read()), self._task)
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:_SHOWN]
            raise RuntimeError(f"HTTP {error.code} {said}") from error


class _Command:
    """A command that answers a whole file."""

    model = ""

    def __init__(self, command: str, task: Asked, timeout: float) -> None:
        self._words = shlex.split(command, posix=os.name == "posix")
        self._task, self._timeout = task, timeout
        self.settings = {"spec": f"command:{command}", "timeout": timeout}
        self.key = f"command:{command}"

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """What it prints; a question that it leaves out has an error."""
        waiting = {str(request["id"]): None for request in requests}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "requests.jsonl"
            lines = (json.dumps(request, ensure_ascii=False) for request in requests)
            file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            errors = Path(folder) / "errors"
            ended = "没有回答这一题"
            try:
                with _Process(self._arguments(file), self._timeout, errors) as process:
                    for reply in self._read(process.lines()):
                        if reply.id in waiting:
                            del waiting[reply.id]
                            yield reply
                ended = process.complaint() or ended
            except OSError as error:
                ended = f"运行不了：{error}"
            for one in waiting:
                yield Reply(one, None, 0.0, ended)

    def _arguments(self, file: Path) -> list[str]:
        if any("{file}" in word for word in self._words):
            return [word.replace("{file}", str(file)) for word in self._words]
        return [*self._words, str(file)]

    def _read(self, lines: Iterator[str]) -> Iterator[Reply]:
        begun = time.perf_counter()
        for line in lines:
            now = time.perf_counter()
            try:
                found = json.loads(line)
                one = str(found["id"])
            except (ValueError, KeyError, TypeError):
                continue  # what is no reply is a message
            spent, begun = (now - begun) * 1000, now
            try:
                output = _checked(found, self._task)
                taken = found.get("elapsed_ms")
                yield Reply(one, output, float(spent if taken is None else taken))
            except ValueError as error:
                yield Reply(one, None, spent, str(error))


class _Process:
    """A running command; it is killed when it says nothing for too long."""

    def __init__(self, arguments: Sequence[str], timeout: float, errors: Path) -> None:
        self._timeout, self._errors = timeout, errors
        with errors.open("wb") as file:
            self._process = subprocess.Popen(
                arguments,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        self._late = False

    def __enter__(self) -> "_Process":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def lines(self) -> Iterator[str]:
        """Its lines, until it ends or is killed."""
        assert self._process.stdout is not None
        while True:
            watch = threading.Timer(self._timeout, self._kill)
            watch.start()
            try:
                line = self._process.stdout.readline()
            finally:
                watch.cancel()
            if not line:
                self._process.wait()
                return
            yield line

    def _kill(self) -> None:
        self._late = True
        self._process.kill()

    def complaint(self) -> str:
        """Why it ended without answering everything; nothing where it does not say."""
        if self._late:
            return f"{self._timeout:g} 秒没有回答"
        if self._process.returncode:
            said = self._errors.read_text(encoding="utf-8", errors="replace").split("\n")
            last = next((line for line in reversed(said) if line.strip()), "")[:_SHOWN]
            return f"退出码 {self._process.returncode} {last}".strip()
        return ""


def _checked(found: Any, task: Asked) -> Mapping[str, Any]:
    """A reply that is the contract's.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(found, dict):
        raise ValueError("回复不是 JSON 对象")
    if task == "retrieval":
        hits = found.get("hits")
        if not isinstance(hits, list) or not all(isinstance(hit, dict) for hit in hits):
            raise ValueError("回复里没有 hits（对象的数组）")
    elif not isinstance(found.get("text"), str):
        raise ValueError("回复里没有 text（文字）")
    return found


def _source_digest(module: str) -> str:
    try:
        source = inspect.getsource(sys.modules[module])
    except (OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
