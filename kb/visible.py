"""Text without what nobody sees: format and control characters, and what is no character.

They turn the direction of what stands around them, part words that are one, or hide text from
readers, so that none of them reaches matching or a screen. Source: Unicode 15, 5.21 (ignorable
characters) and UTR 36 (security).
"""

import re

__all__ = ["deceiving", "visible"]

_BREAK = re.compile("\r\n|[\r\\x0b\\x0c\\x1c-\\x1e\\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "["
    "\\x00-\\x08\\x0e-\\x1b\\x1f\\x7f-\\x84\\x86-\\x9f"  # control
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # without width, direction
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variants, tags
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters
    "]"
)
_HALF = re.compile("[\ud800-\udfff]")  # of a character: it cannot be stored
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def visible(text: str) -> str:
    """The text without characters that nobody sees; every end of a line is a line feed."""
    return _HALF.sub("\ufffd", _UNSEEN.sub("", _BREAK.sub("\n", text)))


def deceiving(text: str) -> int:
    """How many characters turn the direction of a text or spell what nobody sees."""
    return len(_DECEIVING.findall(text))
