"""Organ names: canonical names, functions, mentions in questions."""

import tomllib
from importlib.resources import files

import pytest

from kb.organs import Organs

ORGANS = Organs.load()

RESOLVED = [
    # the document's own region
    ("市发改委", "衢州市", "市", "衢州市发展和改革委员会"),
    ("市 发 改 委", "衢州市", "市", "衢州市发展和改革委员会"),
    ("市资源规划局", "衢州市", "市", "衢州市自然资源和规划局"),
    ("市自然资源局", "铁岭市", "市", "铁岭市自然资源局"),
    ("市住建局", "衢州市", "市", "衢州市住房和城乡建设局"),
    ("市市场监管局", "衢州市", "市", "衢州市市场监督管理局"),
    ("市人力社保局", "衢州市", "市", "衢州市人力资源和社会保障局"),
    ("市国安局", "衢州市", "市", "衢州市国家安全局"),
    ("市消防救援支队", "衢州市", "市", "衢州市消防救援支队"),
    ("市邮政管理局", "衢州市", "市", "衢州市邮政管理局"),
    ("市税务局", "衢州市", "市", "国家税务总局衢州市税务局"),
    ("国家税务总局衢州市税务局", "衢州市", "市", "国家税务总局衢州市税务局"),
    ("市总工会", "衢州市", "市", "衢州市总工会"),
    ("市妇联", "衢州市", "市", "衢州市妇女联合会"),
    ("市政府", "衢州市", "市", "衢州市人民政府"),
    ("市府办", "衢州市", "市", "衢州市人民政府办公室"),
    ("市委", "衢州市", "市", "中共衢州市委员会"),
    ("市委宣传部", "铁岭市", "市", "中共铁岭市委宣传部"),
    ("市委宣传部（市新闻出版局）", "铁岭市", "市", "中共铁岭市委宣传部"),
    ("南通市贸促会", "南通市", "市", "中国国际贸易促进委员会南通市委员会"),
    ("团省委", "广东省", "省", "共青团广东省委员会"),
    ("省政府新闻办", "广东省", "省", "广东省人民政府新闻办公室"),
    ("省财政厅", "江西省", "省", "江西省财政厅"),
    ("财政厅", "江西省", "省", "江西省财政厅"),
    ("民政局", "衢州市", "市", "衢州市民政局"),
    ("自治区财政厅", "广西壮族自治区", "省", "广西壮族自治区财政厅"),
    ("市卫生健康委", "北京市", "省", "北京市卫生健康委员会"),
    ("市教委", "北京市", "省", "北京市教育委员会"),
    ("区商务局", "北京市石景山区", "县", "北京市石景山区商务局"),
    ("县公安局交警大队", "龙游县", "县", "龙游县公安局交通警察大队"),
    # the region above
    ("省财政厅", "衢州市", "市", "浙江省财政厅"),
    ("自治区财政厅", "南宁市", "市", "广西壮族自治区财政厅"),
    ("市商务局", "北京市石景山区", "县", "北京市商务局"),
    # a region of its own
    ("杭州市商务局", "衢州市", "市", "杭州市商务局"),
    ("浙江省衢州市商务局", "衢州市", "市", "衢州市商务局"),
    ("北京市税务局", "北京市", "省", "国家税务总局北京市税务局"),
    ("赣江新区管委会", "江西省", "省", "赣江新区管理委员会"),
    # central organs and their offices
    ("财政部", "衢州市", "市", "财政部"),
    ("国家药监局", "全国", "国家", "国家药品监督管理局"),
    ("发展改革委", "全国", "国家", "国家发展和改革委员会"),
    ("邮政局", "全国", "国家", "国家邮政局"),
    ("粮食和储备局", "全国", "国家", "国家粮食和物资储备局"),
    ("扶贫办", "全国", "国家", "国务院扶贫开发领导小组办公室"),
    ("银保监会", "全国", "国家", "中国银行保险监督管理委员会"),
    ("共青团中央", "全国", "国家", "中国共产主义青年团中央委员会"),
    ("衢州海关", "衢州市", "市", "衢州海关"),
    ("南昌海关", "江西省", "省", "南昌海关"),
    ("江西银保监局", "江西省", "省", "中国银行保险监督管理委员会江西监管局"),
    ("铁岭银保监分局", "铁岭市", "市", "中国银行保险监督管理委员会铁岭监管分局"),
    ("人行南昌中心支行", "江西省", "省", "中国人民银行南昌中心支行"),
    ("人民银行西安分行", "陕西省", "省", "中国人民银行西安分行"),
    ("国家统计局北京调查总队", "北京市", "省", "国家统计局北京调查总队"),
    # former names stay what they were
    ("市国土资源局", "衢州市", "市", "衢州市国土资源局"),
    ("市环保局", "衢州市", "市", "衢州市环境保护局"),
    # not certain
    ("各县〔市、区〕政府", "衢州市", "市", None),
    ("各市、县（区）人民政府", "江西省", "省", None),
    ("有关部门", "全国", "国家", None),
    ("市有关部门", "北京市", "省", None),
    ("各区发改局", "北京市", "省", None),
    ("市文旅局", "衢州市", "市", None),
    ("市大数据局", "衢州市", "市", None),
    ("市综合执法局", "衢州市", "市", None),
    ("省金融监管局", "江西省", "省", None),
    ("民政局", "江西省", "省", None),
    ("财政厅", "衢州市", "市", None),
    ("市发改委", None, None, None),
    ("市发改委", "江西省", "省", None),
    ("省财政厅", "龙游县", "县", None),
    ("国网铁岭供电公司", "铁岭市", "市", None),
    ("开发区经发局", "衢州市", "市", None),
    ("市招商中心", "衢州市", "市", None),
    ("", "衢州市", "市", None),
]


@pytest.mark.parametrize(("name", "region", "level", "expected"), RESOLVED)
def test_resolve(name: str, region: str | None, level: str | None, expected: str | None) -> None:
    assert ORGANS.resolve(name, region, level) == expected


SAME = [
    ("市发改委", "发展和改革委员会", "衢州市发展改革委", "发改局", "国家发展改革委",
     "江西省发展和改革委员会"),
    ("市资源规划局", "自然资源局", "自然资源和规划局", "规划和自然资源局", "自然资源厅",
     "国土资源局"),
    ("市市场监管局", "市场监管总局", "市监局", "工商局", "杭州市市场监督管理局"),
    ("市交通运输局", "交通局", "省交通运输厅", "市交通委"),
    ("市邮政管理局", "邮管局", "国家邮政局", "邮政管理部门"),
    ("市税务局", "税务总局", "国家税务总局衢州市税务局", "税务部门"),
    ("市人社局", "人力社保局", "人力资源社会保障部", "人力资源和社会保障厅"),
    ("衢州海关", "海关总署", "上海海关"),
    ("人行南昌中心支行", "人民银行", "市人民银行"),
    ("江西银保监局", "银保监会", "国家金融监督管理总局"),
    ("省金融监管局", "市金融办", "地方金融监督管理局"),
    ("各县〔市、区〕政府", "区县政府", "各县（市）区政府", "各县市区人民政府"),
    ("各市、县（区）人民政府", "各市、县〔市、区〕政府"),
    ("各设区市政府", "各地级以上市政府", "各市（州）人民政府"),
    ("市政府", "县政府", "衢州市人民政府"),
    ("团市委", "共青团中央", "共青团衢州市委员会"),
]  # fmt: skip


@pytest.mark.parametrize("names", SAME)
def test_one_function_for_all_ways_of_writing(names: tuple[str, ...]) -> None:
    functions = {ORGANS.function(name) for name in names}
    assert len(functions) == 1
    assert None not in functions


@pytest.mark.parametrize(
    "name", ["招商银行", "国网铁岭供电公司", "有关部门", "", "办公", "重点任务"]
)
def test_no_function(name: str) -> None:
    assert ORGANS.function(name) is None


def test_unknown_names_share_a_key_without_their_level() -> None:
    assert ORGANS.key("市低空经济局") == ORGANS.key("低空经济局")
    assert ORGANS.key("市发改委") == ORGANS.key("发展和改革局") == "发展和改革"


MENTIONS = [
    ("教育局在里面有几项", ["教育局"]),
    ("市审计局在实施意见里有什么任务", ["市审计局"]),
    ("请问衢州市发改委和交通局、邮管局负责什么", ["衢州市发改委", "交通局", "邮管局"]),
    ("自然资源和规划局分到了哪些任务", ["自然资源和规划局"]),
    ("市市场监管局", ["市市场监管局"]),
    ("杭州市市场监督管理局有任务吗", ["杭州市市场监督管理局"]),
    ("柯城区教育局呢", ["柯城区教育局"]),
    ("全市公安局", ["公安局"]),
    ("各县（市、区）政府要做什么", ["各县（市、区）政府"]),
    ("区县政府有哪些任务", ["区县政府"]),
    ("市政府办公室负责哪些", ["市政府办公室"]),
    ("哪些任务由市委宣传部牵头", ["市委宣传部"]),
    ("市低空经济局负责什么", ["市低空经济局"]),
    ("总工会管什么", ["总工会"]),
    ("城管要做什么", ["城管"]),
    ("公安部门负责哪几项？", ["公安部门"]),
    ("快递行业工会、妇联、团委这些组织建设是哪几家负责？", ["工会", "妇联", "团委"]),
    ("国家药品监管局要求什么", ["国家药品监管局"]),
    ("广西壮族自治区红十字会", ["广西壮族自治区红十字会"]),
    ("北京市密云区社保中心什么时候对外办公", ["北京市密云区社保中心"]),
    # no organs
    ("“数字邮管”怎么建", []),
    ("公司税务逾期申报有什么政策", []),
    ("怎么强化市场监管", []),
    ("快递局面怎么样", []),
    ("部门之间怎么办理", []),
    ("中心城区快递末端网点", []),
    ("全部任务有哪些", []),
    ("区域性快递集散中心建几个", []),
    ("快递分拨中心用地怎么批", []),
    ("文旅融合怎么做", []),
    ("格局怎么变", []),
    ("第三十二条说什么", []),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), MENTIONS)
def test_find(question: str, expected: list[str]) -> None:
    found = ORGANS.find(question)
    assert [mention.as_written for mention in found] == expected
    assert all(question[m.start : m.end] == m.as_written for m in found)


def test_mentions_say_what_is_known() -> None:
    known, unknown = ORGANS.find("市发改委和市低空经济局")
    assert (known.function, known.prefix) == ("发展和改革", "市")
    assert unknown.function is None


def test_aliases() -> None:
    aliases = ORGANS.aliases("衢州市发展和改革委员会")
    assert {"发改委", "发展改革委", "发改局", "国家发展改革委"} <= set(aliases)
    assert ORGANS.aliases("没有这个机关") == ()


def test_former_names_carry_their_year() -> None:
    assert ORGANS.former_until("市国土资源局") == 2018
    assert ORGANS.former_until("市发改委") is None


def test_words() -> None:
    words = ORGANS.words()
    assert {"邮政管理局", "发改委", "自然资源和规划局"} <= set(words)
    assert len(words) == len(set(words))
    assert all(len(word) > 1 for word in words)


def test_a_name_belongs_to_one_entry() -> None:
    data = tomllib.loads(files("kb").joinpath("organs.toml").read_text(encoding="utf-8"))
    owners: dict[str, set[str]] = {}
    for entry in data["organ"]:
        alone = Organs({"organ": [entry]})
        for name in alone.words():
            owners.setdefault(name, set()).add(entry["function"])
    shared_names = {name: functions for name, functions in owners.items() if len(functions) > 1}
    assert shared_names == {}
