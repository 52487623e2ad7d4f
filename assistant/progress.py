"""Progress bars on standard error, where somebody watches."""

import sys
from types import TracebackType
from typing import Any, Self

__all__ = ["Bars"]


class Bars:
    """Shows each stage as a bar; silent where standard error is no terminal."""

    def __init__(self) -> None:
        self._stage: str | None = None
        self._bar: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if not sys.stderr.isatty() or not total:
            return
        if stage != self._stage:
            self._close()
            from tqdm import tqdm

            self._stage, self._bar = stage, tqdm(total=total, desc=stage, file=sys.stderr)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._stage = self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
