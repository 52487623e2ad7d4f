"""Systems of every kind with tiny ones of their own, their errors, and the cache of replies."""

import json
import shlex
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from evals.cache import Replies
from evals.external import external
from evals.systems import Reply, Request, each, read_spec

REQUESTS = [{"id": f"q{n}", "question": f"第{n}问", "history": []} for n in range(6)]


@pytest.mark.parametrize(
    ("text", "name", "spec"),
    [
        ("policykb", "policykb", "policykb"),
        ("旧=policykb", "旧", "policykb"),
        ("python:a.b:c", "python:a.b:c", "python:a.b:c"),
        ("甲=http://x/y?a=b", "甲", "http://x/y?a=b"),
        ("http://x/y?a=b", "http://x/y?a=b", "http://x/y?a=b"),
        ("command:run --x=1", "command:run --x=1", "command:run --x=1"),
    ],
)
def test_specs(text: str, name: str, spec: str) -> None:
    found = read_spec(text)
    assert (found.name, found.spec) == (name, spec)


@pytest.mark.parametrize("text", ["", "nothing", "x=nothing", "ftp://x"])
def test_no_such_system(text: str) -> None:
    with pytest.raises(ValueError, match="没有这种系统"):
        read_spec(text)


def test_legs_only_search() -> None:
    assert read_spec("dense").does("retrieval")
    assert not read_spec("dense").does("answers")
    assert read_spec("python:a:b").does("answers")
    assert not read_spec("python:a:b").does("extraction")


def replies(spec: str, requests: Sequence[Request] = REQUESTS, **options: Any) -> dict[str, Reply]:
    given = {"timeout": 20.0, "jobs": 1} | options
    system = external(read_spec(spec), "answers", **given)
    return {reply.id: reply for reply in system.replies(requests)}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    code = """
import json
def ask(request):
    if request["id"] == "q1":
        raise KeyError("坏了")
    if request["id"] == "q2":
        return json.dumps({"text": "字符串"})
    return {"text": request["question"]} if request["id"] != "q3" else {"no": "text"}
"""
    (tmp_path / "tiny_system.py").write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    yield "tiny_system"
    sys.modules.pop("tiny_system", None)


def test_a_callable(module: str) -> None:
    found = replies(f"python:{module}:ask")
    assert list(found) == [str(request["id"]) for request in REQUESTS]
    assert found["q0"].output == {"text": "第0问"}
    assert found["q1"].error == "KeyError: '坏了'"
    assert found["q2"].output == {"text": "字符串"}
    assert "text" in (found["q3"].error or "")


@pytest.mark.parametrize("name", ["python:no.such.module:ask", "python:json:nothing"])
def test_no_such_callable(name: str) -> None:
    with pytest.raises(ValueError, match="python:模块:函数"):
        replies(name)


COMMAND = """
import json, sys, time
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
print("loading", flush=True)
for row in reversed(rows):
    if row["id"] == "q1":
        print(json.dumps({"id": "q1", "hits": []}))
    elif row["id"] != "q2":
        print(json.dumps({"id": row["id"], "text": row["question"], "elapsed_ms": 7}))
    if row["id"] == WAIT:
        sys.stdout.flush()
        time.sleep(60)
if FAIL:
    print("没有模型", file=sys.stderr)
    sys.exit(3)
"""


def command(tmp_path: Path, *, wait: str = "", fail: bool = False) -> str:
    script = tmp_path / "answer.py"
    code = COMMAND.replace("WAIT", repr(wait)).replace("FAIL", repr(fail))
    script.write_text(code, encoding="utf-8")
    return f"command:{shlex.quote(sys.executable)} -X utf8 {shlex.quote(str(script))}"


def test_a_command(tmp_path: Path) -> None:
    found = replies(command(tmp_path))
    assert sorted(found) == [request["id"] for request in REQUESTS]
    assert found["q5"].output == {"id": "q5", "text": "第5问", "elapsed_ms": 7}
    assert found["q5"].elapsed_ms == 7
    assert "text" in (found["q1"].error or "")
    assert found["q2"].error == "没有回答这一题"


def test_a_command_with_the_file_in_its_place(tmp_path: Path) -> None:
    assert replies(command(tmp_path) + " {file} --more")["q0"].output


def test_a_command_that_fails_keeps_what_it_said(tmp_path: Path) -> None:
    found = replies(command(tmp_path, fail=True))
    assert found["q0"].output
    assert found["q2"].error == "退出码 3 没有模型"


def test_a_command_that_hangs_is_killed(tmp_path: Path) -> None:
    found = replies(command(tmp_path, wait="q4"), timeout=1.5)
    assert found["q5"].output
    assert found["q0"].error == "1.5 秒没有回答"


def test_no_such_command() -> None:
    assert "运行不了" in (replies("command:/no/such/command")["q0"].error or "")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        code, said = 200, json.dumps({"text": request["question"]}, ensure_ascii=False)
        if request["id"] == "q1":
            code, said = 500, "模型没有起来"
        if request["id"] == "q2":
            said = "<html>"
        self.send_response(code)
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/ask"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_endpoint(endpoint: str, jobs: int) -> None:
    found = replies(endpoint, jobs=jobs)
    assert found["q0"].output == {"text": "第0问"}
    assert found["q1"].error == "RuntimeError: HTTP 500 模型没有起来"
    assert found["q2"].error
    assert found["q5"].output == {"text": "第5问"}


def test_no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert replies("http://127.0.0.1:1/ask", REQUESTS[:1])["q0"].error


class Counting:
    """A system that counts what it is asked, and is stopped or fails at one question."""

    key, model, settings = "counting", "", Mapping[str, Any]

    def __init__(self, *, stop_at: str = "", fail_at: str = "") -> None:
        self.stop_at, self.fail_at = stop_at, fail_at
        self.asked: list[str] = []

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        return each(requests, self._ask)

    def _ask(self, request: Request) -> Mapping[str, Any]:
        self.asked.append(request["id"])
        if request["id"] == self.stop_at:
            raise KeyboardInterrupt
        if request["id"] == self.fail_at:
            raise RuntimeError("没有接上")
        return {"text": f"答 {request['question']}"}


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    first, second, other = Counting(), Counting(), Counting()
    found = Replies(tmp_path, "system", "corpus").ask(first, REQUESTS, "")
    renamed = [{**request, "id": f"x{n}"} for n, request in enumerate(REQUESTS)]
    again = Replies(tmp_path, "system", "corpus").ask(second, renamed, "")
    assert second.asked == []
    assert again["x3"].output == found["q3"].output
    Replies(tmp_path, "system", "another corpus").ask(other, REQUESTS, "")
    assert len(other.asked) == len(REQUESTS)


def test_fresh_asks_everything_again(tmp_path: Path) -> None:
    Replies(tmp_path, "s").ask(Counting(), REQUESTS, "")
    system = Counting()
    Replies(tmp_path, "s", fresh=True).ask(system, REQUESTS, "")
    assert len(system.asked) == len(REQUESTS)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Replies(tmp_path, "s").ask(Counting(stop_at="q3"), REQUESTS, "")
    [file] = tmp_path.glob("*.jsonl")
    with file.open("a", encoding="utf-8") as half:
        half.write('["half a li')
    system = Counting()
    found = Replies(tmp_path, "s").ask(system, REQUESTS, "")
    assert system.asked == ["q3", "q4", "q5"]
    assert sorted(found) == [request["id"] for request in REQUESTS]
    last = Counting()
    Replies(tmp_path, "s").ask(last, REQUESTS, "")
    assert last.asked == []


def test_failures_are_told_and_tried_again(tmp_path: Path) -> None:
    found = Replies(tmp_path, "s").ask(Counting(fail_at="q2"), REQUESTS, "")
    assert found["q2"].error == "RuntimeError: 没有接上"
    system = Counting()
    assert Replies(tmp_path, "s").ask(system, REQUESTS, "")["q2"].error is None
    assert system.asked == ["q2"]
