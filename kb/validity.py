"""Whether a document is in force on a day (时效性), and from which words that follows. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from kb.citations import bare_title, same_title
from kb.model import Document, DocumentStatus
from kb.squeeze import Squeezed, squeeze

__all__ = ["status_of"]

# Kinds that keep their title when they are revised: a later text replaces an earlier one.
_REVISED = frozenset({"法", "条例", "规定", "办法", "规则", "细则", "决定", "规程"})
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?")


def status_of(
    document: Document,
    as_of: date,
    others: Sequence[Document],
    repeals: Sequence[tuple[str, date | None]],
) -> tuple[DocumentStatus, str]:
    """The status of a document on a day and the reason in Chinese, which names where it is said.

    `others` are the documents of the knowledge base. `repeals` are the titles or numbers that they
    repeal, each with the day from which it does; None where no day is known, which repeals nothing.
    """
    begins = _begins(document)
    if begins is not None and begins > as_of:
        return DocumentStatus.NOT_YET, _since(document, begins)
    if document.expires_on is not None and document.expires_on < as_of:
        reason = _quoted(document, "有效期|执行期|施行期|实施期|试行|期限|有效至")
        return DocumentStatus.EXPIRED, f"有效期至{_day(document.expires_on)}{reason}"
    if document.repealed_on is not None and document.repealed_on <= as_of:
        return (
            DocumentStatus.REPEALED,
            f"自{_day(document.repealed_on)}起废止{_note(document, '外部来源的记载')}",
        )
    repealed = _repealed(document, as_of, others, repeals)
    if repealed is not None:
        return DocumentStatus.REPEALED, repealed
    if document.superseded_on is not None and document.superseded_on <= as_of:
        return (
            DocumentStatus.SUPERSEDED,
            f"新版本自{_day(document.superseded_on)}起施行{_note(document, '外部来源的记载')}",
        )
    newer = _newer(document, as_of, others)
    if newer is not None:
        return DocumentStatus.SUPERSEDED, f"知识库中已有{_version(newer)}的新版本《{newer.title}》"
    if begins is not None:
        return (
            DocumentStatus.IN_FORCE,
            f"{_since(document, begins)}，未见废止、失效或者被替代的记载",
        )
    return DocumentStatus.UNKNOWN, "文件没有写明成文、公布或者施行日期，无法判断"


def _begins(document: Document) -> date | None:
    return document.effective_on or document.published_on or document.written_on


def _since(document: Document, begins: date) -> str:
    if document.effective_on is not None:
        return (
            f"自{_day(begins)}起施行{_quoted(document, '起(?:正式)?(?:施行|实施|执行|生效|试行)')}"
        )
    word = "公布" if document.published_on is not None else "成文"
    return f"{word}于{_day(begins)}，没有写明施行日期"


def _quoted(document: Document, words: str) -> str:
    """（第五十七条：本办法自…起施行）: the last sentence with those words; "" if none has them."""
    view = Squeezed(document.text)
    sentences = list(re.finditer("[^。；！？]+", view.text))
    for found in reversed(sentences):
        if not re.search(words, found[0]):
            continue
        start, end = view.span(*found.span())
        paragraph = document.text.rfind("\n", 0, end) + 1
        sentence = squeeze(document.text[max(start, paragraph) : end])
        article = _ARTICLE.match(squeeze(document.text[paragraph:end]))
        if not re.search(words, sentence) or len(sentence) > 120:
            continue
        if article and not sentence.startswith(article[0]):
            return f"（{article[0]}：{sentence}）"
        if article:
            return f"（{article[0]}：{sentence.removeprefix(article[0])}）"
        return f"（原文：{sentence}）"
    return ""


def _repealed(
    document: Document,
    as_of: date,
    others: Sequence[Document],
    repeals: Sequence[tuple[str, date | None]],
) -> str | None:
    """Why a document of the knowledge base has repealed this one; None where none has."""
    own_day = _version_day(document)
    for name, day in repeals:
        if day is None or day > as_of or not _names(name, document, others):
            continue
        # A law revised as a whole repeals the former text of its own title.
        if (own_day is not None and day <= own_day) or day == document.effective_on:
            continue
        by = next(
            (o for o in others if _begins(o) == day and squeeze(name) in squeeze(o.text)), None
        )
        source = f"《{by.title}》" if by is not None else "知识库中的后一份文件"
        return f"被{source}自{_day(day)}起废止"
    return None


def _names(name: str, document: Document, others: Sequence[Document]) -> bool:
    """Whether a number or title means the document.

    A title without its issuer (关于…的意见) does only where no other document bears it too.
    """
    if squeeze(name) == document.number or bare_title(name) == bare_title(document.title):
        return True
    return same_title(name, document.title) and not any(
        other.document_id != document.document_id and same_title(name, other.title)
        for other in others
    )


def _newer(document: Document, as_of: date, others: Sequence[Document]) -> Document | None:
    """The latest text of the same title that was in force by then, if it is later than this one."""
    own_day = _version_day(document)
    if own_day is None or document.kind not in _REVISED:
        return None
    later = [
        (day, other)
        for other in others
        if other.document_id != document.document_id
        and bare_title(other.title) == bare_title(document.title)
        and (day := _version_day(other)) is not None
        and own_day < day <= as_of
        and (other.effective_on is None or other.effective_on <= as_of)
    ]
    return max(later, key=lambda pair: pair[0])[1] if later else None


def _version_day(document: Document) -> date | None:
    return document.written_on or document.published_on or document.effective_on


def _version(document: Document) -> str:
    day = _version_day(document)
    return _day(day) if day else ""


def _note(document: Document, otherwise: str) -> str:
    return f"（{document.status_note or otherwise}）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
