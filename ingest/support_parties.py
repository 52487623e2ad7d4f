"""Whom a measure is for (扶持对象) and on which conditions, from what stands before the act.

对受疫情影响较大、符合产业导向的中小微企业: the noun behind the last 的 is the beneficiary, what
stands before it the conditions. Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.support_nouns import (
    BRACKET,
    CONDITION,
    FOR,
    LEADING,
    MODAL,
    NO_CONDITION,
    NO_TIME,
    OPENER,
    PARTY_END,
    STRONG,
    TIME,
    TO,
    URGE,
    is_giver,
)
from ingest.support_phrases import (
    SHORT,
    Context,
    Span,
    last_match,
    read_body,
    read_conditions,
    read_exclusions,
    read_lead,
    read_noun,
    unbracketed,
)

__all__ = [
    "is_context",
    "read_context",
    "read_party",
    "read_party_behind",
]


def read_context(text: str, segments: Sequence[Span], head: Span | None) -> Context:
    """The context that stretches before an act give; `head` is what stands before it in its own."""
    context = Context()
    waiting: list[Span] = []  # stretches of a phrase that no 的 has closed
    is_open = False
    first: int | None = None
    segments = [s for s in segments if text[slice(*s)] not in NO_TIME]
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1 and (head is None or head[0] == head[1])
        span = _opened(text, *segment)
        outcome = _read_segment(text, span, context, is_open=is_open, last=last)
        if first is None and outcome != "nothing":
            first = waiting[0][0] if waiting and outcome == "closed" else span[0]
        is_open = outcome == "open"
        if outcome == "nothing":
            waiting.append(span)
        elif outcome == "closed":
            context.conditions[:0] = [s for s in (_urged(text, *w) for w in waiting) if s]
            waiting = []
        else:
            waiting = []
    if head and head[0] < head[1]:
        _read_head(text, _opened(text, *head), context)
        first = head[0] if first is None else first
    context.start = first or 0
    return context


def _urged(text: str, start: int, end: int) -> Span | None:
    """A stretch of a phrase without what urges (重点支持…); None where it is no condition."""
    urge = URGE.match(text[start:end])
    if not urge and NO_CONDITION.match(text[start:end]):
        return None
    return (start + (urge.end() if urge else 0), end)


def is_context(text: str) -> bool:
    """Whether a stretch only says for whom or when: 对…的企业, 出现损失的, 经认定后."""
    if text.endswith("的") or re.search("^(?:经|在|待).+[后後]$|期间$|.{3}时$", text):
        return True
    names = PARTY_END.search(text) and ("的" in unbracketed(text) or TO.search(text))
    return bool(names) and not _GIVES_LAST.search(text) and not _GIVES_FIRST.match(text)


_GIVES_FIRST = re.compile("(?:免费|无偿|优先|再|可|统一)*(?:提供|给予|予以|安排|发放)")
_GIVES_LAST = re.compile("(?:奖励|补助|补贴|拨付给|发放给|返还给|提供给)[^，。；的]{0,12}$")


def read_party(text: str, start: int, end: int, context: Context) -> None:
    """Adds whom a stretch names (在本区注册的企业) with the conditions in it, if anybody."""
    if PARTY_END.search(text[start:end]):
        read_noun(text, start, end, context)
    elif text[end - 1] == "的":
        read_conditions(text, start, end - 1, context)
    elif text.startswith(("符合", "具备", "满足"), start):
        read_conditions(text, start, end, context)


def read_party_behind(text: str, start: int, end: int, context: Context) -> None:
    """Adds who receives where the act names it: 补助企业, 免征中小微企业…, 向旅行社暂退."""
    if found := _BEHIND.search(text, start, end):
        context.beneficiaries.append(found.span("party"))
        if bracket := BRACKET.match(text, found.end()):
            read_exclusions(text, *bracket.span(), context)


_BEHIND = re.compile(
    "(?:免征|免收|减免|奖励|补助|补贴|资助|给予|返还|暂退|免除|减收|降低|免缴|拨付给|发放给|扶持)"
    f"(?P<party>(?:各类)?[^，。；、的\\d（(对向按]{{0,12}}?(?:{STRONG}|银行))(?![家的化群])"
)


def _opened(text: str, start: int, end: int) -> Span:
    """A stretch without the connective that opens it."""
    found = OPENER.match(text[start:end])
    return (start + found.end(), end) if found and start + found.end() < end else (start, end)


def _read_segment(
    text: str, span: Span, context: Context, *, is_open: bool, last: bool
) -> Literal["open", "closed", "read", "nothing"]:
    """Reads one stretch before the act.

    Says whether a phrase behind 对 goes on, one without 对 is closed by 的, or nothing was read.
    """
    start, end = span
    part = text[start:end]
    if marker := TO.search(part):
        before, body = part[: marker.start()], start + marker.end()
        context.forget_urged()
        if before and TIME.search(before):
            context.conditions.append((start, start + marker.start()))
        closed = read_body(text, body, end, context)
        context.end = end
        return "read" if closed else "open"
    if is_open:
        closed = read_body(text, start, end, context)
        context.end = end
        return "read" if closed else "open"
    if urge := URGE.match(part):
        party = LEADING.match(part[urge.end() :])
        if not party or is_giver(party["party"]):
            return "nothing"
        at = start + urge.end()
        context.beneficiaries.append((at, at + party.end()))
        if not _AIM.match(part[urge.end() + party.end() :]):
            context.conditions.append((at + party.end(), end))
        context.end, context.urged = end, True
        return "read"
    if part.endswith("的"):
        read_conditions(text, start, end - 1, context)
        read_lead(text, start, end, context)
        context.end = end
        return "closed"
    if TIME.search(part):
        context.conditions.append(span)
        context.end = end
        return "read"
    if PARTY_END.search(part) and not is_giver(part) and ("的" in part or last or not context):
        if NO_CONDITION.match(part):
            return "nothing"
        read_noun(text, start, end, context)
        context.end = end
        return "closed" if "的" in part else "read"
    if CONDITION.search(part) and not NO_CONDITION.match(part):
        read_lead(text, start, end, context)
        context.conditions.append(span)
        context.end = end
        return "read"
    topic = _TOPIC.search(part) if last else None
    if not context and (topic or _DOES.match(part)) and not NO_CONDITION.match(part):
        read_lead(text, start, end, context)
        context.conditions.append(span)
        context.end = end
        return "read"
    return "nothing"


_AIM = re.compile("应对|渡过|克服|缓解|降低|减轻|发展|健康|做大|稳定")
_DOES = re.compile(
    f"^[^，。；：、的在对与和向将因为从按可应由\\d]{{0,10}}?(?:{STRONG})(?:参加|投保|租用|承租|开展|购置|购买|新建|建设|引进|吸纳|招用|接收"
    "|取得|获得|组织|实施|设立|采购|生产|承接|完成|通过|首次|新增|发生|使用|委托|举办|发行|申请|投资|出口|进口|捐赠)"
)
# What a sentence speaks of before it gives: 企业在疫情期间新增贷款产生的利息.
_TOPIC = re.compile("的[^，。；的]{2,12}$")


def _read_head(text: str, span: Span, context: Context) -> None:
    """Reads what stands before the act in its own stretch: 对企业|给予, 企业可|申请."""
    start, end = span
    part = text[start:end]
    if marker := TO.search(part):
        context.forget_urged()
        at = start + marker.start()
        before = text[start:at]
        if before and not is_giver(before) and not URGE.match(before) and len(before) > 4:
            context.conditions.append((start, at))
        end = _without_modal(text, start + marker.end(), end)
        read_body(text, start + marker.end(), end, context)
        context.end = end
        return
    if show := re.search("(?<=.)凭", part):
        if show.start() > 1:
            context.conditions.append((start, start + show.start()))
        context.conditions.append(
            (start + show.start(), _without_modal(text, start + show.start(), end))
        )
        context.end = end
        return
    bare = _without_modal(text, start, end)
    part = text[start:bare]
    if is_giver(part) and not FOR.search(part) and not URGE.match(part):
        return
    urge = URGE.match(part)
    if marker := last_match(FOR, part) or _PUT.search(part):
        at = start + marker.end()
        if PARTY_END.search(text[at:bare]) and not is_giver(text[at:bare]):
            read_noun(text, at, bare, context)
            context.end = bare
            return
        if (party := LEADING.match(text[at:bare])) and not is_giver(party["party"]):
            context.beneficiaries.append((at, at + party.end()))
            context.end = bare
            return
    if urge and (party := LEADING.match(part[urge.end() :])) and not is_giver(party["party"]):
        at = start + urge.end()
        context.beneficiaries.append((at, at + party.end()))
        if at + party.end() < bare:
            context.conditions.append((at + party.end(), bare))
        context.end = bare
    elif urge:
        at = start + urge.end()
        if PARTY_END.search(text[at:bare]) and not is_giver(text[at:bare]):
            read_noun(text, at, bare, context)
            context.end = bare
    elif part.endswith("的"):
        read_conditions(text, start, bare - 1, context)
        read_lead(text, start, bare, context)
        context.end = bare
    elif PARTY_END.search(part) and not is_giver(part) and not NO_CONDITION.match(part):
        read_noun(text, start, bare, context)
        context.end = bare
    elif region := _REGION.match(part):
        context.conditions.append((start, start + region.end()))
        context.end = bare
    elif after := _AFTERWARDS.match(part):
        context.conditions.append((start, start + after.end()))
        context.end = start + after.end()
    elif (party := LEADING.match(part)) and not is_giver(party["party"]):
        context.beneficiaries.append((start, start + party.end()))
        if bare - start - party.end() > SHORT and part[party.end()] not in "可应要将须根按":
            context.conditions.append((start + party.end(), bare))
        context.end = bare
    elif _TOPIC.search(part) and not NO_CONDITION.match(part):
        read_lead(text, start, bare, context)
        context.conditions.append((start, bare))
        context.end = bare
    elif CONDITION.search(part) and not NO_CONDITION.match(part) and len(part) > 3:
        context.conditions.append((start, bare))
        context.end = bare


_PUT = re.compile("(?:将|把)(?!来|近)")
_REGION = re.compile("^(?![全我本各])[^，。；的]{1,6}(?:省|市|自治区|自治州|[区县])$")
_AFTERWARDS = re.compile("^[^，。；]{2,16}[后後](?![续来期备勤])")


def _without_modal(text: str, start: int, end: int) -> int:
    found = MODAL.search(text[start:end])
    return start + found.start() if found else end
