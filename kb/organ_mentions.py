"""Organ names in free text, such as a question: known names, the longest first, and unknown ones by their shape."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kb.regions import find_places

__all__ = ["Mention", "find_mentions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An organ named in a text."""

    start: int
    end: int
    as_written: str
    function: str | None  # None for a name that is shaped like an organ's and unknown
    prefix: str | None  # the region before the name as written: 市, 衢州市


_MAX_NAME = 24
_LEVELS = ("自治区", "自治州", "省", "市", "县", "区", "州", "盟", "旗")

# What makes another word of the last character of a name: 教育局面, 金融办理, 宣传部门, 政务服务中心城区.
_GOES_ON = {
    "局": "面势部域限促",
    "办": "理法学案好事",
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
}

# A level character that belongs to another word: 全市, 我市, 城市, 园区, 社区.
_NO_LEVEL = re.compile("(?:全|我|本|各|城|都|超|上|夜|集|门|园|社|小|校|辖|片|城|景|市|地|郊)$")
_COUNTY = re.compile("[\u4e00-\u9fff]{2,3}(?:县|区|旗)$")
_NO_COUNTY = re.compile("(?:园|社|小|校|辖|片|景|郊|市|开发|高新|经开|心城|老城|中心|地)区$")
_STOPS = "的了是在和与及或跟、由归请问找给让把被对为哪什么几项有没要想到从说以该这那些个都还能会可吗呢吧谁怎如何牵头责任单位部门"

# 各县（市、区）政府, 区县政府, 各市、县（区）人民政府, 乡镇（街道）
_CLASSES = re.compile(
    "各?(?:设区)?[市州县区旗乡镇街道盟]{1,4}(?:[、（(〔\\[][市州县区旗乡镇街道盟、]{1,6}[）)〕\\]]?){0,2}[市州县区旗]?(?:人民)?(?:政府|办事处)"
)

_STRONG = "总工会|联合会|委员会|管委会|办公室|支队|总队|大队|海关|局|厅|署"
_WEAK = "服务中心|中心|办|委|部"
_SHAPE = re.compile(f"(?:{_STRONG}|{_WEAK})")
# Words that end like an organ and are none.
_NO_ORGAN = re.compile(
    "(?:格局|布局|全局|结局|邮局|当局|大局|破局|开局|新局|变局|僵局|书局|餐厅|客厅|展厅|大厅|全部|内部|外部|总部|干部|西部|东部|中部|南部|北部"
    "|一部|大部|门部|经办|承办|举办|主办|协办|督办|交办|申办|帮办|代办|开办|兴办|创办|联办|补办|快办|立委|常委|编委|村委|居委|评委"
    "|市中心|县中心|区中心|镇中心|(?:分拨|集散|分拣|呼叫|结算|配送|共配|仓储|物流|处理|数据|购物|商业|会展)中心|有关部|相关部)$"
)


def find_mentions(
    text: str, names: Mapping[str, bool], function: Callable[[str], str | None]
) -> list[Mention]:
    """The organs that a text names, in order, not overlapping.

    `names` holds the known names and whether each stands without a region; `function` says what a name means.
    """
    found = [*_classes(text, function)]
    found += _known(text, names, function, [(m.start, m.end) for m in found])
    found += _unknown(text, [(m.start, m.end) for m in found])
    return sorted(found, key=lambda mention: mention.start)


def _classes(text: str, function: Callable[[str], str | None]) -> Iterator[Mention]:
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


def _known(
    text: str,
    names: Mapping[str, bool],
    function: Callable[[str], str | None],
    taken: list[tuple[int, int]],
) -> Iterator[Mention]:
    at = 0
    while at < len(text):
        end = _longest(text, at, names)
        if end is None or any(start < end and at < stop for start, stop in taken):
            at += 1
            continue
        start = _prefix_start(text, at)
        prefix = text[start:at] or None
        if prefix or names[text[at:end]]:
            yield Mention(
                start=start,
                end=end,
                as_written=text[start:end],
                function=function(text[at:end]) or function(text[start:end]),
                prefix=prefix,
            )
            at = end
        else:
            at += 1


def _longest(text: str, at: int, names: Mapping[str, bool]) -> int | None:
    """The end of the longest known name that begins here and does not go on as another word."""
    for end in range(min(len(text), at + _MAX_NAME), at, -1):
        name = text[at:end]
        if name in names and text[end : end + 1] not in tuple(_GOES_ON.get(name[-1], "")):
            return end
    return None


def _prefix_start(text: str, at: int) -> int:
    """Where the region before a name begins; `at` itself where there is none."""
    before = text[:at]
    for level in _LEVELS:
        if before.endswith(level):
            head = before[: -len(level)]
            places = find_places(head)
            if places and places[-1].end == len(head):
                return _prefix_start(text, places[-1].start)
            county = _COUNTY.search(before)
            if county and not any(c in _STOPS for c in county[0]) and not _NO_COUNTY.search(before):
                return _prefix_start(text, county.start())
            return at if _NO_LEVEL.search(head) else at - len(level)
    places = find_places(before)
    if places and places[-1].end == len(before):
        return places[-1].start
    return at


def _unknown(text: str, taken: list[tuple[int, int]]) -> Iterator[Mention]:
    """Names that are shaped like an organ's: 市低空经济局, 衢州市招商研究中心."""
    last = 0
    for match in _SHAPE.finditer(text):
        start, end = _begin(text, match.start(), last, taken), match.end()
        if start is None or any(a < end and start < b for a, b in taken):
            continue
        if text[end : end + 1] in tuple(_GOES_ON.get(text[end - 1], "")) or _NO_ORGAN.search(
            text[start:end]
        ):
            continue
        name = text[start:end]
        body = _prefix_start(text, _after_level(text, start, match.start()))
        has_level = body < _after_level(text, start, match.start())
        weak = not re.fullmatch(_STRONG, match[0])
        if (weak and not has_level) or match.start() - start < 2 or (not has_level and start != 0):
            continue
        last = end
        yield Mention(start=start, end=end, as_written=name, function=None, prefix=None)


def _begin(text: str, head: int, last: int, taken: list[tuple[int, int]]) -> int | None:
    """Where an unknown name that ends with a head begins: at a region before it, or behind the last stop."""
    floor = max([last, head - 12, *(stop for _, stop in taken if stop <= head)])
    start = head
    while (
        start > floor and "\u4e00" <= text[start - 1] <= "\u9fff" and text[start - 1] not in _STOPS
    ):
        start -= 1
    for at in range(start, head):
        begin = _prefix_start(text, at + 1)
        if begin <= at and text[at] in "省市县区州" and begin >= floor and at + 2 <= head:
            return begin
    return start if head - start >= 2 else None


def _after_level(text: str, start: int, head: int) -> int:
    """The offset behind the region that a name begins with; `start` where it begins with none."""
    for at in range(start + 1, head):
        if _prefix_start(text, at) == start and text[at - 1] in "省市县区州":
            return at
    return start
