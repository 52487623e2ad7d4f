"""Records drawn from the documents: tasks, targets, departments, and their export."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.common import Json, OfDocument, note, open_home, print_json

__all__ = ["departments", "export", "targets", "tasks"]


def tasks(
    context: typer.Context,
    department: Annotated[
        str | None, typer.Option("--department", help="只看这个部门的任务，全称、简称都可以。")
    ] = None,
    document: OfDocument = None,
    as_json: Json = False,
) -> None:
    """列出任务和责任单位。"""
    from assistant import service

    rows = service.tasks(open_home(context), document, department)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        owners = "、".join(
            f"{part['as_written']}{'（统一规定）' if part['inherited'] else ''}"
            for part in row["assignments"]
        )
        print(f"{row['number'] or '·'}．{row['title']}：{owners or '未写明责任单位'}")


def targets(context: typer.Context, document: OfDocument = None, as_json: Json = False) -> None:
    """列出目标指标。"""
    from assistant import service

    shapes = service.targets(open_home(context), document)
    if as_json:
        print_json(shapes)
        return
    for shape in shapes:
        value = f"{shape['value'] or '（无数值）'}{shape['unit']}"
        print(f"{shape['indicator']}：{value}，{shape['deadline_as_written'] or '未写明时限'}")


def departments(context: typer.Context, as_json: Json = False) -> None:
    """列出各部门和各自的任务数。"""
    rows = open_home(context).departments()
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['department'] or '、'.join(row['aliases'])}：{row['tasks']} 项")


def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="tasks 任务、targets 目标、supports 扶持措施。")],
    to: Annotated[Path, typer.Option("--to", help="写到哪个文件：.xlsx、.csv 或 .md。")],
) -> None:
    """把任务、目标或扶持措施导出成表格。"""
    from assistant.export import export as write
    from assistant.support_commands import export_table

    write(export_table(open_home(context), what), to)
    note(f"已写入 {to}")
