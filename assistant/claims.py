"""Whether an enterprise's own words bear out what a document asks for. Pure.

A claim (租用国有经营用房) holds where the enterprise says it in so many words, and fails where it
says the contrary; whatever else stays unknown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.bodies import BODIES
from assistant.profile import Profile
from assistant.quantified import quantity_holds
from kb.squeeze import squeeze

__all__ = ["Stated", "bears_out", "leases", "plain", "refers_elsewhere", "stated_in"]

_KEPT = 16_384  # texts read once; documents repeat their phrases

_EDGES = re.compile(
    r"^(?:对于|对|凡|经|已|被|在|为|系|属于|符合|具有|具备|取得|获得|持有|拥有|列入|纳入|认定为|坚持|确|因"
    r"|企业|单位|其)+|(?:的|者|后|後|认定|资格|资质|称号|条件|要求|企业|单位|名单|证书){1,6}$"
)
_NEGATION = re.compile(r"[未不非无没]")
_ANAPHORA = re.compile(r"上述|前述|该|此类|有关|相关|其他|其它|符合.{0,6}(?:条件|规定|要求)")
_RANK = re.compile(
    r"^(?:\d{4}年度?)?(?:新?认定(?:为|的)?|被评为|入选)?(?:国家级?|全国|省级?|全省|市级?|县级?|区级?)?"
)
_LET = re.compile(r"承租|租赁|租用")
_STATE_OWNED = r"国有(?:企业|资产|房屋|控股企业)?(?:类)?|国企|国资|行政事业单位|机关事业单位"
_ROOMS = r"(?:用房|房产|房屋|物业|场所|场地|厂房|门面|店铺|店面|商铺|铺面|仓库|办公室|写字楼|门店)"
_ANY_ROOM = re.compile(r"用房|房产|房屋|物业|场所|场地")
_LEASE = re.compile(
    rf"(?:租用|租)了?的?是?(?P<owner>(?:(?:{_STATE_OWNED}|经营性|资产类|[、和及或的])*))"
    rf"(?:生产经营|经营性?|生产|办公|商业)*(?:性|类)?(?P<rooms>{_ROOMS})(?:经营|从事生产经营(?:活动)?)?"
)
_OWNED = re.compile(_STATE_OWNED)
_ABSENT = re.compile(
    r"(?:(?:近|最近)?(?:[一二两三五1235]年(?:内|来|度)?|上一?年度?)?(?:以来|内)?)?(?:且|均|也)?"
    r"(?:没有|不存在|未有过?|未曾有?|未发生过?|未出现过?|未被|无|没|未)"
    r"(?:列入|纳入|发生|出现|存在|受到|有)?(?:过)?(?P<what>.{2,30})"
)
_CREDIT = re.compile(r"(?:任何)?(?:严重)?(?:违法)?(?:失信|不良信用|信用不良|不良征信|黑名单).{0,6}")
_NO_CREDIT_RECORD = re.compile(
    r"(?:任何)?(?:失信|不良信用|不良征信)(?:的)?(?:记录|行为|情况|信息)?"
)
"""Who has no 失信记录 at all is on no list of such."""
_SEPARATE = re.compile(r"[，,；;。]|(?<=.{4})(?:并且|同时|且|并)(?=.{4})")
_JOINED = re.compile(r"(?<=.{4})(?:、|，|并且|同时|且)(?=.{4})")
"""Between things that must hold together, each with words of its own."""
_SHORTEST = 4  # characters of each of them
_DONE = re.compile(r"(?P<verb>提供|供应|销售|经营|运输|生产|承担|配送|储备)(?P<what>.{3,80})")
_ITEMS = re.compile(r"、|以及|及|和|或者|或")
_OF_KIND = re.compile(r"等[^，。；]{0,12}$|(?:的)?收入$")
_DEGREES = ("", "较大", "较重", "严重", "重大", "特别严重")
_IMPACT = re.compile(
    r"受(?:到)?(?P<what>[^受，、]{0,8}?)影响(?P<degree>较大|较重|严重|重大|特别严重)?"
)


@lru_cache(maxsize=_KEPT)
def plain(text: str) -> str:
    """A claim without white space, quotation marks and the words around its matter."""
    bare = re.sub(r"[\s“”\"'‘’《》（）()]", "", squeeze(text)).strip("，,、；;。")
    core = _EDGES.sub("", bare)
    return _LET.sub("租用", core if len(core) >= 2 else bare)


def bears_out(claim: str, statements: Sequence[str]) -> str | None:
    """The statement that says the claim, in the same sense of yes or no; None if none does."""
    wanted = plain(claim)
    if not wanted or _ANAPHORA.search(wanted):
        return None
    whole = next((each for each in statements if _holds(each, wanted)), None)
    if whole is not None or not _JOINED.search(wanted):
        return whole
    parts = [_one(part, statements) for part in _JOINED.split(wanted)]
    if any(part is None for part in parts):
        return None
    return "、".join(dict.fromkeys(part for part in parts if part is not None))


def _one(part: str, statements: Sequence[str]) -> str | None:
    """The statement that says one of several things that a claim asks for together."""
    if len(part) < _SHORTEST:
        return None
    return next((each for each in statements if _holds(each, plain(part))), None)


def _holds(statement: str, wanted: str) -> bool:
    return any(_says(plain(each), wanted) for each in _clauses(statement))


def _clauses(statement: str) -> list[str]:
    """A statement and each thing that it says."""
    return [statement, *_SEPARATE.split(statement)]


def _says(statement: str, wanted: str) -> bool:
    """A rank may stand before what is asked for, and a degree behind it; nothing else may.

    拟上市企业 is no 上市企业.
    """
    return (
        wanted in (statement, _RANK.sub("", statement))
        or _impact_as_great(statement, wanted)
        or _leases_as_much(statement, wanted)
        or _does_one(statement, wanted)
    )


def _does_one(statement: str, wanted: str) -> bool:
    """Whether one thing of those that are provided, sold or carried is what is stated.

    提供快递收派服务 says 提供公共交通运输服务、生活服务及快递收派服务 too.
    """
    asked, said = _DONE.fullmatch(wanted), _DONE.fullmatch(statement)
    if asked is None or said is None or asked["verb"] != said["verb"]:
        return False
    return said["what"] in [
        _OF_KIND.sub("", each) for each in _ITEMS.split(asked["what"]) if len(each) > 1
    ]


def _impact_as_great(statement: str, wanted: str) -> bool:
    """受疫情影响严重 says 受疫情影响较大 too."""
    said, asked = _IMPACT.fullmatch(statement), _IMPACT.fullmatch(wanted)
    return (
        said is not None
        and asked is not None
        and said["what"] == asked["what"]
        and _DEGREES.index(said["degree"] or "") >= _DEGREES.index(asked["degree"] or "")
    )


def _leases_as_much(statement: str, wanted: str) -> bool:
    """租用国有厂房 says 承租国有资产类经营用房 too; 租用厂房 does not, nor 租用门面 the former."""
    said, asked = _LEASE.fullmatch(statement), _LEASE.fullmatch(wanted)
    if said is None or asked is None:
        return False
    owners = _OWNED.search(asked["owner"]) is None or _OWNED.search(said["owner"]) is not None
    rooms = asked["rooms"] == said["rooms"] or _ANY_ROOM.fullmatch(asked["rooms"]) is not None
    return owners and rooms


def refers_elsewhere(claim: str) -> bool:
    """Whether a claim means what other words say (符合条件, 上述), so that none bear it out."""
    return _ANAPHORA.search(plain(claim)) is not None


def leases(statement: str) -> bool:
    """Whether a statement says that business premises are leased (租用国有厂房)."""
    return _LEASE.fullmatch(plain(statement)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an enterprise's own words, in a field of its profile, settle."""

    holds: bool
    field: str
    words: str


def stated_in(claim: str, profile: Profile) -> Stated | None:
    """What the profile says of a claim; None where it says nothing.

    What it says not to have settles a claim that holds those words, and one that denies them.
    """
    for name in ("qualifications", "projects", "circumstances", "kind"):
        if name == "kind" and claim in BODIES:
            continue
        words = bears_out(claim, getattr(profile, name))
        if words is not None:
            return Stated(holds=True, field=name, words=words)
    for name in ("circumstances", "projects", "qualifications"):
        for each in getattr(profile, name):
            for clause in _clauses(squeeze(each)):
                holds = quantity_holds(squeeze(claim), clause)
                if holds is not None:
                    return Stated(holds=holds, field=name, words=each)
    wanted = plain(claim)
    absent = _ABSENT.fullmatch(wanted)
    if absent is not None:
        return _denied(plain(absent["what"]), profile)
    for each in () if _NEGATION.search(wanted) else profile.without:
        if plain(each) and wanted.endswith(plain(each)):
            return Stated(holds=False, field="without", words=each)
    return None


def _denied(what: str, profile: Profile) -> Stated | None:
    """Whether what a claim denies (无失信记录) is said to be lacking or to be there."""
    for each in profile.without:
        core = plain(each)
        if core == what or (_NO_CREDIT_RECORD.fullmatch(core) and _CREDIT.fullmatch(what)):
            return Stated(holds=True, field="without", words=f"没有{each}")
    words = bears_out(what, profile.circumstances)
    return None if words is None else Stated(holds=False, field="circumstances", words=words)
