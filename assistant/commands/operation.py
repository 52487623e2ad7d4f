"""Operation: the page, the indexes, the check."""

from typing import Annotated

import typer

from assistant.commands.common import Json, open_home, print_json

__all__ = ["doctor", "mcp", "rebuild", "serve"]


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
