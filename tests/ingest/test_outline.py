from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.header import read_header
from ingest.layout import LaidOut, lay_out
from ingest.outline import read_outline
from ingest.readers import read
from ingest.readers.markdown import read_markdown
from ingest.readers.text import read_text
from ingest.source import SourceText
from kb.model import Clause, Level
from kb.numerals import to_chinese
from kb.squeeze import squeeze


def outline(text: str, markdown: bool = False) -> tuple[LaidOut, tuple[Clause, ...]]:
    lines = read_markdown(text) if markdown else read_text(text)
    laid = lay_out(SourceText(lines, "text", "utf-8"))
    return laid, read_outline(laid, read_header(laid), "d")


def shape(text: str, markdown: bool = False) -> list[str]:
    """Each clause as its id without the document's, and its own text without white space."""
    laid, clauses = outline(text, markdown)
    return [f"{c.clause_id[2:]} {squeeze(laid.text[c.start : c.body_end])}" for c in clauses]


CASES = {
    "二级、三级连续编号": (
        "某通知\n各县：\n现通知如下：\n一、总体要求\n"
        "（一）指导思想。坚持。\n二、任务\n（二）健全。\n"
        "1．编制。出台。\n2．提升。\n（三）促进。\n3．支持。\n"
        "三、保障\n4．强化。",
        [
            "h 某通知各县：",
            "q 现通知如下：",
            "s1 一、总体要求",
            "s1.g1 （一）指导思想。坚持。",
            "s2 二、任务",
            "s2.g2 （二）健全。",
            "s2.g2.i1 1．编制。出台。",
            "s2.g2.i2 2．提升。",
            "s2.g3 （三）促进。",
            "s2.g3.i3 3．支持。",
            "s3 三、保障",
            "s3.i4 4．强化。",
        ],
    ),
    "阿拉伯数字在汉字括号之上": (
        "某通知\n各县：\n1、资金\n（一）增加。\n（二）拨付。\n"
        "2、用地\n（一）保障。\n①优先。\n②置换。",
        [
            "h 某通知各县：",
            "i1 1、资金",
            "i1.g1 （一）增加。",
            "i1.g2 （二）拨付。",
            "i2 2、用地",
            "i2.g1 （一）保障。",
            "i2.g1.k1 ①优先。",
            "i2.g1.k2 ②置换。",
        ],
    ),
    "前面的列表不吞掉后面的层次": (
        "某通知\n各县：\n需要的材料：\n1.申请书；\n2.证明。\n一、受理\n受理期限。\n二、办结",
        [
            "h 某通知各县：",
            "q 需要的材料：",
            "i1 1.申请书；",
            "i2 2.证明。",
            "s1 一、受理受理期限。",
            "s2 二、办结",
        ],
    ),
    "年份、小数、跳号不是序号": (
        "某通知\n各县：\n一、目标\n2025.1亿元。\n7.无关的数字。\n"
        "1.5倍。\n二、任务\n1.第一。\n3.漏了第二。\n"
        "2020年完成。",
        [
            "h 某通知各县：",
            "s1 一、目标2025.1亿元。7.无关的数字。1.5倍。",
            "s2 二、任务",
            "s2.i1 1.第一。",
            "s2.i3 3.漏了第二。2020年完成。",
        ],
    ),
    "各级变体": (
        "某通知\n各县：\n第一，加强。\n⑴甲。\n⑵乙。\n第二，落实。\n1）丙。\n2）丁。",
        [
            "h 某通知各县：",
            "j1 第一，加强。",
            "j1.j1 ⑴甲。",
            "j1.j2 ⑵乙。",
            "j2 第二，落实。",
            "j2.k1 1）丙。",
            "j2.k2 2）丁。",
        ],
    ),
    "责任行属于它前面的任务": (
        "某通知\n各县：\n一、任务\n（一）健全。\n责任单位：市发改委\n"
        "（二）促进。\n（牵头单位：市商务局；配合单位：市财政局）\n"
        "（三）保障。\n（市发改委牵头，市财政局配合）\n"
        "各县要抓好落实，情况及时报告。\n某市政府\n2020年1月1日",
        [
            "h 某通知各县：",
            "s1 一、任务",
            "s1.g1 （一）健全。责任单位：市发改委",
            "s1.g2 （二）促进。（牵头单位：市商务局；配合单位：市财政局）",
            "s1.g3 （三）保障。（市发改委牵头，市财政局配合）",
            "t 各县要抓好落实，情况及时报告。某市政府2020年1月1日",
        ],
    ),
    "多段的任务不让出最后一段": (
        "某通知\n各县：\n1.甲。\n甲的续段。\n2.乙。\n"
        "乙的续段。\n3.丙。\n丙的续段。\n本措施自印发之日起施行。",
        [
            "h 某通知各县：",
            "i1 1.甲。甲的续段。",
            "i2 2.乙。乙的续段。",
            "i3 3.丙。丙的续段。",
            "t 本措施自印发之日起施行。",
        ],
    ),
    "通知印发方案并有附件": (
        "某县政府关于印发某方案的通知\n各乡镇：\n《某方案》已经同意，现印发给你们。\n"
        "附件：1．分解表\n2．细则\n某县政府\n2023年5月8日\n"
        "某县某方案\n为推进工作，制定本方案。\n一、目标\n"
        "二、任务\n附件1\n分解表\n甲　乙　丙\n附件2\n"
        "考核细则\n一、对象\n二、方式\n"
        "抄送：县委办。\n某县政府办公室2023年5月9日印发",
        [
            "h 某县政府关于印发某方案的通知各乡镇：",
            "q 《某方案》已经同意，现印发给你们。",
            "t 附件：1．分解表2．细则某县政府2023年5月8日",
            "z1 某县某方案为推进工作，制定本方案。",
            "z1.s1 一、目标",
            "z1.s2 二、任务",
            "z2 附件1分解表甲乙丙",
            "z3 附件2考核细则",
            "z3.s1 一、对象",
            "z3.s2 二、方式",
            "t~2 抄送：县委办。某县政府办公室2023年5月9日印发",
        ],
    ),
    "层次重新开始": (
        "某通知\n各县：\n一、甲\n二、乙\n一、又一\n二、又二",
        ["h 某通知各县：", "s1 一、甲", "s2 二、乙", "s1~2 一、又一", "s2~2 二、又二"],
    ),
    "应急预案的多级数字": (
        "某市应急预案\n1 总则\n1.1 目的\n提高能力。\n"
        "1.2 依据\n2 体系\n2.1 市级\n2.1.1 机构\n2.2 县级",
        [
            "h 某市应急预案",
            "s1 1总则",
            "s1.g1 1.1目的提高能力。",
            "s1.g2 1.2依据",
            "s2 2体系",
            "s2.g1 2.1市级",
            "s2.g1.i1 2.1.1机构",
            "s2.g2 2.2县级",
        ],
    ),
    "规划的章节没有条": (
        "某规划\n前言\n编制本规划。\n第一章 基础\n第一节 成就\n"
        "一、规模扩大。\n二、网络完善。\n第二节 问题\n"
        "第二章 要求\n第一节 目标",
        [
            "h 某规划",
            "q 前言编制本规划。",
            "c1 第一章基础",
            "c1.n1 第一节成就",
            "c1.n1.s1 一、规模扩大。",
            "c1.n1.s2 二、网络完善。",
            "c1.n2 第二节问题",
            "c2 第二章要求",
            "c2.n1 第一节目标",
        ],
    ),
    "方案里的目录不是章": (
        "某通知\n各县：\n现印发。\n某市政府\n2023年5月8日\n"
        "某行动方案\n目录\n一、总则……1\n二、任务……2\n"
        "一、总则\n甲。\n二、任务",
        [
            "h 某通知各县：",
            "q 现印发。",
            "t 某市政府2023年5月8日",
            "z1 某行动方案目录一、总则……1二、任务……2",
            "z1.s1 一、总则甲。",
            "z1.s2 二、任务",
        ],
    ),
    "部分和章": (
        "某规划\n第一部分 基础\n一、成就\n第二部分 要求\n一、思路",
        ["h 某规划", "b1 第一部分基础", "b1.s1 一、成就", "b2 第二部分要求", "b2.s1 一、思路"],
    ),
    "没有结构": (
        "运行平稳。\n同比增长2.5%。",
        ["q ", "q.p1 运行平稳。", "q.p2 同比增长2.5%。"],
    ),
    "法的编章节条款项目": (
        "某条例\n（2019年7月26日某省人民代表大会常务委员会通过）\n"
        "目　录\n第一编　总则\n第一章　规定\n第二编　附则\n"
        "第一编　总则\n第一章　规定\n"
        "第一条【目的】为了规范，制定本条例。\n第二条　适用本条例。\n"
        "前款以外的，依照法律。\n第一节　登记\n第三条　提交材料：\n"
        "（一）申请书；\n（二）证明：\n"
        "1.身份证；\n2.居住证。\n登记机关五日内办结。\n"
        "第三条之一　不得收费。\n第五条规定的，除外。\n"
        "第二编　附则\n第四条　自公布之日起施行。",
        [
            "h 某条例（2019年7月26日某省人民代表大会常务委员会通过）目录第一编总则第"
            "一章规定第二编附则",
            "b1 第一编总则",
            "b1.c1 第一章规定",
            "b1.c1.a1 第一条【目的】为了规范，制定本条例。",
            "b1.c1.a2 第二条",
            "b1.c1.a2.p1 适用本条例。",
            "b1.c1.a2.p2 前款以外的，依照法律。",
            "b1.c1.n1 第一节登记",
            "b1.c1.n1.a3 第三条",
            "b1.c1.n1.a3.p1 提交材料：",
            "b1.c1.n1.a3.p1.x1 （一）申请书；",
            "b1.c1.n1.a3.p1.x2 （二）证明：",
            "b1.c1.n1.a3.p1.x2.y1 1.身份证；",
            "b1.c1.n1.a3.p1.x2.y2 2.居住证。",
            "b1.c1.n1.a3.p2 登记机关五日内办结。",
            "b1.c1.n1.a3-1 第三条之一",
            "b1.c1.n1.a3-1.p1 不得收费。",
            "b1.c1.n1.a3-1.p2 第五条规定的，除外。",
            "b2 第二编附则",
            "b2.a4 第四条自公布之日起施行。",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_outlines(text: str, expected: list[str]) -> None:
    assert shape(text) == expected


def test_an_article_with_one_paragraph_has_only_its_items() -> None:
    text = "某办法\n第一条　有下列情形之一的：\n（一）甲；\n（二）乙。\n第二条　施行。"
    assert shape(text)[1:] == [
        "a1 第一条有下列情形之一的：",
        "a1.x1 （一）甲；",
        "a1.x2 （二）乙。",
        "a2 第二条施行。",
    ]


def test_bold_articles_of_markdown() -> None:
    text = "# 某办法\n\n## 第一章　总则\n\n**第一条** 甲。\n\n**第二条** 乙。"
    assert shape(text, markdown=True)[1:] == [
        "c1 第一章总则",
        "c1.a1 第一条甲。",
        "c1.a2 第二条乙。",
    ]


def test_rows_of_a_table_are_clauses() -> None:
    table = "| 指标 | 值 |\n|---|---|\n| 甲 | 1 |\n| 乙 | 2 |"
    text = f"# 某方案\n\n一、目标\n\n{table}\n\n二、任务\n"
    assert shape(text, markdown=True)[1:] == [
        "s1 一、目标",
        "s1.tb1 指标值",
        "s1.tb1.r1 甲1",
        "s1.tb1.r2 乙2",
        "s2 二、任务",
    ]


@pytest.mark.parametrize(
    ("paragraph", "heading"),
    [
        ("1．编制空间规划。坚持规划先导。", "编制空间规划"),
        ("1．编制空间规划 坚持规划先导，纳入规划。（责任单位：市发改委）", "编制空间规划"),
        (
            "1．对新落地生产防控疫情所需物资的项目加快审批，各区围绕防控物资和配套部"
            "件开辟通道，做到即到即办。落实。",
            "",
        ),
        ("1．工作目标：到2025年建成5个。", "工作目标"),
        ("1．优化环境", "优化环境"),
        ("1．提交申请书；", ""),
    ],
)
def test_headings(paragraph: str, heading: str) -> None:
    _, clauses = outline(f"某通知\n各县：\n{paragraph}\n2．其他。")
    assert clauses[1].heading == heading


def test_labels() -> None:
    _, clauses = outline(
        "某意见\n各县：\n二、重点任务\n（一）健全网络体系。\n"
        "1．完善服务体系。因地制宜。\n2．对项目加快审批，即到即办。"
    )
    assert [c.label for c in clauses[1:]] == [
        "二、重点任务",
        "二、重点任务 > （一）健全网络体系",
        "二、重点任务 > （一）健全网络体系 > 1．完善服务体系",
        "二、重点任务 > （一）健全网络体系 > 2．对项目加快审批",
    ]
    _, law = outline("某办法\n第一章　总则\n第一条　甲：\n（一）乙。\n丙。\n第二条　丁。")
    assert [c.label for c in law[1:]] == [
        "第一章 总则",
        "第一章 总则 > 第一条",
        "第一章 总则 > 第一条 > 第一款",
        "第一章 总则 > 第一条 > 第一款 > （一）",
        "第一章 总则 > 第一条 > 第二款",
        "第一章 总则 > 第二条",
    ]


def assert_sound(laid: LaidOut, clauses: Sequence[Clause]) -> None:
    by_id = {clause.clause_id: clause for clause in clauses}
    assert len(by_id) == len(clauses)
    tops = [clause for clause in clauses if clause.parent_id is None]
    assert squeeze("".join(laid.text[c.start : c.end] for c in tops)) == squeeze(laid.text)
    last: dict[str | None, int] = {}
    for clause in clauses:
        assert clause.start < clause.end <= len(laid.text)
        assert clause.start <= clause.body_end <= clause.end
        assert clause.start >= last.get(clause.parent_id, 0)
        last[clause.parent_id] = clause.end
        if clause.parent_id is not None:
            above = by_id[clause.parent_id]
            assert above.start <= clause.start
            assert clause.end <= above.end
            assert above.body_end <= clause.start


PIECES = st.sampled_from(
    [
        *"一二三、（）(1)23.．第条章节编款：。；，《》〔〕 　\n\n\n①⑴",
        "第一条 ",
        "第二条 ",
        "第一章 ",
        "附件1\n",
        "一、",
        "（一）",
        "1.",
        "目录\n",
        "抄送：",
        "2020年1月1日\n",
        "某市人民政府\n",
        "关于某事的通知\n",
        "责任单位：市局\n",
        "本办法自发布之日起施行。\n",
        "正文。",
        "各县：\n",
        "# ",
        "| a | b |\n",
        "\f",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_any_text_has_a_sound_outline(text: str, markdown: bool) -> None:
    laid, clauses = outline(text, markdown)
    assert_sound(laid, clauses)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_arbitrary_text_has_a_sound_outline(text: str) -> None:
    laid, clauses = outline(text)
    assert_sound(laid, clauses)


@pytest.mark.parametrize(
    "line", ["目录\n第一章 甲\n", "一、\n", "（一）", "第一条 甲\n", "附件1\n", "（"]
)
def test_a_line_repeated_many_times_is_read(line: str) -> None:
    laid, clauses = outline(line * 3000)
    assert_sound(laid, clauses)


def test_every_shared_text_has_a_sound_outline(shared: Path) -> None:
    files = [*shared.glob("dev/policies/*.txt"), *shared.glob("dev/responsibility/documents/*")]
    for path in [*files, *shared.glob("seeds/*"), *shared.glob("corpus/*")]:
        laid = lay_out(read(path))
        assert_sound(laid, read_outline(laid, read_header(laid), "d"))


@pytest.mark.parametrize(
    ("name", "count"),
    [("邮政法", 87), ("快递暂行条例", 48), ("浙江省快递业促进条例", 49), ("快递市场管理办法", 57)],
)
def test_every_article_of_the_regulations(shared: Path, name: str, count: int) -> None:
    (path,) = shared.glob(f"corpus/{name}(*")
    laid = lay_out(read(path))
    clauses = read_outline(laid, read_header(laid), "d")
    articles = [clause.marker for clause in clauses if clause.level is Level.ARTICLE]
    assert articles == [f"第{to_chinese(number)}条" for number in range(1, count + 1)]
    assert [c.level for c in clauses if c.parent_id is None][1:] == [Level.CHAPTER] * sum(
        clause.level is Level.CHAPTER for clause in clauses
    )


def test_the_seed(shared: Path) -> None:
    (path,) = shared.glob("seeds/*.txt")
    laid = lay_out(read(path))
    clauses = read_outline(laid, read_header(laid), "d")
    levels = [clause.level for clause in clauses]
    assert [levels.count(level) for level in (Level.HEADING1, Level.HEADING2, Level.HEADING3)] == [
        3,
        6,
        20,
    ]
    assert [c.marker for c in clauses if c.level is Level.HEADING3] == [
        f"{number}．" for number in range(1, 21)
    ]
    third = next(clause for clause in clauses if clause.marker == "3．")
    assert third.clause_id == "d.s2.g1.i3"
    assert third.label == "二、重点任务 > （一）健全网络体系 > 3．完善农村邮政快递服务体系"
    assert laid.text[third.start : third.end].endswith("市发改委、市供销社）")
    assert [c.level for c in clauses if c.parent_id is None] == [
        Level.HEADER,
        Level.PREAMBLE,
        Level.HEADING1,
        Level.HEADING1,
        Level.HEADING1,
        Level.TAIL,
    ]
