"""A report as one HTML page and as Markdown: what the templates beside this file are given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals import report_plots
from evals.report_curves import recall
from evals.report_groups import TASK_NAMES, Group, Member, caveats, main_measure
from evals.report_questions import (
    Case,
    contrasts,
    differing,
    failures,
    faulty_documents,
    worst,
)
from evals.report_tables import (
    OUTCOMES,
    Table,
    conditions,
    elapsed,
    histogram,
    kinds,
    latencies,
    measured,
    outcome_table,
    outcomes,
    recalls,
    scores,
)

__all__ = ["MEANINGS", "html", "markdown", "visible"]

MEANINGS = {
    "R@": "召回率：前 k 条结果里的相关段落占全部相关段落的份额，按题平均",
    "RR@": "第一条相关结果名次的倒数：第 1 位得 1，第 2 位得 0.5，前 k 条里没有得 0",
    "nDCG@": "前 k 条的累积增益与理想次序之比：相关的越靠前、级别越高，分越高",
    "P@": "前 k 条结果里相关的份额",
    "AP": "在每一条相关结果处的精确率的平均",
    "right": "答对的份额：引文逐字，落在标准答案上，该说的都说到；没有答案的题拒答才算对",
    "Success@": "前 k 条里至少有一条相关结果的题的份额",
    "refusal_precision": "拒答的题里，确实没有答案的份额",
    "refusal_recall": "没有答案的题里，拒答了的份额",
    "citation_precision": "引文里落在标准答案上的份额",
    "citation_recall": "标准答案的段落里被引到的份额",
    "values": "应说出的数值里说出了的份额",
    "verbatim": "引文里与原文逐字相同的份额",
    "supported": "回答里每句话都有所引条款为据的份额",
    "F1": "精确率和召回率的调和平均",
    "precision": "精确率：给出的里面对的份额",
    "recall": "召回率：应有的里面给出的份额",
}
"""What measures mean, by how their names begin."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"([\\`*_\[\]|~])")


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with the table of its numbers; `legend` has colour variable, mark and label."""

    title: str
    plot: Markup
    table: Table
    legend: tuple[tuple[str, str, str], ...] = ()


def html(groups: Sequence[Group], count: int) -> str:
    """The report as one page that needs nothing else; `count` questions of each list."""
    environment = _environment(autoescape=True, finalize=_shown)
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    sections = [_section(group, n, count) for n, group in enumerate(groups, start=1)]
    page = environment.get_template("report.html.jinja")
    return page.render(sections=sections, style=Markup(style), count=count)


def markdown(groups: Sequence[Group], count: int) -> str:
    """The report for a pull request."""
    environment = _environment(autoescape=False, finalize=_escaped)
    sections = [_facts(group, count) for group in groups]
    text = environment.get_template("report.md.jinja").render(sections=sections, count=count)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _environment(**options: Any) -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


def visible(text: str) -> str:
    """A text whose control and direction characters are written out, as in ⟨U+202E⟩."""
    return _CONTROL.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def _shown(value: object) -> object:
    return value if isinstance(value, Markup) else visible(str(value))


def _escaped(value: object) -> object:
    """A value in a cell of a Markdown table: one line, nothing of it markup, nobody notified."""
    if isinstance(value, Markup):
        return value
    text = " ".join(visible(str(value)).split())
    text = _MARKDOWN.sub(r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return text.replace("@", "@\u200b").replace("://", ":\u200b//")


def _facts(group: Group, count: int) -> dict[str, Any]:
    measure = main_measure(group)
    same, differs = conditions(group)
    return {
        "title": group.title,
        "task": TASK_NAMES.get(group.task, group.task),
        "systems": [member.label for member in group.members],
        "same": same,
        "conditions": differs,
        "caveats": caveats(group),
        "measured": measured(group),
        "measure": measure,
        "kinds": kinds(group, measure),
        "contrasts": [] if group.task == "speed" else contrasts(group),
        "differing": [] if group.task == "speed" else differing(group, count),
        "worst": [(member.label, _worst(group, member, count)) for member in group.members],
        "failures": [(member.label, *failures(member, count)) for member in group.members],
    }


def _worst(group: Group, member: Member, count: int) -> list[Case]:
    if group.task == "speed":
        return []
    if group.task not in ("retrieval", "answers"):
        return faulty_documents(group, member)
    return worst(group, member, count)


def _section(group: Group, n: int, count: int) -> dict[str, Any]:
    names = group.measures()
    others = [name for name in names if name != main_measure(group)]
    return _facts(group, count) | {
        "anchor": f"g{n}",
        "meanings": _meanings(names),
        "more_kinds": [table for name in others if (table := kinds(group, name))],
        "figures": _figures(group, f"g{n}"),
        "settings": [(m.label, sorted(m.run.settings.items())) for m in group.members],
    }


def _meanings(names: Sequence[str]) -> list[tuple[str, str]]:
    found = {
        name: next((t for k, t in MEANINGS.items() if name.startswith(k)), "") for name in names
    }
    return [(name, text) for name, text in found.items() if text]


def _figures(group: Group, name: str) -> list[Figure]:
    systems = _legend([member.label for member in group.members])
    found = [_means(group, name, systems), _curves(group, name, systems)]
    found += [_spread(group, name), _ends(group, name), _times(group, name, systems)]
    return [figure for figure in found if figure]


Legend = tuple[tuple[str, str, str], ...]


def _legend(labels: Sequence[str]) -> Legend:
    return tuple(
        (f"--s{n % report_plots.COLOURS + 1}", report_plots.MARKS[n % report_plots.COLOURS], label)
        for n, label in enumerate(labels)
    )


def _means(group: Group, name: str, legend: Legend) -> Figure | None:
    found = {
        m.label: {k: v for k, v in m.run.measures.items() if 0 <= v[1] <= v[2] <= 1}
        for m in group.members
    }
    if not any(found.values()):
        return None
    plot = report_plots.intervals(f"{name}m", found)
    return Figure("指标和 95% 区间", plot, measured(group), legend)


def _curves(group: Group, name: str, legend: Legend) -> Figure | None:
    found = {m.label: curve for m in group.members if (curve := recall(m.folder))}
    if not found:
        return None
    held = tuple(entry for entry in legend if entry[2] in found)
    return Figure("前 k 条的召回率", report_plots.curves(f"{name}r", found), recalls(found), held)


def _spread(group: Group, name: str) -> Figure | None:
    table = scores(group)
    if table is None:
        return None
    measure = main_measure(group)
    counts = {m.label: histogram(m.run.values(measure)) for m in group.members}
    return Figure(table.caption, report_plots.bars(f"{name}s", counts), table)


def _ends(group: Group, name: str) -> Figure | None:
    found = outcomes(group)
    if not found:
        return None
    places = {outcome: n for n, outcome in enumerate(OUTCOMES)}
    legend = tuple((f"--o{places[o] + 1}", "■", o) for o in next(iter(found.values())))
    plot = report_plots.stacks(f"{name}o", found, places)
    return Figure("每题的结果", plot, outcome_table(found), legend)


def _times(group: Group, name: str, legend: Legend) -> Figure | None:
    table = latencies(group)
    if table is None:
        return None
    found = {m.label: times for m in group.members if len(times := elapsed(m))}
    held = tuple(entry for entry in legend if entry[2] in found)
    return Figure("每题耗时", report_plots.times(f"{name}t", found), table, held)
