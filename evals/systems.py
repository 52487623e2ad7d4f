"""The systems that can be measured, by their specs.

| spec | what it is |
|---|---|
| `policykb` | this product, in this process |
| `lexical`, `dense` | its two legs alone; retrieval only |
| `bm25s`, `llamaindex` | what one would set up instead, see `evals.rivals`; retrieval only |
| `python:MODULE:CALLABLE` | a callable that takes a request and returns the reply |
| `command:COMMAND …` | a command that reads a file of requests and prints the replies |
| `http://…`, `https://…` | an endpoint that takes a request by POST and answers with the reply |

`NAME=SPEC` names a system. Requests and replies are those of the contract: to search, `{"id",
"query", "k"}` and `{"id", "hits": […]}`; to answer, `{"id", "question", "history"}` and `{"id",
"status", "text", "citations", "facts"}`. See `evals.external` for the last three.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, Protocol

from assistant import service
from assistant.answer import Assistant
from evals.home import Home, code_digest, settings_shown
from evals.material import HITS, Material, OfHome
from evals.rivals import Bm25, Node, Rival, VectorIndex, nodes
from kb.model import Hit
from kb.settings import load_settings

__all__ = ["OWN", "Asked", "Reply", "Request", "Spec", "System", "each", "own", "read_spec"]

Request = Mapping[str, Any]
Asked = Literal["retrieval", "answers"]

OWN: Mapping[str, frozenset[Asked]] = {
    "policykb": frozenset({"retrieval", "answers"}),
    "lexical": frozenset({"retrieval"}),
    "dense": frozenset({"retrieval"}),
    "bm25s": frozenset({"retrieval"}),
    "llamaindex": frozenset({"retrieval"}),
}
_SPEC = re.compile(r"(?:([^=:/\s]+)=)?(.+)", re.DOTALL)
_OUTSIDE = ("python:", "command:", "http://", "https://")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system said to a request, or what it failed with."""

    id: str
    output: Mapping[str, Any] | None
    elapsed_ms: float
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Spec:
    """A system as it was asked for."""

    name: str
    spec: str

    @property
    def own(self) -> bool:
        """Whether it runs on this project's code."""
        return self.spec in OWN

    def does(self, task: str) -> bool:
        """Whether it can be asked for a task; of a system outside this is for the user to say."""
        return task in OWN[self.spec] if self.own else task in ("retrieval", "answers")


class System(Protocol):
    """A system under test, ready to be asked."""

    @property
    def key(self) -> str:
        """Tells its replies from those of another system or another state of its code."""

    @property
    def model(self) -> str:
        """The names of its models, as far as they are known."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What it was set to."""

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """A reply to each request, in any order, as they come."""


def read_spec(text: str) -> Spec:
    """A system from the command line.

    Raises:
        ValueError: no such kind of system.
    """
    match = _SPEC.fullmatch(text.strip())
    name, spec = match.groups() if match else (None, "")
    if spec not in OWN and not spec.startswith(_OUTSIDE):
        raise ValueError(
            f"没有这种系统：{text}；可用 {'、'.join(OWN)}、python:模块:函数、command:命令、http://地址"
        )
    return Spec(name or spec, spec)


def each(
    requests: Sequence[Request], ask: Callable[[Request], Mapping[str, Any]], jobs: int = 1
) -> Iterator[Reply]:
    """The replies of something that is asked one thing at a time; what it raises is its error."""

    def reply(request: Request) -> Reply:
        begun = time.perf_counter()
        output, error = None, None
        try:
            output = ask(request)
        except Exception as raised:  # noqa: BLE001 - whatever a system under test fails with
            error = f"{type(raised).__name__}: {raised}".strip().splitlines()[0]
        return Reply(str(request["id"]), output, (time.perf_counter() - begun) * 1000, error)

    if jobs == 1:
        yield from map(reply, requests)
        return
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(reply, requests)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def own(spec: Spec, task: Asked, material: Material, jobs: int) -> System:
    """A system of this process over a material."""
    if task == "answers":
        assert isinstance(material, OfHome)
        return _Answers(material.home, jobs)
    return _Search(spec.spec, material)


class _Answers:
    """The product's answers from a home."""

    def __init__(self, home: Home, jobs: int) -> None:
        self._assistant = Assistant(home.kb)
        self._jobs = jobs
        self._today = date.today()
        shown = settings_shown(home.kb.settings)
        self.settings = {**shown, "jobs": jobs}
        names = (home.kb.encoder.name, home.kb.settings.llm_model)
        self.model = "、".join(filter(None, names))
        code = code_digest("kb", "ingest", "assistant")
        self.key = f"{code} {json.dumps(shown)} {self.model} {self._today}"

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """An answer to each."""
        return each(requests, self._ask, self._jobs)

    def _ask(self, request: Request) -> Mapping[str, Any]:
        history = service.turns(request["history"])
        return service.answered(
            self._assistant, request["id"], request["question"], history, self._today
        )


class _Search:
    """The product's search, one of its legs, or a rival over the same texts."""

    def __init__(self, spec: str, material: Material) -> None:
        self._spec, self._material = spec, material
        self.model = "" if spec in ("lexical", "bm25s") else material.encoder.name
        self.settings = settings_shown(load_settings())
        code = code_digest("kb", "ingest", "evals/rivals.py", "evals/material.py")
        self.key = f"{spec} {code} {json.dumps(self.settings)} {self.model}"

    def replies(self, requests: Sequence[Request]) -> Iterator[Reply]:
        """The hits for each."""
        return each(requests, self._ask)

    def _ask(self, request: Request) -> Mapping[str, Any]:
        return {"id": request["id"], "hits": self._find(request["query"])}

    @cached_property
    def _find(self) -> Callable[[str], list[dict[str, Any]]]:
        material = self._material
        if self._spec in ("bm25s", "llamaindex"):
            rival = self._rival()
            return lambda query: _of_rival(rival.search(query, material.depth), material)
        search, depth = material.search(), material.depth

        def find(query: str) -> Sequence[Hit]:
            if self._spec == "policykb":
                return search.search(query, depth)
            lexical, dense = search.legs(query, depth)
            return lexical if self._spec == "lexical" else dense

        return lambda query: material.hits(find(query))

    def _rival(self) -> Rival:
        pieces = nodes(self._material.texts)
        if self._spec == "bm25s":
            return Bm25(pieces)
        return VectorIndex(pieces, self._material.encoder)


def _of_rival(found: Iterable[tuple[Node, float]], material: Material) -> list[dict[str, Any]]:
    """The nodes as hits: of a home's documents every one, of passages each that is cut once."""
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for node, score in found:
        if isinstance(material, OfHome):
            clause_id = f"{node.id}#{len(rows)}"
        elif node.id in seen:
            continue
        else:
            clause_id = node.id
        seen.add(node.id)
        text = node.text if isinstance(material, OfHome) or len(rows) < 10 else ""
        rows.append(
            {
                "rank": len(rows) + 1,
                "score": round(score, 6),
                "clause_id": clause_id,
                "document_id": node.id,
                "text": text,
            }
        )
        if len(rows) == HITS:
            break
    return rows
