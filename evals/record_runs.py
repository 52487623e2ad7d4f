"""Gold that are records of documents: extraction, support measures, matching, speed."""

from evals.outcome import Outcome

__all__ = ["records"]


def records(name: str) -> tuple[Outcome, dict[str, object]]:
    """The outcome of a set in `evals.sets.RECORDS`, and what a run says of it."""
    raise ValueError(f"{name} 还不能用 run 运行；请用 python -m evals {name}")
