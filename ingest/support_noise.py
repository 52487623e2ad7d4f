"""What gives nothing beside measures (非扶持内容): reports, penalties, duties of organs, names.

All patterns expect text without white space.
"""

import re

from ingest.support_kinds import Gift
from ingest.support_posts import APPRAISED
from kb.model import Document, SupportKind

__all__ = [
    "gives_nothing",
    "is_announcement",
    "is_duty",
    "is_of_organs",
    "is_procedure",
    "is_report",
    "narrates",
    "of_regions",
    "only_heads",
    "only_says_who",
    "sums_up",
    "tells_of_other_things",
    "to_organs",
]

# 中央财政对地方财政按60%给予补助: an organ receives.
_TO_ORGANS = re.compile(
    "[对向给](?:各|全省各|全市各|有关|相关)?(?:地方|省级|市县|区县|县级|地|设区市|市|县|乡镇)(?:人民)?(?:财政|政府)?(?=按|给予|予以|$)"
)
# 对工作成效明显的市（地、州、盟）: regions are rewarded.
_OF_REGIONS = re.compile(
    "(?:的|[高好快严突出先大多显])(?:资源枯竭|老工业)?[省市县区州旗盟城地乡镇街道村份自治直辖基（）、和及或]{0,40}?"
    "(?:省|市|县|区|州|旗|省份|城市|地区|乡镇|街道|村镇)(?:（[省市县区州旗盟地、]{1,14}）)?$"
)
_REPORT = re.compile(
    "预计|财政安排\\d+亿|获得了|(?:发放|投放)[^，。；]{0,40}贷款\\d|如何|怎样|目标较|较上年降低|累计(?!不|最高|补|不超)|截至|同比|据统计|据了解|据介绍|据悉|受益|惠及\\d|已(?:经)?(?:为|有|向|发放|减免|拨付|落实|下拨|实现|安排|投放|完成|出台|办理|达)"
    "|共计|今年以来|平均(?:综合|担保)?费率为|(?:开通|开辟|设立|建立|提供|发放|出台|推出|减免|免除|落实|办理|实施|采取|给予|进行)了|粗略估计|测算|调查显示|数据显示|截止\\d|户次|笔，金额"
    "|(?:发放|投放|减免|办理|拨付)[^，。；]{0,40}\\d(?:亿元|亿|笔|户|万户)"
)
# What is told of as done or under way: 海关已第一时间启动…, 提供了…, 平台获得44笔贷款.
_NARRATES = re.compile(
    "(?<![为除不])了(?![解结却])(?![^，。；]*(?:的$|[，。；]))(?=[^，。；]*$)"
    "|(?<![对凡])已(?:经(?!营)|全[部面]|陆续|累计|基本|先[后後]|第一时间|正式|率先|相继|开[通展始]|启动|获得|到位|建[立成]|设立|推出"
    "|制定|组织|帮助|批准|启用|实行|实施|采取|投入|恢复|达成)(?![^，。；]*的)"
    "|仅用时?|第一时间启动|大力推动“|获得\\d+(?:笔|亿|万)|共(?:快速|紧急)?[^，。；\\d]{1,12}\\d+(?:批|件|吨|笔|家|万|亿)"
    "|(?:将为|可为)[^，。；]{2,24}(?:减免|减轻|节约|节省|降低|减少)[^，。；]{0,12}\\d"
    "|[您你]|得益于|普遍反映|最需要|需要的是|呼吁|期盼|就是|(?:具体|主要|分别)?涵盖"
)
# Whoever speaks or is quoted, and what opens a report: nothing is given there.
_SAID = re.compile(
    "(?:介绍|举例|表示|说|告诉|指出|强调|称|透露|提醒|认为|获悉|解释|回应)(?:称|说|道)?$|^(?:据(?:悉|了解|介绍|统计|报道|[^，。；实此]{2,12}(?:介绍|透露|称))|报道称|另据|记者)"
)
_REPORTED = re.compile(
    "^(?:目前|此前|事实上|测算|数据显示|初步统计|据统计|据不完全统计|截至|随[后後]|此次|连日来|一方面)[^，。；]{0,12}，(?!对)"
    "|^(?:20\\d\\d年)?\\d{1,2}月\\d{1,2}日(?:凌晨|上午|中午|下午|晚|当天)?，(?![^。]*对)|^(?:法律|政策|文件|法规)依据[：:]"
)
# 推出多项举措为企业减压: what follows says which.
_SEVERAL = re.compile(
    "(?:多项|多个方面|一?系列|(?:[\\d一二三四五六七八九十百]{1,3}|近百|数十)(?:[条项]|个(?!月|工作日|百分点|基点)))[^，。；\\d]{0,8}(?:举措|措施|政策|办法|渠道|行动|条款|方面)(?!.*\\d)"
)
_PENALTY = re.compile(
    "骗取|分为|只能(?:享受|申请|申报)|(?:仅能?|仅可|限)(?:享受|申报|申请)一次|(?:申请|申报)[^，。；]{0,24}(?:须|应当?)(?:在|于)[^，。；]{0,30}(?:提出|办理|提交)$|应当?(?:返还|退还|退回)(?:政府|财政|已|全部|所|给予|奖励|补贴|补助|资金)|享受[^，。；]{0,24}总额[^，。；]{0,6}不得?超过|不在[^，。；]{0,16}范围|不得[^，。；]{0,6}(?:强制|要求)|追回|收回|追缴|缴回|全额收缴|取消[^，。；]{0,24}(?:资格|待遇)|不得(?:享受|重复|申请|再)|不(?:再|予|能|可)?重复|不再(?:享受|给予|受理)"
    "|停止(?:享受|拨付|发放)|弄虚作假|违规|从重|严厉|(?<!免予行政)(?<!免于行政)(?<!不予行政)(?<!不给予行政)(?<!免予)(?<!免于)(?<!不予)处罚|处以|罚款|查处|严格控制|不能享受|不享受|不适用|不予(?:支持|补助|补贴|奖励|受理)"
    "|(?:足额|如数|均需|应当?|须)[^，。；]{0,6}(?:补缴|交还|归还|缴回|补足)"
)
_CLERICAL = re.compile(
    "^涉及|考核|事宜|(?:核算|统计|监测|分析|宣传)工作|资金可用于|(?:分别|主要|措施|政策)(?:涉及|涵盖)|主要包括|名单及|确定拟|绩效考评|落实情况|核准审批|进一步落实|扣除事宜|未抵扣证明|申报表|备案手续|备查|办税(?![^，。；]{0,8}绿色)|填写|填入|发票(?:领(?![用购]数量)|代|寄(?![^，。；]*免)|管|使|业(?!务[^，。；]*免))|开具[^，。；]{0,10}发票|栏次|截止日期|指引|清单|宣传(?![^，。；]*(?:补贴|补助|奖励|费))|辅导(?!备案|期)|专栏|公告|举报|线索|表彰(?![^，。；]{0,8}的)|(?<!给予)(?<!予以)(?<!嘉奖、)(?:记功|嘉奖)(?![^，。；]{0,8}的)|申请表|审批表|申请报告|申请书|→|联系电话|咨询电话|http"
    "|(?:简化|优化|精简|规范|压缩)[^，。；]{0,24}(?:申报|审批|办理|发布|查验)(?:程序|流程|手续|环节)$|补办[^，。；]{0,10}减免税|恢复[^，。；]{0,30}(?:缴存|缴费|征收|收费)$"
    "|(?:应当?|须)[^，。；]{0,30}完成[^，。；]{0,6}(?:开具|申报|缴纳|清算)|发票[^，。；]{0,12}(?:开具|作废)$"
    "|税收征管|征收明细|缴费客户端|升级工作|操作办法|操作指南"
)
# 每年安排5000万元专项资金: money is set aside, nobody receives it yet.
_BUDGET = re.compile(
    "(?:安排|设立|筹集|统筹|列支|列入|落实|筹措|注资)[^，。；给]{0,16}\\d+(?:\\.\\d+)?[万亿]元?[^，。；给补奖]{0,16}(?:资金|基金|经费|预算|$)"
    "|财政[^，。；]{0,8}安排[^，。；给]{0,8}\\d"
)
# What an organ does towards everybody: 研究制定操作办法, 完善体系.
_ORGANS_DUTY = re.compile(
    "^(?:各[^，。；]{0,16}|[^，。；]{0,12}(?:部门|政府|机关|单位))?(?:要|应|须|将|应当)?(?:进一步|积极|抓紧|尽快|认真|切实|及时|不断|全面|会同有关部门)*"
    "(?:研究|制定|出台|编制|印发|修订|完善|健全|加强|强化|推进|梳理|解读|落实好|落实落细|加快落实|督促|检查|督查|监督|调查|统计|核查|掌握|摸排|用好|用足|做好|加大|优化|规范)"
)
# Said of an organ's own work where nobody is named who receives.
_OF_ORGANS = re.compile(
    "^(?:严格|全面|认真|切实|抓好|进一步|加快|积极)*(?:落实|执行|贯彻)(?![^。；]*通道)[^。；]*(?:政策|措施|规定|要求)$|"
    "^(?:要|须|必须|各级|各地|各[^，。；]{0,8}(?:部门|单位|海关|机关)|[^，。；]{0,14}(?:部门|海关|交管局|公安局|税务局|机关)(?:要|应|将|会|需|须)|在|从|即将|步是|本次)"
    "|(?:手续|事宜|工作|业务|情况|办|方面|中|(?<!以)上)$|^[^，。；]{0,6}通过|介绍|表示|宣布|发文|还将|我们"
)
_MEANING = re.compile(
    "所称|旨在|是指|主要指|系指|指的是|(?:办法|细则|标准|方案|政策)(?:将)?(?:另行|由[^，。；]{2,20}(?:制定|确定|会同))|政策执行期限"
)
# 为解决住宿难题, 确保融资成本下降: an aim, nothing given.
_AIM = re.compile(
    "^(?!.*(?:\\d|免|补|缓|返|给予|下调))[^，。；]*(?:减轻|降低|减少|压减)[^，。；]{0,30}(?:负担|税负|压力|成本)[^，。；]{0,6}$|"
    "^(?:推动|促进)(?!.*(?:减|免|补|下调|给予|降低|发放))|(?:企业|经营者|单位)(?:应当?|要|须)[^，。；]{0,6}优先(?:采购|使用|选用)|^(?:确保|力争|保证|实现|努力|切实)|^为(?!.*(?:可|应|提供|给予|办理|开辟|出具|发放|安排|发布|免|减))"
)
# 引导企业通过平台申请贷款: who is urged must ask for it.
# 对当年度获得担保贷款的…: what they already have.
_FOR_WHOM = re.compile("对于|针对|对")
_GAINS = re.compile("获得|享受|享有|申请|申报|取得|领取")
# 应当在申报期内向税务机关申请退还: how what is given elsewhere is asked for.
_PROCEDURE = re.compile(
    "(?:(?<![对相响适供反])应当?|必?须|需)(?=[在于向按先及将提由完凭依到])(?:(?!可)[^。；]){0,60}(?:申请|申报|办理|提交|填报)$"
)
_ASKS_FOR = re.compile("(?:申请|申报|提交|填报|办理)")
# 单位发放给职工的生活补助: a thing that is spoken of, not an act.
_TOPIC = re.compile(
    "(?:发放|支付|给予|提供)给?[^，。；的]{1,10}的[^，。；]{0,14}(?:等(?:福利费|收入|支出))$|[给]职工的[^，。；]*$"
)
_PLEA = re.compile(
    "^(?:积极|竭力|大力|主动|重点|全力|优先|及时)*(?:鼓励|支持|引导|推动|协助|帮助|指导|组织)"
)
# 国有企业减免中小企业租金政策: a name, unless it is to be applied.
_NAMED = re.compile(
    "^“[^”]*”$|^(?:以及|及(?!时)|和|与)(?!.*(?:给予|予以|免征|可|享受))|(?:相关|有关|系列|各项)(?:政策|措施|手续|事宜)$|争取(?:上级|国家|省级|中央|省里)|"
    "^(?!.*(?:落实|执行|享受|实施|实行(?=延|减|免|缓)|适用|延续|给予|纳入|\\d)).*(?:政策|措施|办法|举措)$|^(?:包括|其中包括|还将推出|该项|此项|这些|”)|^在[^，。；]*(?:方面|过程中)$|^除.*外$|^不影响"
    "|(?:以下|如下|下列)[^，。；]{0,12}(?:支持|措施|政策|服务|奖励)$"
    "|(?:根据|按照|依据)[^，。；]*(?:特点|要求|原则|规定|精神|情况|需要|部署)$|^考虑|^按[^，。；]*原则$"
    "|(?:制定|研究|明确|拟定|起草|修订|印发|发布|调整)[^，。；]*(?:办法|细则|方案|意见|流程|时限|通知|预算)$"
)
_HEADS = re.compile("^[^，。；：！？\\d]{4,24}$")
_SUMS_UP = re.compile("通过[^。；]*等(?:多种)?(?:方式|举措|措施|手段|形式|途径)$")
_PRESS = re.compile(
    "记者|新华社|责任编辑|据[悉统]|据了解|发布会|获悉|日讯|介绍(?:说|，)|表示，|说，|近日|日前|了(?:解到|[^，。；解]{2,20}[，。])"
)
_DEFINED = re.compile("^[^，。；]{0,10}所称[^。；]{1,40}?(?:是指|系指|[，,]指|包括)")
_ANNOUNCED = re.compile(
    "(?:通知|公告|明确|规定|措施|意见|提出|政策)(?:如下|以下)|特?制[定订](?:本|以下|如下)|印发《|新华社|记者"
)


def is_report(document: Document) -> bool:
    """Whether a document is a report of the press, not a text of an organ.

    What is given to nobody in particular is there told of, not given.
    """
    named = document.number or document.kind not in (None, "政策")  # 系列惠企政策: a headline
    return not named and bool(_PRESS.search(document.text))


def only_heads(line: str) -> bool:
    """Whether a line has no stop: in a report it heads what follows."""
    return bool(_HEADS.search(line))


def sums_up(text: str) -> bool:
    """Whether a stretch of a report sums up what it tells of: 通过减租、贴息等方式."""
    return bool(_SUMS_UP.search(text))


def tells_of_other_things(text: str, *, names: bool) -> bool:
    """Whether a stretch reports (unless it `names` a party), threatens or explains."""
    patterns = (_PENALTY, _MEANING) if names else (_REPORT, _PENALTY, _MEANING, _SEVERAL)
    return any(pattern.search(text) for pattern in patterns)


def narrates(text: str) -> bool:
    """Whether a stretch tells what has been done, not what is given."""
    return bool(_NARRATES.search(text))


def only_says_who(text: str) -> bool:
    """Whether a stretch only names who speaks: 市税务局副局长介绍."""
    return bool(_SAID.search(text))


def is_announcement(text: str) -> bool:
    """Whether a sentence only announces a text (现就有关问题通知如下) or reports what goes on."""
    return any(p.search(text) for p in (_ANNOUNCED, _REPORTED, _DEFINED))


def is_duty(text: str) -> bool:
    """Whether a stretch is what an organ does towards everybody: 完善体系, 加强督查."""
    return bool(_ORGANS_DUTY.search(text))


def to_organs(text: str) -> bool:
    """Whether what stands before an act names an organ as who receives."""
    return bool(_TO_ORGANS.search(text))


def of_regions(text: str) -> bool:
    """Whether what stands behind 对 names regions as who receives: 成效明显的县（市、区）."""
    return bool(_OF_REGIONS.search(text))


def is_of_organs(text: str) -> bool:
    """Whether a stretch that names nobody speaks of an organ's own work."""
    return bool(_OF_ORGANS.search(text))


def gives_nothing(text: str, gift: Gift, act: int) -> bool:
    """Whether a stretch with an act of giving is an aim, a plea, a duty or office work."""
    if _APPRAISED.search(text, act):
        return False
    gained = _FOR_WHOM.match(text) and _GAINS.match(text, act)
    plea = _PLEA.match(text) and text[act:].startswith(("申请", "申报", "争取"))
    if gained or (plea and SupportKind.GOVERNMENT_SERVICE not in gift.kinds):
        return True
    return any(p.search(text) for p in _NOTHING)


# 社会保险补贴期限, 享受补贴次数不超过三次: what is given is only spoken of.
_SPOKEN_OF = re.compile(
    "^(?!.*(?:给予|予以|发放|拨付|提高|享受|落实|按|安排|兑现|申请|增加|降低|放宽|延长|提供|\\d))"
    ".*(?:补贴|补助|奖励|贴息|返还)(?:期限|标准|资金|次数|对象|范围|条件|金额|总额)$"
    "|次数[^，。；]{0,8}不(?:得)?超过"
)
_APPRAISED = re.compile(APPRAISED)
_NOTHING = (_AIM, _ORGANS_DUTY, _CLERICAL, _NAMED, _TOPIC, _BUDGET, _SPOKEN_OF)


def is_procedure(before: str, act: str) -> bool:
    """Whether an act only says what must be done to get what is given elsewhere."""
    asks = _ASKS_FOR.match(act)
    return bool(asks and _PROCEDURE.search(before + asks[0]))
