"""Noun phrases that name whom a measure is for (扶持对象) with the conditions before the last 的.

Work on text without white space; spans are half-open.
"""

import re
from dataclasses import dataclass, field

from ingest.support_facts import cut_facts, unbracketed
from ingest.support_nouns import (
    BRACKET,
    COUNTED,
    EXCLUDED,
    IMPACT,
    LEADING,
    LEFT_OUT,
    NOUN,
    PARTY_END,
    STRENGTHEN,
    STRONG,
    TO,
    VERBAL,
    is_giver,
)
from ingest.support_subjects import subject_of

__all__ = [
    "SHORT",
    "Context",
    "Span",
    "find_to",
    "last_match",
    "left_out",
    "read_body",
    "read_clause",
    "read_conditions",
    "read_exclusions",
    "read_facts",
    "read_lead",
    "read_noun",
]

Span = tuple[int, int]


@dataclass(slots=True)
class Context:
    """Whom a measure is for, what must hold, what must not."""

    beneficiaries: list[Span] = field(default_factory=list)
    conditions: list[Span] = field(default_factory=list)
    excluded: list[Span] = field(default_factory=list)
    alternatives: list[tuple[Span, ...]] = field(default_factory=list)  # one of each suffices
    start: int = 0  # of the first stretch that belongs to it
    urged: bool = False  # read from 支持企业…, which a later 对 takes the place of
    kept: list[Span] = field(default_factory=list)  # whom 支持 named before that 对
    end: int = 0  # behind the last word that belongs to it

    def forget_urged(self) -> None:
        """Drops what only 支持企业… named, but for whom where nobody else is named."""
        if self.urged:
            self.kept, self.beneficiaries = self.beneficiaries, []
            self.conditions, self.urged = [], False

    def __bool__(self) -> bool:
        return bool(self.beneficiaries or self.conditions)


def find_to(part: str) -> re.Match[str] | None:
    """The 对 of a stretch, not one of a title that it names."""
    return TO.search(_TITLE.sub(lambda m: "　" * len(m[0]), part))


_TITLE = re.compile("《[^》]*》?")


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match of a pattern; None without one."""
    return max(pattern.finditer(text), key=re.Match.start, default=None)


def read_body(text: str, start: int, end: int, context: Context, *, goes_on: bool = False) -> bool:
    """Reads what stands behind 对; returns whether it closes the phrase.

    `goes_on` says that a later stretch closes it.
    """
    end -= len(text[start:end]) - len(text[start:end].rstrip("将应可要须"))
    part = text[start:end]
    if part.endswith("的"):
        named = last_match(_NAMED_PARTY, part[:-1])
        if named and _JOINED.search(text, start, start + named.end()):
            read_noun(text, start, start + named.end(), context)
            if len(part) - 1 - named.end() > SHORT:
                context.conditions.append((start + named.end(), end - 1))
        else:
            read_clause(text, start, end - 1, context)
        return True
    if not goes_on and (gives := _GIVEN.search(part)):
        read_body(text, start, start + gives.start(), context)
        return True
    if PARTY_END.search(part):
        read_noun(text, start, end, context)
        return True
    if goes_on:
        read_clause(text, start, end, context)
        return False
    if strengthened := STRENGTHEN.match(part):
        inner = start + strengthened.end("inner")
        if PARTY_END.search(text[start:inner]):
            read_noun(text, start, inner, context)
            return True
    if named := last_match(_NAMED_PARTY, part):
        read_noun(text, start, start + named.end(), context)
        at = named.end() + (part[named.end() : named.end() + 1] == "的")
        if len(part) - at > _TRAILING or _AFTER.search(part[at:]):
            context.conditions.append((start + at, end))
        return True
    if said := IMPACT.match(part):
        party = LEADING.match(said["rest"])
        if party:
            middle = start + said.end("impact")
            context.conditions.append((start, middle))
            context.beneficiaries.append((middle, middle + party.end()))
            return False
    read_exclusions(text, start, end, context)
    if not goes_on and (instead := _INSTEAD.search(part)):
        if instead.start() > SHORT and instead[0][0] not in _RULES:
            read_body(text, start, start + instead.start(), context)
        return True
    subject = subject_of(text, start, end)
    if subject and end - subject.party[1] > SHORT:
        read_clause(text, start, end, context)
        return False
    party = LEADING.match(part)
    read_lead(text, start, end, context)
    rest = BRACKET.sub("", part[party.end() :]) if party else part
    if len(rest) > SHORT and not _BARE.fullmatch(rest) and (not party or _DOING.search(rest)):
        read_conditions(text, start, end, context)
    return False


# What a party does or has done, not a thing of its own (企业|生产经营用电).
_DOING = re.compile(
    "[的在因新增购投租招建获]|用于|开展|参加|取得|引进|吸纳|组织|发生|进口|出口|销售|实施|首次|贷款|适用|从事|调运"
)


# 对新落地的项目|加快审批: who receives, with words behind that are no part of the name.
_NAMED_PARTY = re.compile(
    f"的[^的，。；]{{0,20}}?(?:{STRONG})(?![家、和与及等户主团]|的(?![^的，。；]{{2,12}}$))"
)
_GIVEN = re.compile("(?<=.{2})(?:给予|予以)(?!的)[^的]*$")
_RULES = "制机政措工办"
_AFTER = re.compile("^[^的]{3,}[后後]$")
# 对重要物资|实行应急审批制度: what is done to it, nothing that must hold.
_INSTEAD = re.compile(
    "(?<=.)(?:特点|需求)?(?:实行|实施|采取|建立|开辟|开通|设立|设置|制定)(?!的)[^的]*$|(?:制度|机制|政策|措施|工作|办法)$"
)
_TRAILING, SHORT = 8, 3  # characters that say nothing of their own
_ACT = 5  # characters that may still be a part of a name: 园区|入驻企业


def read_clause(text: str, start: int, end: int, context: Context) -> None:
    """A clause with the party that it begins with: 在本市注册的|企业|购置冷藏车."""
    subject = subject_of(text, start, end, is_clause=True)
    if not subject and (counted := COUNTED.match(text[start:end])):
        middle = start + counted.end("count")
        if subject := subject_of(text, middle, end, is_clause=True):
            context.conditions.append((start, middle))
            start = middle
    read_exclusions(text, start, end, context)
    if subject and not context.beneficiaries:
        if subject.before:
            read_conditions(text, *subject.before, context)
        context.beneficiaries.append(subject.party)
        start = subject.party[1]
    if not _BARE.fullmatch(text[start:end]) and not (subject and _MAY.match(text[start:end])):
        read_conditions(text, start, end, context)


# 企业收取的|费用; 对国家级、省级|分别给予: nothing that anybody is asked.
_MAY = re.compile("可以?(?!能)|应当?(?![急对用邀聘])")  # 企业|可以向中心提出申请
_BARE = re.compile(
    "收取|取得|提供|开展|实施|发生|产生|(?:国家|省|市|区|县|[一二三四五\\dA]{1,2})级(?:[、和及](?:国家|省|市|区|县|[一二三四五\\dA]{1,2})级)*的?"
)


def read_lead(text: str, start: int, end: int, context: Context) -> None:
    """The party that a condition begins with: 企业|接收在校学生顶岗实习3个月以上."""
    found = LEADING.match(text[start:end])
    if found and not context.beneficiaries and not is_giver(found["party"]):
        context.beneficiaries.append((start, start + found.end()))


_JOINED = re.compile(f"(?:{NOUN})(?<![裁减]员)(?P<join>以及|和|及|与|或|、)(?=[^，。；]*的)")
# 便利店、|社区菜店和为社会供餐的单位: one more of the same list, no phrase of its own.
_GOES_ON = re.compile(
    f"(?![对为向给在从由与受因])[^，。；、和及与或的]{{1,10}}(?:{NOUN})(?:以及|[和及与或、])"
)
_PREPOSED = re.compile("^(?:[对为向给在从由]|与(?![^，。；]{2,14}(?:相关|有关)))")


def read_noun(text: str, start: int, end: int, context: Context) -> None:
    """The noun phrases of a list, each with what stands before its last 的."""
    at = start
    pieces: list[Span] = []
    for joined in _JOINED.finditer(text, start, end):
        own = "的" in unbracketed(text[at : joined.start("join")])
        if _GOES_ON.match(text, joined.end("join")):
            continue
        if own or (joined["join"] == "以及" and not _PREPOSED.match(text[at:])):
            pieces.append((at, joined.start("join")))
            at = joined.end("join")
    pieces.append((at, end))
    groups = [_noun(text, a, b, context) for a, b in pieces]
    if len(groups) > 1 and all(groups):
        context.alternatives.append(tuple(span for group in groups for span in group))


def _noun(text: str, start: int, end: int, context: Context) -> tuple[Span, ...]:
    """One noun phrase; returns the conditions that it sets."""
    read_exclusions(text, start, end, context)
    cut = _last_of(text, start, end)
    before = len(context.conditions)
    if cut > start:
        read_conditions(text, start, cut, context)
        start = cut + 1
    elif said := IMPACT.match(text[start:end]) or COUNTED.match(text[start:end]):
        context.conditions.append((start, start + said.end(1)))
        start += said.end(1)
    elif (subject := subject_of(text, start, end)) and end - subject.party[1] > _ACT:
        context.beneficiaries.append(subject.party)
        context.conditions.append((subject.party[1], end))
        start = end
    if start < end and _DONE_TO.match(text[start:end]):
        context.conditions.append((start, end))
    elif start < end and text[start] != "每" and not VERBAL.search(text[start:end]):
        context.beneficiaries.append((start, end))
    return tuple(context.conditions[before:])


# 招用毕业年度高校毕业生: what is done to somebody else.
_DONE_TO = re.compile("(?:新?招[用收聘]|新?吸纳|录用|聘用|雇用|安置|接收)(?=.{3})")


def read_exclusions(text: str, start: int, end: int, context: Context) -> None:
    """Adds what brackets leave out (（不含机关单位）) and limit to (（仅限月销售额15万元以下）)."""
    for bracket in BRACKET.finditer(text, start, end):
        inner = bracket["inner"]
        if limit := _LIMITED.match(inner):
            context.conditions.append((bracket.start("inner") + limit.end(), bracket.end("inner")))
        elif limit := _WITH_LEAST.match(inner):
            context.conditions.append(bracket.span("inner"))
        if found := EXCLUDED.match(inner):
            group = "who" if found["who"] else "who2"
            at = bracket.start("inner")
            if _IS_BODY.search(found[group]):
                context.excluded.append((at + found.start(group), at + found.end(group)))


def left_out(text: str, start: int, end: int) -> Span | None:
    """Whom a stretch of its own leaves out: 除房地产企业外, 转租的除外."""
    found = LEFT_OUT.match(text[start:end])
    if not found:
        return None
    group = "who" if found["who"] else "who2"
    return (start + found.start(group), start + found.end(group))


_IS_BODY = re.compile(f"(?:{NOUN}|的)$")  # 税 is left out of a sum (不含税), not of those asked
_WITH_LEAST = re.compile("^(?!含|不)[^，。；\\d]{2,16}\\d[\\d.]*[^，。；\\d]{0,6}(?:以[上下])$")
_LIMITED = re.compile("仅限于?|只限于?|限于?(?=[^，。；]{3})|须为|仅指")


def _last_of(text: str, start: int, end: int) -> int:
    """Where the last 的 outside brackets stands; `start` where there is none."""
    return start + max(unbracketed(text[start:end]).rfind("的"), 0)


# 旅游、住宿、餐饮等|受影响较大: the industries and the impact.
_LISTED = re.compile("^(?P<list>[^，。；]*、[^，。；]*?等(?:行业)?)(?=受.)")


def read_conditions(text: str, start: int, end: int, context: Context) -> None:
    """The conditions of a stretch, cut at 且, commas and the 、 between two facts."""
    for a, b in cut_facts(text, start, end):
        if listed := _LISTED.match(text[a:b]):
            middle = a + listed.end("list")
            context.conditions += [(a, middle), (middle, b)]
        elif b - a >= 2:
            context.conditions.append((a, b))


def read_facts(text: str, start: int, end: int, context: Context) -> None:
    """The conditions of an item of a list, which a comma divides only where a new fact begins."""
    for a, b in cut_facts(text, start, end, "、，,"):
        if b - a >= 2:
            context.conditions.append((a, b))
