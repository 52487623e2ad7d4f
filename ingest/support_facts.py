"""Where conditions that are written together part: 承租国有房屋、年营业收入2000万元以下且无欠税.

Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Iterator

from ingest.support_nouns import BRACKET
from ingest.support_subjects import DOES

__all__ = ["cut_facts", "unbracketed"]

_AND = re.compile("且|并且|而且|同时|，|,|；|(?<=.{2})并(?![购网行入联轨发列且])|、")
# What states a fact of its own, so that the 、 before it divides conditions, not words.
_STATES = re.compile(
    "^(?:近?[一两二三四五\\d]年内?|连续[^，。；、]{1,4}年)?(?:无(?!人|线|形|机|害)|未(?!来|成年)|没有|具有|具备|拥有|[^，。；、\\d]{0,4}(?:通过|获得|取得|列入|纳入|符合|满足)|依法|信用|信誉|财务|正常|管理规范|与[^，。；、]{1,16}签[订署]|签订|缴纳|吸纳|在[^，。；、]{2,10}(?:竣工|投产|建成|完工|开工|达产|上市|运营|登记|备案|开设|设立|新建|从事|经营|就业|参保|注册)|有[^，。；、]{0,8}[^，。；、望]能力)"
    "|^(?:[^，。；、\\d]{2,16}\\d[^，。；、]{0,8}(?:以[上下内]|之内)|[^，。；、\\d]{2,16}(?:达到?|超过|不低于|不少于|不超过|不高于|不足|突破|满)\\d[^，。；、]{1,12})$"
)
_ACTS = re.compile(
    "^(?:在|近|最近|从事|承租|租用|实施|开展|具[有备]|取得|获得|购[置买]|参加|登记|注册|生产|信[用誉]|守法|依法|按时|按规定|未|无|有|招用|吸纳|新?建|投资|财务|管理|连续)[^，。；]{2,}$|\\d"
    f"|^(?:{DOES})[^，。；]{{4,}}$"
)
_OF_ITS_OWN = re.compile("无|未|没有|具有|信用")
_PIECE = re.compile("[^、，,；且]+")


def cut_facts(text: str, start: int, end: int, weak: str = "、") -> Iterator[tuple[int, int]]:
    """Stretches between what joins conditions; `weak` marks join words too, not facts alone."""
    at = start
    blank = unbracketed(text[start:end])
    for joined in _AND.finditer(blank):
        if joined[0] in weak and not _divides(blank, at - start, joined.start(), joined.end()):
            continue
        yield at, start + len(blank[: joined.start()].rstrip("，,、"))
        at = start + joined.end()
    yield at, end


def _divides(part: str, at: int, left: int, right: int) -> bool:
    """Whether a 、 stands between two facts: 无贷款、无失信记录."""
    behind = _PIECE.match(part, right)
    if behind and "、" in part[at:left] and part[left] == "、" and not _OF_ITS_OWN.match(behind[0]):
        return False
    return bool(behind and _STATES.match(behind[0]) and _ACTS.search(part[at:left]))


def unbracketed(text: str) -> str:
    """The text with brackets blanked, so that offsets stay."""
    return BRACKET.sub(lambda m: "　" * len(m[0]), text)
