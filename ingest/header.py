"""What a document says of itself: the fields of its head and tail.

Fields are read where GB/T 9704—2012 puts them (版头、标题、主送机关、落款、版记), from the table of
metadata of a saved web page, and from the lines that tell a law's making (题注). Never from the
body.
"""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.annexes import annex_name
from ingest.effect import Effect, read_effect
from ingest.fields import DATE, NUMBER, NUMBER_AND_TITLE, TITLE_AND_NUMBER, TITLE_END, date_of
from ingest.head import Head, read_head
from ingest.issuers import (
    full_names,
    history_issuer,
    is_organ,
    split_list,
    split_organs,
    title_issuer,
    where,
)
from ingest.layout import LaidOut
from ingest.paragraphs import Read, read_paragraphs
from ingest.tail import Tail, read_tail
from kb.squeeze import squeeze

__all__ = ["Header", "read_header"]

_STATE = "中华人民共和国"
_CLOSING_PARAGRAPHS = 6  # at the end of a text, where its last articles or sentences stand
_ISO_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_WRITTEN = ("成文日期", "生成日期", "发文日期")
_PUBLISHED = ("发布日期", "公布日期", "印发日期", "公开日期", "发布时间")
_EFFECTIVE = ("实施日期", "施行日期", "生效日期")
_EXPIRES = ("失效日期", "废止日期")
_ORDER = re.compile("[^命]令(?:第|$|[（(])|代表大会(?:常务委员会)?公告")
_TITLES = ("标题", "文件名称", "名称")
_ISSUED_BY = ("发文机关", "发文机构", "制发机关", "制定机关")
_RELEASED_BY = ("发布机构", "发布单位")
_REGISTRATIONS = ("统一编号", "规范性文件统一编号", "规范性文件编号", "登记号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a document says of itself; None where it does not say."""

    title: str = ""
    kind: str | None = None  # 文种
    number: str | None = None  # 发文字号，without white space
    registration_number: str | None = None  # 统一编号
    issuers: tuple[str, ...] = ()
    region: str | None = None
    level: str | None = None
    addressees: str | None = None
    copied_to: tuple[str, ...] = ()
    written_on: date | None = None  # 成文日期
    published_on: date | None = None  # 公布、印发日期
    effective_on: date | None = None
    expires_on: date | None = None
    version_on: date | None = None  # 最近一次修订、修正的日期
    body_start: int = 0  # offset behind the head
    tail_start: int = 0  # offset of the tail: 施行、落款、附注、版记
    tail_end: int = 0  # offset behind it: where annexes begin, or the end of the text
    colophon_start: int = 0  # offset of a 版记 behind the annexes; the end of the text if none


def read_header(laid: LaidOut) -> Header:
    """What the head and the tail of a document say, and where they end and begin."""
    paragraphs = read_paragraphs(laid)
    head = read_head(paragraphs)
    tail = read_tail(paragraphs, head.size)
    title = _title(head)
    if _ORDER.search(title) and tail.behind < len(paragraphs):
        # An order issues a rule and is known by it.
        title = annex_name(paragraphs[tail.behind :])[1] or title
    kind = TITLE_END.search(title.rstrip("》"))
    addressees = _addressees(head, tail)
    issuers = _issuers(head, tail, title)
    region = where(issuers)
    written, published, version = _dates(head, tail)
    effect = _effect(paragraphs, head, tail, published or written)
    offsets = [*(paragraph.start for paragraph in paragraphs), len(laid.text)]
    return Header(
        title=title,
        kind=kind["kind"] if kind else None,
        number=_number(head),
        registration_number=head.registration or _field(head, _REGISTRATIONS),
        issuers=issuers,
        region=region.name if region else None,
        level=region.level if region else None,
        addressees=addressees,
        copied_to=split_list(tail.copied_to.text) if tail.copied_to else (),
        written_on=written,
        published_on=published,
        effective_on=effect.effective_on,
        expires_on=effect.expires_on,
        version_on=version,
        body_start=offsets[head.size],
        tail_start=offsets[tail.first],
        tail_end=offsets[tail.behind],
        colophon_start=offsets[tail.colophon],
    )


def _addressees(head: Head, tail: Tail) -> str | None:
    """主送机关 as written, without 主送 and the colon."""
    paragraph = head.addressees or tail.main_sent_to
    if paragraph is None:
        return None
    named = re.sub(r"^主\s*送[^：:]{0,4}[：:]\s*", "", paragraph.printed)
    return named.rstrip("：:。" + string.whitespace + "\u3000\xa0")


def _field(head: Head, names: Sequence[str]) -> str | None:
    return next((head.fields[name] for name in names if head.fields.get(name)), None)


def _title(head: Head) -> str:
    """The title that names its issuer, else that of the metadata, else the first with a 文种."""
    titles = [_spaced(_bare_title(title.text), title) for title in head.titles]
    formal = [
        bare
        for title, bare in zip(head.titles, titles, strict=True)
        if title_issuer(title.printed) or _bare_title(title.text) != title.text
    ]
    kinds = [title for title in titles if "关于" in title and TITLE_END.search(title)]
    given = _field(head, _TITLES)
    return next(iter([*formal, *([given] if given else []), *kinds, *titles, *head.numbers]), "")


def _spaced(title: str, line: Read) -> str:
    """The title with a space between the organs of a joint issue that are printed apart."""
    organs = title_issuer(line.printed)
    joint = "".join(organs)
    return title.replace(joint, " ".join(organs), 1) if title.startswith(joint) else title


def _bare_title(text: str) -> str:
    """A title without the number before or behind it on its line."""
    beside = NUMBER_AND_TITLE.match(text) or TITLE_AND_NUMBER.match(text)
    return beside["title"] if beside else text


def _number(head: Head) -> str | None:
    """The document's own number: its line, its field, its order, or the one beside its title."""
    if head.numbers:
        return head.numbers[0].removeprefix(_STATE)
    given = NUMBER.search(_field(head, ("发文字号", "文号")) or "")
    if given:
        return given[0]
    for line in head.history:
        bare = re.sub(f"^[（(]|{DATE.pattern}|{_STATE}", "", line)
        order = NUMBER.match(bare)
        if order:
            return order[0]
    for title in head.titles:
        beside = NUMBER_AND_TITLE.match(title.text) or TITLE_AND_NUMBER.match(title.text)
        if beside:
            return beside["number"]
    return None


def _issuers(head: Head, tail: Tail, title: str) -> tuple[str, ...]:
    """The issuers, most reliable source first: title, metadata, 标志, 落款, 发布机构, 题注."""
    orders = [_order_organs(line) for line in head.titles if _ORDER.search(line.text)]
    marks = tuple(organ for mark in (*head.marks, *orders) for organ in split_organs(mark))
    signed = tuple(organ for line in tail.organs for organ in _signed_by(line))
    below = tuple(organ for line in head.organs for organ in split_organs(line.printed))
    given = split_organs(_field(head, _ISSUED_BY) or "")
    released = split_organs(_field(head, _RELEASED_BY) or "")
    flat_title = squeeze(title)
    printed = next((line.printed for line in head.titles if line.text == flat_title), title)
    titled = title_issuer(printed)
    known = (*marks, *signed, *below, *given, *released)
    if titled:
        joint = "".join(titled)
        for several in (signed, marks, below, given):
            if len(several) > 1 and several != titled and _among(titled, several, joint):
                return several
        titled = full_names(titled, known, _number(head))
        if where(titled) or not given:
            return titled
    found = given or marks or signed or released
    if found:
        return full_names(found, known, _number(head))
    made = history_issuer(head.history)
    return made or tuple(organ for organ in below if is_organ(organ))


def _among(titled: tuple[str, ...], several: tuple[str, ...], joint: str) -> bool:
    """Whether several organs are those of the title: run together there, or 甲等三部门."""
    return "".join(several) == joint or (len(titled) == 1 and several[0] == titled[0])


def _order_organs(line: Read) -> str:
    """What stands before 令 in a line, as printed."""
    return re.sub("令(?:[^令]*)$", "", line.printed)


def _signed_by(line: Read) -> tuple[str, ...]:
    found = DATE.search(line.text)
    return split_organs(line.text[: found.start()] if found else line.printed)


def _dates(head: Head, tail: Tail) -> tuple[date | None, date | None, date | None]:
    """成文日期, 公布日期, and the date of the latest version of a law."""
    if head.history:
        made = [day for line in head.history for day in _history_dates(line)]
        version = max(made, default=None)
        return version, min(made, default=None), version
    written = _day(_field(head, _WRITTEN)) or _day(tail.date)
    written = written or next((_day(line) for line in head.dates), None)
    published = _day(_field(head, _PUBLISHED)) or _day(tail.printed_on)
    if published is None and any(_ORDER.search(title.text) for title in head.titles):
        published = written
    return written, published, None


def _history_dates(line: str) -> list[date]:
    """The dates of 通过, 公布, 修订, 修正 in a line of a law's making; not that of 施行."""
    days = []
    for found in DATE.finditer(line):
        behind = line[found.end() :]
        if not re.match(r"起?(?:施行|实施|生效)", behind):
            day = date_of(found)
            days += [day] if day else []
    return days


def _day(text: str | None) -> date | None:
    found = DATE.search(text or "") or _ISO_DATE.search(text or "")
    return date_of(found) if found else None


def _effect(paragraphs: Sequence[Read], head: Head, tail: Tail, released_on: date | None) -> Effect:
    closing = paragraphs[max(head.size, tail.first - _CLOSING_PARAGRAPHS) : tail.behind]
    annexed = paragraphs[max(tail.behind, len(paragraphs) - _CLOSING_PARAGRAPHS) :]
    texts = [paragraph.unmarked for paragraph in (*closing, *annexed)]
    texts += [part for line in head.history for part in re.split("[（(，,）)]", line)[1:]]
    read = read_effect(texts, released_on)
    return Effect(
        _day(_field(head, _EFFECTIVE)) or read.effective_on,
        read.expires_on or _day(_field(head, _EXPIRES)),
    )
