"""What goes on with a measure behind its act (扶持后文): how much at most, how long, how to apply.

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_phrases import Span

__all__ = [
    "base_of_share",
    "find_how",
    "goes_on",
    "only_funds",
    "says_at_most",
    "says_how_much",
    "tells_how_to_apply",
]

_TAIL = re.compile(
    "^(?:[，、]?(?:且|并|其中|但|原则上)?)(?:对?(?:单个|单一|每个|单家|每家|单户|每户|每人|同一|每名|每[年月批次项]|单[个项笔位])[^，。；的\\d]{0,16}?(?:的[^，。；的]{2,6})?(?:最高|上限|不超过|不高于|限额|总额|封顶)"
    "|每[人名户亩家个吨天月年辆台件][^，。；的\\d]{0,8}?\\d"
    "|(?!(?:其中)?对|[^，。；]{0,8}企业)[^，。；]{0,12}?(?:期限|期|时间|上限|总额|额度|标准|金额|比例|资金|下限|数额|年限)(?:原则上|暂定|一般)?(?:\\d|为|最长|不|最高|按|至|参照|控制|从|由[^，。；]{1,20}承担)"
    "|[^，。；]{0,16}(?:费率|面积|人数|数量)(?:均|分别|各)?(?:为|最高|不超过|不高于)[^，。；]{0,4}\\d[^，。；的]*$|在?\\d+个?(?:工作日|小时)(?:之|以)?内"
    "|最高|最长|最多|上限|不超过|累计|合计|年度|全年|封顶|期限|按(?:照)?[^，。；的]{1,20}标准|补[助贴]最|执行至|有效期|标准为|从\\d|所需|具体由|具体按"
    "|[前后首其][一二两三四五六\\d]?个?月[^，。；的]{0,6}(?:减半|减免|免收|全免|免)"
    "|资金从|时间从|(?:或者?|也可)(?:按|按照))"
)
# A ceiling without the words of a tail: 省级、市级分别不超过50万元、30万元.
_CEILING = re.compile(
    "(?:最高|最多|最长|上限|封顶|限额|不超过|不高于|不低于|不少于|以内)[^，。；]{0,8}?\\d|\\d[^，。；]{0,6}(?:封顶|为限|以内)$"
)
# Before the act: 按投资额的10%, 额度最高1000万元.
_SAYS_HOW_MUCH = re.compile(
    "^(?:按照?|以|根据|自|从|参照)|^除[^，。；]*外$|^(?!.*(?:占|达到|人数)).*(?:额度|期限|利率|费率|税率|比例|标准|上限|限额|最高|最长|最多)[^，。；的\\d]{0,8}\\d[^，。；的]{0,8}$"
)
_BASE = re.compile("的\\d+(?:\\.\\d+)?(?:[%％]|个百分点|倍)$")
_FUNDED = re.compile("所需|具体由|具体按|资金从")
# 符合条件的企业可向人社局提出申请: how the measure before is asked for.
_APPLIES = re.compile(
    "(?P<how>(?:符合[^，。；]{0,10}条件的)?[^，。；的]{0,12}(?:可|应|需|须)?(?:于|在)?[^，。；的]{0,14}向[^，。；]{2,24}(?:提出|提交|递交)(?:书面)?(?:申请|申报)?(?:材料|资料)?)(?=[，。]|后|$)"
)
_HOW = re.compile(
    "(?:由|经)?(?:企业|单位|申请人|缴费人|纳税人)?(?:可以?)?(?:凭[^，。；]{2,40}|(?:按月)?向[^，。；]{2,24}?(?:提出)?(?:申请|提交[^，。；]{0,16}|申报|备案)"
    "|通过[^，。；]{2,30}?(?:申请|申报|提交|办理|平台)|(?:由|经)(?:企业|单位|个人|本人|职工|借款人)申请|依企业申请)"
)


def goes_on(text: str) -> bool:
    """Whether a stretch goes on with the measure before it: 每家企业最高20万元, 期限不超过3年."""
    return bool(_TAIL.match(text))


def only_funds(text: str) -> bool:
    """Whether a stretch only says who pays: 所需资金从失业保险基金列支."""
    return bool(_FUNDED.match(text))


def says_at_most(text: str) -> bool:
    """Whether a stretch sets a ceiling or a floor for nobody of its own."""
    return bool(_CEILING.search(text)) and not text.startswith(("对", "为", "由"))


def says_how_much(text: str) -> bool:
    """Whether a stretch before an act says by what it is measured: 按投资额的10%."""
    return bool(_SAYS_HOW_MUCH.search(text))


def base_of_share(text: str, start: int, end: int) -> int | None:
    """Where a share that stands right before an act begins: 增量|的2%给予; None without one."""
    found = _BASE.search(text, start, end)
    return found.start() if found else None


def tells_how_to_apply(text: str, start: int, end: int) -> Span | None:
    """The sentence's part that says how the measure before is asked for; None where it does not."""
    found = _APPLIES.match(text, start, end)
    return found.span("how") if found else None


def find_how(text: str, start: int, end: int) -> Span | None:
    """How a measure is asked for within its own stretch: 凭…向税务机关申请; None if unsaid."""
    found = _HOW.search(text, start, end)
    return found.span() if found else None
