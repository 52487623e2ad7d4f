"""Annexes and the documents that a notice issues: where each begins and what it is called."""

import re
from collections.abc import Sequence

from ingest.fields import DATE_LINE, SENTENCE_END, TITLE_END
from ingest.issuers import is_organ_line
from ingest.paragraphs import Read

__all__ = ["annex_name", "split_annexes"]

_MARK = re.compile(
    r"^(?P<marker>附(?:件|表|录|图)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?)(?:[：:](?P<title>.{2,60}))?$"
)
# What an annex may be beside the kinds of documents: 任务分解表, 成员名单, 申请书（样式）.
_FORM_END = re.compile(
    r"(?:表|名单|目录|图|样式|格式|模板|范本|申请书|说明|指标|流程)(?:[（(][^（）()]{1,12}[）)])?$"
)
_ENTRY = re.compile(r"\d{1,2}[.．、]")  # 附件：1.任务分解表 lists what is enclosed
_COLUMNS = re.compile(r"\S[ \t\u3000]+\S+[ \t\u3000]+\S")
_LONGEST_TITLE_LINE = 60
_MOST_TITLE_LINES = 4


def split_annexes(paragraphs: Sequence[Read], *, in_body: bool) -> list[Sequence[Read]]:
    """The paragraphs in parts, each from one annex mark (附件1) or enclosed document to the next.

    A mark before a numbered title (附件：1.…) lists what is enclosed; in a body any mark that is
    not on a line of its own does.
    """
    starts = [0]
    for at in range(1, len(paragraphs)):
        mark = _MARK.match(paragraphs[at].text)
        listed = mark and mark["title"] and (in_body or _ENTRY.match(mark["title"]))
        marked = mark and not listed and len(mark["marker"]) > 1
        if marked or (not in_body and _begins_document(paragraphs[at - 1], paragraphs[at])):
            starts.append(at)
    return [paragraphs[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def _begins_document(before: Read, paragraph: Read) -> bool:
    """Whether a title stands behind a signature: an enclosed document ends, another begins."""
    return bool(
        DATE_LINE.match(before.text)
        and _is_title_line(paragraph)
        and "关于" in paragraph.text
        and TITLE_END.search(paragraph.text)
    )


def annex_name(paragraphs: Sequence[Read]) -> tuple[str, str, int]:
    """Marker and title of an annex ("" where it has none) and how many paragraphs they take."""
    mark = _MARK.match(paragraphs[0].text)
    marker = mark["marker"] if mark else ""
    title = (mark["title"] or "") if mark else ""
    size = 1 if mark else 0
    while size < min(len(paragraphs), _MOST_TITLE_LINES) and _is_title_line(paragraphs[size]):
        if TITLE_END.search(title) or _FORM_END.search(title):
            break
        title += paragraphs[size].text
        size += 1
    while title and size < len(paragraphs) and _is_below_title(paragraphs[size]):
        size += 1
    return marker, title, size


def _is_title_line(paragraph: Read) -> bool:
    text = paragraph.text
    return (
        paragraph.marker is None
        and len(text) <= _LONGEST_TITLE_LINE
        and not _COLUMNS.search(paragraph.printed)
        and not re.search(f"[{SENTENCE_END}]|[：:，]$", text)
    )


def _is_below_title(paragraph: Read) -> bool:
    return paragraph.marker is None and bool(
        is_organ_line(paragraph.printed)
        or DATE_LINE.match(paragraph.text)
        or re.match(r"^[（(][^（）()]{1,30}[）)]$", paragraph.text)
    )
