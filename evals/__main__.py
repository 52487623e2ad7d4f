"""The evaluations by name: `python -m evals NAME …`; without a name, the list of them."""

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

__all__ = ["NAMES", "main"]

NAMES = (
    "calibrate",
    "check",
    "compare",
    "extraction",
    "faults",
    "fuzz",
    "headers",
    "injections",
    "load",
    "make-questions",
    "match",
    "patterns",
    "questions",
    "reading",
    "references",
    "report",
    "run",
    "speed",
    "support",
    "targets",
    "weight",
)


_MODULES = {"questions": "questions_check"}
"""Of names that are not their module's."""


def main(arguments: Sequence[str]) -> int:
    """Runs one evaluation; returns 2 where there is none of that name."""
    if not arguments:
        for name in NAMES:
            first = (_module(name).__doc__ or "").strip().splitlines()[0]
            print(f"{name:<16}{first}")
        return 0
    name, *rest = arguments
    if name not in NAMES:
        print(f"usage: python -m evals {{{','.join(NAMES)}}} …", file=sys.stderr)
        return 2
    code = _module(name).main(rest)
    return int(code or 0)


def _module(name: str) -> ModuleType:
    return import_module(f"evals.{_MODULES.get(name, name.replace('-', '_'))}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
