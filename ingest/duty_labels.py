"""The labels of responsibility clauses: 责任单位：, 【配合单位】, and those beside them.

A label says what follows it: owners with a role, persons (责任领导), a time (完成时限), or
something else.
"""

import re
from dataclasses import dataclass

from ingest.duty_verbs import GUIDE, SUPPORT, label_role
from ingest.organ_shape import CLOSE, OPEN
from kb.model import Role

__all__ = ["COLON", "Label", "read_label"]

COLON = "：:∶﹕"

_LEAD = "总?牵头|主办|主责|首要责任"
_DO = (
    "主要责任|第一责任|具体责任|落实责任|共同责任|工作责任|责任|承办|组织实施|实施|完成|落实|负责|执行"
    "|推进|联合|组织|对接|归口|经办|主管"
)
_ROLE = f"{_LEAD}|{SUPPORT}|{GUIDE}|{_DO}"
_UNIT = "单位|部门|机构|处室|科室|股室|机关|主体|区域|地区|区县|县区|方"
_LEVEL = "市级|省级|区级|县级|市直|省直|区直|县直|主要|其他|其它|有关|相关|各"
_PEOPLE = "领导|责任人|负责人|联系人|校长|所长|市长|人"
_TIME = (
    "(?:完成|办结|办理|落实|实施|整改|工作|推进|序时|计划|任务|责任|目标){0,4}"
    "(?:时限|时间节点|时间安排|时间要求|时间进度|进度安排|进度要求|期限|时间|节点|日期)(?:要求|安排)?"
)

_OF_PEOPLE = (
    f"(?:市级?|县级?|区级?|省级?)?(?:{_ROLE}|分管|包联|联系|包保|挂钩){{0,4}}"
    f"(?:市级?|县级?|区级?|省级?|校|厅|局)?(?:{_PEOPLE})"
)
# 责任单位, 牵头（责任）单位, 牵头单位及责任人, 牵头
_OF_OWNERS = (
    f"(?:{_LEVEL})?(?:{_ROLE})(?:[、和与及/（(]{{0,3}}(?:{_ROLE})[）)]?){{0,4}}(?:{_UNIT})?"
    f"(?:[和与及、/（(]{{1,3}}(?:{_ROLE}){{0,3}}(?:{_UNIT}|{_PEOPLE})[）)]?){{0,4}}"
)
_REMARK = "(?:[（(][^（）()]{1,30}[）)])?"

# With a colon; a remark may stand before it: 责任单位（排名第一的为牵头单位）：
_WITH_COLON = re.compile(
    f"(?:(?P<people>{_OF_PEOPLE})|(?P<owners>{_OF_OWNERS})|(?P<time>{_TIME})"
    f"|(?P<other>[\u4e00-\u9fff]{{2,8}})){_REMARK}[{COLON}]"
)
# In brackets of its own: 【责任单位】市发改委
_BOXED = re.compile(
    f"[{re.escape(OPEN)}](?:(?P<people>{_OF_PEOPLE})"
    f"|(?P<owners>(?:{_LEVEL})?(?:{_ROLE}){{1,4}}(?:{_UNIT}))|(?P<time>{_TIME}))"
    f"[{re.escape(CLOSE)}][{COLON}]?"
)
# Without a colon, at the beginning of a bracket: （责任单位 市发改委）
_LOOSE = re.compile(f"(?P<owners>(?:{_ROLE})(?:{_UNIT})(?:为|是)?)(?=[市省区县各国州中])")


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it announces."""

    start: int
    end: int
    kind: str  # owners, people, time, other
    role: Role | None  # of owners

    @property
    def opens_a_duty(self) -> bool:
        """Whether a responsibility clause may begin with it."""
        return self.kind in ("owners", "people")


def read_label(text: str, at: int, *, opening: bool = False) -> Label | None:
    """The label that stands at an offset; None without one.

    `opening` says that a bracket opens before it: there it may do without a colon.
    """
    patterns = (_WITH_COLON, _BOXED, _LOOSE) if opening else (_WITH_COLON, _BOXED)
    for pattern in patterns:
        found = pattern.match(text, at, at + 60)
        if found:
            groups = found.groupdict()
            kind = next(name for name, value in groups.items() if value is not None)
            role = label_role(groups["owners"]) if kind == "owners" else None
            return Label(at, found.end(), kind, role)
    return None
