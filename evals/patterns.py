"""Times every regular expression on hostile texts: `python -m evals patterns`.

All patterns of the packages are collected: compiled ones, and those written where they are used.
Each meets texts made of its own words and characters, twice and four times as long; one whose time
grows faster than the text is named.
"""

import argparse
import ast
import builtins
import importlib
import math
import pkgutil
import re
import signal
import string
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from tqdm import tqdm

constants: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

__all__ = ["Growth", "Use", "collect", "growth", "literals", "main", "texts"]

PACKAGES = ("kb", "ingest", "assistant", "evals")
BOUNDED = {
    "ingest.readers.html_words._PAGE_LINE": 200,  # _LONGEST_PAGE_LINE
    "ingest.readers.html_words._PAGE_WORDS": 200,
    "ingest.readers.html_words._TOOLS": 200,
    "ingest.duty_labels._WITH_COLON": 60,  # read_label looks so far
    "ingest.duty_labels._BOXED": 60,
    "ingest.duty_labels._LOOSE": 60,
    "ingest.goal": 2_000,  # read_targets passes over longer sentences
    "ingest.indicators": 2_000,
    "ingest.support_": 2_000,  # so does read_line
    "ingest.supports": 2_000,
}
"""Patterns (or modules, by how they begin) that only meet texts of so many characters."""
STEEPEST = 1.5  # exponent: linear is 1, quadratic 2
_TAILS = ("\u0001", "\n，。；：的）》")  # what no pattern goes on with
_FLOOR = 0.02  # seconds: below that a time tells nothing
_LENGTHS = (500, 2_000, 8_000)  # characters
_ANCHORED = frozenset({"match", "fullmatch"})
_USED = frozenset({"search", "sub", "subn", "finditer", "findall", "split"}) | _ANCHORED
_COMMON = (*"甲 \u3000\n1a一，、（《",)
_PREFIXES, _PUMPS = 8, 6
_LIMIT = 3.0  # seconds of the processor for one text
_ENOUGH = 0.3  # seconds: what takes that long on a shorter text is not tried on a longer one
_MOST_WORDS = 80  # of one pattern


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern with where it stands and how it is used."""

    where: str
    pattern: "re.Pattern[str]"
    methods: frozenset[str]  # of search, match, fullmatch
    longest: int | None = None  # characters of the texts that it ever meets


@dataclass(frozen=True, slots=True)
class Growth:
    """How the time of a pattern grows on the worst of its texts."""

    use: Use
    seconds: float  # on the longest text
    exponent: float
    fragment: str


# -- what there is


def collect(packages: Sequence[str] = PACKAGES) -> list[Use]:
    """Every pattern of the packages, each once."""
    modules = list(_modules(packages))
    trees = {
        module.__name__: ast.parse(Path(str(module.__file__)).read_text()) for module in modules
    }
    methods = _methods(trees)
    found: dict[tuple[str, int], Use] = {}
    for module in modules:
        held = [(name, each) for name, value in vars(module).items() for each in _patterns(value)]
        for name, pattern in held:
            used = methods(module.__name__, name)
            where = f"{module.__name__}.{name}"
            _add(found, Use(where, pattern, _kinds(used), _longest(where)))
        for line, pattern, method in _inline(trees[module.__name__], vars(module)):
            where = f"{module.__name__}:{line}"
            _add(found, Use(where, pattern, _kinds({method}), _longest(where)))
    return list(found.values())


def _add(found: dict[tuple[str, int], Use], use: Use) -> None:
    key = (use.pattern.pattern, use.pattern.flags)
    known = found.get(key)
    if known is not None:
        longest = use.longest if use.longest == known.longest else None
        use = replace(known, methods=known.methods | use.methods, longest=longest)
    found[key] = use


def _longest(where: str) -> int | None:
    return next((most for name, most in BOUNDED.items() if where.startswith(name)), None)


def _kinds(methods: Set[str]) -> frozenset[str]:
    return frozenset(each if each in _ANCHORED else "search" for each in methods)


def _modules(packages: Sequence[str]) -> Iterator[ModuleType]:
    for name in packages:
        package = importlib.import_module(name)
        yield package
        for each in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not each.name.endswith("__main__"):
                yield importlib.import_module(each.name)


def _patterns(value: Any, depth: int = 4) -> Iterator["re.Pattern[str]"]:
    """The patterns in a value: itself, of its items, of its fields."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth:
        if isinstance(value, Mapping):
            inside: Any = [*value.keys(), *value.values()]
        elif isinstance(value, (tuple, list, set, frozenset)):
            inside = value
        elif hasattr(type(value), "__dataclass_fields__") or hasattr(type(value), "_fields"):
            inside = [getattr(value, name, None) for name in _fields(value)]
        elif isinstance(value, type) and value.__module__.split(".")[0] in PACKAGES:
            inside = list(vars(value).values())
        else:
            inside = ()
        for each in inside:
            yield from _patterns(each, depth - 1)


def _fields(value: Any) -> Sequence[str]:
    kind = type(value)
    return tuple(getattr(kind, "__dataclass_fields__", ())) or getattr(kind, "_fields", ())


def _methods(trees: Mapping[str, ast.AST]) -> Callable[[str, str], frozenset[str]]:
    """Gives what is done with a name of a module, or with each item of it in a loop."""
    used: dict[tuple[str, str], set[str]] = {}
    for module, tree in trees.items():
        items = dict(_loops(tree))
        owners = {id(name) for name in items.values()}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in (*_USED, "pattern"):
                owners.add(id(node.value))
                name = getattr(node.value, "id", None) or getattr(node.value, "attr", None)
                if name and node.attr in _USED:
                    used.setdefault((module, name), set()).add(node.attr)
                    if name in items:
                        used.setdefault((module, items[name].id), set()).add(node.attr)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and _is_passed_on(node, owners):
                used.setdefault((module, node.id), set()).add("search")

    def methods(module: str, name: str) -> frozenset[str]:
        where = [module] if name.startswith("_") else list(trees)
        return frozenset().union(*(used.get((each, name), ()) for each in where)) or _USED

    return methods


def _is_passed_on(node: ast.Name, owners: set[int]) -> bool:
    return isinstance(node.ctx, ast.Load) and id(node) not in owners


def _loops(tree: ast.AST) -> Iterator[tuple[str, ast.Name]]:
    """The names that stand for the items of another name: for pattern in _PATTERNS."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, ast.Name):
            for target in ast.walk(node.target):
                if isinstance(target, ast.Name):
                    yield target.id, node.iter


def _inline(
    tree: ast.AST, names: Mapping[str, Any]
) -> Iterator[tuple[int, "re.Pattern[str]", str]]:
    """The patterns written in calls of `re`, as far as the module's names make them."""
    inside = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
    for node in {id(node): node for each in inside for node in ast.walk(each)}.values():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in (*_USED, "compile")
            and node.args
        ):
            written = _value(node.args[0], names)
            flags = [_value(word.value, names) for word in node.keywords if word.arg == "flags"]
            place = 1 if node.func.attr == "compile" else {"sub": 4}.get(node.func.attr, 2)
            flags += [_value(each, names) for each in node.args[place : place + 1]]
            if isinstance(written, str):
                try:
                    yield (
                        node.lineno,
                        re.compile(written, next((f for f in flags if isinstance(f, int)), 0)),
                        node.func.attr,
                    )
                except re.error:
                    continue


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression of the module's names makes; of a local name an example stands for it."""
    try:
        code = compile(ast.Expression(node), "<pattern>", "eval")
        return eval(code, _Names(names))
    except Exception:  # noqa: BLE001 - what needs more than names is not read here
        return None


class _Names(dict[str, Any]):
    """The names of a module; an unknown one is a word."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        return "某某"


# -- what they are made of


def literals(pattern: "re.Pattern[str]") -> list[str]:
    """The words and single characters that a pattern names, each once."""
    found: dict[str, None] = {}
    _walk(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), found)
    return list(found)[:_MOST_WORDS]


def _walk(parsed: Any, found: dict[str, None]) -> None:
    run = ""
    for code, value in parsed:
        if code is constants.LITERAL:
            run += chr(value)
            continue
        if run:
            found[run] = None
            run = ""
        _enter(code, value, found)
    if run:
        found[run] = None


def _enter(code: Any, value: Any, found: dict[str, None]) -> None:
    if code is constants.IN:
        found.update(dict.fromkeys(_samples(value)))
    elif code in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
        _walk(value[2], found)
    elif code is constants.SUBPATTERN:
        _walk(value[3], found)
    elif code is constants.BRANCH:
        for branch in value[1]:
            _walk(branch, found)
    elif code in (constants.ASSERT, constants.ASSERT_NOT):
        _walk(value[1], found)
    elif code is constants.ATOMIC_GROUP:
        _walk(value, found)
    elif code in (constants.ANY, constants.NOT_LITERAL):
        found["甲"] = None


def _samples(members: Any) -> Iterator[str]:
    """A few characters of a class."""
    outside = bool(members) and members[0][0] is constants.NEGATE
    if outside:
        yield "甲"
    categories = {
        constants.CATEGORY_DIGIT: "1",
        constants.CATEGORY_SPACE: " ",
        constants.CATEGORY_WORD: "甲",
        constants.CATEGORY_NOT_SPACE: "甲",
        constants.CATEGORY_NOT_DIGIT: "甲",
        constants.CATEGORY_NOT_WORD: "，",
    }
    singles = 0
    for code, value in members:
        if code is constants.LITERAL and singles < 8:
            singles += 1
            yield chr(value)
        elif code is constants.RANGE:
            yield chr(value[0])
        elif code is constants.CATEGORY:
            yield categories[value]


def texts(pattern: "re.Pattern[str]") -> Iterator[tuple[str, str]]:
    """What texts begin with and what they repeat.

    Each word and character of a pattern, neighbours, all in a row; and characters behind words.
    """
    words = literals(pattern)
    characters = list(dict.fromkeys("".join(words)))
    pairs = (first + second for first, second in pairwise(words))
    known = ("甲 ", "甲，", "甲、", "1.", " \n", "（甲", "《甲", "甲1", "a1", string.punctuation)
    alone = (*words, *characters[:40], *pairs, "".join(words[:30]), *_COMMON, *known)
    yield from (("", fragment) for fragment in dict.fromkeys(alone) if fragment)
    pumps = dict.fromkeys((*"1一甲", *(each for each in words if len(each) == 1)))
    for word in words[:_PREFIXES]:
        yield from ((word, pump) for pump in list(pumps)[:_PUMPS])


# -- how long they take


def growth(use: Use, lengths: Sequence[int] = _LENGTHS, floor: float = _FLOOR) -> Growth:
    """The worst growth of a pattern's time over its texts."""
    worst = Growth(use, 0.0, 0.0, "")
    for before, fragment in texts(use.pattern):
        for method in use.methods:
            found = _grown(use, method, (before, fragment), lengths, floor)
            if (found.exponent, found.seconds) > (worst.exponent, worst.seconds):
                worst = found
        if worst.exponent >= STEEPEST and worst.seconds > _ENOUGH:
            break
    return worst


def _grown(
    use: Use, method: str, made_of: tuple[str, str], lengths: Sequence[int], floor: float
) -> Growth:
    before, fragment = made_of
    run = _runner(use.pattern, method)
    times: list[float] = []
    for length in lengths:
        most = min(length, use.longest or length)
        whole = before + (fragment * (most // len(fragment) + 1))[:most]
        times.append(max(_timed(run, whole + tail) for tail in _TAILS))
        if times[-1] >= _LIMIT or (times[-1] > _ENOUGH and len(times) > 1):
            break
    shown = before + fragment * 2
    if use.longest:
        return Growth(use, times[-1], math.inf if times[-1] > _ENOUGH else 0.0, shown)
    return Growth(use, times[-1], _exponent(times, lengths, floor), shown)


def _runner(pattern: "re.Pattern[str]", method: str) -> Callable[[str], object]:
    if method == "search":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    return pattern.match if method == "match" else pattern.fullmatch


def _timed(run: Callable[[str], object], text: str) -> float:
    """Seconds of the processor; the limit where it takes longer than that."""
    used = _once(run, text)
    # the better of two: the machine does other things too
    return used if used < _FLOOR or used > _ENOUGH else min(used, _once(run, text))


def _once(run: Callable[[str], object], text: str) -> float:
    former = signal.signal(signal.SIGPROF, _stop)
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, _LIMIT)
    try:
        run(text)
    except _TooLongError:
        return _LIMIT
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
    return time.process_time() - begun


class _TooLongError(Exception):
    """The time of one text is up."""


def _stop(*_: object) -> None:
    raise _TooLongError


def _exponent(times: Sequence[float], lengths: Sequence[int], floor: float) -> float:
    """The slope of time over length on a double logarithmic scale; 0 where all was quick."""
    if times[-1] < floor:
        return 0.0
    last = len(times) - 1
    if times[-1] >= _LIMIT:
        return math.inf
    first = max(times[last - 1], floor / 16)
    return math.log(times[last] / first) / math.log(lengths[last] / lengths[last - 1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the patterns by growth; returns 1 where one is steeper than linear."""
    command = argparse.ArgumentParser(prog="python -m evals patterns", description=__doc__)
    command.add_argument("packages", nargs="*", default=list(PACKAGES), help="哪些包，默认全部")
    options = command.parse_args(arguments)
    uses = collect(options.packages)
    found = [growth(use) for use in tqdm(uses, unit="条")]
    steep = [each for each in found if each.exponent >= STEEPEST]
    for each in sorted(steep, key=lambda one: -one.seconds):
        print(
            f"{each.use.where}\t指数 {each.exponent:.2f}\t{each.seconds * 1000:.0f} ms"
            f"\t{each.fragment[:20]!r}\t{each.use.pattern.pattern[:70]}"
        )
    worst = max(found, key=lambda one: one.seconds)
    print(
        f"{len(found)} 条正则表达式，超线性 {len(steep)} 条；"
        f"最慢 {worst.seconds * 1000:.0f} ms（{_LENGTHS[-1]} 字，{worst.use.where}）"
    )
    return int(bool(steep))
