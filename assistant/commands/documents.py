"""Documents (文件): taken in, listed, shown, removed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.common import AsOf, Json, day, note, open_home, print_json

__all__ = ["documents", "ingest", "label", "remove", "show"]


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹，文件夹连同子文件夹。")],
    label: Annotated[
        str | None,
        typer.Option("--label", help="查看范围的标签：只有带这个标签的用户看得到这些文件。"),
    ] = None,
    as_json: Json = False,
) -> None:
    """收入文件：读取、抽取、建索引。同一文件再次收入不重复，改过的文件替换原来的。"""
    from assistant.progress import Bars
    from assistant.shapes import ingest_shape
    from ingest.pipeline import ingest as take_in

    kb = open_home(context)
    with Bars() as bars:
        report = take_in(kb, paths, bars, label)
    if as_json:
        print_json(ingest_shape(report))
    else:
        for file in (*report.files, *report.laws):
            _print_ingested(file)
        words = {"added": "新收入", "updated": "更新", "unchanged": "未变", "failed": "失败"}
        print("，".join(f"{word} {report.count(status)}" for status, word in words.items()))
    for name in report.skipped:
        note(f"跳过 {name}（说明或清单文件）")
    if report.missing:
        note(f"所引而未收入的文件：{'、'.join(report.missing)}；取得后用 policykb ingest 收入")
    if report.count("failed"):
        raise typer.Exit(1)


def _print_ingested(file: Any) -> None:
    words = {"added": "新收入", "updated": "已更新", "unchanged": "未变", "failed": "失败"}
    if file.records is None:
        print(f"{words[file.status]}  {file.error}")
        return
    records = file.records
    print(
        f"{words[file.status]}  {records.document.title}（{records.document.number or '无文号'}）"
        f"  条款 {len(records.clauses)}，任务 {len(records.tasks)}，目标 {len(records.targets)}，"
        f"扶持 {sum(not support.guidance for support in records.supports)}"
    )
    for warning in file.warnings:
        print(f"      注意：{warning}")


def documents(context: typer.Context, as_of: AsOf = None, as_json: Json = False) -> None:
    """列出知识库里的文件及其时效。"""
    if context.invoked_subcommand is not None:
        return
    from assistant import service
    from assistant.standing import STATUS
    from kb.model import DocumentStatus

    rows = service.documents(open_home(context), day(as_of))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        status = STATUS[DocumentStatus(row["status"])]
        print(f"{row['document_id']}  {row['title']}（{row['number'] or '无文号'}）  {status}")
    if not rows:
        print("知识库是空的；policykb ingest 文件 或 文件夹 收入第一份文件")


def show(
    context: typer.Context,
    document_id: Annotated[str, typer.Argument(help="文件 ID。")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """查看一份文件的全文、条款和引用。"""
    from assistant import service

    kb = open_home(context)
    if as_json:
        print_json(service.document(kb, document_id, day(as_of)))
    else:
        print(kb.store.document(document_id).text)


def remove(
    context: typer.Context,
    document_ids: Annotated[list[str], typer.Argument(help="文件 ID，可以有几个。")],
) -> None:
    """删除文件及从中得到的全部记录。"""
    from assistant.progress import Bars
    from ingest.pipeline import remove as take_out

    with Bars() as bars:
        take_out(open_home(context), document_ids, bars)
    print(f"已删除 {len(document_ids)} 份文件")


def label(
    context: typer.Context,
    document_id: Annotated[str, typer.Argument(help="文件 ID。")],
    text: Annotated[str | None, typer.Argument(help="标签；不写为人人可看。")] = None,
) -> None:
    """限定谁能看一份文件：只有带这个标签的用户（和管理员）。"""
    kb = open_home(context)
    with kb.writing():
        kb.store.set_label(document_id, text or None)
    note(f"只有标签“{text}”的用户和管理员看得到" if text else "人人可看")
