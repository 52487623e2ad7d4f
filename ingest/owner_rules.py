"""Owners named once for several tasks: 以下均需各县〔市、区〕政府组织落实，不再列出.

Works on text without white space.
"""

import re
from dataclasses import dataclass

from ingest.duty_verbs import label_role
from ingest.organ_lists import Context, read_list
from ingest.organ_shape import is_organ_shaped
from kb.model import Role

__all__ = ["Owner", "Rule", "match_rules", "rules_of"]


@dataclass(frozen=True, slots=True)
class Owner:
    """One organ named in a text, with its part; the span is the organ's name as written."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Rule:
    """Owners of several tasks."""

    start: int
    end: int
    scope: str  # following, preceding, all
    owners: tuple[Owner, ...]


_SCOPES = (
    ("following", "以下|下列|下述|后续|其余|其他|此后|后面"),
    ("preceding", "以上|上述|前述"),
    ("all", "各项|所有|全部|本(?:方案|意见|措施|清单|通知|计划)"),
)
_SCOPE = "|".join(f"(?P<{name}>{words})" for name, words in _SCOPES)
_EVERY = (
    "(?:各项|各条|所有|全部|任务|重点|工作|事项|措施|条目|条款|内容|政策|部分|项目|中|所列|列|的|，)"
    "{0,8}"
)
_LABEL = "责任单位|配合单位|牵头单位"
_MUST = "(?:还)?(?:需要?|须|应由?|由|要|包括|含|涉及)*"
_DO = (
    "(?:按照?职责分工|组织|具体|负责|抓好|共同|分别|参与|配合|协助|推进|贯彻|实施|落实|执行|到位"
    "|牵头)+"
)
# 不再列出, 不一一列举, 不再单独标注
_NO_MORE = "(?:不再|不一一|不逐|不另|恕不|不单)"
_WITHIN = "[^。；;，,（）()]"
_SILENT = f"[，,、]?(?:以下)?均?{_NO_MORE}{_WITHIN}{{0,8}}[列举述写注标复]{_WITHIN}{{0,2}}"
_NAMES = "[^。；;，,：:（(]"
_INNER = "(?:[（(〔\\[][^）)〕\\]]{1,8}[）)〕\\]])?"

# 以下均需A组织落实，不再列出
_FIRST_SCOPE = re.compile(
    f"(?:{_SCOPE}){_EVERY}(?:{_LABEL})?(?:均|都|皆|全部|同时){_MUST}(?P<owners>[^。；;]{{2,80}}?)"
    f"(?P<verb>{_DO})(?:{_SILENT}|(?=[。；;）)】\\]，,]|$))"
)
# A均为以下任务责任单位，不再列出
_FIRST_OWNERS = re.compile(
    f"(?<!{_NAMES})(?P<owners>{_NAMES}{{2,60}}?{_INNER}{_NAMES}{{0,20}}?)(?:均|都)?(?:为|是|列为|作为)"
    f"(?:{_SCOPE}){_EVERY}(?P<verb>{_LABEL}){_SILENT}"
)
# 以下任务责任单位均包括A，不再列出
_FIRST_LABEL = re.compile(
    f"(?:{_SCOPE}){_EVERY}(?P<verb>{_LABEL})(?:均|都)(?:包括|含|包含|涉及|为)"
    f"(?P<owners>[^。；;]{{2,80}}?){_SILENT}"
)
_SAYS_NO_MORE = re.compile(_NO_MORE)


def match_rules(text: str) -> list[re.Match[str]]:
    """The places where a text names owners for several tasks, in order."""
    found: list[re.Match[str]] = []
    patterns = (
        (_FIRST_SCOPE, _FIRST_OWNERS, _FIRST_LABEL)
        if _SAYS_NO_MORE.search(text)
        else (_FIRST_SCOPE,)
    )
    for pattern in patterns:
        for match in pattern.finditer(text):
            if not any(match.start() < m.end() and m.start() < match.end() for m in found):
                found.append(match)
    return sorted(found, key=re.Match.start)


def rules_of(context: Context) -> list[Rule]:
    """The rules of a text, spans into the text without white space."""
    rules = []
    for match in match_rules(context.text):
        pieces = read_list(context, *match.span("owners"), label_role(match["verb"]))
        owners = tuple(
            Owner(p.start, p.end, p.role)
            for p in pieces
            if is_organ_shaped(context.text[p.start : p.end])
        )
        if owners:
            scope = next(name for name, _ in _SCOPES if match[name])
            rules.append(Rule(*match.span(), scope, owners))
    return rules
