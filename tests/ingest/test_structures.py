"""Structures as offices print them, on lines of their own and flattened into one."""

import pytest

from ingest.header import read_header
from ingest.layout import lay_out
from ingest.outline import read_outline
from ingest.readers.text import read_text
from ingest.source import SourceText
from kb.model import Level

TEXTS = {
    "plan with annexes": """\
某某市人民政府办公室关于印发某某行动方案的通知
某政办发〔2023〕1号
各县（市、区）人民政府，市政府各部门：
《某某行动方案》已经市政府同意，现印发给你们，请认真贯彻执行。
某某市人民政府办公室
2023年3月1日
某某行动方案
为推进工作，制定本方案。
一、总体要求
（一）指导思想
深入贯彻落实党的二十大精神。
（二）基本原则
1.坚持政府引导。发挥作用。
2.坚持市场主导。激发活力。
二、重点任务
（一）实施培育工程。
1.培育龙头企业。一是加大支持。每年安排资金。二是加强服务。三是优化环境。（市工信局牵头）
2.做强中小企业。（1）支持专精特新。（2）支持小升规。（市经信局、市财政局负责）
（二）实施创新工程。
①建设平台。支持建设实验室。
②引进人才。给予补助。
三、保障措施
加强组织领导。
附件：1.任务分解表
2.指标表
附件1
任务分解表
一、工业
（一）做大规模。
附件2
指标表
1.产值。
2.税收。
""",
    "notice with annexes": """\
关于做好2023年某某工作的通知
某发〔2023〕2号
各单位：
现就有关工作通知如下：
一、提高认识
各单位要高度重视。
二、抓好落实
按照方案（附件1）执行。
特此通知。
附件：1.某某工作实施方案
2.联系表
某某市教育局
2023年5月6日
附件1
某某工作实施方案
一、工作目标
到2025年，覆盖率达到90%。
二、工作内容
1、开展培训。
2、开展检查。
附件2
联系表
单位 姓名 电话
""",
    "dotted numbers": """\
某某市国民经济规划
1 总则
1.1 编制目的
为了保障安全，制定本预案。
1.2 编制依据
依据有关法律。
2 组织体系
2.1 领导机构
成立指挥部。
2.1.1 职责
负责指挥。
2.2 工作机构
办公室设在应急局。
3 附则
3.1 解释
本预案由应急局解释。
""",
    "chapters over lists": """\
某某省“十四五”发展规划
第一章 发展基础
第一节 发展成就
经济平稳增长。
第二节 面临形势
机遇与挑战并存。
第二章 总体要求
第一节 指导思想
坚持新发展理念。
一、坚持创新
推动创新。
（一）平台
建设平台。
二、坚持协调
推动协调。
第二节 主要目标
到2025年达到1万亿元。
""",
    "articles of a policy": """\
某某市支持产业发展若干政策
第一条 支持企业上规模。对首次上规的企业给予10万元奖励。（责任单位：市工信局）
第二条 支持科技创新。
（一）对高新企业给予20万元。
（二）对平台给予50万元。
1.国家级100万元。
2.省级50万元。
第三条 支持人才。给予补贴。
附则
第四条 本政策自2023年1月1日起施行，有效期3年。
""",
    "spaced markers": """\
某某县人民政府关于某某的意见
某政发〔2020〕3号
各乡镇：
一 、总体要求
坚持原则。
二 、主要任务
( 一 ) 发展产业
1 、扩大规模。到2022年达到10亿元。
2 、提升质量。
( 二 ) 改善民生
㈠ 就业。
㈡ 社保。
三 、组织保障
加强领导。
某某县人民政府
2020年5月1日
""",
    "gaps and repeats": """\
某某市政策
一、工业
（一）奖励上规
（三）奖励技改
二、农业
（一）补助种粮
（二）补助养殖
二、商贸
（一）补助外贸
三、附则
由市商务局解释。
""",
    "ordinals": """\
某某市关于某某的通告
现将有关事项通告如下：
第一，严禁聚集。
第二，做好防护。
第三，配合检查。
本通告自发布之日起施行。
某某市人民政府
2020年2月1日
""",
}
EXPECTED = {
    "plan with annexes": [
        "某某行动方案",
        "  一、总体要求",
        "    （一）指导思想",
        "    （二）基本原则",
        "      1.坚持政府引导",
        "      2.坚持市场主导",
        "  二、重点任务",
        "    （一）实施培育工程",
        "      1.培育龙头企业",
        "      2.做强中小企业",
        "    （二）实施创新工程",
        "      ①建设平台",
        "      ②引进人才",
        "  三、保障措施",
        "附件1任务分解表",
        "  一、工业",
        "    （一）",
        "附件2指标表",
        "  1.",
        "  2.",
    ],
    "notice with annexes": [
        "一、提高认识",
        "二、抓好落实",
        "附件1某某工作实施方案",
        "  一、工作目标",
        "  二、工作内容",
        "    1、",
        "    2、",
        "附件2联系表",
    ],
    "dotted numbers": [
        "1总则",
        "  1.1编制目的",
        "  1.2编制依据",
        "2组织体系",
        "  2.1领导机构",
        "    2.1.1职责",
        "  2.2工作机构",
        "3附则",
        "  3.1解释",
    ],
    "chapters over lists": [
        "第一章发展基础",
        "  第一节发展成就",
        "  第二节面临形势",
        "第二章总体要求",
        "  第一节指导思想",
        "    一、坚持创新",
        "      （一）平台",
        "    二、坚持协调",
        "  第二节主要目标",
    ],
    "articles of a policy": [
        "第一条",
        "第二条",
        "  （一）",
        "  （二）",
        "    1.",
        "    2.",
        "第三条",
        "第四条",
    ],
    "spaced markers": [
        "一 、总体要求",
        "二 、主要任务",
        "  ( 一 )发展产业",
        "    1 、扩大规模",
        "    2 、",
        "  ( 二 )改善民生",
        "  ㈠",
        "  ㈡",
        "三 、组织保障",
    ],
    "gaps and repeats": [
        "一、工业",
        "  （一）奖励上规",
        "  （三）奖励技改",
        "二、农业",
        "  （一）补助种粮",
        "  （二）补助养殖",
        "二、商贸",
        "  （一）补助外贸",
        "三、附则",
    ],
    "ordinals": [
        "第一，",
        "第二，",
        "第三，",
    ],
}
SPACED = frozenset({"spaced markers", "gaps and repeats"})  # too short or too wide to flatten


def outline(text: str) -> list[str]:
    """Markers and headings, each level indented by two spaces."""
    laid = lay_out(SourceText(read_text(text), "text", "utf-8"))
    depths: dict[str | None, int] = {None: -1}
    lines = []
    for clause in read_outline(laid, read_header(laid), "d"):
        depths[clause.clause_id] = depths[clause.parent_id] + 1
        if clause.marker or clause.level is Level.ANNEX:
            lines.append("  " * depths[clause.clause_id] + clause.marker + clause.heading)
    return lines


@pytest.mark.parametrize("name", TEXTS)
def test_structures(name: str) -> None:
    assert outline(TEXTS[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(set(TEXTS) - SPACED))
def test_structures_on_one_line(name: str) -> None:
    assert outline(" ".join(TEXTS[name].splitlines())) == EXPECTED[name]
