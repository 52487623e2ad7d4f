"""What a stretch gives, and what gives nothing."""

import pytest

from ingest.support_kinds import find_gift

GIFTS = [
    ("给予最高50万元的一次性奖励", {"奖补"}),
    ("每亩补助3000元", {"奖补"}),
    ("按研发投入总额50%给予奖励", {"奖补"}),
    ("财政按贷款利率的50%给予贴息", {"贴息"}),
    ("给予每平方米每月20元的租金补贴", {"奖补", "租金"}),
    ("1个月房租免收", {"租金"}),
    ("免征增值税", {"税费"}),
    ("减按1%征收率征收增值税", {"税费"}),
    ("可申请一次性税前扣除", {"税费"}),
    ("依法办理延期缴纳税款", {"税费"}),
    ("返还其上年度实际缴纳失业保险费的50%", {"社保"}),
    ("可缓缴养老保险费", {"社保"}),
    ("不得盲目抽贷、断贷、压贷", {"贷款"}),
    ("予以展期或续贷", {"贷款"}),
    ("贷款利率下调1个百分点", {"贷款"}),
    ("担保费率降至1%以内", {"担保"}),
    ("取消反担保要求", {"担保"}),
    ("给予保费补贴", {"奖补", "保险"}),
    ("优先保障项目用地", {"土地"}),
    ("纳入住房保障范围", {"住房"}),
    ("优先安排子女入学", {"人才"}),
    ("按规定给予培训补贴", {"奖补", "培训"}),
    ("免收高速公路通行费", {"通行"}),
    ("免费提供办公场所", {"场地"}),
    ("开辟审批绿色通道", {"审批"}),
    ("设立通关绿色通道", {"通行"}),
    ("可先扩产再补办审批手续", {"审批"}),
    ("免费为企业出具不可抗力证明", {"政务服务"}),
    ("由政府兜底采购收储", {"采购"}),
    ("电价在现行基础上下浮5%", {"用能"}),
    ("不将其列入经营异常名录", {"信用"}),
    ("可适当延长合同履行期限", {"其他"}),
    ("纳入专项资金支持范围", {"资金"}),
]


@pytest.mark.parametrize(("text", "kinds"), GIFTS)
def test_tells_what_is_given(text: str, kinds: set[str]) -> None:
    gift = find_gift(text, 0, len(text))
    assert gift is not None
    assert {kind.value for kind in gift.kinds} == kinds
    assert 0 <= gift.start < gift.end <= len(text)


NOTHING = [
    "加强政策宣传解读",
    "完善物流服务体系",
    "推动部门信息共享",
    "加大对中小企业的支持力度",
    "提供集体住宿的单位要降低密度",
    "《关于给予企业补贴的办法》",
]


@pytest.mark.parametrize("text", NOTHING)
def test_finds_no_gift(text: str) -> None:
    assert find_gift(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("around", "kind"),
    [
        ("社会保险费缴费业务的，可延长至疫情解除后补办", "社保"),
        ("不能按期缴纳电费的，经批准后延期缴纳", "用能"),
        ("已发放的贷款到期的，可延长至年底", "贷款"),
    ],
)
def test_an_act_without_a_thing_takes_it_from_before(around: str, kind: str) -> None:
    start = around.index("，") + 1
    gift = find_gift(around, start, len(around), around)
    assert gift is not None
    assert kind in {one.value for one in gift.kinds}
