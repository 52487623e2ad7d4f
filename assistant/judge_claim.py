"""Whether a claim in words (经营困难, 不裁员, 员工50人以下) holds of an enterprise. Pure."""

import re
from decimal import Decimal

from assistant.bounds import judge_bound, read_bound
from assistant.claims import refers_elsewhere, stated_in
from assistant.judgement import Judgement, Setting, Verdict, settled, unclear, unknown
from assistant.profile import Profile

__all__ = ["judge_claim", "judge_insured"]

_APPLIES = re.compile(r"(?:由|依|经|凭)?(?:企业|纳税人|单位|本人)?(?:自愿)?(?:提出)?申请(?:后)?")
_NO_LAYOFFS = re.compile(
    r"(?:坚持|承诺|做到|确保)?(?:不|未|没有|无)(?:进行|发生|实施)?(?:经济性)?裁员"
    r"(?P<few>(?:、|或|或者|且)?(?:少|减)[裁减]员)?"
)
_LAYOFFS = re.compile(r"裁员")
_INSURED = re.compile(r"(?:依法|按规定|已)?(?:参加|缴纳)(?:了)?(?:社会|失业)保险费?|参保")
_LEGAL_PERSON = re.compile(
    r"(?:具有|具备|属于|为)?(?:独立)?(?:承担民事责任的)?(?:企业)?法人(?:资格|单位|企业|主体)?"
)
_PROVISO = re.compile("(?:前提|条件|原则|基础)(?:之?下|上)$|^(?:视情|酌情|根据(?:需要|情况|实际))")
_COMPANY = re.compile(r"公司|合作社|企业法人")
_NO_LEGAL_PERSON = re.compile(r"个体|个人独资|合伙企业")


def judge_claim(claim: str, profile: Profile, setting: Setting) -> Judgement:
    """Whether a claim holds: by the field that it speaks of, else by the enterprise's own words."""
    if _APPLIES.fullmatch(claim):
        return Judgement(verdict=Verdict.MET, reason="由企业提出申请即可")
    if _INSURED.fullmatch(claim):
        return judge_insured(profile)
    if _LAYOFFS.search(claim) and profile.layoff_rate is not None:
        found = _judge_layoffs(claim, profile.layoff_rate)
        if found is not None:
            return found
    bound = judge_bound(claim, profile, setting)
    if bound is not None:
        return bound
    stated = stated_in(claim, profile)
    if stated is not None:
        said = (
            "所填情况里说没有" if stated.field == "without" and not stated.holds else "所填情况里有"
        )
        return settled(stated.holds, f"{said}“{stated.words}”", stated.field)
    if _LEGAL_PERSON.fullmatch(claim):
        return _judge_legal_person(claim, profile)
    if refers_elsewhere(claim):
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason=f"“{claim}”所指的条件原文这一句没有写明",
            field="circumstances",
            ask=(f"“{claim}”指什么条件，原文这一句没有写明，须向主管部门核实",),
        )
    if _PROVISO.search(claim):
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason=f"“{claim}”由主管部门掌握",
            ask=(f"“{claim}”由主管部门掌握，须向其核实",),
        )
    return unknown(claim, "layoff_rate" if _NO_LAYOFFS.fullmatch(claim) else None)


def judge_insured(profile: Profile) -> Judgement:
    """Whether an enterprise pays social insurance (参保)."""
    if profile.insured is None:
        return unknown("参保", "insured")
    return settled(profile.insured, "已参保" if profile.insured else "没有参保", "insured")


def _judge_layoffs(claim: str, rate: Decimal) -> Judgement | None:
    """By the rate: none laid off is 不裁员; of some, 少裁员 is for the text's own standard."""
    match = _NO_LAYOFFS.fullmatch(claim)
    if match and rate == 0:
        return settled(True, "没有裁员", "layoff_rate")
    if match and not match["few"]:
        return settled(False, f"裁员率 {rate:f}%", "layoff_rate")
    if read_bound(claim) is not None:
        return None
    return unclear(claim, "layoff_rate", f"裁员率 {rate:f}%，标准见原文")


def _judge_legal_person(claim: str, profile: Profile) -> Judgement:
    """A company or a cooperative is a legal person; 个体工商户 and partnerships are none."""
    own = (*profile.kind, profile.name or "")
    if any(_NO_LEGAL_PERSON.search(each) for each in own):
        return settled(False, f"{'、'.join(profile.kind)}没有法人资格", "kind")
    if any(_COMPANY.search(each) for each in own):
        return settled(True, "公司、合作社是法人", "kind")
    return unknown(claim, None)
