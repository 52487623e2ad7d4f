"""Text in one form, sentences of a span, and how much of what a question asks they hold. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "DURATION",
    "MONEY",
    "NUMBER",
    "beyond",
    "coverage",
    "coverage_of",
    "fold",
    "sentences",
    "states_measure",
]

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》」]*|\n|$)")
_DIGIT = "[零〇一二两三四五六七八九十百千万亿0-9０-９.．]"
NUMBER = re.compile(rf"{_DIGIT}{{1,24}}(?:%|％|[\u4e00-\u9fff])|百分之|[0-9０-９]")
MONEY = re.compile(
    rf"{_DIGIT}{{1,24}}(?:万|亿)?元|{_DIGIT}{{1,24}}(?:%|％)|{_DIGIT}倍|百分之|{_DIGIT}{{1,24}}个基点|全额|半价|免费"
    rf"|免征|免收|免除"
)
DURATION = re.compile(
    rf"{_DIGIT}{{1,24}}\s*(?:个)?(?:工作日|日|天|年|月|小时|周|分钟)|年底|年末|期间|每年|每月|每季度|长期"
    rf"|即日|当日|立即|同步|之日起|随时"
)
_PUNCTUATION = str.maketrans(
    {
        "(": "（",
        ")": "）",
        ",": "，",
        "?": "？",
        "!": "！",
        ":": "：",
        ";": "；",
        "[": "〔",
        "]": "〕",
    }
)


def fold(text: str) -> str:
    """The text in one form.

    NFKC but for Chinese punctuation, no white space between Chinese characters.
    """
    kept = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", kept)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a span, without outer white space.

    Cut at 。！？； and line ends.
    """
    at = start
    while at < end:
        match = _SENTENCE.match(text, at, end)
        stop = match.end() if match and match.end() > at else end
        first, last = at, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            yield first, last
        at = stop


def beyond(text: str, title: str) -> str:
    """What of a text does not stand in a title, in runs of two characters or more.

    A space stands in place of each run that does.
    """
    kept, at = [], 0
    while at < len(text):
        size = next((n for n in range(len(text) - at, 1, -1) if text[at : at + n] in title), 0)
        kept.append(" " if size else text[at])
        at += size or 1
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def coverage(text: str, weights: Mapping[str, float]) -> float:
    """The share, by weight, of a question's terms that stand in a text; 0 without terms."""
    return coverage_of(fold(text).lower(), weights)


def coverage_of(folded: str, weights: Mapping[str, float]) -> float:
    """The same of a text that is folded and in lower case already."""
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in folded) / (whole or 1.0)


def states_measure(text: str, spellings: Sequence[str]) -> bool:
    """Whether a text states a number of the measure."""
    return any(re.search(rf"{_DIGIT}\s*(?:多|余|个)?{re.escape(unit)}", text) for unit in spellings)
