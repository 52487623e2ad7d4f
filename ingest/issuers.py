"""Organs as they stand in titles and signatures: who issued a document."""

import re

from ingest.regions import Region, region_of
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

_SUFFIX = (
    "人民政府|政府|办公室|办公厅|委员会|常委会|人大|政协|党委|党组|省委|市委|县委|区委|州委|国务院|中央|局|厅|部|院|会|委"
    "|中心|办|指挥部|领导小组|工作组|专班|集团|公司|银行|分行|支行|署|总局|管委会|支队|总队|大队|大学|学院|学校|医院|社"
    "|联合社|处|所|馆|站|海关|司令部|兵团|公署|司|团|组|行|中支"
)
_ORGAN = re.compile(rf"^[\u4e00-\u9fff（）()“”A-Z0-9]{{1,40}}?(?:{_SUFFIX})(?:[（(][^（）()]{{1,12}}[）)])?$")
# Verbs and particles that no name of an organ holds.
_NO_NAME = re.compile(r"[的了是在将把被向对为]|关于|通知|根据|按照|要求|加强|支持|以及|各(?!族)|有关|负责|组织实施")
_TITLE = re.compile(
    r"^(?P<issuer>.{2,120}?)(?:关于|印发|转发|批转|发布|公布|《)"
)
_SEPARATOR = re.compile(f"[{SPACE}、，,;；]+")


def is_organ(name: str) -> bool:
    """Whether the text, without white space, reads like one organ's name."""
    return bool(_ORGAN.match(name)) and not _NO_NAME.search(name)


def split_organs(text: str) -> tuple[str, ...]:
    """The organs of a joint issue, as separated in print; () where a part is no organ."""
    parts = tuple(squeeze(part) for part in _SEPARATOR.split(text) if squeeze(part))
    if all(is_organ(part) for part in parts):
        return parts
    whole = squeeze(text)
    return (whole,) if is_organ(whole) else ()


def is_organ_line(text: str) -> bool:
    """Whether a line holds names of organs only."""
    return len(squeeze(text)) <= 120 and bool(split_organs(text))


def title_issuer(title: str) -> tuple[str, ...]:
    """The organs before 关于 in a title as printed; () where the title names none."""
    found = _TITLE.match(title)
    return split_organs(found["issuer"]) if found else ()


def full_names(issuers: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """The issuers, a short name (市商务局) given as the one known name that ends like it (天津市商务局)."""
    return tuple(_full_name(issuer, known) for issuer in issuers)


def _full_name(issuer: str, known: tuple[str, ...]) -> str:
    if region_of(issuer) or not re.match("[省市县区州]", issuer):
        return issuer
    longer = {name for name in known if name.endswith(issuer) and region_of(name)}
    return longer.pop() if len(longer) == 1 else issuer


def where(issuers: tuple[str, ...], addressees: str | None) -> Region | None:
    """The region of the first issuer that names one.

    A 市 whose document goes to its 镇 and 街道 is a city at the level of counties.
    """
    region = next((found for found in map(region_of, issuers) if found), None)
    if region and region.level == "市" and addressees:
        if re.search("各(?:镇|乡|街道|村)", addressees) and not re.search("各.{0,6}[县区]", addressees):
            return Region(region.name, "县")
    return region


_ASSEMBLY = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{0,12}?)第[一二三四五六七八九十]+届"
    r"(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)第[一二三四五六七八九十]+次会议(?:通过|修订|修正)"
)
_ORDER = re.compile(r"(?:中华人民共和国)?(?P<organ>[\u4e00-\u9fff]{2,20}?)(?:令|公告)(?:\d{4}年)?第")


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
