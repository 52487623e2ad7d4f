from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import LaidOut, lay_out
from ingest.pagination import without_page_numbers
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.source import SourceText
from kb.squeeze import squeeze


def laid(text: str) -> LaidOut:
    return lay_out(SourceText(read_text(text), "text", "utf-8"))


def paragraphs(text: str) -> list[str]:
    result = laid(text)
    return [result.text[p.start : p.end] for p in result.paragraphs]


# A hard-wrapped text of 24 characters a line, paragraphs indented by two.
WRAPPED = """\
洛川市人民政府文件

洛政规〔2022〕8 号

洛川市人民政府关于印发稳住经济大盘
若干措施的通知

各县（市、区）人民政府，市政府各委、办、局：
　　为深入贯彻落实党中央、国务院关于稳住经济大盘的
决策部署，根据《国务院关于印发扎实稳住经济一揽子政策
措施的通知》（国发〔2022〕12 号）精神，制定如下措施。
　　一、加大财税支持力度
　　（一）落实增值税留抵退税政策。对符合条件的制造业
企业，按月全额退还增量留抵税额，力争 2022 年 6 月
30 日前全部退还到位，减轻企业负担。（责任单位：市税务
局、市财政局）
　　（二）支持企业技术改造。给予补助，最高不超过 500
万元。
　　本措施自 2022 年 7 月 1 日起施行。
　　　　　　　　　　　　　　洛川市人民政府
　　　　　　　　　　　　　　2022 年 6 月 20 日
（此件公开发布）

抄送：市委各部门，市人大常委会办公室，市政协办公室，市
法院。
"""
WRAPPED_PARAGRAPHS = [
    "洛川市人民政府文件",
    "洛政规〔2022〕8 号",
    "洛川市人民政府关于印发稳住经济大盘若干措施的通知",
    "各县（市、区）人民政府，市政府各委、办、局：",
    "为深入贯彻落实党中央、国务院关于稳住经济大盘的决策部署，根据《国务院关于印发扎实"
    "稳住经济一揽子政策"
    "措施的通知》（国发〔2022〕12 号）精神，制定如下措施。",
    "一、加大财税支持力度",
    "（一）落实增值税留抵退税政策。对符合条件的制造业企业，按月全额退还增量留抵税额，"
    "力争 2022 年 6 月"
    "30 日前全部退还到位，减轻企业负担。（责任单位：市税务局、市财政局）",
    "（二）支持企业技术改造。给予补助，最高不超过 500万元。",
    "本措施自 2022 年 7 月 1 日起施行。",
    "洛川市人民政府",
    "2022 年 6 月 20 日",
    "（此件公开发布）",
    "抄送：市委各部门，市人大常委会办公室，市政协办公室，市法院。",
]


def test_hard_wrapped_lines_are_joined() -> None:
    assert paragraphs(WRAPPED) == WRAPPED_PARAGRAPHS


def test_the_same_without_indents() -> None:
    bare = "\n".join(line.lstrip("　") for line in WRAPPED.split("\n"))
    assert paragraphs(bare) == WRAPPED_PARAGRAPHS


def test_the_same_double_spaced_with_pages() -> None:
    lines = [line for line in WRAPPED.split("\n") if line]
    pages = [lines[:8], lines[8:12], lines[12:]]
    text = "\f".join("\n\n".join([*page, f"— {n} —"]) for n, page in enumerate(pages, 1))
    assert paragraphs(text) == WRAPPED_PARAGRAPHS
    result = laid(text)
    assert len(result.pages) == 3
    assert result.text[result.pages[1] :].startswith("一、加大")
    assert result.text[result.pages[2] :].startswith("局、市财政局）")


def test_lines_that_are_paragraphs_stay() -> None:
    text = "关于某事的通知\n\n各县：\n\n" + "第一段有一些文字，长短不一。\n\n第二段短。\n\n" * 5
    assert len(paragraphs(text)) == 12


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["某市人民政府办公室", "关于促进物流业发展的意见"],
            "某市人民政府办公室关于促进物流业发展的意见",
        ),
        (
            ["某市人民政府关于促进", "现代物流业高质量", "发展的实施意见（试行）"],
            "某市人民政府关于促进现代物流业高质量发展的实施意见（试行）",
        ),
        (["财政部", "税务总局", "关于完善税收政策的公告"], "财政部 税务总局关于完善税收政策的公告"),
        (
            ["某市人民政府关于印发某市邮政业管理", "办法的通知"],
            "某市人民政府关于印发某市邮政业管理办法的通知",
        ),
        (["某市应对疫情应急指挥部", "通告（第8号）"], "某市应对疫情应急指挥部通告（第8号）"),
    ],
)
def test_titles_of_several_lines(lines: list[str], title: str) -> None:
    text = "\n".join([*lines, "", "各县人民政府：", "现将有关事项通知如下。", "一、做好工作。"])
    assert paragraphs(text)[0] == title


def test_two_titles_are_not_one() -> None:
    text = "关于促进物流业发展的意见\n某市人民政府\n关于促进物流业发展的意见\n各县：\n正文。"
    assert paragraphs(text)[:2] == [
        "关于促进物流业发展的意见",
        "某市人民政府关于促进物流业发展的意见",
    ]


def test_a_signature_of_two_lines() -> None:
    text = "正文。\n四川省应对新型冠状病毒\n肺炎疫情应急指挥部\n2020年2月9日"
    assert paragraphs(text)[1:] == ["四川省应对新型冠状病毒肺炎疫情应急指挥部", "2020年2月9日"]


LONG = "为深入贯彻落实党中央、国务院决策部署，切实保障群众基本生活，" * 14
COLLAPSED = [
    (
        "一个空格",
        f"某市人民政府关于保障供应的通知 某政发〔2020〕3号 各县（市、区）人民政府： "
        f"{LONG}现通知如下： "
        "一、加强领导 各级各部门要高度重视。 二、抓好落实。 （一）稳定市场。（责任单"
        "位：市商务局、 市发改委） "
        "（二）保供稳价。 某市人民政府 2020年2月3日 （此件公开发布）",
        [
            "某市人民政府关于保障供应的通知",
            "某政发〔2020〕3号",
            "各县（市、区）人民政府：",
            f"{LONG}现通知如下：",
            "一、加强领导",
            "各级各部门要高度重视。",
            "二、抓好落实。",
            "（一）稳定市场。（责任单位：市商务局、 市发改委）",
            "（二）保供稳价。",
            "某市人民政府",
            "2020年2月3日",
            "（此件公开发布）",
        ],
    ),
    (
        "空格和两个全角空格",
        f"某市某局关于某事的通知 各单位： 　　{LONG} 　　一、总　　则 　　（一）内容。"
        f" 某市某局 2020年2月3日",
        [
            "某市某局关于某事的通知",
            "各单位：",
            LONG,
            "一、总　　则",
            "（一）内容。",
            "某市某局",
            "2020年2月3日",
        ],
    ),
    (
        "没有空格",
        f"各省人民政府：{LONG}现提出以下意见。一、提升便利度（一）优化流程。健全机制。"
        f"（发展改革委负责）"
        "（二）提升效率。按照第三条第（三）项办理。二、简化审批（三）降低门槛。某部办"
        "公厅2020年7月15日（此件公开发布）",
        [
            "各省人民政府：",
            f"{LONG}现提出以下意见。",
            "一、提升便利度",
            "（一）优化流程。健全机制。（发展改革委负责）",
            "（二）提升效率。按照第三条第（三）项办理。",
            "二、简化审批",
            "（三）降低门槛。",
            "某部办公厅2020年7月15日（此件公开发布）",
        ],
    ),
    (
        "括号没有关上",
        f"某通知 {LONG} 1.设立资金。（责任单位：各街道、区国资委 2.搭建平台，整合信息"
        f"资源 并协助企业。 3.减免租金。",
        [
            "某通知",
            LONG,
            "1.设立资金。（责任单位：各街道、区国资委",
            "2.搭建平台，整合信息资源",
            "并协助企业。",
            "3.减免租金。",
        ],
    ),
    (
        "联合发文和宽字",
        f"财政部 税务总局关于政策的公告 财政部 税务总局公告2020年第8号 {LONG} 一、内容"
        f"。 财 政 部 2020年2月6日",
        [
            "财政部 税务总局关于政策的公告",
            "财政部 税务总局公告2020年第8号",
            LONG,
            "一、内容。",
            "财 政 部 2020年2月6日",
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in COLLAPSED], ids=[row[0] for row in COLLAPSED]
)
def test_collapsed_lines_are_cut(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_words_and_numbers_keep_apart_where_lines_join() -> None:
    full = "这一行文字，正好是二十四个汉字的宽度，不多不少字"
    lines = [f"{full[:18]}Wi-Fi and LTE", "network " + full[:20], full, full, "并且结束。"]
    assert "LTE network" in laid("\n".join(lines)).text


@given(
    st.lists(
        st.text(alphabet="一二、。（）《》1. 　\u200b\tAB关于的通知年月日\f第条：", max_size=40),
        max_size=30,
    )
)
def test_no_character_is_lost_or_added(lines: list[str]) -> None:
    source = SourceText(read_text("\n".join(lines)), "text", None)
    result = lay_out(source)
    kept = "".join(line.text for line in without_page_numbers(source.lines))
    assert squeeze(result.text) == squeeze(kept)
    assert result.text == "\n".join(result.text[p.start : p.end] for p in result.paragraphs)
    assert list(result.pages) == sorted(result.pages)


def test_no_character_of_the_shared_texts_is_lost(shared: Path) -> None:
    files = [
        *shared.glob("dev/policies/*.txt"),
        *shared.glob("dev/responsibility/documents/*"),
        *shared.glob("seeds/*"),
        *shared.glob("corpus/*"),
    ]
    for path in files:
        source = read(path)
        kept = squeeze("".join(line.text for line in source.lines))
        assert squeeze(lay_out(source).text) == kept, path.name


def test_the_seed_is_laid_out_in_its_42_paragraphs(shared: Path) -> None:
    (path,) = shared.glob("seeds/*.txt")
    result = lay_out(read(path))
    found = [result.text[p.start : p.end] for p in result.paragraphs]
    assert len(found) == 42
    assert all(text[-1] in "。：）施" or len(text) < 42 for text in found)
    assert found[3] == "衢州市人民政府办公室关于推进新时代邮政快递业高质量发展的实施意见"
    assert found[4] == "各县（市、区）人民政府，市政府各部门、直属各单位："


@pytest.mark.parametrize("note", ["", "（此件公开发布）"])
def test_a_signature_inside_joined_text_is_found(note: str) -> None:
    text = (
        "某某省人民政府办公厅关于印发某行动方案的通知某政办发〔2024〕12号\n\n"
        "各市、州、县人民政府，省政府各部门：《某行动方案》已经省政府同意，现印发给你们，请认真组织实施。"
        f"某某省人民政府办公厅2024年3月15日{note}关于某事的行动方案为深入贯彻精神，制定本方案。"
        "一、总体要求全面贯彻落实党的精神，坚持系统观念，统筹发展和安全，"
        + "推动高质量发展，"
        * 20
        + "取得实效。"
        "（一）加强领导。落实责任。（二）加大投入。给予补助。二、保障措施各地要抓好落实。"
    )
    laid = lay_out(SourceText(read_text(text), "text", "utf-8"))
    lines = laid.text.split("\n")
    assert lines[3:7] == [
        "某某省人民政府办公厅",
        f"2024年3月15日{note}",
        "关于某事的行动方案",
        "为深入贯彻精神，制定本方案。",
    ]
