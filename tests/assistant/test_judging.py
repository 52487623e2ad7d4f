"""Conditions against profiles: what is met, what is not, and what stays unknown."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.judge_words import judge_phrase
from assistant.judgement import Setting
from assistant.judging import judge
from assistant.profile_json import read_profile
from assistant.territory import read_territory
from kb.model import Comparison, Condition, SupportField

EXPRESS = {
    "region": "浙江省衢州市衢江区",
    "industry": "冷链快递",
    "size": "小型",
    "kind": "民营企业",
    "circumstances": ["受疫情影响严重", "租用国有经营性房产"],
    "without": ["高新技术企业"],
    "insured": True,
    "layoff_rate": 0,
    "employees": 45,
}
COOPERATIVE = {"region": "衢州", "industry": "蔬菜种植", "kind": ["农民专业合作社"]}
SCHOOL = {"name": "衢州某职业技术学院", "region": "衢州市"}
HOTEL = {"region": "杭州市", "industry": "酒店", "employees": 80, "revenue": 1500}
NOTHING: dict[str, Any] = {}


def setting(region: str = "衢州市") -> Setting:
    return Setting(territory=read_territory(region), as_of=date(2024, 6, 1))


@pytest.mark.parametrize(
    ("phrase", "profile", "expected"),
    [
        ("中小微企业", EXPRESS, "met"),
        ("小微企业", EXPRESS, "met"),
        ("微型企业", EXPRESS, "not_met"),
        ("大型企业", EXPRESS, "not_met"),
        ("企业特别是小微企业", EXPRESS, "met"),
        ("企业", NOTHING, "met"),
        ("小微企业", NOTHING, "unknown"),
        ("快递企业", NOTHING, "unknown"),
        ("邮政、快递企业", EXPRESS, "met"),
        ("餐饮、住宿企业", EXPRESS, "not_met"),
        ("餐饮、住宿等企业", EXPRESS, "unknown"),
        ("餐饮、住宿企业", HOTEL, "met"),
        ("批发零售、住宿餐饮、文化旅游等行业", HOTEL, "met"),
        ("快递包装企业", EXPRESS, "unknown"),
        ("物流企业", EXPRESS, "unknown"),
        ("从事快递业务的企业", EXPRESS, "met"),
        ("经营快递业务", EXPRESS, "met"),
        ("生产经营困难的企业", {"circumstances": ["生产经营困难"]}, "met"),
        ("生产经营困难企业", {"circumstances": ["生产经营困难"]}, "met"),
        ("民营、小微企业", EXPRESS, "met"),
        ("国有企业", EXPRESS, "not_met"),
        ("国有企业", HOTEL, "unknown"),
        ("企业和个人", EXPRESS, "met"),
        ("个人", EXPRESS, "not_met"),
        ("高校毕业生", EXPRESS, "not_met"),
        ("个体工商户", EXPRESS, "not_met"),
        ("中小微企业（含个体工商户）", {"kind": "个体工商户"}, "met"),
        ("企业", {"kind": "个体工商户"}, "unknown"),
        ("市场主体", {"kind": "个体工商户"}, "met"),
        ("农民专业合作社", COOPERATIVE, "met"),
        ("企业", COOPERATIVE, "unknown"),
        ("新型农业经营主体", COOPERATIVE, "met"),
        ("职业院校", SCHOOL, "met"),
        ("企业", SCHOOL, "not_met"),
        ("高校", SCHOOL, "unknown"),
        ("职业院校", EXPRESS, "not_met"),
        ("驻区企业", EXPRESS, "met"),
        ("我市企业", EXPRESS, "met"),
        ("我市企业", HOTEL, "not_met"),
        ("我市企业", NOTHING, "unknown"),
        ("我省企业", HOTEL, "met"),
        ("区内中小微企业", EXPRESS, "unknown"),
        ("在我市注册的企业", EXPRESS, "met"),
        ("杭州市企业", HOTEL, "met"),
        ("杭州市企业", EXPRESS, "not_met"),
        ("参保企业", EXPRESS, "met"),
        ("参保企业", HOTEL, "unknown"),
        ("受疫情影响较大的中小企业", EXPRESS, "met"),
        ("受疫情影响较大的中小企业", HOTEL, "unknown"),
        ("受疫情影响", EXPRESS, "met"),
        ("租用国有经营性房产", EXPRESS, "met"),
        ("租用国有经营性房产且按期付租", EXPRESS, "unknown"),
        ("不裁员或少裁员的参保企业", EXPRESS, "met"),
        ("不裁员", EXPRESS, "met"),
        ("裁员", EXPRESS, "unknown"),
        ("高新技术企业", EXPRESS, "not_met"),
        ("高新技术企业", HOTEL, "unknown"),
        ("高新技术企业", {"qualifications": ["国家高新技术企业"]}, "met"),
        ("新认定的高新技术企业", {"qualifications": ["高新技术企业"]}, "unknown"),
        ("上市公司", {"qualifications": ["拟上市企业"]}, "unknown"),
        ("高新技术企业", {"qualifications": ["高新技术企业培育库入库企业"]}, "unknown"),
        ("承租国有经营性房产的企业", EXPRESS, "met"),
        ("租用国有经营性房产的个体工商户", EXPRESS, "not_met"),
        ("符合条件的企业", EXPRESS, "unknown"),
        ("有关企业", EXPRESS, "unknown"),
        ("由企业申请", EXPRESS, "met"),
        ("旅游、住宿、餐饮等受疫情影响较大的行业企业", HOTEL, "met"),
        ("旅游、住宿、餐饮等受疫情影响较大的行业企业", EXPRESS, "unknown"),
        ("批发零售、“住宿餐饮”、“三农”领域等行业", HOTEL, "met"),
        ("杭州市人力资源服务机构", HOTEL, "not_met"),
        ("地方法人银行", {"industry": "银行"}, "met"),
        ("融资担保公司", {"industry": "银行"}, "not_met"),
        ("企业职工", EXPRESS, "not_met"),
        ("优先使用本地贫困劳动力", EXPRESS, "unknown"),
        ("建档立卡贫困劳动力", EXPRESS, "not_met"),
        ("项目单位", EXPRESS, "unknown"),
        ("规模以上工业企业", EXPRESS, "not_met"),
        ("企业（不含房地产企业）", EXPRESS, "met"),
        ("企业（不含快递企业）", EXPRESS, "not_met"),
        ("除快递企业外的企业", EXPRESS, "not_met"),
        ("除房地产企业以外的企业", EXPRESS, "met"),
        ("企业（不含失信企业）", EXPRESS, "unknown"),
        ("种粮大户、家庭农场、农民合作社等新型农业经营主体", COOPERATIVE, "met"),
        ("大型企业等其他参保单位", {"size": "大型"}, "met"),
        ("大型企业等其他参保单位", EXPRESS, "unknown"),
        ("中小企业", {"size": "微型"}, "met"),
        (
            "符合工业和信息化部、国家统计局联合印发的《中小企业划型标准规定》"
            "（工信部联企业〔2011〕300号）的中小企业",
            EXPRESS,
            "met",
        ),
        ("项目和企业", SCHOOL, "unknown"),
        ("创业孵化基地", EXPRESS, "unknown"),
        ("吸纳贫困劳动力的企业", EXPRESS, "unknown"),
        ("疫情防控重点保障企业", EXPRESS, "unknown"),
        ("县域工业集中区、小微企业创业创新基地、中小企业特色载体", EXPRESS, "unknown"),
        ("规上企业", EXPRESS, "unknown"),
        ("规上企业", {**EXPRESS, "revenue": 800}, "not_met"),
        ("规模以上服务业企业", {**EXPRESS, "revenue": 3000}, "met"),
        ("规上工业、限上零售企业", HOTEL, "not_met"),
        ("限额以上批发零售住宿餐饮企业", HOTEL, "met"),
        ("服务业企业", EXPRESS, "met"),
        ("一般纳税人", {"qualifications": ["一般纳税人"]}, "met"),
        ("年应税销售额较小的小规模纳税人", {"qualifications": ["一般纳税人"]}, "not_met"),
        ("小型微利企业", EXPRESS, "unknown"),
        ("小型微利企业", {"employees": 400}, "not_met"),
        ("衢江区内企业", EXPRESS, "met"),
        ("柯城区内企业", EXPRESS, "not_met"),
        ("衢州市范围内的企业", EXPRESS, "met"),
        ("工商注册和税务登记均在本市的企业", EXPRESS, "met"),
        ("在本市注册、纳税的企业", EXPRESS, "unknown"),
        ("在衢企业", EXPRESS, "met"),
        ("在京企业", EXPRESS, "not_met"),
        ("在册企业", EXPRESS, "unknown"),
        ("运输防控物资和提供公共交通运输、生活服务、邮政快递的企业", EXPRESS, "met"),
        ("运输防控物资和提供公共交通运输、生活服务的企业", EXPRESS, "unknown"),
        ("生产口罩和提供餐饮服务的企业", {"industry": "餐饮"}, "met"),
        ("生产和销售口罩的企业", EXPRESS, "unknown"),
        ("提供住宿、餐饮服务的企业", HOTEL, "met"),
        ("员工不超过三十人的企业", EXPRESS, "not_met"),
        ("年营业收入2亿元以下的企业", HOTEL, "met"),
        ("未裁员的企业", EXPRESS, "met"),
        ("未裁员的企业", {"layoff_rate": 2}, "not_met"),
        ("不裁员或少裁员的企业", {"layoff_rate": 2}, "unknown"),
        ("无失信记录的企业", EXPRESS, "unknown"),
        ("无失信记录的企业", {"without": ["失信记录"]}, "met"),
        ("未被列入严重失信名单的企业", {"without": ["失信记录"]}, "met"),
        ("近三年无重大安全事故", {"without": ["重大安全事故"]}, "met"),
        ("近三年无重大安全事故", {"without": ["失信记录"]}, "unknown"),
        ("无失信记录", {"circumstances": ["有失信记录", "失信记录"]}, "not_met"),
        ("具有独立法人资格的企业", {"kind": ["有限公司"]}, "met"),
        ("具有独立法人资格", {"kind": ["个体工商户"]}, "not_met"),
        ("具有独立法人资格的企业", EXPRESS, "unknown"),
        ("承租国有资产类经营用房的企业", EXPRESS, "met"),
        ("承租国有资产类经营用房", {"circumstances": ["租用国有厂房"]}, "met"),
        ("承租国有资产类经营用房", {"circumstances": ["租用厂房"]}, "unknown"),
        ("承租国有厂房", {"circumstances": ["租用国有门面"]}, "unknown"),
        ("中小微租户", EXPRESS, "met"),
        ("减免租金的出租人", EXPRESS, "unknown"),
        ("小微企业主", EXPRESS, "unknown"),
        ("个体工商户和小微企业主", {"kind": "个体工商户"}, "met"),
        ("人力资源服务机构", {"kind": "职业院校"}, "not_met"),
    ],
)
def test_phrases(phrase: str, profile: dict[str, Any], expected: str) -> None:
    found = judge_phrase(phrase, read_profile(profile), setting())
    assert found.verdict == expected, found
    assert bool(found.ask) == (expected == "unknown")


@pytest.mark.parametrize(
    ("region", "phrase", "profile", "expected"),
    [
        ("浙江省", "我市企业", EXPRESS, "unknown"),
        ("北京市", "本市企业", {"region": "北京市朝阳区"}, "met"),
        ("衢州市衢江区", "我市企业", {"region": "衢州市柯城区"}, "met"),
        ("衢州市衢江区", "我区企业", {"region": "衢州市柯城区"}, "not_met"),
        ("广西壮族自治区", "全自治区企业", {"region": "南宁市"}, "met"),
        ("广西壮族自治区", "自治区内企业", {"region": "南宁市"}, "met"),
    ],
)
def test_places(region: str, phrase: str, profile: dict[str, Any], expected: str) -> None:
    assert judge_phrase(phrase, read_profile(profile), setting(region)).verdict == expected


def condition(text: str, field: str, value: str | None, unit: str, how: str | None) -> Condition:
    return Condition(
        as_written=text,
        field=SupportField(field),
        value=None if value is None else Decimal(value),
        unit=unit,
        comparison=None if how is None else Comparison(how),
        start=0,
        end=len(text),
    )


@pytest.mark.parametrize(
    ("given", "profile", "expected"),
    [
        (("职工人数30人以下", "employees", "30", "人", "at_most"), EXPRESS, "not_met"),
        (("职工人数50人以下", "employees", "50", "人", "at_most"), EXPRESS, "met"),
        (("职工人数50人以下", "employees", "50", "人", "at_most"), NOTHING, "unknown"),
        (("新增就业30人以上", "employees", "30", "人", "at_least"), EXPRESS, "unknown"),
        (("年营业收入2000万元以上", "revenue", "2000", "万元", "at_least"), HOTEL, "not_met"),
        (("年营业收入0.1亿元以上", "revenue", "0.1", "亿元", "at_least"), HOTEL, "met"),
        (("产值2000万元以上", "revenue", "2000", "万元", "at_least"), HOTEL, "unknown"),
        (("裁员率不高于5.5%", "layoffs", "5.5", "%", "at_most"), EXPRESS, "met"),
        (("裁员率不高于5.5%", "layoffs", "5.5", "%", "at_most"), {"layoff_rate": 6}, "not_met"),
        (("成立满3年", "registered_on", "3", "年", "at_least"), {"registered_on": "2018"}, "met"),
        (
            ("成立满3年", "registered_on", "3", "年", "at_least"),
            {"registered_on": "2023"},
            "not_met",
        ),
        (
            ("成立满3年", "registered_on", "3", "年", "at_least"),
            {"registered_on": "2021"},
            "unknown",
        ),
        (("成立满3年", "registered_on", "3", "年", "at_least"), NOTHING, "unknown"),
        (("自2020年2月起", "date", None, "", "at_least"), EXPRESS, "met"),
        (("【期限】自2099年2月起", "date", None, "", "at_least"), EXPRESS, "unknown"),
        (("经认定后", "date", None, "", None), EXPRESS, "unknown"),
        (("疫情期间", "date", None, "", None), EXPRESS, "unknown"),
        (("年纳税50万元以下", "tax_paid", "50", "万元", "at_most"), {"tax_paid": 30}, "met"),
        (("年纳税50万元以下", "tax_paid", "50", "万元", "at_most"), {"tax_paid": 60}, "not_met"),
        (
            ("2023年增值税、企业所得税实缴税金50万元以下", "tax_paid", "50", "万元", "at_most"),
            {"tax_paid": 30},
            "met",
        ),
        (
            ("2023年增值税实缴税金50万元以下", "tax_paid", "50", "万元", "at_most"),
            {"tax_paid": 60},
            "unknown",
        ),
        (
            ("2019年年度实缴税金50万元以下", "tax_paid", "50", "万元", "at_most"),
            {"tax_paid": 30},
            "unknown",
        ),
        (("100人（含）以上", "employees", "100", "人", "at_least"), EXPRESS, "unknown"),
        (("接收院校（包括职业院校）学生", "project", None, "", None), SCHOOL, "unknown"),
        (("招用退役军人", "other", None, "", None), EXPRESS, "unknown"),
        (("中小微企业", "size", None, "", None), EXPRESS, "met"),
        (("为快递企业提供包装", "project", None, "", None), HOTEL, "unknown"),
        (("在衢州市注册", "region", None, "", None), EXPRESS, "met"),
        (("在衢州市注册", "region", None, "", None), HOTEL, "not_met"),
        (("2020年2月至4月", "date", None, "", None), EXPRESS, "unknown"),
        (("职工人数三十人以下", "employees", None, "", None), EXPRESS, "not_met"),
        (("员工不超过50人", "project", "50", "人", "at_most"), EXPRESS, "met"),
        (("未裁员", "layoffs", None, "", None), EXPRESS, "met"),
        (("规模以上工业企业", "qualification", None, "", None), HOTEL, "not_met"),
        (
            ("2020年1月20日至3月31日期间注册", "registered_on", None, "", None),
            {"registered_on": "2020-02"},
            "met",
        ),
        (
            ("2020年1月20日至3月31日期间注册", "registered_on", None, "", None),
            {"registered_on": "2020-04-01"},
            "not_met",
        ),
        (
            ("2020年1月20日至3月31日期间注册", "registered_on", None, "", None),
            {"registered_on": "2020"},
            "unknown",
        ),
        (("2020年1月20日至3月31日期间注册", "registered_on", None, "", None), {}, "unknown"),
    ],
)
def test_numbers(given: Any, profile: dict[str, Any], expected: str) -> None:
    assert judge(condition(*given), read_profile(profile), setting()).verdict == expected


def test_an_exclusion_turns_the_verdict_round() -> None:
    excluded = Condition(
        as_written="机关事业单位", field=SupportField.KIND, excluded=True, start=0, end=6
    )
    assert judge(excluded, read_profile(EXPRESS), setting()).verdict == "met"
    hotels = Condition(
        as_written="酒店", field=SupportField.INDUSTRY, excluded=True, start=0, end=2
    )
    assert judge(hotels, read_profile(HOTEL), setting()).verdict == "not_met"
    assert judge(hotels, read_profile(NOTHING), setting()).verdict == "unknown"


def test_a_period_lasts_in_the_year_of_its_document() -> None:
    during = condition("疫情防控期间", "date", None, "", None)
    fresh = Setting(territory=None, as_of=date(2020, 3, 1), begun=date(2020, 2, 1))
    assert judge(during, read_profile(NOTHING), fresh).verdict == "met"
    assert judge(during, read_profile(NOTHING), setting()).verdict == "unknown"
    ends = condition("执行期限至省一级响应结束", "other", None, "", None)
    assert judge(ends, read_profile(NOTHING), fresh).verdict == "met"
    assert judge(ends, read_profile(NOTHING), setting()).verdict == "unknown"
    deferred = condition("延迟缴费期间", "date", None, "", None)
    assert judge(deferred, read_profile(NOTHING), fresh).verdict == "unknown"


def test_a_day_to_apply_by_is_missed() -> None:
    until = Condition(
        as_written="2024年3月底前提出申请",
        field=SupportField.DATE,
        comparison=Comparison.AT_MOST,
        day=date(2024, 3, 31),
        start=0,
        end=12,
    )
    assert judge(until, read_profile(NOTHING), setting()).verdict == "not_met"
    since = Condition(
        as_written="自2024年3月起",
        field=SupportField.DATE,
        comparison=Comparison.AT_LEAST,
        day=date(2024, 3, 1),
        start=0,
        end=8,
    )
    assert judge(since, read_profile(NOTHING), setting()).verdict == "met"


def test_a_bare_number_of_persons_counts_employees_before_an_enterprise() -> None:
    text = "30人（含）以下小微企业"
    bare = Condition(
        as_written="30人（含）以下",
        field=SupportField.EMPLOYEES,
        value=Decimal(30),
        unit="人",
        comparison=Comparison.AT_MOST,
        start=0,
        end=8,
    )
    here = Setting(territory=None, as_of=date(2024, 6, 1), text=text)
    assert judge(bare, read_profile(EXPRESS), here).verdict == "not_met"
    assert judge(bare, read_profile({"employees": 30}), here).verdict == "met"
    assert judge(bare, read_profile(EXPRESS), setting()).verdict == "unknown"
