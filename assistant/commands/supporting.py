"""Support for enterprises (惠企政策): measures, and which one may use."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.common import (
    AsOf,
    Json,
    OfDocument,
    UsageError,
    day,
    note,
    open_home,
    print_json,
)

__all__ = ["match", "supports"]


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

    kb = open_home(context)
    found = listed(kb, document, guidance)
    held = {each.document_id: each for each in kb.store.documents()}
    if as_json:
        print_json([support_shape(each, held[each.document_id]) for each in found])
        return
    for line in support_lines(found, held):
        print(line)


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
        raise UsageError("请用 --profile 给出画像文件，或用 --describe 介绍企业")
    stated = read_profile_file(profile) if profile is not None else Profile()
    if describe is not None:
        stated = merged(stated, read_description(describe))
    kb = open_home(context)
    found = match_home(kb, stated, day(as_of), document)
    held = dict(kb.snapshot().documents)
    if to is not None:
        write(matches_table(found, held), to)
        note(f"已写入 {to}")
    if as_json:
        print_json(matches_shape(stated, found, held))
    elif to is None:
        for line in match_lines(found, held):
            print(line)
