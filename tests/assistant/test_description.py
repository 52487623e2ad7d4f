"""Sentences in which an enterprise says what it is."""

from typing import Any

import pytest

from assistant.description import describes_enterprise, read_description, supplements
from assistant.profile_json import read_profile, stated_shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我们是衢江区一家做冷链快递的小企业，员工45人，去年营业收入800万元，2018年5月成立，"
            "没有裁员，受疫情影响较大。",
            {
                "region": "浙江衢州衢江区",
                "industry": "冷链快递",
                "size": "小型",
                "kind": ["企业"],
                "circumstances": ["受疫情影响较大"],
                "employees": 45,
                "revenue": 800,
                "layoff_rate": 0,
                "registered_on": "2018-05",
            },
        ),
        (
            "我是柯城区与快递企业合作的蔬菜种植合作社，没有取得绿色食品认证，是省级示范社。",
            {
                "region": "浙江衢州柯城区",
                "industry": "蔬菜种植",
                "kind": ["合作社"],
                "qualifications": ["省级示范社"],
                "without": ["绿色食品认证"],
            },
        ),
        (
            "本公司位于杭州市，是高新技术企业，从事软件开发，职工四十多人，缴纳社保，租用国有厂房",
            {
                "region": "浙江杭州",
                "industry": "软件开发",
                "kind": ["公司"],
                "qualifications": ["高新技术企业"],
                "circumstances": ["租用国有厂房"],
                "insured": True,
            },
        ),
        ("我们是一所职业学校", {"kind": ["职业学校"]}),
        (
            "我们在石家庄开了一家餐饮店，个体工商户，三名员工",
            {"region": "河北石家庄", "industry": "餐饮", "kind": ["个体工商户"], "employees": 3},
        ),
        (
            "我厂是民营企业，有200名职工，营收1.5亿元，裁员率2%，未参保",
            {
                "kind": ["民营企业"],
                "employees": 200,
                "revenue": 15000,
                "layoff_rate": 2,
                "insured": False,
            },
        ),
        ("我们员工约50人，没有受疫情影响", {}),
    ],
)
def test_reading(text: str, expected: dict[str, Any]) -> None:
    assert stated_shape(read_description(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们是衢江区一家做冷链快递的小企业", True),
        ("本公司位于杭州，做软件的公司", True),
        ("快递企业有哪些扶持政策", False),
        ("市邮政管理局有哪些任务", False),
    ],
)
def test_describing(text: str, expected: bool) -> None:
    assert describes_enterprise(text) is expected


WRITTEN: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "我们是衢江区一家做冷链快递的小企业，员工45人，去年营收800万。",
        {
            "region": "浙江衢州衢江区",
            "industry": "冷链快递",
            "size": "小型",
            "kind": ["企业"],
            "employees": 45,
            "revenue": 800,
        },
    ),
    (
        "本人在柯城区开个小饭店，个体户，雇了6个人。",
        {"region": "浙江衢州柯城区", "industry": "小饭店", "kind": ["个体户"], "employees": 6},
    ),
    (
        "我公司是做新能源电池的，专精特新小巨人，注册在杭州",
        {
            "region": "浙江杭州",
            "industry": "新能源电池",
            "kind": ["公司"],
            "qualifications": ["专精特新小巨人"],
        },
    ),
    (
        "我们合作社在江山市种柑橘，和快递公司合作发货，社员30户。",
        {"region": "浙江衢州江山市", "industry": "柑橘种植", "kind": ["合作社"]},
    ),
    (
        "我们是衢州的一所职业学校，想和快递企业共建实训基地。",
        {"region": "浙江衢州", "kind": ["职业学校"]},
    ),
    (
        "本公司主营跨境电商，在义乌，员工二十人，年营业额3000万元。",
        {
            "region": "浙江金华义乌市",
            "industry": "跨境电商",
            "kind": ["公司"],
            "employees": 20,
            "revenue": 3000,
        },
    ),
    (
        "我家在龙游县做特种纸，规上企业，去年营收1.2亿，职工260人。",
        {
            "region": "浙江衢州龙游县",
            "industry": "特种纸",
            "kind": ["企业"],
            "qualifications": ["规上企业"],
            "employees": 260,
            "revenue": 12000,
        },
    ),
    (
        "我是开网约车的，个体，在杭州。",
        {"region": "浙江杭州", "industry": "网约车", "kind": ["个体工商户"]},
    ),
    (
        "我们公司2021年3月在宁波成立，做软件开发，高新技术企业，员工120名，没有裁员。",
        {
            "region": "浙江宁波",
            "industry": "软件开发",
            "kind": ["公司"],
            "qualifications": ["高新技术企业"],
            "employees": 120,
            "layoff_rate": 0,
            "registered_on": "2021-03",
        },
    ),
    (
        "小微企业一家，在北京市海淀区，从事旅游，受疫情影响较大，租的是国有房产。",
        {
            "region": "北京海淀区",
            "industry": "旅游",
            "size": "小微",
            "kind": ["企业"],
            "circumstances": ["受疫情影响较大", "租的是国有房产"],
        },
    ),
    (
        "我司系南昌市一家旅行社，15名员工，社保正常缴纳，去年营收六百万元。",
        {"region": "江西南昌", "industry": "旅行社", "employees": 15, "revenue": 600},
    ),
    (
        "我们厂在温州生产鞋子，工人有80个，去年缴税120万。",
        {"region": "浙江温州", "industry": "鞋子", "employees": 80, "tax_paid": 120},
    ),
    (
        "我是衢江区一家民宿老板，去年刚注册，没有员工。",
        {"region": "浙江衢州衢江区", "industry": "民宿"},
    ),
    (
        "我们是一家养老机构，在常山县，非营利性的。",
        {"region": "浙江衢州常山县", "kind": ["养老机构"]},
    ),
    (
        "本社位于开化县，种茶叶，是省级示范社，没有贷款。",
        {
            "region": "浙江衢州开化县",
            "industry": "茶叶种植",
            "kind": ["合作社"],
            "qualifications": ["省级示范社"],
        },
    ),
    (
        "我公司在西安高新区，做集成电路设计，资产总额2亿元，员工350人。",
        {
            "region": "陕西西安高新技术产业开发区",
            "industry": "集成电路设计",
            "kind": ["公司"],
            "employees": 350,
            "assets": 20000,
        },
    ),
    (
        "我店是柯城区的便利店，个体工商户，小规模纳税人。",
        {
            "region": "浙江衢州柯城区",
            "industry": "便利店",
            "kind": ["个体工商户"],
            "qualifications": ["小规模纳税人"],
        },
    ),
    (
        "我们是邮政企业，在衢州各县都有网点，员工1200人，国有企业。",
        {"region": "浙江衢州", "industry": "邮政", "kind": ["国有企业"], "employees": 1200},
    ),
    (
        "我们公司做物流的，注册地在上海市浦东新区，有道路运输经营许可证，车辆50台，员工90人。",
        {
            "region": "上海浦东新区",
            "industry": "物流",
            "kind": ["公司"],
            "qualifications": ["道路运输经营许可证"],
            "employees": 90,
        },
    ),
    (
        "我们医院是民营的，在南通，职工300人。",
        {"region": "江苏南通", "kind": ["医院"], "employees": 300},
    ),
    (
        "我们是建筑公司，在石家庄，有二级资质，营收5000万元左右。",
        {
            "region": "河北石家庄",
            "industry": "建筑",
            "kind": ["公司"],
            "qualifications": ["二级资质"],
        },
    ),
    (
        "公司成立于2019年6月18日，注册在深圳，做人工智能的，科技型中小企业，员工38人。",
        {
            "region": "广东深圳",
            "industry": "人工智能",
            "size": "中小",
            "kind": ["公司"],
            "qualifications": ["科技型中小企业"],
            "employees": 38,
            "registered_on": "2019-06-18",
        },
    ),
    (
        "我们农业公司在丽水市养猪，是市级农业龙头企业，年销售收入4000万元，员工六十人。",
        {
            "region": "浙江丽水",
            "industry": "猪养殖",
            "kind": ["公司"],
            "qualifications": ["市级农业龙头企业"],
            "employees": 60,
            "revenue": 4000,
        },
    ),
    (
        "我们是物业公司，地址在衢州市柯城区，员工230人，营业收入1500万元，没有失信记录。",
        {
            "region": "浙江衢州柯城区",
            "industry": "物业",
            "kind": ["公司"],
            "without": ["失信记录"],
            "employees": 230,
            "revenue": 1500,
        },
    ),
    (
        "一家汽车零部件制造商，位于台州，员工1500人，营收6亿元，裁员率3%。",
        {
            "region": "浙江台州",
            "industry": "汽车零部件制造",
            "employees": 1500,
            "revenue": 60000,
            "layoff_rate": 3,
        },
    ),
    (
        "我们是火锅店，在成都，两家门店，员工40人，租商场的铺面，经营困难。",
        {
            "region": "四川成都",
            "industry": "火锅店",
            "circumstances": ["经营困难", "租商场的铺面"],
            "employees": 40,
        },
    ),
    (
        "本企业为外商投资企业，在苏州工业园区，做医疗器械，员工500人，一般纳税人。",
        {
            "region": "江苏苏州工业园区",
            "industry": "医疗器械",
            "kind": ["外商投资企业"],
            "qualifications": ["一般纳税人"],
            "employees": 500,
        },
    ),
    (
        "我是一家快递网点的老板，加盟中通，在衢江区，员工12人，参加了社保。",
        {"region": "浙江衢州衢江区", "industry": "快递", "employees": 12, "insured": True},
    ),
    (
        "我们幼儿园在金华，民办，教职工25人。",
        {"region": "浙江金华", "kind": ["幼儿园"], "employees": 25},
    ),
    (
        "我公司不是高新技术企业，也没有进出口资质，在济南做食品加工，职工100人，去年亏损。",
        {
            "region": "山东济南",
            "industry": "食品加工",
            "kind": ["公司"],
            "circumstances": ["去年亏损"],
            "without": ["进出口资质", "高新技术企业"],
            "employees": 100,
        },
    ),
)
"""Two sentences as people write them, and the form that says the same."""


@pytest.mark.parametrize(("text", "form"), WRITTEN)
def test_sentences_say_what_the_form_says(text: str, form: dict[str, Any]) -> None:
    assert stated_shape(read_description(text)) == form
    assert read_description(text) == read_profile(form)
    assert describes_enterprise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("还有，我们去年缴税120万", True),
        ("另外，没有裁员", True),
        ("不对，我们员工是50人", True),
        ("对了，公司在杭州注册", True),
        ("那餐饮企业呢", False),
        ("第七条说什么", False),
        ("还有哪些", False),
        ("好的，谢谢", False),
    ],
)
def test_supplements(text: str, expected: bool) -> None:
    assert supplements(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "我们市的快递企业由谁管",
        "本市餐饮企业有哪些扶持政策",
        "衢州有多少家快递企业",
        "哪一家公司负责",
        "我想问一下第七条",
    ],
)
def test_questions_describe_nobody(text: str) -> None:
    assert not describes_enterprise(text)
