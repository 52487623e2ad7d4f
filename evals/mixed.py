"""Mixed use over a long time: `python -m evals load --mixed --minutes 60`.

Clients ask, search, list and export with a moment to read between two steps, while two of them take
a document in, ask for it, and remove it again. Every answer must be the one that a quiet server
gives: all requests are made first by one client for each order of documents that can be there.
"""

import hashlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, permutations
from pathlib import Path
from typing import Any

from evals.serving import policykb, quantile, served, usage

__all__ = ["Notice", "Step", "lasting", "mixed", "notices", "steps"]

_WAIT = 120  # seconds
_EVERY = 10.0  # seconds between two looks at memory and files
_MOST = 1.1  # of memory, the last third to the one before
_MORE = 10  # open files, likewise
_WEIGHTS = {"ask": 12, "search": 4, "table": 2, "export": 2}
_TABLES = ("/api/tasks", "/api/targets", "/api/supports", "/api/departments", "/api/documents")
_EXPORTS = tuple(
    f"/api/export/{what}.{form}" for what in ("tasks", "targets") for form in ("csv", "md")
)
_PASSING = frozenset({"elapsed_ms"})


@dataclass(frozen=True, slots=True)
class Step:
    """A request that changes nothing."""

    kind: str
    path: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A document that comes and goes, and a question that it alone answers."""

    name: str
    text: str
    question: str
    said: str


@dataclass
class _Log:
    """What the clients saw."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    """Answers that no quiet server gave, by request."""
    samples: list[tuple[float, float, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, seconds: float) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)

    def failed(self, what: str) -> None:
        with self.lock:
            self.errors[what] += 1

    def unlike(self, step: str) -> None:
        with self.lock:
            self.other[step] += 1


def notices() -> tuple[Notice, ...]:
    """The documents that come and go."""
    made = []
    for number, (thing, office) in enumerate((("喷泉", "市园林局"), ("钟楼", "市文物局")), 71):
        text = (
            f"某某市人民政府办公室关于修缮{thing}的意见\n某政办发〔2023〕{number}号\n\n"
            "各县（市、区）人民政府，市政府各部门：\n一、重点任务\n"
            f"1．检修城区{thing}。每年检修一次{thing}。（责任单位：{office}）\n"
            "某某市人民政府办公室\n2023年5月6日\n"
        )
        made.append(Notice(f"{thing}.txt", text, f"检修城区{thing}由哪个部门负责", office))
    return tuple(made)


def steps(questions: Sequence[str]) -> list[Step]:
    """Every request that is made, by kind."""
    found = [Step("ask", "/api/ask", json.dumps({"question": each})) for each in questions]
    found += [
        Step("search", "/api/search", json.dumps({"query": each, "k": 5})) for each in questions
    ]
    found += [Step("table", path) for path in _TABLES]
    return found + [Step("export", path) for path in _EXPORTS]


def mixed(
    documents: Sequence[Path],
    questions: Sequence[str],
    folder: Path,
    *,
    clients: int,
    minutes: float,
    think: float,
    out: Path | None,
) -> int:
    """Runs it over a new home in a folder; returns 1 where a bar is missed."""
    home = folder / "home"
    policykb("--home", str(home), "ingest", *map(str, documents))
    made, going = steps(questions), notices()
    log = _Log()
    with served(home) as (address, process):
        quiet = _quiet(address, made, going)
        until, started = time.monotonic() + minutes * 60, time.monotonic()
        threads = [
            threading.Thread(target=_reader, args=(address, made, quiet, n, until, think, log))
            for n in range(clients - len(going))
        ]
        threads += [
            threading.Thread(target=_editor, args=(address, notice, until, think, log))
            for notice in going
        ]
        for thread in threads:
            thread.start()
        while time.monotonic() < until:
            log.samples.append((time.monotonic() - started, *usage(process)))
            if out is not None:
                out.write_text(json.dumps(_figures(log, clients, think), ensure_ascii=False))
            time.sleep(min(_EVERY, max(0.0, until - time.monotonic())))
        for thread in threads:
            thread.join(_WAIT)
    figures = _figures(log, clients, think)
    figures["ended"] = True
    if out is not None:
        out.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    return _told(figures)


def _quiet(
    address: str, made: Sequence[Step], going: Sequence[Notice]
) -> dict[Step, frozenset[str]]:
    """What one client gets for each request, however the documents came."""
    connection = http.client.HTTPConnection(address, timeout=_WAIT)
    found: dict[Step, set[str]] = {step: set() for step in made}
    sets = chain.from_iterable(permutations(going, n) for n in range(len(going) + 1))
    for held in sets:
        names = [_put(connection, notice) for notice in held]
        for step in made:
            found[step].add(_read(connection, step))
        for name in names:
            _sent(connection, "DELETE", f"/api/documents/{name}")
    connection.close()
    return {step: frozenset(digests) for step, digests in found.items()}


def _reader(
    address: str,
    made: Sequence[Step],
    quiet: dict[Step, frozenset[str]],
    number: int,
    until: float,
    think: float,
    log: _Log,
) -> None:
    """One who reads: each step one of those by weight."""
    chosen = random.Random(number)
    by_kind = {kind: [step for step in made if step.kind == kind] for kind in _WEIGHTS}

    def doing(connection: http.client.HTTPConnection) -> None:
        [kind] = chosen.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
        step = chosen.choice(by_kind[kind])
        started = time.perf_counter()
        digest = _read(connection, step)
        log.took(kind, time.perf_counter() - started)
        if digest not in quiet[step]:
            log.unlike(f"{step.path} {step.body or ''}"[:200])

    _client(address, doing, chosen, until, think, log)


def _editor(address: str, notice: Notice, until: float, think: float, log: _Log) -> None:
    """One who takes a document in, asks for it, removes it, and asks again."""

    def asked(connection: http.client.HTTPConnection, name: str) -> bool:
        body = json.dumps({"question": notice.question})
        answer = json.loads(_sent(connection, "POST", "/api/ask", body))
        return any(each["document_id"] == name for each in answer["citations"])

    def doing(connection: http.client.HTTPConnection) -> None:
        started = time.perf_counter()
        name = _put(connection, notice)
        log.took("ingest", time.perf_counter() - started)
        if not asked(connection, name):
            log.unlike(f"收入后问不到：{notice.name}")
        time.sleep(chosen.expovariate(1 / think))
        started = time.perf_counter()
        _sent(connection, "DELETE", f"/api/documents/{name}")
        log.took("remove", time.perf_counter() - started)
        if asked(connection, name):
            log.unlike(f"删除后还引用：{notice.name}")

    chosen = random.Random(notice.name)
    _client(address, doing, chosen, until, think * 3, log)


def _client(
    address: str,
    doing: Callable[[http.client.HTTPConnection], None],
    chosen: random.Random,
    until: float,
    think: float,
    log: _Log,
) -> None:
    connection = http.client.HTTPConnection(address, timeout=_WAIT)
    time.sleep(chosen.uniform(0, think))
    while time.monotonic() < until:
        try:
            doing(connection)
        except _Refused as refused:
            log.failed(str(refused))
        except (OSError, http.client.HTTPException) as error:
            log.failed(type(error).__name__)
            connection.close()
        time.sleep(chosen.expovariate(1 / think))
    connection.close()


class _Refused(Exception):  # noqa: N818 - an answer of the server, not an error here
    """A request was answered with a failing status."""


def _sent(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | bytes | None = None,
    kind: str = "application/json",
) -> bytes:
    connection.request(method, path, body, {"Content-Type": kind} if body else {})
    response = connection.getresponse()
    content = response.read()
    if response.status >= 300:
        told = content[:120].decode("utf-8", "replace")
        raise _Refused(f"{method} {path.split('?')[0][:40]} {response.status} {told}")
    return content


def _put(connection: http.client.HTTPConnection, notice: Notice) -> str:
    """The document that a notice became. Raises _Refused."""
    edge = "b7f3c1"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{notice.name}"\r\n'
        f"Content-Type: text/plain\r\n\r\n{notice.text}\r\n--{edge}--\r\n"
    ).encode()
    kind = f"multipart/form-data; boundary={edge}"
    report = json.loads(_sent(connection, "POST", "/api/documents", body, kind))
    [document] = report["documents"]
    if document["document_id"] is None:
        raise _Refused(f"没有收入：{document['error']}")
    return str(document["document_id"])


def _read(connection: http.client.HTTPConnection, step: Step) -> str:
    """The hash of what a request gives, but for how long it took."""
    content = _sent(connection, "POST" if step.body else "GET", step.path, step.body)
    if step.kind in ("ask", "search", "table"):
        content = json.dumps(lasting(json.loads(content)), sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def lasting(value: Any) -> Any:
    """The same without how long it took."""
    if isinstance(value, dict):
        return {name: lasting(each) for name, each in value.items() if name not in _PASSING}
    return [lasting(each) for each in value] if isinstance(value, list) else value


def _figures(log: _Log, clients: int, think: float) -> dict[str, Any]:
    with log.lock:
        kinds = {kind: list(values) for kind, values in log.seconds.items()}
        errors, other = dict(log.errors.most_common(10)), dict(log.other.most_common(20))
        failed, unlike = log.errors.total(), log.other.total()
    return {
        "clients": clients,
        "think": think,
        "minutes": round(log.samples[-1][0] / 60, 2) if log.samples else 0,
        "steps": {
            kind: {
                "count": len(values),
                "p50": round(quantile(values, 0.5), 3),
                "p95": round(quantile(values, 0.95), 3),
                "most": round(max(values), 3),
            }
            for kind, values in sorted(kinds.items())
        },
        "errors": failed,
        "first_errors": errors,
        "unlike": unlike,
        "first_unlike": other,
        "samples": [(round(at), round(memory, 1), files) for at, memory, files in log.samples],
    }


def _thirds(samples: Sequence[Any], place: int) -> tuple[float, float]:
    """The greatest value in the second third, and in the last."""
    third = len(samples) // 3
    second, last = samples[third : 2 * third], samples[2 * third :]
    return max((s[place] for s in second), default=0), max((s[place] for s in last), default=0)


def _told(figures: dict[str, Any]) -> int:
    samples = figures["samples"]
    (early, late), (few, many) = _thirds(samples, 1), _thirds(samples, 2)
    print(f"{figures['clients']} 人，{figures['minutes']} 分钟，平均停 {figures['think']:g} 秒")
    for kind, each in figures["steps"].items():
        print(
            f"  {kind:<8}{each['count']:>7} 次  p50 {each['p50']:.3f} 秒  p95 {each['p95']:.3f} 秒"
        )
    print(f"出错 {figures['errors']} 次 {figures['first_errors'] or ''}")
    print(f"与安静时不同 {figures['unlike']} 次 {figures['first_unlike'] or ''}")
    print("第二个和第三个三分之一里最多的：")
    print(f"内存 {early:.0f} → {late:.0f} MB，打开的文件 {few} → {many}")
    missed = [
        name
        for name, ok in (
            ("出错", not figures["errors"]),
            ("与安静时相同", not figures["unlike"]),
            ("内存", not early or late <= early * _MOST),
            ("打开的文件", not few or many <= few + _MORE),
        )
        if not ok
    ]
    print(f"没有达到：{'、'.join(missed)}" if missed else "全部达到")
    return 1 if missed else 0
