"""Heads and tails as other provinces, cities, ministries and assemblies set them."""

from dataclasses import dataclass
from datetime import date

import pytest

from ingest.header import Header, read_header
from ingest.issuers import full_names, split_organs, title_issuer
from ingest.jurisdiction import region_of
from ingest.layout import lay_out
from ingest.readers.text import read_text
from ingest.source import SourceText

BODY = (
    "为深入贯彻落实党的二十大精神，结合实际，制定本方案。\n一、总体要求\n"
    "全面贯彻落实党的二十大精神。\n（一）基本原则。坚持企业主体。\n"
    "（二）主要目标。到2026年，建成三个园区。（牵头单位：省经信厅）\n二、保障措施\n"
    "各地要加强组织领导，确保任务落实。\n"
)


def header(text: str) -> Header:
    return read_header(lay_out(SourceText(read_text(text), "text", "utf-8")))


@dataclass(frozen=True)
class Case:
    text: str
    title: str
    number: str | None
    issuers: tuple[str, ...]
    region: str | None
    level: str | None
    written: date | None


ORDER = Case(
    "上海市人民政府令\n第85号\n"
    "《上海市促进工业遗产保护办法》已经2023年1月9日市政府第189次常务会议通过，现予公布，"
    "自2023年3月1日起施行。\n市长 龚正\n2023年1月18日\n上海市促进工业遗产保护办法\n"
    "第一条 （目的和依据）\n为了加强保护，制定本办法。\n第二条 （适用范围）\n"
    "本市行政区域内适用本办法。\n第三条 （施行日期）\n本办法自2023年3月1日起施行。",
    "上海市促进工业遗产保护办法",
    "上海市人民政府令第85号",
    ("上海市人民政府",),
    "上海市",
    "省",
    date(2023, 1, 18),
)
JOINT_ORDER = Case(
    "国家发展和改革委员会\n财政部\n商务部\n令\n第16号\n"
    "《重大项目管理办法》已经审议通过，现予公布，自2021年7月1日起施行。\n"
    "国家发展和改革委员会主任：何立峰\n财政部部长：刘昆\n商务部部长：王文涛\n2021年6月1日\n"
    "重大项目管理办法\n第一章 总 则\n第一条 为了加强管理，制定本办法。\n"
    "第二条 本办法适用于重大项目。\n第二章 附 则\n第三条 本办法自2021年7月1日起施行。",
    "重大项目管理办法",
    "国家发展和改革委员会财政部商务部令第16号",
    ("国家发展和改革委员会", "财政部", "商务部"),
    "全国",
    "国家",
    date(2021, 6, 1),
)
ASSEMBLY = Case(
    "宁波市第十六届人民代表大会常务委员会公告\n第12号\n"
    "《宁波市市容管理条例》已于2023年8月30日经宁波市第十六届人民代表大会常务委员会第十三次会议通过，"
    "现予公布，自2024年1月1日起施行。\n宁波市人民代表大会常务委员会\n2023年10月12日\n"
    "宁波市市容管理条例\n"
    "（2023年8月30日宁波市第十六届人民代表大会常务委员会第十三次会议通过 "
    "2023年9月28日浙江省第十四届人民代表大会常务委员会第五次会议批准）\n"
    "第一章 总则\n第一条 为了加强管理，制定本条例。\n第二条 本条例适用于本市。\n"
    "第二章 附则\n第三条 本条例自2024年1月1日起施行。",
    "宁波市市容管理条例",
    "宁波市第十六届人民代表大会常务委员会公告第12号",
    ("宁波市人民代表大会常务委员会",),
    "宁波市",
    "市",
    date(2023, 10, 12),
)
STATE_COUNCIL = Case(
    "国务院关于印发“十四五”市场监管现代化规划的通知\n国发〔2021〕30号\n"
    "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"
    "现将《“十四五”市场监管现代化规划》印发给你们，请认真贯彻执行。\n国务院\n2021年12月14日\n"
    f"（本文有删减）\n“十四五”市场监管现代化规划\n{BODY}",
    "国务院关于印发“十四五”市场监管现代化规划的通知",
    "国发〔2021〕30号",
    ("国务院",),
    "全国",
    "国家",
    date(2021, 12, 14),
)
CENTRAL_COMMITTEE = Case(
    "中共中央 国务院关于支持浙江高质量发展的意见\n（2021年5月20日）\n"
    f"共同富裕是社会主义的本质要求。\n{BODY}",
    "中共中央 国务院关于支持浙江高质量发展的意见",
    None,
    ("中共中央", "国务院"),
    "全国",
    "国家",
    date(2021, 5, 20),
)
UNSIGNED_PROVINCE = Case(
    "省人民政府办公厅关于印发湖北省数字经济发展若干措施的通知\n鄂政办发〔2023〕14号\n"
    "各市、州、县人民政府，省政府各部门：\n《若干措施》已经省人民政府同意，现印发给你们。\n"
    f"2023年5月6日\n湖北省数字经济发展若干措施\n{BODY}",
    "省人民政府办公厅关于印发湖北省数字经济发展若干措施的通知",
    "鄂政办发〔2023〕14号",
    ("湖北省人民政府办公厅",),
    "湖北省",
    "省",
    date(2023, 5, 6),
)
SHORT_CITY = Case(
    "市政府关于印发南京市推进产业强市行动计划的通知\n宁政发〔2023〕1号\n"
    "各区人民政府，江北新区管委会，市府各委办局：\n现将《行动计划》印发给你们，请认真执行。\n"
    "南京市人民政府\n2023年1月28日",
    "市政府关于印发南京市推进产业强市行动计划的通知",
    "宁政发〔2023〕1号",
    ("南京市人民政府",),
    "南京市",
    "市",
    date(2023, 1, 28),
)
SEVERAL_DEPARTMENTS = Case(
    "住房和城乡建设部等11部门关于推动物业服务企业发展的意见\n建房〔2020〕99号\n"
    f"各省、自治区、直辖市住房和城乡建设厅（委、管委、局）：\n{BODY}"
    "住房和城乡建设部\n公安部\n应急管理部\n2020年12月4日",
    "住房和城乡建设部等11部门关于推动物业服务企业发展的意见",
    "建房〔2020〕99号",
    ("住房和城乡建设部", "公安部", "应急管理部"),
    "全国",
    "国家",
    date(2020, 12, 4),
)
RED_HEAD_OF_THREE = Case(
    "四川省发展和改革委员会\n四川省财政厅\n四川省能源局\n文件\n川发改能源〔2023〕45号\n"
    "四川省发展和改革委员会 四川省财政厅 四川省能源局\n关于加快新能源发展的实施意见\n"
    f"各市（州）发展改革委、财政局：\n{BODY}"
    "四川省发展和改革委员会\n四川省财政厅\n四川省能源局\n2023年2月1日",
    "四川省发展和改革委员会 四川省财政厅 四川省能源局关于加快新能源发展的实施意见",
    "川发改能源〔2023〕45号",
    ("四川省发展和改革委员会", "四川省财政厅", "四川省能源局"),
    "四川省",
    "省",
    date(2023, 2, 1),
)
PUBLISHER_IN_METADATA = Case(
    "索引号：11330000002482349K/2023-00123\n发布机构：省政府办公厅\n成文日期：2023-05-10\n"
    "文号：浙政办发〔2023〕30号\n有效性：有效\n"
    "浙江省人民政府办公厅关于印发新材料产业行动方案的通知\n"
    "各市、县（市、区）人民政府，省政府直属各单位：\n《行动方案》已经省政府同意，现印发给你们。\n"
    f"浙江省人民政府办公厅\n2023年5月10日\n新材料产业行动方案\n{BODY}",
    "浙江省人民政府办公厅关于印发新材料产业行动方案的通知",
    "浙政办发〔2023〕30号",
    ("浙江省人民政府办公厅",),
    "浙江省",
    "省",
    date(2023, 5, 10),
)
SMALL_COUNTY = Case(
    "泾县农业农村局 泾县财政局关于印发补贴实施方案的通知\n泾农〔2023〕30号\n"
    f"各乡镇人民政府，县直有关单位：\n{BODY}泾县农业农村局 泾县财政局\n2023年4月9日",
    "泾县农业农村局 泾县财政局关于印发补贴实施方案的通知",
    "泾农〔2023〕30号",
    ("泾县农业农村局", "泾县财政局"),
    "泾县",
    "县",
    date(2023, 4, 9),
)
CASES = {
    "order": ORDER,
    "joint order": JOINT_ORDER,
    "assembly": ASSEMBLY,
    "state council": STATE_COUNCIL,
    "central committee": CENTRAL_COMMITTEE,
    "unsigned province": UNSIGNED_PROVINCE,
    "short city": SHORT_CITY,
    "several departments": SEVERAL_DEPARTMENTS,
    "red head of three": RED_HEAD_OF_THREE,
    "publisher in metadata": PUBLISHER_IN_METADATA,
    "small county": SMALL_COUNTY,
}


@pytest.mark.parametrize("collapsed", [False, True], ids=["lines", "one line"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_heads(case: Case, collapsed: bool) -> None:
    text = " ".join(case.text.splitlines()) if collapsed else case.text
    read = header(text)
    assert read.title == case.title
    assert read.number == case.number
    assert read.issuers == case.issuers
    assert (read.region, read.level) == (case.region, case.level)
    assert read.written_on == case.written


@pytest.mark.parametrize(
    ("organ", "region"),
    [
        ("中国银保监会浙江监管局", ("浙江省", "省")),
        ("国家统计局衢州调查队", ("衢州市", "市")),
        ("国务院", ("全国", "国家")),
        ("中共中央", ("全国", "国家")),
        ("中国人民银行济南分行", None),
        ("泾县财政局", ("泾县", "县")),
        ("我县财政局", None),
        ("本县财政局", None),
    ],
)
def test_regions_of_organs(organ: str, region: tuple[str, str] | None) -> None:
    read = region_of(organ)
    assert (read and (read.name, read.level)) == region


def test_organs_that_run_on() -> None:
    assert split_organs("某某市教育局某某市财政局某某市卫生健康委员会") == (
        "某某市教育局",
        "某某市财政局",
        "某某市卫生健康委员会",
    )


def test_the_first_of_several_departments() -> None:
    assert title_issuer("教育部等五部门关于完善安全事故处理机制的意见") == ("教育部",)


@pytest.mark.parametrize(
    ("known", "number", "full"),
    [
        (("江苏省人民政府办公厅",), None, "江苏省人民政府办公厅"),
        ((), "苏政办发〔2020〕82号", "江苏省政府办公厅"),
        ((), "桂政办发〔2020〕82号", "省政府办公厅"),  # 广西 is no 省
        ((), None, "省政府办公厅"),
        (("甲省人民政府办公厅", "乙省人民政府办公厅"), None, "省政府办公厅"),
    ],
)
def test_short_names_are_completed(known: tuple[str, ...], number: str | None, full: str) -> None:
    assert full_names(("省政府办公厅",), known, number) == (full,)
