"""Organs as they stand in titles and signatures: who issued a document."""

import re

from ingest.jurisdiction import Region, province_by_sign, region_of
from kb.squeeze import SPACE, squeeze

__all__ = [
    "full_names",
    "history_issuer",
    "is_organ",
    "is_organ_line",
    "split_list",
    "split_organs",
    "title_issuer",
    "where",
]

# How names of organs, and of the bodies that issue documents beside them, end.
_SUFFIX = (
    "政府|政府办|国务院|中央|办公室|办公厅|委员会|常委会|人大|政协|党委|党组|[\u4e00-\u9fff]委"
    "|(?<!结)局|厅|(?<![全内外干大西东南北中])部|署|海关|(?<!年|场)(?:协会|学会|商会|总会|联合会|工会|基金会|监会|红十字会|理事会|侨联|妇联)"
    "|中心|[\u4e00-\u9fff]办|指挥部|领导小组|工作组|综合组|工作专班|联席会议|集团|公司|银行|分行|支行|中支"
    "|支队|总队|大队|大学|学院|(?:中|小|大)学|医院|法院|检察院|研究院|科学院|设计院|报社|合作社|供销社|联社|通讯社"
    "|办事处|管理处|研究所|交易所|管理所|机构|管理站|兵团|司令部|公署|[\u4e00-\u9fff]司|团委|总工会|医保局|机关党委|站|馆"
    "|(?:指挥部|领导小组|机制|专班)[\u4e00-\u9fff]{2,8}组"
)
_ORGAN = re.compile(
    rf"^(?!第)(?:国务院|中共中央|[\u4e00-\u9fff（）()“”A-Z0-9]{{1,40}}?(?:{_SUFFIX}))"
    r"(?:[（(](?:代章?|盖章|章)[）)])?$"
)
# Verbs and particles that no name of an organ holds.
_NO_NAME = re.compile(
    r"[的了是在将把被向为]|对(?!外)|关于|通知|根据|按照|要求|加强|支持|以及|各(?!族)|有关|负责|组织实施"
    r"|请|报送|反馈|咨询|联系|开展|发布|举行|推进|落实|印发|出台|召开|做好|如何|可以|所有|全体|广大|上述|相关|转发|我[省市县区]|本[省市县区部局]"
)
# Bodies named for what they deal with: 应对…的肺炎疫情工作领导小组.
_BARE_LEVEL = re.compile("省|自治区|市|县|区|州|旗|盟")
_LONG_NAMED = re.compile(
    r"(?:应对|防控|防治|处置)?[\u4e00-\u9fff]{2,30}(?=(?:指挥部|领导小组|联防联控机制))"
)
_TITLE = re.compile(
    r"^(?P<issuer>.{2,160}?)(?:关于|印发|转发|批转|发布|公布|《|(?:公告|通告|令)[（(]第)"
)
# The first organ of 住房和城乡建设部等11部门关于….
_AMONG_OTHERS = re.compile(
    r"等[\d一二三四五六七八九十]{0,3}(?:个)?(?:部门|部委|单位|机关|委办局|局|厅)$"
)
# 甲市…委员会甲市…局: joint issuers printed without a space, each with the region before it.
_RUN_ON = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?[省市县区州盟旗]).{{2,40}}?(?:{_SUFFIX})(?=(?P=place))"
)
_SEPARATOR = re.compile(f"[{SPACE}、，,;；]+")


def is_organ(name: str) -> bool:
    """Whether the text, without white space, reads like one organ's name."""
    bare = _LONG_NAMED.sub("", name)
    return bool(_ORGAN.match(name)) and not _NO_NAME.search(bare)


def split_organs(text: str) -> tuple[str, ...]:
    """The organs of a joint issue, as separated in print; () where a part is no organ."""
    parts = tuple(squeeze(part) for part in _SEPARATOR.split(text) if squeeze(part))
    if len(parts) == 1:
        parts = _run_on(parts[0])
    if all(is_organ(part) for part in parts):
        return parts
    whole = squeeze(text)
    return (whole,) if is_organ(whole) else ()


def _run_on(text: str) -> tuple[str, ...]:
    first = _RUN_ON.match(text)
    if first and is_organ(first[0]) and is_organ(text[first.end() :]):
        return (first[0], *_run_on(text[first.end() :]))
    return (text,)


def is_organ_line(text: str) -> bool:
    """Whether a line holds names of organs only."""
    return len(squeeze(text)) <= 120 and bool(split_organs(text))


def title_issuer(title: str) -> tuple[str, ...]:
    """The organs before 关于 in a title as printed; () where the title names none."""
    found = _TITLE.match(title)
    return split_organs(_AMONG_OTHERS.sub("", found["issuer"])) if found else ()


def full_names(
    issuers: tuple[str, ...], known: tuple[str, ...], number: str | None = None
) -> tuple[str, ...]:
    """The issuers; a short one (市政府) by the one known full name (南京市人民政府) that it means.

    Where there is none, 省 and 自治区 are those whose sign begins the number (鄂政办发…).
    """
    return tuple(_full_name(issuer, known, number) for issuer in issuers)


def _full_name(issuer: str, known: tuple[str, ...], number: str | None) -> str:
    if region_of(issuer) or not (level := _BARE_LEVEL.match(issuer)):
        return issuer
    short = _plain(issuer)
    longer = {name for name in known if _plain(name).endswith(short) and region_of(name)}
    if longer:
        return longer.pop() if len(longer) == 1 else issuer
    province = province_by_sign(number or "")
    if province and province.endswith(level[0]):
        return province + issuer.removeprefix(level[0])
    return issuer


def _plain(name: str) -> str:
    """A name without the words that short forms leave out: 人民政府 → 政府, 和."""
    return name.replace("人民政府", "政府").replace("和", "")


def where(issuers: tuple[str, ...]) -> Region | None:
    """The region of the first issuer that names one."""
    return next((found for found in map(region_of, issuers) if found), None)


_ASSEMBLY = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,12}?)第[一二三四五六七八九十]+届"
    r"(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)第[一二三四五六七八九十]+次会议(?:通过|修订|修正)"
)
_ORDER = re.compile(
    r"(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]{2,20}?)(?:令|公告)(?:\d{4}年)?第"
)


def history_issuer(lines: list[str]) -> tuple[str, ...]:
    """The organ that a law's 题注 names: the assembly that passed it, or whose order issued it."""
    for line in lines:
        text = re.sub(r"[（(]|\d{4}年\d{1,2}月\d{1,2}日", "", line)
        if passed := _ASSEMBLY.match(text):
            place = passed["place"] or ("全国" if not passed["body"].startswith("全国") else "")
            return (place + passed["body"],)
        if order := _ORDER.match(text):
            return (order["organ"],)
    return ()


def split_list(text: str) -> tuple[str, ...]:
    """The names of a list (抄送), split where no bracket is open."""
    names, depth, name = [], 0, ""
    for c in re.sub(r"^[^：:]{2,3}[：:]", "", text):
        depth += (c in "（(〔[") - (c in "）)〕]")
        if depth <= 0 and c in "，、。,;；":
            names.append(name)
            name = ""
        else:
            name += c
    names.append(name)
    return tuple(name for name in names if name)
