"""What stands before the act in its own stretch (对企业|给予, 企业可|申请): who, on what condition.

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_nouns import (
    ALLOTTED,
    CONDITION,
    FOR,
    LEADING,
    MODAL,
    NO_CONDITION,
    PARTY_END,
    TOPIC,
    URGE,
    is_giver,
)
from ingest.support_phrases import (
    SHORT,
    Context,
    Span,
    find_to,
    last_match,
    read_body,
    read_clause,
    read_conditions,
    read_lead,
    read_noun,
)
from ingest.support_subjects import subject_of

__all__ = ["read_head"]


def read_head(text: str, span: Span, context: Context) -> None:
    """Reads what stands before the act in its own stretch: 对企业|给予, 企业可|申请."""
    start, end = span
    part = text[start:end]
    if marker := find_to(part):
        context.forget_urged()
        at = start + marker.start()
        before = text[start:at]
        aside = is_giver(before) or URGE.match(before) or _WHO_ACTS.match(before)
        if not aside and len(before) > 4:
            context.conditions.append((start, at))
        end = _without_modal(text, start + marker.end(), end)
        read_body(text, start + marker.end(), end, context)
        context.end = end
        return
    if allotted := ALLOTTED.search(part):
        whom = allotted.span("whom")
        read_noun(text, start + whom[0], start + whom[1], context)
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
    if (subject := subject_of(text, start, bare)) and subject.modal:
        context.beneficiaries.append(subject.party)
        if subject.before:
            read_conditions(text, *subject.before, context)
        context.end = subject.party[1]
        return
    urge = URGE.match(part)
    if marker := last_match(FOR, part) or _PUT.search(part):
        at = start + marker.end()
        listed = _LISTED_IN.search(text, at, bare)
        named = listed.start() if listed else bare
        if PARTY_END.search(text[at:named]) and not is_giver(text[at:named]):
            read_noun(text, at, named, context)
            context.end = named
            return
        if (party := LEADING.match(text[at:bare])) and not is_giver(party["party"]):
            context.beneficiaries.append((at, at + party.end()))
            context.end = bare
            return
    if put := _PUT.search(part):
        bare = start + put.start()
        part = text[start:bare]
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
        if not _PAID.search(part) and not _ASKS.match(part):
            read_clause(text, start, bare - 1, context)
        context.end = bare
    elif PARTY_END.search(part) and not is_giver(part) and not _names_none(part):
        read_noun(text, start, bare, context)
        context.end = bare
    elif region := _REGION.match(part):
        context.conditions.append((start, start + region.end()))
        context.end = bare
    elif (after := _AFTERWARDS.match(part)) and not _ASKS.match(part):
        context.conditions.append((start, start + after.end()))
        context.end = start + after.end()
    elif (party := LEADING.match(part)) and not is_giver(party["party"]):
        context.beneficiaries.append((start, start + party.end()))
        if bare - start - party.end() > SHORT and part[party.end()] not in "可应要将须根按":
            context.conditions.append((start + party.end(), bare))
        context.end = bare
    elif TOPIC.search(part) and not NO_CONDITION.match(part) and not _ASKS.match(part):
        read_lead(text, start, bare, context)
        context.conditions.append((start, bare))
        context.end = bare
    elif len(part) > SHORT and CONDITION.search(part) and not _says_no_condition(part):
        context.conditions.append((start, bare))
        context.end = bare


def _names_none(part: str) -> bool:
    """Whether a noun stands where no party does: 在项目|安排上给予倾斜."""
    return bool(NO_CONDITION.match(part) or (part[0] in "在从由以按自" and "的" not in part))


def _says_no_condition(part: str) -> bool:
    return bool(NO_CONDITION.match(part) or _ASKS.match(part))


_PUT = re.compile("(?:将|把)(?!来|近)")
_LISTED_IN = re.compile("[列纳]入|列为|作为|认定为")
_WHO_ACTS = re.compile("^由[^，。；的]{2,24}(?:负责|牵头|组织|会同|按规定)?$")
# 一季度应缴纳的|社会保险费: said of what is given.
_PAID = re.compile("(?:应|实际|所)[^，。；]{0,3}(?:缴纳?|交纳?|支付|产生|发生|收取|承担)的$")
_ASKS = re.compile("可|应(?!急)|须|申请|依法|每|在全[国省市区县]范围内")
_REGION = re.compile("^(?![全我本各])[^，。；的]{1,6}(?:省|市|自治区|自治州|[区县])$")
_AFTERWARDS = re.compile("^[^，。；]{2,16}[后後](?![续来期备勤])")


_LONGEST_MODAL = 43  # characters: 按照 with what it leads to
_MOST_MODAL = 200  # characters of several in a row


def _without_modal(text: str, start: int, end: int) -> int:
    """Where the modal words begin that a stretch ends with; its end where there is none."""
    begins = [end]
    for at in range(end - 1, max(start, end - _MOST_MODAL) - 1, -1):
        if any(MODAL.fullmatch(text, at, stop) for stop in begins if stop - at <= _LONGEST_MODAL):
            begins.append(at)
    return begins[-1]
