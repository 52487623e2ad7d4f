"""Support measures: whom they are for, who is responsible for them, and how much they give."""

from collections.abc import Iterator

from evals.generated.owners import owner_gold
from evals.generated.records import Records, asked, named
from evals.question_sets import Gold, Question
from kb.model import Document, Support
from kb.squeeze import squeeze

__all__ = ["measures"]

_FOR_WHOM = ("{d}里“{m}”是给谁的", "{d}中“{m}”适用于哪些对象？", "按{d}，哪些对象可以“{m}”")
_BY_WHOM = ("{d}里“{m}”由哪些部门负责", "{d}中“{m}”找哪些部门？")
_HOW_MUCH = ("{d}里“{m}”的标准是多少", "按{d}，“{m}”能有多少？")
_SHORTEST, _LONGEST = 4, 40  # characters of a measure that tells it from others


def measures(records: Records) -> Iterator[Question]:
    """Questions about measures that their own words tell from all others of the document."""
    for document in records.about:
        found = records.snapshot.supports_of(document.document_id)
        text = squeeze(document.text)
        for support in found:
            measure = support.measure.strip("，。；、“”")
            if support.guidance or "”" in measure or "“" in measure:
                continue
            if text.count(squeeze(measure)) != 1 or not _SHORTEST <= len(measure) <= _LONGEST:
                continue
            words = {"d": named(document), "m": measure}
            gold = [records.gold(document, support.start, support.end)]
            if support.beneficiaries:
                facts = {"values": list(support.beneficiaries)}
                yield from asked("support_for_whom", _FOR_WHOM, words, gold, facts)
            if support.departments:
                facts = {"departments": list(support.departments)}
                named_at = _owners(records, document, support)
                yield from asked("support_by_whom", _BY_WHOM, words, [*named_at, *gold], facts)
            amounts = [amount.as_written for amount in support.amounts]
            if amounts and not any(amount in measure for amount in amounts):
                facts = {"values": amounts}
                yield from asked("support_how_much", _HOW_MUCH, words, gold, facts)


def _owners(records: Records, document: Document, support: Support) -> Iterator[Gold | None]:
    """Where the owners of the task that holds a measure are named."""
    for task in records.tasks(document):
        if task.assignments and task.start <= support.start < task.end:
            yield owner_gold(records, document, task)
