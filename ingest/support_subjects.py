"""Clauses that begin with whom a measure is for (主语在前): 在本市注册的企业|购置冷藏车.

Works on text without white space; spans are half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.support_nouns import BRACKET, STRONG, is_giver

__all__ = ["DOES", "Subject", "subject_of"]

_NAME = "[^，。；：、的在对与和及或向将因为从按可应由于被\\d　]"
# Words that no name of a party begins with: what stands there is done to the party (招用毕业生).
_NO_NAME = (
    "(?!受|不|允许|准予|准许|优先|做好|落实|要求|取得|获得|接受|通过|使用|支持|鼓励|引导|提供|帮助|协助"
    "|开展|组织|根据|经(?![营济销纪贸])|其他|对|招用|招收|招聘|吸纳|录用|聘用|雇用|接收|安置|带动|服务|培育|培养|引进|输送|建设|新建"
    "|购买|购置|租用|承租|入驻|创办|成立|首次|参加|从事|每|符合|具备|以|用(?!人|工单)|向|被|未|无|有|属于|列入|纳入|加入|获评|新增|新"
    "|单个|单户|单家|同一|给予|减免|免除|凡|其中|上述以外|年|前款|自(?![然由主])|办理)"
)
_ONE = f"(?:从业|供应|在[孵校职岗]|{_NAME}){{0,12}}?(?:{STRONG})(?:（　*）)?"
# 企业与职工签订合同: with whom, no second party.
_AND = "(?:以及|[、及或]|[和与](?![^，。；的]{1,20}(?:签订|签署|订立|建立|联合|合作|共[建同])))"
_PARTIES = f"{_NO_NAME}(?P<party>(?:{_NAME}{{1,10}}、){{0,6}}{_ONE}(?:{_AND}{_ONE}){{0,6}})"
_NEXT = STRONG.replace("|组织", "|组织(?=[和、等的]|$)")
# What goes on with the name itself: 企业家, 企业职工, 企业用电, 个人所得税.
_GOES_ON = (
    f"{_NEXT}|在[孵校职岗]|持股|[家、的等名资认类户群化团员工主集职孵企毕所]|(?:和|及|与|或|以及)(?![^，。；的]{{1,24}}(?:签订|签署|订立|建立|开展|联合|合作|共建|之间))"
    "|用(?!于|工)[电水气地能房]|贷款(?!用于|[买购投扩])|(?:标准|名单|名录|负责人|管理|数量|总数|利息|费用|成本|代表|信用|内部|创业(?:担保|孵化|基地|园|团队|创新|投资|服务|大赛)|经营(?!正常|困难)|生产(?!经营正常|[^，。；]{2,}\\d))"
    "|内(?:的|部)?|认定"
)
# What a party does or is, not a thing of its own.
DOES = (
    "如(?![下何期实])|若|20\\d\\d年|联合(?!体|社|会|国)|在|因|从(?!业)|与|和|同|经(?!营)|已|未|首次|首家|新(?=招|增|建|购|聘|引|设|认|获|入|录|注|登|吸|投|开|取)|年|上年|上一|当年|本年|连续|确|无|不|被|向|为|于|凭|将|自(?!然)|入[驻选围库统园]|落户|迁|进[驻入]|上[云市规线]|升规"
    "|参(?:加|与|展|保(?!人员|职工|企业|单位|缴))|投(?:[保入放]|资(?!项目|者|人|机构|平台))|租[用赁]|承[租接办]|开[展设办发]|购|采购|新建|建[成设立造](?!单位|项目)|扩|改[造建]|引进|吸纳|招|聘|录用|接收|取得|获|组织|实施|设立|生产(?=[^，。；]{2,}\\d)|完成|通过|发生|使用|委托|举办|发行"
    "|申[请报]|出[口租让]|进口|捐赠|开工|复工|研[发制](?!机构|中心|平台|团队|人员|费)|转[让化型]|收[购住储]|销售|种植|养殖|运输|安置|带动|创(?:办|建|业(?!担保|孵化|基地|园|团队|创新|投资|贷款|补贴|指导|服务|板|者|大赛))|自主|自建|返乡|就业(?!人员|困难)|缴纳|签订|雇|培训|培养|培育|参与|流转|贷款(?=用于|[买购投扩])|融资|评为|认定为|列入"
    "|纳入|完成|受|遭|用于|停[产业]|减[免少]租|减免|免除|提供|出具|持有|持|符合|具备|达到|超|营业收入|销售|产值|职工|员工|裁员|床位|成员|资产|注册|登记|成立|运营|正常|缴费|失业|遇|到期|出现|面临|需"
)
# The act of giving begins here: 企业|可申请, 企业|享受.
_MODAL = (
    "(?:均|都|还|则|每年|每月|一律|依法)?(?:可以?(?!能|持续|再生|控|靠)|应当?|能够|有权|准予|允许"
    "|享受|享有|申[请领报]|免费|无偿|优先|一次性|按(?!时|期)|最高|凭|给予|予以|由|免|减(?![产少])|暂|每|奖励|补[助贴])"
)
_ACTS = re.compile(f"{_PARTIES}(?=(?P<modal>{_MODAL})|(?!(?:{_GOES_ON}))(?:{DOES}))")
_SAID_OF = re.compile(f"{_PARTIES}(?=(?P<modal>{_MODAL})|(?!(?:{_GOES_ON})).{{2}})")
# 卫生健康部门组织进口的物资: a verb, not a body.
_ORGANIZES = re.compile("(?:部门|政府|机关|[局委厅处办省市县区])组织$")
_STARTS = 5  # stretches behind 的 that are tried


@dataclass(frozen=True, slots=True)
class Subject:
    """A clause's party, what stands before its 的, and where what it does begins."""

    before: tuple[int, int] | None
    party: tuple[int, int]
    modal: bool  # an act of giving follows at once, not what the party does


def subject_of(text: str, start: int, end: int, *, is_clause: bool = False) -> Subject | None:
    """The party that a stretch begins with; None where it begins with no party.

    In a clause (企业裁员率低于5%的) what is behind the party is said of it unless it goes on with
    the name (企业家); elsewhere only words that are known to be acts.
    """
    part = BRACKET.sub(lambda m: f"（{'　' * (len(m[0]) - 2)}）", text[start:end])
    pattern = _SAID_OF if is_clause else _ACTS
    for at in _starts(part):
        found = pattern.match(part, at)
        if found and not is_giver(found["party"]) and not _ORGANIZES.search(found["party"]):
            before = (start, start + at - 1) if at > 2 else None
            party = (start + found.start("party"), start + found.end("party"))
            return Subject(before, party, found["modal"] is not None)
    return None


def _starts(part: str) -> Iterator[int]:
    """Where a party may begin: at the start, or behind a 的."""
    yield 0
    at = -1
    for _ in range(_STARTS):
        at = part.find("的", at + 1)
        if at < 0:
            return
        yield at + 1
