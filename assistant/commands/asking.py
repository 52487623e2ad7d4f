"""Search and questions."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.common import (
    AsOf,
    Json,
    OfDocument,
    day,
    lines,
    note,
    open_home,
    print_json,
    print_line,
)
from kb.errors import QueryError

__all__ = ["ask", "search"]


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="检索词或一句话。")] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="JSONL 文件，每行 {id, query}。")
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="返回几条。")] = 10,
    document: OfDocument = None,
    region: Annotated[str | None, typer.Option("--region", help="只在这个地区的文件里找。")] = None,
    level: Annotated[
        str | None, typer.Option("--level", help="只在这一级的文件里找：国家、省、市、县。")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="只在这种文件里找：意见、通知、条例……")
    ] = None,
    department: Annotated[
        str | None, typer.Option("--department", help="只找这个部门负责的条款。")
    ] = None,
    as_of: AsOf = None,
    in_force: Annotated[bool, typer.Option("--in-force", help="只在当日有效的文件里找。")] = False,
    as_json: Json = False,
) -> None:
    """检索条款，最相关的在前。"""
    from assistant import service
    from kb.knowledge import Filters

    kb = open_home(context)
    filters = Filters(
        document=document,
        region=region,
        level=level,
        kind=kind,
        department=department,
        as_of=day(as_of),
        in_force=in_force,
    )
    if (query is None) == (batch is None):
        raise QueryError("请给出检索词，或用 --batch 给出 JSONL 文件")
    if batch is not None:
        for row in lines(batch, "query"):
            print_line(service.found(kb, row.get("id"), row["query"], k, filters))
        return
    shape = service.found(kb, None, str(query), k, filters)
    if as_json:
        print_json(shape)
        return
    for hit in shape["hits"]:
        print(f"{hit['rank']}. {hit['label']}\n   {''.join(hit['text'].split())[:120]}")
    if not shape["hits"]:
        print("没有找到")


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="问题。")] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", help="JSONL 文件，每行 {id, question, history}。")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """提问，得到带出处的回答。"""
    from assistant import service
    from assistant.answer import Assistant

    if (question is None) == (batch is None):
        raise QueryError("请给出问题，或用 --batch 给出 JSONL 文件")
    assistant, on = Assistant(open_home(context)), day(as_of)
    if batch is not None:
        for row in lines(batch, "question"):
            history = service.turns(row.get("history"))
            print_line(service.answered(assistant, row.get("id"), row["question"], history, on))
        return
    shape = service.answered(assistant, None, str(question), (), on)
    if as_json:
        print_json(shape)
        return
    print(shape["text"])
    if shape["citations"]:
        print("\n出处：")
    for citation in shape["citations"]:
        number = f"（{citation['number']}）" if citation["number"] else ""
        title, label = citation["document_title"], citation["clause_label"]
        print(f"[{citation['marker']}] 《{title}》{number} {label}")
    for problem in shape["problems"]:
        note(f"注意：{problem}")
