# ruff: noqa: E501 - one row of a table, one document a line
"""Tasks of whole documents: which items are tasks, who owns them, where a closing clause belongs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import read_document
from ingest.header import read_header
from ingest.layout import lay_out
from ingest.outline import read_outline
from ingest.source import Line, SourceText
from ingest.tasks import read_tasks
from kb.model import Document, Task
from kb.organs import Organs
from kb.squeeze import squeeze

ORGANS = Organs.load()

HEAD = """某州市人民政府关于推进物流业发展的实施意见

各县（市、区）人民政府，市政府各部门：

为推进物流业发展，制定本意见。
"""


def tasks_of(body: str, kind: str | None = None) -> tuple[Task, ...]:
    lines = tuple(Line(line) for line in f"{HEAD}\n{body}".splitlines())
    laid = lay_out(SourceText(lines, "text", "utf-8", ()))
    header = read_header(laid)
    document = Document(
        document_id="d", path="a.txt", sha256="0", text=laid.text, title=header.title,
        kind=kind or header.kind, region="衢州市", level="市",
    )  # fmt: skip
    return read_tasks(document, read_outline(laid, header, "d"), ORGANS)


def rows(tasks: tuple[Task, ...]) -> list[tuple[str | None, str, list[str]]]:
    return [(t.number, t.title, [squeeze(a.as_written) for a in t.assignments]) for t in tasks]


def test_one_row_for_each_clause_and_each_item_without_any() -> None:
    found = tasks_of(
        "一、总体要求\n以发展为主题，坚持创新。\n二、重点任务\n"
        "（一）建设园区。加快建设物流园区。（责任单位：市发改委、市商务局）\n"
        "（二）培育企业。支持企业上市。\n"
        "（三）引进人才。引进高端人才。（牵头单位：市人社局）建设实训基地。（市教育局负责）\n"
    )
    assert rows(found) == [
        ("1", "建设园区", ["市发改委", "市商务局"]),
        ("2", "培育企业", []),
        ("3", "引进人才", ["市人社局"]),
        ("3", "引进人才", ["市教育局"]),
    ]
    assert [t.task_id for t in found] == ["d.s2.g1/t1", "d.s2.g2/t1", "d.s2.g3/t1", "d.s2.g3/t2"]
    assert found[2].end == found[3].start
    assert found[0].section == "二、重点任务"


def test_a_clause_that_closes_a_list_belongs_to_the_item_above() -> None:
    found = tasks_of(
        "一、重点任务\n（一）建设园区\n1.编制规划，统筹布局。\n2.加快建设，按期投用。（责任单位：市发改委）\n"
        "（二）培育企业\n1.支持企业上市融资。\n2.支持企业研发创新。（责任单位：市经信局）\n"
    )
    assert rows(found) == [("1", "建设园区", ["市发改委"]), ("2", "培育企业", ["市经信局"])]


def test_sub_items_with_their_own_clauses_are_tasks_themselves() -> None:
    found = tasks_of(
        "一、重点任务\n（一）建设园区\n1.编制规划，统筹布局。（市发改委负责）\n2.加快建设，按期投用。（市住建局负责）\n"
        "（二）培育企业\n1.支持企业上市融资。\n2.支持企业研发创新。（市经信局负责）\n"
    )
    assert [(number, owners) for number, _, owners in rows(found)] == [
        ("1", ["市发改委"]), ("2", ["市住建局"]), ("1", []), ("2", ["市经信局"]),
    ]  # fmt: skip


def test_an_item_without_owners_in_a_document_without_any() -> None:
    found = tasks_of(
        "一、指导思想\n坚持统筹推进，坚持创新。\n二、主要任务\n（一）建设园区。加快建设物流园区。\n"
        "（二）培育企业。支持企业上市。\n三、其他事项\n（一）本意见由市发改委负责解释。\n（二）本意见自发布之日起施行。\n"
    )
    assert [title for _, title, _ in rows(found)] == ["建设园区", "培育企业"]


def test_aims_are_no_tasks() -> None:
    found = tasks_of(
        "一、总体要求\n（一）指导思想。坚持创新，坚持开放。\n（二）主要目标。到2025年，建成园区3个。\n"
        "二、重点任务\n（三）建设园区。加快建设。（责任单位：市发改委）\n"
    )
    assert [number for number, _, _ in rows(found)] == ["3"]


def test_articles_of_measures() -> None:
    found = tasks_of(
        "第一条 支持平台建设。对新建平台给予补助。（责任单位：市商务局、市财政局）\n"
        "第二条 支持直播电商。对直播基地给予奖励。\n"
        "第三条 本措施自2024年4月1日起施行，由市商务局负责解释。\n"
    )
    assert rows(found) == [
        ("1", "支持平台建设", ["市商务局", "市财政局"]),
        ("2", "支持直播电商", []),
    ]


def test_laws_set_no_tasks() -> None:
    assert (
        tasks_of("一、重点任务\n（一）建设园区。加快建设。（责任单位：市发改委）\n", kind="条例")
        == ()
    )


def test_inherited_owners_follow_the_rule() -> None:
    found = tasks_of(
        "一、重点任务\n（一）建设园区。加快建设。（责任单位：市发改委，各县（市、区）政府。以下均需各县（市、区）政府组织落实，不再列出）\n"
        "（二）培育企业。支持企业上市。（责任单位：市经信局）\n（三）引进人才。引进人才。（责任单位：市人社局）\n"
    )
    owners = [[(a.as_written, a.inherited) for a in t.assignments] for t in found]
    assert owners[0] == [("市发改委", False), ("各县（市、区）政府", False)]
    assert owners[1] == [("市经信局", False), ("各县（市、区）政府", True)]
    assert owners[2] == [("市人社局", False), ("各县（市、区）政府", True)]


def test_a_rule_in_a_sentence_of_its_own() -> None:
    found = tasks_of(
        "一、重点任务\n（一）建设园区。加快建设。（责任单位：市发改委）\n（二）培育企业。支持企业。（责任单位：市经信局）\n"
        "二、工作要求\n以上各项任务均需各县（市、区）政府组织落实，不再列出。\n"
    )
    assert all(t.assignments[-1].as_written == "各县（市、区）政府" for t in found[:2])
    assert all(t.assignments[-1].inherited for t in found[:2])


def test_departments_are_canonical_or_none() -> None:
    task = tasks_of(
        "一、重点任务\n（一）建设园区。加快建设。（责任单位：市发改委、财政局、市文旅局，省发展改革委、各区政府）\n"
    )[0]
    assert [a.department for a in task.assignments] == [
        "衢州市发展和改革委员会", "衢州市财政局", None, "浙江省发展和改革委员会", None,
    ]  # fmt: skip


def test_spans_slice_back_and_deadlines_are_the_tasks_own() -> None:
    text_of = "一、重点任务\n（一）建设园区。到2025年底，建成园区3个。（责任单位：市发改委；完成时限：2025年12月底前）\n（二）培育企业。长期支持企业。（责任单位：市经信局，长期坚持）\n"
    first, second = tasks_of(text_of)
    assert first.deadlines == ("2025年底", "2025年12月底前")
    assert second.deadlines == ("长期坚持",)
    assert first.responsibility_start is not None
    assert first.responsibility_as_written == "（责任单位：市发改委；完成时限：2025年12月底前）"


@pytest.fixture(scope="module")
def seed(shared: Path) -> tuple[Document, tuple[Task, ...]]:
    records = read_document(next((shared / "seeds").glob("*.txt")), ORGANS)
    return replace(records.document), records.tasks


def test_seed(seed: tuple[Document, tuple[Task, ...]]) -> None:
    document, tasks = seed
    own = [a for task in tasks for a in task.assignments if not a.inherited]
    inherited = [a for task in tasks[1:] for a in task.assignments if a.inherited]
    assert [task.number for task in tasks] == [str(number) for number in range(1, 21)]
    assert (len(own), len(inherited)) == (91, 19)
    assert {squeeze(a.as_written) for a in inherited} == {"各县〔市、区〕政府"}
    for task in tasks:
        assert (
            document.text[task.responsibility_start : task.responsibility_end]
            == task.responsibility_as_written
        )
        assert all(document.text[a.start : a.end] == a.as_written for a in task.assignments)


def test_gold(shared: Path) -> None:
    folder = shared / "dev" / "responsibility"
    right = total = 0
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        tasks = read_document(folder / "documents" / gold["file"], ORGANS).tasks
        found = [
            {(squeeze(a.as_written), str(a.role)) for a in task.assignments if not a.inherited}
            for task in tasks
            if task.responsibility_as_written
        ]
        wanted = []
        for clause in gold["clauses"]:
            wanted.append({tuple(pair) for pair in clause["assignments"]})
        total += len(wanted)
        right += sum(w in found for w in wanted) if len(found) == len(wanted) else 0
    assert right / total > 0.98


def test_rows_of_a_table_of_tasks() -> None:
    text = f"{HEAD}\n现将任务清单印发给你们。\n"
    table = [
        "序号 重点任务 牵头单位 责任单位 完成时限",
        "1 编制空间规划，统筹布局 市发改委 市交通运输局 2025年12月底",
        "2 引进高端人才 市人社局 市教育局、各县（市、区）政府 长期坚持",
    ]
    lines = (*map(Line, text.splitlines()), *(Line(row, style="row") for row in table))
    laid = lay_out(SourceText(lines, "html", "utf-8", ()))
    header = read_header(laid)
    document = Document(
        document_id="d", path="a.html", sha256="0", text=laid.text, title=header.title,
        kind=header.kind, region="衢州市", level="市",
    )  # fmt: skip
    tasks = read_tasks(document, read_outline(laid, header, "d"), ORGANS)
    assert rows(tasks) == [
        ("1", "编制空间规划，统筹布局", ["市发改委", "市交通运输局"]),
        ("2", "引进高端人才", ["市人社局", "市教育局", "各县（市、区）政府"]),
    ]
    assert [t.deadlines for t in tasks] == [("2025年12月底",), ("长期坚持",)]
    assert all(
        laid.text[t.responsibility_start : t.responsibility_end] == t.responsibility_as_written
        for t in tasks
    )
