"""Whether an enterprise's own words bear out what a document asks for. Pure.

A claim (租用国有经营用房) holds where the enterprise says it in so many words, and fails where it
says the contrary; whatever else stays unknown.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.bodies import BODIES
from assistant.profile import Profile
from kb.squeeze import squeeze

__all__ = ["bears_out", "plain", "stated_in"]

_KEPT = 16_384  # texts read once; documents repeat their phrases

_EDGES = re.compile(
    r"^(?:对于|对|凡|经|已|被|在|为|系|属于|符合|具有|具备|取得|获得|持有|拥有|列入|纳入|认定为|坚持|确|因"
    r"|企业|单位|其)+|(?:的|者|后|後|认定|资格|资质|称号|条件|要求|企业|单位|名单|证书)+$"
)
_NEGATION = re.compile(r"[未不非无没]")
_ANAPHORA = re.compile(r"上述|前述|该|此类|有关|相关|其他|其它|符合.{0,6}(?:条件|规定|要求)")
_RANK = re.compile(
    r"^(?:\d{4}年度?)?(?:新?认定(?:为|的)?|被评为|入选)?(?:国家级?|全国|省级?|全省|市级?|县级?|区级?)?"
)
_LET = re.compile(r"承租|租赁|租用")
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


def bears_out(claim: str, statements: Sequence[str]) -> bool:
    """Whether one of the statements says the claim, in the same sense of yes or no."""
    wanted = plain(claim)
    if not wanted or _ANAPHORA.search(wanted):
        return False
    clauses = [clause for each in statements for clause in re.split(r"[，,；;。]", each)]
    return any(_says(plain(clause), wanted) for clause in (*statements, *clauses))


def _says(statement: str, wanted: str) -> bool:
    """A rank may stand before what is asked for, and a degree behind it; nothing else may.

    拟上市企业 is no 上市企业.
    """
    return wanted in (statement, _RANK.sub("", statement)) or _impact_as_great(statement, wanted)


def _impact_as_great(statement: str, wanted: str) -> bool:
    """受疫情影响严重 says 受疫情影响较大 too."""
    said, asked = _IMPACT.fullmatch(statement), _IMPACT.fullmatch(wanted)
    return (
        said is not None
        and asked is not None
        and said["what"] == asked["what"]
        and _DEGREES.index(said["degree"] or "") >= _DEGREES.index(asked["degree"] or "")
    )


def stated_in(claim: str, profile: Profile) -> tuple[bool | None, str | None]:
    """Whether the profile says the claim, and the field that does; None where it says nothing.

    What it says not to have settles a claim that holds those words.
    """
    for name in ("qualifications", "projects", "circumstances", "kind"):
        if name == "kind" and claim in BODIES:
            continue
        if bears_out(claim, getattr(profile, name)):
            return True, name
    wanted = plain(claim)
    lacking = [plain(each) for each in profile.without]
    if not _NEGATION.search(wanted) and any(each and wanted.endswith(each) for each in lacking):
        return False, "without"
    return None, None
