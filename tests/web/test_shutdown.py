"""The server is stopped while it answers and takes files in: nothing is lost, everybody is told."""

import json
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from page_client import make_home, policykb, serving, stop

QUESTION = json.dumps({"question": "户外标牌由哪些部门负责"}).encode()
FILES = 25


def document(number: int) -> str:
    """One of many different documents."""
    tasks = "".join(
        f"{n}．整治第{number}号街区标牌{n}。每季度巡查{number * n}处。（责任单位：市城管局）\n"
        for n in range(1, 15)
    )
    title = f"某某市人民政府办公室关于整治{number}号街区标牌的意见"
    return f"{title}\n某政办发〔2023〕{number}号\n\n二、重点任务\n{tasks}"


def upload(address: str, told: list[str]) -> None:
    """Send many files and note the events that come back."""
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="files"; filename="{n}.txt"\r\n\r\n'
        f"{document(n)}\r\n"
        for n in range(1, FILES + 1)
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Accept": "text/event-stream"}
    request = urllib.request.Request(
        f"{address}/api/documents", f"{parts}--b--\r\n".encode(), headers
    )
    with urllib.request.urlopen(request, timeout=120) as stream:
        told.extend(line.decode().strip() for line in stream if line.startswith(b"event"))


def ask(address: str, ended: list[str], signalled: threading.Event) -> None:
    """Ask again and again until the server is gone; note how each question ended."""
    request = urllib.request.Request(
        f"{address}/api/ask", QUESTION, {"Content-Type": "application/json"}
    )
    while True:
        late = signalled.is_set()
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                ended.append(json.loads(response.read())["status"])
        except urllib.error.HTTPError as error:
            ended.append(str(error.code))
            error.close()
        except urllib.error.URLError:
            return  # no connection: not accepted
        except ConnectionError:
            ended.append("not accepted" if late else "cut")
            return


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_work_under_way_ends_whole(
    root: Path, hostile: Path, tmp_path: Path, how: signal.Signals
) -> None:
    home = make_home(tmp_path / "home", root, hostile)
    told: list[str] = []
    ended: list[str] = []
    signalled = threading.Event()
    command = policykb("--home", str(home), "serve", "--port", "0")
    with serving(command, root) as (address, process):
        threads = [threading.Thread(target=ask, args=(address, ended, signalled)) for _ in range(4)]
        threads.append(threading.Thread(target=upload, args=(address, told)))
        for thread in threads:
            thread.start()
        while len(ended) < 4 or not list((home / "uploads").glob("*/*.txt")):
            assert process.poll() is None
            threads[0].join(0.05)
        signalled.set()
        process.send_signal(how)
        process.wait(90)
        for thread in threads:
            thread.join(60)
        assert process.returncode == 0
        assert process.stderr.read() == "问答网页已停止\n"
    assert told[-1] in ("event: done", "event: error")
    assert set(ended) <= {"answered", "503", "not accepted"}
    checked = subprocess.run(
        policykb("--home", str(home), "doctor"), cwd=root, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    listed = subprocess.run(
        policykb("--home", str(home), "documents", "--json"),
        cwd=root,
        capture_output=True,
        text=True,
    )
    rows = [row for row in json.loads(listed.stdout) if "街区" in row["title"]]
    assert len(rows) == FILES
    assert {row["tasks"] for row in rows} == {14}


def test_an_idle_server_ends_at_once(root: Path, home: Path) -> None:
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (_, process):
        assert stop(process) < 4
