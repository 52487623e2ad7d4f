"""Whom measures are for and on which conditions: support_parties.txt holds the judgements."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import read_document
from ingest.support_carrying import read_heading
from ingest.support_fields import read_condition
from ingest.support_organs import organs_named
from ingest.support_phrases import Context
from ingest.support_requirements import read_requirement
from ingest.support_sentences import read_line
from ingest.support_subjects import subject_of
from kb.model import Support
from kb.organs import Organs

JUDGED = Path(__file__).with_name("support_parties.txt")


def _judged() -> Iterator[tuple[str, list[str]]]:
    """The sentences with their measures, as they are written."""
    for block in JUDGED.read_text(encoding="utf-8").split("\n= ")[1:]:
        sentence, *measures = [line for line in block.splitlines() if line[:1] not in ("", "#")]
        yield sentence, [measure.removeprefix("- ") for measure in measures]


@pytest.mark.parametrize(("text", "expected"), list(_judged()))
def test_reads_whom_and_on_which_conditions(text: str, expected: list[str]) -> None:
    assert [_shown(text, one.context) for one in read_line(text) if not one.guidance] == expected


def _shown(text: str, context: Context) -> str:
    """Beneficiaries and conditions as the judgements write them."""
    parties = "／".join(text[a:b] for a, b in context.beneficiaries)
    conditions = [_condition(text[a:b]) for a, b in context.conditions]
    conditions += [f"除：{text[a:b]}" for a, b in context.excluded]
    return f"{parties or '-'} | {' + '.join(conditions) or '-'}"


def _condition(text: str) -> str:
    one = read_condition(text, 0, None)
    if one.value is not None:
        return f"{text}[{one.value} {one.unit} {one.comparison}]"
    return f"{text}[{one.day} {one.comparison}]" if one.day else text


POLICY = """某某市人民政府办公室关于印发支持物流业发展若干政策的通知
各区人民政府：
现将《某某市支持物流业发展若干政策》印发给你们。
某某市人民政府办公室
2023年8月1日
某某市支持物流业发展若干政策
一、适用范围
本政策适用于在本市注册、具有独立法人资格的物流企业。被列入失信名单的企业不得享受本政策。
二、培育物流企业
（一）支持快递企业进村。
1.对新建村级服务站的，每个补助5000元。
（二）冷链项目补助
支持对象：2023年1月1日后建成的冷库项目。
支持条件：1.库容不低于3000立方米；2.总投资500万元以上。
支持标准：按投资额的10%给予补助，最高200万元。
（三）支持企业争创A级。对首次评为国家5A级的，奖励50万元。
三、附则
有下列情形之一的，不予支持：
（一）三年内发生较大安全事故的；
（二）存在偷税行为的。
"""


def test_what_a_document_says_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(POLICY, encoding="utf-8")
    supports = read_document(path, Organs.load()).supports
    everywhere = ["在本市注册", "具有独立法人资格"]
    barred = ["被列入失信名单的企业", "三年内发生较大安全事故的", "存在偷税行为的"]
    assert [(one.beneficiaries, _required(one)) for one in supports] == [
        (("快递企业",), ["新建村级服务站", *everywhere]),
        (
            ("冷库项目",),
            ["2023年1月1日后建成", "库容不低于3000立方米", "总投资500万元以上", *everywhere],
        ),
        (("物流企业",), ["首次评为国家5A级", *everywhere]),
    ]
    assert all([c.as_written for c in one.conditions if c.excluded] == barred for one in supports)


def _required(support: Support) -> list[str]:
    return [c.as_written for c in support.conditions if not c.excluded]


REQUIREMENTS = [
    (
        "在我市登记、具有独立法人资格的中小企业",
        ["中小企业"],
        ["在我市登记", "具有独立法人资格"],
        [],
    ),
    (
        "项目投入不低于50万元，且已于2023年底前完工并通过验收",
        [],
        ["项目投入不低于50万元", "已于2023年底前完工", "通过验收"],
        [],
    ),
    (
        "申报企业近三年内无重大环保、安全事故，未被列入失信名单",
        [],
        ["近三年内无重大环保、安全事故", "未被列入失信名单"],
        [],
    ),
    ("同一项目已获得其他资金支持的，不得重复申报", [], [], ["同一项目已获得其他资金支持的"]),
    ("以快递业务为主，带动本地就业", [], ["以快递业务为主，带动本地就业"], []),
]


@pytest.mark.parametrize(("text", "whom", "asked", "barred"), REQUIREMENTS)
def test_items_of_lists(text: str, whom: list[str], asked: list[str], barred: list[str]) -> None:
    context = Context()
    read_requirement(text, 0, len(text), context)
    spans = (context.beneficiaries, context.conditions, context.excluded)
    assert [[text[a:b] for a, b in each] for each in spans] == [whom, asked, barred]


# Whatever is told as a reason or an aim is asked of nobody.
NO_CONDITIONS = [
    "为支持中小微企业渡过难关，对小微企业给予贴息。",
    "为缓解疫情对企业生产经营的影响，免收企业不动产登记费。",
    "按照特事特办的原则，对企业发放信用贷款。",
    "根据《关于对一线医务人员关心关爱的通知》，对一线医务人员发放慰问金。",
    "由市商务局负责对外贸企业发放展位补贴。",
    "有针对性地开展服务，对企业提供法律咨询服务。",
    "快递企业每处理一件给予0.1元补贴。",
]


@pytest.mark.parametrize("text", NO_CONDITIONS)
def test_reasons_are_no_conditions(text: str) -> None:
    found = [one.context for one in read_line(text) if not one.guidance]
    assert found
    assert all(not one.conditions and one.beneficiaries for one in found)


@pytest.mark.parametrize(
    ("text", "is_clause", "party"),
    [
        ("企业与脱贫人口签订劳动合同", True, "企业"),
        ("符合条件的快递企业购置车辆", True, "快递企业"),
        ("家庭农场流转土地", True, "家庭农场"),
        ("农民合作社联合社成员社在5家以上", True, "农民合作社联合社"),
        ("企业职工参加培训", False, "企业职工"),
        ("企业用电成本", True, None),
        ("个人所得税", True, None),
        ("招用毕业年度高校毕业生", False, None),
        ("市卫生健康部门组织进口", True, None),
        ("孵化器在孵企业被认定", True, "孵化器在孵企业"),
    ],
)
def test_party_that_a_clause_begins_with(text: str, is_clause: bool, party: str | None) -> None:
    found = subject_of(text, 0, len(text), is_clause=is_clause)
    assert (text[slice(*found.party)] if found else None) == party


@pytest.mark.parametrize(
    ("heading", "party"),
    [
        ("支持快递企业设立区域总部", "快递企业"),
        ("加大对中小企业的信贷支持", "中小企业"),
        ("降低企业用电成本", "企业"),
        ("支持外贸企业、跨境电商企业开拓市场", "外贸企业、跨境电商企业"),
        ("支持新型农业经营主体发展", "新型农业经营主体"),
        ("强化金融支持", None),
        ("支持重点物资供应", None),
    ],
)
def test_whom_a_heading_names(heading: str, party: str | None) -> None:
    found = read_heading(heading)
    assert (heading[slice(*found)] if found else None) == party


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        ("企业可向市贸促会申请免费出具不可抗力证明", ("市贸促会",)),
        ("由市人社局负责对企业发放岗位补贴", ("市人社局",)),
        ("由区发展改革委会同区财政局审核后拨付", ("区发展改革委", "区财政局")),
        ("企业于每年3月底前向所在区商务局提交申请", ("所在区商务局",)),
        ("可向主管税务部门申请", ()),
        ("可向贷款银行申请展期", ()),
        ("经区科信局审核后给予补贴", ()),
    ],
)
def test_organs_that_a_sentence_names(text: str, organs: tuple[str, ...]) -> None:
    assert organs_named(text) == organs


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("实缴注册资本5000万元以上", "project"),
        ("吸纳脱贫劳动力就业10人以上", "project"),
        ("职工总数50人以下", "employees"),
        ("首次升规", "qualification"),
        ("年应纳税所得额不超过200万元", "project"),
        ("2023年度研发费用首次超过100万元", "project"),
        ("2024年6月30日前完成股改", "date"),
        ("吸纳就业困难人员", "project"),
        ("在境内外证券交易所上市", "project"),
        ("在我县登记注册", "region"),
    ],
)
def test_sides_of_an_enterprise(text: str, field: str) -> None:
    assert read_condition(text, 0, None).field == field


_WORDS = (
    "对 凡 企业 农民合作社 个体工商户 的 ， 、 。 ； 和 以及 且 并 给予 100万元 奖励 年营业收入"
    " 以上 不超过 满1年 首次 认定为 （ ） 不含 除 外 除外 其中 上述 此类 支持 为 由 市商务局 向"
    " 申请 符合条件 每 人 招用 参保 在本市注册 如 若 期间 2023年1月1日"
)
_PIECES = st.sampled_from(_WORDS.split(" "))


@given(st.lists(_PIECES, max_size=40))
def test_spans_lie_in_the_line(pieces: list[str]) -> None:
    text = "".join(pieces)
    for one in read_line(text):
        context = one.context
        spans = [*context.beneficiaries, *context.conditions, *context.excluded]
        assert all(0 <= a < b <= len(text) for a, b in spans)
        assert set(context.conditions) >= {s for group in context.alternatives for s in group}


@pytest.mark.parametrize(
    "piece",
    [
        "对",
        "企业",
        "企业、",
        "企业和",
        "企业的",
        "的",
        "为企业",
        "由局",
        "（不含",
        "除企业外",
        "1年以上、",
        "无贷款、",
        "支持企业",
        "认定为企业的，",
        "年收入100万元以上、",
    ],
)
def test_hostile_lines_take_no_long_time(piece: str) -> None:
    text = f"{piece * (12000 // len(piece))}给予补贴。"
    begin = time.perf_counter()
    read_line(text)
    organs_named(text)
    read_heading(text)
    read_condition(text[:4000], 0, None)
    assert time.perf_counter() - begin < 5
