"""What an answer must state to be one: a number of the measure asked for, a time, a place. Pure."""

import re
from collections.abc import Callable

from assistant import cues
from assistant.query import Kind, Query
from assistant.text import DURATION, MONEY, NUMBER, fold, states_measure
from kb.squeeze import squeeze

__all__ = ["Demand", "demand_of"]

Demand = Callable[[str], bool]
"""Whether a text states what is asked for."""

_AMOUNT = re.compile(
    r"[零一二两三四五六七八九十百千万0-9]{1,24}(?:倍|件|元|万元|%|天|小时|公斤|米)"
)
_MONEY_ASKED = re.compile(
    r"罚(?:款)?多少|多少罚款|罚多少|多少钱|(?:补贴|补助|奖励|资助|奖补|贴息|优惠"
    r"|额度).{0,6}(?:多少|几)|(?:多少|几).{0,2}(?:补贴|补助|奖励|资助)"
    r"|(?:资金|经费|预算|盘子|投入|费用|收费|价格|派费|派送费).{0,8}(?:多少|多大|几)"
    r"|几(?:毛|块|分)钱|多少(?:万|亿|元)"
    r"|(?:多少|几)\S{0,4}(?:金|款|费|补贴|补助)(?:$|[？?，,。])"
)
_CONTACT = re.compile(
    r"(?:电话|热线|拨打|咨询|联系)[^。；]{0,24}\d{5,}|\d{7,}|\d{3,4}[-—]\d{7,8}|@|www\.|地址[:：]|位于"
)
_PLACE = re.compile(
    r"地址|位于|地点|窗口|大厅|网点|平台|网站|APP|公众号"
    r"|(?:向|到|在)[^，。；]{2,20}(?:申请|办理|提交|报名|领取|提出|备案)"
)
_TOTAL = re.compile(
    r"(?:总额|总规模|总计|合计|共计|总投资|规模|设立|安排|筹集|投入)[^，。；]{0,16}\d[\d.]*[万亿]?元"
)
_DONE = re.compile(r"(?:实际|已经?)(?:完成|建成|达到|实现|开通|使用)")


def demand_of(query: Query) -> Demand | None:
    """What a question demands of any answer; None where a text need not state anything certain."""
    asked = query.question
    if cues.CONTACT.search(asked):
        return _stating(_CONTACT)
    amounts = [fold(amount) for amount in _AMOUNT.findall(asked)]
    if cues.WHICH_ARTICLE.search(asked) and amounts:
        return lambda text: all(amount in fold(text) for amount in amounts)
    if cues.RESULT.search(asked):
        return lambda _: False
    if cues.PLACE_ASKED.search(asked):
        return _stating(_PLACE)
    given = cues.GIVEN_AMOUNT.search(fold(asked))
    if given:
        amount = fold(given["amount"])
        return lambda text: amount in fold(text)
    return _quantity_of(query)


def _quantity_of(query: Query) -> Demand | None:
    if query.wants_actual and (query.wants_quantity or query.wants_count):
        return _stating(_DONE)
    if query.years and query.kind in (Kind.TARGET, Kind.DEADLINE):
        return lambda text: any(f"{year}年" in squeeze(text) for year in query.years)
    money = _MONEY_ASKED.search(query.question) is not None
    if query.unit and not money:
        return lambda text: states_measure(text, query.unit)
    if cues.TOTAL.search(query.question):
        return _stating(_TOTAL)
    if money:
        return _stating(MONEY)
    if query.wants_time and not query.wants_penalty:
        return _stating(DURATION)
    if query.wants_quantity and not query.wants_comparison:
        return _stating(NUMBER)
    return None


def _stating(pattern: re.Pattern[str]) -> Demand:
    return lambda text: pattern.search(squeeze(text)) is not None
