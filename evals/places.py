"""Where the evaluations keep what they make: runs, homes, replies, vectors."""

from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["CACHE", "RUNS", "SHARED", "latest", "remember"]

CACHE = user_cache_path("policykb") / "evals"
RUNS = CACHE / "runs"
SHARED = Path(__file__).parents[2] / "shared"
"""The material for development beside the checkout; it may be missing."""

_LATEST = "latest"


def latest(runs: Path = RUNS) -> list[Path]:
    """The folders that the last `run` wrote; none where there was none, or they are gone."""
    file = runs / _LATEST
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [Path(line) for line in lines if (Path(line) / "run.json").is_file()]


def remember(folders: Iterable[Path], runs: Path = RUNS) -> None:
    """Keep which folders the last `run` wrote."""
    runs.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{folder.resolve()}\n" for folder in folders)
    (runs / _LATEST).write_text(lines, encoding="utf-8")
