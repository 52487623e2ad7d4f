"""Organ names in free text, such as a question: known names, the longest first, and unknown ones.

Chinese has no spaces, so that a name may continue as another word (教育局面, 中心城区): characters
that do so are listed for each last character of a name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from kb.regions import find_places

__all__ = ["Mention", "Use", "find_mentions"]

Function = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An organ named in a text."""

    start: int
    end: int
    as_written: str
    function: str | None  # None for a name that is shaped like an organ's and unknown
    prefix: str | None  # the region before the name as written: 市, 衢州市


class Use(Enum):
    """How a name is used in free text."""

    ALONE = "邮政管理局"
    PREFIXED = "市委"  # only behind a region
    SPOKEN = "公安"  # only where an organ acts: 公安负责什么


def find_mentions(text: str, names: Mapping[str, Use], function: Function) -> list[Mention]:
    """The organs that a text names, in order, not overlapping.

    `names` holds the known names and how each is used; `function` says what a name means.
    """
    found = list(_classes(text, function))
    for mention in _known(text, names, function):
        if not _overlaps(mention, found):
            found.append(mention)
    for mention in _unknown(text, found):
        if not _overlaps(mention, found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _overlaps(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


# ---- classes of lower governments

# 各县（市、区）政府, 区县政府, 各市、县（区）人民政府
_LEVELS_OF_CLASS = "[市州县区旗乡镇街道盟]"
_CLASSES = re.compile(
    f"各?(?:设区)?{_LEVELS_OF_CLASS}{{1,4}}"
    "(?:[、（(〔\\[][市州县区旗乡镇街道盟、]{1,6}[）)〕\\]]?){0,2}"
    "[市州县区旗]?(?:人民)?(?:政府|办事处)"
)


def _classes(text: str, function: Function) -> Iterator[Mention]:
    for match in _CLASSES.finditer(text):
        meaning = function(match[0])
        if meaning and len(match[0]) > 3:
            yield Mention(
                start=match.start(),
                end=match.end(),
                as_written=match[0],
                function=meaning,
                prefix=None,
            )


# ---- known names

_MAX_NAME = 24
# 教育局面, 金融办理, 宣传部门, 政务服务中心城区
_CONTINUES = {
    "局": "面势部域限促",
    "办": "理法学案好事公",
    "委": "托派任",
    "部": "门分署位队件",
    "厅": "堂",
    "署": "名",
    "心": "城镇思",
    "会": "议",
    "府": "采补投",
    "关": "于系注键",
    "安": "全",
    "管": "理",
    "防": "控疫",
    "旅": "游融产",
    "信": "息用号",
    "健": "康身",
    "警": "示察",
    "保": "障护险",
    "法": "定律规",
}


def _continues(text: str, end: int) -> bool:
    """Whether what ends here goes on as another word."""
    return text[end : end + 1] in tuple(_CONTINUES.get(text[end - 1], ""))


def _known(text: str, names: Mapping[str, Use], function: Function) -> Iterator[Mention]:
    at = 0
    while at < len(text):
        end = _longest(text, at, names)
        start = _prefix_start(text, at)
        if end and (start < at or names[text[at:end]] is not Use.PREFIXED):
            yield Mention(
                start=start,
                end=end,
                as_written=text[start:end],
                function=function(text[start:end]) or function(text[at:end]),
                prefix=text[start:at] or None,
            )
            at = end
        else:
            at += 1


# 公安负责, 城管要, 发改、人社; the end of the text.
_ACTS = re.compile(
    "[部系机有要负管的和与、，,？?。！!牵该呢吗做能会承也都干需]|在里面|$"
    "|总共|一共|共有|分到|分了|名下|参与|列在|几项|哪几|是哪|配合"
)


def _longest(text: str, at: int, names: Mapping[str, Use]) -> int | None:
    """The end of the longest known name that begins here and does not go on as another word."""
    for end in range(min(len(text), at + _MAX_NAME), at, -1):
        use = names.get(text[at:end])
        if use and not _continues(text, end) and (use is not Use.SPOKEN or _ACTS.match(text, end)):
            return end
    return None


# ---- the region before a name

_LEVEL = re.compile("(?:自治区|自治州|[省市县区州盟旗])$")
_STATE = re.compile("(?:国家|国务院|中央|全国)$")
_AUTONOMOUS = re.compile("(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区$")
# 全市, 城市, 园区: no level of a region.
_NO_LEVEL = re.compile("(?:[全我本各城都超上夜集门园社小校辖片景市地郊]|开发|高新|经开|中心)$")
_COUNTY = re.compile("(?P<name>[\u4e00-\u9fff]{2,3})[县区旗]$")
_NO_COUNTY = re.compile("(?:[园社小校辖片景郊市地全各本我]|开发|高新|经开|中心|[心老主]城)$")
_STOPS = frozenset(
    "的了是在和与及或跟、由归请问找给让把被对为哪什么几项有没要想到从说以该这那些个都还能会可吗呢吧"
    "谁怎如何牵头责任单位部门"
)


def _prefix_start(text: str, at: int) -> int:
    """Where the region before a name begins; `at` itself where there is none."""
    before = text[:at]
    if own := _STATE.search(before) or _AUTONOMOUS.search(before):
        return own.start()
    level = _LEVEL.search(before)
    head = before[: level.start()] if level else before
    places = find_places(head)
    if places and places[-1].end == len(head):
        start = places[-1].start
        return _prefix_start(text, start) if level else start
    if level is None:
        return at
    county = _COUNTY.search(before)
    if county and not _STOPS & set(county["name"]) and not _NO_COUNTY.search(county["name"]):
        return _prefix_start(text, county.start())
    return at if _NO_LEVEL.search(head) and level[0] != "自治区" else level.start()


# ---- unknown names

_STRONG = "总工会|联合会|委员会|管委会|办公室|支队|总队|大队|海关|局|厅|署"
_WEAK = "服务中心|中心|办|委|部"
_HEAD = re.compile(f"(?P<strong>{_STRONG})|{_WEAK}")
# Words that end like an organ and are none.
_NO_ORGAN = re.compile(
    "(?:[格布全结邮当大破开新变僵书]局|[餐客展大]厅"
    "|[全内外总干西东中南北一大门]部|[经承举主协督交申帮代开兴创联补快]办|[立常编评]委|[村居]委"
    "|[市县区镇]中心|(?:分拨|集散|分拣|呼叫|结算|配送|共配|仓储|物流|处理|数据|购物|商业|会展)中心"
    "|[有相]关部)$"
)
_MAX_STEM = 12


def _unknown(text: str, known: list[Mention]) -> Iterator[Mention]:
    """Names that are shaped like an organ's: 市低空经济局. Weak heads (办, 中心) need a level."""
    floor = 0
    for match in _HEAD.finditer(text):
        begin = max([floor, *(m.end for m in known if m.end <= match.start())])
        start, stem = _stem(text, begin, match.start())
        has_level = start < stem
        if match.start() - stem < 2 or not (has_level or (match["strong"] and stem == 0)):
            continue
        name = text[start : match.end()]
        if _continues(text, match.end()) or _NO_ORGAN.search(name):
            continue
        floor = match.end()
        prefix = text[start:stem] or None
        yield Mention(start=start, end=match.end(), as_written=name, function=None, prefix=prefix)


def _stem(text: str, floor: int, head: int) -> tuple[int, int]:
    """Where a name that ends with a head begins, with its region and without it."""
    start = head
    while start > max(floor, head - _MAX_STEM) and text[start - 1] not in _STOPS:
        if not "\u4e00" <= text[start - 1] <= "\u9fff":
            break
        start -= 1
    for at in range(start + 1, head - 1):
        if _LEVEL.search(text[:at]) and (begin := _prefix_start(text, at)) < at and begin >= floor:
            return begin, at
    return start, start
