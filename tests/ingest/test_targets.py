"""The targets of whole documents: what is read where, and which deadline governs."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from evals.targets import score_document
from ingest.header import read_header
from ingest.layout import LaidOut, lay_out
from ingest.outline import read_outline
from ingest.readers import read
from ingest.source import Line, SourceText
from ingest.targets import read_targets
from kb.model import Clause, Document, Target, Task
from kb.squeeze import squeeze

HEAD = """\
    衢山市人民政府办公室关于推进快递业高质量发展的实施意见

    各县（市、区）人民政府：

    """
TAIL = """

    衢山市人民政府办公室

    2024年1月17日
    """


def outlined(laid: LaidOut) -> tuple[Document, tuple[Clause, ...]]:
    header = read_header(laid)
    document = Document(
        document_id="d",
        path="",
        sha256="",
        text=laid.text,
        title=header.title,
        kind=header.kind,
        number=header.number,
        written_on=header.written_on,
        published_on=header.published_on,
    )
    return document, read_outline(laid, header, "d")


def document_of(body: str, *, style: str | None = None) -> tuple[Document, tuple[Clause, ...]]:
    text = dedent(HEAD) + dedent(body).strip() + dedent(TAIL)
    lines = tuple(Line(line, style=style if "  " in line else None) for line in text.split("\n"))
    return outlined(lay_out(SourceText(lines, "text", None)))


def brief(target: Target) -> str:
    value = "-" if target.value is None else str(target.value)
    return f"{target.indicator} {value}{target.unit} {target.deadline_as_written or '-'}"


def targets_of(body: str) -> list[str]:
    return [brief(target) for target in read_targets(*document_of(body), ())]


def test_a_goal_sentence_takes_the_deadline_of_the_one_before_it() -> None:
    body = """
    一、重点任务
    （一）健全网络。到2025年末，快递业务量超5亿件，覆盖率100%。建成集散中心1个，降低成本。
    """
    assert targets_of(body) == [
        "快递业务量 5亿件 2025年末",
        "覆盖率 100% 2025年末",
        "建成集散中心 1个 2025年末",
    ]


def test_outside_a_section_about_goals_a_deadline_ends_with_its_paragraph_and_its_sentences() -> (
    None
):
    body = """
    一、重点任务
    （一）健全网络。到2025年末，快递业务量超5亿件。加强领导。新建站点10个。
    新建园区2个。
    （二）优化服务。新建驿站30个。
    """
    assert targets_of(body) == [
        "快递业务量 5亿件 2025年末",
        "新建站点 10个 -",
        "新建园区 2个 -",
        "新建驿站 30个 -",
    ]


def test_in_a_section_about_goals_a_deadline_governs_until_the_next_one() -> None:
    body = """
    一、主要目标
    到2025年，实现以下目标：
    ——规模扩大。业务量达到5亿件。
    ——服务提升。结构更优。满意度达到90分以上。
    到2030年，业务量达到8亿件。
    二、重点任务
    （一）建网络。建成园区3个。
    """
    assert targets_of(body) == [
        "业务量 5亿件 2025年",
        "满意度 90分 2025年",
        "业务量 8亿件 2030年",
        "建成园区 3个 -",
    ]


def test_behind_a_colon_a_deadline_governs_the_list() -> None:
    body = """
    一、重点任务
    （一）建网络。到2025年，完成以下建设：
    1．建成园区3个。
    2．建成驿站5个。
    （二）强队伍。培训快递员100人。
    """
    assert targets_of(body) == [
        "建成园区 3个 2025年",
        "建成驿站 5个 2025年",
        "培训快递员 100人 -",
    ]


def test_a_time_limit_of_the_task_serves_targets_without_a_date() -> None:
    body = """
    一、重点任务
    （一）建网络。建成园区3个。（责任单位：市发改委；完成时限：2024年底）
    （二）强服务。
    """
    assert targets_of(body) == ["建成园区 3个 2024年底"]


def test_the_year_comes_from_the_documents_own_date() -> None:
    document, clauses = document_of("一、重点任务\n（一）建网络。力争全年业务量达到5亿件。")
    (target,) = read_targets(document, clauses, ())
    assert (target.deadline_as_written, str(target.due)) == ("全年", "2024-12-31")


def test_articles_hold_no_targets() -> None:
    body = """
    第一条 为了促进快递业发展，制定本办法。
    第二条 到2025年，快递业务量达到5亿件。
    第三条 快递企业应当确保满意率达到90%以上。
    第四条 本办法自2024年3月1日起施行。
    """
    assert targets_of(body) == []


def test_an_indicator_table_gives_the_figures_of_years_to_come() -> None:
    body = """
    一、主要指标
    指标名称  单位  2020年  2025年  属性
    经济发展  地区生产总值  亿元  1876  2500左右  预期性
    森林覆盖率  %  71.5  ≥72  约束性
    二、重点任务
    """
    assert [brief(t) for t in read_targets(*document_of(body, style="row"), ())] == [
        "地区生产总值 2500亿元 2025年",
        "森林覆盖率 72% 2025年",
    ]


def test_a_target_belongs_to_the_smallest_task_around_it() -> None:
    document, clauses = document_of("一、重点任务\n（一）建网络。建成园区3个。\n（二）强服务。")
    whole, part = (
        Task(
            task_id=clause.clause_id,
            document_id="d",
            clause_id=clause.clause_id,
            number=None,
            title="",
            section="",
            label="",
            assignments=(),
            responsibility_as_written=None,
            responsibility_start=None,
            responsibility_end=None,
            deadlines=(),
            start=clause.start,
            end=clause.end,
        )
        for clause in clauses
        if clause.heading in ("重点任务", "建网络")
    )
    (target,) = read_targets(document, clauses, (whole, part))
    assert target.task_id == target.clause_id == part.task_id


SEED = [
    "全市邮政行业业务总量GDP支撑指标 20亿元 more_than 2025年末",
    "寄递揽投件量 5亿件 more_than 2025年末",
    "年支撑网络零售额 80亿元 more_than 2025年末",
    "快递服务质量与公众满意度位居全省前列 - exactly 2025年末",
    "行政村快递服务覆盖率 100% exactly 2025年末",
    "建成区域性快递集散中心 1个 exactly 2025年末",
    "建成区域性快递集散中心 3个 exactly 2030年",
    "新建和改造县级共配中心 5个 exactly 2025年",
    "开通客货邮线路 20条 exactly 2025年",
    "打造“多站合一”乡镇综合服务站 25个 exactly 2025年",
    "申诉处理工作满意率 97% at_least -",
    "全市邮政快递企业45毫米以下“瘦身胶带”封装比例 100% exactly 2025年底",
    "电商快件不再二次包装率 99% exactly 2025年底",
    "循环中转袋使用率 90% exactly 2025年底",
    "邮政快递网点包装废弃物回收装置全覆盖 100% exactly 2025年底",
]


def read_file(path: Path) -> tuple[Document, tuple[Target, ...]]:
    document, clauses = outlined(lay_out(read(path)))
    return document, read_targets(document, clauses, ())


def test_every_target_of_the_implementation_opinion(shared: Path) -> None:
    _, targets = read_file(next((shared / "seeds").glob("*2024*.txt")))
    found = []
    for target in targets:
        value = "-" if target.value is None else f"{target.value}{target.unit}"
        deadline = target.deadline_as_written or "-"
        found.append(f"{target.indicator} {value} {target.comparison} {deadline}")
        year = deadline.removesuffix("末").removesuffix("底").removesuffix("年")
        assert str(target.due) == (f"{year}-12-31" if year != "-" else "None")
    assert found == SEED


def test_annotated_targets(shared: Path) -> None:
    golds = sorted((shared / "dev" / "targets").glob("*.json"))
    assert golds
    for path in golds:
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = shared / "dev" / "responsibility" / "documents" / Path(gold["file"]).name
        document, targets = read_file(source)
        found = [
            {
                "indicator": target.indicator,
                "value": None if target.value is None else str(target.value),
                "unit": target.unit,
                "due": target.due and target.due.isoformat(),
                "quote": document.text[target.start : target.end],
            }
            for target in targets
        ]
        score = score_document(gold, found)
        assert (score.missed, score.wrong) == ((), ())


def test_regulations_hold_no_targets(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("*[法例]*.*")):
        assert read_file(path)[1] == ()


def test_spans_and_ids(shared: Path) -> None:
    for path in sorted((shared / "dev" / "responsibility" / "documents").iterdir()):
        document, clauses = outlined(lay_out(read(path)))
        targets = read_targets(document, clauses, ())
        by_id = {clause.clause_id: clause for clause in clauses}
        assert len({target.target_id for target in targets}) == len(targets)
        for target in targets:
            clause = by_id[target.clause_id]
            assert clause.start <= target.start < target.end <= clause.end
            quote = squeeze(document.text[target.start : target.end])
            rest = iter(quote)
            assert all(character in rest for character in target.indicator)
            if target.value is not None:
                assert str(target.value) in quote or "全覆盖" in quote


@pytest.mark.parametrize(("due", "matched"), [("2025-12-31", 1), ("2024-12-31", 0), (None, 0)])
def test_the_scorer_compares_value_unit_deadline_and_quote(due: str | None, matched: int) -> None:
    target = {"indicator": "业务量", "value": "20", "unit": "亿元", "quote": "业务量超20亿元"}
    gold = {"targets": [target | {"deadline": "2025"}], "borderline": []}
    found = target | {"due": due, "quote": "全市业务量超20亿元，"}
    score = score_document(gold, [found])
    assert (score.matched, score.found, score.gold) == (matched, 1, 1)


def test_the_scorer_counts_borderline_targets_neither_way() -> None:
    target = {"indicator": "费率", "value": "1", "unit": "%", "quote": "费率降至1%"}
    gold = {"targets": [], "borderline": [target | {"deadline": None}]}
    score = score_document(gold, [target | {"due": None}])
    assert (score.found, score.precision, score.recall) == (0, None, None)
