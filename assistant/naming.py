"""Which documents of the knowledge base a question names. Pure.

By 《题名》, number, title, short name, or kind. A name that several documents bear means all of
them; a name that none bears is reported as not held.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.titles import Titles, of_place
from kb.citations import bare_title
from kb.model import Document
from kb.regions import find_places

__all__ = ["Named", "find_documents"]

_CJK = "\u4e00-\u9fff"
_QUOTED = re.compile(r"《[^《》]{0,60}(?:《[^《》]{2,60}》[^《》]{0,60}){0,3}》")
_NUMBER = re.compile(
    rf"[{_CJK}]{{1,12}}〔\d{{4}}〕\d{{1,5}}号"
    rf"|[{_CJK}]{{2,16}}(?:令|公告|通告)(?:\d{{4}}年)?第\d{{1,5}}号"
    rf"|[{_CJK}]{{2,16}}(?:\d{{4}}年)?第\d{{1,5}}号(?:令|公告|通告)"
    rf"|[{_CJK}]{{2,16}}公告\d{{4}}年\d{{1,5}}号"
)
# 国办24号文, 京政办发5号文
_SERIAL = re.compile(r"第?(?P<serial>\d{1,4})号(?:文件?)?")
_KINDS = "法|条例|办法|规定|规则|细则|意见|通知|方案|规划|决定|措施|公告|公报|纲要|计划"
# What may stand before a short name without being part of a longer one.
_BEFORE = re.compile(
    rf"(?:^|[^{_CJK}]|[在按据照看查问和与及或跟把对的里中从由《说到是叫用有那这]|根据|依据|按照"
    rf"|依照|违反|关于|我国|国家|国务院|市里|省里|咱们|我们|请问|这个|那个|该|本|新|旧)$"
)
# 劳动合同法第三条: a law is named even where none of that name is held
_LAW_ARTICLE = re.compile(
    rf"([{_CJK}]{{2,14}}?(?:法|条例|办法|规定|规则|细则))(?:的|里"
    rf"|中)?第?[零〇一二两三四五六七八九十百千0-9]{{1,8}}条"
)
_KIND = re.compile(
    r"(?P<strong>实施意见|指导意见|若干意见|若干措施|实施方案|行动方案|行动计划|暂行条例|促进条例"
    r"|管理条例|暂行办法|管理办法|实施办法|实施细则)"
    r"|意见|文件|办法|通知|方案|条例|规定|措施|细则|规则|(?<=这部)法|(?<=该)法|(?<=本)法"
)
_DEICTIC = re.compile(r"(?:这个|这份|这部|那个|那份|那部|本|该|上述)$")
_LEVEL = re.compile(
    r"(市|省|县|区|国家|国务院|中央)(?:政府|里)?的?(?:那个|那份|那部|这个|这份|这部)?$"
)
_WITHIN = re.compile(r"^(?:里|中|上|第|的第|[零〇一二两三四五六七八九十百千0-9]{1,6}条)")
_INSIDE = re.compile(r"(?:在|从|按|按照|根据|查|看|翻|据|^)$")
_LEVELS = {"市": "市", "省": "省", "县": "县", "区": "县", "国": "国家", "中": "国家"}
# Ordinary words that end like a law.
_NO_LAW = re.compile(
    r"(?:办|方|做|看|想|说|合|违|依|执|司|立|非|守|犯|普|用|手|书|加|减|疗|枪|魔|宪|写|打|算|语|用"
    r"|玩|罚|赔|管|吃|处理|计算|什么)法$"
)
_LAW_NAMED = re.compile(
    rf"([{_CJK}]{{2,16}}?法)(?=对|规定|里|中|第|上|有|的|说|要求|，|。|？|允许|怎么|如何|关于|最)"
)
# What is made to carry out another document is a document of its own: 邮政法实施细则,
# 浙江省实施《邮政法》办法.
_CARRIES_OUT = re.compile("^》?的?(?:实施|施行)(?:细则|办法|条例|规定|规则|意见|方案)")
_CARRYING_OUT = re.compile(rf"[{_CJK}]{{0,8}}实施《?$")
_ITS_KIND = re.compile("^》?(?:的?实施)?(?:办法|细则|条例|规定)")
_INNER = str.maketrans("《》", "〈〉")
_PLACE_GAP = 14  # characters between a place and the kind of document that it qualifies


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Documents that a question names, names that are not held, and where the names stand."""

    document_ids: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    spans_of: tuple[tuple[str, int, int], ...] = ()  # which document is named where

    def before(self, offset: int) -> str | None:
        """The document named last before an offset of the text."""
        ends = [(end, document_id) for document_id, _, end in self.spans_of if end <= offset]
        return max(ends)[1] if ends else None

    def without_names(self, text: str) -> str:
        """The text with a space in place of each name."""
        for start, end in sorted(self.spans, reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return text


def find_documents(text: str, titles: Titles) -> Named:
    """What a squeezed, folded question names, the most certain kind of naming first."""
    ids: dict[str, None] = {}
    missing: list[str] = []
    spans: list[tuple[int, int]] = []
    spans_of: list[tuple[str, int, int]] = []
    absent_at: list[tuple[int, int]] = []

    def name(found: Sequence[Document], span: tuple[int, int]) -> None:
        ids.update(dict.fromkeys(document.document_id for document in found))
        spans.append(span)
        spans_of.extend((document.document_id, *span) for document in found)

    for match in _QUOTED.finditer(text):
        found = titles.meant_by(match[0][1:-1])
        other = _other_document(text, match.span(), titles)
        if other is not None:
            missing.append(other[0])
            absent_at.append(other[1])
        elif found:
            name(found, match.span())
        else:
            missing.append(match[0])
            if "《" not in match[0][1:]:
                absent_at.append(match.span())
    for match in _NUMBER.finditer(text):
        if _taken(match.span(), spans):
            continue
        found = titles.numbered(match[0])
        if found:
            name(found, match.span())
        else:
            missing.append(match[0])
    for match in _SERIAL.finditer(text):
        found = titles.of_serial(match["serial"], text[: match.start()])
        if len(found) == 1 and not _taken(match.span(), spans):
            name(found, match.span())
    for document, span in _by_title(text, titles, (*spans, *absent_at)):
        other = _other_document(text, span, titles)
        if other is None:
            name([document], span)
        else:
            missing.append(other[0])
    if not missing:
        for match in _KIND.finditer(text):
            if _taken(match.span(), spans):
                continue
            found, absent = _of_kind(text, match, titles)
            if found:
                name(found, match.span())
                break
            if absent:
                missing.append(absent)
                break
    if not ids and not missing:
        missing += _laws_not_held(text)
    return Named(
        document_ids=tuple(ids),
        missing=tuple(dict.fromkeys(missing)),
        spans=tuple(spans),
        spans_of=tuple(spans_of),
    )


def _taken(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def _other_document(
    text: str, span: tuple[int, int], titles: Titles
) -> tuple[str, tuple[int, int]] | None:
    """The document, and where it is named, that carries out the one named at a span.

    None where the name stands for itself, or what carries it out is held and named as such.
    """
    start, end = span
    before, after = _CARRYING_OUT.search(text[:start]), _CARRIES_OUT.match(text[end:])
    if before is not None and (kind := _ITS_KIND.match(text[end:])) is not None:
        start, end = before.start(), end + kind.end()
    elif after is not None:
        end += after.end()
    else:
        return None
    name = text[start:end].removesuffix("》")
    name = name[1:].replace("》", "") if name.startswith("《") else name.translate(_INNER)
    return None if titles.meant_by(name) else (f"《{name}》", (start, end))


def _by_title(
    text: str, titles: Titles, taken: Sequence[tuple[int, int]]
) -> list[tuple[Document, tuple[int, int]]]:
    """Documents whose title, or a tail of it, stands in the text.

    The longest names win.
    """
    found = []
    for end in range(3, len(text) + 1):
        span, documents = _tail_at(text, end, titles)
        if documents and not _taken(span, taken):
            found.append((span, documents))
    best: list[tuple[Document, tuple[int, int]]] = []
    for span, documents in sorted(found, key=lambda item: item[0][0] - item[0][1]):
        if not any(_taken(span, (other,)) for _, other in best):
            best += [(document, span) for document in documents]
    return best


def _tail_at(text: str, end: int, titles: Titles) -> tuple[tuple[int, int], list[Document]]:
    """The longest tail of a title that ends at an offset, and the documents whose title has it.

    A tail has four characters or more, or is a whole short title of a law.
    """
    for size in range(titles.longest_tail(text, end), 2, -1):
        start = end - size
        tail, before = text[start:end], text[:start]
        named = _names_kind(tail) and size >= 4
        free = _BEFORE.search(before) is not None
        found = [
            document
            for title, document in titles.ending_with(tail)
            if (len(title) == size or named) and (free or _prefix_of(title, before, size))
        ]
        if found:
            return (start, end), found
    return (end, end), []


def _names_kind(tail: str) -> bool:
    return (
        re.search(rf"(?:{_KINDS})$", tail) is not None
        and re.fullmatch(
            r"(?:实施|指导|若干|管理|暂行|促进|行动|工作|保护|监督)?.{0,1}(?:意见|措施|方案|计划"
            r"|办法|通知|规划|条例|规定|细则|决定)",
            tail,
        )
        is None
    )


def _prefix_of(title: str, before: str, size: int) -> bool:
    """Whether what stands before a tail belongs to the title's own beginning: 浙江 … 促进条例."""
    head = title[:-size]
    return any(before.endswith(head[:n]) for n in range(min(len(head), 6), 1, -1))


def _of_kind(text: str, match: re.Match[str], titles: Titles) -> tuple[list[Document], str | None]:
    """The one document that a phrase of a kind means, or the name of one not held.

    Phrases such as 省条例, 浙江那部条例, 这个意见, 办法第三条.
    """
    kind, before, after = match[0], text[: match.start()], text[match.end() :]
    found = titles.of_kind(kind)
    level = _LEVEL.search(before)
    places = [place for place in find_places(before) if match.start() - place.end <= _PLACE_GAP]
    if places:
        place = places[-1]
        there = of_place(place, found)
        if len(there) == 1:
            return there, None
        if (
            not there
            and kind in ("条例", "办法", "规定")
            and not _QUESTION_WORD.search(before[place.end :])
        ):
            return [], f"{before[place.start :]}{kind}"
        about = _sharing(before[place.end :][-_TOPIC:], there)
        return ([about] if about is not None else []), None
    about = _sharing(before[-_TOPIC:], found)
    if about is not None:
        return [about], None
    if level:
        found = [d for d in found if d.level == _LEVELS[level[1][0]]]
    certain = (
        level
        or _DEICTIC.search(before)
        or match["strong"]
        or _WITHIN.search(after)
        or _INSIDE.search(before)
    )
    return (found, None) if certain and len(found) == 1 else ([], None)


def _sharing(before: str, documents: Sequence[Document]) -> Document | None:
    """The document whose title shares the longest phrase, of four characters or more."""
    found = [(document, bare_title(document.title)) for document in documents]
    for size in range(len(before), _PHRASE - 1, -1):
        phrases = {before[at : at + size] for at in range(len(before) - size + 1)}
        meant = [d for d, title in found if any(phrase in title for phrase in phrases)]
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None


_PHRASE, _TOPIC = 4, 16  # characters
_QUESTION_WORD = re.compile(r"什么|哪|怎么|如何|多少|谁|有")


def _laws_not_held(text: str) -> list[str]:
    """Laws that the text names; called where it names no document that is held."""
    found = []
    for match in (*_LAW_ARTICLE.finditer(text), *_LAW_NAMED.finditer(text)):
        name = _trimmed(match[1])
        if not _NO_LAW.search(name) and len(name) >= 3:
            found.append(f"《{name}》")
    return list(dict.fromkeys(found))


def _trimmed(name: str) -> str:
    """A law's name without the words before it: 根据劳动合同法 → 劳动合同法."""
    return re.sub(
        r"^.*(?:根据|依据|按照|依照|违反|请问|想问|关于|在|按|看|查|问|说|的|和|与|，|。"
        r"|？)(?=.{2,})",
        "",
        name,
    )
