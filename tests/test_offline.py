"""No socket leaves the loopback while the program ingests, searches, answers and serves.

Once with Python's audit events, which name what was tried and refuse it; once more, where the
system allows, in an empty network namespace, whose counters also see what native libraries try.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RUN = Path(__file__).parent / "web" / "offline_run.py"
GUARDED = RUN.with_name("guarded.py")
NAMESPACES = (["unshare", "-rn"], ["unshare", "-n"])


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root)}


def run(root: Path, folder: Path, *before: str, sealed: bool = False) -> dict[str, Any]:
    command = [*before, sys.executable, str(RUN), str(root), str(folder), *["sealed"] * sealed]
    done = subprocess.run(
        command, env=environment(root), capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def check(told: dict[str, Any]) -> None:
    assert json.loads(told["ingest"])["failed"] == 0
    assert json.loads(told["search"])["hits"]
    assert json.loads(told["ask"])["status"] == "answered"
    assert told["parts"]
    assert set(told["parts"]) == {200}
    assert "市邮政管理局" in told["page"]
    assert told["left"] == []


def test_nothing_leaves_the_loopback(root: Path, tmp_path: Path) -> None:
    check(run(root, tmp_path))


def test_works_in_an_empty_network(root: Path, tmp_path: Path) -> None:
    told = run(root, tmp_path, *namespace(), sealed=True)
    check(told)
    assert told["without_route"] == 0


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket().connect_ex(('203.0.113.7', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).connect_ex(('203.0.113.7', 53))",
        "socket.socket(socket.AF_INET6).connect_ex(('2001:db8::7', 80))",
    ],
)
def test_an_empty_network_counts_attempts(attempt: str) -> None:
    code = (
        "import socket, offline_run as run; run.raise_loopback(); before = run.without_route();"
        f"{attempt}; print(run.without_route() - before)"
    )
    done = subprocess.run(
        [*namespace(), sys.executable, "-c", code], cwd=RUN.parent, capture_output=True, text=True
    )
    assert int(done.stdout) >= 1


def namespace() -> list[str]:
    """The command that gives a new network namespace; skips where none works."""
    found = next((each for each in NAMESPACES if _works(each)), None)
    if found is None:
        pytest.skip("needs unshare with network namespaces")
    return found


def _works(command: list[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run([*command, "true"], capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("attempt", "left"),
    [
        ("socket.socket().connect(('203.0.113.7', 80))", ["socket.connect '203.0.113.7'"]),
        ("socket.getaddrinfo('example.org', 443)", ["socket.getaddrinfo 'example.org'"]),
        (
            "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('203.0.113.7', 53))",
            ["socket.sendto '203.0.113.7'"],
        ),
        ("socket.create_server(('127.0.0.1', 0)).close()", []),
        ("socket.getaddrinfo('localhost', 80)", []),
    ],
)
def test_the_watch_sees_what_leaves(tmp_path: Path, attempt: str, left: list[str]) -> None:
    log = tmp_path / "left.log"
    code = f"import guarded, socket; guarded.watch({str(log)!r}); {attempt}"
    done = subprocess.run([sys.executable, "-c", code], cwd=GUARDED.parent, capture_output=True)
    assert (done.returncode != 0) is bool(left)
    found = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    assert found[:1] == left
