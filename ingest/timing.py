"""The time that the pages of one file may take."""

import time

from kb.errors import SourceError
from kb.limits import SPLIT, Limits

__all__ = ["Timer"]

_FORESEEN_AFTER = 5  # pages
_SURELY = 1.5


class Timer:
    """Refuses a file whose pages take longer than the limit, as soon as that can be foreseen."""

    def __init__(self, pages: int, limits: Limits) -> None:
        self._begun = time.monotonic()
        self._pages = pages
        self._limit = limits.seconds
        self._done = 0

    @property
    def until(self) -> float:
        """When the time is up, on the monotonic clock."""
        return self._begun + self._limit

    def page_done(self) -> None:
        """Count a page. Raises SourceError."""
        self._done += 1
        used = time.monotonic() - self._begun
        whole = used * self._pages / self._done if self._done >= _FORESEEN_AFTER else used
        if used > self._limit or whole > self._limit * _SURELY:
            raise SourceError(
                f"共 {self._pages} 页，估计要读 {max(used, whole):.0f} 秒，"
                f"超过上限 {self._limit} 秒；{SPLIT} max_seconds"
            )
