"""The head of a document: everything before its body (版头、标题、主送机关；法规的题注和目录)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.fields import (
    ADDRESSEES,
    ANY_DATE,
    DATE_LINE,
    FIELD_NAMES,
    MAIN_SENT_TO,
    MARKING,
    NUMBER,
    NUMBER_LINE,
    ORDER_LINE,
    PRINTED_ON,
    REGISTRATION,
    RELEASE_NOTE,
    SENTENCE_END,
    TITLE_END,
)
from ingest.issuers import is_organ_line
from ingest.markers import Kind
from ingest.paragraphs import Read, behind_contents
from kb.squeeze import SPACE

__all__ = ["Head", "read_head"]

_FARTHEST_HEAD = 30  # paragraphs
_LONGEST_TITLE = 120
_LONGEST_HEADLINE = 80
_MARK = re.compile(r"^.{2,60}文件$")
_HISTORY = re.compile(
    rf"^[（(]?(?:根据)?(?:{ANY_DATE}|[^。，；]{{2,40}}令).*(?:通过|公布|修订|修正|修改|发布|批准|施行|起施行|废止)[）)]?$"
)
_BRACKETED_DATE = re.compile(rf"^[（(]{ANY_DATE}[）)]$")
_NOT_ADDRESSED = re.compile(
    r"如下|通知|现将|根据|按照|为了|^为|以下|包括|^\d|要求|决定|[：:].|^[附答问据]|记者|联系(?:人|方式|电话)|电话"
    r"|网址|报道|全文"
)
_ADDRESSED = re.compile(
    r"各|局|委|府|部|厅|单位|企业|机构|公司|院|行|社|办|会|校|站|中心|集团|同志|群众|市民|居民|村民|家长|朋友|人员"
)
_FIELD_NAMES = "|".join(FIELD_NAMES)
_FIELD = re.compile(rf"[\[【]?(?P<name>{_FIELD_NAMES})(?:[\]】][：:]?|[：:])")
_LABEL = re.compile(rf"(?P<name>{_FIELD_NAMES})(?=\S)")


@dataclass(slots=True)
class Head:
    """The parts of a head. `size` counts the paragraphs it takes."""

    size: int = 0
    titles: list[Read] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    registration: str | None = None
    marks: list[str] = field(default_factory=list)  # 发文机关标志 without 文件
    organs: list[Read] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)  # 题注
    addressees: Read | None = None
    fields: dict[str, str] = field(default_factory=dict)


def read_head(paragraphs: Sequence[Read]) -> Head:
    """The head of a document."""
    head = _read_from(paragraphs, 0)
    # Web pages put a summary above the document: its head is where the title stands again.
    for at in range(head.size + 1, min(_FARTHEST_HEAD, len(paragraphs))):
        if any(paragraphs[at].text == title.text for title in head.titles):
            while at > head.size and _is_above_title(paragraphs[at - 1].text):
                at -= 1
            return _read_from(paragraphs, at)
    return head


def _is_above_title(text: str) -> bool:
    return bool(NUMBER_LINE.match(text) or REGISTRATION.match(text) or _MARK.match(text))


def _read_from(paragraphs: Sequence[Read], start: int) -> Head:
    head = Head()
    for at in range(start, len(paragraphs)):
        paragraph = paragraphs[at]
        text = paragraph.text
        if behind := behind_contents(paragraphs, at):
            head.size = behind
            break
        if _take_line(head, paragraph) or _take_title(head, paragraph, first=not head.titles):
            head.size = at + 1
            continue
        if _is_addressees(text) or MAIN_SENT_TO.match(text):
            head.addressees = paragraph
            head.size = at + 1
        break
    if head.addressees is None and head.size == len(paragraphs):
        head.size = 0
    return head


def _take_line(head: Head, paragraph: Read) -> bool:
    """Whether the paragraph is a line of the head other than its title; kept if so."""
    text = paragraph.text
    fields = _fields(text, labelled=paragraph.style == "field")
    if fields and (paragraph.style == "field" or not head.addressees):
        for name, value in fields.items():
            head.fields.setdefault(name, value)
    elif paragraph.style == "field" or RELEASE_NOTE.match(text):
        pass
    elif REGISTRATION.match(text):
        head.registration = head.registration or text
    elif MARKING.match(text):
        pass
    elif numbered := NUMBER_LINE.match(text):
        head.numbers.append(numbered["number"])
    elif ORDER_LINE.match(text) and head.titles and re.search("(?:令|公告)$", head.titles[-1].text):
        head.numbers.append(head.titles[-1].text + text.strip("（）()"))
    elif _MARK.match(text):
        head.marks.append(re.sub(f"文[{SPACE}]*件$", "", paragraph.printed))
    elif DATE_LINE.match(text) or _BRACKETED_DATE.match(text) or PRINTED_ON.search(text):
        head.dates.append(text)
    elif len(text) < 600 and not paragraph.marker and _HISTORY.match(text):
        head.history.append(text)
    elif is_organ_line(paragraph.printed) and head.titles:
        head.organs.append(paragraph)
    elif is_organ_line(paragraph.printed):
        head.marks.append(paragraph.printed)
    else:
        return False
    return True


def _fields(text: str, *, labelled: bool) -> dict[str, str]:
    found = list(_FIELD.finditer(text))
    if labelled and not found and (label := _LABEL.match(text)):
        found = [label]
    if not found or found[0].start() != 0:
        return {}
    ends = [*(label.start() for label in found[1:]), len(text)]
    values = {
        label["name"]: text[label.end() : end].strip("-—[]【】")
        for label, end in zip(found, ends, strict=True)
    }
    return {name: value for name, value in values.items() if len(value) <= 200}


def _take_title(head: Head, paragraph: Read, *, first: bool) -> bool:
    text = paragraph.text
    if paragraph.marker and paragraph.marker.kind is not Kind.DOTTED1:
        return False
    formal = (
        len(text) <= _LONGEST_TITLE
        and TITLE_END.search(text)
        and (first or paragraph.style == "h1" or re.search("关于|《", text))
        and not re.search(f"[{SENTENCE_END}]|[：:]$", text)
    )
    headline = first and (
        paragraph.style == "h1"
        or (
            len(text) <= _LONGEST_HEADLINE
            and "。" not in text
            and text[-1] not in "；;：:，、"
            and not _is_addressees(text)
        )
    )
    numbered = (
        first and len(text) <= _LONGEST_TITLE + 20 and NUMBER.search(text) and "。" not in text
    )
    if formal or headline or (numbered and text[-1] not in "：:，"):
        head.titles.append(paragraph)
        return True
    return False


def _is_addressees(text: str) -> bool:
    return bool(
        ADDRESSEES.match(text) and _ADDRESSED.search(text) and not _NOT_ADDRESSED.search(text[:-1])
    )
