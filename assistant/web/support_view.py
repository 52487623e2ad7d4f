"""The page 惠企政策: a form for the profile and the checklist of measures. Pure; all is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.match import Check, Match, MatchVerdict
from assistant.profile import FIELDS
from assistant.tables import CHECK_WORDS, MATCH_WORDS
from assistant.web.frame import Frame
from assistant.web.labels import path
from kb.model import Clause, Document, Force

__all__ = ["LISTS", "checklist_view", "support_page"]

LISTS = ("kind", "qualifications", "projects", "circumstances", "without")
"""The fields that hold several entries, written with 、 between them."""
_SHOWN = 100  # measures of one verdict; more would only be scrolled past
_CHOICES: Mapping[str, Sequence[str]] = {
    "size": ("大型", "中型", "小型", "微型", "小微", "中小微"),
    "insured": ("是", "否"),
}
_HINTS: Mapping[str, str] = {
    "region": "浙江省衢州市衢江区",
    "industry": "冷链快递",
    "section": "国民经济行业分类门类，如 G",
    "kind": "民营企业、合作社、个体工商户……",
    "qualifications": "高新技术企业、快递业务经营许可证……",
    "projects": "在建、运营的项目",
    "circumstances": "受影响较大、租用国有厂房……",
    "without": "明确没有的，如 高新技术企业",
    "employees": "人",
    "revenue": "万元",
    "assets": "万元",
    "tax_paid": "万元",
    "layoff_rate": "%，没有裁员填 0",
    "registered_on": "2018-05-20，也可只写年月",
}
_HOW_TO_TELL = "所问“是否……”：是的写进“其他情况”，否的写进“没有的资质和情况”，再核对一次。"
_FIRST = ("region", "industry", "size", "kind", "employees", "revenue")
_OPEN = (MatchVerdict.APPLICABLE, MatchVerdict.POSSIBLE)


def support_page(
    frame: Frame, values: Mapping[str, str], result: str = "", problem: str = ""
) -> str:
    """The whole page. `values` are the form's texts."""
    alert = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    main = (
        '<div class="heading"><h1>惠企政策</h1><p class="total">填写企业情况，逐条核对能享受哪些'
        "扶持；不知道的会问，不猜</p></div>"
        f'<div class="desk">{_form(values, frame.root)}'
        '<section class="result" aria-label="核对结果" aria-live="polite">'
        f"{alert}{result}</section></div>"
    )
    return frame.page("supports", "惠企政策", main, styles=("supports.css",), name="supports")


def _form(values: Mapping[str, str], root: str) -> str:
    rest = [name for name in FIELDS if name not in _FIRST]
    more = " open" if any(values.get(name) for name in rest) else ""
    return (
        f'<form method="post" action="{root}supports"><label class="wide">用一两句话介绍企业'
        '<textarea name="describe" rows="3" maxlength="2000" placeholder="我们是某市一家做快递的'
        f'小企业，员工45人……">{escape(values.get("describe", ""))}</textarea></label>'
        '<p class="hint">也可以直接填写；介绍里说到的会填进下面的空格，请核对。</p>'
        f'<div class="fields">{_fields(_FIRST, values)}</div>'
        f"<details{more}><summary>更多情况</summary>"
        f'<div class="fields">{_fields(rest, values)}</div></details>'
        '<div class="actions"><button type="submit" class="primary">核对政策</button>'
        f'<button type="submit" formaction="{root}supports.xlsx">导出表格</button>'
        f'<a class="reset" href="{root}supports">清空</a></div></form>'
    )


def _fields(names: Iterable[str], values: Mapping[str, str]) -> str:
    return "".join(_field(name, values.get(name, "")) for name in names)


def _field(name: str, value: str) -> str:
    label = escape(FIELDS[name])
    if name in _CHOICES:
        options = "".join(
            f"<option{' selected' if choice == value else ''}>{choice}</option>"
            for choice in ("", *_CHOICES[name])
        )
        return f'<label>{label}<select name="{name}">{options}</select></label>'
    hint = escape(_HINTS.get(name, ""))
    return (
        f'<label>{label}<input name="{name}" value="{escape(value)}" placeholder="{hint}"'
        ' maxlength="500" autocomplete="off"></label>'
    )


def checklist_view(
    matches: Sequence[Match],
    documents: Mapping[str, Document],
    clauses: Mapping[str, Clause],
    notes: Sequence[str] = (),
) -> str:
    """The measures by verdict, each with its conditions and its sentence; `clauses` by their id."""
    if not matches:
        return '<p class="hint">知识库里还没有扶持措施；收入惠企政策文件后再来。</p>'
    told = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    groups = []
    for verdict, word in MATCH_WORDS.items():
        those = [each for each in matches if each.verdict is verdict]
        if those:
            groups.append(_group(verdict, word, those, documents, clauses))
    return told + "".join(groups)


def _group(
    verdict: MatchVerdict,
    word: str,
    matches: Sequence[Match],
    documents: Mapping[str, Document],
    clauses: Mapping[str, Clause],
) -> str:
    rows = "".join(
        _measure(each, documents[each.support.document_id], clauses.get(each.support.clause_id))
        for each in matches[:_SHOWN]
    )
    more = len(matches) - _SHOWN
    rest = f'<p class="hint">另有 {more} 项，导出表格可看全部。</p>' if more > 0 else ""
    hint = ""
    if verdict is MatchVerdict.POSSIBLE:
        hint = f'<p class="hint">{_HOW_TO_TELL}</p>'
    shown = " open" if verdict in _OPEN else ""
    return (
        f'<details class="verdict {verdict.value}"{shown}><summary>{word}'
        f"<small>{len(matches)} 项</small></summary>{hint}<ol>{rows}</ol>{rest}</details>"
    )


def _measure(found: Match, document: Document, clause: Clause | None) -> str:
    support = found.support
    number = f"<span>{escape(document.number)}</span>" if document.number else ""
    kinds = "".join(f'<span class="kind">{escape(kind)}</span>' for kind in support.kinds)
    hedge = '<span class="kind">可以、鼓励</span>' if support.force is Force.POSSIBLE else ""
    place = f'<p class="path">{path(clause.label)}</p>' if clause else ""
    quote = escape(document.text[support.start : support.end])
    return (
        f"<li><h3>{escape(support.measure)}{kinds}{hedge}</h3>"
        f'<p class="facts"><span>{escape(document.title)}</span>{number}</p>{place}'
        f"{_why(found)}{_checks(found.checks)}{_list('还须补充', found.ask)}"
        f"{_list('注意', found.notes)}{_facts(found)}"
        f"<blockquote>{quote}</blockquote></li>"
    )


def _why(found: Match) -> str:
    return f'<p class="why">{escape(found.why)}</p>' if found.why else ""


def _checks(checks: Sequence[Check]) -> str:
    rows = "".join(
        f'<li class="{check.judgement.verdict.value}">'
        f"<b>{CHECK_WORDS[check.judgement.verdict]}</b>"
        f"<span>{escape(check.as_written) or '对象'}</span>"
        f"<small>{escape(check.judgement.reason)}</small></li>"
        for check in checks
    )
    return f'<ul class="checks">{rows}</ul>'


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="ask"><b>{title}</b><ul>{rows}</ul></div>'


def _facts(found: Match) -> str:
    support = found.support
    told = (
        ("找谁办", "、".join(support.departments)),
        ("怎样申请", support.how_to_apply or ""),
        ("期限", support.period or ""),
    )
    rows = "".join(f"<dt>{word}</dt><dd>{escape(text)}</dd>" for word, text in told if text)
    return f"<dl>{rows}</dl>" if rows else ""
