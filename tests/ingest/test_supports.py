"""Support measures of whole documents."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import read_document
from ingest.support_fields import field_of, read_condition, read_period
from ingest.supports import read_supports
from kb.model import Clause, Document, DocumentRecords, Level
from kb.organs import Organs
from kb.squeeze import squeeze

ORGANS = Organs.load()

TEXT = """某某市人民政府关于印发促进冷链物流发展若干政策的通知
各区人民政府：
现将《某某市促进冷链物流发展若干政策》印发给你们。
某某市人民政府
2023年5月6日
某某市促进冷链物流发展若干政策
一、支持冷库建设
（一）支持对象：在本市注册的冷链物流企业和农民专业合作社。
（二）申报条件：1.依法登记满2年；2.冷库库容不低于1000立方米；3.未被列入失信名单。
（三）补贴标准：按每立方米200元给予补助，单个项目最高不超过200万元。
（四）申报程序：企业于每年3月底前向所在区商务局提交申请。
二、支持做大做强
对符合下列条件之一的企业，给予最高50万元奖励：
（一）上年度营业收入不低于2000万元；
（二）从业人员50人以上。
（责任单位：市商务局、市财政局）
三、奖励标准：每家20万元。
四、附则
本政策适用于在本市注册、纳税的企业。同一企业不得重复享受。
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> DocumentRecords:
    path = tmp_path_factory.mktemp("supports") / "policy.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_document(path, ORGANS)


def test_what_a_section_says_holds_for_its_measures(records: DocumentRecords) -> None:
    first = records.supports[0]
    assert first.beneficiaries == ("冷链物流企业和农民专业合作社",)
    assert [c.as_written for c in first.conditions] == [
        "在本市注册",
        "依法登记满2年",
        "冷库库容不低于1000立方米",
        "未被列入失信名单",
        "在本市注册、纳税",
    ]
    assert first.how_to_apply == "企业于每年3月底前向所在区商务局提交申请。"
    assert [(a.value, a.unit, a.comparison, a.per) for a in first.amounts] == [
        (Decimal(200), "元", "exactly", "立方米"),
        (Decimal(200), "万元", "at_most", None),
    ]


GUIDE = """首次创业补贴办事指南
一、申请对象：毕业两年内的高校毕业生。
二、申请条件：
申请人应同时符合以下条件：
1.在本市首次注册小微企业；
2.注册成功后经营满一年。
三、补贴标准：一次性补贴8000元。
四、受理部门：企业注册地的区就业促进中心。
五、特别提示：
1.同一法定代表人只能享受一次该项补贴；
2.申请补贴须在注册登记之日起的18个月内提出。
"""

REPORT = """某市出台措施支持企业
某报讯（记者张三）近日，某市出台二十条措施支持企业。
减税降费政策落地
目前，海关已为企业开通绿色通道。税务部门通过减免税费、延期纳税等方式，帮助企业渡过难关。
对承租国有房屋的小微企业，免收2个月租金。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [(GUIDE, ["一次性补贴8000元"]), (REPORT, ["免收2个月租金"])],
)
def test_guides_and_reports_have_the_measures_that_give(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")
    supports = read_document(path, ORGANS).supports
    assert [one.measure for one in supports if not one.guidance] == expected


def test_a_guide_tells_whom_on_which_conditions_and_where(tmp_path: Path) -> None:
    path = tmp_path / "guide.txt"
    path.write_text(GUIDE, encoding="utf-8")
    (one,) = read_document(path, ORGANS).supports
    assert one.beneficiaries == ("高校毕业生",)
    assert [c.as_written for c in one.conditions] == [
        "毕业两年内",
        "在本市首次注册小微企业",
        "注册成功后经营满一年",
    ]
    assert one.how_to_apply == "企业注册地的区就业促进中心。"


def test_items_below_a_measure_are_its_conditions(records: DocumentRecords) -> None:
    second = records.supports[1]
    read = [(c.as_written, c.value, c.alternatives) for c in second.conditions]
    assert read == [
        ("上年度营业收入不低于2000万元", Decimal(2000), 1),
        ("从业人员50人以上", Decimal(50), 1),
        ("在本市注册、纳税", None, None),
    ]
    assert second.departments == ("市商务局", "市财政局")


def test_penalties_and_headings_are_no_measures(records: DocumentRecords) -> None:
    assert len(records.supports) == 3
    assert records.supports[2].measure == "每家20万元"


def test_spans_slice_back_and_ids_differ(records: DocumentRecords) -> None:
    _check(records.document, records.supports)


def _check(document: Document, supports: object) -> None:
    assert isinstance(supports, tuple)
    text = document.text
    assert len({s.support_id for s in supports}) == len(supports)
    for support in supports:
        assert support.measure in squeeze(text[support.start : support.end])
        for amount in support.amounts:
            assert text[amount.start : amount.end] == amount.as_written
        for condition in support.conditions:
            assert text[condition.start : condition.end] == condition.as_written


_WORDS = (
    "一、 （一） 1. 支持对象： 补贴标准： 申报条件： 对 企业 的 ， 。 ； ： 给予 100万元 补贴"
    " 免征 增值税"
    " 符合下列条件之一的 （1） （2） 经认定后 最高 50% 期限6个月 鼓励 业主减免租金 本政策适用于"
    " 在本市注册的企业"
)
_PIECES = st.sampled_from([*_WORDS.split(" "), "\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_any_text_gives_spans_that_slice_back(words: list[str]) -> None:
    text = "　".join(words) + "。"
    document = Document(document_id="d", path="d.txt", sha256="0", text=text, title="")
    middle = text.find("\n") + 1
    spans = [(0, middle), (middle, len(text))] if middle else [(0, len(text))]
    clauses = [
        Clause(
            clause_id=f"d.{n}",
            document_id="d",
            parent_id=None,
            level=Level.HEADING1,
            marker="",
            heading="",
            label="",
            start=start,
            end=end,
            body_end=end,
        )
        for n, (start, end) in enumerate(spans)
    ]
    supports = read_supports(document, clauses, ())
    assert supports == read_supports(document, clauses, ())
    _check(document, supports)


def test_national_laws_set_none() -> None:
    document = Document(
        document_id="d", path="d", sha256="0", text="对企业给予补贴。", title="某法", kind="法"
    )
    assert read_supports(document, (), ()) == ()


def test_the_seed_has_measures_without_invented_amounts(shared: Path) -> None:
    seed = next((shared / "seeds").glob("*.txt"))
    supports = [s for s in read_document(seed, ORGANS).supports if not s.guidance]
    measures = "\n".join(s.measure for s in supports)
    for given_to in ("培训补贴", "住房保障范围", "专项资金支持范围", "通行", "授信额度"):
        assert given_to in measures
    assert not [amount for s in supports for amount in s.amounts]
    assert all(s.departments for s in supports)


FIELDS = [
    ("裁员率不高于5.5%", "layoffs"),
    ("从业人员50人以上", "employees"),
    ("依法足额缴纳失业保险费", "insured"),
    ("年纳税额500万元以上", "tax_paid"),
    ("营业收入同比下降30%以上", "growth"),
    ("上年度营业收入不低于2000万元", "revenue"),
    ("设备投资额500万元以上", "investment"),
    ("登记满2年", "registered_on"),
    ("首次认定为高新技术企业", "qualification"),
    ("受疫情影响较大", "impact"),
    ("在本市注册", "region"),
    ("2020年2月底前", "date"),
    ("旅游、住宿、餐饮等行业", "industry"),
    ("承租国有资产类经营用房", "project"),
]


@pytest.mark.parametrize(("text", "name"), FIELDS)
def test_fields_of_conditions(text: str, name: str) -> None:
    assert field_of(text).value == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30人（含）以下", ("30", "人", "at_most", None)),
        ("开展续贷业务超过20笔（含）", ("20", "笔", "at_least", None)),
        ("2020年2月底前启动", (None, "", "at_most", "2020-02-29")),
        ("2020年1月1日以后登记", (None, "", "at_least", "2020-01-01")),
        ("信誉良好", (None, "", None, None)),
    ],
)
def test_numbers_and_days_of_conditions(
    text: str, expected: tuple[str | None, str, str | None, str | None]
) -> None:
    one = read_condition(text, 0, None)
    assert (
        str(one.value) if one.value is not None else None,
        one.unit,
        one.comparison.value if one.comparison else None,
        one.day.isoformat() if one.day else None,
    ) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年2月至6月免收", ("2020-02-01", "2020-06-30")),
        ("自2020年1月1日至2020年3月31日免征", ("2020-01-01", "2020-03-31")),
        ("自2020年2月起免征", ("2020-02-01", None)),
        ("执行至2021年7月31日", (None, "2021-07-31")),
    ],
)
def test_when_a_measure_runs(text: str, expected: tuple[str | None, str | None]) -> None:
    found = read_period(text, 0, len(text), None)
    assert found is not None
    days = (found.starts_on, found.ends_on)
    assert tuple(day.isoformat() if day else None for day in days) == expected
