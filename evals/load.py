"""Many askers at once: `python -m evals load --clients 50 --seconds 60`.

Serves a home of the documents given on the loopback and asks it real questions from many
connections, each with a moment to read between two questions. Tells how long answers take, what
failed, when a stream begins to answer (the bar is for one asker, before the others come), the first
page after the server is ready, and the server's memory and open files over time (read from /proc,
so on Linux). With `--mixed` it is a long time of mixed use: see `evals.mixed`.
"""

import argparse
import http.client
import itertools
import json
import random
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.mixed import mixed
from evals.serving import ROOT, policykb, quantile, served, usage

__all__ = ["main"]

_WAIT = 120  # seconds
_SAMPLES = 20
_ALONE = 40  # questions of one asker before the others come
_BARS = {"p95": 1.5, "page": 3.0, "first": 0.5}  # seconds
_GROWTH = 1.1  # of memory, second half to first


@dataclass
class _Seen:
    """What the askers saw."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def main(arguments: Sequence[str]) -> int:
    """Runs the load; returns 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals load", description=__doc__)
    parser.add_argument("--clients", type=int, default=50, help="同时提问的人数")
    parser.add_argument("--seconds", type=float, default=60, help="问多久，秒")
    parser.add_argument("--think", type=float, default=5, help="两问之间平均停多久，秒")
    parser.add_argument("--documents", type=Path, nargs="*", default=[ROOT / "corpus"])
    parser.add_argument("--home", type=Path, help="已有的知识库目录；不写则由 --documents 新建")
    parser.add_argument(
        "--questions", type=Path, nargs="*", default=[ROOT / "evals/questions/express.jsonl"]
    )
    parser.add_argument(
        "--mixed", action="store_true", help="混合使用：提问、检索、导出、收入、删除"
    )
    parser.add_argument("--minutes", type=float, default=60, help="混合使用多久，分钟")
    parser.add_argument("--out", type=Path, help="混合使用的数字写到这个文件")
    given = parser.parse_args(arguments)
    questions = [
        json.loads(line)["question"]
        for path in given.questions
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    with tempfile.TemporaryDirectory() as folder:
        if given.mixed:
            return mixed(
                given.documents,
                questions,
                Path(folder),
                clients=given.clients,
                minutes=given.minutes,
                think=given.think,
                out=given.out,
            )
        home = given.home or Path(folder) / "home"
        if given.home is None:
            policykb("--home", str(home), "ingest", *map(str, given.documents))
        with served(home) as (address, process):
            page = _page(address)
            alone = _Seen()
            _ask(address, questions, 0, 0, 0, alone, most=_ALONE)
            seen, samples = _load(address, process, questions, given)
    return _told(page, alone, seen, samples, given)


def _page(address: str) -> float:
    """Seconds to the first page."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection(address, timeout=_WAIT)
    connection.request("GET", "/")
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"网页打不开：{response.status}")
    return time.perf_counter() - started


def _load(
    address: str, process: int, questions: Sequence[str], given: argparse.Namespace
) -> tuple[_Seen, list[tuple[float, float, int]]]:
    """What was seen, and the server's memory and files over time."""
    seen, until = _Seen(), time.monotonic() + given.seconds
    askers = [
        threading.Thread(target=_ask, args=(address, questions, number, until, given.think, seen))
        for number in range(given.clients)
    ]
    for asker in askers:
        asker.start()
    samples, started = [], time.monotonic()
    while time.monotonic() < until:
        samples.append((time.monotonic() - started, *usage(process)))
        time.sleep(min(given.seconds / _SAMPLES, max(0.0, until - time.monotonic())))
    for asker in askers:
        asker.join(_WAIT)
    return seen, samples


def _ask(
    address: str,
    questions: Sequence[str],
    number: int,
    until: float,
    think: float,
    seen: _Seen,
    most: int = 0,
) -> None:
    """One asker, for a time or so many questions: every fourth question as a stream."""
    chosen = random.Random(number)
    order = itertools.cycle(chosen.sample(questions, len(questions)))
    connection = http.client.HTTPConnection(address, timeout=_WAIT)
    time.sleep(chosen.uniform(0, think))
    for turn in itertools.count(number):
        if time.monotonic() >= until and turn - number >= most:
            break
        body = json.dumps({"question": next(order)})
        headers = {"Content-Type": "application/json"}
        if turn % 4 == 0:
            headers["Accept"] = "text/event-stream"
        started = time.perf_counter()
        try:
            connection.request("POST", "/api/ask", body, headers)
            response = connection.getresponse()
            head = _begun(response) if turn % 4 == 0 else b""
            first = time.perf_counter() - started
            content = head + response.read()
            failed = response.status != 200 or b"event: error" in content
            wrong = f"{response.status} {content[:80]!r}" if failed else None
        except (OSError, http.client.HTTPException) as error:
            wrong, first = type(error).__name__, 0.0
            connection.close()
        with seen.lock:
            if wrong is not None:
                seen.errors.append(wrong)
            else:
                seen.seconds.append(time.perf_counter() - started)
                if turn % 4 == 0:
                    seen.first.append(first)
        time.sleep(chosen.expovariate(1 / think) if think else 0)
    connection.close()


def _begun(response: http.client.HTTPResponse) -> bytes:
    """What a stream tells until the first of an answer, which is more than that it was accepted."""
    read = b""
    while line := response.readline():
        read += line
        if line.startswith((b"event: answer", b"event: error")):
            break
    return read


def _told(
    page: float,
    alone: _Seen,
    seen: _Seen,
    samples: Sequence[tuple[float, float, int]],
    given: argparse.Namespace,
) -> int:
    p95, first = quantile(seen.seconds, 0.95), quantile(alone.first, 0.95)
    print(f"同时 {given.clients} 人，{given.seconds:.0f} 秒，平均停 {given.think:g} 秒再问")
    print(
        f"回答 {len(seen.seconds)} 次，每秒 {len(seen.seconds) / given.seconds:.1f} 次；"
        f"出错 {len(seen.errors)} 次 {sorted(set(seen.errors))[:3] if seen.errors else ''}"
    )
    print(f"用时 p50 {quantile(seen.seconds, 0.5):.3f} 秒，p95 {p95:.3f} 秒")
    under_load = quantile(seen.first, 0.95)
    print(f"流里回答的开头 p95：一人时 {first:.3f} 秒，同时问时 {under_load:.3f} 秒")
    print(f"就绪后第一个网页 {page:.3f} 秒")
    for second, memory, files in samples:
        print(f"  {second:6.1f} 秒  内存 {memory:7.1f} MB  打开的文件 {files}")
    half = len(samples) // 2
    early = max((memory for _, memory, _ in samples[1:half]), default=0.0)
    late = max((memory for _, memory, _ in samples[half:]), default=0.0)
    missed = [
        name
        for name, ok in (
            ("p95", bool(seen.seconds) and p95 <= _BARS["p95"]),
            ("出错", not seen.errors),
            ("内存", not early or late <= early * _GROWTH),
            ("网页", page <= _BARS["page"]),
            ("一人时回答的开头", bool(alone.first) and first <= _BARS["first"]),
        )
        if not ok
    ]
    print(f"没有达到：{'、'.join(missed)}" if missed else "全部达到")
    return 1 if missed else 0
