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


SPOKEN: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "你好，我是江山的，家里种猕猴桃，想办家庭农场，能拿到什么补贴？",
        {"region": "浙江衢州江山市", "industry": "猕猴桃种植"},
    ),
    (
        "我们是一家新成立的公司，去年10月在柯城注册的，主要做直播电商，3个人，有什么扶持？",
        {"region": "浙江衢州柯城区", "industry": "直播电商", "kind": ["公司"], "employees": 3},
    ),
    (
        "想咨询一下，我们快递公司在开化，想申请国际快递牌照，有支持吗？",
        {"region": "浙江衢州开化县", "industry": "快递", "kind": ["公司"]},
    ),
    (
        "我单位是事业单位，能享受吗？",
        {"kind": ["事业单位"]},
    ),
    (
        "请问限上餐饮企业有补助吗？我们店去年营业额260万。",
        {"revenue": 260},
    ),
    (
        "我们是国企下属的物流公司，员工1300，营收8亿。",
        {"industry": "物流", "kind": ["公司"], "employees": 1300, "revenue": 80000},
    ),
    (
        "我司主营锂电池，规上，注册在衢州智造新城，年产值5亿。",
        {"region": "浙江衢州", "industry": "锂电池", "qualifications": ["规上"]},
    ),
    (
        "个体户，卖水果的，衢江区。",
        {"region": "浙江衢州衢江区", "industry": "水果零售", "kind": ["个体户"]},
    ),
    (
        "我是快递员，在衢州，可以申请公租房吗？",
        {"region": "浙江衢州"},
    ),
    (
        "我们公司员工大概五十人左右，在龙游，做机械加工的",
        {"region": "浙江衢州龙游县", "industry": "机械加工", "kind": ["公司"]},
    ),
    (
        "我们没有被列入失信名单，是纳税信用A级，在常山开了家旅行社",
        {"region": "浙江衢州常山县", "industry": "旅行社", "without": ["失信名单"]},
    ),
    (
        "本公司成立不满一年，在杭州余杭区，做软件",
        {"region": "浙江杭州余杭区", "industry": "软件", "kind": ["公司"]},
    ),
    (
        "我厂租了村里的厂房，在江山，做木门，60人",
        {
            "region": "浙江衢州江山市",
            "industry": "木门",
            "circumstances": ["租了村里的厂房"],
            "employees": 60,
        },
    ),
    (
        "我在义乌做外贸，一般纳税人，去年出口额2000万",
        {"region": "浙江金华义乌市", "qualifications": ["一般纳税人"]},
    ),
    (
        "我们是小规模纳税人，在成都开咖啡店，没有交社保",
        {
            "region": "四川成都",
            "industry": "咖啡店",
            "qualifications": ["小规模纳税人"],
            "insured": False,
        },
    ),
    (
        "我们合作社有50户社员，在开化养清水鱼",
        {"region": "浙江衢州开化县", "industry": "清水鱼养殖", "kind": ["合作社"]},
    ),
    (
        "我们是民办职业学校，在衢州，今年培训了300名快递员",
        {"region": "浙江衢州", "kind": ["职业学校"]},
    ),
    (
        "本人退役军人，在衢江区创业开了家菜鸟驿站",
        {"region": "浙江衢州衢江区", "industry": "菜鸟驿站"},
    ),
    (
        "公司在浙江，做快递",
        {"region": "浙江", "industry": "快递", "kind": ["公司"]},
    ),
    (
        "我们企业不在衢州，在上饶，做快递的",
        {"region": "江西上饶", "industry": "快递", "kind": ["企业"]},
    ),
    (
        "我们是上市公司，在北京朝阳区，做互联网平台，员工一万两千人",
        {
            "region": "北京朝阳区",
            "industry": "互联网平台",
            "kind": ["公司"],
            "qualifications": ["上市公司"],
        },
    ),
    (
        "我公司裁员了5%，在衢州做快递，员工200人",
        {
            "region": "浙江衢州",
            "industry": "快递",
            "kind": ["公司"],
            "employees": 200,
            "layoff_rate": 5,
        },
    ),
    (
        "我是小微企业，在衢州",
        {"region": "浙江衢州", "size": "小微", "kind": ["企业"]},
    ),
    (
        "我公司有ISO9001认证，是省级专精特新中小企业，在衢州柯城做特种纸",
        {
            "region": "浙江衢州",
            "industry": "特种纸",
            "size": "中小",
            "kind": ["公司"],
            "qualifications": ["ISO9001认证", "省级专精特新中小企业"],
        },
    ),
    (
        "我们去年利润200万，资产3000万，员工80人，衢州衢江区，做化工",
        {"region": "浙江衢州衢江区", "industry": "化工", "employees": 80, "assets": 3000},
    ),
)
"""What people write who ask, wish, deny and round off; nothing is taken that is not said."""


@pytest.mark.parametrize(("text", "form"), SPOKEN)
def test_what_is_not_said_is_not_taken(text: str, form: dict[str, Any]) -> None:
    assert stated_shape(read_description(text)) == form
    assert read_description(text) == read_profile(form)


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
