"""What a stretch of text gives (扶持内容): 给予补贴, 免征增值税, 房租减半, 不抽贷, 开辟绿色通道.

A gift is an act of giving, remitting, deferring or letting with the thing that it concerns. The
thing names the kind. Works on text without white space; offsets are half-open.
"""

import re
from dataclasses import dataclass

from ingest.support_forms import FORMS, GIVE, POWER, RENTS, SOCIAL, WHO
from kb.model import SupportKind

__all__ = ["Gift", "find_gift", "kinds_of_words"]


@dataclass(frozen=True, slots=True)
class Gift:
    """扶持内容：where the words that give something stand, and what kinds of thing they give."""

    start: int
    end: int
    kinds: tuple[SupportKind, ...]
    weak: bool = False  # the act is there, the thing must be told from what stands before


_PAPERS = "的(?:材料|资料|资格|申请(?!人)|凭证|名单|通知|公告|事项|文件|证明|手续)"
_OF_WHOM = re.compile(f"[^，。；的]{{0,8}}(?:{WHO}|{_PAPERS})")
_TITLE = re.compile("《[^》]{0,200}》")
_CHANNEL = re.compile(
    "(?:开辟|建立|开通|设立|设置|开设|采取|落实|纳入|进入|享受|实施|提供|走)[^，。；]{0,26}?(?:绿色(?:服务)?通道|快速通道|直通车|专用窗口)(?!”?的)"
    "|畅通[^，。；]{0,26}?绿色(?:服务)?通道(?!”?的)"
)
_CHANNEL_KINDS = (
    (SupportKind.CREDIT_RECORD, "信用修复"),
    (SupportKind.GOVERNMENT_SERVICE, "法律|公证|办证|工伤|服务"),
    (SupportKind.PROCUREMENT, "采购"),
    (SupportKind.LOAN, "贷款|金融|信贷|融资|授信|捐款|资金|汇划"),
    (SupportKind.APPROVAL, "审批|许可|审评|登记|注册|建设|项目|核准|验收|审核|手续|证"),
    (SupportKind.PASSAGE, "运输|通关|物流|进出口|通行|菜篮子|车辆|口岸|送检|进口|配送|鲜活"),
)
# Nothing but a promise of support: kinds are told only where no other thing is named.
_PROMISE = re.compile(
    f"(?:{GIVE}|优先)[^，。；]{{0,30}}?(?:资金支持|资金扶持|专项支持|政策扶持|政策支持|重点支持|适当支持|优先支持|经费支持|扶持|倾斜|支持"
    "|(?:专项|补贴|扶持|奖励|奖补|补助|激励|支持|引导|发展|配套|启动|运营|创业|研发|建设|帮扶|产业)资金)(?=$|[，。；、（(和并及等”])"
    "|(?:纳入|列入)[^，。；]{0,40}?(?:专项资金|项目支持|支持范围|扶持范围|保障范围|补贴范围|支持计划|帮扶体系|政策范围|支持目录|重点项目|支持方向|专项支持|重点支持)"
    "|先行垫付|(?:暂退|退还|返还)[^，。；]{0,14}?保证金|保证金[^，。；]{0,8}?暂退|优先[^，。；]{0,4}?(?:使用|安排)[^，。；]{0,24}?资金"
    "|(?:享受|给予|落实)[^，。；]{0,24}(?<!税收)(?<!税费)优惠政策(?!宣传|指引)"
)
_INCLUDED = (
    (SupportKind.HOUSING, "住房保障"),
    (SupportKind.OTHER, "帮扶体系"),
    (SupportKind.TALENT, "评选|劳模|典型"),
    (SupportKind.PREMISES, "改造范围|配建"),
)
# A fee that no other kind claims.
_FEES = re.compile(
    "(?:免征|免收|免除|免缴|免交|减免|减征|减收|减半收取|降低|停征|下调|不收取|免费)[^，。；]{0,60}?(?:费用|(?<!消)费(?![者心])|收费|收费标准)"
    "|(?:费用?|收费标准|价格|佣金)[^，。；]{0,10}?(?:降低|下调|减免|免收|全免|减半)"
)
# 用水、用地等费用: the fees of things that have kinds of their own.
_OTHER_FEES = re.compile(
    "(?:减免|免收|免征|降低|减收|缓缴)[^，。；]{1,20}等(?:相关)?(?:费用|收费|税费)"
)
_LATE_FEE = re.compile(
    "(?:免收|免征|免除|免加收|不收取|不加收|不予加收|不收|不征收|不予计征|不计收|不予征收|免予加收)[^，。；]{0,8}?(?:滞纳金|违约金)"
    "|(?:滞纳金|违约金)(?:不予计征|免收|不加收)"
)
# Acts that need a thing from what stands before them.
_WEAK = re.compile(
    "(?:可(?!能)|允许|予以|给予|申请|依法|应|适当)(?:[^，。；]{0,16}?)(?:延期|展期|延长|补办|补缴|缓缴|返还|减免|减半|免除|困难减免|补偿|补足|临时救助|优惠)"
    "|延期(?:缴纳|支付|交纳)|再(?:减免|延长|缓缴)|减免\\d+个月"
    "|延长至|延期至|顺延至|返还其|比例由[^，。；]{1,20}提高[到至]|(?:给予|予以)[^，。；]{0,8}(?:支持|扶持|照顾|帮助|保障|救助)"
    "|按[^，。；]{0,30}?\\d[^，。；]{0,12}?(?:返还|退还)"
    "|设立[^，。；]{0,14}缓缴期|兜底"
)


# Reliefs that name no thing of a kind of its own, read where nothing else is found.
_RELIEFS = (
    (
        SupportKind.CREDIT_RECORD,
        re.compile(
            "(?:免予|免于|不予|不给予|暂不)(?:行政)?处罚(?!的)"
            "|(?:不|暂不|免予)[^，。；]{0,14}?(?:非正常户|纳税信用|信用评价)"
        ),
    ),
    (SupportKind.GUARANTEE, re.compile("(?:帮助|协助|先行)[^，。；]{0,8}(?:代偿|代为偿还)")),
    (
        SupportKind.APPROVAL,
        re.compile(
            "(?:允许|准予|可以?)[^，。；]{0,16}?(?:延期|延后|推迟)(?:办理|申报|提交|报送)"
            "|(?:适当|统一|可以?|予以|自动)延长[^，。；]{2,30}?(?:时限|期限)"
        ),
    ),
)


def find_gift(text: str, start: int, end: int, around: str = "") -> Gift | None:
    """The gift in a stretch of text; None where it gives nothing.

    `around` is what else the sentence says: it tells the kind of an act that names no thing.
    """
    part = _TITLE.sub(lambda m: "　" * len(m[0]), text[start:end])
    found: list[tuple[int, SupportKind]] = []
    last = 0
    for kind, pattern in FORMS:
        if match := _acting(pattern, part):
            act = match.start("act") if "act" in pattern.groupindex and match["act"] else -1
            found.append((max(match.start(), act), kind))
            last = max(last, match.end())
    if match := _CHANNEL.search(part):
        found.append((match.start(), _channel_kind(part, around)))
        last = max(last, match.end())
    if not found and (match := _PROMISE.search(part)):
        kind = next((k for k, w in _INCLUDED if re.search(w, match[0])), SupportKind.FUNDS)
        if re.search("(?:支持|倾斜|扶持)$", match[0]) and not re.search(
            "资金|专项|政策|纳入|列入", match[0]
        ):
            return Gift(start + match.start(), start + match.end(), (kind,), weak=True)
        found.append((match.start(), kind))
        last = match.end()
    if not found and (match := _LATE_FEE.search(part)):
        kinds = [k for k in kinds_of_words(part + around) if k in _OWED] or [SupportKind.TAX]
        found.append((match.start(), kinds[0]))
        last = match.end()
    if not found and (match := _FEES.search(part)):
        found.append((match.start(), SupportKind.TAX))
        last = match.end()
    if found and _OTHER_FEES.search(part):
        found.append((max(at for at, _ in found), SupportKind.TAX))
    if found:
        first = min(at for at, _ in found)
        kinds_found = tuple(dict.fromkeys(kind for _, kind in found))
        return Gift(start + first, start + last, kinds_found)
    if match := _WEAK.search(part):
        kinds = kinds_of_words(around + part)
        if kinds:
            near = [k for k in kinds_of_words(part) if k in kinds] or kinds
            return Gift(start + match.start(), start + match.end(), tuple(near[:2]), weak=True)
    for kind, pattern in _RELIEFS:
        if match := pattern.search(part):
            return Gift(start + match.start(), start + match.end(), (kind,))
    return None


_OWED = frozenset(
    {
        SupportKind.SOCIAL_INSURANCE,
        SupportKind.HOUSING,
        SupportKind.ENERGY,
        SupportKind.TAX,
        SupportKind.LOAN,
    }
)
_WORDS: tuple[tuple[SupportKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        (SupportKind.SOCIAL_INSURANCE, SOCIAL + "|缴费(?!用)|参保"),
        (SupportKind.HOUSING, "公积金|住房"),
        (SupportKind.ENERGY, POWER),
        (SupportKind.TAX, "税|申报"),
        (SupportKind.RENT, RENTS),
        (SupportKind.GUARANTEE, "担保(?!贷款)"),
        (SupportKind.LOAN, "贷款|还款|信贷|金融"),
        (SupportKind.REWARD, "补贴|补助|奖"),
        (SupportKind.APPROVAL, "许可|证|手续|审批"),
        (SupportKind.FUNDS, "支持|资金|扶持"),
    )
)


def _acting(pattern: re.Pattern[str], part: str) -> re.Match[str] | None:
    """The first match that says what is done, not who does it (提供住宿的单位)."""
    found = pattern.search(part)
    while found and _OF_WHOM.match(part, found.end()):
        found = pattern.search(part, found.end())
    return found


def kinds_of_words(text: str) -> list[SupportKind]:
    """The kinds whose words a text has, in the order of their first word from behind."""
    places = []
    for kind, words in _WORDS:
        at = max((m.start() for m in words.finditer(text)), default=-1)
        if at >= 0:
            places.append((at, kind))
    return [kind for _, kind in sorted(places, key=lambda place: -place[0])]


def _channel_kind(part: str, around: str) -> SupportKind:
    for words in (part, around):
        for kind, pattern in _CHANNEL_KINDS:
            if re.search(pattern, words):
                return kind
    return SupportKind.GOVERNMENT_SERVICE
