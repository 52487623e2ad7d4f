"""Answers from the support measures: what there is for whom, what one enterprise may use. Pure."""

import re
from collections.abc import Sequence

from assistant.bodies import BODIES
from assistant.context import Context
from assistant.description import describes_enterprise, read_description, supplements
from assistant.draft import Draft, name_of
from assistant.industries import find_industries, lies_in
from assistant.judgement import Verdict
from assistant.match import About, Match, MatchVerdict, match_all
from assistant.phrase_parts import PartKind, find_parts
from assistant.profile import FIELDS, Profile, profile_notes, supplemented
from assistant.profile_json import stated_shape
from kb.model import Facts, Force, Support

__all__ = ["SUPPORT", "supports"]

SUPPORT = re.compile(
    r"扶持|惠企|优惠|补贴|补助|奖补|奖励|减免|纾困|享受|申请(?:什么|哪些|到什么)|(?:政策|资金)支持|支持(?:政策|措施)"
)
"""The words of a question that asks for support."""

_LISTED = 12
_OPEN = (MatchVerdict.APPLICABLE, MatchVerdict.POSSIBLE)
_NAMES = (PartKind.INDUSTRY, PartKind.SIZE, PartKind.OWNERSHIP)
_GENERIC = frozenset({"企业", "公司", "单位", "市场主体", "纳税人", "机构", "用人单位", "经营主体"})
_SUBJECT = frozenset(
    (*_NAMES, PartKind.SCALE, PartKind.STATUS, PartKind.BODY, PartKind.GLUE, PartKind.AND)
)


def supports(context: Context, draft: Draft) -> bool:
    """Write the measures for the enterprise or the kind of enterprise that the question names.

    False where it names none, or where no measure is for it.
    """
    question = context.query.question
    profile = read_description(question)
    subject = _subject(question)
    if describes_enterprise(question):
        return _for_enterprise(context, draft, _told(context, question))
    if context.query.told and (not subject or supplements(question)):
        return _for_enterprise(context, draft, _told(context, question))
    return bool(subject) and _for_kind(context, draft, profile, subject)


def _told(context: Context, question: str) -> Profile:
    """What was said of the enterprise up to now; one told with place and trade starts anew."""
    profile = Profile()
    for message in (*context.query.told, question):
        later = read_description(message)
        anew = later.region and later.industry and describes_enterprise(message)
        profile = later if anew else supplemented(profile, later)
    return profile


def _matches(context: Context, profile: Profile) -> tuple[Match, ...]:
    held = [each for document in context.scope for each in context.snapshot.supports_of(document)]
    return match_all(profile, held, context.snapshot.documents, context.statuses, context.as_of)


def _for_enterprise(context: Context, draft: Draft, profile: Profile) -> bool:
    """Write what applies and what may, with what to supply; the profile is shown for correction."""
    matches = _matches(context, profile)
    if not matches:
        return False
    told = "，".join(
        f"{FIELDS[name]}：{_shown(value)}{_UNITS.get(name, '')}"
        for name, value in stated_shape(profile).items()
    )
    draft.lines.append(f"按您说的情况核对（{told or '没有读出企业情况'}；说得不对请更正）。")
    draft.lines += profile_notes(profile)
    applicable = [each for each in matches if each.verdict is MatchVerdict.APPLICABLE]
    possible = [each for each in matches if each.verdict is MatchVerdict.POSSIBLE]
    _write(context, draft, f"条件都符合的有{len(applicable)}项", applicable)
    _write(context, draft, f"还要核实才能确定的有{len(possible)}项", possible, asking=True)
    staff = [each for each in matches if each.for_staff]
    _write(context, draft, f"给职工个人、由本人享受的有{len(staff)}项", staff)
    others = len(matches) - len(applicable) - len(possible) - len(staff)
    if others:
        draft.lines.append(f"另有{others}项不适用、已过期或者尚未开始。")
    _state(draft, [*applicable[:_LISTED], *possible[:_LISTED]], len(applicable) + len(possible))
    draft.found = 1
    return True


_UNITS = {
    "employees": "人",
    "revenue": "万元",
    "assets": "万元",
    "tax_paid": "万元",
    "layoff_rate": "%",
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _for_kind(context: Context, draft: Draft, profile: Profile, subject: str) -> bool:
    """Write what names the kind of enterprise, what its own documents give, what is for all."""
    places = {document: place for place, document in enumerate(context.scope)}
    found = sorted(
        (each for each in _matches(context, profile) if each.verdict in _OPEN),
        key=lambda each: (places[each.support.document_id], each.support.start),
    )
    named = [each for each in found if _names_it(each)]
    own = [
        each for each in found if each not in named and _is_of_its_document(context, each, profile)
    ]
    general = [
        each for each in found if each not in named and each not in own and _is_for_all(each)
    ]
    if not named and not own and not general:
        return False
    _write(context, draft, f"原文写明给“{subject}”或者其中一部分的扶持措施有{len(named)}项", named)
    _write(context, draft, f"专门针对这一行业的文件里，没有写明对象的还有{len(own)}项", own)
    _write(context, draft, f"不限行业和规模、企业都可以申请的有{len(general)}项", general)
    draft.lines.append("能不能享受，还要看每项的条件。")
    _state(
        draft,
        [each for group in (named, own, general) for each in group[:_LISTED]],
        len(named) + len(own) + len(general),
    )
    draft.found = 1
    return True


def _subject(question: str) -> str:
    """The words for a kind of enterprise as they stand together (小微快递企业); "" without any."""
    found = ""
    for part in find_parts(question):
        if part.kind in _SUBJECT and (found or part.kind not in (PartKind.GLUE, PartKind.AND)):
            found += part.text
        elif found:
            break
    return found.removesuffix("的")


def _names_it(found: Match) -> bool:
    """Whether the measure's own words name the industry, the size or the kind of body."""
    excluded = {each.as_written for each in found.support.conditions if each.excluded}
    return any(
        part.kind in _NAMES or (part.kind is PartKind.BODY and part.text not in _GENERIC)
        for check in found.checks
        if check.about in (About.BENEFICIARY, About.CONDITION)
        and check.as_written not in excluded
        and check.judgement.verdict is Verdict.MET
        for part in find_parts(check.as_written)
    )


def _is_of_its_document(context: Context, found: Match, profile: Profile) -> bool:
    """Whether a measure that names nobody stands in a document on the industry."""
    title = context.document(found.support.document_id).title
    return not found.support.beneficiaries and any(
        lies_in(profile.industries, named.industry) for named in find_industries(title)
    )


def _is_for_all(found: Match) -> bool:
    kinds = ("industry", "size", "kind")
    undecided = any(
        check.judgement.verdict is Verdict.UNKNOWN and check.judgement.field in kinds
        for check in found.checks
    )
    return not undecided and any(
        check.about is About.BENEFICIARY
        and check.judgement.verdict is Verdict.MET
        and check.as_written in BODIES
        for check in found.checks
    )


def _write(
    context: Context,
    draft: Draft,
    heading: str,
    matches: Sequence[Match],
    *,
    asking: bool = False,
) -> None:
    if not matches:
        return
    draft.lines.append(f"{heading}：")
    last = None
    for number, found in enumerate(matches[:_LISTED], 1):
        support = found.support
        document = context.document(support.document_id)
        if support.document_id != last:
            draft.lines.append(f"{name_of(document)}：")
            last = support.document_id
        clause = context.snapshot.clause_at(support.document_id, support.start)
        quoted = draft.quote(document, clause, support.start, support.end)
        hedge = "（可以、鼓励）" if support.force is Force.POSSIBLE else ""
        owners = _owners(context, draft, support)
        asks = _asks(found.ask) if asking else ""
        draft.lines.append(f"{number}．{quoted}{hedge}{owners}{asks}")
    if len(matches) > _LISTED:
        draft.lines.append(f"其余{len(matches) - _LISTED}项见“惠企政策”页或者 policykb match。")


def _asks(asks: Sequence[str]) -> str:
    """What has to be told or checked; questions end as they are."""
    told = "；".join(asks)
    return f"须核实：{told}{'' if told.endswith(('？', '）')) else '。'}" if told else ""


def _owners(context: Context, draft: Draft, support: Support) -> str:
    """Who is responsible; one whom another clause names for all tasks with a citation of it."""
    document = context.document(support.document_id)
    inherited = {
        part.as_written: part
        for task in context.snapshot.tasks_of(support.document_id)
        for part in task.assignments
        if part.inherited and task.start <= support.start < task.end
    }
    names = []
    for name in support.departments:
        part = inherited.get(name)
        cited = ""
        if part is not None:
            clause = context.snapshot.clause_at(document.document_id, part.start)
            cited = draft.cite(document, clause, part.start, part.end)
        names.append(f"{name}{cited}")
    return f"部门：{'、'.join(names)}。" if names else ""


def _state(draft: Draft, listed: Sequence[Match], count: int) -> None:
    """The facts of what was listed."""
    departments = dict.fromkeys(name for each in listed for name in each.support.departments)
    values = dict.fromkeys(amount.as_written for each in listed for amount in each.support.amounts)
    draft.facts = Facts(
        departments=tuple(departments) or None, values=tuple(values) or None, count=count
    )
