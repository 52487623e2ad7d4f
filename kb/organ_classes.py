"""Names that stand for a class of organs and not for one: 各县（市、区）政府, 有关部门."""

import re

__all__ = ["is_generic", "lower_governments"]

_OPEN, _CLOSE = "（(〔［\\[", "）)〕］\\]"
_GENERIC = re.compile(
    "^(?:各|有关|相关|全(?:省|市|区|县)|本级|其他|所有|辖区|属地|所在地|县级|乡级|基层)"
)
_GOVERNMENTS = re.compile(
    "^(?:各有关|各相关|各|有关|相关|全省各|全市各|全区各|所有|辖区|属地|当地|地方|下级)?"
    f"(?P<levels>[省市州盟地县旗区乡镇级设自治街道园开发功能直管林和及或与以上、{_OPEN}{_CLOSE}]+?)"
    "(?:人民)?(?:政府|党委政府|办事处)(?:（管委会）|、?管委会)?$"
)
_OF_THE_DOCUMENT = frozenset(
    ("省", "自治区", "市", "州", "自治州", "地区", "盟", "县", "自治县", "区", "旗", "自治旗")
)
# 县（市、区）: the cities in it are cities of the county level.
_COUNTY_CITIES = re.compile(
    f"县[{_OPEN}]?(?:市、?区|区、?市|市|区)|区[{_OPEN}]?(?:县、?市|市、?县|县)|市[{_CLOSE}]?区"
)


def is_generic(name: str) -> bool:
    """Whether a name stands for a class of organs: 各县（市、区）政府, 有关部门."""
    return bool(_GENERIC.match(name))


def lower_governments(name: str) -> str | None:
    """The function of a class of lower governments: 各县〔市、区〕政府, 区县政府 → 县级政府."""
    found = _GOVERNMENTS.match(name)
    levels = found["levels"] if found else ""
    if not levels or (levels in _OF_THE_DOCUMENT and name.startswith(levels)):
        return None
    if re.search("[乡镇街]", levels):
        return "街道和乡镇"
    if name.endswith("办事处"):
        return None
    levels = levels.replace("设区", "").replace("自治区", "省")
    counties = re.search("[县区旗]", levels)
    cities = re.search("[市州盟地]", _COUNTY_CITIES.sub("", levels))
    if counties and not cities:
        return "县级政府"
    return "市县政府" if counties else "市级政府" if cities else "地方政府"
