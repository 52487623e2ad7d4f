from datetime import date
from pathlib import Path

import pytest

from ingest.effect import Effect, read_effect
from ingest.header import Header, read_header
from ingest.issuers import is_organ, split_list, split_organs
from ingest.jurisdiction import region_of
from ingest.layout import lay_out
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.source import SourceText


def header(text: str) -> Header:
    return read_header(lay_out(SourceText(read_text(text), "text", "utf-8")))


BODY = (
    "为做好工作，根据《某法》（国发〔2019〕9号），现就有关事项通知如下：\n"
    "一、加强领导。落实责任，于2021年5月6日前完成。\n二、抓好落实。\n"
)


@pytest.mark.parametrize(
    ("organ", "name", "level"),
    [
        ("衢州市人民政府办公室", "衢州市", "市"),
        ("浙江省人民政府", "浙江省", "省"),
        ("浙江省邮政管理局", "浙江省", "省"),
        ("浙江省衢州市柯城区人民政府", "衢州市柯城区", "县"),
        ("北京市石景山区人民政府", "北京市石景山区", "县"),
        ("北京市城市管理委员会", "北京市", "省"),
        ("上海市浦东新区人民政府", "上海市浦东新区", "县"),
        ("义乌市人民政府", "义乌市", "县"),
        ("开化县人民政府", "开化县", "县"),
        ("衢州市市场监督管理局", "衢州市", "市"),
        ("衢州市城市管理局", "衢州市", "市"),
        ("中共衢州市委", "衢州市", "市"),
        ("凉山彝族自治州人民政府", "凉山彝族自治州", "市"),
        ("内蒙古自治区人民政府", "内蒙古自治区", "省"),
        ("新疆生产建设兵团办公厅", "新疆生产建设兵团", "省"),
        ("国家税务总局浙江省税务局", "浙江省", "省"),
        ("国务院办公厅", "全国", "国家"),
        ("国家邮政局", "全国", "国家"),
        ("交通运输部办公厅", "全国", "国家"),
        ("人力资源社会保障部", "全国", "国家"),
        ("税务总局", "全国", "国家"),
        ("全国人民代表大会常务委员会", "全国", "国家"),
    ],
)
def test_region_and_level_of_an_organ(organ: str, name: str, level: str) -> None:
    region = region_of(organ)
    assert region is not None
    assert (region.name, region.level) == (name, level)


@pytest.mark.parametrize(
    "organ",
    [
        "市商务局",
        "省卫生健康委",
        "区政府",
        "防控工作领导小组指挥部",
        "宣传部",
        "城市管理委员会",
        "中华医学会",
    ],
)
def test_an_organ_without_a_region(organ: str) -> None:
    assert region_of(organ) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("衢州市人民政府办公室", True),
        ("国家发展改革委", True),
        ("某市应对某某感染的肺炎疫情工作领导小组", True),
        ("领导小组办公室（代章）", True),
        ("各县（市、区）人民政府", False),
        ("加强市场监管局", False),
        ("第十二场新闻发布会", False),
        ("请及时报告市人社局", False),
        ("可以这样办", False),
        ("一、总体要求", False),
    ],
)
def test_what_reads_like_an_organ(text: str, expected: bool) -> None:
    assert is_organ(text) is expected


def test_joint_organs_are_split_where_all_are_organs() -> None:
    assert split_organs("财政部 税务总局　海关总署") == ("财政部", "税务总局", "海关总署")
    assert split_organs("财政部 有关事项") == ()


def test_a_list_is_split_outside_brackets() -> None:
    assert split_list("抄送：市委各部门，市人大常委会、市政协办公室，各县（市、区）委。") == (
        "市委各部门",
        "市人大常委会",
        "市政协办公室",
        "各县（市、区）委",
    )


DAY = date(2020, 2, 14)


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("本意见自2024年2月16日起施行。", date(2024, 2, 16), None),
        ("本法自二〇〇九年十月一日起施行。", date(2009, 10, 1), None),
        ("本办法（试行）自印发之日起施行。", DAY, None),
        ("自发布之日起施行。", DAY, None),
        ("本办法自发布之日起30日后施行，有效期5年。", date(2020, 3, 15), date(2025, 3, 14)),
        ("本细则自2021年1月1日起试行，有效期两年。", date(2021, 1, 1), date(2022, 12, 31)),
        (
            "本通知自2020年2月1日起执行，有效期至2020年12月31日。",
            date(2020, 2, 1),
            date(2020, 12, 31),
        ),
        ("本措施自2024年2月29日起施行，有效期1年。", date(2024, 2, 29), date(2025, 2, 28)),
        ("以上政策自印发之日起实施，其余有效期至疫情解除止。", DAY, None),
        ("本政策执行期暂定为自政策发布之日起至2020年6月30日。", DAY, date(2020, 6, 30)),
        ("本办法由市商务局负责解释，自2020年3月1日起施行。", date(2020, 3, 1), None),
        ("本通知适用截止时间为2020年6月30日，届时调整。", None, date(2020, 6, 30)),
        ("企业自2020年2月1日起执行优惠价格。", None, None),
        ("许可证有效期为5年。", None, None),
        ("自受理之日起5日内办结。", None, None),
    ],
)
def test_effect(sentence: str, effective: date | None, expires: date | None) -> None:
    assert read_effect([sentence], DAY) == Effect(effective, expires)


def test_a_red_head_document_of_a_city() -> None:
    read = header(
        "ABCD01―2024―0002\n某某市人民政府办公室文件\n"
        "某政办发〔2024〕3 号\n某某市人民政府办公室关于推进某业发展的实施意见\n"
        "各县（市、区）人民政府，市政府各部门：\n"
        + BODY
        + "本意见自2024年2月16日起施行，有效期3年。\n某某市人民政府办公室\n"
        "2024 年 1 月 17 日\n（此件公开发布）\n抄送：市委各部门，市法院。\n"
        "某某市人民政府办公室 2024 年 1 月 18 日印发"
    )
    assert read.title == "某某市人民政府办公室关于推进某业发展的实施意见"
    assert read.kind == "意见"
    assert read.number == "某政办发〔2024〕3号"
    assert read.registration_number == "ABCD01―2024―0002"
    assert read.issuers == ("某某市人民政府办公室",)
    assert read.addressees == "各县（市、区）人民政府，市政府各部门"
    assert read.written_on == date(2024, 1, 17)
    assert read.published_on == date(2024, 1, 18)
    assert read.effective_on == date(2024, 2, 16)
    assert read.expires_on == date(2027, 2, 15)
    assert read.copied_to == ("市委各部门", "市法院")


TITLES = [
    # title line(s), number line, title, number, issuers
    ("青川县人民政府关于某事的通知", "青府发[2023]5号", "青府发[2023]5号", ("青川县人民政府",)),
    (
        "青川县人民政府关于某事的通知（青府发〔2023〕5号）",
        "",
        "青府发〔2023〕5号",
        ("青川县人民政府",),
    ),
    (
        "青府发〔2023〕5号-青川县人民政府关于某事的通知",
        "",
        "青府发〔2023〕5号",
        ("青川县人民政府",),
    ),
    (
        "国务院办公厅关于某事的实施意见国办发〔2020〕24号",
        "",
        "国办发〔2020〕24号",
        ("国务院办公厅",),
    ),
    (
        "财政部 税务总局关于某事的公告",
        "财政部 税务总局公告2020年第8号",
        "财政部税务总局公告2020年第8号",
        ("财政部", "税务总局"),
    ),
    ("江西省人民政府印发关于某事若干措施的通知", "", None, ("江西省人民政府",)),
    (
        "广东省人民政府办公厅转发省卫生健康委关于某事的通知",
        "粤府办〔2020〕4号",
        "粤府办〔2020〕4号",
        ("广东省人民政府办公厅",),
    ),
    ("关于某事的通知", "", None, ()),
    ("市民政局关于某事的通知", "", None, ("市民政局",)),
]


@pytest.mark.parametrize(("title", "number_line", "number", "issuers"), TITLES)
def test_titles_numbers_and_issuers(
    title: str, number_line: str, number: str | None, issuers: tuple[str, ...]
) -> None:
    read = header(f"{title}\n{number_line}\n各有关单位：\n{BODY}")
    assert read.number == number
    assert read.issuers == issuers
    assert read.addressees == "各有关单位"
    assert read.title.endswith(("通知", "意见", "公告"))
    assert not any(mark in read.title for mark in "〔[")


@pytest.mark.parametrize(
    ("head", "number", "addressees"),
    [
        (
            "000123\n机密★1年\n特急\n某市人民政府文件\n某政发〔2023〕5 号　　签发人：王某某",
            "某政发〔2023〕5号",
            "各县",
        ),
        ("某市人民政府文件\n某政发〔２０２３〕５号", "某政发〔2023〕5号", "各县"),
        ("某市人民政府公告\n2023年第5号", "某市人民政府公告2023年第5号", "各县"),
    ],
)
def test_markings_and_numbers_above_a_title(head: str, number: str, addressees: str) -> None:
    read = header(
        f"{head}\n某市人民政府关于某事的通知\n主送：各县。\n"
        f"{BODY}某市人民政府\n二〇二三年十月十一日\n（共印50份）"
    )
    assert (read.number, read.addressees) == (number, addressees)
    assert read.title == "某市人民政府关于某事的通知"
    assert read.written_on == date(2023, 10, 11)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024 年 1 月 17 日", date(2024, 1, 17)),
        ("二〇二四年一月十七日", date(2024, 1, 17)),
        ("二○○八年十二月三十一日", date(2008, 12, 31)),
        ("二OO八年三月一日", date(2008, 3, 1)),
        ("２０２４年１月１７日", date(2024, 1, 17)),
        ("2024年2月30日", None),
        ("2024年1月17日（此件公开发布）", date(2024, 1, 17)),
    ],
)
def test_dates_of_a_signature(written: str, day: date | None) -> None:
    assert header(f"某市某局关于某事的通知\n各县：\n{BODY}某市某局\n{written}").written_on == day


def test_a_cited_number_is_not_the_documents_own() -> None:
    read = header(f"某市人民政府关于某事的通知\n各县人民政府：\n{BODY}某市人民政府\n2020年3月1日")
    assert read.number is None
    assert read.written_on == date(2020, 3, 1)
    assert read.effective_on is None


def test_the_title_of_a_joint_issue_keeps_its_organs_apart() -> None:
    read = header(f"财政部　税务总局关于某事的公告\n各单位：\n{BODY}")
    assert read.title == "财政部 税务总局关于某事的公告"
    read = header(f"某市财政局、某市科技局关于某事的通知\n各单位：\n{BODY}")
    assert read.title == "某市财政局、某市科技局关于某事的通知"


def test_joint_issuers_of_a_signature() -> None:
    read = header(f"关于某事的通知\n各单位：\n{BODY}财政部 国家卫生健康委\n2020年1月25日")
    assert read.issuers == ("财政部", "国家卫生健康委")
    assert read.level == "国家"


def test_a_short_issuer_is_completed_by_the_red_head() -> None:
    read = header(
        f"天津市商务局文件\n津商〔2020〕1号\n市商务局关于某事的通知\n各区商务局：\n{BODY}"
    )
    assert read.issuers == ("天津市商务局",)
    assert (read.region, read.level) == ("天津市", "省")


def test_a_summary_above_the_document() -> None:
    read = header(
        "市商务局关于某事的通知\n内容概述\n各区商务局：\n"
        "为做好工作，现通知如下：\n天津市商务局文件\n"
        "津商〔2020〕1号\n"
        f"市商务局关于某事的通知\n各区商务局：\n{BODY}"
    )
    assert read.number == "津商〔2020〕1号"


def test_metadata_of_a_page() -> None:
    read = header(
        "某市办公厅关于某事的若干措施\n[发文机构] 某市人民政府办公厅\n"
        "[成文日期] 2020-02-03\n[发文字号] 某政办发〔2020〕5号\n"
        f"[废止日期] ----\n[发布日期] 2020/2/4\n各区人民政府：\n{BODY}"
    )
    assert read.number == "某政办发〔2020〕5号"
    assert read.issuers == ("某市人民政府办公厅",)
    assert (read.written_on, read.published_on) == (date(2020, 2, 3), date(2020, 2, 4))
    assert read.expires_on is None


def test_a_notice_that_issues_a_plan() -> None:
    text = (
        "某市人民政府关于印发某方案的通知\n各县人民政府：\n"
        "现将《某方案》印发给你们。\n某市人民政府\n2023年5月8日\n"
        "某方案\n一、目标。\n二、任务。\n本方案自2023年6月1日起施行。"
    )
    read = header(text)
    assert read.written_on == date(2023, 5, 8)
    assert read.effective_on == date(2023, 6, 1)
    assert text[read.tail_start : read.tail_end] == "某市人民政府\n2023年5月8日\n"
    assert text[read.tail_end :].startswith("某方案\n一、")


def test_an_order_is_known_by_the_rule_it_issues() -> None:
    read = header(
        "东湖市人民政府令\n第5号\n《东湖市某管理办法》已经2023年3月2日市人民政府常务"
        "会议通过，现予公布，自2023年5月1日起施行。\n"
        "市长　王某某\n2023年3月10日\n东湖市某管理办法\n"
        "第一章　总则\n第一条　为了加强管理，制定本办法。\n"
        "第二条　本办法自2023年5月1日起施行，有效期5年。"
    )
    assert read.title == "东湖市某管理办法"
    assert read.kind == "办法"
    assert read.number == "东湖市人民政府令第5号"
    assert read.issuers == ("东湖市人民政府",)
    assert read.published_on == date(2023, 3, 10)
    assert (read.effective_on, read.expires_on) == (date(2023, 5, 1), date(2028, 4, 30))


def test_the_making_of_a_law() -> None:
    read = header(
        "某某省某条例\n（2019年7月26日某某省第十三届人民代表大会常务委员会第十次会议"
        "通过　根据2022年9月23日某某省第十三届"
        "人民代表大会常务委员会第三十四次会议《关于修改〈某某省某条例〉的决定》修正）"
        "\n目　录\n第一章　总则\n第二章　附则\n"
        "第一章　总则\n第一条　为了规范，制定本条例。\n"
        "第二章　附则\n第二条　本条例自2019年10月1日起施行。"
    )
    assert read.title == "某某省某条例"
    assert read.issuers == ("某某省人民代表大会常务委员会",)
    assert read.published_on == date(2019, 7, 26)
    assert read.written_on == read.version_on == date(2022, 9, 23)
    assert read.effective_on == date(2019, 10, 1)


@pytest.mark.parametrize(
    "text",
    [
        "只有一句话。",
        "一、直接开始\n二、没有题名",
        "2020年2月3日",
        "第一条 甲\n第二条 乙",
        "　",
        "各单位：",
    ],
)
def test_texts_without_a_head(text: str) -> None:
    read = header(text)
    assert read.number is None
    assert read.issuers == ()
    assert 0 <= read.body_start <= read.tail_start <= read.tail_end <= len(text)


SEED = Header(
    title="衢州市人民政府办公室关于推进新时代邮政快递业高质量发展的实施意见",
    kind="意见",
    number="衢政办发〔2024〕3号",
    registration_number="ZJHC01―2024―0002",
    issuers=("衢州市人民政府办公室",),
    region="衢州市",
    level="市",
    addressees="各县（市、区）人民政府，市政府各部门、直属各单位",
    copied_to=(
        "市委各部门",
        "市人大常委会",
        "市政协办公室",
        "衢州军分区",
        "市监委",
        "市法院",
        "市检察院",
        "巨化集团公司",
        "各群众团体",
    ),
    written_on=date(2024, 1, 17),
    published_on=date(2024, 1, 17),
    effective_on=date(2024, 2, 16),
)
LAWS = {
    "邮政法": (
        "中华人民共和国邮政法",
        "法",
        None,
        date(2015, 4, 24),
        date(1986, 12, 2),
        date(2009, 10, 1),
        "全国",
    ),
    "快递暂行条例": (
        "快递暂行条例",
        "条例",
        "国务院令第697号",
        date(2018, 3, 2),
        date(2018, 3, 2),
        date(2018, 5, 1),
        "全国",
    ),
    "浙江省快递业促进条例": (
        "浙江省快递业促进条例",
        "条例",
        None,
        date(2021, 9, 29),
        date(2021, 9, 29),
        date(2022, 3, 1),
        "浙江省",
    ),
    "快递市场管理办法": (
        "快递市场管理办法",
        "办法",
        "交通运输部令2023年第22号",
        date(2023, 12, 17),
        date(2023, 12, 17),
        date(2024, 3, 1),
        "全国",
    ),
}
FIELDS = ("title", "kind", "number", "written_on", "published_on", "effective_on", "region")


def test_the_seed(shared: Path) -> None:
    (path,) = shared.glob("seeds/*.txt")
    found = read_header(lay_out(read(path)))
    for name in Header.__dataclass_fields__:
        if not name.endswith(("_start", "_end")):
            assert getattr(found, name) == getattr(SEED, name), name


@pytest.mark.parametrize("name", LAWS)
def test_the_regulations(shared: Path, name: str) -> None:
    (path,) = shared.glob(f"corpus/{name}(*")
    found = read_header(lay_out(read(path)))
    assert tuple(getattr(found, field) for field in FIELDS) == LAWS[name]
