# ruff: noqa: E501 - one row of a table a line
"""Tables of tasks: heads and rows."""

import pytest

from ingest.duty_tables import read_head, read_row
from kb.organs import Organs

ORGANS = Organs.load()


def known(name: str) -> bool:
    return ORGANS.function(name) is not None


HEADS = [
    ("序号 重点任务 牵头单位 责任单位 完成时限", "number title lead responsible time"),
    ("类别 序号 工作任务 责任单位", "other number title responsible"),
    ("任务名称 责任领导 责任部门 配合部门", "title people responsible support"),
    ("序号 指标 单位 2025年", ""),
    ("（责任单位：市发改委）", ""),
    ("责任单位", ""),
]


@pytest.mark.parametrize(("line", "expected"), HEADS)
def test_heads(line: str, expected: str) -> None:
    columns = read_head(line) or ()
    assert " ".join(str(c.role) if c.role else c.kind for c in columns) == expected


HEAD = "序号 重点任务 牵头单位 责任单位 完成时限"
MEASURES = "序号 主要任务 具体措施 责任单位 完成时间"
GROUPED = "类别 序号 工作任务 责任单位"
ROWS = [
    (HEAD, "1 编制空间规划，统筹布局 市发改委 市资源规划局、市交通运输局 2023年12月底",
     "1|编制空间规划，统筹布局|2023年12月底|lead 市发改委 responsible 市资源规划局 responsible 市交通运输局"),
    (HEAD, "（二） 引进高端人才 市人社局 各县（市、区）政府 长期坚持",
     "二|引进高端人才|长期坚持|lead 市人社局 responsible 各县（市、区）政府"),
    (GROUPED, "基础设施 1 编制空间规划 市发改委、市资源规划局",
     "1|编制空间规划|None|responsible 市发改委 responsible 市资源规划局"),
    (GROUPED, "2 支持企业上市融资 市金融办", "2|支持企业上市融资|None|responsible 市金融办"),
    (MEASURES, "1 开办企业 实行一窗受理。 市市场监管局市公安局市税务局 2021.6",
     "1|开办企业|2021.6|responsible 市市场监管局 responsible 市公安局 responsible 市税务局"),
    (MEASURES, "2 获得电力 推行告知承诺制。 牵头：市发改委；配合：市城管局、国网供电公司 6月底",
     "2|获得电力|6月底|lead 市发改委 support 市城管局 support 国网供电公司"),
    # one of two columns of owners is missing, and nothing says which
    (HEAD, "3 引进高端人才 市人社局 2025年", ""),
    # no row of this table
    (HEAD, "注：排名第一的为牵头单位", ""),
    (HEAD, "一、建设园区", ""),
]  # fmt: skip


@pytest.mark.parametrize(("head", "line", "expected"), ROWS)
def test_rows(head: str, line: str, expected: str) -> None:
    columns = read_head(head)
    assert columns is not None
    row = read_row(line, columns, known)
    if row is None:
        assert expected == ""
        return
    owners = " ".join(f"{o.role} {line[o.start : o.end]}" for o in row.duty.owners)
    assert f"{row.number}|{row.title}|{row.deadline}|{owners}" == expected


EMPTY_CELLS = [
    ("王某 建设食堂  县民政局 12月底", [("县民政局", "support")]),
    ("王某 建设食堂 县民政局  12月底", [("县民政局", "lead")]),
]


@pytest.mark.parametrize(("row", "owners"), EMPTY_CELLS)
def test_a_space_more_tells_which_cell_is_empty(row: str, owners: list[tuple[str, str]]) -> None:
    columns = read_head("备注 工作任务 牵头单位 配合单位 完成时限")
    assert columns is not None
    found = read_row(row, columns, lambda name: name.endswith("局"))
    assert found is not None
    assert [(row[o.start : o.end], o.role) for o in found.duty.owners] == owners
