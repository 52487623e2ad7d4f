"""Whom a measure is for (扶持对象) and on which conditions, from what stands before the act.

对受疫情影响较大、符合产业导向的中小微企业: the noun behind the last 的 is the beneficiary, what
stands before it the conditions. Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.support_facts import unbracketed
from ingest.support_heads import read_head
from ingest.support_nouns import (
    CONDITION,
    LEADING,
    NO_CONDITION,
    NO_TIME,
    OPENER,
    PARTY_END,
    STRONG,
    TIME,
    TO,
    TOPIC,
    URGE,
    is_giver,
)
from ingest.support_phrases import (
    Context,
    Span,
    find_to,
    left_out,
    read_body,
    read_clause,
    read_conditions,
    read_noun,
)
from ingest.support_subjects import subject_of

__all__ = [
    "is_context",
    "read_context",
    "read_party",
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
        goes_on = any(_closes(text, *later) for later in segments[index + 1 :])
        outcome = _read_segment(text, span, context, is_open=is_open, goes_on=goes_on, last=last)
        if first is None and outcome != "nothing":
            first = waiting[0][0] if waiting and outcome == "closed" else span[0]
        is_open = outcome == "open"
        if outcome == "nothing":
            waiting.append(span)
        elif outcome == "closed":
            _read_waiting(text, waiting, context)
            waiting = []
        else:
            waiting = []
    if head and head[0] < head[1]:
        read_head(text, _opened(text, *head), context)
        first = head[0] if first is None else first
    if not context.beneficiaries:
        context.beneficiaries = context.kept or _named_within(text, context, segments[-1:])
    context.start = first or 0
    return context


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends a phrase that an earlier one opens: …，保持生产的企业."""
    part = text[start:end]
    closed = part.endswith("的") or ("的" in part and PARTY_END.search(part))
    return bool(closed) and not TO.search(part)


def _named_within(text: str, context: Context, last: Sequence[Span]) -> list[Span]:
    """A party that is named in a condition or before what is given: 因疫情造成|企业|停产."""
    for span in context.conditions:
        if found := _SUFFERS.search(text, *span) or _OWNS.search(text, *span):
            return [found.span("party")]
    for start, end in () if context else last:
        party = LEADING.match(text[start:end])
        if party and not is_giver(party["party"]) and not NO_CONDITION.match(text[start:end]):
            return [(start, start + party.end())]
    return []


_OWNS = re.compile(
    f"(?P<party>[^，。；、的在对与和及期间\\d]{{0,10}}?(?:{STRONG}))(?=生产经营(?!正常|困难)[^，。；]{{0,4}}所需|所需|用[电水气地]|创业担保贷款)"
)
_SUFFERS = re.compile(f"(?:导致|造成|致使|引起)(?P<party>[^，。；、的\\d]{{0,10}}?(?:{STRONG}))")


def _read_waiting(text: str, waiting: Sequence[Span], context: Context) -> None:
    """Puts the stretches of a phrase that 的 closes before what is read of its last one."""
    found = Context()
    for span in waiting:
        if kept := _urged(text, *span):
            read_clause(text, *kept, found)
    context.conditions[:0] = found.conditions
    context.beneficiaries = context.beneficiaries or found.beneficiaries
    context.excluded[:0] = found.excluded


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
    if says := _APPLIES_TO.match(text[start:end]):
        start += says.end()
    if PARTY_END.search(text[start:end]):
        read_noun(text, start, end, context)
    elif text[end - 1] == "的":
        read_clause(text, start, end - 1, context)
    elif text.startswith(("符合", "具备", "满足"), start):
        read_conditions(text, start, end, context)


_APPLIES_TO = re.compile(
    "(?:本|以上|上述|该)[^，。；的]{1,10}?的?(?:适用于|适用(?:对象|范围)(?:为|是)|(?:支持|扶持)对象(?:为|是))(?=.{2})"
)


def _opened(text: str, start: int, end: int) -> Span:
    """A stretch without the connective that opens it."""
    marked = _MARKED.match(text[start:end])
    start += marked.end() if marked and start + marked.end() < end else 0
    found = OPENER.match(text[start:end])
    start += found.end() if found and start + found.end() < end else 0
    if text[start] == "其" and text[start + 1 : start + 2] not in ("中", "他", "余", "次"):
        start += 1 if end - start > 1 else 0
    return start, end


_MARKED = re.compile(
    "(?:【[^】]{1,12}】|[●■◆▲★•·○◎□※►▶]|[（(](?:[一二三四五六七八九十]{1,3}|\\d{1,2})[）)]"
    "|\\d{1,2}[.．、](?!\\d)|[一二三四五六七八九十]{1,3}、|[①-⑳])+"
)


def _read_segment(
    text: str, span: Span, context: Context, *, is_open: bool, goes_on: bool, last: bool
) -> Literal["open", "closed", "read", "nothing"]:
    """Reads one stretch before the act.

    Says whether a phrase behind 对 goes on, one without 对 is closed by 的, or nothing was read.
    """
    start, end = span
    part = text[start:end]
    if marker := find_to(part):
        if (part.startswith("为") and marker.start()) or _ISSUE.match(part):
            return "nothing"
        before, body = part[: marker.start()], start + marker.end()
        context.forget_urged()
        if before and TIME.search(before):
            context.conditions.append((start, start + marker.start()))
        closed = read_body(text, body, end, context, goes_on=goes_on)
        context.end = end
        return "read" if closed else "open"
    if _IF.search(text[max(0, start - 2) : start]):
        read_clause(text, start, end, context)
        context.end = end
        return "read"
    if is_open and not goes_on and "的" not in part and NO_CONDITION.match(part):
        return "nothing"
    if is_open:
        closed = read_body(text, start, end, context, goes_on=goes_on)
        context.end = end
        return "read" if closed else "open"
    if left := left_out(text, start, end):
        context.excluded.append(left)
        context.end = end
        return "read"
    if urge := URGE.match(part):
        return _read_urged(text, start + urge.end(), end, context)
    if part.endswith("的"):
        read_clause(text, start, end - 1, context)
        context.end = end
        return "closed"
    if TIME.search(part) and not subject_of(text, start, end):
        context.conditions.append(span)
        context.end = end
        return "read"
    giver = is_giver(part) and not _SETTLES.search(part)
    if _WAY.match(part):
        if context or part.startswith("或"):
            context.conditions.append(span)
            context.end = end
            return "read"
        return "nothing"
    if PARTY_END.search(part) and not giver and ("的" in part or last or not context):
        if (aim := NO_CONDITION.match(part)) and ("的" not in part or aim[0] not in _DONE):
            return "nothing"
        if part.endswith(_VEHICLES) and subject_of(text, start, end):
            read_clause(text, start, end, context)
        else:
            read_noun(text, start, end, context)
        context.end = end
        return "closed" if "的" in part else "read"
    if CONDITION.search(part) and not NO_CONDITION.match(part):
        read_clause(text, start, end, context)
        context.end = end
        return "read"
    if not context.beneficiaries and (served := _FOR_WHOM.match(part)):
        read_noun(text, start + served.start("whom"), start + served.end("whom"), context)
        context.end = end
        return "read"
    if NO_CONDITION.match(part):
        return "nothing"
    subject = None if context else subject_of(text, start, end)
    topic = TOPIC.search(part) if last and not context else None
    if subject and subject.modal:
        context.beneficiaries.append(subject.party)
        if subject.before:
            read_conditions(text, *subject.before, context)
        context.end = end
        return "read"
    if subject or topic or (context and _GOES_ON.match(part)):
        read_clause(text, start, end, context)
        context.end = end
        return "read"
    return "nothing"


def _read_urged(text: str, start: int, end: int, context: Context) -> Literal["read", "nothing"]:
    """Reads what stands behind 支持 where it names a party and what that is to do."""
    subject = subject_of(text, start, end, is_clause=True)
    if not subject:
        return "nothing"
    context.beneficiaries.append(subject.party)
    if subject.before:
        read_conditions(text, *subject.before, context)
    if not _AIM.match(text[subject.party[1] : end]):
        context.conditions.append((subject.party[1], end))
    context.end, context.urged = end, True
    return "read"


# 建立研发准备金制度的企业: what a body has done, where an organ's aim would name no body.
_DONE = frozenset({"建立", "完善", "健全", "加强", "加大", "提高", "优化", "全面", "主动", "积极"})
_VEHICLES = ("车辆", "船舶")
# 为受影响的小微企业|开展续贷业务: whom what is given later is for.
_FOR_WHOM = re.compile(
    f"^(?:为|向|帮助|协助)(?P<whom>[^，。；]{{0,60}}?(?:{STRONG}))(?=(?:开展|提供|办理|发放|出具|减免|开辟|解决)[^，。；]{{2,}}$)"
)
# 毕业生，在我区工作并缴纳社保满6个月，给予…: goes on with what must hold.
_GOES_ON = re.compile(
    "^(?!.*(?:补[助贴]|奖励|贴息|贷款|减免|免征|额度|利率|最高|期限|标准))(?:在|并|且|已|须|年|上年|当年|首次|连续|从事|缴纳|签订|新增|投资|固定资产|注册|实缴|研发|营业|销售|产值|员工|职工|参保|面积|规模|带动|吸纳)"
    "[^，。；]*(?:满\\d|\\d[^，。；\\d]{0,6}以[上下]|(?:不低于|不少于|超过|达到?|不超过|突破)\\d)[^，。；]{0,8}$"
)
# 针对疫情影响: what gave rise to a measure.
_ISSUE = re.compile("针对[^，。；的]{0,12}(?:影响|情况|形势|特点|问题|需求|实际)$")
# 直接向医院，无偿捐赠的: the way in which something is done, nobody who receives.
_WAY = re.compile("(?:或者?|并|也可)?(?:直接向|通过)(?!.*的(?:企业|单位|机构|项目|个人|人员)$)")
# 在我市设立的金融机构: receives, where it elsewhere gives.
_SETTLES = re.compile("(?:(?:新设|设立|落户|迁入|引进|入驻)[^，。；]*|\\d[^，。；的]*)的")
_IF = re.compile("(?:如|若|如果)$")
_AIM = re.compile("应对|渡过|克服|缓解|降低|减轻|发展|健康|做大|稳定")
