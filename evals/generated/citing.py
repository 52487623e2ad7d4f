"""What a document cites, and what cites it."""

from collections.abc import Iterator

from evals.generated.records import Records, asked, named
from evals.question_sets import Question
from kb.citations import cited_document
from kb.model import Document, Reference, Relation

__all__ = ["citing"]

_CITES = ("{d}引用了哪些文件", "{d}都引用了什么文件？", "{d}里提到了哪些别的文件")
_CITED = ("哪些文件引用了{d}", "{d}被哪些文件引用？")
_MOST = 12  # documents cited by one that is asked about


def citing(records: Records) -> Iterator[Question]:
    """Questions for every document that one cites, and for every one held that cites it."""
    cited: dict[str, dict[str, Reference]] = {}
    for document in records.about:
        references = [
            r for r in records.references(document) if r.title and r.relation is not Relation.ISSUES
        ]
        titles = list(dict.fromkeys(r.title for r in references))
        if 0 < len(titles) <= _MOST:
            gold = [records.gold(document, r.start, r.end) for r in references]
            facts = {"values": titles}
            yield from asked("cites", _CITES, {"d": named(document)}, gold, facts)
        for reference in references:
            held = cited_document(reference, records.documents)
            if held is not None and held.document_id != document.document_id:
                cited.setdefault(held.document_id, {}).setdefault(document.document_id, reference)
    for held in records.about:
        yield from _cited(records, held, cited.get(held.document_id, {}))


def _cited(records: Records, held: Document, by: dict[str, Reference]) -> Iterator[Question]:
    documents = records.snapshot.documents
    gold = [records.gold(documents[one], r.start, r.end) for one, r in by.items()]
    facts = {"values": [documents[one].title for one in by]}
    yield from asked("cited_by", _CITED, {"d": named(held)}, gold, facts)
