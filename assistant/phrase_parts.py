"""The parts that phrases for enterprises are made of: sizes, industries, bodies, places. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from assistant.bodies import BODIES, OWNERSHIPS
from assistant.industries import names as industry_names
from assistant.territory import named_place

__all__ = ["Part", "PartKind", "find_parts"]


class PartKind(StrEnum):
    """What a part of a phrase speaks of."""

    SIZE = "size"  # 中小微
    INDUSTRY = "industry"  # 快递
    BODY = "body"  # 企业
    OWNERSHIP = "ownership"  # 民营
    PLACE = "place"  # 我市、区内、天津市
    SCALE = "scale"  # 规模以上、限上
    STATUS = "status"  # 一般纳税人、小型微利企业、承租人
    INSURED = "insured"  # 参保
    AND = "and"  # 、和及
    OPEN = "open"  # 等
    GLUE = "glue"  # 各类、行业
    CLAIM = "claim"  # whatever else


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a phrase, as written."""

    kind: PartKind
    text: str
    start: int
    end: int


_SIZE = r"大中小微|中小微|大中型|中小型|中小|小微|大型|中型|小型|微型"
_LEVEL = r"自治区|开发区|高新区|经开区|省|市|区|县|州|旗"
_PLACE = (
    rf"(?:我|本|全)(?:{_LEVEL})(?:范围)?内?|(?:{_LEVEL}|域|境|辖区|行政区域|区域)内(?:各|的)?"
    r"|辖区|驻区|驻市|驻县|驻地|本地|在地|(?:^|(?<=[，、的]))在[一-龥](?=企业|注册|设立|落户)"
)
_SCALE = "规模以上|规上|限额以上|限上|四上|规模以下|规下|限额以下|限下"
_STATUS = (
    "小型微利企业|(?:增值税)?(?:一般|小规模)纳税人(?:企业)?|租户|承租人|承租方|承租户|出租人|出租方|房东"
    "|(?:承租|出租)(?=企业|商户|单位)"
)
_INSURED = r"参保"
_AND = r"以及|或者|、|和|及|与|或|，|,|/"
_OPEN = r"等(?=[^级])"
_GLUE = r"各类|各种|各|广大|所有|全部|全体|行业|领域|产业|类|业务|型|性|的|从事|经营|开展|属于"
_KINDS = (
    (PartKind.SCALE, _SCALE),
    (PartKind.SIZE, _SIZE),
    (PartKind.PLACE, _PLACE),
    (PartKind.INSURED, _INSURED),
    (PartKind.AND, _AND),
    (PartKind.OPEN, _OPEN),
    (PartKind.GLUE, _GLUE),
)


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted({*industry_names(), *BODIES, *OWNERSHIPS}, key=len, reverse=True)
    groups = [f"(?P<{PartKind.STATUS.value}_>{_STATUS})"]
    groups += [rf"(?P<word>(?:{'|'.join(map(re.escape, words))})(?<!业(?=务)))"]
    groups += [f"(?P<{kind.value}_>{pattern})" for kind, pattern in _KINDS]
    return re.compile("|".join(groups))


def find_parts(text: str) -> tuple[Part, ...]:
    """The parts of a text, in order and without a gap."""
    found: list[Part] = []
    for part in _parts(f"{text} "):
        claims = part.kind is PartKind.CLAIM and len(found) > 1
        if claims and found[-1].kind is PartKind.GLUE and found[-2].kind is PartKind.CLAIM:
            found[-2:] = [
                Part(
                    kind=PartKind.CLAIM,
                    text=text[found[-2].start : part.end],
                    start=found[-2].start,
                    end=part.end,
                )
            ]
        else:
            found.append(part)
    return tuple(found)


def _parts(text: str) -> Iterator[Part]:
    at, last = 0, len(text) - 1
    for match in _pattern().finditer(text):
        kind, start = _kind(match), match.start()
        if kind is PartKind.PLACE and named_place(text[at : match.end()]) is not None:
            start = at
        if start > at:
            yield _between(text, at, start)
        yield Part(kind=kind, text=text[start : match.end()], start=start, end=match.end())
        at = match.end()
    if at < last:
        yield _between(text, at, last)


def _between(text: str, start: int, end: int) -> Part:
    """What stands between words that are known: the name of a place, else a claim."""
    kind = PartKind.CLAIM if named_place(text[start:end]) is None else PartKind.PLACE
    return Part(kind=kind, text=text[start:end], start=start, end=end)


def _kind(match: re.Match[str]) -> PartKind:
    if match["word"] is None:
        return PartKind(str(match.lastgroup).removesuffix("_"))
    if match[0] in BODIES:
        return PartKind.BODY
    return PartKind.OWNERSHIP if match[0] in OWNERSHIPS else PartKind.INDUSTRY
