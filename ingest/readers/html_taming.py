"""HTML that Python's parser reads in time that grows with its length only.

The parser looks for the end of a tag, a comment or a marked section from wherever one begins, and
where none ends, from each of them to the end of the page (CVE-2025-6069). What opens and never ends
is text here. Marked sections are Office's conditions and CDATA, whose content is text.
"""

import re

__all__ = ["tamed"]

_CONDITION = re.compile(r"<!\[(?:CDATA\[|[^<>\[\]]{0,200}\]>)|\]\]>")
_MARKED = "<!["
_COMMENT, _COMMENT_END = "<!--", "-->"
_MOST_OPEN = 20  # "<" before one ">": attributes may hold some


def tamed(text: str) -> str:
    """The same page without what opens and does not end."""
    last = text.rfind(_COMMENT_END) + 1
    text = text[:last] + text[last:].replace(_COMMENT, "")
    text = _CONDITION.sub("", text).replace(_MARKED, "&lt;![")
    *closed, rest = text.split(">")
    if rest.count("<") > _MOST_OPEN:
        rest = rest.replace("<", "&lt;")
    return ">".join([*map(_last_open, closed), rest])


def _last_open(part: str) -> str:
    """What stands before a ">", of too many "<" only the last one and that of a comment."""
    if part.count("<") <= _MOST_OPEN:
        return part
    before, _, tag = part.rpartition("<")
    first = before.find(_COMMENT)
    if first < 0:
        return before.replace("<", "&lt;") + "<" + tag
    comment = before[first + 1 :].replace("<", "&lt;")
    return before[:first].replace("<", "&lt;") + "<" + comment + "<" + tag
