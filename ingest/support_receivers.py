"""Who receives where the act itself names it (补助|企业, 为|中小企业|提供).

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_nouns import ALLOTTED, BRACKET, NOUN, STRONG
from ingest.support_phrases import Context, Span, read_exclusions, read_noun

__all__ = ["read_party_behind"]


def read_party_behind(text: str, start: int, end: int, context: Context) -> None:
    """Adds who receives where the act names it: 补助企业, 免征中小微企业…, 向旅行社暂退.

    Who is said to receive takes the place of who does something: 职工培训的，补贴|企业.
    """
    for bracket in BRACKET.finditer(text, start, end):
        if _LEFT_OUT.search(bracket["inner"]):
            read_exclusions(text, *bracket.span(), context)
    _serve(text, end, context)
    if receiver := _RECEIVES.search(text, start, end):
        _replace(text, receiver.span("party"), context)
    if context.beneficiaries:
        return
    if allotted := ALLOTTED.search(text, start, end):
        read_noun(text, *allotted.span("whom"), context)
        return
    found = _BEHIND.search(text, start, end)
    found = found or _SERVED.search(text, max(text.rfind("。", 0, start) + 1, start - 40), end)
    if found:
        name = "party" if found["party"] else "self"
        context.beneficiaries.append(found.span(name))


# （已享受同类奖励的除外）, not （不含税）, which is said of a sum.
_LEFT_OUT = re.compile(
    f"^(?:不含|不包括|不包含|除).*(?:{NOUN}|的)(?:除外|外|以外)?$|(?:{NOUN}|的)除外$"
)


def _serve(text: str, end: int, context: Context) -> None:
    """Puts who is served in the place of who must serve: 单位应为|骑手|进入小区提供便利."""
    for span in context.beneficiaries:
        served = _MUST_SERVE.match(text, span[1], end)
        if served and served.end("whom") <= end:
            context.beneficiaries = [served.span("whom")]
            return


_MUST_SERVE = re.compile(
    "(?:应当?|须|要)[^。；]{0,80}?(?<=[应当须要，])为"
    f"(?P<whom>[^，。；]{{0,16}}?(?:{STRONG}|车辆)(?:[、和及](?:{STRONG}|车辆))?)"
    "(?:(?=[^，。；]{0,30}?(?:提供|给予)[^，。；]{0,6}(?:便利|服务|支持|帮助)))"
)


def _replace(text: str, party: Span, context: Context) -> None:
    """Puts a party in the place of others, which then belong to what they do."""
    name = text[slice(*party)]
    own = [text[slice(*span)] for span in context.beneficiaries]
    if any(name[-2:] in each for each in own):
        return
    starts = {b: a for a, b in context.beneficiaries}
    context.conditions = [(starts.get(a, a), b) for a, b in context.conditions]
    context.beneficiaries = [party]


_RECEIVES = re.compile(
    f"(?:给予|奖励|补助|补贴|返还|拨付给?|发放给)(?P<party>(?!最|一|适|相|每)[^，。；、的\\d（(对向按]{{0,12}}?(?:{STRONG}))(?=每|最高|一次性|适当|[一二三]|\\d|不超过|[，。；（]|$)"
)
_BEHIND = re.compile(
    "(?:免征|免收|减免|允许|准予|准许|奖励|补助|补贴|资助|给予|返还|暂退|免除|减收|降低|免缴|拨付给|发放给|扶持)"
    "(?P<party>(?![和并及或])(?:各类)?"
    f"[^，。；、的\\d（(对向按]{{0,12}}?(?:{STRONG}|银行))(?![家和的化群所]|企业|单位|公司|机构)"
)

_SERVED = re.compile(
    f"(?:为|帮助|协助|组建|组织|成立|设立|开通|开设|开辟|建立|推出|出台|落实“?)(?P<party>[^，。；、的\\d（(对向按为]{{0,10}}?(?:{STRONG}))"
    "(?=(?:及[^，。；的]{1,12})?(?:法律|金融|服务|绿色|专属|融资|信贷|审批|信用|办理|出具|提供|解决|减免|发放|减轻|降低|争取))"
    f"|(?<=[由依])(?P<self>[^，。；、的\\d]{{0,8}}?(?:{STRONG}))(?=通过|提供|提出|凭|向|申请)"
)
