"""The region and the level of an organ, read off its name.

Levels follow the five levels of 地方各级人民政府; 直辖市 stand at the level of provinces.
"""

import re
from dataclasses import dataclass

from kb.regions import Place, find_places

__all__ = ["NATIONAL", "Region", "province_by_sign", "region_of"]

NATIONAL = "全国"


@dataclass(frozen=True, slots=True)
class Region:
    """Where an organ is responsible."""

    name: str  # 衢州市, 北京市石景山区, 全国
    level: str  # 国家, 省, 市, 县


_MUNICIPALITY = "北京市|天津市|上海市|重庆市"
_PROVINCE = (
    "河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|山东省|河南省|湖北省|湖南省|广东省"
    "|海南省|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区"
    "|宁夏回族自治区|新疆维吾尔自治区|新疆生产建设兵团|香港特别行政区|澳门特别行政区"
)
_PROVINCE_NAMES = (*_MUNICIPALITY.split("|"), *_PROVINCE.split("|"))
# Words that end like a region and are none.
_NO_REGION = (
    "(?!城市|都市|园区|社区|小区|地区|开发区|景区|库区|辖区|行政区|自治区|市区|城区|校区"
    "|全市|本市|各)"
)
_CITY = (
    rf"{_NO_REGION}(?:[\u4e00-\u9fff]{{2,10}}?自治州"
    r"|[\u4e00-\u9fff]{2,4}?(?:市|地区|盟)(?!场|政|民|长|容))"
)
_COUNTY = (
    rf"{_NO_REGION}[\u4e00-\u9fff]{{1,12}}?(?:自治县|县|自治旗|旗|新区|区|市)(?!场|政|容|域|块|划)"
)
_SHORT_COUNTY = re.compile("[^我本各全该外邻省市州区县]县")  # 泾县
_LOCAL = re.compile(
    rf"(?:中共|中国共产党|国家税务总局|国家统计局|中国人民银行)?(?:(?P<municipality>{_MUNICIPALITY})|(?P<province>{_PROVINCE}))?"
    rf"(?P<city>(?(municipality)(?!)|{_CITY}))?(?P<county>{_COUNTY})?"
)
# 国务院组成部门 ending in 部, by full and short name, with those that older documents name.
_MINISTRIES = (
    "外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境"
    "|住房和?城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理"
    "|卫生|铁道|农业|国土资源|环境保护|文化|监察|建设|信息产业|劳动和社会保障|人事|交通"
)
_CENTRAL = re.compile(
    rf"^(?:国务院|中共中央|中央|全国|国家|最高人民|中国人民银行|中国银行?保险?监|中国证监|中国证券监|中国民用航空局|银保监会|证监会"
    rf"|海关总署|审计署|[\u4e00-\u9fff]{{2,8}}总局|(?:{_MINISTRIES})部)"
)
# A local body of a central one: 中国银保监会浙江监管局, 浙江证监局, 衢州海关.
_VERTICAL = re.compile(
    r"^(?:中国|国家|金融|人民银行|银保监|证监|财政部|审计署|海关总署|民航|[\u4e00-\u9fff]{2,8}总局)"
)
_PROVINCIAL_BODY = re.compile(r"(?:监管局|管理局|监察局|证监局|税务局|调查总队|专员办|局)$")
_CITY_BODY = re.compile(r"(?:分局|调查队)$")
# 省、自治区的简称 that begin 发文字号.
_SIGNS = {
    "冀": "河北省",
    "晋": "山西省",
    "辽": "辽宁省",
    "吉": "吉林省",
    "黑": "黑龙江省",
    "苏": "江苏省",
    "浙": "浙江省",
    "皖": "安徽省",
    "闽": "福建省",
    "赣": "江西省",
    "鲁": "山东省",
    "豫": "河南省",
    "鄂": "湖北省",
    "湘": "湖南省",
    "粤": "广东省",
    "琼": "海南省",
    "川": "四川省",
    "黔": "贵州省",
    "云": "云南省",
    "陕": "陕西省",
    "甘": "甘肃省",
    "青": "青海省",
    "内": "内蒙古自治区",
    "桂": "广西壮族自治区",
    "藏": "西藏自治区",
    "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区",
}
_UNNAMED = re.compile("^(?:省|市|县|区|州|自治区|本|各|我)")


def region_of(organ: str) -> Region | None:
    """The region that an organ's full name, without white space, says; None where it says none."""
    found = _LOCAL.match(organ)
    municipality, province, city, county = (
        found.group("municipality", "province", "city", "county") if found else (None,) * 4
    )
    if municipality:
        whole = municipality + (county or "")
        return Region(whole, "县" if county else "省")
    if city and county:
        return Region(city + county, "县")
    if city:
        return Region(city, "市" if _is_prefecture(city) else "县")
    if county:
        return Region(county, "县") if len(county) > 2 or _SHORT_COUNTY.match(county) else None
    if province:
        return Region(province, "省")
    if _VERTICAL.match(organ) and (places := find_places(organ)):
        return _vertical(organ, places[-1])
    if not _UNNAMED.match(organ) and _CENTRAL.search(organ):
        return Region(NATIONAL, "国家")
    return None


def province_by_sign(number: str) -> str | None:
    """The province whose sign (简称) begins a 发文字号; None where none does.

    A city may begin its numbers with the same sign: this says a province only of an organ that is
    known to be one of a province.
    """
    return _SIGNS.get(number[:1])


def _vertical(organ: str, place: Place) -> Region | None:
    """The region of a local body of a central one; None where its name does not tell.

    A branch (分行, 中心支行) may be in charge of more than the city that it is named for.
    """
    if place.name == place.province and _PROVINCIAL_BODY.search(organ):
        full = next((name for name in _PROVINCE_NAMES if name.startswith(place.name)), None)
        return Region(full, "省") if full else None
    if place.name != place.province and _CITY_BODY.search(organ):
        return Region(f"{place.name}市", "市")
    return None


def _is_prefecture(city: str) -> bool:
    """Whether a 市, 州, 地区 or 盟 is a prefecture; other cities stand at the level of counties."""
    if not city.endswith("市"):
        return True
    return any(
        (place.start, place.end) == (0, len(city) - 1) or place.end == len(city)
        for place in find_places(city)
    )
