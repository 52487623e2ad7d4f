"""The page 目标指标: filters, the targets by year, the table. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.tables import targets_table
from assistant.web.frame import Frame
from assistant.web.markup import address, attribute, choice, clause_address, hidden, pager, text
from assistant.web.task_view import exports_view
from kb.model import Document, Target

__all__ = ["PAGE", "TargetFilter", "TargetScreen", "target_page"]

PAGE = 100
"""Rows of one page."""

_EMPTY = "知识库里还没有目标指标；收入写明指标的政策文件后再来。"
_NONE = "没有符合这些条件的指标；请放宽条件。"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """What narrows the targets; an empty field does not."""

    document: str = ""
    indicator: str = ""
    year: str = ""
    valued: str = ""

    @staticmethod
    def read(given: Mapping[str, str]) -> "TargetFilter":
        """The filter that an address holds."""
        names = TargetFilter.__dataclass_fields__
        return TargetFilter(**{name: given.get(name, "") for name in names})

    def fields(self) -> dict[str, str]:
        """The filter for an address."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetScreen:
    """What is shown: the targets that pass with their years, and what the filter may be."""

    chosen: TargetFilter
    targets: Sequence[tuple[int | None, Target]]  # by year, those without one last
    documents: Mapping[str, Document]
    held: int  # targets without any filter
    table: bool = False
    page: int = 1
    years: Sequence[int] = ()
    sources: Sequence[Document] = ()  # documents with targets


def target_page(frame: Frame, screen: TargetScreen) -> str:
    """The whole page."""
    shown, held = len(screen.targets), screen.held
    told = f"共 {held} 项" if shown == held else f"筛选出 {shown} 项，共 {held} 项"
    main = f'<div class="heading"><h1>目标指标</h1><p class="total" role="status">{told}</p></div>'
    if not held:
        return frame.page("targets", "目标指标", f'{main}<p class="empty">{_EMPTY}</p>')
    path = f"{frame.root}targets"
    main += _filters(screen, path)
    main += _body(frame, screen, path) if shown else f'<p class="empty" role="status">{_NONE}</p>'
    return frame.page("targets", "目标指标", main, name="targets")


def _filters(screen: TargetScreen, path: str) -> str:
    chosen = screen.chosen
    documents = [
        (one.document_id, f"{one.title}{f'（{one.number}）' if one.number else ''}")
        for one in screen.sources
    ]
    years = [(str(year), f"{year} 年") for year in screen.years]
    return (
        f'<form class="filters" method="get" action="{path}" role="search" aria-label="筛选指标">'
        f'<label>指标<input name="indicator" value="{attribute(chosen.indicator)}"'
        ' placeholder="指标里的字，如 覆盖率" maxlength="100" autocomplete="off"></label>'
        f"{choice('文件', 'document', chosen.document, documents)}"
        f"{choice('年份', 'year', chosen.year, [*years, ('none', '没有写明')])}"
        f"{choice('数值', 'valued', chosen.valued, [('yes', '有数值'), ('no', '没有数值')])}"
        f"{hidden('view', 'table' if screen.table else '')}"
        '<p class="actions"><button type="submit" class="primary">筛选</button>'
        f'<a href="{path}">清除条件</a></p></form>'
    )


def _body(frame: Frame, screen: TargetScreen, path: str) -> str:
    given = screen.chosen.fields()
    view = {**given, "view": "table"} if screen.table else given
    shown = screen.targets[(screen.page - 1) * PAGE : screen.page * PAGE]
    body = (_table if screen.table else _timeline)(frame, screen, shown)
    marks = (' aria-current="true"', "")
    return (
        '<div class="bar-of-table"><nav class="views" aria-label="看法">'
        f'<a href="{address(path, given)}"{marks[screen.table]}>按年份</a>'
        f'<a href="{address(path, {**given, "view": "table"})}"{marks[not screen.table]}>清单</a>'
        f"</nav>{exports_view(path, given)}</div>{body}"
        f"{pager(path, view, screen.page, len(screen.targets), PAGE)}"
    )


def _timeline(
    frame: Frame, screen: TargetScreen, shown: Sequence[tuple[int | None, Target]]
) -> str:
    groups: dict[int | None, list[Target]] = {}
    for year, target in shown:
        groups.setdefault(year, []).append(target)
    return "".join(
        f'<section class="year" aria-labelledby="y{year or 0}">'
        f'<h2 id="y{year or 0}">{f"{year} 年" if year else "没有写明年份"}'
        f"<small>{len(targets)} 项</small></h2>"
        f"<ul>{''.join(_mark(frame, screen, target) for target in targets)}</ul></section>"
        for year, targets in groups.items()
    )


def _mark(frame: Frame, screen: TargetScreen, target: Target) -> str:
    document = screen.documents[target.document_id]
    there = clause_address(frame.root, target.document_id, target.start, target.end)
    value = _value(target, screen)
    when = text(target.deadline_as_written) if target.deadline_as_written else ""
    return (
        f'<li><p class="value">{value or "<span>无数值</span>"}</p><div>'
        f'<a href="{there}">{text(target.indicator)}</a>'
        f'<p class="where">{when}{"　" if when else ""}{text(document.title)}</p></div></li>'
    )


def _value(target: Target, screen: TargetScreen) -> str:
    """How much, as the table writes it; "" for a target without a number."""
    [(_, requirement, value, unit, *_)] = targets_table([target], screen.documents).rows
    if not value:
        return ""
    return f"<small>{escape(requirement)}</small><b>{escape(value)}</b>{text(unit)}"


def _table(frame: Frame, screen: TargetScreen, shown: Sequence[tuple[int | None, Target]]) -> str:
    rows = "".join(_row(frame, screen, target) for _, target in shown)
    heads = "".join(
        f'<th scope="col">{word}</th>' for word in ("指标", "要求", "时限", "原文", "文件")
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="指标表"><table class="rows">'
        f"<caption>指标、数值和时限</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(frame: Frame, screen: TargetScreen, target: Target) -> str:
    document = screen.documents[target.document_id]
    there = clause_address(frame.root, target.document_id, target.start, target.end)
    quote = " ".join(document.text[target.start : target.end].split())
    return (
        f'<tr><th scope="row"><a href="{there}">{text(target.indicator)}</a></th>'
        f'<td class="value">{_value(target, screen)}</td>'
        f"<td>{text(target.deadline_as_written or '')}</td>"
        f'<td class="quoted">{text(quote)}</td><td class="source">{text(document.title)}'
        f'<small class="where">{text(document.number or "")}</small></td></tr>'
    )
