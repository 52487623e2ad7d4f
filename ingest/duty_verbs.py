"""The words that give an organ its part in a task: 牵头, 配合, 指导, 负责."""

import re

from kb.model import Role

__all__ = ["DO", "GUIDE", "LEAD", "SUPPORT", "VERB", "label_role", "verb_role"]

LEAD = "总?牵头|主办|主责|首要责任|统筹协调|统筹|总负责|负总责"
SUPPORT = "协同配合|协调配合|配合|协办|参与|参加|协同|协助|支持|协作|联动|联办|会办"
GUIDE = "督促指导|监督指导|指导监督|业务指导|指导|督导|督促|督办|监督|监管"
DO = (
    "负责|承办|贯彻|落实|组织实施|实施|推进|推动|办理|执行|完成|组织|开展|主抓|抓好|保障|做好|分工|主管"
    "|主要责任|第一责任|具体责任|共同责任|工作责任|责任"
)
_PART = "(?:各自|相关|有关|部门|本部门)?的?(?:工作)?(?:职责|职能|责任|任务|权限|职权|要求)"
_HOW = (
    f"按照?{_PART}(?:任务|范围|权限)?(?:和?分工)?(?:要求)?"
    "|(?:依(?:据|照|托|法)?|根据|结合)(?:各自)?(?:职责|职权|职能)(?:和?分工)?"
    "|依法|各负其责|各司其职|分别|共同|具体|联合|各自|分头|密切|加强|强化|切实|抓紧|积极|主动|全力|同步|会同|统一|全面|认真"
    "|工作|分级|按分工|按规定|逐级|逐项|长期|持续|协调|承担|任务|相关工作|有关工作|到位|按|并|和"
)
_DOING = DO.replace("|主要责任|第一责任|具体责任|共同责任|工作责任|责任", "")

# A bounded number of words: that many words can be cut into words in several ways.
# A verb phrase at the end of a stretch: 按职责分工负责, 牵头负责, 积极配合.
VERB = re.compile(f"(?:等|均|都|来)?(?P<verb>(?:{_HOW}|{LEAD}|{SUPPORT}|{GUIDE}|{_DOING}){{1,6}})$")


def verb_role(verb: str) -> Role | None:
    """The role that a verb phrase gives; None where it says only how (按职责)."""
    for words, role in ((LEAD, Role.LEAD), (SUPPORT, Role.SUPPORT), (GUIDE, Role.GUIDE)):
        if re.search(words, verb):
            return role
    return Role.RESPONSIBLE if re.search(_DOING, verb) else None


def label_role(label: str) -> Role:
    """The role that a label gives; responsible for 责任单位 and for mixed ones (牵头和配合单位)."""
    kinds = [
        role
        for words, role in ((LEAD, Role.LEAD), (SUPPORT, Role.SUPPORT), (GUIDE, Role.GUIDE))
        if re.search(words, label)
    ]
    mixed = re.search("[、和与及/]", label) and re.search(DO, label)
    return kinds[0] if len(kinds) == 1 and not mixed else Role.RESPONSIBLE
