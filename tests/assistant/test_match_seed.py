"""What four enterprises can ask for by the sample opinion; expected lists written from its text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from assistant.description import read_description
from assistant.match import Match, MatchVerdict, match_all
from assistant.profile_json import read_profile, stated_shape
from ingest.document import read_document
from kb.model import DocumentRecords, DocumentStatus, Force
from kb.organs import Organs
from kb.squeeze import squeeze

EXPRESS = {"region": "浙江省衢州市衢江区", "industry": "快递", "employees": 45, "size": "小型"}
COOPERATIVE = {
    "region": "衢州市柯城区",
    "industry": "柑橘种植",
    "kind": ["合作社"],
    "circumstances": ["与快递企业合作"],
}
MANUFACTURER = {"region": "衢州市", "industry": "汽车零部件", "employees": 300, "revenue": "2亿元"}
SCHOOL = {"region": "衢州市", "kind": "职业院校"}

INTERNATIONAL = "申办国际快递业务经营资质提供便捷的政务服务"
JOINT = "合作共建项目纳入科技创新等领域有关专项资金的支持范围"
LAND = "可结合实际依法依规放宽对项目固定资产投资额、产生效益的限制条件"
ONLINE = "视情将与电商重点关联的邮政快递企业纳入支持范围"
PARKING = "提供场地及临时停车、代收保管、免费通行等便利"
TRAINING = "按规定给予培训补贴"
FUNDS = "将符合条件的邮政快递企业和项目纳入专项资金支持范围"
CREDIT = "增加对快递企业的授信额度"
HOUSING = "符合住房保障条件的邮政快递从业人员统一纳入住房保障范围"
SCHOOLING = "随迁子女义务教育入学政策"
HONOURS = "纳入行业典型及劳模评选范围"
OF_EXPRESS_ONLY = (LAND, ONLINE, PARKING, CREDIT)

OWNERS = {
    INTERNATIONAL: "市邮政管理局 市商务局 市市场监管局 市税务局 市大数据局 衢州海关",
    JOINT: "市邮政管理局 市经信局 市科技局",
    LAND: "市发改委 市招商中心 市商务局 市邮政管理局",
    ONLINE: "市发改委 市招商中心 市商务局 市邮政管理局",
    PARKING: "市公安局 市交通运输局 市综合执法局 市邮政管理局 市住建局 市商务局",
    TRAINING: "市教育局 市总工会 市人力社保局 市邮政管理局",
    FUNDS: "市发改委 市财政局 市邮政管理局 市商务局 市交通运输局 市税务局 市金融办",
    CREDIT: "市发改委 市财政局 市邮政管理局 市商务局 市交通运输局 市税务局 市金融办",
    HOUSING: "市总工会 市人力社保局 市妇联 市教育局 市邮政管理局",
}
HEDGED = (LAND, ONLINE, PARKING, CREDIT)
"""可…放宽, 视情, 鼓励: the others are due, 按规定 or 符合条件 as they may be."""
EVERYWHERE = "各县〔市、区〕政府"


@pytest.fixture(scope="module")
def records(root: Any) -> DocumentRecords:
    [path] = [each for each in (root / "corpus").iterdir() if "衢政办发" in each.name]
    return read_document(path, Organs.load())


def matched(profile: dict[str, Any], records: DocumentRecords) -> Sequence[Match]:
    document = records.document
    return match_all(
        read_profile(profile),
        records.supports,
        {document.document_id: document},
        {document.document_id: (DocumentStatus.IN_FORCE, "施行中")},
        date(2024, 6, 1),
    )


def found(matches: Sequence[Match], words: str, records: DocumentRecords) -> Match:
    text = records.document.text
    [one] = [
        each for each in matches if words in squeeze(text[each.support.start : each.support.end])
    ]
    return one


@pytest.mark.parametrize(
    ("profile", "applicable", "possible", "staff", "neither"),
    [
        (
            EXPRESS,
            (INTERNATIONAL, PARKING, CREDIT),
            (JOINT, LAND, ONLINE, TRAINING, FUNDS),
            (HOUSING, SCHOOLING, HONOURS),
            (),
        ),
        (COOPERATIVE, (), (TRAINING,), (), (JOINT, HOUSING, *OF_EXPRESS_ONLY)),
        (MANUFACTURER, (), (JOINT, TRAINING), (), (HOUSING, *OF_EXPRESS_ONLY)),
        (SCHOOL, (), (TRAINING,), (), (INTERNATIONAL, JOINT, HOUSING, *OF_EXPRESS_ONLY)),
    ],
    ids=("express", "cooperative", "manufacturer", "school"),
)
def test_what_each_can_ask_for(
    profile: dict[str, Any],
    applicable: tuple[str, ...],
    possible: tuple[str, ...],
    staff: tuple[str, ...],
    neither: tuple[str, ...],
    records: DocumentRecords,
) -> None:
    matches = matched(profile, records)
    for words, verdict in (
        *((each, MatchVerdict.APPLICABLE) for each in applicable),
        *((each, MatchVerdict.POSSIBLE) for each in possible),
        *((each, MatchVerdict.NOT_APPLICABLE) for each in (*staff, *neither)),
    ):
        one = found(matches, words, records)
        assert one.verdict is verdict, words
        assert one.for_staff is (words in staff), words
    sure = [each for each in matches if each.verdict is MatchVerdict.APPLICABLE]
    allowed = {id(found(matches, words, records)) for words in (*applicable, INTERNATIONAL)}
    assert {id(each) for each in sure} <= allowed


def test_each_with_its_departments_and_its_hedge(records: DocumentRecords) -> None:
    matches = matched(EXPRESS, records)
    for words, owners in OWNERS.items():
        support = found(matches, words, records).support
        assert support.departments == (*owners.split(), EVERYWHERE), words
        assert (support.force is Force.POSSIBLE) is (words in HEDGED), words


def test_no_amount_is_invented(records: DocumentRecords) -> None:
    assert all(not each.support.amounts for each in matched(EXPRESS, records))


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ("我们是衢江区一家快递企业，员工45人，是小型企业。", {**EXPRESS, "kind": ["企业"]}),
        ("我们是衢州市的一所职业院校。", SCHOOL),
        (
            "本公司在衢州市，做汽车零部件，职工300人，营收2亿元。",
            {**MANUFACTURER, "kind": ["公司"]},
        ),
    ],
)
def test_sentences_give_the_measures_of_the_form(
    told: str, form: dict[str, Any], records: DocumentRecords
) -> None:
    form = {**form, "region": str(read_profile(form).territory)}
    assert stated_shape(read_description(told)) == stated_shape(read_profile(form))
    assert matched(stated_shape(read_description(told)), records) == matched(form, records)
