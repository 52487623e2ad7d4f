"""Answers about what a document cites and what cites it. Pure."""

from assistant.context import Context
from assistant.draft import Draft, name_of
from assistant.text import sentences
from kb.citations import cited_document
from kb.model import Document, Facts, Reference, Relation

__all__ = ["basis", "cited_by", "cites", "number_cited"]


def cites(context: Context, draft: Draft, document: Document) -> bool:
    """Write every document that one cites, each once, and whether it is held."""
    first: dict[str, Reference] = {}
    for reference in context.references_of(document.document_id):
        if reference.title and reference.relation is not Relation.ISSUES:
            first.setdefault(reference.title, reference)
    if not first:
        return False
    documents = tuple(context.snapshot.documents.values())
    draft.lines.append(f"{name_of(document)}引用的文件共{len(first)}份：")
    for title, reference in first.items():
        clause = context.snapshot.clause_at(document.document_id, reference.start)
        cited = draft.cite(document, clause, reference.start, reference.end)
        held = cited_document(reference, documents)
        note = "" if held is not None else "（知识库尚未收入）"
        draft.lines.append(f"《{title}》{note}{cited}")
    draft.facts = Facts(values=tuple(f"《{title}》" for title in first), count=len(first))
    return True


def cited_by(context: Context, draft: Draft, document: Document) -> bool:
    """Write the documents held that cite one, each with the place; False where none does."""
    found: dict[str, Reference] = {}
    for reference in context.citing(document):
        found.setdefault(reference.document_id, reference)
    if not found:
        return False
    draft.lines.append(f"知识库里引用{name_of(document)}的文件共{len(found)}份：")
    for document_id, reference in found.items():
        by = context.document(document_id)
        clause = context.snapshot.clause_at(document_id, reference.start)
        quoted = draft.quote(by, clause, reference.start, reference.end)
        draft.lines.append(f"{name_of(by)}，{clause.label.split(' > ')[-1]}：{quoted}")
    draft.facts = Facts(values=tuple(context.document(i).title for i in found), count=len(found))
    return True


def number_cited(context: Context, draft: Draft, document: Document) -> bool:
    """The numbers of the documents that this one cites: of those that the question names best."""
    cited = [r for r in context.references_of(document.document_id) if r.title and r.number]
    shares = [context.share(r.title or "") for r in cited]
    best = [r for r, share in zip(cited, shares, strict=True) if share == max(shares)]
    for reference in best:
        clause = context.snapshot.clause_at(document.document_id, reference.start)
        quoted = draft.quote(document, clause, reference.start, reference.end)
        draft.lines.append(f"《{reference.title}》的文号：{reference.number}。{quoted}")
    draft.facts = Facts(values=tuple(str(r.number) for r in best))
    return bool(best)


def basis(context: Context, draft: Draft, document: Document) -> bool:
    """The documents that this one is based on, as cited, and whether each is held."""
    references = [r for r in context.references_of(document.document_id) if r.title]
    based = [r for r in references if r.relation is Relation.BASIS] or references
    if not based:
        return False
    documents = tuple(context.snapshot.documents.values())
    first = based[0]
    clause = context.snapshot.clause_at(document.document_id, first.start)
    span = next(
        (
            s
            for s in sentences(document.text, clause.start, clause.end)
            if s[0] <= first.start < s[1]
        ),
        (first.start, first.end),
    )
    here = [r for r in based if span[0] <= r.start < span[1]]
    draft.lines.append(f"{name_of(document)}的依据：{draft.quote(document, clause, *span)}")
    for reference in here:
        held = cited_document(reference, documents)
        if held is None:
            draft.lines.append(f"其中《{reference.title}》知识库尚未收入。")
    draft.facts = Facts(values=tuple(f"《{r.title}》" for r in here), count=len(here))
    return True
