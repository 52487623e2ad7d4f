"""Whether a phrase for whom a measure is for, or a condition in words, holds. Pure.

What of a phrase is not understood is a claim, and a claim holds only where the enterprise says it.
"""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.bodies import BODIES, ENTERPRISE, OWNERSHIPS, PERSON, is_among
from assistant.industries import Industry, find_industries, lies_in
from assistant.judge_claim import judge_claim, judge_insured
from assistant.judge_status import judge_scale, judge_status
from assistant.judgement import (
    Judgement,
    Setting,
    Verdict,
    all_of,
    any_of,
    left_out,
    settled,
    unclear,
    unknown,
)
from assistant.phrase_parts import PartKind, find_parts
from assistant.phrases import Requirement, read_phrase
from assistant.profile import Profile
from assistant.sizes import Size
from assistant.territory import Territory, covers, named_place
from kb.squeeze import squeeze

__all__ = ["given_to_staff", "judge_phrase", "judge_region", "judge_words"]

_SIZES = {"大": Size.LARGE, "中": Size.MEDIUM, "小": Size.SMALL, "微": Size.MICRO}
_STAFF = frozenset(
    {
        "员工",
        "职工",
        "从业人员",
        "务工人员",
        "劳动者",
        "快递员",
        "驾驶员",
        "高管人员",
        "子女",
        "家属",
    }
)
_ACTS = re.compile(
    "使用|招用|吸纳|稳定|录用|聘用|安置|组织|招聘|培训|输送|接收|雇用|安排|引进|带动|帮扶"
)
"""What is done to persons: 招用退役军人 speaks of who takes them on."""
_ACTIVITIES = frozenset({"研发", "生产型", "制造", "生产制造", "加工制造", "种植", "养殖"})
"""What is done whatever it is done with: whoever makes nothing makes no 药品."""
_IN_SHORT = re.compile("在(.)")
_SHORT = {
    "京": "北京",
    "津": "天津",
    "沪": "上海",
    "渝": "重庆",
    "冀": "河北",
    "晋": "山西",
    "辽": "辽宁",
    "吉": "吉林",
    "黑": "黑龙江",
    "苏": "江苏",
    "浙": "浙江",
    "皖": "安徽",
    "闽": "福建",
    "赣": "江西",
    "鲁": "山东",
    "豫": "河南",
    "鄂": "湖北",
    "湘": "湖南",
    "粤": "广东",
    "琼": "海南",
    "川": "四川",
    "贵": "贵州",
    "云": "云南",
    "陕": "陕西",
    "甘": "甘肃",
    "青": "青海",
    "蒙": "内蒙古",
    "桂": "广西",
    "藏": "西藏",
    "宁": "宁夏",
    "新": "新疆",
}
"""What a province is called in one character (在京企业)."""
_QUOTES = re.compile('[“”"‘’]')
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_SORTS = re.compile(r"[二两三四五六七八九十\d]{1,2}大?(?:类|个)(?=行业|企业|$)")
_LEVELS = (
    ("province", ("省", "自治区")),
    (None, ("辖区", "区域", "驻区", "开发区", "高新区", "经开区")),
    ("county", ("县", "区", "旗")),
    ("prefecture", ("市", "州")),
)


def judge_phrase(text: str, profile: Profile, setting: Setting) -> Judgement:
    """Whether an enterprise is among those whom a measure is for (受疫情影响较大的小微企业).

    What the words leave open the document may define: 困难行业企业，包括交通运输、餐饮、住宿、旅游.
    """
    phrase = squeeze(text)
    found = _judge_phrase(phrase, profile, setting, mixed=True)
    defined = _definition(phrase, setting.text) if found.verdict is Verdict.UNKNOWN else None
    if defined is None:
        return found
    by_definition = _judge_phrase(defined, profile, setting, mixed=True)
    if by_definition.verdict is Verdict.UNKNOWN:
        return found
    told = f"原文说“{phrase}”是“{defined}”；{by_definition.reason}"
    return replace(by_definition, reason=told)


@lru_cache(maxsize=1024)
def _definition(phrase: str, text: str) -> str | None:
    """What a document says that a phrase means; None where it does not say, or not what all are."""
    match = re.search(
        rf"{re.escape(phrase)}[”]?(?:[，,]?(?:是指|系指|指|具体包括|包括|主要包括))(?P<who>[^。；]{{4,200}})",
        squeeze(text),
    )
    if match is None:
        return None
    who = _ASIDE.sub("", match["who"]).split("，")[0]
    return None if "等" in who else _SORTS.sub("", who)


def given_to_staff(text: str, profile: Profile, setting: Setting) -> bool:
    """Whether a measure is for persons who may work for the enterprise (邮政快递从业人员).

    Its own verdict is that the enterprise is not among them; everything else must fit.
    """
    if _own_bodies(profile)[0] == (PERSON,):
        return False
    return any(
        wanted.body in _STAFF
        and all(
            each.verdict is not Verdict.NOT_MET
            for each in _judge_parts(replace(wanted, body=None), profile, setting)
        )
        for wanted in read_phrase(squeeze(text))
    )


def judge_words(text: str, profile: Profile, setting: Setting) -> Judgement:
    """Whether a condition in words holds.

    It is read as a phrase only where all of it is understood: 招用退役军人 is no 退役军人.
    """
    phrase = squeeze(text)
    found = _judge_phrase(phrase, profile, setting, mixed=False)
    if found.verdict is not Verdict.UNKNOWN:
        return found
    return _of_others(_QUOTES.sub("", phrase), profile) or found


def _judge_phrase(text: str, profile: Profile, setting: Setting, *, mixed: bool) -> Judgement:
    whole = judge_claim(text, profile, setting)
    requirements = read_phrase(text)
    if whole.verdict is not Verdict.UNKNOWN or not requirements:
        return whole
    if not mixed and not all(each.understood for each in requirements):
        return whole
    found = any_of([all_of(_judge_parts(each, profile, setting)) for each in requirements])
    undertaken = all(each.body and not BODIES[each.body].core for each in requirements)
    if found.verdict is Verdict.UNKNOWN and undertaken and mixed:
        return replace(found, ask=(f"本单位是否有、或者承担“{text}”？",))
    return found


def _of_others(text: str, profile: Profile) -> Judgement | None:
    """Not met where the subject of a condition is another body: 缴费困难的个体工商户受到影响."""
    parts = find_parts(text)
    for place, part in enumerate(parts[1:-1], 1):
        before, behind = parts[place - 1], parts[place + 1]
        if (
            part.kind is not PartKind.BODY
            or before.text != "的"
            or behind.kind is not PartKind.CLAIM
        ):
            continue
        if _ACTS.search(text[: part.start]):
            return None
        judged = _judge_body(part.text, profile)
        return judged if judged.verdict is Verdict.NOT_MET else None
    return None


def _judge_parts(wanted: Requirement, profile: Profile, setting: Setting) -> list[Judgement]:
    found = []
    if wanted.body:
        acted_on = any(_ACTS.search(claim) for claim in wanted.claims)
        if not acted_on or BODIES[wanted.body].core != (PERSON,):
            found.append(_judge_body(wanted.body, profile))
    if wanted.industries:
        found.append(_judge_industries(wanted, profile))
    if wanted.sizes:
        found.append(_judge_size("、".join(wanted.sizes), profile))
    found += [judge_scale(word, profile) for word in wanted.scales]
    found += [judge_status(word, profile) for word in wanted.statuses]
    if wanted.ownerships:
        found.append(any_of(_judge_ownership(owner, profile) for owner in wanted.ownerships))
    found += [_judge_place(place, profile, setting) for place in wanted.places]
    if wanted.insured:
        found.append(judge_insured(profile))
    found += [judge_claim(claim, profile, setting) for claim in wanted.claims]
    for other in wanted.but_not:
        found.append(left_out(judge_phrase(other, profile, setting)))
    return found


def _judge_body(word: str, profile: Profile) -> Judgement:
    own, shown = _own_bodies(profile)
    among = is_among(own, BODIES[word])
    if among is None:
        return unclear(word, "kind", f"本单位是{shown}，原文写的是{word}")
    told = f"{shown}是{word}" if shown != word else f"是{word}"
    return settled(among, told if among else f"本单位是{shown}，不是{word}", "kind")


def _own_bodies(profile: Profile) -> tuple[tuple[str, ...], str]:
    """The kinds of bodies that the profile is of, and its words for them.

    An enterprise unless it says otherwise.
    """
    for words in (profile.kind, (profile.name or "",)):
        found = {
            kind: word
            for word in words
            for part in find_parts(word)
            if part.kind is PartKind.BODY
            for kind in BODIES[part.text].core
        }
        if found:
            return tuple(found), "、".join(dict.fromkeys(found.values()))
    return (ENTERPRISE,), ENTERPRISE


def _judge_industries(wanted: Requirement, profile: Profile) -> Judgement:
    names = "、".join(wanted.industries)
    if not profile.industries:
        return unknown(names, "industry")
    each = [lies_in(profile.industries, _industry(name)) for name in wanted.industries]
    own = profile.industry or "、".join(profile.kind) or f"门类 {profile.section}"
    if True in each:
        name = wanted.industries[each.index(True)]
        return settled(True, f"行业“{own}”属于“{name}”", "industry")
    if None in each:
        return unclear(names, "industry", f"行业“{own}”是否属于“{names}”要看具体业务")
    if wanted.open_list and not _ACTIVITIES.issuperset(wanted.industries):
        return unclear(names, "industry", f"原文列举的“{names}”未尽，“{own}”是否在内不能确定")
    return settled(False, f"行业“{own}”不属于“{names}”", "industry")


def _industry(name: str) -> Industry:
    return find_industries(name)[0].industry


def _judge_size(text: str, profile: Profile) -> Judgement:
    """Whether an enterprise is of a size; 中小企业 are 中型、小型、微型 (中小企业促进法 第二条)."""
    wanted = {_SIZES[mark] for mark in text if mark in _SIZES}
    if "中小" in text:
        wanted.add(Size.MICRO)
    own = profile.sizes
    if not own:
        return unknown(text, "size")
    shown = "、".join(size.value for size in Size if size in own)
    if own <= wanted:
        return settled(True, f"规模是{shown}", "size")
    if own & wanted:
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason=f"规模可能是{shown}，还不能确定",
            field="size",
            ask=(f"企业规模、员工人数和上年营业收入各是多少？（原文要求“{text}”）",),
        )
    return settled(False, f"规模是{shown}，原文要求“{text}”", "size")


def _judge_ownership(word: str, profile: Profile) -> Judgement:
    own = {
        OWNERSHIPS[part.text]
        for kind in profile.kind
        for part in find_parts(kind)
        if part.kind is PartKind.OWNERSHIP
    }
    if not own:
        return unknown(word, "kind")
    if "台资" in word or "港" in word:
        return unknown(word, None) if "外资" in own else settled(False, f"不是{word}", "kind")
    holds = OWNERSHIPS[word] in own
    return settled(holds, f"{'是' if holds else '不是'}{word}", "kind")


def _judge_place(word: str, profile: Profile, setting: Setting) -> Judgement:
    """Whether the enterprise is where 我市, 区内 or 辖区 means in the document."""
    named = named_place(word)
    if named is not None:
        return judge_region(named, profile)
    place = setting.territory
    short = _IN_SHORT.fullmatch(word)
    if short and short[1] not in f"{place or ''}":
        province = _SHORT.get(short[1])
        return (
            judge_region(Territory(province=province), profile) if province else unknown(word, None)
        )
    if place is None:
        return unclear(word, "region", f"文件没有写明地区，“{word}”指哪里不能确定")
    level = next((level for level, marks in _LEVELS if any(mark in word for mark in marks)), None)
    meant = place.up_to(level) if level else place
    if meant is None:
        return unclear(word, "region", f"“{word}”指{place}的哪里，原文没有写明")
    return judge_region(meant, profile)


def judge_region(place: Territory, profile: Profile) -> Judgement:
    """Whether the enterprise is in a region."""
    own = profile.territory
    if own is None:
        return unknown(f"在{place}", "region")
    inside = covers(place, own)
    if inside is None:
        return Judgement(
            verdict=Verdict.UNKNOWN,
            reason=f"地区只写到{own}，不知是否在{place}",
            field="region",
            ask=(f"具体在哪个区、县、开发区？（原文限{place}）",),
        )
    return settled(inside, f"{own}{'在' if inside else '不在'}{place}", "region")
