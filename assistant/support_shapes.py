"""The contract's JSON of support measures and of matching. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.match import Check, Match
from assistant.profile import Profile
from assistant.profile_json import profile_shape
from kb.model import Amount, Condition, Document, Support

__all__ = ["match_shape", "matches_shape", "support_shape"]

Shape = dict[str, Any]


def support_shape(support: Support, document: Document) -> Shape:
    """One row of `policykb supports --json`."""
    return {
        "support_id": support.support_id,
        "document_id": support.document_id,
        "kinds": [kind.value for kind in support.kinds],
        "beneficiaries": list(support.beneficiaries),
        "measure": support.measure,
        "amounts": [_amount(amount) for amount in support.amounts],
        "conditions": [condition.as_written for condition in support.conditions],
        "condition_details": [_condition(condition) for condition in support.conditions],
        "departments": list(support.departments),
        "how_to_apply": support.how_to_apply,
        "period": support.period,
        "starts_on": _day(support.starts_on),
        "ends_on": _day(support.ends_on),
        "force": support.force.value,
        "guidance": support.guidance,
        "clause_id": support.clause_id,
        "quote": document.text[support.start : support.end],
        "start": support.start,
        "end": support.end,
    }


def _amount(amount: Amount) -> Shape:
    return {
        "value": f"{amount.value:f}",
        "unit": amount.unit,
        "comparison": amount.comparison.value,
        "kind": amount.kind.value,
        "per": amount.per,
        "as_written": amount.as_written,
        "start": amount.start,
        "end": amount.end,
    }


def _condition(condition: Condition) -> Shape:
    return {
        "as_written": condition.as_written,
        "field": condition.field.value,
        "value": None if condition.value is None else f"{condition.value:f}",
        "unit": condition.unit,
        "comparison": condition.comparison.value if condition.comparison else None,
        "day": _day(condition.day),
        "excluded": condition.excluded,
        "alternatives": condition.alternatives,
        "start": condition.start,
        "end": condition.end,
    }


def matches_shape(
    profile: Profile, matches: Sequence[Match], documents: Mapping[str, Document]
) -> Shape:
    """What `policykb match --json` prints."""
    return {
        "profile": profile_shape(profile),
        "measures": [match_shape(each, documents[each.support.document_id]) for each in matches],
    }


def match_shape(found: Match, document: Document) -> Shape:
    """One measure with its verdict and its checklist."""
    support = found.support
    return {
        "support_id": support.support_id,
        "verdict": found.verdict.value,
        "why": found.why,
        "conditions": [_check(check) for check in found.checks],
        "ask": list(found.ask),
        "kinds": [kind.value for kind in support.kinds],
        "measure": support.measure,
        "force": support.force.value,
        "departments": list(support.departments),
        "how_to_apply": support.how_to_apply,
        "period": support.period,
        "notes": list(found.notes),
        "clause_id": support.clause_id,
        "quote": document.text[support.start : support.end],
        "start": support.start,
        "end": support.end,
        "document_id": support.document_id,
        "document_title": document.title,
        "number": document.number,
    }


def _check(check: Check) -> Shape:
    return {
        "about": check.about.value,
        "as_written": check.as_written,
        "verdict": check.judgement.verdict.value,
        "reason": check.judgement.reason,
        "profile_field": check.judgement.field,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
