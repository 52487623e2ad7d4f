"""Replies, kept by system and question, so that what was asked once is not asked again."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from evals.systems import Reply, Request, System

__all__ = ["Replies"]


class Replies:
    """The replies of one system in one state over one material, as lines of a file.

    Each is written when it comes: whatever ends the program, what was answered is kept. Failures
    are not kept, so that they are tried again.
    """

    def __init__(self, folder: Path, *facts: str, fresh: bool = False) -> None:
        digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:24]
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{digest}.jsonl"
        if fresh:
            self._file.unlink(missing_ok=True)
        self._held, self._torn = self._read()

    def ask(self, system: System, requests: Sequence[Request], title: str) -> dict[str, Reply]:
        """The reply to each request by its id, asked for where it is not held."""
        found: dict[str, Reply] = {}
        waiting: list[Request] = []
        for request in requests:
            held = self._held.get(_key(request))
            if held is None:
                waiting.append(request)
            else:
                found[str(request["id"])] = held
        if not waiting:
            return found
        keys = {str(request["id"]): _key(request) for request in waiting}
        with (
            self._file.open("a", encoding="utf-8") as file,
            tqdm(total=len(requests), initial=len(found), desc=title, mininterval=1) as bar,
        ):
            if self._torn:
                file.write("\n")
            for reply in system.replies(waiting):
                found[reply.id] = reply
                if reply.error is None:
                    row = [keys[reply.id], reply.output, round(reply.elapsed_ms, 3)]
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    file.flush()
                bar.update()
        return found

    def _read(self) -> tuple[dict[str, Reply], bool]:
        """What is held, and whether the last line was cut off."""
        if not self._file.is_file():
            return {}, False
        held = {}
        *lines, rest = self._file.read_text(encoding="utf-8", errors="replace").split("\n")
        for line in lines:
            try:
                key, output, elapsed_ms = json.loads(line)
            except ValueError:
                continue  # one that was cut off
            held[key] = Reply(key, output, elapsed_ms)
        return held, bool(rest)


def _key(request: Request) -> str:
    """Names what is asked, whatever its id."""
    asked = {key: value for key, value in request.items() if key != "id"}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:24]
