"""Sentences and the measures in them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.support_sentences import read_line, read_standard

# sentence → one tuple a measure: kinds, beneficiaries, conditions
MEASURES = [
    (
        "对受疫情影响严重的中小微企业到期还款困难的，可予以展期或续贷。",
        [({"贷款"}, ["中小微企业"], ["受疫情影响严重", "到期还款困难"])],
    ),
    (
        "对承租国有房屋、年营业收入2000万元以下的小微企业，免收三个月租金。",
        [({"租金"}, ["小微企业"], ["承租国有房屋", "年营业收入2000万元以下"])],
    ),
    (
        "企业租用标准厂房的，按每平方米每月5元给予租金补贴，补贴期限3年。",
        [({"奖补", "租金"}, ["企业"], ["租用标准厂房"])],
    ),
    (
        "对首次升规的工业企业，给予10万元奖励；对连续三年在库的，再给予5万元奖励。",
        [
            ({"奖补"}, ["工业企业"], ["首次升规"]),
            ({"奖补"}, ["工业企业"], ["连续三年在库"]),
        ],
    ),
    (
        "符合条件的企业，经认定后，按照贷款利息的50%给予贴息，单个企业最高100万元。",
        [({"贴息"}, ["企业"], ["符合条件", "经认定后"])],
    ),
    (
        "鼓励业主为租户减免租金。",
        [({"租金"}, ["租户"], [])],
    ),
    (
        "对因受灾逾期申报的纳税人，免予行政处罚，不纳入纳税信用评价。",
        [({"信用"}, ["纳税人"], ["因受灾逾期申报"])],
    ),
    (
        "小区管理单位应通过设置场所等方式，为快递人员和车辆进入小区开展服务提供便利。",
        [({"通行"}, ["快递人员和车辆"], [])],
    ),
    ("允许用人单位延期办理参保登记业务。", [({"社保"}, ["用人单位"], [])]),
    ("可适当延长人力资源服务机构年度报告公示时限。", [({"审批"}, [], [])]),
    ("对生产消毒用品的企业，提供办税绿色通道服务。", [({"政务服务"}, ["企业"], ["生产消毒用品"])]),
    (
        "对确无还款能力的农户帮助其履行代偿义务。",
        [({"担保"}, ["农户"], ["确无还款能力"])],
    ),
    (
        "对医务人员取得的临时补助，免征个人所得税。对市级规定的慰问补助，比照执行。",
        [
            ({"税费"}, ["医务人员"], ["取得的临时补助"]),
            ({"税费"}, ["医务人员"], ["市级规定的慰问补助"]),
        ],
    ),
    (
        "受灾害影响较大的旅游、客运企业如当年发生亏损，结转年限由5年延长至8年。",
        [({"税费"}, ["旅游、客运企业"], ["受灾害影响较大", "如当年发生亏损"])],
    ),
    (
        "对受损严重的商户，免除3月1日至4月30日期间，在批发市场发生的摊位管理费。",
        [({"税费"}, ["商户"], ["受损严重"])],
    ),
    (
        "【享受主体】从事养老服务的纳税人【优惠内容】对纳税人提供养老服务取得的收入，免征增值税。",
        [({"税费"}, ["纳税人"], ["提供养老服务取得的收入"])],
    ),
    (
        "将符合条件的快递企业纳入专项资金支持范围。",
        [({"资金"}, ["快递企业"], ["符合条件"])],
    ),
    (
        "支持合作社建设冷藏设施，按造价30%的比例给予补贴。",
        [({"奖补"}, ["合作社"], ["建设冷藏设施"])],
    ),
    (
        "降低企业用电成本，对工商业用户电价下浮5%。",
        [({"用能"}, ["工商业用户"], [])],
    ),
    (
        "参保企业（不含僵尸企业）可缓缴社会保险费，缓缴期限最长6个月。",
        [({"社保"}, ["参保企业（不含僵尸企业）"], [])],
    ),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_reads_measures(text: str, expected: list[tuple[set[str], list[str], list[str]]]) -> None:
    found = [one for one in read_line(text) if not one.guidance]
    read = [
        (
            {kind.value for kind in one.kinds},
            [text[a:b] for a, b in one.context.beneficiaries],
            [text[a:b] for a, b in one.context.conditions],
        )
        for one in found
    ]
    assert read == expected


NO_MEASURE = [
    "各银行机构要加大对小微企业的信贷投放力度。",
    "市发展改革委要会同有关部门加强督促检查。",
    "弄虚作假骗取补助资金的，追回已拨付资金，三年内不得申请财政扶持资金。",
    "同一项目符合多项奖励条件的，按就高不重复原则执行。",
    "缓缴期满后，企业足额补缴社会保险费。",
    "中央财政对地方财政按60%给予补助。",
    "截至2月底，已发放贷款120亿元。",
    "本公告所称增量留抵税额，是指新增加的期末留抵税额。",
    "为贯彻落实党中央决策部署，现就减免社会保险费有关问题通知如下：",
]


@pytest.mark.parametrize("text", NO_MEASURE)
def test_finds_no_measure(text: str) -> None:
    assert not [one for one in read_line(text) if not one.guidance]


@pytest.mark.parametrize(
    "text",
    [
        "鼓励企业招聘使用本地员工。",
        "支持职业院校开设快递物流相关专业。",
        "引导中小企业通过服务平台申请贷款。",
        "对重点困难企业给予扶持。",
    ],
)
def test_keeps_guidance_apart(text: str) -> None:
    assert [one.guidance for one in read_line(text)] == [True]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("对企业给予10万元奖励。", "due"),
        ("免征增值税。", "due"),
        ("企业可申请缓缴社会保险费。", "possible"),
        ("鼓励银行下调贷款利率。", "possible"),
        ("视情给予企业适当补助。", "possible"),
    ],
)
def test_force(text: str, force: str) -> None:
    assert [one.force.value for one in read_line(text)] == [force]


def test_sums_of_a_tail_belong_to_the_measure_before() -> None:
    text = "对参展企业按展位费的50%给予补贴，每家企业最高20万元。补贴期限不超过3年。"
    (one,) = read_line(text)
    assert [(str(n.value), n.unit) for n in one.numbers] == [
        ("50", "%"),
        ("20", "万元"),
        ("3", "年"),
    ]


def test_a_list_of_conditions_belongs_to_what_announces_it() -> None:
    text = "对符合下列条件之一的企业，给予50万元奖励：（1）收入不低于2000万元；（2）职工50人以上。"
    (one,) = read_line(text)
    conditions = [text[a:b] for a, b in one.context.conditions]
    assert conditions[1:] == ["收入不低于2000万元", "职工50人以上"]
    assert [[text[a:b] for a, b in group] for group in one.context.alternatives] == [
        ["收入不低于2000万元", "职工50人以上"]
    ]


def test_how_to_apply_is_kept_with_the_measure_before() -> None:
    text = "对参展企业给予补贴。符合条件的企业可向区商务局提出申请，经审核后拨付补贴资金。"
    (one,) = read_line(text)
    assert one.how_to_apply is not None
    assert text[slice(*one.how_to_apply)] == "符合条件的企业可向区商务局提出申请"


def test_a_label_makes_a_number_a_measure() -> None:
    text = "奖励标准：每家20万元。"
    (one,) = read_standard(text, 5, "支持企业上市")
    assert ([k.value for k in one.kinds], str(one.numbers[0].value)) == (["奖补"], "20")


_WORDS = (
    "对 针对 企业 中小微企业 的 ， 。 ； 给予 100万元 补贴 免征 增值税 可 鼓励 最高 50% （ ）"
    " 《 》 ： “ 期限 6个月"
    " 符合下列条件之一 每人 缓缴 社会保险费 2020年2月 支持 业主 租金 减免 1. 由"
)
_PIECES = st.sampled_from(_WORDS.split(" "))


@given(st.lists(_PIECES, max_size=40))
def test_spans_lie_in_the_line_and_are_the_same_again(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = read_line(text)
    assert found == read_line(text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        spans = [one.given, *one.context.beneficiaries, *one.context.conditions]
        assert all(0 <= a <= b <= len(text) for a, b in spans)
        assert all(0 <= n.start < n.end <= len(text) for n in one.numbers)


@pytest.mark.parametrize(
    "piece",
    [
        "给予",
        "对企业",
        "免征的",
        "（",
        "按照",
        "1",
        "企业、",
        "，给予补贴",
        "，除",
        "，对",
        "对的县（",
        "每人",
        "最高",
    ],
)
def test_long_lines_take_no_long_time(piece: str) -> None:
    begin = time.perf_counter()
    read_line(piece * 4000)
    assert time.perf_counter() - begin < 5
