"""What is logged, and that no word of a question or a document is."""

import json
import logging
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from mcp import Client

from assistant.logs import REQUESTS, Lines, configure, event, failed, request_id
from kb.settings import Settings, load_settings
from tests.web.page_client import PageClient, fetch, make_home, policykb, serving, stop

CANARY = "金丝雀词"
LATIN = "canaryword"
DOCUMENT = f"""某某市人民政府办公室关于{CANARY}{LATIN}的意见
某政办发〔2023〕9号

各县（市、区）人民政府：
一、总体要求
到2025年{CANARY}完好率达到98%以上。
1．更新{CANARY}。清理{LATIN}。（责任单位：市城管局）
某某市人民政府办公室
2023年5月6日
"""


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    held, level = list(root.handlers), root.level
    yield
    for handler in [each for each in root.handlers if each not in held]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    for name in ("policykb", REQUESTS):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(settings: Settings) -> list[dict[str, object]]:
    path = settings.home / settings.log_file
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def settings(home: Path, **more: object) -> Settings:
    return load_settings(home).model_copy(update={"log_file": "logs/policykb.jsonl", **more})


def test_a_line_has_time_level_event_and_fields(tmp_path: Path) -> None:
    chosen = settings(tmp_path, log_level="info")
    configure(chosen)
    token = request_id.set("abc")
    event("ingest", added=2)
    request_id.reset(token)
    [line] = lines(chosen)
    assert line.pop("time")
    assert line == {"level": "info", "event": "ingest", "request_id": "abc", "added": 2}


@pytest.mark.parametrize(("level", "count"), [("debug", 3), ("info", 3), ("warning", 2)])
def test_the_level_is_kept(tmp_path: Path, level: str, count: int) -> None:
    chosen = settings(tmp_path, log_level=level)
    configure(chosen)
    event("one")
    event("two", logging.WARNING)
    event("three", logging.ERROR)
    assert len(lines(chosen)) == count


def test_of_errors_and_of_libraries_no_words_are_kept(tmp_path: Path) -> None:
    chosen = settings(tmp_path, log_level="debug")
    configure(chosen)
    try:
        int(CANARY)
    except ValueError as error:
        failed(error)
        logging.getLogger("foreign").exception("it said %s", CANARY)
    logging.getLogger("foreign").info(CANARY)
    own, foreign = lines(chosen)
    assert own["error"] == foreign["error"] == "ValueError"
    assert foreign["logger"] == "foreign"
    assert CANARY not in json.dumps([own, foreign], ensure_ascii=False)


def test_a_file_that_was_moved_away_is_made_anew(tmp_path: Path) -> None:
    chosen = settings(tmp_path, log_level="info")
    configure(chosen)
    event("before")
    (tmp_path / "logs" / "policykb.jsonl").rename(tmp_path / "moved")
    event("after")
    assert [line["event"] for line in lines(chosen)] == ["after"]


def test_text_is_one_line(tmp_path: Path) -> None:
    record = logging.LogRecord("policykb", logging.INFO, "", 0, "ingest", None, None)
    record.fields = {"added": 2}
    assert Lines(as_json=False).format(record).endswith(" info ingest added=2")


def test_no_log_holds_words_of_questions_or_documents(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home(tmp_path / "home", root)
    monkeypatch.setenv("POLICYKB_LOG_LEVEL", "debug")
    file, bad = tmp_path / "一.txt", tmp_path / "坏.pdf"
    file.write_text(DOCUMENT, encoding="utf-8")
    bad.write_text(f"%PDF-1.7 {CANARY}{LATIN}", encoding="utf-8")
    told = [command(root, home, "ingest", str(file)), command(root, home, "ingest", str(bad))]
    told += [command(root, home, "ask", f"{CANARY}由谁负责"), command(root, home, "search", LATIN)]
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, process):
        use(url)
        stop(process)
        served = process.stderr.read()
    assert process.returncode == 0
    events = [json.loads(line) for line in served.splitlines() if line.startswith("{")]
    requests = [line for line in events if line["event"] == "request"]
    assert {"/api/ask", "/mcp", "/api/documents"} <= {line["route"] for line in requests}
    assert all(len(line["request_id"]) == 16 and line["ms"] >= 0 for line in requests)
    kept = [each.read_text(encoding="utf-8") for each in (home / "logs").iterdir()]
    for log in (*told, served, *kept):
        assert CANARY not in log
        assert LATIN not in log
    assert not [line for line in served.splitlines() if not line.startswith("{")][:-1]


def command(root: Path, home: Path, *arguments: str) -> str:
    """What a command says on standard error."""
    done = subprocess.run(
        policykb("--home", str(home), *arguments),
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stderr


def use(address: str) -> None:
    """Ask and send through every way in, rightly and wrongly."""
    question = f"{CANARY}{LATIN}由谁负责"
    json_body = {"Content-Type": "application/json"}
    for body in ({"question": question}, {"question": [question]}, {"quest": question}):
        post(f"{address}/api/ask", json.dumps(body).encode(), json_body)
    post(f"{address}/api/ask", f'{{"question": "{LATIN}'.encode(), json_body)
    asked = {"messages": [{"role": "user", "content": question}], "stream": True}
    post(f"{address}/v1/chat/completions", json.dumps(asked).encode(), json_body)
    for content in (DOCUMENT, f"%PDF-1.7 {CANARY}{LATIN}"):
        head = 'Content-Disposition: form-data; name="files"; filename="a.txt"'
        part = f"--b\r\n{head}\r\n\r\n{content}\r\n--b--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        post(f"{address}/api/documents", part.encode(), kind)
    fetch(f"{address}/api/tasks?department={LATIN}")
    fetch(f"{address}/documents/{LATIN}")
    metrics = fetch(f"{address}/metrics")[2]
    assert "policykb_questions_waiting 0.0" in metrics
    assert "process_resident_memory_bytes" in metrics
    assert CANARY not in metrics
    assert LATIN not in metrics
    client = PageClient(address)
    client.ask(question)
    with pytest.raises(AssertionError):
        client.outputs("cite", [None], {"turn": LATIN, "marker": LATIN})

    async def call() -> None:
        async with Client(f"{address}/mcp", read_timeout_seconds=60) as tools:
            await tools.call_tool("ask", {"question": question})
            await tools.call_tool("article", {"document": question, "number": LATIN})

    anyio.run(call)


def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    try:
        urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60).read()
    except urllib.error.HTTPError as error:
        error.close()


def test_a_defect_of_a_command_is_one_line(root: Path, tmp_path: Path) -> None:
    code = f"from assistant import cli\nprint(cli._run(lambda: int('{LATIN}')))\n"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout == "1\n"
    assert "程序内部出错（ValueError）" in done.stderr
    assert LATIN not in done.stderr
    assert "Traceback" not in done.stderr
