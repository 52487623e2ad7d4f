"""Records as tables for people: a title, column names and rows of text. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.judgement import Verdict
from assistant.match import Match, MatchVerdict
from kb.model import Comparison, Document, Force, Role, Support, Target, Task

__all__ = [
    "CHECK_WORDS",
    "MATCH_WORDS",
    "Table",
    "matches_table",
    "supports_table",
    "targets_table",
    "tasks_table",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; a cell that holds nothing is an empty text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


MATCH_WORDS: Mapping[MatchVerdict, str] = {
    MatchVerdict.APPLICABLE: "可以享受",
    MatchVerdict.POSSIBLE: "可能享受",
    MatchVerdict.NOT_APPLICABLE: "不适用",
    MatchVerdict.NOT_YET: "尚未开始",
    MatchVerdict.EXPIRED: "已过期",
}
CHECK_WORDS: Mapping[Verdict, str] = {
    Verdict.MET: "符合",
    Verdict.NOT_MET: "不符合",
    Verdict.UNKNOWN: "待核实",
}
_FORCE = {Force.DUE: "应当", Force.POSSIBLE: "可以、鼓励"}
_COMPARISONS = {
    Comparison.AT_LEAST: "不低于",
    Comparison.AT_MOST: "不超过",
    Comparison.MORE_THAN: "超过",
    Comparison.LESS_THAN: "低于",
    Comparison.EXACTLY: "",
    Comparison.ABOUT: "约",
}
_ROLES = (
    (Role.LEAD, "牵头单位"),
    (Role.RESPONSIBLE, "责任单位"),
    (Role.SUPPORT, "配合单位"),
    (Role.GUIDE, "指导单位"),
)
_SOURCE = ("文件", "文号")
_SEPARATOR = "、"


def _source(document: Document) -> tuple[str, str]:
    return document.title, document.number or ""


def tasks_table(tasks: Iterable[Task], documents: Mapping[str, Document]) -> Table:
    """The responsibility table; inherited owners are marked."""
    columns = ("序号", "任务", "所在部分", *(word for _, word in _ROLES), "时限", *_SOURCE)
    rows = (
        (
            task.number or "",
            task.title,
            task.section,
            *(_owners(task, role) for role, _ in _ROLES),
            _SEPARATOR.join(task.deadlines),
            *_source(documents[task.document_id]),
        )
        for task in tasks
    )
    return Table(title="任务", columns=columns, rows=tuple(rows))


def _owners(task: Task, role: Role) -> str:
    return _SEPARATOR.join(
        f"{part.as_written}{'（统一规定）' if part.inherited else ''}"
        for part in task.assignments
        if part.role is role
    )


def targets_table(targets: Iterable[Target], documents: Mapping[str, Document]) -> Table:
    """The targets with their sentences."""
    columns = ("指标", "要求", "数值", "单位", "时限", "截止日期", "原文", *_SOURCE)
    rows = (
        (
            target.indicator,
            _COMPARISONS[target.comparison],
            "" if target.value is None else f"{target.value:f}",
            target.unit,
            target.deadline_as_written or "",
            target.due.isoformat() if target.due else "",
            documents[target.document_id].text[target.start : target.end],
            *_source(documents[target.document_id]),
        )
        for target in targets
    )
    return Table(title="目标指标", columns=columns, rows=tuple(rows))


def supports_table(supports: Iterable[Support], documents: Mapping[str, Document]) -> Table:
    """The support measures with their sentences."""
    columns = (
        "措施",
        "种类",
        "数额",
        "对象",
        "条件",
        "部门",
        "怎样申请",
        "期限",
        "力度",
        "原文",
        *_SOURCE,
    )
    rows = (
        (
            support.measure,
            _SEPARATOR.join(kind.value for kind in support.kinds),
            "；".join(amount.as_written for amount in support.amounts),
            _SEPARATOR.join(support.beneficiaries),
            "；".join(
                f"{condition.as_written}{'（除外）' if condition.excluded else ''}"
                for condition in support.conditions
            ),
            _SEPARATOR.join(support.departments),
            support.how_to_apply or "",
            support.period or "",
            "导向" if support.guidance else _FORCE[support.force],
            documents[support.document_id].text[support.start : support.end],
            *_source(documents[support.document_id]),
        )
        for support in supports
    )
    return Table(title="扶持措施", columns=columns, rows=tuple(rows))


def matches_table(matches: Sequence[Match], documents: Mapping[str, Document]) -> Table:
    """The measures with verdicts, conditions and what to supply."""
    columns = (
        "结论",
        "措施",
        "逐条核对",
        "还须补充",
        "不适用的原因",
        "部门",
        "怎样申请",
        "期限",
        "原文",
        *_SOURCE,
    )
    rows = (
        (
            MATCH_WORDS[each.verdict],
            each.support.measure,
            "\n".join(
                f"{CHECK_WORDS[check.judgement.verdict]}：{check.as_written}"
                f"（{check.judgement.reason}）"
                for check in each.checks
            ),
            "\n".join((*each.ask, *each.notes)),
            each.why or "",
            _SEPARATOR.join(each.support.departments),
            each.support.how_to_apply or "",
            each.support.period or "",
            documents[each.support.document_id].text[each.support.start : each.support.end],
            *_source(documents[each.support.document_id]),
        )
        for each in matches
    )
    return Table(title="惠企政策匹配", columns=columns, rows=tuple(rows))
