"""What the name of an organ or of a class of organs looks like; white space is gone before."""

import re

__all__ = [
    "CLOSE",
    "INNER",
    "OPEN",
    "is_class",
    "is_name",
    "is_note",
    "is_organ_shaped",
    "is_private",
    "shares_head",
]

OPEN = "（([［【\u3014〖｛{"
CLOSE = "）)]］】\u3015〗｝}"

INNER = rf"[{re.escape(OPEN)}][^{re.escape(OPEN + CLOSE)}]{{0,24}}[{re.escape(CLOSE)}]"
_BRACKETS = re.compile(f"(?<=.){INNER}")
_MAX_NAME = 40  # 中国（上海）自由贸易试验区临港新片区管理委员会 has 24

_END = re.compile(
    "(?:"
    # organs of party and state
    "委|办|局|厅|部|署|会|院|政府|人大|政协|海关|总社|党组|兵团"
    # their parts
    "|处|科|室|组|专班|队|所|站|台|馆|中心|分行|支行|营业管理部"
    # classes
    "|单位|部门|机构|机关|地区|各地|地方|方面|主体|组织|群团"
    # regions as owners
    "|区|县|市|州|盟|旗|乡|镇|街道|镇街|镇办|街办|村|社区|园|新城|基地|功能区"
    # mass organizations
    "|妇联|残联|科协|文联|社联|社科联|侨联|工商联|台联|记协|作协|联盟"
    # enterprises and institutions
    "|公司|集团|银行|人行|商行|[工农中建交]行|供销社|联社|合作社|报社|新华社|(?<=..)企业|国企|央企"
    "|大学|高校|学校|学院|校|供电|石油|石化|移动|电信|联通|铁塔|国网|邮政|机场|港|[农林牧渔茶]场|垦殖场|厂|平台"
    "|城投|交投|水投|旅投|产投|国投|国资|供销|税务|公安"
    ")$"
)
# Sentences and figures are no names.
_NO_NAME = re.compile(
    "[《》“”\"'‘’：:？?！!%％＝=\\d]|(?<!自)由|(?<!设区)的|是|将(?!乐)|已|被|把|应当|可以|如果|对于|关于|根据"
    "|以及其|为了|通过|不得|不再|需|须|请"
)
_NOTE = re.compile(
    "下同|以下|排在|排名|排序|列在|列首|列第|首位|第一位|为牵头|为责任|不再|附件|其中|注：|略|同上|同前"
    "|底前|年内|月底|\\d年|\\d月|\\d日|长期|持续|适时|常态|每年|全年|贯穿|时限|立即|按时|分阶段|按计划"
    "|按进度|启动|已完成|完成时间|名单|解释|简称|统称|包括|含"
)
_PERSON = re.compile("(?:同志|[市省县区]长|书记|主任|局长|秘书长|部长|厅长|负责人)$")
_PRIVATE = re.compile(
    "(?:用人|建设|施工|监理|运营|生产|经营|使用|申报|申请|项目|承担|依托|产权|企事业|本|原|所在|参保|缴费|采购"
    "|物业|业主|快递|邮政|金融|医疗|培训|保险|服务)*(?:单位|企业|公司|学校|医院|机构|银行|平台|基地|场所|厂|组织|主体|地方)"
)

# A class of regions without a head: 各市 in 各市、县（区）人民政府.
_CLASS_WORD = (
    "(?:设区的?)?(?:省级|市级|县级|乡级|自治区|直辖市|地级以上市|地级市|县级市|设区市|省直管县|直管市"
    "|自治州|自治县|地区|地州市|地州|州市|地市|市地|盟市|旗县市区|旗县区|旗县|师市|县市区|区县|县区|市州|市县"
    "|市区|县市|乡镇场|乡镇|镇街|街道|林区|功能区|开发区|园区|新区|管委会|行委|省|市|州|盟|县|区|旗|乡|镇)"
)
_EACH = "各有关|各相关|全省各|全市各|全区各|全县各|各|有关|相关"
_CLASS = re.compile(rf"(?:{_EACH})?{_CLASS_WORD}(?:{INNER})?(?:{_CLASS_WORD})?")
_CLASS_BEGIN = re.compile(f"{_CLASS_WORD}(?:{INNER})?(?:{_CLASS_WORD})?")
_BEHIND_CLASS = re.compile(
    "$|(?:人民)?政府|管委会|党委|党工委|办事处|有关部门|相关部门|部门"
    "|等|按|负责|牵头|配合|落实|组织|分别|具体|共同|参与|和|及"
)
# 区政府各委、办、局
_ALL_OFFICES = re.compile("各[委部办厅局](?:、[委部办厅局署院])*$")
# 各市州党委、政府
_JOINED = re.compile("(?:以及|及|和|与)(?=各)")
_PARTY = re.compile(f"(?:^|[及和与])(?:{_EACH}|各级).{{0,12}}(?:党委|党工委)$")
_BARE_GOVERNMENT = re.compile(
    "(?:人民)?政府(?=$|等|按|负责|牵头|配合|落实|组织|分别|具体|共同|参与|和|及)"
)
# 省有关部门、单位
_OFFICES = re.compile("(?:有关|相关|各|主管)部门$")
_BARE_UNITS = re.compile("(?:和)?(?:单位|机构)(?=$|等|按|负责|牵头|配合|落实|分别|参与|和|及)")
# 各地、州、市
_PREFECTURES = re.compile("[州盟](?:$|[、（(]|人民政府|行署|行政公署)")
# 神农架林区人民政府 behind 各市、州、直管市、
_NAMED_GOVERNMENT = re.compile("(?![省市县区州各])[\u4e00-\u9fff]{2,12}[市县区](?:人民)?政府")


def is_organ_shaped(name: str) -> bool:
    """Whether a name could be an organ's or a unit's: it ends like one and is no sentence."""
    bare = _BRACKETS.sub("", name)
    return (
        len(name) >= 2
        and len(bare) <= _MAX_NAME
        and (len(bare) > 1 or is_class(name))
        and bool(_END.search(bare))
        and not _NO_NAME.search(bare)
        and not _PERSON.search(bare)
    )


def is_note(text: str) -> bool:
    """Whether a stretch is a date or a remark (2025年底前, 下同) and no unit."""
    return bool(_NOTE.search(_BRACKETS.sub("", text))) and not is_organ_shaped(text)


def is_name(name: str) -> bool:
    """Whether a stretch behind a label can be a unit: no note, date, person or sentence."""
    bare = _BRACKETS.sub("", name)
    readable = not any(pattern.search(bare) for pattern in (_NO_NAME, _NOTE, _PERSON))
    return len(name) >= 2 and len(bare) <= _MAX_NAME and readable


def is_private(name: str) -> bool:
    """Whether a name means whoever is concerned (用人单位, 企业) and no organ."""
    return bool(_PRIVATE.fullmatch(name))


def is_class(name: str) -> bool:
    """Whether a name is a class of regions without a head: 各市, 县（区）."""
    return bool(_CLASS.fullmatch(name))


def shares_head(first: str, name: str) -> bool:
    """Whether a class goes on: 各市 | 县（区）人民政府, but not 各县（市、区） | 市教育局."""
    if _ALL_OFFICES.search(first):
        return len(name) == 1 and name in "委部办厅局署院"
    if _PARTY.search(first) and _BARE_GOVERNMENT.match(name):
        return True
    if _OFFICES.search(first) and _BARE_UNITS.match(name):
        return True
    first = _JOINED.split(first)[-1]
    if first == "各地" and _PREFECTURES.match(name):
        return True
    if not is_class(first.rpartition("、")[2]) or name.startswith("各"):
        return False
    if "、" in first and _NAMED_GOVERNMENT.match(name):
        return True
    begun = bool(re.match(_EACH, first)) or len(first) <= 3
    head = _CLASS_BEGIN.match(name)
    goes_on = head and _BEHIND_CLASS.match(name[head.end() :])
    return begun and bool(goes_on or re.match("[有相]关", name))
