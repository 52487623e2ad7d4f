"""What a document is: its number, date, issuer; its title by its number."""

import re
from collections.abc import Iterator

from evals.generated.records import Records, asked, named
from evals.question_sets import Gold, Question
from kb.model import Document
from kb.squeeze import Squeezed, squeeze

__all__ = ["identity"]

_NUMBERS = ("{d}的文号是什么", "{d}的发文字号是多少？", "{d}是几号文，文号多少")
_WRITTEN = ("{d}是什么时候印发的", "{d}的发文日期是哪天？", "{d}哪一天发的")
_ISSUERS = ("{d}是谁印发的", "{d}的发文机关是哪个单位？", "{d}是哪家单位发的文")
_BY_NUMBER = ("{n}是什么文件", "{n}这份文件的标题是什么？", "{n}是哪份文件")
_PLACES = 4  # where a value stands that are taken for gold


def identity(records: Records) -> Iterator[Question]:
    """Questions for what the header and the tail of a document say."""
    numbers = [document.number for document in records.documents]
    for document in records.about:
        words = {"d": named(document)}
        if document.number:
            gold = _places(records, document, document.number)
            facts = {"values": [document.number]}
            yield from asked("number", _NUMBERS, words, gold, facts)
            if numbers.count(document.number) == 1 and document.number not in document.title:
                gold = _places(records, document, document.title)
                facts = {"values": [document.title]}
                by = {"n": document.number}
                yield from asked("title_by_number", _BY_NUMBER, by, gold, facts)
        day = document.published_on or document.written_on
        if day is not None:
            date = f"{day.year}年{day.month}月{day.day}日"
            gold = _places(records, document, date)
            yield from asked("date", _WRITTEN, words, gold, {"values": [date]})
        if document.issuers:
            gold = [g for name in document.issuers for g in _places(records, document, name)]
            yield from asked("issuer", _ISSUERS, words, gold, {"values": list(document.issuers)})


def _places(records: Records, document: Document, value: str) -> list[Gold]:
    """The first and last places where a value stands; the whole document where it does not."""
    held = Squeezed(document.text)
    places = list(re.finditer(re.escape(squeeze(value)), held.text))
    chosen = dict.fromkeys((*places[: _PLACES // 2], *places[-_PLACES // 2 :]))
    gold = (records.gold(document, *held.span(*place.span())) for place in chosen)
    return [one for one in gold if one is not None] or [records.whole(document)]
