"""Traditional Chinese in a question, as simplified: documents are in simplified Chinese.

The only importer of opencc.
"""

from functools import cache
from typing import Any

__all__ = ["simplified"]


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
