"""The desk where questions wait."""

import os
import threading
from collections.abc import Iterator

import anyio
import anyio.from_thread

from assistant.api.desk import CLOSING, Closing, Desk
from assistant.service import Shape


def test_whoever_waits_is_told_when_the_server_stops() -> None:
    free = threading.Event()

    def slow() -> Iterator[Shape]:
        yield {"text": "一"}
        free.wait(30)
        yield {"text": "一二"}

    async def talk() -> list[str]:
        desk = Desk(model=True, answered=lambda _: None)
        heard = []
        try:
            async for step in desk.steps(slow):
                heard.append(step["text"])
                desk.close()
        except Closing as closing:
            heard.append(str(closing))
        return heard

    with anyio.from_thread.start_blocking_portal() as portal:
        assert portal.call(talk) == ["一", CLOSING]
        free.set()


def test_no_more_than_the_places_are_answered_at_once() -> None:
    at_work, most, lock = 0, 0, threading.Lock()

    def work() -> Iterator[Shape]:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        threading.Event().wait(0.01)
        with lock:
            at_work -= 1
        yield {}

    async def talk() -> None:
        desk = Desk(model=False, answered=lambda _: None)

        async def ask() -> None:
            assert [step async for step in desk.steps(work)] == [{}]

        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(ask)

    anyio.run(talk)
    assert 1 <= most <= max(2, os.cpu_count() or 1)
