"""Which support measures an enterprise may use, with a checklist for each of them. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from assistant.judge_words import given_to_staff, judge_phrase, judge_region
from assistant.judgement import Judgement, Setting, Verdict, any_of
from assistant.judging import judge
from assistant.profile import Profile
from assistant.territory import Territory, territory_of
from kb.model import Condition, Document, DocumentStatus, Force, Support
from kb.squeeze import squeeze

__all__ = ["About", "Check", "Match", "MatchVerdict", "match", "match_all"]


class MatchVerdict(StrEnum):
    """Whether an enterprise may use a measure, in the order in which they are shown."""

    APPLICABLE = "applicable"
    POSSIBLE = "possible"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


class About(StrEnum):
    """What a line of the checklist is about."""

    REGION = "region"  # 文件适用的地区
    BENEFICIARY = "beneficiary"  # 对象
    CONDITION = "condition"
    PERIOD = "period"  # 措施的期限


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the checklist: words of the document and whether they hold."""

    about: About
    as_written: str
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A measure with its checklist; `why` says what decided where it does not apply."""

    support: Support
    verdict: MatchVerdict
    checks: tuple[Check, ...]
    why: str | None = None
    notes: tuple[str, ...] = ()
    for_staff: bool = False  # for persons who may work for the enterprise

    @property
    def ask(self) -> tuple[str, ...]:
        """What to supply so that a possible measure is decided."""
        if self.verdict is not MatchVerdict.POSSIBLE:
            return ()
        unknown = [each.judgement for each in self.checks]
        return tuple(
            dict.fromkeys(a for j in unknown if j.verdict is Verdict.UNKNOWN for a in j.ask)
        )


_GONE = frozenset({DocumentStatus.EXPIRED, DocumentStatus.REPEALED, DocumentStatus.SUPERSEDED})
_ORDER = tuple(MatchVerdict)

Statuses = Mapping[str, tuple[DocumentStatus, str]]


def match_all(
    profile: Profile,
    supports: Iterable[Support],
    documents: Mapping[str, Document],
    statuses: Statuses,
    as_of: date,
) -> tuple[Match, ...]:
    """Every measure with its verdict, those that apply first; 导向 is no measure.

    Among those that apply what is due stands before what may be given, among the possible ones
    those that need the least to be known, among the others those for its staff; else the order of
    the documents.
    """
    territories: dict[str, Territory | None] = {}
    found = []
    for support in supports:
        if support.guidance:
            continue
        document = documents[support.document_id]
        if support.document_id not in territories:
            territories[support.document_id] = territory_of(document)
        setting = Setting(
            territory=territories[support.document_id],
            as_of=as_of,
            begun=document.effective_on or document.written_on or document.published_on,
            text=document.text,
        )
        found.append(match(profile, support, document, statuses[support.document_id], setting))
    return tuple(sorted(found, key=_rank))


def _rank(found: Match) -> tuple[int, bool, int, bool]:
    possible = found.support.force is Force.POSSIBLE
    return _ORDER.index(found.verdict), not found.for_staff, len(found.ask), possible


def match(
    profile: Profile,
    support: Support,
    document: Document,
    status: tuple[DocumentStatus, str],
    setting: Setting,
) -> Match:
    """One measure against a profile.

    A measure of another region does not apply; of the rest the time comes first, since nobody can
    ask for what is over or has not begun.
    """
    region = _region(document, profile, setting)
    checks = (region, *_checks(support, profile, setting))
    notes = (f"{status[1]}，请核实是否有效",) if status[0] is DocumentStatus.UNKNOWN else ()
    verdict, why = _verdict(region, checks, _time(support, status, setting.as_of))
    staff = verdict is MatchVerdict.NOT_APPLICABLE and region.judgement.verdict is Verdict.MET
    staff = staff and any(given_to_staff(b, profile, setting) for b in support.beneficiaries)
    if staff:
        why = f"给“{'、'.join(support.beneficiaries)}”个人，不是给单位；本单位的职工可以由本人享受"
    return Match(
        support=support, verdict=verdict, checks=checks, why=why, notes=notes, for_staff=staff
    )


def _verdict(
    region: Check, checks: Sequence[Check], time: tuple[MatchVerdict, str] | None
) -> tuple[MatchVerdict, str | None]:
    if region.judgement.verdict is Verdict.NOT_MET:
        return MatchVerdict.NOT_APPLICABLE, region.judgement.reason
    if time is not None:
        return time
    failed = [reason for reason in _failures(checks) if reason]
    if failed:
        return MatchVerdict.NOT_APPLICABLE, "；".join(dict.fromkeys(failed))
    if any(each.judgement.verdict is Verdict.UNKNOWN for each in checks):
        return MatchVerdict.POSSIBLE, None
    return MatchVerdict.APPLICABLE, None


def _failures(checks: Sequence[Check]) -> Iterator[str]:
    """Why a measure does not apply: lines that are not met, of its beneficiaries all of them."""
    for about, group in groupby(checks, key=lambda check: check.about):
        judgements = [check.judgement for check in group]
        if about is About.BENEFICIARY:
            judgements = [any_of(judgements)]
        yield from (each.reason for each in judgements if each.verdict is Verdict.NOT_MET)


def _time(
    support: Support, status: tuple[DocumentStatus, str], as_of: date
) -> tuple[MatchVerdict, str] | None:
    """Whether the document or the measure is over or has not begun."""
    if status[0] in _GONE:
        return MatchVerdict.EXPIRED, status[1]
    if support.ends_on is not None and support.ends_on < as_of:
        return MatchVerdict.EXPIRED, f"期限“{support.period}”已过"
    if status[0] is DocumentStatus.NOT_YET:
        return MatchVerdict.NOT_YET, status[1]
    if support.starts_on is not None and support.starts_on > as_of:
        return MatchVerdict.NOT_YET, f"期限“{support.period}”还没有开始"
    return None


def _region(document: Document, profile: Profile, setting: Setting) -> Check:
    place = setting.territory
    if place is None:
        judgement = Judgement(
            verdict=Verdict.UNKNOWN,
            reason="文件没有写明适用地区",
            field="region",
            ask=(f"《{document.title}》没有写明适用地区，是否适用本单位所在地？",),
        )
    elif place == Territory():
        judgement = Judgement(verdict=Verdict.MET, reason="全国适用", field="region")
    else:
        judgement = judge_region(place, profile)
    return Check(
        about=About.REGION, as_written=document.region or document.title, judgement=judgement
    )


def _checks(support: Support, profile: Profile, setting: Setting) -> Iterator[Check]:
    yield from _beneficiaries(support, profile, setting)
    yield from _conditions(support, profile, setting)
    period = _period(support, setting)
    if period is not None:
        yield period


def _beneficiaries(support: Support, profile: Profile, setting: Setting) -> list[Check]:
    """The first one met alone, else all of them: each is enough."""
    named = [each for each in support.beneficiaries if not _is_obliged(each, support, setting)]
    if not named:
        judgement = Judgement(
            verdict=Verdict.UNKNOWN,
            reason="原文这一句没有写明对象",
            ask=("本单位是否属于这项措施的对象？（原文这一句没有写明）",),
        )
        return [Check(about=About.BENEFICIARY, as_written="", judgement=judgement)]
    found = [
        Check(
            about=About.BENEFICIARY,
            as_written=each,
            judgement=judge_phrase(each, profile, setting),
        )
        for each in named
    ]
    return [each for each in found if each.judgement.verdict is Verdict.MET][:1] or found


_OBLIGED = re.compile("(?:应当?|须|必须)[^。；]{0,80}?(?:为|向|给)[^。；，]{1,40}?(?:提供|给予)")


def _is_obliged(name: str, support: Support, setting: Setting) -> bool:
    """Whether the sentence has a body give to others: 企事业单位应……为快递员提供便利."""
    said = squeeze(setting.text[support.start : support.end])
    _, named, behind = said.partition(squeeze(name))
    return bool(named) and _OBLIGED.match(behind) is not None


def _conditions(support: Support, profile: Profile, setting: Setting) -> Iterator[Check]:
    """The conditions, alternatives as one: the one that is met, else all their words."""
    alternatives: dict[int, list[Check]] = {}
    for condition in _apposed(support.conditions):
        check = Check(
            about=About.CONDITION,
            as_written=condition.as_written,
            judgement=judge(condition, profile, setting),
        )
        if condition.alternatives is None:
            yield check
        else:
            alternatives.setdefault(condition.alternatives, []).append(check)
    for group in alternatives.values():
        met = [each for each in group if each.judgement.verdict is Verdict.MET]
        yield (
            met[0]
            if met
            else Check(
                about=About.CONDITION,
                as_written=" / ".join(each.as_written for each in group),
                judgement=any_of(each.judgement for each in group),
            )
        )


def _apposed(conditions: Sequence[Condition]) -> Iterator[Condition]:
    """The conditions, a list with what is said of all on it (旅游、餐饮等|受影响较大) as one."""
    held: Condition | None = None
    for condition in conditions:
        if held and held.end == condition.start and condition.as_written.startswith("受"):
            words = f"{held.as_written}{condition.as_written}"
            held = replace(held, as_written=words, end=condition.end)
            continue
        if held is not None:
            yield held
        held = None
        if condition.as_written.endswith(("等", "等行业")) and condition.alternatives is None:
            held = condition
        else:
            yield condition
    if held is not None:
        yield held


def _period(support: Support, setting: Setting) -> Check | None:
    """A period without a day (疫情防控期间) is asked about once the document's year is over."""
    if support.period is None or support.ends_on is not None or setting.is_fresh:
        return None
    if support.starts_on is not None and support.starts_on.year == setting.as_of.year:
        return None
    judgement = Judgement(
        verdict=Verdict.UNKNOWN,
        reason=f"期限“{support.period}”没有截止日期",
        ask=(f"这项措施现在是否仍在执行？（原文的期限是“{support.period}”）",),
    )
    return Check(about=About.PERIOD, as_written=support.period, judgement=judgement)
