"""Users (用户): who may use the page and the API over the network."""

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.common import Json, UsageError, note, print_json

if TYPE_CHECKING:
    from assistant.access.accounts import Accounts

__all__ = ["add", "list_users", "remove", "token"]

Name = Annotated[str, typer.Argument(help="用户名。")]


def add(
    context: typer.Context,
    name: Name,
    role: Annotated[
        str, typer.Option("--role", help="reader 读者、editor 编辑（可收入、删除）、admin 管理员。")
    ] = "reader",
    label: Annotated[
        list[str] | None, typer.Option("--label", help="可看的文件标签，可写几次。")
    ] = None,
) -> None:
    """加一个用户，或给已有的用户换密码、角色和标签。密码从终端或标准输入读。"""
    from assistant.access.model import role_named

    try:
        chosen = role_named(role)
    except KeyError as error:
        raise UsageError(f"没有角色 {role}；可用 reader、editor、admin") from error
    _accounts(context).add(name, _password(), chosen, label or ())
    note(f"用户 {name} 已设好")


def remove(context: typer.Context, name: Name) -> None:
    """删除一个用户，连同其令牌和登录。"""
    _accounts(context).remove(name)
    note(f"用户 {name} 已删除")


def list_users(context: typer.Context, as_json: Json = False) -> None:
    """列出用户。"""
    found = _accounts(context).users()
    if as_json:
        print_json(
            [
                {"name": u.name, "role": u.role.name.lower(), "labels": sorted(u.labels)}
                for u in found
            ]
        )
        return
    words = {1: "读者", 2: "编辑", 3: "管理员"}
    for user in found:
        labels = f"  标签：{'、'.join(sorted(user.labels))}" if user.labels else ""
        print(f"{user.name}  {words[user.role]}{labels}")
    if not found:
        note("没有用户；网页只供本机使用")


def token(
    context: typer.Context,
    name: Name,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="几天后失效。")] = 365,
) -> None:
    """给用户发一个接口令牌；只显示这一次。"""
    print(_accounts(context).token(name, days))


def _accounts(context: typer.Context) -> "Accounts":
    from assistant.access.accounts import Accounts
    from kb.settings import load_settings

    return Accounts(load_settings(context.find_root().obj).home)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != password:
        raise UsageError("两次输入的密码不同")
    return password
