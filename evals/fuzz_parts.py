"""What is fuzzed: one function a part, which takes an input and checks what must hold of it.

An error of the project's own is an answer like another, if it is one line; all else is a fault.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.ground import Evidence, Grounds, Sentences
from assistant.statements import quotations
from assistant.titles import Titles
from assistant.understand import Turn, Vocabulary, understand
from evals import fuzz_inputs
from ingest.header import Header, read_header
from ingest.layout import LaidOut, lay_out
from ingest.outline import read_outline
from ingest.readers import parse
from ingest.references import read_references
from ingest.source import Line, SourceText
from ingest.supports import read_supports
from ingest.targets import read_targets
from ingest.tasks import read_tasks
from kb.errors import PolicyKBError
from kb.limits import LIMITS
from kb.model import Clause, Document, Level
from kb.organs import Organs
from kb.squeeze import squeeze
from kb.visible import visible

__all__ = ["PARTS", "Part", "WrongError", "checked"]

Given = bytes | str


class WrongError(AssertionError):
    """Something that must hold of every input does not."""


@dataclass(frozen=True, slots=True)
class Part:
    """How inputs of a part are made, and what they must stand."""

    make: Callable[[random.Random], Given]
    check: Callable[[Any], None]
    share: int  # of a thousand inputs


def checked(part: Part, given: Given) -> None:
    """Try one input. Raises WrongError, or whatever else went wrong."""
    try:
        part.check(given)
    except PolicyKBError as error:
        _must("\n" not in str(error) and bool(str(error)), f"错误不是一行：{error}")


def _must(holds: bool, fault: str) -> None:
    if not holds:
        raise WrongError(fault)


def _source(text: str) -> SourceText:
    return SourceText(tuple(map(Line, text.split("\n"))), "text", "utf-8")


@cache
def _organs() -> Organs:
    return Organs.load()


# -- parts


def _readers(given: bytes) -> None:
    source = parse(given, Path("文件"), LIMITS)
    for line in source.lines:
        line.text.encode()  # what is no text cannot be stored
        _must("\n" not in line.text, "一行里有换行")
        _must("\0" not in line.text, "有空字符")
        _must(line.page is None or line.page >= 1, "页码不对")
    for warning in source.warnings:
        _must("\n" not in warning, "提示不是一行")


def _laid(given: str) -> tuple[LaidOut, Header, Document, tuple[Clause, ...]] | None:
    laid = lay_out(_source(_readable(given)))
    if not laid.text.strip():
        return None
    header = read_header(laid)
    document = Document(
        document_id="d",
        path="",
        sha256="",
        text=laid.text,
        title=header.title or "文件",
        kind=header.kind,
        number=header.number,
        issuers=header.issuers,
        region=header.region,
        level=header.level,
        written_on=header.written_on,
        published_on=header.published_on,
    )
    return laid, header, document, read_outline(laid, header, "d")


def _readable(given: str) -> str:
    """A text as readers give it."""
    return visible(given)


def _outline(given: str) -> None:
    found = _laid(given)
    if found is None:
        return
    laid, header, _, clauses = found
    text = laid.text
    for paragraph in laid.paragraphs:
        _must(0 <= paragraph.start < paragraph.end <= len(text), "段落不在文内")
    for before, after in pairwise(laid.paragraphs):
        _must(before.end < after.start, "段落重叠")
    for value in (header.title, header.number, header.addressees, *header.issuers):
        _must("\n" not in (value or ""), "文首的一项有换行")
    _must(len({clause.clause_id for clause in clauses}) == len(clauses), "条款编号重复")
    _nested(clauses, text)


def _nested(clauses: tuple[Clause, ...], text: str) -> None:
    by_id = {clause.clause_id: clause for clause in clauses}
    last: dict[str | None, int] = {}
    for clause in clauses:
        _must(0 <= clause.start < clause.end <= len(text), "条款不在文内")
        _must(clause.start <= clause.body_end <= clause.end, "条款正文不在条款内")
        parent = by_id.get(clause.parent_id) if clause.parent_id else None
        _must((clause.parent_id is None) == (parent is None), "没有上级条款")
        if parent is not None:
            _must(parent.start <= clause.start and clause.end <= parent.end, "条款不在上级内")
        _must(clause.start >= last.get(clause.parent_id, 0), "条款次序不对")
        last[clause.parent_id] = clause.end
    tops = "".join(text[c.start : c.end] for c in clauses if c.parent_id is None)
    _must(squeeze(tops) == squeeze(text), "条款没有盖住全文")


def _extraction(given: str) -> None:
    found = _laid(given)
    if found is None:
        return
    _, _, document, clauses = found
    text = document.text
    tasks = read_tasks(document, clauses, _organs())
    targets = read_targets(document, clauses, tasks)
    references = read_references(document, clauses)
    supports = read_supports(document, clauses, tasks)
    spans: list[tuple[int, int, str | None]] = []
    for task in tasks:
        spans.append((task.start, task.end, None))
        spans += [(each.start, each.end, each.as_written) for each in task.assignments]
        if task.responsibility_start is not None and task.responsibility_end is not None:
            start, end = task.responsibility_start, task.responsibility_end
            spans.append((start, end, task.responsibility_as_written))
    spans += [(each.start, each.end, None) for each in targets]
    spans += [(each.start, each.end, each.as_written) for each in references]
    for support in supports:
        spans.append((support.start, support.end, None))
        spans += [(amount.start, amount.end, amount.as_written) for amount in support.amounts]
        spans += [(one.start, one.end, one.as_written) for one in support.conditions]
    for start, end, written in spans:
        _must(0 <= start < end <= len(text), "记录不在文内")
        _must(written is None or text[start:end] == written, "记录与原文不符")
    ids = {clause.clause_id for clause in clauses}
    owners = [each.clause_id for each in tasks] + [each.clause_id for each in targets]
    owners += [each.clause_id for each in references] + [each.clause_id for each in supports]
    _must(ids.issuperset(owners), "记录没有条款")
    for value in (target.value for target in targets):
        _must(value is None or value.is_finite(), "目标值不是数")
    for names in ([t.task_id for t in tasks], [t.target_id for t in targets]):
        _must(len(set(names)) == len(names), "记录编号重复")


@cache
def _vocabulary() -> Vocabulary:
    titles = (
        "某市人民政府办公室关于促进快递业发展的实施意见",
        "快递暂行条例",
        "中华人民共和国邮政法",
    )
    held = tuple(
        Document(
            document_id=str(at),
            path="",
            sha256="",
            text=title,
            title=title,
            number=number,
            region=region,
        )
        for at, (title, number, region) in enumerate(
            zip(titles, ("某政办发〔2024〕3号", None, None), ("某市", "全国", "全国"), strict=True)
        )
    )
    return Vocabulary(titles=Titles(held), organs=_organs())


def _understanding(given: str) -> None:
    *told, question = given.split("\x1e")
    history = [Turn("user" if at % 2 == 0 else "assistant", each) for at, each in enumerate(told)]
    query = understand(question, history, _vocabulary())
    _must(query.question == question, "问题变了")
    ids = {document.document_id for document in _vocabulary().titles.by_id.values()}
    _must(set(query.named.document_ids) <= ids, "认出了没有的文件")
    for mention in query.organs:
        _must(bool(mention.as_written.strip()), "机关没有名称")


_SOURCE = (
    "第四十九条 快递企业不得将快件抛扔、踩踏，违者处一万元以上五万元以下的罚款。"
    "到2025年末，业务收入达到20亿元以上，覆盖率达到97%。（牵头单位：市邮政管理局；配合单位：市商务局）根据《中华人民共和国邮政法》，可以给予补助。"
)


@cache
def _grounds() -> Grounds:
    document = Document(
        document_id="d",
        path="",
        sha256="",
        text=_SOURCE,
        title="快件管理办法",
        region="某市",
        level="市",
    )
    clause = Clause(
        clause_id="d.1",
        document_id="d",
        parent_id=None,
        level=Level.ARTICLE,
        marker="第四十九条",
        heading="",
        label="第四十九条",
        start=0,
        end=len(_SOURCE),
        body_end=len(_SOURCE),
    )
    half = len(_SOURCE) // 2
    given = [
        Evidence(marker=at, document=document, clause=clause, start=start, end=end)
        for at, (start, end) in enumerate(((0, half), (half, len(_SOURCE))), 1)
    ]
    return Grounds(given, _organs(), "有什么规定")


def _grounding(given: str) -> None:
    sentences = Sentences()
    pieces = [
        piece for at in range(0, len(given), 7) for piece in sentences.feed(given[at : at + 7])
    ]
    pieces.append(sentences.rest())
    _must("".join(pieces) == given, "切句丢了字")
    for piece in pieces:
        verdict = _grounds().check(piece)
        _must(not (verdict.stands and verdict.faults), "既成立又有错")
        for start, end in quotations(verdict.text) if verdict.stands else ():
            quote = squeeze(verdict.text[start:end])
            _must(quote in squeeze(_SOURCE) or quote in "快件管理办法", "成立的引文不在原文里")


def _asked(chance: random.Random) -> str:
    return "\x1e".join(fuzz_inputs.question(chance) for _ in range(chance.choice((1, 1, 1, 2, 3))))


PARTS: Mapping[str, Part] = {
    "readers": Part(fuzz_inputs.content, _readers, 400),
    "outline": Part(fuzz_inputs.text, _outline, 200),
    "extraction": Part(fuzz_inputs.text, _extraction, 120),
    "understanding": Part(_asked, _understanding, 150),
    "grounding": Part(lambda chance: fuzz_inputs.sentence(chance, _SOURCE), _grounding, 130),
}
"""By name. Inputs of texts are characters, also those that no file can hold."""
