"""Lists of organs with the part each has: 市发改委牵头，市财政局、市住建局配合.

Works on text without white space. A list is cut at separators outside brackets; the verb that ends a group gives
the group its role, otherwise the label before the list does (责任单位：).
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from kb.model import Role

__all__ = ["CLOSE", "OPEN", "Piece", "is_organ_shaped", "read_list", "read_sentence"]

OPEN = "（([［【\u3014〖｛{"
CLOSE = "）)]］】\u3015〗｝}"
_PAIRS = dict(zip(OPEN, "））］］】\u3015〗｝｝", strict=True))


@dataclass(frozen=True, slots=True)
class Piece:
    """One organ of a list; `start` and `end` count from the beginning of the squeezed text."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between separators."""

    start: int
    end: int
    before: str  # the separator before it


# ---- verbs

_LEAD = "牵头|主办|主责|总牵头|统筹协调|统筹|总负责"
_SUPPORT = "协同配合|配合|参与|参加|协助|协同|协办|支持|联动|协作|协调配合"
_GUIDE = "督促指导|监督指导|指导监督|业务指导|指导|督导|督促|监督|督办"
_DO = "负责|承办|落实|组织实施|实施|贯彻|推进|推动|办理|执行|完成|组织|开展|主抓|抓好|保障|做好|分工|主管"
_HOW = (
    "按照?(?:各自|相关|有关|部门|本部门)?(?:的)?(?:工作)?(?:职责|职能|责任|任务|权限|职权|要求)(?:任务|范围|权限)?(?:和?分工)?(?:要求)?"
    "|依(?:据|照|托|法)?(?:各自)?(?:职责|职权|职能)(?:和?分工)?|依法|根据(?:各自)?(?:职责|职能)(?:和?分工)?|结合(?:各自)?(?:职责|职能)(?:和?分工)?"
    "|各负其责|各司其职|分别|共同|具体|联合|各自|分头|密切|积极|主动|全力|同步|会同|统一|全面|认真|依职责"
    "|工作|分级|按分工|按规定|逐级|逐项|长期|持续|协调|具体承担|承担|任务|相关工作|有关工作|指导下|到位|等?按"
)
_VERB = re.compile(f"(?:等|均|都|来)?(?P<verb>(?:{_HOW}|{_LEAD}|{_SUPPORT}|{_GUIDE}|{_DO})+)$")
_MAIN = re.compile(f"{_LEAD}|{_SUPPORT}|{_GUIDE}|{_DO}")
# 省教育厅牵头会同省财政厅, 市发改委牵头市财政局配合
_LEAD_INSIDE = re.compile("牵头(?:负责|组织|推进|落实|实施)?(?!单位|部门|人|会议|制度|机构|处|办)")
_JOINT = re.compile(
    "会同|会商|(?<=[委局厅部办署行府会协联])(?<!管委)(?:商|会|联合)(?=[省市区县州国各自])"
)

_OWN_ROLE = re.compile(
    rf"[（(\[［〔](?:为)?(?P<role>总?牵头|主办|主责|责任|配合|协办|参与|承办|指导|排名第一|协助|负责)(?:单位|部门)?[）)\]］〕]$"
)


def _role(verb: str) -> Role | None:
    """The role that a verb phrase gives; None where it holds no verb of this kind (按职责)."""
    if re.search(_LEAD, verb):
        return Role.LEAD
    if re.search(_SUPPORT, verb):
        return Role.SUPPORT
    if re.search(_GUIDE, verb):
        return Role.GUIDE
    return Role.RESPONSIBLE if _MAIN.search(verb) else None


# ---- what is an organ

_ENDS = (
    "委|办|局|厅|部|署|会|院|银行|人行|商行|[工农中建交]行|公司|供销社|报社|联社|合作社|新华社|台|站|所|校|馆|队|中心|集团|海关|政府|单位|部门|机构|机关|地区|各地|地方"
    "|区|县|市|州|盟|旗|乡|镇|街道|园|新城|大学|妇联|残联|科协|文联|社联|社科联|侨联|工商联|台联|记协|作协|体协"
    "|处|科|室|组|专班|供电|石油|石化|移动|电信|联通|铁塔|国网|机场|港|平台|人大|政协|高校|学院|方面|基地|组织|兵团"
    "|农场|林场|厂|场|街办|村|社区|城投|交投|水投|旅投|产投|国投|税务|公安|总社|分行|支行|主体|联盟|群团|镇街|乡镇|镇办|办事处|国资|供销|邮政"
)
_ORGAN_END = re.compile(f"(?:{_ENDS})$")
# Sentences and figures are no organs.
_NO_NAME = re.compile(
    "[《》“”\"'‘’：:？?！!%％＝=\\d]|(?<!设区)的|是|将(?!乐)|已|被|把|应当|可以|如果|对于|关于|根据|以及其|由于|为了|通过|不得|不再|需|须|请"
)
_NOTE = re.compile(
    "下同|以下|排在|排名|排序|列在|列首|列第|首位|第一位|为牵头|为责任|不再|见附件|附件|其中|注：|略|同上|同前"
    "|底前|年内|月底|\\d年|\\d月|\\d日|长期|持续|适时|常态|每年|全年|贯穿|时限|立即|按时|分阶段|按计划|按进度|启动|已完成|完成时间|名单|解释|简称|统称|包括|含"
)
_PERSON = re.compile("(?:同志|市长|省长|县长|区长|书记|主任|局长|秘书长|部长|厅长)$")
_STATE_HEAD = re.compile("^(?:国家|中国|中华|国网|中共|全国)")

# A class of regions without a head: 各市 in 各市、县（区）人民政府.
_CLASS_WORD = "(?:设区的?)?(?:省级|市级|县级|乡级|省|自治区|直辖市|地级以上市|地级市|县级市|设区市|市|州|自治州|盟|地区|县|自治县|区县|县区|市州|市县|市区|县市区|县市|区|旗|林区|乡镇|镇街|乡|镇|街道|直管市|省直管县|功能区|开发区|园区|新区|管委会)"
_INNER = rf"[{re.escape(OPEN)}][^{re.escape(OPEN + CLOSE)}]{{0,20}}[{re.escape(CLOSE)}]"
_BRACKETS = re.compile(f"(?<=.){_INNER}")
_CLASS = re.compile(
    rf"(?P<each>各|有关|相关|全省各|全市各|全区各)?(?:有关|相关)?{_CLASS_WORD}(?:{_INNER})?{_CLASS_WORD}?"
)


def is_organ_shaped(name: str) -> bool:
    """Whether a name could be an organ's or a unit's: it ends like one and is no sentence."""
    bare = _BRACKETS.sub("", name)
    return (
        2 <= len(bare) <= 40
        and bool(_ORGAN_END.search(bare))
        and not _NO_NAME.search(bare)
        and not _PERSON.search(bare)
    )


def _is_note(text: str) -> bool:
    """Whether a stretch is a date or a remark (2025年底前, 下同) and no unit."""
    return bool(_NOTE.search(_BRACKETS.sub("", text))) and not is_organ_shaped(text)


def _is_name(name: str) -> bool:
    """Whether a stretch after a label can be a unit: nothing that reads like a note, a date, a person or a sentence."""
    bare = _BRACKETS.sub("", name)
    return 2 <= len(bare) <= 40 and not any(p.search(bare) for p in (_NO_NAME, _NOTE, _PERSON))


# ---- reading


def read_list(
    text: str, start: int, end: int, role: Role, gaps: Collection[int], known: Callable[[str], bool]
) -> list[Piece]:
    """The organs of text[start:end] behind a label that gives `role`; verbs inside the list override it.

    `gaps` are the offsets where white space stood; `known` says whether a name is a known organ's.
    """
    return [
        piece
        for piece, verbless in _pieces(text, start, end, gaps, known, role)
        if _is_name(text[piece.start : piece.end])
        and (verbless or is_organ_shaped(text[piece.start : piece.end]))
    ]


def read_sentence(
    text: str, start: int, end: int, gaps: Collection[int], known: Callable[[str], bool]
) -> tuple[list[Piece], bool]:
    """The organs of text[start:end], and whether verbs gave every one its part (A牵头，B配合).

    Nothing where there is anything but organs, verbs and notes, or a verb for some organs only.
    """
    pieces, verbs = [], set()
    for piece, verbless in _pieces(text, start, end, gaps, known, None):
        name = text[piece.start : piece.end]
        if _is_note(name):
            continue
        if not (is_organ_shaped(name) or known(name)):
            return [], False
        pieces.append(piece)
        verbs.add(not verbless)
    return (pieces, verbs == {True}) if len(verbs) == 1 else ([], False)


def _pieces(
    text: str,
    start: int,
    end: int,
    gaps: Collection[int],
    known: Callable[[str], bool],
    default: Role | None,
) -> list[tuple[Piece, bool]]:
    """Each unit with its role, and whether no verb gave it."""
    parts = [
        part
        for whole in _merge_classes(text, list(_cut(text, start, end, gaps)))
        for part in _split_inside(text, whole, gaps, known)
    ]
    done: list[tuple[Piece, bool]] = []
    waiting: list[Piece] = []
    for part in parts:
        for stretch, role in _by_verb(text, part):
            waiting += _units(text, stretch, default or Role.RESPONSIBLE)
            if role is not None:
                done += [
                    (piece if own else replace(piece, role=role), False)
                    for piece, own in _own(text, waiting)
                ]
                waiting = []
    done += [(piece, True) for piece, _ in _own(text, waiting)]
    return done


def _cut(text: str, start: int, end: int, gaps: Collection[int]) -> Iterator[_Part]:
    """Stretches between separators outside brackets."""
    depth, at, before = 0, start, ""
    for i in range(start, end):
        c = text[i]
        if c in OPEN:
            depth += 1
        elif c in CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and c in "、，,；;。/／|｜·．.*★▲+＋":
            if at < i:
                yield _Part(at, i, before)
            at, before = i + 1, c
    if at < end:
        yield _Part(at, end, before)


def _merge_classes(text: str, parts: list[_Part]) -> list[_Part]:
    """各市、县（区）人民政府 is one unit: a class of regions without a head takes what follows 、."""
    merged: list[_Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is not None and part.before == "、" and _shares_head(text, last, part):
            merged[-1] = _Part(last.start, part.end, last.before)
        else:
            merged.append(part)
    return merged


# 神农架林区人民政府 behind 各市、州、直管市、
_NAMED_GOVERNMENT = re.compile("(?![省市县区州各])[\u4e00-\u9fff]{2,12}[市县区](?:人民)?政府")


def _shares_head(text: str, last: _Part, part: _Part) -> bool:
    first, name = text[last.start : last.end], text[part.start : part.end]
    if not _CLASS.fullmatch(first.rpartition("、")[2]) or name.startswith("各"):
        return False
    if "、" in first and _NAMED_GOVERNMENT.match(name):
        return True
    return bool(re.match(f"{_CLASS_WORD}|[有相]关", name)) and _same_class(first, name)


def _same_class(first: str, name: str) -> bool:
    """Whether a class of regions goes on: 各市、县（区）政府, but not 各县（市、区）、市教育局."""
    begun = (
        first.startswith(("各", "有关", "相关", "全省各", "全市各", "全区各")) or len(first) <= 3
    )
    head = re.match(_CLASS_WORD + f"(?:{_INNER})?" + f"(?:{_CLASS_WORD})?", name)
    rest = name[head.end() :] if head else name
    ends = re.match(
        "(?:人民)?政府|管委会|党委|党工委|办事处|有关部门|相关部门|部门|$|等|按|负责|牵头|配合|落实|组织|分别|具体|共同|参与|和|及",
        rest,
    )
    return begun and bool(ends)


_JOIN = re.compile("以及|和|及(?!其)|与|暨")
_SEAM = re.compile(
    "(?<=地区)(?=各)|(?<=各地)(?=各)|(?<=[委局厅部办会署院府心队社联])(?=国家|自治区|自治州|省|市(?![场政容民长])|区(?![域块划位内])|县(?!域)|州|各)"
)
_BARE_HEAD = re.compile("^(?:办公室|办公厅|政府|部门|单位|机构|企业|地方|地区|个人|街道|政府部门)$")
_PARTY_OR_STATE = re.compile(
    "^(?:国务院|党中央|中央|地方|各级|自治区|[省市县区州旗盟])?(?:党委|委|党组|人民政府|政府|国务院|中央)$"
)


def _split_inside(
    text: str, part: _Part, gaps: Collection[int], known: Callable[[str], bool]
) -> Iterator[_Part]:
    """Units joined by 和, 及, 与, by nothing, or by white space."""
    at, before = part.start, part.before
    for i, j in _seams(text, part, gaps):
        left, right = text[at:i], text[j : part.end]
        if i <= at or not _is_complete(left, right, known):
            continue
        if not _begins_unit(left, right, i == j, i in gaps, known):
            continue
        yield _Part(at, i, before)
        at, before = j, "和"
    yield _Part(at, part.end, before)


def _seams(text: str, part: _Part, gaps: Collection[int]) -> list[tuple[int, int]]:
    """Where a stretch might be two, in order; nothing inside brackets."""
    inside = [False] * (part.end - part.start)
    depth = 0
    for i in range(part.start, part.end):
        depth = max(0, depth + (text[i] in OPEN) - (text[i] in CLOSE))
        inside[i - part.start] = depth > 0
    found = {(m.start(), m.end()) for m in _JOIN.finditer(text, part.start, part.end)}
    found |= {(m.start(), m.start()) for m in _SEAM.finditer(text, part.start, part.end)}
    found |= {(i, i) for i in gaps if part.start < i < part.end}
    return sorted(seam for seam in found if not inside[seam[0] - part.start])


def _is_complete(name: str, after: str, known: Callable[[str], bool]) -> bool:
    """Whether a name can end here: it has a head and is not a name that others continue (市场和质量监督…)."""
    name = re.sub("^(?:由|会同)|等$", "", name)
    if _CLASS.fullmatch(name):
        return not _same_class(name, after)
    return is_organ_shaped(name) and (
        len(name) > 2 or known(name) or bool(_PARTY_OR_STATE.match(name))
    )


def _begins_unit(
    left: str, right: str, touching: bool, gap: bool, known: Callable[[str], bool]
) -> bool:
    """Whether what follows begins another unit."""
    verb = _VERB.search(right)
    name = _first_unit(right[: verb.start()] if verb else right)
    if not name or not is_organ_shaped(re.sub("等.*$", "", name)) or _BARE_HEAD.match(name):
        return False
    if not touching:
        return not (_PARTY_OR_STATE.match(left) and _BARE_HEAD.match(name))
    if _STATE_HEAD.match(left) or left.endswith("总局"):
        return False
    if _PARTY_OR_STATE.match(left):
        return bool(re.match("[省市县区州](?:人民)?政府$", name))
    if re.match("各[处科股]室", name):
        return False
    leveled = bool(re.match("国家|自治区|自治州|[省市区县州各]", name))
    return len(left) > 2 and len(name) > 2 and (leveled or (gap and known(left) and known(name)))


def _first_unit(text: str) -> str:
    """The text up to the first 和 or 及 that a unit stands before; all of it without one."""
    firsts = (text[: join.start()] for join in _JOIN.finditer(text))
    return next((first for first in firsts if is_organ_shaped(first)), text)


def _by_verb(text: str, part: _Part) -> list[tuple[_Part, Role | None]]:
    """A stretch as the organs before each verb and the role it gives; None for the organs before none."""
    found: list[tuple[_Part, Role | None]] = []
    at = part.start
    lead = _LEAD_INSIDE.search(text, at, part.end)
    if lead and lead.start() > at and lead.end() < part.end:
        rest = text[lead.end() : part.end]
        if not _VERB.fullmatch(text[lead.start() : part.end]) and len(rest) > 2:
            found.append((_Part(at, lead.start(), part.before), Role.LEAD))
            at = lead.end()
    verb = _VERB.search(text, at, part.end)
    role = _role(verb["verb"]) if verb else None
    if verb and verb.start() > at and _is_note(text[at : verb.start()]):
        return found
    if verb and (role or verb.start() == at):
        found.append((_Part(at, verb.start(), part.before), role))
    else:
        found.append((_Part(at, part.end, part.before), None))
    return found


def _units(text: str, part: _Part, role: Role) -> Iterator[Piece]:
    """The units of a stretch without verbs: joint ones apart, 等 and class nouns behind it dropped."""
    at = part.start
    for joint in [*_JOINT.finditer(text, part.start, part.end), None]:
        end = joint.start() if joint else part.end
        start, stop = _trim(text, at, end)
        if start < stop:
            yield Piece(start, stop, role)
        at = joint.end() if joint else end


_LEADING = re.compile(
    "(?:由|并由|并|请|会同|以及|及|与|等|同时|还有|和(?=[省市区县州国各])|[：:]|[（(][一二三四五六七八九十\\d]+[）)]|\\d+[.．、）)])+"
)
_TRAILING = re.compile(
    rf"等(?:国务院|中央|省级|市级|区级|县级|省直|市直|\d+[个家]?|[一二三四五六七八九十]+[个家]?|有关|相关|各|多)*(?:职能|主管|成员|行业主管)?(?:部门|单位|机构|委办局)?(?:[和、](?:部门|单位))?$"
    rf"|{_INNER.replace('{0,20}', '{0,12}')}(?<=按职责分工.)$|等$"
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what leads in (由, 会同) and trails (等, 等有关部门)."""
    lead = _LEADING.match(text, start, end)
    if lead:
        start = lead.end()
    trail = _TRAILING.search(text, start, end)
    if trail and (trail.start() == start or is_organ_shaped(text[start : trail.start()])):
        end = trail.start()
    while start < end and text[end - 1] in "：:等" + OPEN and not is_organ_shaped(text[start:end]):
        end -= 1
    return start, end


def _own(text: str, pieces: list[Piece]) -> list[tuple[Piece, bool]]:
    """Each unit without the role written behind it, （牵头）, and whether it had one."""
    found = []
    for piece in pieces:
        own = _OWN_ROLE.search(text, piece.start, piece.end)
        if own:
            role = (
                _role(own["role"].replace("排名第一", "牵头").replace("责任", "负责")) or piece.role
            )
            found.append((Piece(piece.start, own.start(), role), True))
        else:
            found.append((piece, False))
    return found
