"""The tail of a document: 施行、落款、附注、版记, and where what it issues begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.effect import is_effect_sentence
from ingest.fields import (
    ANY_DATE,
    COPIED_TO,
    DATE_LINE,
    MAIN_SENT_TO,
    PRINTED_ON,
    RELEASE_NOTE,
    SENTENCE_END,
)
from ingest.issuers import is_organ_line
from ingest.paragraphs import Read

__all__ = ["Tail", "read_tail"]

_SIGNED = re.compile(
    rf"^(?P<organs>[^。，；：]{{2,80}}?)(?P<date>{ANY_DATE})(?:[（(][^（）()]{{0,20}}[）)]?)?$"
)
_COPIES = re.compile(r"^[（(]?共印\d+份[）)]?$")
_CLOSING = re.compile(r"^(?:特此(?:通知|通告|公告|函告|函复|报告|说明|倡议)|此复|此致|专此)")
# Remarks (附注), and what web pages put below a document.
_REMARK = re.compile(
    r"^[（(](?:此件|联系人|联系电话|信息公开|本文)[^（）()]{0,80}[）)]$"
    r"|^(?:来源|分享|编辑|责任编辑|信息来源|打印|联系人|联系电话|文档附件|相关附件)(?:到)?[：:].{0,60}$"
    r"|^[【\[][^】\]]{1,20}[】\]].{0,20}$|^扫一扫.{0,20}$|^(?:正文|公告正文)?下载(?:链接)?[：:]?$|^(?:公告正文|附件下载).{0,12}$"
    r"|^附件[：:]?.{0,80}\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)$"
    r"|^(?:相关(?:链接|解读|文件|附件)|政策解读)[：:]?.{0,80}$"
)
# 签发人 of an order or an announcement.
_SIGNATORY = re.compile(
    r"^(?:省长|市长|县长|区长|州长|盟长|旗长|主席|部长|局长|署长|主任|总理|会长|院长|检察长)[\u4e00-\u9fff·]{2,12}$"
)
_ANNEX_NOTE = re.compile(r"^附件?[：:]")
_MOST_ANNEXES = 20


@dataclass(slots=True)
class Tail:
    """The parts of a tail. `first` and `behind` are indexes of paragraphs."""

    first: int
    behind: int
    organs: list[Read] = field(default_factory=list)
    date: str | None = None
    copied_to: Read | None = None
    main_sent_to: Read | None = None
    printed_on: str | None = None
    colophon: int = 0  # index of the 版记 at the end of the text; the number of paragraphs if none


def read_tail(paragraphs: Sequence[Read], body: int) -> Tail:
    """The tail of a document whose body begins at an index."""
    count = len(paragraphs)
    colophon = count
    while colophon > body and _is_colophon(paragraphs[colophon - 1].text):
        colophon -= 1
    signed = next((at for at in range(body + 1, count) if _is_signature(paragraphs, at)), None)
    if signed is None:
        tail = Tail(_closing_start(paragraphs, count, body), count)
    else:
        behind = signed + 1
        while behind < count and _belongs_behind(paragraphs[behind]):
            behind += 1
        tail = Tail(_closing_start(paragraphs, signed, body), behind)
        _take_signature(tail, paragraphs[signed])
    tail.colophon = max(colophon, tail.behind)
    for paragraph in (*paragraphs[tail.first : tail.behind], *paragraphs[tail.colophon :]):
        if COPIED_TO.match(paragraph.text):
            tail.copied_to = tail.copied_to or paragraph
        elif MAIN_SENT_TO.match(paragraph.text):
            tail.main_sent_to = paragraph
        elif printed := PRINTED_ON.search(paragraph.text):
            tail.printed_on = printed["date"]
    for paragraph in paragraphs[tail.first : signed if signed is not None else tail.behind]:
        if is_organ_line(paragraph.printed):
            tail.organs.append(paragraph)
    return tail


def _is_colophon(text: str) -> bool:
    return bool(
        COPIED_TO.match(text)
        or MAIN_SENT_TO.match(text)
        or _COPIES.match(text)
        or (PRINTED_ON.search(text) and len(text) <= 80)
    )


def _is_signature(paragraphs: Sequence[Read], at: int) -> bool:
    text = paragraphs[at].text
    signed = _SIGNED.match(text)
    if signed and is_organ_line(signed["organs"]):
        return True
    if not DATE_LINE.match(text):
        return False
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    return (
        is_organ_line(paragraphs[at - 1].printed)
        or bool(_SIGNATORY.match(paragraphs[at - 1].text))
        or following is None
        or _belongs_behind(following)
        or (
            not following.marker
            and len(following.text) <= 80
            and not re.search(f"[{SENTENCE_END}]", following.text)
        )
    )


def _take_signature(tail: Tail, paragraph: Read) -> None:
    signed = _SIGNED.match(paragraph.text)
    if signed and not DATE_LINE.match(paragraph.text):
        tail.organs.append(paragraph)
        tail.date = signed["date"]
    else:
        tail.date = paragraph.text


def _belongs_behind(paragraph: Read) -> bool:
    text = paragraph.text
    return bool(
        RELEASE_NOTE.match(text)
        or _is_colophon(text)
        or _REMARK.match(text)
        or DATE_LINE.match(text)
    )


def _closing_start(paragraphs: Sequence[Read], end: int, body: int) -> int:
    """The index of the first of the closing paragraphs that stand together before an index."""
    first = end
    while first > body + 1:
        paragraph = paragraphs[first - 1]
        if paragraph.marker or not _is_closing(paragraph):
            break
        first -= 1
    for at in range(first - 1, max(body, first - _MOST_ANNEXES), -1):
        if _ANNEX_NOTE.match(paragraphs[at].text):
            return _closing_start(paragraphs, at, body)
        if len(paragraphs[at].text) > 80 or re.search(f"[{SENTENCE_END}]$", paragraphs[at].text):
            break
    return first


def _is_closing(paragraph: Read) -> bool:
    return (
        _belongs_behind(paragraph)
        or is_effect_sentence(paragraph.text)
        or bool(_CLOSING.match(paragraph.text) or _SIGNATORY.match(paragraph.text))
        or is_organ_line(paragraph.printed)
    )
