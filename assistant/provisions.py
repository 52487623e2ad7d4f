"""Answers that quote an article, or list the articles of a chapter. Pure."""

import re

from assistant import cues
from assistant.context import Context
from assistant.draft import Draft, behind_marker, name_of
from assistant.query import ArticleRef
from assistant.text import sentences
from kb.citations import same_title
from kb.model import Clause, Document, DocumentStatus, Facts, Level

__all__ = ["articles", "definitions", "status_note", "structure"]

_MOST_CITING = 3
_AROUND_TERM = re.compile(
    r"^(?:法律上|文件里|里|中|所谓的?|叫做?|的|才算|是)|(?:是|指|的|叫|意思|算|定义|含义|概念){1,6}$"
)
_BRANCHES = frozenset({Level.PART, Level.CHAPTER, Level.SECTION})


def articles(context: Context, draft: Draft) -> bool:
    """Write the articles that the question names; False where none is written.

    What does not exist, or could be several, is said.
    """
    query = context.query
    if not query.articles and query.chapter:
        return _chapter(context, draft)
    draft.asked = max(1, len(query.articles))
    values: list[str] = []
    for ref in query.articles:
        documents = _holders(context, ref)
        if len(documents) != 1:
            draft.lines.append(_not_one(ref, documents))
            continue
        document = documents[0]
        clause = _clause(context, document, ref)
        if clause is None:
            last = [
                c.marker
                for c in context.snapshot.clauses(document.document_id)
                if c.level is Level.ARTICLE
            ]
            draft.lines.append(
                f"{name_of(document)}没有{_printed(ref)}"
                + (f"，最后一条是{last[-1]}。" if last else "。")
            )
            continue
        whole = clause.level is Level.ARTICLE
        place = clause.marker if whole else clause.label.split(" > ", 1)[-1]
        draft.lines.append(f"{name_of(document)}{place}：")
        start = behind_marker(document, clause, clause.start)
        draft.lines.append(draft.quote(document, clause, start, clause.end))
        note = status_note(context, document)
        if note:
            draft.lines.append(note)
        values.append(clause.marker)
        draft.found += 1
    values += _in_other_documents(context, draft)
    if draft.found and (query.wants_penalty or cues.WHICH_ARTICLE.search(query.question)):
        values += _citing(context, draft)
    draft.facts = Facts(values=tuple(values)) if values else Facts()
    return bool(draft.found)


def _in_other_documents(context: Context, draft: Draft) -> list[str]:
    """Write where a document named beside the article's own refers to it; the markers."""
    with_article = {ref.document_id for ref in context.query.articles}
    titles = [context.document(d).title for d in with_article if d]
    written: list[str] = []
    for document_id in context.query.named.document_ids:
        if document_id in with_article or not titles:
            continue
        document = context.document(document_id)
        for reference in context.references_of(document_id):
            if not any(same_title(reference.title or "", title) for title in titles):
                continue
            if reference.article not in {ref.article for ref in context.query.articles}:
                continue
            holder = _holding(context, document_id, reference.start)
            if holder is None or holder.marker in written:
                continue
            start = behind_marker(document, holder, holder.start)
            quoted = draft.quote(document, holder, start, holder.end)
            draft.lines.append(f"{name_of(document)}{holder.marker}：{quoted}")
            written.append(holder.marker)
    return written


def _holding(context: Context, document_id: str, offset: int) -> Clause | None:
    """The article that holds an offset."""
    clauses = context.snapshot.clauses(document_id)
    return next(
        (c for c in clauses if c.level is Level.ARTICLE and c.start <= offset < c.end), None
    )


def _citing(context: Context, draft: Draft) -> list[str]:
    """Write the articles of the same document that refer to those asked for; their markers."""
    wanted = {
        (c.document_id, ref.article) for c in draft.citations for ref in context.query.articles
    }
    written: dict[str, Clause] = {}
    references = (r for d in {d for d, _ in wanted} for r in context.references_of(d))
    for reference in references:
        if reference.title is None and any(
            d == reference.document_id and (reference.article or "").startswith(a)
            for d, a in wanted
        ):
            holder = _holding(context, reference.document_id, reference.start)
            if holder is not None and len(written) < _MOST_CITING:
                written.setdefault(holder.clause_id, holder)
    for clause in written.values():
        document = context.document(clause.document_id)
        start = behind_marker(document, clause, clause.start)
        quoted = draft.quote(document, clause, start, clause.end)
        draft.lines.append(f"引用该条的{clause.marker}：{quoted}")
    return [clause.marker for clause in written.values()]


def definitions(context: Context, draft: Draft) -> bool:
    """Write the sentence that defines the term asked for.

    False where the question asks for none or no document defines it.
    """
    if not context.query.wants_definition:
        return False
    terms = [*context.query.quoted, *re.split(r"\s+", context.query.text)]
    for term in dict.fromkeys(_AROUND_TERM.sub("", t) for t in terms):
        if not 2 <= len(term) <= 16:
            continue
        name = re.escape(term)
        pattern = re.compile(
            rf"(?:所称(?:的)?[“‘]?{name}[”’]?[^。；]{{0,4}}(?:是指|，指|包括)"
            rf"|{name}[”’]?，?(?:是指|指的是|包括)|(?:以下(?:统称|简称|称)(?:为)?|简称为?"
            rf"|统称为?)[“‘]?{name}[”’]?(?![\u4e00-\u9fff]))"
        )
        for document_id in context.scope:
            document = context.document(document_id)
            match = pattern.search(document.text) if term in document.text else None
            if match is None:
                continue
            clause = context.snapshot.clause_at(document_id, match.start())
            span = next(
                (
                    s
                    for s in sentences(document.text, clause.start, clause.end)
                    if s[0] <= match.start() < s[1]
                ),
                match.span(),
            )
            path = clause.label.split(" > ")
            article = next(
                (n for n, part in enumerate(path) if part.startswith("第") and part.endswith("条")),
                -1,
            )
            heading = "".join(path[article:])
            start = behind_marker(document, clause, span[0])
            quoted = draft.quote(document, clause, start, span[1])
            draft.lines.append(f"{name_of(document)}{heading}：{quoted}")
            draft.found = 1
    if draft.found:
        draft.facts = Facts(values=tuple(c.quote for c in draft.citations))
    return bool(draft.found)


def status_note(context: Context, document: Document) -> str:
    """A sentence on a document that is not, or not certainly, in force; empty otherwise."""
    status, reason = context.statuses[document.document_id]
    return (
        ""
        if status in (DocumentStatus.IN_FORCE, DocumentStatus.UNKNOWN)
        else f"注意：{name_of(document)}{reason}"
    )


def _holders(context: Context, ref: ArticleRef) -> list[Document]:
    """The documents that may be meant.

    The one named before the article, else those in scope that have the article.
    """
    if ref.document_id:
        return [context.document(ref.document_id)]
    scope = [context.document(document_id) for document_id in context.scope]
    if context.query.named.document_ids and len(scope) == 1:
        return scope
    having = [document for document in scope if _article(context, document, ref) is not None]
    if len(having) > 1 and context.query.text:
        best = next(
            (
                item.document
                for item in context.found
                if item.document in having and item.clause.marker == ref.article
            ),
            None,
        )
        return [best] if best is not None and context.query.followed else having
    return having


def _not_one(ref: ArticleRef, documents: list[Document]) -> str:
    if not documents:
        return f"知识库的文件里没有{_printed(ref)}。"
    names = "、".join(name_of(document) for document in documents[:5])
    return f"有{len(documents)}份文件有{_printed(ref)}：{names}。请说明是哪一份。"


def _printed(ref: ArticleRef) -> str:
    return ref.article


def _article(context: Context, document: Document, ref: ArticleRef) -> Clause | None:
    found = [
        c
        for c in context.snapshot.clauses(document.document_id)
        if c.level is Level.ARTICLE and c.marker == ref.article
    ]
    return found[0] if found else None


def _clause(context: Context, document: Document, ref: ArticleRef) -> Clause | None:
    """The article, or the 款 or 项 in it that is asked for.

    The article itself where it has no such part.
    """
    article = _article(context, document, ref)
    if article is None:
        return None
    inside = [
        c
        for c in context.snapshot.clauses(document.document_id)
        if article.start <= c.start and c.end <= article.end
    ]
    found = article
    if ref.paragraph:
        paragraphs = [
            c for c in inside if c.level is Level.PARAGRAPH and c.parent_id == article.clause_id
        ]
        found = paragraphs[ref.paragraph - 1] if ref.paragraph <= len(paragraphs) else found
    if ref.item:
        items = [
            c
            for c in inside
            if c.level is Level.ITEM and found.start <= c.start and c.end <= found.end
        ]
        found = items[ref.item - 1] if ref.item <= len(items) else found
    return found


def _chapter(context: Context, draft: Draft) -> bool:
    """List the articles of a chapter."""
    query = context.query
    for document_id in context.scope:
        document = context.document(document_id)
        clauses = context.snapshot.clauses(document_id)
        chapter = next(
            (
                c
                for c in clauses
                if c.level in _BRANCHES and re.sub(r"\s", "", c.marker) == query.chapter
            ),
            None,
        )
        if chapter is None or (len(context.scope) > 1 and not query.named.document_ids):
            continue
        inside = [
            c
            for c in clauses
            if c.level is Level.ARTICLE and chapter.start <= c.start and c.end <= chapter.end
        ]
        cited = draft.cite(document, chapter, chapter.start, chapter.body_end)
        draft.lines.append(
            f"{name_of(document)}{chapter.marker} {chapter.heading}共{len(inside)}条：{cited}"
        )
        for clause in inside:
            stop = document.text.find("。", clause.start, clause.end) + 1 or clause.end
            draft.lines.append(draft.quote(document, clause, clause.start, stop))
        draft.facts = Facts(values=tuple(c.marker for c in inside), count=len(inside))
        draft.found = 1
        return True
    return False


def structure(context: Context, draft: Draft) -> bool:
    """Write how many parts of the asked level (条, 章, 节) a document has.

    False where that is not asked or no document is meant.
    """
    match = cues.STRUCTURE.search(context.query.question)
    level = (
        {"条": Level.ARTICLE, "章": Level.CHAPTER, "节": Level.SECTION}.get(match[0][-1])
        if match
        else None
    )
    if match is None or level is None or len(context.scope) != 1:
        return False
    document = context.document(context.scope[0])
    found = [c for c in context.snapshot.clauses(document.document_id) if c.level is level]
    if not found:
        return False
    last = found[-1]
    behind_marker = min(last.end, last.start + len(last.marker))
    stop = last.end if level is Level.ARTICLE else behind_marker
    cited = draft.cite(document, last, last.start, stop)
    draft.lines.append(
        f"{name_of(document)}共{len(found)}{match[0][-1]}，最后是{cited}{last.marker}。"
    )
    draft.facts = Facts(count=len(found))
    draft.found = 1
    return True
