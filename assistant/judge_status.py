"""Whether an enterprise has a standing in law or statistics: 规模以上, 小型微利, 承租人. Pure."""

import re
from decimal import Decimal

from assistant.claims import leases, plain
from assistant.judgement import Judgement, Verdict, left_out, settled, unclear
from assistant.profile import FIELDS, Profile
from assistant.scale import Threshold, scale_source, thresholds

__all__ = ["judge_scale", "judge_status"]

_ABOVE = re.compile(
    r"(?P<word>规模以上|规上|限额以上|限上|四上)(?:工业|服务业|商贸|批零|零售|批发|住餐|餐饮)?(?:法人)?(?:单位)?"
)
_MICRO_PROFIT = "小型微利企业"
_MICRO_PROFIT_LIMITS = (("employees", 300, "人"), ("assets", 5000, "万元"))
_MICRO_PROFIT_SOURCE = (
    "年应纳税所得额不超过300万元、从业人数不超过300人、资产总额不超过5000万元，"
    "财政部 税务总局公告2023年第12号"
)
_TAXPAYERS = ("一般纳税人", "小规模纳税人")
_TENANTS = frozenset({"租户", "承租人", "承租方", "承租户", "承租"})


def judge_scale(word: str, profile: Profile) -> Judgement:
    """Whether an enterprise is 规模以上 or 限额以上: as it says, else by revenue and industry."""
    if word.endswith("下"):
        return left_out(judge_scale(word.replace("下", "上"), profile))
    asked = _family(word)
    held = {_family(w) for w in map(_above, (*profile.qualifications, *profile.kind)) if w}
    if held:
        if asked is None or asked in held or None in held:
            return settled(True, f"所填情况里有“{word}”", "qualifications")
        return unclear(word, "qualifications", "所填的是另一类统计标准")
    if any(_above(each) for each in profile.without):
        return settled(False, f"所填情况里说没有“{word}”", "without")
    return _by_revenue(word, asked, profile)


def _above(text: str) -> str | None:
    match = _ABOVE.fullmatch(plain(text))
    return match["word"] if match else None


def _family(word: str) -> str | None:
    """规模 or 限额; None for 四上, which means either."""
    return {"规": "规模", "限": "限额"}.get(word[0])


def _by_revenue(word: str, asked: str | None, profile: Profile) -> Judgement:
    rows = thresholds(profile.industries)
    shown = "；".join(str(row) for row in rows) if len(rows) < _FEW else "各行业不同"
    basis = f"{shown}，{scale_source()}"
    if profile.revenue is None or any(row.revenue is None for row in rows) or not rows:
        return _revenue_asked(word, basis, profile)
    reached = {profile.revenue >= (row.revenue or Decimal(0)) for row in rows}
    told = f"{FIELDS['revenue']} {profile.revenue:f}万元"
    if reached == {False}:
        return settled(False, f"{told}，没有达到“{word}”的统计标准（{basis}）", "revenue")
    if reached == {True} and _fits(asked, rows):
        return settled(True, f"{told}，达到“{word}”的统计标准（{basis}）", "revenue")
    return unclear(word, "industry", f"{told}，统计标准看行业（{basis}）")


_FEW = 4  # thresholds told one by one


def _fits(asked: str | None, rows: tuple[Threshold, ...]) -> bool:
    return asked is None or all(row.family == asked for row in rows)


def _revenue_asked(word: str, basis: str, profile: Profile) -> Judgement:
    if profile.revenue is None:
        reason, field = f"没有填{FIELDS['revenue']}", "revenue"
    else:
        reason, field = f"“{word}”的统计标准不能按收入判断", "qualifications"
    ask = f"本单位是不是“{word}”单位？（统计标准：{basis}）"
    return Judgement(verdict=Verdict.UNKNOWN, reason=reason, field=field, ask=(ask,))


def judge_status(word: str, profile: Profile) -> Judgement:
    """Whether an enterprise is a 小型微利企业, such a 纳税人, tenant (承租人) or landlord."""
    if word == _MICRO_PROFIT:
        return _judge_micro_profit(profile)
    if "纳税人" in word:
        return _judge_taxpayer(word, profile)
    if word in _TENANTS:
        return _judge_tenant(word, profile)
    stated = any("出租" in plain(each) for each in (*profile.circumstances, *profile.projects))
    if stated:
        return settled(True, "所填情况里说有房屋出租", "circumstances")
    ask = f"这一项给出租方（房东）：本单位是否出租房屋、场地？（原文写的是“{word}”）"
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason=f"所填情况没有说到是不是“{word}”",
        field="circumstances",
        ask=(ask,),
    )


def _judge_micro_profit(profile: Profile) -> Judgement:
    """The limits of persons and assets settle that it is none; its profit only it knows."""
    own = (*profile.qualifications, *profile.kind)
    if any(_MICRO_PROFIT in each for each in own):
        return settled(True, f"所填情况里有“{_MICRO_PROFIT}”", "qualifications")
    if any(_MICRO_PROFIT in each for each in profile.without):
        return settled(False, f"所填情况里说没有“{_MICRO_PROFIT}”", "without")
    for field, limit, unit in _MICRO_PROFIT_LIMITS:
        value = getattr(profile, field)
        if value is not None and value > limit:
            told = f"{FIELDS[field]} {value}{unit}"
            return settled(False, f"{told}，不是小型微利企业（{_MICRO_PROFIT_SOURCE}）", field)
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason="没有说到是不是小型微利企业",
        field="qualifications",
        ask=(f"本单位是不是小型微利企业？（{_MICRO_PROFIT_SOURCE}）",),
    )


def _judge_taxpayer(word: str, profile: Profile) -> Judgement:
    """一般纳税人 and 小规模纳税人 exclude each other."""
    wanted = next(each for each in _TAXPAYERS if each in word)
    own = {
        each
        for each in _TAXPAYERS
        for text in (*profile.qualifications, *profile.kind)
        if each in text
    }
    if own:
        holds = wanted in own
        return settled(holds, f"是{'、'.join(sorted(own))}", "qualifications")
    if any(wanted in each for each in profile.without):
        return settled(False, f"所填情况里说不是{wanted}", "without")
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason=f"没有说到是不是{wanted}",
        field="qualifications",
        ask=(f"本单位是增值税一般纳税人还是小规模纳税人？（原文要求“{word}”）",),
    )


def _judge_tenant(word: str, profile: Profile) -> Judgement:
    if any(leases(each) for each in (*profile.circumstances, *profile.projects)):
        return settled(True, "所填情况里说租用了房屋、场地", "circumstances")
    return Judgement(
        verdict=Verdict.UNKNOWN,
        reason="没有说到经营场所是不是租的",
        field="circumstances",
        ask=(f"经营用的房屋、场地是不是租的？（原文写的是“{word}”）",),
    )
