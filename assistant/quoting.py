"""Which sentences of a passage are quoted. Pure."""

import re
from collections.abc import Sequence

from assistant.context import Context, Found
from assistant.demands import demand_of
from assistant.orders import gives_orders
from assistant.text import sentences
from kb.model import Level

__all__ = ["sentences_of"]

_WHOLE = 260  # characters: a passage up to this length is quoted whole
_SHORT = 160  # characters: up to here what follows the best sentence is quoted with it
_PART = 0.55  # of the best sentence's value, for a sentence to be quoted
_STATED = 0.2  # what it counts beside the share of terms that a sentence states what is asked for
_LISTED = re.compile(r"\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])")
_COPIED = re.compile(r"\s*(?:抄送|主送|印发|[（(]?此件)")
_DUTY_BRACKET = re.compile(
    r"[（(〔\[【]\s*(?:责任|牵头|主办|配合|实施|主责)[^）)]{0,400}?(?:[）)〕\]】]\s*)+$"
)


def sentences_of(context: Context, item: Found) -> list[tuple[int, int]]:
    """The spans of a passage that answer.

    All of a short one, else its best sentences, neighbours joined.
    """
    text = item.document.text
    spans = _spans_of(item)
    if not spans:
        return [(item.clause.start, item.clause.end)]
    if spans[-1][1] - spans[0][0] <= _WHOLE and item.clause.level is not Level.TAIL:
        return _joined(text, spans)
    shares = [context.share(text[start:end]) for start, end in spans]
    demand = demand_of(context.query)
    stating = [demand is not None and demand(text[start:end]) for start, end in spans]
    values = [share + _STATED * states for share, states in zip(shares, stating, strict=True)]
    top = max(values)
    if top == 0:
        return spans[:1]
    kept = {n for n, value in enumerate(values) if value >= top * _PART}
    kept |= {n + 1 for n in list(kept) if text[spans[n][1] - 1] == "：" and n + 1 < len(spans)}
    kept |= _following(spans, values.index(top))
    for n in list(kept):
        kept |= _head_of_list(text, spans, n)
        if context.query.wants_penalty:
            kept |= _whole_sentence(text, spans, n)
    return _joined(text, [span for n, span in enumerate(spans) if n in kept])


def _following(spans: Sequence[tuple[int, int]], best: int) -> set[int]:
    """The sentences behind the best one, quoted with it as far as the quotation stays short."""
    behind = range(best + 1, len(spans))
    return {n for n in behind if spans[n][1] - spans[best][0] <= _SHORT}


def _spans_of(item: Found) -> list[tuple[int, int]]:
    """The sentences of a unit.

    Its bare heading, whom it is copied to and what gives orders to a model are left out.
    """
    text = item.document.text
    spans = [
        span
        for start, end in item.unit.spans
        for span in sentences(text, start, _without_duties(text, start, end))
    ]
    heading = item.clause.marker + item.clause.heading
    telling = [
        (start, end)
        for start, end in spans
        if not _COPIED.match(text, start)
        and not gives_orders(_line(text, start))
        and (text[start:end].rstrip("。") != heading or _is_sentence(text, end))
    ]
    return telling or spans


def _line(text: str, offset: int) -> str:
    """The line in which an offset stands."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]


def _is_sentence(text: str, end: int) -> bool:
    """Whether what ends there has a line of its own and a full stop, as no bare heading has."""
    return text[end - 1] == "。" and text[end : end + 1] in ("", "\n")


def _head_of_list(text: str, spans: Sequence[tuple[int, int]], n: int) -> set[int]:
    """The sentence that introduces the list in which one stands: 有下列行为之一的，处……罚款："""
    while n >= 0 and _LISTED.match(text, spans[n][0]):
        n -= 1
    if n < 0 or text[spans[n][1] - 1] not in "：:":
        return set()
    return _whole_sentence(text, spans, n)


def _whole_sentence(text: str, spans: Sequence[tuple[int, int]], n: int) -> set[int]:
    """A part of a sentence with the parts before and behind it that 。 or a line end closes."""
    first = last = n
    while first > 0 and not _closed(text, spans, first - 1):
        first -= 1
    while last + 1 < len(spans) and not _closed(text, spans, last):
        last += 1
    return set(range(first, last + 1))


def _closed(text: str, spans: Sequence[tuple[int, int]], n: int) -> bool:
    end = spans[n][1]
    return text[end - 1] not in "；;" or "\n" in text[end : spans[n + 1][0]]


def _without_duties(text: str, start: int, end: int) -> int:
    """The end of a span without the list of responsible organs behind it."""
    match = _DUTY_BRACKET.search(text[start:end])
    return start + match.start() if match else end


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with neighbours, separated by nothing but white space, made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
