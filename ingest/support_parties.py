"""Whom a measure is for (扶持对象) and on which conditions, from the words before what is given.

对受疫情影响较大、符合产业导向的中小微企业: the noun behind the last 的 is the beneficiary, what stands
before it the conditions. Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "Context",
    "Span",
    "is_context",
    "is_public_body",
    "read_party_behind",
    "read_context",
    "read_party",
]

Span = tuple[int, int]

_NOUN = (
    "企业|公司|集团|单位|机构|组织|协会|商会|团体|个人|人员|职工|员工|劳动者|劳动力|毕业生|学生|家庭|家属|农户|户|人群|群体|群众"
    "|合作社|家庭农场|农场|园区|园|基地|孵化器|空间|载体|平台|项目|院校|学校|高校|医院|中心|团队|带头人|人才|专家|银行|旅行社"
    "|酒店|宾馆|民宿|超市|市场|门店|店|网点|站点|景区|影院|(?<![\\d一两二三四五六七八九十每名])人|业主|房东|者|主体|对象|商|车辆|船舶|行业|农民|农民工|居民|村"
    "|院|社|所|队|员|经营单位|楼宇|商场|集体|供应链|产业链|医务工作者|设施农业|龙头|子女|配偶|车间|工坊|驿站|总部|工厂|养殖场|场户|馆|货主|客运|货运|联合体|街区"
)
_PARTY_END = re.compile(f"(?:{_NOUN})(?:等|及其[^，。；的]{{1,6}})?(?:[（(][^（）()]*[）)])?$")
_STRONG = (
    "企业|公司|单位|机构|组织|个人|人员|职工|员工|劳动力|场户|养殖户|种植户|大户|毕业生|学生|家庭|农户|贫困户|商户|个体工商户|经营户|合作社|农场|园区"
    "|基地|孵化器|载体|平台|项目|院校|学校|高校|医院|团队|业主|纳税人|缴费人|主体|经营者|旅行社|租户|工商业户|用户|农民工|居民"
)
_LEADING = re.compile(
    "^(?!受|不|允许|准予|准许|优先|新增|做好|落实|要求|取得|获得|接受|通过|使用|支持|鼓励|引导|提供|帮助|协助|开展|组织|根据|经|其他|对)"
    f"(?P<party>(?:从业|[^，。；：、的在对与和向将因为从按可应由\\d]){{0,14}}?(?:{_STRONG}))"
    "(?![家和、的与及等名资认或类户群化团员工主集职孵])(?=.{2})"
)
_GIVER = re.compile(
    "(?:政府|财政|金融机构|银行|银行机构|担保机构|担保公司|部门|[局厅委办署处]|海关|机关|税务|贸促会|供电公司|指挥部|管委会|财政资金"
    "|专项资金|基金|保险公司|经办机构|国有企业|资金|服务平台|保险|业主|房东|物业持有人|商场|平台企业|供应链核心企业|小额贷款公司|融资租赁公司"
    "|信保[^，。；]{0,6}公司|机构)(?:[（(][^（）()]*[）)])?$"
)
_PUBLIC_BODY = re.compile(
    "(?:财政|政府|市县|县区|部门|地方|省份|各市|各地)$|^(?:各|全[省市县区]|我[省市县区]|有关|相关|所辖)*(?:设区|地级以上|地级|区县|省辖|州|[省市县区镇乡]|街道|地方|地区|政府|部门|财政|[、和及（）()])+"
    "(?:人民)?(?:政府|财政|部门|市|县|区|地|委员会|单位|办事处)?$"
    "|^各地(?:区|方)?$|^(?:省|市|县|区)级财政"
)
_TO = re.compile(
    "(?<![应绝相面反针核比校派])(?:对于|针对|对|凡是|凡)(?![接口照应象策付待方冲称等比账立话准标手岸党其]|外(?![贸资商来地省籍出]))"
)
_FOR = re.compile("(?:为|向|给|替|帮助|协助)(?=[^，。；]*$)")
_MODAL = re.compile(
    "(?:可以?|应当|应该?|须|将|要|也|均|都|则|就|再|另|并|并且|继续|一律|依法|依规|依法依规|合理|按规定|按照?有关规定|按照?相关规定|按政策|按政策规定"
    "|全额|可?按月|统一|直接|统筹|及时|及时足额|足额|免费|主动|积极|严格|全面|由[^，。；]{1,24}|从(?!业|事)[^，。；]{1,30}(?:中|里|起)|在[^，。；]{1,16}(?:中|上)|向[^，。；]{1,20}(?:部门|机关|中心|局|银行|办|委|海关|税务|机构)"
    "|采取[^，。；]{1,16}方式|采用[^，。；]{1,16}方式|以[^，。；]{1,16}(?:方式|形式)|通过[^，。；]{2,20}(?:平台|系统|渠道|方式|网|途径|形式|APP)|省级财政|市级财政|财政|所在地|每年|每月|按月"
    "|视[^，。；]{0,10}?情|视情况?|酌情|适当|根据实际情况|结合实际|优先|率先|试点|经[^，。；]{2,20}[后後]|最高|分别|一次性|按照?[^，。；对的]{1,30}(?:的?[^，。；对的]{0,10}))+$"
)
_OPENER = re.compile(
    "^(?:其中|同时|此外|另外|而且|并且|但|但是|如|若|特别是|尤其是|[一二三四五六七八九十]是|第[一二三四五六七八九十]|首先|其次|对此|且|并|以及|及|和)(?:[，：:])?"
)
_URGE = re.compile(
    "^(?:大力|积极|重点|优先)*(?:鼓励|支持|引导|推动|倡导)(?:和?(?:鼓励|支持|引导))?(?:各类|各)?"
)
_STRENGTHEN = re.compile(
    "^(?P<inner>.+?)的?(?:信贷|金融|融资|资金|财政|政策)?(?:支持|扶持|帮扶|服务|保障|投放)(?:力度)?$"
)
_CONDITION = re.compile(
    "^(?:经|按规定经|由(?=[^，。；]{1,10}申请)|因|确因|由于|凭|符合|满足|具备|达到|取得|获得|如|若|一旦|凡|原|遇)"
    "|(?:[后後时]|期间|之日起|以前|之前|前|前提下|情况下|条件下|基础上|范围内|以上|以下|的情况|困难|损失)$|每新?增"
)
_NO_CONDITION = re.compile(
    "^(?:为|按照?(?!规定经)|根据|依据|贯彻|落实|加大|加强|进一步|切实|全面|确保|推动|支持|鼓励|引导|完善|健全|建立|积极|充分|发挥|简化|优化|做好|强化|提高)"
)
_NO_TIME = frozenset(
    {"同时", "其中", "当前", "此外", "即日起", "期间", "及时", "随时", "按时", "小时"}
)
_TIME = re.compile(
    r"^(?:自|从|在|于)?(?:(?:疫情|防控|疫情防控|政策|执行|活动|春节|本政策执行|应急响应)*期间|(?:20\d\d年)?(?:度|\d{1,2}月)?[^，。；]{0,24}?(?:期间|起|之间|以来|底前|日前|月前|年前|日止))$"
)
_IMPACT = re.compile(
    "^(?P<impact>受[^，。；的]{0,14}?影响(?:较大|严重|较重|很大|大|较为严重|突出)?)(?P<rest>.{2,})$"
)
_VERBAL = re.compile(
    "委托|发动|走进|协调|保障(?!企业|性|房)|组织(?=开)|介绍|负责|要求|开展|进行|根据|通过|采取|明确|应当?|要(?!素)"
)
_COUNTED = re.compile(
    "^(?P<count>[^，。；的]{0,10}?\\d+[人名亩万元家头只辆个]+(?:（含）|\\(含\\)|及)?以[上下])(?P<rest>.{2,})$"
)
_BRACKET = re.compile("[（(](?P<inner>[^（）()]*)[）)]")
_EXCLUDED = re.compile(
    "^(?:不含|不包括|不包含|除)(?P<who>.+?)(?:除外|外|以外)?$|^(?P<who2>.+?)除外$"
)


@dataclass(slots=True)
class Context:
    """Whom a measure is for, what must hold, what must not."""

    beneficiaries: list[Span] = field(default_factory=list)
    conditions: list[Span] = field(default_factory=list)
    excluded: list[Span] = field(default_factory=list)
    alternatives: list[tuple[Span, ...]] = field(default_factory=list)  # one of each suffices
    start: int = 0  # of the first stretch that belongs to it
    end: int = 0  # behind the last word that belongs to it

    def __bool__(self) -> bool:
        return bool(self.beneficiaries or self.conditions)


def is_giver(text: str) -> bool:
    """Whether a noun phrase before an act is who gives, not who receives: 市级财政, 银行机构."""
    return bool(_GIVER.search(text))


def is_public_body(text: str) -> bool:
    """Whether who receives is a government or a region: 各设区市, 县级财政."""
    return bool(_PUBLIC_BODY.search(text))


def read_context(text: str, segments: Sequence[Span], head: Span | None) -> Context:
    """The context that stretches before an act give; `head` is what stands before it in its own."""
    context = Context()
    waiting: list[Span] = []  # stretches of a phrase that no 的 has closed
    is_open = False
    first: int | None = None
    segments = [s for s in segments if text[slice(*s)] not in _NO_TIME]
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
    urge = _URGE.match(text[start:end])
    if not urge and _NO_CONDITION.match(text[start:end]):
        return None
    return (start + (urge.end() if urge else 0), end)


def is_context(text: str) -> bool:
    """Whether a stretch only says for whom or when: 对…的企业, 出现损失的, 经认定后."""
    if text.endswith("的") or re.search("^(?:经|在|待).+[后後]$|期间$|.{3}时$", text):
        return True
    names = _PARTY_END.search(text) and ("的" in _unbracketed(text) or _TO.search(text))
    return bool(names) and not _GIVES_LAST.search(text) and not _GIVES_FIRST.match(text)


_GIVES_FIRST = re.compile("(?:免费|无偿|优先|再|可|统一)*(?:提供|给予|予以|安排|发放)")
_GIVES_LAST = re.compile("(?:奖励|补助|补贴|拨付给|发放给|返还给|提供给)[^，。；的]{0,12}$")


def read_party(text: str, start: int, end: int, context: Context) -> None:
    """Adds whom a stretch names (在本区注册的企业) with the conditions in it, if anybody."""
    if _PARTY_END.search(text[start:end]):
        _read_noun(text, start, end, context)
    elif text[end - 1] == "的":
        _conditions(text, start, end - 1, context)
    elif text.startswith(("符合", "具备", "满足"), start):
        _conditions(text, start, end, context)


def read_party_behind(text: str, start: int, end: int, context: Context) -> None:
    """Adds who receives where the act names it: 补助企业, 免征中小微企业…, 向旅行社暂退."""
    if found := _BEHIND.search(text, start, end):
        context.beneficiaries.append(found.span("party"))
        if bracket := _BRACKET.match(text, found.end()):
            _exclusions(text, *bracket.span(), context)


_BEHIND = re.compile(
    "(?:免征|免收|减免|奖励|补助|补贴|资助|给予|返还|暂退|免除|减收|降低|免缴|拨付给|发放给|扶持)"
    f"(?P<party>(?:各类)?[^，。；、的\\d（(对向按]{{0,12}}?(?:{_STRONG}|银行))(?![家的化群])"
)


def _opened(text: str, start: int, end: int) -> Span:
    """A stretch without the connective that opens it."""
    found = _OPENER.match(text[start:end])
    return (start + found.end(), end) if found and start + found.end() < end else (start, end)


def _read_segment(
    text: str, span: Span, context: Context, *, is_open: bool, last: bool
) -> Literal["open", "closed", "read", "nothing"]:
    """Reads one stretch before the act.

    Says whether a phrase behind 对 goes on, one without 对 is closed by 的, or nothing was read.
    """
    start, end = span
    part = text[start:end]
    if marker := _TO.search(part):
        before, body = part[: marker.start()], start + marker.end()
        if before and _TIME.search(before):
            context.conditions.append((start, start + marker.start()))
        closed = _read_body(text, body, end, context)
        context.end = end
        return "read" if closed else "open"
    if is_open:
        closed = _read_body(text, start, end, context)
        context.end = end
        return "read" if closed else "open"
    if urge := _URGE.match(part):
        party = _LEADING.match(part[urge.end() :])
        if not party or is_giver(party["party"]):
            return "nothing"
        at = start + urge.end()
        context.beneficiaries.append((at, at + party.end()))
        if not _AIM.match(part[urge.end() + party.end() :]):
            context.conditions.append((at + party.end(), end))
        context.end = end
        return "read"
    if part.endswith("的"):
        _conditions(text, start, end - 1, context)
        _lead(text, start, end, context)
        context.end = end
        return "closed"
    if _TIME.search(part):
        context.conditions.append(span)
        context.end = end
        return "read"
    if _PARTY_END.search(part) and not is_giver(part) and ("的" in part or last or not context):
        if _NO_CONDITION.match(part):
            return "nothing"
        _read_noun(text, start, end, context)
        context.end = end
        return "closed" if "的" in part else "read"
    if _CONDITION.search(part) and not _NO_CONDITION.match(part):
        _lead(text, start, end, context)
        context.conditions.append(span)
        context.end = end
        return "read"
    topic = _TOPIC.search(part) if last else None
    if not context and (topic or _DOES.match(part)) and not _NO_CONDITION.match(part):
        _lead(text, start, end, context)
        context.conditions.append(span)
        context.end = end
        return "read"
    return "nothing"


_AIM = re.compile("应对|渡过|克服|缓解|降低|减轻|发展|健康|做大|稳定")
_DOES = re.compile(
    f"^[^，。；：、的在对与和向将因为从按可应由\\d]{{0,10}}?(?:{_STRONG})(?:参加|投保|租用|承租|开展|购置|购买|新建|建设|引进|吸纳|招用|接收"
    "|取得|获得|组织|实施|设立|采购|生产|承接|完成|通过|首次|新增|发生|使用|委托|举办|发行|申请|投资|出口|进口|捐赠)"
)
# What a sentence speaks of before it gives: 企业在疫情期间新增贷款产生的利息.
_TOPIC = re.compile("的[^，。；的]{2,12}$")


def _read_head(text: str, span: Span, context: Context) -> None:
    """Reads what stands before the act in its own stretch: 对企业|给予, 企业可|申请."""
    start, end = span
    part = text[start:end]
    if marker := _TO.search(part):
        at = start + marker.start()
        before = text[start:at]
        if before and not is_giver(before) and not _URGE.match(before) and len(before) > 4:
            context.conditions.append((start, at))
        end = _without_modal(text, start + marker.end(), end)
        _read_body(text, start + marker.end(), end, context)
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
    if is_giver(part) and not _FOR.search(part) and not _URGE.match(part):
        return
    urge = _URGE.match(part)
    if marker := _last(_FOR, part) or _PUT.search(part):
        at = start + marker.end()
        if _PARTY_END.search(text[at:bare]) and not is_giver(text[at:bare]):
            _read_noun(text, at, bare, context)
            context.end = bare
            return
        if (party := _LEADING.match(text[at:bare])) and not is_giver(party["party"]):
            context.beneficiaries.append((at, at + party.end()))
            context.end = bare
            return
    if urge and (party := _LEADING.match(part[urge.end() :])) and not is_giver(party["party"]):
        at = start + urge.end()
        context.beneficiaries.append((at, at + party.end()))
        if at + party.end() < bare:
            context.conditions.append((at + party.end(), bare))
        context.end = bare
    elif urge:
        at = start + urge.end()
        if _PARTY_END.search(text[at:bare]) and not is_giver(text[at:bare]):
            _read_noun(text, at, bare, context)
            context.end = bare
    elif part.endswith("的"):
        _conditions(text, start, bare - 1, context)
        _lead(text, start, bare, context)
        context.end = bare
    elif _PARTY_END.search(part) and not is_giver(part) and not _NO_CONDITION.match(part):
        _read_noun(text, start, bare, context)
        context.end = bare
    elif region := _REGION.match(part):
        context.conditions.append((start, start + region.end()))
        context.end = bare
    elif after := _AFTERWARDS.match(part):
        context.conditions.append((start, start + after.end()))
        context.end = start + after.end()
    elif (party := _LEADING.match(part)) and not is_giver(party["party"]):
        context.beneficiaries.append((start, start + party.end()))
        if bare - start - party.end() > _SHORT and part[party.end()] not in "可应要将须根按":
            context.conditions.append((start + party.end(), bare))
        context.end = bare
    elif _CONDITION.search(part) and not _NO_CONDITION.match(part) and len(part) > 3:
        context.conditions.append((start, bare))
        context.end = bare


_PUT = re.compile("(?:将|把)(?!来|近)")
_REGION = re.compile("^(?![全我本各])[^，。；的]{1,6}(?:省|市|自治区|自治州|[区县])$")
_AFTERWARDS = re.compile("^[^，。；]{2,16}[后後](?![续来期备勤])")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=re.Match.start, default=None)


def _without_modal(text: str, start: int, end: int) -> int:
    found = _MODAL.search(text[start:end])
    return start + found.start() if found else end


def _read_body(text: str, start: int, end: int, context: Context) -> bool:
    """Reads what stands behind 对; returns whether it closes the phrase."""
    part = text[start:end]
    if part.endswith("的"):
        named = _last(_NAMED_PARTY, part[:-1])
        if named:
            _read_noun(text, start, start + named.end(), context)
            if len(part) - 1 - named.end() > _SHORT:
                context.conditions.append((start + named.end(), end - 1))
        else:
            _conditions(text, start, end - 1, context)
            _lead(text, start, end, context)
        return True
    if _PARTY_END.search(part):
        _read_noun(text, start, end, context)
        return True
    if strengthened := _STRENGTHEN.match(part):
        inner = start + strengthened.end("inner")
        if _PARTY_END.search(text[start:inner]):
            _read_noun(text, start, inner, context)
            return True
    if named := _last(_NAMED_PARTY, part):
        _read_noun(text, start, start + named.end(), context)
        if len(part) - named.end() > _TRAILING:
            context.conditions.append((start + named.end(), end))
        return True
    _exclusions(text, start, end, context)
    party = _LEADING.match(part)
    _lead(text, start, end, context)
    rest = _BRACKET.sub("", part[party.end() :]) if party else part
    if len(rest) > _SHORT:
        _conditions(text, start, end, context)
    return False


# 对新落地的项目|加快审批: who receives, with words behind that are no part of the name.
_NAMED_PARTY = re.compile(f"的[^的，。；]{{0,14}}?(?:{_STRONG})(?![家的、和与及等户主团])")
_TRAILING, _SHORT = 8, 3  # characters that say nothing of their own


def _lead(text: str, start: int, end: int, context: Context) -> None:
    """The party that a condition begins with: 企业|接收在校学生顶岗实习3个月以上."""
    found = _LEADING.match(text[start:end])
    if found and not context.beneficiaries and not is_giver(found["party"]):
        context.beneficiaries.append((start, start + found.end()))


_JOINED = re.compile(f"(?:{_STRONG}|行业|银行)(?P<join>以及|和|及|与|或|、)(?=[^，。；]*的)")


def _read_noun(text: str, start: int, end: int, context: Context) -> None:
    """The noun phrases of a list, each with what stands before its last 的."""
    at = start
    pieces: list[Span] = []
    for joined in _JOINED.finditer(text, start, end):
        if "的" in _unbracketed(text[at : joined.start("join")]):
            pieces.append((at, joined.start("join")))
            at = joined.end("join")
    pieces.append((at, end))
    groups = [_noun(text, a, b, context) for a, b in pieces]
    if len(groups) > 1 and all(groups):
        context.alternatives.append(tuple(span for group in groups for span in group))


def _noun(text: str, start: int, end: int, context: Context) -> tuple[Span, ...]:
    """One noun phrase; returns the conditions that it sets."""
    _exclusions(text, start, end, context)
    cut = _last_of(text, start, end)
    before = len(context.conditions)
    if cut > start:
        _conditions(text, start, cut, context)
        start = cut + 1
    elif said := _IMPACT.match(text[start:end]) or _COUNTED.match(text[start:end]):
        context.conditions.append((start, start + said.end(1)))
        start += said.end(1)
    if start < end and not _VERBAL.search(text[start:end]):
        context.beneficiaries.append((start, end))
    return tuple(context.conditions[before:])


def _exclusions(text: str, start: int, end: int, context: Context) -> None:
    for bracket in _BRACKET.finditer(text, start, end):
        inner = bracket["inner"]
        if found := _EXCLUDED.match(inner):
            group = "who" if found["who"] else "who2"
            at = bracket.start("inner")
            context.excluded.append((at + found.start(group), at + found.end(group)))


def _last_of(text: str, start: int, end: int) -> int:
    """Where the last 的 outside brackets stands; `start` where there is none."""
    return start + max(_unbracketed(text[start:end]).rfind("的"), 0)


def _unbracketed(text: str) -> str:
    """The text with brackets blanked, so that offsets stay."""
    return _BRACKET.sub(lambda m: "　" * len(m[0]), text)


# 旅游、住宿、餐饮等|受影响较大: the industries and the impact.
_LISTED = re.compile("^(?P<list>[^，。；]*、[^，。；]*?等(?:行业)?)(?=受.)")
_AND = re.compile("且|并且|而且|，|,|；|(?<=.{2})并(?![购网行入联轨发列且])")


def _conditions(text: str, start: int, end: int, context: Context) -> None:
    """The conditions of a stretch, cut at 且 and commas."""
    for a, b in _cut(text, start, end):
        if listed := _LISTED.match(text[a:b]):
            middle = a + listed.end("list")
            context.conditions += [(a, middle), (middle, b)]
        elif b - a >= 2:
            context.conditions.append((a, b))


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for joined in _AND.finditer(_unbracketed(text[start:end])):
        yield at, start + joined.start()
        at = start + joined.end()
    yield at, end
