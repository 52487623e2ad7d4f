"""What a stretch of text gives (扶持内容): 给予补贴, 免征增值税, 房租减半, 不抽贷, 开辟绿色通道.

A gift is an act of giving, remitting, deferring or letting with the thing that it concerns. The thing
names the kind. Works on text without white space; offsets are half-open.
"""

import re
from dataclasses import dataclass

from kb.model import SupportKind

__all__ = ["Gift", "find_gift", "kinds_of_words"]


@dataclass(frozen=True, slots=True)
class Gift:
    """扶持内容：where the words that give something stand, and what kinds of thing they give."""

    start: int
    end: int
    kinds: tuple[SupportKind, ...]
    weak: bool = False  # the act is there, the thing must be told from what stands before


_GIVE = (
    "给予|予以|给与|(?<!已)发放|拨付|拨给|兑现|提供|安排|享受|享有|申请|申领|申报|获得|可获|继续给予|实行|实施|落实"
    "|配套|领取|支付|增加|追加|叠加"
)
_REMIT = (
    "免征|免收|免除|免缴|免交|免费|免去|减免|减征|减收|减缴|减半|减按|减轻|降低|调低|下调|下浮|取消|停征|停收|暂停征收"
    "|暂停收取|豁免|缓收|缓征|不收取|不征收|不再收取|不加收|不予加收|不计收|不予计征|不计征|全免|免予|免于|返还|退还|退付"
    "|暂退|抵减|补贴|补助|优惠|给予|予以"
)
_DEFER = "延缓|缓缴|缓交|缓征|延缴|延期|延长|延后|延迟|推迟|顺延|展期|暂缓|分期|补缴|补办|后移|停缴"
_AFTER = (
    "免征|免收|免除|免缴|免交|减免|减征|减收|减半|全免|免费|降低|下调|下浮|降至|降到|再降|返还|退还|优惠|补贴|补助|豁免"
    "|缓缴|缓交|延期|延长|延后|延迟|顺延|停征|取消|不超过|不高于|均为|予以|给予|先行垫付|抵扣|不予计征|不收|不征|全额退还"
    "|免\\d|减\\d|免[一二两三四五六七八九十]个?月|免租"
)
_AWARD = "补贴|补助|奖励|奖补|资助|奖金|津贴|补偿|慰问金|救助金?|以奖代补|配套资金|返还金|经费支持|研发支持"
_FEW = "[^，。；：]"


# 获得称号的企业奖励100万元: the first word is no act, what follows the party is.
_WHO = "的(?:企业|单位|机构|个人(?!创业|所得)|人员|项目|园区|公司|团队|主体|农户)"


def _act_thing(act: str, thing: str, gap: int = 30) -> str:
    return f"(?:{act})(?!的)(?:(?!{_WHO}){_FEW}){{0,{gap}}}?(?:{thing})"


_PARTY_BEHIND = "(?:各)?(?:类)?(?:企业|机构|单位|个人|用人单位|经营者|主体|农户|家庭)"
_SOCIAL = "社会保险|社保|基本养老|养老保险|失业保险|工伤保险|生育保险|医疗保险|医保|三项保险|单位缴费|缴费基数|稳岗"
_TAXES = "(?<![纳办报涉])税(?!务|法|收|源|前|局|人|目|种|率|号|款申报|费(?:服务|申报|政策|事项))|税收(?!政策|优惠|征管|法|收入|职能|征收)|规费|行政事业性收费|政府性基金|水利建设基金|残疾人就业保障金|残保金|工会经费"
_RENTS = "租金|房租|场租|租赁费|物业费|物业管理费|物业费用|摊位费|管理费|入场费|承包金"
_POWER = "电费|水费|气费|电价|水价|气价|电力|用电|用水|用气|水电气|电气|天然气|蒸汽|供热|用能"
_LANDS = "用地|土地(?!使用税|增值税)|林地|耕地|农田|用林|用海|海域|地价款?|出让金"
_LENDING = (
    "贷款(?!贴息|金额|本金|的?利息|余额|担保|贴现|损失|合同|风险|需求|企业|卡)|信贷(?!担保|业务|损失|风险|需求|政策)"
    "|授信|融资支持|融资服务|融资便利|低成本资金|低息资金|优惠利率|利率优惠|信用贷|流动资金支持|转贷|应急转贷|过桥"
)
_COST_OF_LOANS = "利率|利息|罚息|复利|手续费|融资成本|转贷费|中介费"
_SERVICES = "法律援助|法律服务|法律咨询|公证服务|代办服务|政务服务(?!热线|平台|中心|大厅|事项|网)|维权服务|代办帮办|帮办代办"

# One entry for each kind; what stands first is the more telling where several kinds are read.
_FORMS: tuple[tuple[SupportKind, tuple[str, ...]], ...] = (
    (
        SupportKind.INTEREST,
        (
            _act_thing(
                "给予|予以|进行|提供|享受|继续|落实|安排|申请|获得|可获|再给|实行|配套|实施", "贴息"
            ),
            _act_thing("纳入|列入", "贴息", 12),
            r"\d[%％个](?:百分点)?的?(?:财政|利率|贷款|利息)*(?:贴息|补息)",
            r"贴息(?:比例|率|标准)?(?:为|按)?\d",
            "(?:按|按照)[^，。；]{1,30}(?:贴息|补息)",
        ),
    ),
    (
        SupportKind.REWARD,
        (
            _act_thing(f"{_GIVE}|拨出|设立", f"(?:{_AWARD})(?!的?(?:企业|机构|单位)(?:共|名单))"),
            rf"(?:补贴|补助|奖励|资助|奖补|补偿)(?:{_PARTY_BEHIND})?(?:标准为|标准是|最高|不超过|不高于|至多|每[^，。；]{{1,6}}|人民币)*\d",
            rf"(?:按|按照|以|参照)[^，。；]{{1,40}}?(?:补贴|补助|奖励|资助|奖补|补偿)(?:{_PARTY_BEHIND})?(?=$|[（(，。；])",
            rf"(?:{_AWARD})(?:的?(?:标准|比例|额度|金额))?(?:为|是|按|至|提高到|提高至|增加到)[^，。；]{{0,12}}?\d",
            _act_thing("提高|上浮|上调|增加|增发", f"(?:{_AWARD})(?:的?标准|比例|额度|金额)", 20),
            rf"\d(?:元|万元|亿元)(?:/[^，。；]{{1,4}})?的?[^，。；]{{0,12}}?(?:{_AWARD})",
            rf"(?:一次性|适当|分档|分级|定额|全额|优先)(?:{_AWARD})",
            "奖励(?:企业|机构|单位|团队)",
        ),
    ),
    (
        SupportKind.GUARANTEE,
        (
            _act_thing(
                _REMIT + "|降|不得收取", "担保费|反担保|担保和再担保费|再担保费|综合费率", 20
            ),
            "(?:担保|再担保)(?:费率|费用|费)[^，。；]{0,14}?(?:降至|降到|降低|不超过|不高于|下调|减免|控制在|原则上|为|按)",
            _act_thing(
                "给予|予以|提供|优先|安排|享受",
                "担保(?:支持|服务|增信)?(?!的|费|贷款|机构|公司|基金|额)|增信",
                26,
            ),
            _act_thing("延长|暂缓|放宽", "追偿", 8),
        ),
    ),
    (
        SupportKind.LOAN,
        (
            "(?:不|不得|不能|不准|严禁|禁止|避免|不随意|不盲目)(?:随意|盲目|擅自)*(?:抽贷|断贷|压贷|抽压贷|限贷|缓贷)",
            "展期(?!手续)|(?<!应)续贷(?!受理|业务|中心|方式|产品|机制|模式|政策|基金)|延期还[款贷]|延后还款|延期还本|延期付息|延长还款|延长贷款|还款期限(?:可|予以)?(?:延长|延后)"
            "|借新还旧|无还本续|还本付息|应续尽续|应贷尽贷",
            _act_thing(
                "下调|降低|下浮|减免|免除|免收|不收|减收|让利|调低|优惠",
                f"{_COST_OF_LOANS}|贷款利",
                14,
            ),
            f"(?:{_COST_OF_LOANS})[^，。；]{{0,26}}?(?:下浮|下调|降低|优惠|再降|减免|降至|不高于|不超过|不得超过|低于|在[^，。；]{{0,14}}基础上)",
            _act_thing(
                "给予|予以|提供|享受|(?<!已)发放|优先|申请|安排|获得|继续给予", _LENDING, 26
            ),
            _act_thing(
                "增加|提高|扩大|新增|提升|放宽",
                "信用贷款(?!占比|比|投放|规模)|授信额度|贷款额度|中长期贷款(?!占比|比)|贷款期限",
                12,
            ),
            _act_thing("优先|给予|加快", "贴现|票据", 6),
            "[对为][^，。；]{2,20}?(?:开展|推出)[^，。；]{0,20}?贷款",
            _act_thing("延长|延期|延后|暂缓", "还款|还贷|贷款期|偿还", 8),
        ),
    ),
    (
        SupportKind.INSURANCE,
        (
            _act_thing(
                "给予|予以|提供|享受|补贴|减免|降低|提高|增加|办理|免费",
                "(?<!社会)(?<!养老)(?<!失业)(?<!工伤)(?<!医疗)(?<!生育)保险(?!费的|机构|公司|金|基金|待遇)|(?<![担社])保费|保单融资|风险保障",
                18,
            ),
            "(?<!社会)(?<!养老)(?<!失业)(?<!工伤)(?<!医疗)(?:保险费用?|(?<![担社])保费)[^，。；]{0,10}?(?:给予|予以|补贴|补助|减免|支持)",
            "信用保险[^，。；]{0,16}?(?:支持|补贴|补助)",
            _act_thing("纳入", "农业保险", 16),
        ),
    ),
    (
        SupportKind.SOCIAL_INSURANCE,
        (
            _act_thing(f"{_REMIT}|{_DEFER}|调整|提高", _SOCIAL, 30),
            f"(?:{_SOCIAL})[^，。；]{{0,30}}?(?:{_AFTER}|{_DEFER})",
            "返还比例[^，。；]{0,30}?提高",
            _act_thing("纳入|优先参加", "工伤保险|社会保险|医疗保险|养老保险", 10),
            "稳岗返还|稳岗补贴|援企稳岗|返还标准",
        ),
    ),
    (
        SupportKind.RENT,
        (
            _act_thing("免|减(?!少)|缓|补贴|优惠|下调|降低|退还|让利", _RENTS, 20),
            f"(?:{_RENTS})[^，。；]{{0,16}}?(?:免|减|缓缴|缓交|优惠|补贴|补助|返还|延期|延缓|延长)",
        ),
    ),
    (
        SupportKind.HOUSING,
        (
            _act_thing(
                "给予|予以|提供|纳入|优先|解决|安排(?!好)|享受|发放|统筹|配租|申请",
                "住房(?!公积金)|公租房|保障房|人才公寓|公寓|住宿|安居|租房",
                20,
            ),
            "公积金[^，。；]{0,20}?(?:缓缴|停缴|降低|延期|缴存比例|贷款额度|提高|补缴)",
            _act_thing("缓缴|停缴|降低|延期|延长|提高|补缴", "公积金", 16),
        ),
    ),
    (
        SupportKind.ENERGY,
        (
            _act_thing(
                "缓缴|缓交|下调|降低|减免|免收|优惠|减半|延期缴纳|补贴|优先保障|延缓", _POWER, 16
            ),
            f"(?:{_POWER})[^，。；]{{0,24}}?(?:缓缴|缓交|下调|降低|优惠|减免|减半|延期缴纳|免收|延缓|补缴|补贴|补助|下浮|打折)",
            "欠费不停|用电保障企业名单",
        ),
    ),
    (
        SupportKind.LAND,
        (
            "(?:按|以)[^，。；]{0,16}?(?:出让|租赁)(?:土地|用地|$)",
            _act_thing(
                "优先|保障|统筹安排|供应|供给|可使用|允许使用|放宽|降低|奖励|给予|安排", _LANDS, 16
            ),
            f"(?:{_LANDS})[^，。；]{{0,24}}?(?:优先|应保尽保|统筹解决|单列|可使用|允许|奖励|不需|先租后让|弹性年期|放宽|按[^，。；]{{0,12}}执行|减免|缓缴|延期)",
        ),
    ),
    (
        SupportKind.PASSAGE,
        (
            _act_thing(
                "免收|免除|减免|不收|免缴|免费",
                "通行费|过路费|过桥费|过闸费|高速|港口费|港杂费",
                18,
            ),
            "(?:通行|停靠|停车|通关|验放|装卸|卸货)(?:费)?(?:等|提供|给予|的)?(?:便利|优先|优惠|免费|零延时|“零延时”)",
            _act_thing(
                "优先|便捷|快速|给予|予以|提供", "通行(?!费|证)|通关(?!单)|放行|验放|停靠", 8
            ),
            "允许[^，。；]{2,30}?通行",
            "即到即提|零延时|加快放行|先(?:登记)?放行|先放行后|不停车、?不检查|通行证[^，。；]{0,6}(?:发放|办理)|担保放行|两步申报|提前申报|先征后",
            _act_thing("发放|办理|核发", "通行证", 8),
            _act_thing("纳入|列入", "应急运输|绿色通道|运输保障", 10),
            "(?:进入|车辆|停靠|通行)[^，。；]{0,30}?(?:提供|给予|予以)便利",
            "分送集报|四自一简|四自一减",
        ),
    ),
    (
        SupportKind.PREMISES,
        (
            _act_thing(
                "提供|安排|免费使用|无偿|优先|给予|纳入",
                "场地|办公场所|办公用房|厂房|工位|仓库|仓储|经营场所|服务用房|快递用房|用房纳入|改造范围|摊位",
                18,
            ),
            "用房[^，。；]{0,8}纳入|占道经营|外摆",
        ),
    ),
    (
        SupportKind.TRAINING,
        (
            _act_thing(
                "给予|予以|享受|发放|落实|申请|提供|补贴|免费", "(?:培训|实训|见习|技能提升)", 16
            ),
            f"(?:培训|见习|技能提升)(?:费|费用|经费)?(?:的)?(?:{_AWARD})",
        ),
    ),
    (
        SupportKind.TALENT,
        (
            _act_thing(
                "优先|给予|享受|纳入|推荐|放宽|破格|直接认定|提前|落实",
                "职称|评选|评优|评先|劳模|落户|入学|子女教育|荣誉|晋升|人才(?!中心|市场|机构|队伍|需求)|医疗保健",
                20,
            ),
        ),
    ),
    (
        SupportKind.PROCUREMENT,
        (
            "(?:兜底|全额|优先|保价|统一|应收尽收)[^，。；]{0,8}?(?:采购|收储|收购)",
            "采购[^，。；]{0,10}?(?:绿色通道|预留|价格扣除|份额|优先)|收储预付款|兜底解决|政府(?:统一)?(?:收储|回购)|(?:政府采购|采购)(?:给予|予以)|价格扣除|预付款比例[^，。；]{0,10}?(?:不低于|提高)"
            "|预留[^，。；]{0,16}?(?:份额|比例)(?!的)",
            _act_thing("预留|提高|面向", "采购份额|采购预算|预付款比例|预留份额|采购项目", 16),
            _act_thing("优先纳入", "场景|采购|目录", 12),
            "不执行政府采购法规定的方式和程序|采购进口物资无需审批",
        ),
    ),
    (
        SupportKind.EMPLOYMENT,
        (
            _act_thing("免费|优先|无偿", "发布|招聘|用工|吸纳|聘用|选聘|录用|就业", 30),
            f"(?:用工|招工|就业|稳岗|岗位|社保)(?:服务)?(?:{_AWARD})",
        ),
    ),
    (
        SupportKind.CREDIT_RECORD,
        (
            "(?:不|暂不|不予|免予|免于|不将其|不被)[^，。；]{0,10}?(?:征信|失信|异常名录|信用惩戒|信用降级|不良|信用记录|贷款分类|信用体系|惩戒)",
            _act_thing("开辟|开通|给予|支持|协助|加快|提供|允许|可申请", "信用修复", 10),
            "(?:征信|逾期记录|信用记录|信用惩戒)[^，。；]{0,12}?(?:不计入|不报送|不纳入|保护|免于)|报送信用记录",
        ),
    ),
    (
        SupportKind.GOVERNMENT_SERVICE,
        (
            "(?:协助|帮助|指导|免费|及时|可向|依法|为[^，。；]{2,40}?)[^，。；]{0,12}?"
            "(?P<act>(?:出具|开具|办理|申请)[^，。；]{0,30}?(?:证明(?!材料|文件)|公证))",
            "不可抗力[^，。；]{0,12}?证明",
            _act_thing("提供|开展|给予|享受|开通|优先提供", _SERVICES, 24),
            "免费[^，。；]{0,8}(?:办理|寄递|邮寄|检测|检验|咨询|发证)|不见面”?公证|法律援助",
        ),
    ),
    (
        SupportKind.APPROVAL,
        (
            "容缺|告知承诺|先行办理|先行受理|免予审查|免于审查|承诺制|拿地即开工|即时办结|当[日天]办结|立即办理|一窗受理",
            "先[^，。；、]{1,14}?(?:后补|再补办|再走程序|后补办|，补手续)|可先[^，。；]{1,14}?再",
            _act_thing(
                "优先|即时|随到随|限时|特事特办",
                "审批|办结|核准|备案|许可|发证|审评|办理|检验|审查|认定|检测",
                8,
            ),
            r"(?:\d+|[一二三五])(?:个)?(?:工作日|小时|天|日)(?:以?内|之内)[^，。；]{0,10}?(?:办结|审批|核准|核发|发证)",
            _act_thing("取消|免除|免于|免予|无需|不再", "审批|检疫审批|备案手续", 14),
            "(?:许可|登记|手续|年检|证照|证书|有效期|资质|许可证)[^，。；]{0,10}?(?:延期|顺延|延长至|自动延|补办)",
            _act_thing("颁发|发给|核发|发放", "许可证|注册证|临时[^，。；]{0,12}证", 24),
            _act_thing("延长|顺延", "承诺期限|证[^，。；]{0,6}有效期|许可|有效期", 10),
            "放宽[^，。；]{0,30}?(?:条件|限制|准入)",
        ),
    ),
    (
        SupportKind.TAX,
        (
            "“?六税两费”?[^，。；]{0,8}?(?:减半|减征|减免)",
            _act_thing(f"{_REMIT}|延缓|缓缴|抵免", _TAXES, 30),
            f"(?:{_TAXES})[^，。；]{{0,24}}?(?:{_AFTER}|困难减免|减半征收)",
            "延期(?:申报|缴纳税|纳税|缴税|办理申报)|延期缴纳税款|延长[^，。；]{0,20}?(?:申报|纳税|缴税|税款|缴款)|期限延长至|依法延期",
            "(?:准予|允许|可以?|予以|给予|全额|据实|申请|按|实行|一次性|办理|依次)[^，。；]{0,26}?(?:(?<!价格)扣除|扣减|抵扣|结转|退还|退税|留抵|摊销|弥补"
            "|免税收入|不征税收入)",
            "结转年限[^，。；]{0,16}?延长|减按\\d|即征即退|税前(?:一次性)?扣除(?=$|[（(])",
            "(?:合理|依法|及时)调整定额|停业手续",
        ),
    ),
    (
        SupportKind.OTHER,
        (
            "(?:延长|延后|顺延)[^，。；]{0,4}?合同|合同[^，。；]{0,8}(?:延长|延后|顺延)|不作违约|免除违约|不视为违约",
        ),
    ),
)
_COMPILED = tuple(
    (kind, re.compile("|".join(f"(?:{form})" for form in forms))) for kind, forms in _FORMS
)

_OF_WHOM = re.compile(f"[^，。；的]{{0,8}}{_WHO}")
_TITLE = re.compile("《[^》]*》")
_CHANNEL = re.compile(
    "(?:开辟|建立|开通|设立|设置|开设|畅通|采取|落实|纳入|进入|享受|实施|提供|走)[^，。；]{0,26}?(?:绿色(?:服务)?通道|快速通道|直通车|专用窗口)"
)
_CHANNEL_KINDS = (
    (SupportKind.CREDIT_RECORD, "信用修复"),
    (SupportKind.GOVERNMENT_SERVICE, "法律|公证|办证|工伤|服务"),
    (SupportKind.PROCUREMENT, "采购"),
    (SupportKind.LOAN, "贷款|金融|信贷|融资|授信|捐款|资金|汇划"),
    (SupportKind.APPROVAL, "审批|许可|审评|登记|注册|建设|项目|核准|验收|审核|手续|证"),
    (SupportKind.PASSAGE, "运输|通关|物流|进出口|通行|菜篮子|车辆|口岸|送检|进口|配送|鲜活"),
)
# Nothing but a promise of support: kinds are told only where no other thing is named.
_PROMISE = re.compile(
    f"(?:{_GIVE}|优先)[^，。；]{{0,30}}?(?:资金支持|资金扶持|专项支持|政策扶持|政策支持|重点支持|适当支持|优先支持|经费支持|扶持|倾斜|支持"
    "|专项资金|补贴资金)(?=$|[，。；、（(和并及等”])"
    "|(?:纳入|列入)[^，。；]{0,40}?(?:专项资金|项目支持|支持范围|扶持范围|保障范围|补贴范围|支持计划|帮扶体系|政策范围|支持目录|重点项目)"
    "|先行垫付|(?:暂退|退还|返还)[^，。；]{0,14}?保证金|优先[^，。；]{0,4}?(?:使用|安排)[^，。；]{0,24}?资金"
    "|(?:享受|给予|落实)[^，。；]{0,24}(?<!税收)(?<!税费)优惠政策(?!宣传|指引)"
)
_INCLUDED = (
    (SupportKind.HOUSING, "住房保障"),
    (SupportKind.OTHER, "帮扶体系"),
    (SupportKind.TALENT, "评选|劳模|典型"),
    (SupportKind.PREMISES, "改造范围|配建"),
)
# A fee that no other kind claims.
_FEES = re.compile(
    "(?:免征|免收|免除|免缴|免交|减免|减征|减收|减半收取|降低|停征|下调|不收取|免费)[^，。；]{0,20}?(?:费用|费|收费|收费标准)"
    "|(?:费用?|收费标准|价格)[^，。；]{0,10}?(?:降低|下调|减免|免收|全免|减半)"
)
_LATE_FEE = re.compile(
    "(?:免收|免征|免除|免加收|不收取|不加收|不予加收|不征收|不予计征|不计收|不予征收|免予加收)[^，。；]{0,8}?(?:滞纳金|违约金)"
    "|(?:滞纳金|违约金)(?:不予计征|免收|不加收)"
)
# Acts that need a thing from what stands before them.
_WEAK = re.compile(
    "(?:可(?!能)|允许|予以|给予|申请|依法|应|适当)(?:[^，。；]{0,16}?)(?:延期|展期|延长|补办|补缴|缓缴|返还|减免|减半|免除|困难减免|补偿|补足|临时救助|优惠)"
    "|延期(?:缴纳|支付|交纳)|再(?:减免|延长|缓缴)|减免\\d+个月"
    "|延长至|延期至|顺延至|返还其|比例由[^，。；]{1,20}提高[到至]|(?:给予|予以)[^，。；]{0,8}(?:支持|扶持|照顾|帮助|保障|救助)"
    "|兜底"
)


def find_gift(text: str, start: int, end: int, around: str = "") -> Gift | None:
    """The gift in a stretch of text; None where it gives nothing.

    `around` is what else the sentence says: it tells the kind of an act that names no thing.
    """
    part = _TITLE.sub(lambda m: "　" * len(m[0]), text[start:end])
    found: list[tuple[int, SupportKind]] = []
    last = 0
    for kind, pattern in _COMPILED:
        if match := _acting(pattern, part):
            act = match.start("act") if "act" in pattern.groupindex and match["act"] else -1
            found.append((max(match.start(), act), kind))
            last = max(last, match.end())
    if match := _CHANNEL.search(part):
        found.append((match.start(), _channel_kind(part, around)))
        last = max(last, match.end())
    if not found and (match := _PROMISE.search(part)):
        kind = next((k for k, w in _INCLUDED if re.search(w, match[0])), SupportKind.FUNDS)
        if re.search("(?:支持|倾斜|扶持)$", match[0]) and not re.search(
            "资金|专项|政策|纳入|列入", match[0]
        ):
            return Gift(start + match.start(), start + match.end(), (kind,), weak=True)
        found.append((match.start(), kind))
        last = match.end()
    if not found and (match := _LATE_FEE.search(part)):
        kinds = [k for k in kinds_of_words(part + around) if k in _OWED] or [SupportKind.TAX]
        found.append((match.start(), kinds[0]))
        last = match.end()
    if not found and (match := _FEES.search(part)):
        found.append((match.start(), SupportKind.TAX))
        last = match.end()
    if found:
        first = min(at for at, _ in found)
        kinds_found = tuple(dict.fromkeys(kind for _, kind in found))
        return Gift(start + first, start + last, kinds_found)
    if match := _WEAK.search(part):
        kinds = kinds_of_words(around + part)
        if kinds:
            near = [k for k in kinds_of_words(part) if k in kinds] or kinds
            return Gift(start + match.start(), start + match.end(), tuple(near[:2]), weak=True)
    return None


_OWED = frozenset(
    {
        SupportKind.SOCIAL_INSURANCE,
        SupportKind.HOUSING,
        SupportKind.ENERGY,
        SupportKind.TAX,
        SupportKind.LOAN,
    }
)
_WORDS: tuple[tuple[SupportKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        (SupportKind.SOCIAL_INSURANCE, _SOCIAL + "|缴费"),
        (SupportKind.HOUSING, "公积金|住房"),
        (SupportKind.ENERGY, _POWER),
        (SupportKind.TAX, "税|申报"),
        (SupportKind.RENT, _RENTS),
        (SupportKind.GUARANTEE, "担保(?!贷款)"),
        (SupportKind.LOAN, "贷款|还款|信贷|金融"),
        (SupportKind.REWARD, "补贴|补助|奖"),
        (SupportKind.APPROVAL, "许可|证|手续|审批"),
        (SupportKind.FUNDS, "支持|资金|扶持"),
    )
)


def _acting(pattern: re.Pattern[str], part: str) -> re.Match[str] | None:
    """The first match that says what is done, not who does it (提供住宿的单位)."""
    matches = pattern.finditer(part)
    return next((m for m in matches if not _OF_WHOM.match(part, m.end())), None)


def kinds_of_words(text: str) -> list[SupportKind]:
    """The kinds whose words a text has, in the order of their first word from behind."""
    places = []
    for kind, words in _WORDS:
        at = max((m.start() for m in words.finditer(text)), default=-1)
        if at >= 0:
            places.append((at, kind))
    return [kind for _, kind in sorted(places, key=lambda place: -place[0])]


def _channel_kind(part: str, around: str) -> SupportKind:
    for words in (part, around):
        for kind, pattern in _CHANNEL_KINDS:
            if re.search(pattern, words):
                return kind
    return SupportKind.GOVERNMENT_SERVICE
