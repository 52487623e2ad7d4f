"""The command line. Starts fast: every command imports what it needs when it runs."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from assistant.commands import asking, documents, operation, records, supporting, users
from assistant.commands.common import UsageError, note
from kb.errors import PolicyKBError

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

app.command()(documents.ingest)
documents_app = typer.Typer(help="列出、查看、删除文件。", rich_markup_mode=None)
documents_app.callback(invoke_without_command=True)(documents.documents)
documents_app.command()(documents.show)
documents_app.command()(documents.remove)
documents_app.command()(documents.label)
app.add_typer(documents_app, name="documents")
for _command in (
    records.tasks,
    records.targets,
    supporting.supports,
    supporting.match,
    records.export,
    records.departments,
    asking.search,
    asking.ask,
    operation.serve,
    operation.mcp,
    operation.rebuild,
    operation.backup,
    operation.restore,
    operation.doctor,
):
    app.command()(_command)
users_app = typer.Typer(
    help="设用户：有了用户，网页和接口才能在别的机器上用。", rich_markup_mode=None
)
users_app.command()(users.add)
users_app.command()(users.remove)
users_app.command("list")(users.list_users)
users_app.command()(users.token)
app.add_typer(users_app, name="users", no_args_is_help=True)


@app.callback()
def _home(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", help="知识库目录；也可用环境变量 POLICYKB_HOME。")
    ] = None,
) -> None:
    context.obj = home


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
    except UsageError as error:
        where = error.ctx.command_path if error.ctx else "policykb"
        note(f"用法有误：{error.format_message()}；{where} --help 查看用法")
        return 2
    except PolicyKBError as error:
        note(str(error))
        return 1
    except typer.Abort:
        note("已中断")
        return 1
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the command's edge: a traceback may quote documents
        from assistant.logs import failed

        failed(error)
        note(f"程序内部出错（{type(error).__name__}）；请重试，再出现请运行 policykb doctor")
        return 1
    return code if isinstance(code, int) else 0
