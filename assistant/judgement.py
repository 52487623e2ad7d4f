"""Verdicts on conditions: met, not met or unknown, and how several make one. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.profile import FIELDS
from assistant.territory import Territory

__all__ = [
    "Judgement",
    "Setting",
    "Verdict",
    "all_of",
    "any_of",
    "left_out",
    "settled",
    "unclear",
    "unknown",
]


_QUESTIONS: Mapping[str, str] = {
    "name": "单位名称是什么？",
    "region": "在哪个省、市、区县？",
    "industry": "从事什么行业？",
    "size": "属于大型、中型、小型还是微型企业？也可以给出员工人数和上年营业收入",
    "kind": "是什么类型的单位，国有、民营还是外资？",
    "employees": "员工人数是多少？",
    "revenue": "上年营业收入是多少万元？",
    "assets": "资产总额是多少万元？",
    "tax_paid": "上年纳税额是多少万元？",
    "layoff_rate": "裁员率是多少？没有裁员就是0",
    "registered_on": "哪年哪月哪日登记成立？",
    "insured": "是否参加社会保险？",
}
"""What to ask for a field that was left empty."""


class Verdict(StrEnum):
    """条件是否满足。"""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict, why, by which field of the profile, and what to ask where it is unknown."""

    verdict: Verdict
    reason: str
    field: str | None = None
    ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a condition's words refer to: the document's region (我市), its day, and today."""

    territory: Territory | None
    as_of: date
    begun: date | None = None  # 施行、成文或者公布
    text: str = ""  # the document's

    @property
    def is_fresh(self) -> bool:
        """Whether the document is of this very year: what it calls 期间 is taken to last."""
        return self.begun is not None and self.begun.year == self.as_of.year


def all_of(judgements: Iterable[Judgement]) -> Judgement:
    """Met where all are; not met where one is not."""
    found = list(judgements)
    return _combined(found, decisive=Verdict.NOT_MET, otherwise=Verdict.MET)


def any_of(judgements: Iterable[Judgement]) -> Judgement:
    """Met where one is; not met where none is."""
    found = list(judgements)
    return _combined(found, decisive=Verdict.MET, otherwise=Verdict.NOT_MET)


def _combined(found: Sequence[Judgement], *, decisive: Verdict, otherwise: Verdict) -> Judgement:
    for verdict in (decisive, Verdict.UNKNOWN):
        those = [each for each in found if each.verdict is verdict]
        if those and verdict is decisive:
            return those[0]
        if those:
            asks = dict.fromkeys(ask for each in those for ask in each.ask)
            reasons = dict.fromkeys(each.reason for each in those)
            return Judgement(
                verdict=verdict,
                reason="；".join(reasons),
                field=next((each.field for each in those if each.field), None),
                ask=tuple(asks),
            )
    reasons = dict.fromkeys(each.reason for each in found)
    return Judgement(
        verdict=otherwise,
        reason="；".join(reasons),
        field=next((each.field for each in found if each.field), None),
    )


def unknown(text: str, field: str | None) -> Judgement:
    """What the profile does not say, in the field that would, or in none but its own words."""
    if field is None:
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason=f"所填情况没有说到“{text}”",
            field="circumstances",
            ask=(f"本单位是否符合“{text}”？",),
        )
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason=f"没有填{FIELDS[field]}",
        field=field,
        ask=(f"{_QUESTIONS[field]}（原文要求“{text}”）",),
    )


def unclear(text: str, field: str, reason: str) -> Judgement:
    """What the profile says and the text leaves open."""
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason=reason,
        field=field,
        ask=(f"本单位算不算“{text}”？（{reason}）",),
    )


def settled(holds: bool, reason: str, field: str) -> Judgement:
    """What is certain."""
    return Judgement(verdict=Verdict.MET if holds else Verdict.NOT_MET, reason=reason, field=field)


def left_out(found: Judgement) -> Judgement:
    """The verdict on a condition that leaves out those of whom the judgement is true (除外)."""
    if found.verdict is Verdict.UNKNOWN:
        return found
    if found.verdict is Verdict.MET:
        verdict, reason = Verdict.NOT_MET, f"属于除外的情形：{found.reason}"
    else:
        verdict, reason = Verdict.MET, f"不属于除外的情形：{found.reason}"
    return Judgement(verdict=verdict, reason=reason, field=found.field)
