"""Operation: the page, the indexes, the check."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.common import Json, open_home, print_json

__all__ = ["backup", "doctor", "mcp", "rebuild", "restore", "serve"]

_Force = Annotated[bool, typer.Option("--force", help="覆盖已有的内容。")]


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选。")] = 7860,
) -> None:
    """启动问答网页。"""
    from assistant.web.server import serve as run

    run(open_home(context), host, port)


def mcp(context: typer.Context) -> None:
    """在标准输入输出上提供 MCP 工具，给本机的智能体用。"""
    from assistant.among import Assistants
    from assistant.answer import Assistant
    from assistant.mcp_server import run_stdio
    from assistant.web.server import warm_up

    kb = open_home(context)
    warm_up(kb)
    run_stdio(Assistants(Assistant(kb)))


def rebuild(context: typer.Context) -> None:
    """按知识库重建全部索引。"""
    from assistant.progress import Bars

    kb = open_home(context)
    with Bars() as bars, kb.writing():
        kb.rebuild(bars)
    print("索引已重建")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。")],
    force: _Force = False,
) -> None:
    """把知识库备份成一个文件；可以在网页运行时做。"""
    from kb.backup import write_backup
    from kb.settings import load_settings

    made = write_backup(load_settings(context.find_root().obj).home, file, replace=force)
    print(
        f"已备份 {made.documents} 份文件到 {file}"
        f"（{len(made.members)} 个成员，{file.stat().st_size:,} 字节）；"
        "里面有设置、用户和密码散列，请妥善保管"
    )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。")],
    force: _Force = False,
) -> None:
    """从备份恢复知识库，逐条核对后重建索引。"""
    from assistant.progress import Bars
    from kb.backup import restore as bring_back
    from kb.locking import writing
    from kb.settings import load_settings

    home = load_settings(context.find_root().obj).home
    with writing(home):
        found = bring_back(file, home, replace=force)
    kb = open_home(context)
    with Bars() as bars, kb.writing():
        kb.catch_up(bars)
    print(f"已恢复 {found.documents} 份文件（{found.made_on} 的备份，版本 {found.version}）")


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """检查知识库目录、索引、模型和设置。"""
    from assistant.doctor import examine
    from kb.settings import load_settings

    checks = examine(lambda: load_settings(context.find_root().obj))
    if as_json:
        print_json([{"check": c.check, "ok": c.ok, "detail": c.detail} for c in checks])
    else:
        for each in checks:
            print(f"{'正常' if each.ok else '有误'}  {each.check}：{each.detail}")
    if not all(each.ok for each in checks):
        raise typer.Exit(1)
