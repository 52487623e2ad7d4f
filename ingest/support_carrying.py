"""Whom a measure is for where another sentence says it: 上述企业, 其中，…的, a heading.

Works on text without white space; spans are half-open.
"""

import re

from ingest.support_nouns import STRONG, URGE, is_giver
from ingest.support_phrases import Context, Span
from ingest.support_subjects import subject_of

__all__ = ["act_start", "carry_on", "is_condition", "read_heading", "read_urged"]

_ABOVE = re.compile(
    "^(?:对)?(?:上述|以上|前述|此类|该类|这类|这些|该|本)(?:[^，。；的]{0,6}?)(?:企业|单位|机构|项目|主体|人员|个人|家庭|合作社|平台|园区|基地|商户|农户|户|群体|对象)$"
)
_NAMES = re.compile(STRONG)
_NAME = f"[^，。；：、的在对与和及向将因为从按由\\d]{{0,12}}?(?:{STRONG})(?!{STRONG})"
_AMONG = re.compile("^对?其中(?!包括)")
# The act of giving itself, where the words that tell its kind begin within a condition
# (500平方米以|上的给予5万元补贴).
_GIVES = re.compile(
    "(?:的|企业|单位|机构|项目|主体|个人|人员|社|[户园店点站])(?P<act>给予|予以|每|奖励|补[助贴]|资助|按|可|分别|最高|一次性|优先|免|减|享受|再)"
)
_WITHIN = re.compile("^(?:\\d|以[上下内]|[万亿千]?元)")
_LATER = re.compile(
    "的[^，。；的\\d]{0,16}?(?P<act>给予|予以|每[^，。；的\\d]{1,4}(?:补助|补贴|奖励)|(?:补助|补贴|奖励)\\d)"
)
# 累计投资500万元以上的: what must hold, though reports use the same words.
_MUST_HOLD = re.compile(
    "(?:的|的[^，。；的]{1,16}(?:企业|单位|机构|公司|项目|主体|个人|人员|社|户|园区|基地))(?:[，。；（(]|$)"
    "|^对(?:于)?已[^，。；给予]*的[^，。；的]{2,14}(?:、[^，。；的]{2,14})?$"
)


def act_start(text: str, start: int, end: int, found: int) -> int:
    """Where in text[start:end] the act of giving begins, given where its first telling word is."""
    if found > start and _WITHIN.match(text[found:end]) and text[found - 1] not in "，。；":
        later = _GIVES.search(text, found, end)
    elif text[found + 2 : found + 3] == "的":
        later = _GIVES.search(text, found + 3, end)
    else:
        later = _LATER.search(text, found, end)
    return later.start("act") if later else found


def is_condition(text: str) -> bool:
    """Whether a stretch says for whom or when, whatever verbs of reports it has."""
    return bool(_MUST_HOLD.search(text))


def carry_on(
    text: str, context: Context, before: Context, opening: str, *, same_kind: bool
) -> Context:
    """The context of a measure with what the measure before it says of whom it is for.

    上述企业 are those of before with their conditions, so is what 其中 opens; who is named
    nowhere in a sentence is taken from the one before, and a bare act of the same kind is under
    the same conditions.
    """
    named = [text[slice(*span)] for span in context.beneficiaries]
    above = bool(named) and all(map(_ABOVE.match, named))
    if above and before.beneficiaries:
        return _joined(context, before, conditions=True)
    if named or not before.beneficiaries:
        return context
    if any(_NAMES.search(text, *span) for span in context.conditions):
        return context
    if context.conditions:
        return _joined(context, before, conditions=bool(_AMONG.match(opening)))
    return _joined(context, before, conditions=True) if same_kind else context


def _joined(context: Context, before: Context, *, conditions: bool) -> Context:
    found = Context(
        beneficiaries=list(before.beneficiaries),
        conditions=list(context.conditions),
        excluded=list(context.excluded),
        alternatives=list(context.alternatives),
        start=context.start,
        end=context.end,
    )
    if conditions:
        found.conditions = [c for c in before.conditions if c not in context.conditions]
        found.conditions += context.conditions
        found.excluded = [*before.excluded, *context.excluded]
        found.alternatives = [*before.alternatives, *context.alternatives]
    return found


def read_urged(text: str, start: int, end: int) -> Context:
    """Whom a sentence urges without giving anything: 支持|企业|建设冷链设施."""
    context = Context()
    urge = URGE.match(text[start:end])
    subject = subject_of(text, start + urge.end(), end, is_clause=True) if urge else None
    if subject and not is_giver(text[slice(*subject.party)]):
        context.beneficiaries.append(subject.party)
    return context


_HEADED = re.compile(
    "^(?:加大|强化|加强|进一步|切实|积极|大力|着力|全力|持续)*"
    "(?:支持|鼓励|引导|扶持|助力|帮助|帮扶|培育|壮大|减轻|减免|降低|缓解|保障|奖励|推动|促进|激励|对|为)+(?:符合条件的)?"
    f"(?P<party>{_NAME}(?:[、和及与]{_NAME}){{0,4}})(?![家群化])"
)


def read_heading(heading: str) -> Span | None:
    """Whom a heading names: 支持|快递企业|设立区域总部; None where it names nobody."""
    found = _HEADED.match(heading)
    return found.span("party") if found and not is_giver(found["party"]) else None
