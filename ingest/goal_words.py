"""The words that make, unmake and name a goal (目标): closed lists of administrative language."""

import re

__all__ = [
    "ACHIEVE",
    "ACTUAL",
    "CHANGE",
    "CONDITION",
    "CONDITIONS",
    "CONDITION_END",
    "CREATE",
    "CREATE_FIRST",
    "DAILY",
    "DEFINITION",
    "DUTY",
    "GRANT",
    "INTENT",
    "LEADING",
    "LIMIT_OF_TIME",
    "MAKE",
    "MEASURED",
    "OF_A_TEXT",
    "PARTS_OF_A_TEXT",
    "PRICE",
    "PROJECT",
    "RANK",
    "REACH",
    "REPORTED",
]

# Intent: the sentence wants something that is not yet so.
INTENT = re.compile(
    "力争|争取(?!资金|中央|上级|国家|省级)|确保|努力|力求|务求|目标|预期(?!寿命)|奋斗|冲刺"
    "|计划(?=\ufffc|在|到|于|新|改|建|完成|实施|投|开|招|引|年内|全年|今年|用|培|安排新)"
)

# Reaching a level; the word itself adds nothing to the indicator.
REACH = (
    "达到|达成|达|实现|完成|保持在|保持|稳定在|维持在|控制在|控制到|提高到|提高至|提升到|提升至|增加到|增加至|增至"
    "|增长到|增长至|扩大到|扩大至|上升到|上升至|发展到|发展至|下降到|下降至|下降为|降低到|降低至|降低为|降至|降到|降为"
    "|减少到|减少至|压减到|压减至|压缩到|压缩至|压缩为|缩短到|缩短至|缩短为|缩小到|缩小至|恢复到|恢复至|拓展到|拓展至"
    "|扩展到|扩展至|提高为|提升为|压降到|压降至|压减为|回升到|回升至|缩小至|缩小为|放宽到|延长到|延长至"
)
ACHIEVE = re.compile(f"(?:{REACH})(?:不低于|不少于|不超过|约|近|至少)?$|(?:突破|超过|超)$")
# Change by an amount; the word is part of the indicator.
CHANGE = re.compile(
    "(?:年均|(?:较|(?<!占)比(?![例重率值]))[^，、]{1,10}?)?"
    "(?:增长|增加|提高|提升|上升|新增|净增|下降|降低|减少|压减|压降|缩短|压缩|增速)$"
)
# What a level or a change is measured of.
MEASURED = re.compile(
    "(?:(?<!效)率|比例|比重|占比|度|量|额|值|数|面积|规模|收入|水平|成本|周期|时间|时限|时长|寿命|强度|浓度|投资|里程"
    "|指数|贡献|密度|产能|能力|消费|支出|用水|排放|[保盖]面|可[用靠]性|增速|增幅|余额|总产值|体量|存量|增量|供给|人口|企业|项目|主体)$"
)
# Bringing things into being, whose number is the goal.
MAKE = (
    "建成|新建|改建|扩建|新改建|改扩建|建设|改造|修建|筹建|续建|新改扩建|加装|增设|增配|新认定|认定|招聘|招录|扶持|带动|推广|配置|新招|实施|推出|打造|培育|培养|引进|引育|招引|招募|新增|净增|创建|创成|争创"
    "|开通|开发|布局|布设|孵化|新开工|开工|整治|治理|修复|制修订|制订|制定|转化|选派|投放|安装|更换|淘汰|关停|拆除|帮扶"
    "|安置|筹集|获评|遴选|培训|完成|发展"
)
_CREATE = (
    f"{MAKE}|建立|形成|有|具有|具备|配备|设立|组建|认定|推出|举办|开展|投产|投用|推广|覆盖|服务|惠及|吸引|集聚|发布|储备|化解|转移|吸纳"
    "|上市|评选|扶持|签约|落地|实施|推动|推进|实现|达到|提供|供应|发放|添置|购置|更新|建好|办好|拓展|申报|入库|攻克|突破"
)
CREATE = re.compile(f"(?:{_CREATE}|为)$")
CREATE_FIRST = re.compile(_CREATE)
# A project described, not a goal set: 总投资5亿元，占地100亩.
PROJECT = re.compile("总投资(?:额|约)?\\d|占地(?:面积)?(?:约)?\\d|建设周期|总建筑面积")

# Money, rates and points that somebody gets, pays or loses.
GRANT = re.compile(
    r"补贴(?!性)|补助|奖励|奖补|奖金|给予|贴息|资助|返还|减免|减半|减征|减按|免征|免收|免租|优惠|下浮|上浮|扣除|抵扣|抵免"
    r"|罚款|罚金|处以|违约金|滞纳金|得分|扣分|扣\d|满分|计分|权重(?:[为占各分]|\d)|封顶|缴存|缴纳|缴费(?!率|人)|征收(?!率)|收费"
    r"|最高(?:不超过)?\d|标准为|元标准|每人每|每人\d|应纳税|注册资本"
    r"|(?:安排|拨付|下达|设立|注资|出资|拿出|筹集|筹措|统筹)[^，。；]{0,12}(?:资金|经费|基金)"
)
PRICE = re.compile("费率|利率|税率|首付|租金|(?<!消费)价格(?!涨幅|指数|总水平)|电价|气价|水价|加价")
# The number belongs to a condition, not to a result.
CONDITION = re.compile(
    "(?:对(?!标|接|口|外|内|照)|对于|凡|如(?!期)|若|当|符合|每(?:增加|新增|提高|降低|减少|超过?|满|低于|高于))"
)
CONDITIONS = re.compile("条件(?:为|是|：)|申报(?:企业|单位|主体|项目|人)|申请(?:企业|单位|人)")
CONDITION_END = re.compile("(?:的|时|后|的(?:单位|企业|项目|部分|地区|人员|个人|机构|用户|家庭))$")
# Facts and reports of them.
ACTUAL = re.compile(
    "已|目前|现有[^，。；]{0,14}\\d|近年来?|[年届]来|以来|去年|过去|截[至止]|提前完成|超额完成|圆满完成|回顾|(?<![年到至])\\d日[，\\d]"
)
# Reports and forecasts; only a word of intent after them makes a goal.
REPORTED = re.compile(
    "预计|预测(?!预警)|估计|据悉|据[^，。]{0,16}(?:介绍|统计|调度|监测|了解)|记者|获悉|报道"
    "|(?:负责人|主任|局长|厅长)介绍|介绍[，说]|数据显示|显示，|统计，|调查，"
)
DEFINITION = re.compile("是指|所称|指的是|包括以下|释义")
DUTY = re.compile(
    "(?<![供响适反效相对回感])应当?(?!急|用|对|收|届|付|尽|保)|必须|须(?!知)|不得|严禁|方可|原则上|可以?(?=在|按|给|凭|申|向)"
)
DAILY = re.compile("每(?:天|日|次|周|小时|晚|班|隔)")
# Durations are goals only of these.
LIMIT_OF_TIME = re.compile(
    "时间|时限|周期|寿命|时长|年限|耗时|天数|受教育年限|压缩|缩短|压减|控制|提速|办结"
)
# Things that a text counts of itself: 五个方面, 20条措施, 3个工作组.
_PARTS_OF_A_TEXT = (
    "方面|环节|阶段|步骤|等级|层面|层级|部分|原则|领域|必须|确保|结合|统一|转变|举措|措施|政策|意见|问题|要求|任务|重点"
    "|文件|公告|通知|[组专]班|工作组|小组|督导组|检查组|专家组|维度|层次|途径|渠道|情形|条件|内容|要素|关键|关系|机制|意识|自信|维护"
)
PARTS_OF_A_TEXT = re.compile(
    f"(?!的)[^，。；、]{{0,30}}?(?:{_PARTS_OF_A_TEXT})(?=$|[，。；、和及与等（])"
)
OF_A_TEXT = re.compile(f"(?:{_PARTS_OF_A_TEXT})$")

# A place among others, wanted without a number of its own.
RANK = re.compile(
    r"(?:位居|走在|处于|位列|进入|保持|跻身|稳居|居|列)在?"
    r"(?:全国|全省|全市|全区|长三角|东部|西部|中部|国内|国际|世界|全球|同类|沿海|[\u4e00-\u9fff]{2,4}省)?"
    r"[^，。；、\d]{0,8}?(?:前列|前茅|第一方阵|第一梯队|领先水平|领先地位|先进行列"
    r"|前(?:[一二三四五六七八九十]|\d{1,3})(?:位|名)?(?=$|[，。；、]))"
)
# What may stand before the name of an indicator without being part of it.
LEADING = re.compile(
    "(?:[、，：:；—\\-\ufffc”]|其中|和|及|以及|与|并|并且|且|使|将|把|让|要|也|还|均|都|同时|力争|争取|确保|努力|力求|务求"
    "|计划|尽快|加快|基本(?=实现|建成|完成|达到|形成|消除)|实现|达到|完成|保持|推动|促进|推进|到(?=\ufffc)|至(?=\ufffc)|在(?=\ufffc)"
    "|[一二三四五六七八九]是|（[一二三四五六七八九十\\d]+）|\\d{1,2}[．.、]|[①-⑳])++"
)
