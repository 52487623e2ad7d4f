"""Whether a sentence says in its own words what a clause says in its words. Pure.

Words are compared as pairs of neighbouring Chinese characters, which need no dictionary. What is
permitted, demanded and forbidden is compared with the part of the clause that shares most words.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.statements import stated

__all__ = ["Phrasing", "phrasing_faults"]

_LEAST = 0.6  # of a sentence's pairs must stand in the sources
_LEAST_OF_PART = 0.34  # of the pairs of a part between commas
_PART_LENGTH = 4  # pairs: a shorter part is not judged alone
_SAME = 0.8  # of the pairs of both, for one to repeat the other
_ALIGNED = 0.5  # of a part's pairs in a part of the source, for the two to say the same thing
# What the model says to join what the clauses say.
_OWN_WORDS = re.compile(
    "根据|依据|按照|上述|以上资料|资料|条款|文件|规定|明确|提出|要求|指出|其中|此外|另外|同时|以及|主要|具体"
    "|如下|分别|包括|因此|所以|也就是说|内容|方面|关于|对于|相关|有关|该|即|等"
)
# 县级以上 is not 县级以下; what bounds a figure is its direction.
_BOUND = re.compile("(?![零〇一二两三四五六七八九十百千万亿])[\u4e00-\u9fff]{2}以[上下内外前后]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_PART = re.compile("[^，；：。！？\n]+")
_MODES = {
    "forbidden": re.compile("不得|禁止|严禁|不准|不允许|不能|不可以|不许"),
    "exempt": re.compile("无需|无须|不必|不需要|不需|免于|免予|不再"),
    "allowed": re.compile("(?<!不)可以|有权|(?<!不)允许|准予"),
    "demanded": re.compile("应当|必须|须(?!知)"),
}
_ENCOURAGED = re.compile("鼓励|支持")  # what is encouraged is allowed
_MODE = re.compile("|".join(words.pattern for words in _MODES.values()))
_NEGATION = re.compile(
    "[不未无没](?!断|仅|少于|但|论|同|障碍|线|动产|良|来|管|人机|人车|缝|低于|少|高于|超过|多于|大于|小于|满)"
)


class Phrasing:
    """A text as pairs of characters and parts between commas."""

    __slots__ = ("pairs", "parts", "text")

    def __init__(self, text: str, known: str = "") -> None:
        self.text = stated(text)
        self.parts = [part for match in _PART.finditer(self.text) if (part := _Part(match[0]))]
        self.pairs = {pair for part in self.parts for pair in part.all_pairs} | set(
            _pairs(stated(known))
        )


class _Part:
    """What stands between commas."""

    __slots__ = ("all_pairs", "modes", "pairs", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.all_pairs = frozenset(_pairs(text))
        self.pairs = frozenset(_pairs(_MODE.sub(" ", _OWN_WORDS.sub(" ", text))))
        self.modes = frozenset(name for name, words in _MODES.items() if words.search(text))

    @property
    def negative(self) -> bool:
        """Whether the part denies something."""
        return bool(self.modes & {"forbidden", "exempt"}) or bool(_NEGATION.search(self.text))


def _pairs(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def phrasing_faults(
    said: Phrasing, sources: Sequence[Phrasing], question: Phrasing
) -> Iterator[str]:
    """What of a sentence's wording the sources do not bear out."""
    held = frozenset().union(*(source.pairs for source in sources))
    wanted = frozenset().union(*(part.pairs for part in said.parts)) if said.parts else frozenset()
    own = wanted - question.pairs
    if not _share(wanted, held) >= _LEAST and not (
        len(own) >= _PART_LENGTH and _share(own, held) >= _LEAST
    ):
        yield "说法与出处不符"
        return
    for match in _BOUND.finditer(said.text):
        if not any(match[0] in source.text for source in sources):
            yield f"出处没有说“{match[0]}”"
    parts = [part for source in sources for part in source.parts]
    for part in said.parts:
        if len(part.pairs) >= _PART_LENGTH:
            own = part.pairs - question.pairs
            if len(own) >= _PART_LENGTH and _share(own, held) < _LEAST_OF_PART:
                yield f"出处没有说“{part.text[:40]}”"
                continue
        yield from _mode_faults(part, parts)


def _mode_faults(part: _Part, parts: Sequence[_Part]) -> Iterator[str]:
    """What a part permits, demands, forbids or denies otherwise than the clause does."""
    best = max((len(part.pairs & each.pairs) for each in parts), default=0)
    aligned = [each for each in parts if len(part.pairs & each.pairs) == best]
    if not best or best < _ALIGNED * len(part.pairs):
        if part.modes - {"demanded"} and not any(part.modes & each.modes for each in parts):
            yield f"出处没有这样规定：“{part.text[:40]}”"
    elif not any(_agree(part, each) for each in aligned):
        yield f"与出处的要求、许可或否定不符：“{part.text[:40]}”"


def _agree(part: _Part, aligned: _Part) -> bool:
    """Whether a part permits, demands, forbids and denies what the part of the clause does."""
    if part.negative != aligned.negative:
        return False
    held = aligned.modes
    if part.modes and _ENCOURAGED.search(aligned.text):
        held |= {"allowed"}
    if _share(aligned.pairs, part.pairs) >= _SAME and _share(part.pairs, aligned.pairs) >= _SAME:
        return part.modes in (aligned.modes, held) or part.modes | held == {"demanded"}
    new = part.modes - held
    return "allowed" not in new and not (new and "allowed" in held)


def _share(wanted: frozenset[str], held: frozenset[str] | set[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0
