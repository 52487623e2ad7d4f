"""What a section says of all its measures: 支持对象：…, 申报条件：…, 申报程序：…

Works on text without white space; spans are half-open.
"""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.support_lists import MARKER, announces_list, items_of
from ingest.support_parties import read_party
from ingest.support_phrases import Context
from ingest.support_requirements import read_requirement

__all__ = ["Label", "bars", "reach_of", "read_label", "read_labelled"]

Kind = Literal["target", "condition", "standard", "procedure", "barred"]

_OF = (
    "支持|扶持|奖励|补贴|补助|适用|享受|申报|申请|政策|优惠|实施|奖补|资助|受益|贴息|认定|兑现|办理|受理|拨付"
    "|减免|返还|执行"
)
_LABELS: tuple[tuple[Kind, str], ...] = (
    ("target", f"(?:{_OF})(?:对象|主体|范围|企业范围)(?:和条件|及条件|及范围|与条件)?"),
    ("condition", f"(?:{_OF}|基本|准入)(?:的)?(?:条件|要求)"),
    ("standard", f"(?:{_OF})(?:标准|内容|额度|比例|力度|政策|措施)(?:和方式|及方式)?"),
    (
        "procedure",
        f"(?:{_OF})(?:程序|流程|方式|材料|手续|途径|渠道|步骤|时间|资料|要件|部门|地点|窗口|平台)",
    ),
)
_LABEL = re.compile(
    f"^{MARKER}[【\\[]?(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS)
    + ")(?:[】\\]][:：]?|[:：。]|$)"
)
_LONGEST = 90  # characters of a condition; what is longer tells more than one
_REACH = re.compile(
    "(?:以上|上述|本)(?:政策|措施|若干措施|政策措施|意见|办法|通知|规定)?(?:政策|措施|办法)?"
    "(?:的?(?:支持|适用|扶持)(?:对象|范围)(?:为|是|包括)|(?:仅)?适用于)(?P<whom>[^。；]{4,120})"
)

_REFUSED = "(?:不得|不予|不能|不再|不)(?:享受|支持|扶持|奖励|补助|补贴|受理|申报|申请|纳入|适用)"
_BODIES = "(?:企业|单位|机构|个人|项目|主体|的)"
# 被列入失信名单的企业不得享受本政策: whom no measure of the document is for.
_BARRED = re.compile(
    f"(?:^|(?<=[，。；]))(?:(?:对|凡)(?P<whom>[^。；]{{4,80}}?{_BODIES})|(?P<who>[^，。；]{{4,60}}{_BODIES}))，?(?:一律|均|原则上)?{_REFUSED}(?:本|上述|以上)[^，。；]{{0,8}}(?:政策|措施|办法|意见|细则|优惠|扶持|支持|奖励|补助|补贴)"
)
_BARS = re.compile(f"(?:情形|情况|行为)[^。；]{{0,24}}{_REFUSED}")


@dataclass(frozen=True, slots=True)
class Label:
    """A label and where what it labels begins."""

    kind: Kind
    end: int


def read_label(text: str) -> Label | None:
    """The label that a line begins with; None without one."""
    found = _LABEL.match(text)
    if not found:
        return None
    kind = next(name for name, _ in _LABELS if found[name])
    return Label(kind, found.end())


def read_labelled(text: str, kind: Kind, start: int, end: int) -> Context:
    """Whom or which conditions a stretch behind a label names."""
    context = Context()
    for a, b in items_of(text, start, end):
        if kind == "target":
            read_party(text, a, b, context)
        elif 4 <= b - a <= _LONGEST and not announces_list(text[a:b]):
            if kind == "barred":
                context.excluded.append((a, b))
            else:
                read_requirement(text, a, b, context)
    return context


def reach_of(text: str) -> Context | None:
    """Whom all measures of a document are for (以上政策适用于在本区注册的企业); None if unsaid."""
    context = Context()
    if found := _REACH.search(text):
        read_party(text, *found.span("whom"), context)
    context.excluded += [
        found.span("whom" if found["whom"] else "who") for found in _BARRED.finditer(text)
    ]
    return context if context or context.excluded else None


def bars(text: str) -> bool:
    """Whether what announces a list leaves out whoever is in it: 有下列情形之一的，不予支持."""
    return bool(_BARS.search(text))
