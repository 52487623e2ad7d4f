"""Tries the parts that read hostile input: `python -m evals fuzz --inputs 1000000`.

Each input has a number, and from the seed and that number it is made again. None may crash, hang,
take longer than its length allows or break what must hold (spans inside the text, records equal to
the text at their places). Each fault is made as short as possible.
"""

import argparse
import json
import multiprocessing
import random
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals import fuzz_inputs
from evals.fuzz_parts import PARTS, Given, Part, checked

__all__ = ["Fault", "made", "main", "shortest", "tried"]

_BATCH = 5_000  # inputs for one process
_HANGS = 30.0  # seconds of the processor
_FLOOR = 1.0  # seconds that any input may take: the first one loads what is needed
_PER_CHARACTER = 0.002
_STRETCHED_EVERY = 2_000  # inputs between two that show how time grows
_STRETCHED = (2_000, 8_000)  # characters
_TELLING = 0.4  # seconds: growth of a shorter time tells nothing
_STEEPEST = 1.6
_MOST_STEPS = 400  # of making a fault shorter


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that fails, with why and where."""

    part: str
    number: int
    why: str
    given: str  # repr

    @property
    def kind(self) -> tuple[str, str]:
        """What faults of one cause have in common."""
        return self.part, _cause(self.why)


def _cause(why: str) -> str:
    """The place where it failed; what must hold fails in one place, so that the words tell."""
    place = why.rpartition("(")[2]
    return why if not place or why.startswith("Wrong") else place


class _Hangs(BaseException):
    """The time of one input is up."""


def made(part: str, seed: int, number: int) -> Given:
    """The input of a number."""
    return PARTS[part].make(random.Random(f"{seed}:{part}:{number}"))


def tried(part: Part, given: Given) -> str | None:
    """Why an input fails and where; None where it does not."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _HANGS)
    try:
        checked(part, given)
    except _Hangs:
        return f"没有停：{_HANGS:.0f} 秒"
    except RecursionError:
        return "RecursionError"
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        at = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:80]} ({Path(at.filename).name}:{at.lineno})"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    used = time.process_time() - begun
    allowed = _FLOOR + _PER_CHARACTER * len(given)
    return f"太慢：{used:.1f} 秒，{len(given)} 字" if used > allowed else None


def shortest(part: Part, given: Given, why: str) -> Given:
    """A shorter input that fails at the same place."""
    steps = 0

    def still(shorter: Given) -> bool:
        found = tried(part, shorter)
        return found is not None and _cause(found) == _cause(why)

    if "太慢" in why or "没有停" in why:
        return given
    size = len(given) // 2
    while size and steps < _MOST_STEPS:
        at = 0
        while at < len(given) and steps < _MOST_STEPS:
            shorter = given[:at] + given[at + size :]  # type: ignore[operator]
            steps += 1
            if still(shorter):
                given = shorter
            else:
                at += size
        size //= 2
    return given


# -- batches


def _batch(part: str, seed: int, numbers: range, told: Connection) -> None:
    """Try inputs; what fails is sent, and at the end the most memory held, in MB."""
    signal.signal(signal.SIGPROF, _raise)
    chosen = PARTS[part]
    slowest = 0.0
    known: set[str] = set()
    for number in numbers:
        given = made(part, seed, number)
        begun = time.process_time()
        why = tried(chosen, given)
        slowest = max(slowest, time.process_time() - begun)
        if why is None and number % _STRETCHED_EVERY == 0:
            why, given = _steep(part, seed, number)
        if why is not None:
            short = given if _cause(why) in known else shortest(chosen, given, why)
            known.add(_cause(why))
            told.send(Fault(part, number, why, repr(short[:2_000])))
    told.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, slowest))
    told.close()


def _raise(*_: object) -> None:
    raise _Hangs


def _steep(part: str, seed: int, number: int) -> tuple[str | None, Given]:
    """Whether the time grows faster than the length of a repeated fragment."""
    chosen = PARTS[part]
    given: Given = ""
    times = []
    for length in _STRETCHED:
        chance = random.Random(f"{seed}:{part}:{number}:stretched")
        given = fuzz_inputs.stretched(chance, length)
        if part == "readers":
            given = given.encode("utf-8", "replace")
        begun = time.process_time()
        why = tried(chosen, given)
        times.append(time.process_time() - begun)
        if why is not None:
            return why, given[:200]
    grown = times[1] / max(times[0], _TELLING / 16)
    limit = (_STRETCHED[1] / _STRETCHED[0]) ** _STEEPEST
    if times[1] > _TELLING and grown > limit:
        return f"时间超线性：{times[0]:.2f} 秒，{times[1]:.2f} 秒", given[:60]
    return None, given


def _batches(
    part: str, seed: int, numbers: range, done: Callable[[int], object]
) -> Iterator[Fault | tuple[float, float]]:
    """What batches in processes of their own tell; a process that dies is a fault."""
    context = multiprocessing.get_context("fork")
    for start in range(numbers.start, numbers.stop, _BATCH):
        inside = range(start, min(start + _BATCH, numbers.stop))
        yield from _in_process(context, part, seed, inside)
        done(len(inside))


def _in_process(
    context: Any, part: str, seed: int, numbers: range
) -> Iterator[Fault | tuple[float, float]]:
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_batch, args=(part, seed, numbers, sending))
    process.start()
    sending.close()
    told: list[Any] = []
    try:
        while True:
            told.append(receiving.recv())
    except EOFError:
        process.join()
    if process.exitcode == 0:
        yield from told
    elif len(numbers) == 1:
        given = made(part, seed, numbers[0])
        yield Fault(part, numbers[0], f"进程死亡：{process.exitcode}", repr(given[:2_000]))
    else:
        middle = (numbers.start + numbers.stop) // 2
        yield from _in_process(context, part, seed, range(numbers.start, middle))
        yield from _in_process(context, part, seed, range(middle, numbers.stop))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the faults and the figures; returns 1 where there is a fault."""
    parser = argparse.ArgumentParser(prog="python -m evals fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="一共多少个输入")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--from", type=int, default=0, dest="first", help="第一个输入的编号")
    parser.add_argument("--part", choices=tuple(PARTS), action="append", help="只试这一部分")
    parser.add_argument("--found", type=Path, help="发现的问题写到这个 JSONL 文件")
    options = parser.parse_args(arguments)
    chosen = options.part or list(PARTS)
    whole = sum(PARTS[name].share for name in chosen)
    for name in chosen:  # before processes fork: each of them has it then
        checked(PARTS[name], made(name, options.seed, 0))
    faults: list[Fault] = []
    for name in chosen:
        count = round(options.inputs * PARTS[name].share / whole)
        begun = time.monotonic()
        memory = slowest = 0.0
        own: list[Fault] = []
        with tqdm(total=count, desc=name, mininterval=5) as bar:
            numbers = range(options.first, options.first + count)
            for told in _batches(name, options.seed, numbers, bar.update):
                if isinstance(told, Fault):
                    own.append(told)
                    _write(told, options.found)
                else:
                    memory, slowest = max(memory, told[0]), max(slowest, told[1])
        used = time.monotonic() - begun
        print(
            f"{name:<14}{count:>8} 个输入  问题 {len(own)}  用时 {used:.0f} 秒"
            f"  最慢 {slowest * 1000:.0f} ms  内存最多 {memory:.0f} MB",
            flush=True,
        )
        faults += own
    kinds = {fault.kind for fault in faults}
    print(f"问题 {len(faults)} 个，{len(kinds)} 种；种子 {options.seed}")
    return int(bool(faults))


def _write(fault: Fault, path: Path | None) -> None:
    tqdm.write(f"{fault.part} {fault.number} {fault.why}\n  {fault.given[:300]}")
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(fault), ensure_ascii=False) + "\n")
