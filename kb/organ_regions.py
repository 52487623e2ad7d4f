"""Which region the name of an organ names, read with the region of the document."""

import re

from kb.regions import find_places, province_of

__all__ = ["bare_place", "expand", "is_own_level", "is_region"]

_AUTONOMOUS = {
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
_CORPS = "兵团"  # there is one
_MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})

_HAN = "[\u4e00-\u9fff]"
_KIND = "特别行政区|自治区|自治州|自治县|自治旗|地区|兵团|省|市|州|盟|县|区|旗"
# 衢州市 is no 州, 沙市区 no 市.
_PART = re.compile(rf"{_HAN}{{1,10}}?(?:{_KIND})(?<!州(?=[市县区]))(?<!市(?=区))")
_REGION = re.compile(rf"(?![省市县区州盟旗])(?:{_HAN}{{1,12}}?(?:{_KIND}|镇|乡|街道|新城)){{1,3}}")

# 市, 市级, 本市, 我市, 全市: a level of the document's own region.
_OWN = re.compile(
    r"(?:本|我|全)?(省|自治区|市|自治州|州|地区|盟|自治县|县|自治旗|旗|区)(?:级|直|属|本级)?"
)

# Zones without a name of their own: 开发区经发局 may be any.
_ZONES = re.compile(
    "(?:国家级|省级)?(?:经济技术|高新技术产业|高新|经济|经|高新技术)?(?:开发区|园区|高新区|经开区"
    "|新区|新城|城区|景区|集聚区|功能区|示范区)"
)


def is_own_level(text: str) -> bool:
    """Whether a text names a level of the document's own region: 市, 省级, 本县."""
    return bool(_OWN.fullmatch(text))


def is_region(text: str) -> bool:
    """Whether a text names a region or a level of one: 衢州市, 北京市石景山区, 市, 浙江."""
    if "各" in text:
        return False
    return (
        text == _CORPS or bool(_OWN.fullmatch(text) or _REGION.fullmatch(text)) or _is_place(text)
    )


def bare_place(region: str) -> str:
    """A region without the word for its kind: 衢州市 → 衢州, 广西壮族自治区 → 广西."""
    for short, full in _AUTONOMOUS.items():
        if region == full:
            return short
    return re.sub(r"(?<=..)(?:省|市|县|区|地区|盟)$", "", region)


def expand(written: str, region: str | None) -> str | None:
    """The full name of the region that an organ's name gives; None if uncertain.

    `written` is the name before the function ("", 市, 衢州, 北京市石景山区), `region` the
    document's.
    """
    if not written:
        return region if region and region != "全国" else None
    if written == _CORPS:
        return f"新疆生产建设{_CORPS}"
    own = _OWN.fullmatch(written)
    if own:
        return _own_region(own[1], region)
    if _ZONES.fullmatch(written):
        return None
    if _REGION.fullmatch(written):
        return _REGION_PARENT.sub("", written)
    if region and bare_place(region) == written:
        return region
    return _province(written)


# 浙江省衢州市 → 衢州市
_REGION_PARENT = re.compile(rf"^{_HAN}{{2,4}}(?:省|自治区)(?={_HAN}+(?:{_KIND})$)")


def _own_region(kind: str, region: str | None) -> str | None:
    """The region of the document, or the one above it, that is of a kind."""
    if not region or region == "全国":
        return None
    end = 0
    for part in _PART.finditer(region):
        end = part.end()
        if part[0].endswith(kind) and not (kind == "区" and part[0].endswith("自治区")):
            return region[:end]
    if kind in ("省", "自治区") and end == len(region):
        province = province_of(region)
        full = _province(province) if province else None
        return full if full and full.endswith(kind) else None
    return None


def _province(short: str) -> str | None:
    """The full name of a province: 江西 → 江西省; None for other places and for 吉林."""
    if short in _AUTONOMOUS:
        return _AUTONOMOUS[short]
    if short in _MUNICIPALITIES:
        return f"{short}市"
    return f"{short}省" if short != "吉林" and province_of(short) == short else None


def _is_place(text: str) -> bool:
    places = find_places(text)
    return len(places) == 1 and places[0].name == text
