"""The command line. Starts fast: every command imports what it needs when it runs."""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kb.errors import PolicyKBError, QueryError

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

__all__ = ["main"]

app = typer.Typer(
    name="policykb",
    help="政策文件与法规知识库：收入文件、检索条款、带出处的问答。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# The base of every complaint about wrong usage; typer names only the derived class.
_UsageError: Any = typer.BadParameter.__bases__[0]

documents_app = typer.Typer(help="列出、查看、删除文件。", rich_markup_mode=None)
app.add_typer(documents_app, name="documents")

Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="以哪一天为准判断时效，YYYY-MM-DD；默认今天。")
]
OfDocument = Annotated[str | None, typer.Option("--document", help="只看这份文件（文件 ID）。")]


@app.callback()
def _home(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", help="知识库目录；也可用环境变量 POLICYKB_HOME。")
    ] = None,
) -> None:
    context.obj = home


@app.command()
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹，文件夹连同子文件夹。")],
    as_json: Json = False,
) -> None:
    """收入文件：读取、抽取、建索引。同一文件再次收入不重复，改过的文件替换原来的。"""
    from assistant.progress import Bars
    from assistant.shapes import ingest_shape
    from ingest.pipeline import ingest as take_in

    kb = _open(context)
    with Bars() as bars:
        report = take_in(kb, paths, bars)
    if as_json:
        _print_json(ingest_shape(report))
    else:
        for file in (*report.files, *report.laws):
            _print_ingested(file)
        words = {"added": "新收入", "updated": "更新", "unchanged": "未变", "failed": "失败"}
        print("，".join(f"{word} {report.count(status)}" for status, word in words.items()))
    for name in report.skipped:
        _note(f"跳过 {name}（说明或清单文件）")
    if report.missing:
        _note(f"所引而未收入的文件：{'、'.join(report.missing)}；取得后用 policykb ingest 收入")
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


@documents_app.callback(invoke_without_command=True)
def documents(context: typer.Context, as_of: AsOf = None, as_json: Json = False) -> None:
    """列出知识库里的文件及其时效。"""
    if context.invoked_subcommand is not None:
        return
    from assistant.standing import STATUS
    from kb.model import DocumentStatus

    rows = [shape for _, shape in _document_shapes(_open(context), _day(as_of))]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        status = STATUS[DocumentStatus(row["status"])]
        print(f"{row['document_id']}  {row['title']}（{row['number'] or '无文号'}）  {status}")
    if not rows:
        print("知识库是空的；policykb ingest 文件 或 文件夹 收入第一份文件")


@documents_app.command("show")
def show(
    context: typer.Context,
    document_id: Annotated[str, typer.Argument(help="文件 ID。")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """查看一份文件的全文、条款和引用。"""
    from assistant.shapes import clause_shape, reference_shape

    kb = _open(context)
    document = kb.store.document(document_id)
    if not as_json:
        print(document.text)
        return
    shape = dict(_document_shapes(kb, _day(as_of)))[document_id]
    everything = kb.store.documents()
    clauses = {each.document_id: kb.store.clauses(each.document_id) for each in everything}
    _print_json(
        {
            **shape,
            "text": document.text,
            "clauses": [clause_shape(clause) for clause in clauses[document_id]],
            "references": [
                reference_shape(r, everything, clauses) for r in kb.store.references(document_id)
            ],
        }
    )


@documents_app.command("remove")
def remove(
    context: typer.Context,
    document_ids: Annotated[list[str], typer.Argument(help="文件 ID，可以有几个。")],
) -> None:
    """删除文件及从中得到的全部记录。"""
    from assistant.progress import Bars
    from ingest.pipeline import remove as take_out

    with Bars() as bars:
        take_out(_open(context), document_ids, bars)
    print(f"已删除 {len(document_ids)} 份文件")


@app.command()
def tasks(
    context: typer.Context,
    department: Annotated[
        str | None, typer.Option("--department", help="只看这个部门的任务，全称、简称都可以。")
    ] = None,
    document: OfDocument = None,
    as_json: Json = False,
) -> None:
    """列出任务和责任单位。"""
    from assistant.shapes import task_shape

    kb = _open(context)
    if document is not None:
        kb.store.document(document)
    found = kb.tasks(document, department)
    if as_json:
        _print_json([task_shape(task) for task in found])
        return
    for task in found:
        owners = "、".join(
            f"{part.as_written}{'（统一规定）' if part.inherited else ''}"
            for part in task.assignments
        )
        print(f"{task.number or '·'}．{task.title}：{owners or '未写明责任单位'}")


@app.command()
def targets(context: typer.Context, document: OfDocument = None, as_json: Json = False) -> None:
    """列出目标指标。"""
    from assistant.shapes import target_shape

    kb = _open(context)
    if document is not None:
        kb.store.document(document)
    held = {each.document_id: each for each in kb.store.documents()}
    shapes = [
        target_shape(target, held[target.document_id]) for target in kb.store.targets(document)
    ]
    if as_json:
        _print_json(shapes)
        return
    for shape in shapes:
        value = f"{shape['value'] or '（无数值）'}{shape['unit']}"
        print(f"{shape['indicator']}：{value}，{shape['deadline_as_written'] or '未写明时限'}")


@app.command()
def supports(
    context: typer.Context,
    document: OfDocument = None,
    guidance: Annotated[
        bool, typer.Option("--guidance", help="连同导向（鼓励、引导而没有可申请的内容）一并列出。")
    ] = False,
    as_json: Json = False,
) -> None:
    """列出企业可以申请、享受的扶持措施。"""
    from assistant.support_commands import listed, support_lines
    from assistant.support_shapes import support_shape

    kb = _open(context)
    found = listed(kb, document, guidance)
    held = {each.document_id: each for each in kb.store.documents()}
    if as_json:
        _print_json([support_shape(each, held[each.document_id]) for each in found])
        return
    for line in support_lines(found, held):
        print(line)


@app.command()
def match(
    context: typer.Context,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="企业画像，JSON 文件，各项都可不填。")
    ] = None,
    describe: Annotated[
        str | None, typer.Option("--describe", help="用一两句话介绍企业，代替或补充画像文件。")
    ] = None,
    document: OfDocument = None,
    as_of: AsOf = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="另存为 .xlsx、.csv 或 .md 文件。")
    ] = None,
    as_json: Json = False,
) -> None:
    """按企业画像逐条核对扶持措施：可以享受、可能享受（缺什么信息）、不适用（为什么）。"""
    from assistant.description import read_description
    from assistant.export import export as write
    from assistant.profile import Profile, merged
    from assistant.profile_json import read_profile_file
    from assistant.support_commands import match_home, match_lines
    from assistant.support_shapes import matches_shape
    from assistant.tables import matches_table

    if profile is None and describe is None:
        raise _UsageError("请用 --profile 给出画像文件，或用 --describe 介绍企业")
    stated = read_profile_file(profile) if profile is not None else Profile()
    if describe is not None:
        stated = merged(stated, read_description(describe))
    kb = _open(context)
    found = match_home(kb, stated, _day(as_of), document)
    held = dict(kb.snapshot().documents)
    if to is not None:
        write(matches_table(found, held), to)
        _note(f"已写入 {to}")
    if as_json:
        _print_json(matches_shape(stated, found, held))
    elif to is None:
        for line in match_lines(found, held):
            print(line)


@app.command()
def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="tasks 任务、targets 目标、supports 扶持措施。")],
    to: Annotated[Path, typer.Option("--to", help="写到哪个文件：.xlsx、.csv 或 .md。")],
) -> None:
    """把任务、目标或扶持措施导出成表格。"""
    from assistant.export import export as write
    from assistant.support_commands import export_table

    write(export_table(_open(context), what), to)
    _note(f"已写入 {to}")


@app.command()
def departments(context: typer.Context, as_json: Json = False) -> None:
    """列出各部门和各自的任务数。"""
    rows = _open(context).departments()
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        print(f"{row['department'] or '、'.join(row['aliases'])}：{row['tasks']} 项")


@app.command()
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
    from kb.knowledge import Filters

    kb = _open(context)
    filters = Filters(
        document=document,
        region=region,
        level=level,
        kind=kind,
        department=department,
        as_of=_day(as_of),
        in_force=in_force,
    )
    if (query is None) == (batch is None):
        raise QueryError("请给出检索词，或用 --batch 给出 JSONL 文件")
    if batch is not None:
        for row in _lines(batch, "query"):
            _print_line(_search_shape(kb, row.get("id"), row["query"], k, filters))
        return
    shape = _search_shape(kb, None, str(query), k, filters)
    if as_json:
        _print_json(shape)
        return
    for hit in shape["hits"]:
        print(f"{hit['rank']}. {hit['label']}\n   {''.join(hit['text'].split())[:120]}")
    if not shape["hits"]:
        print("没有找到")


@app.command()
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
    from assistant.answer import Assistant

    if (question is None) == (batch is None):
        raise QueryError("请给出问题，或用 --batch 给出 JSONL 文件")
    assistant = Assistant(_open(context))
    if batch is not None:
        for row in _lines(batch, "question"):
            _print_line(_ask_shape(assistant, row, _day(as_of)))
        return
    shape = _ask_shape(assistant, {"question": question}, _day(as_of))
    if as_json:
        _print_json(shape)
        return
    print(shape["text"])
    if shape["citations"]:
        print("\n出处：")
    for citation in shape["citations"]:
        number = f"（{citation['number']}）" if citation["number"] else ""
        title, label = citation["document_title"], citation["clause_label"]
        print(f"[{citation['marker']}] 《{title}》{number} {label}")
    for problem in shape["problems"]:
        _note(f"注意：{problem}")


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选。")] = 7860,
) -> None:
    """启动问答网页。"""
    from assistant.web.server import serve as run

    run(_open(context), host, port)


@app.command()
def rebuild(context: typer.Context) -> None:
    """按知识库重建全部索引。"""
    from assistant.progress import Bars

    kb = _open(context)
    with Bars() as bars, kb.writing():
        kb.rebuild(bars)
    print("索引已重建")


@app.command()
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """检查知识库目录、索引、模型和设置。"""
    from assistant.doctor import examine
    from kb.settings import load_settings

    checks = examine(lambda: load_settings(context.find_root().obj))
    if as_json:
        _print_json([{"check": c.check, "ok": c.ok, "detail": c.detail} for c in checks])
    else:
        for each in checks:
            print(f"{'正常' if each.ok else '有误'}  {each.check}：{each.detail}")
    if not all(each.ok for each in checks):
        raise typer.Exit(1)


def _open(context: typer.Context) -> "KnowledgeBase":
    from kb.knowledge import KnowledgeBase
    from kb.settings import load_settings

    return KnowledgeBase(load_settings(context.find_root().obj))


def _document_shapes(kb: "KnowledgeBase", as_of: date) -> list[tuple[str, dict[str, Any]]]:
    from assistant.shapes import document_shape

    statuses, counts = kb.statuses(as_of), kb.store.counts()
    return [
        (d.document_id, document_shape(d, *statuses[d.document_id], counts[d.document_id]))
        for d in kb.store.documents()
    ]


def _search_shape(
    kb: "KnowledgeBase", query_id: Any, query: str, k: int, filters: Any
) -> dict[str, Any]:
    from assistant.shapes import hit_shape

    if not query.strip():
        raise QueryError("检索词是空的；请写出要找的内容")
    snapshot = kb.snapshot()
    hits: list[dict[str, Any]] = []
    for hit in kb.search(query, k, kb.scope(filters), filters.department):
        unit = snapshot.unit(hit.document_id, hit.clause_id)
        if unit is not None:
            document = snapshot.documents[hit.document_id]
            hits.append(
                hit_shape(len(hits) + 1, hit, unit.clause, document, unit.text(document.text))
            )
    return {"id": query_id, "query": query, "hits": hits}


def _ask_shape(assistant: Any, row: dict[str, Any], as_of: date) -> dict[str, Any]:
    from assistant.shapes import answer_shape
    from assistant.understand import Turn

    started = perf_counter()
    history = [
        Turn(role=turn["role"], content=turn["content"]) for turn in row.get("history") or []
    ]
    answer = assistant.ask(row["question"], history, as_of)
    return answer_shape(answer, row.get("id"), (perf_counter() - started) * 1000)


def _lines(path: Path, key: str) -> Iterable[dict[str, Any]]:
    """The objects of a JSONL file, each with a string under `key`.

    Raises QueryError that names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} 读不了：{error}；请给出 UTF-8 的 JSONL 文件") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise QueryError(f"{path} 第 {number} 行不是 JSON：{error}") from error
        if not isinstance(row, dict) or not isinstance(row.get(key), str):
            raise QueryError(f"{path} 第 {number} 行缺少字符串 {key}")
        yield row


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} 不是 YYYY-MM-DD 的日期") from error


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_line(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def _note(text: str) -> None:
    print(text, file=sys.stderr)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 something failed, 2 wrong usage."""
    sys.exit(_run(lambda: app(args=arguments, standalone_mode=False)))


def _run(command: Callable[[], Any]) -> int:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8")
    try:
        code = command()
    except _UsageError as error:
        where = error.ctx.command_path if error.ctx else "policykb"
        _note(f"用法有误：{error.format_message()}；{where} --help 查看用法")
        return 2
    except PolicyKBError as error:
        _note(str(error))
        return 1
    except typer.Abort:
        _note("已中断")
        return 1
    except BrokenPipeError:
        return 1
    return code if isinstance(code, int) else 0
