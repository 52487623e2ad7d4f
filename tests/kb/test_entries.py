"""What the indexes hold of a document."""

from kb.entries import entries
from kb.model import Clause, Document, Level

TEXT = (
    "一、重点任务\n（一）健全网络。\n1．进村。支持进村。\n2．进厂。支持进厂。\n"
    "以上由市政府督办。\n二、其他\n本意见施行。"
)


def clause(
    clause_id: str, parent: str | None, level: Level, marker: str, heading: str, part: str
) -> Clause:
    start = TEXT.index(part)
    return Clause(
        clause_id=clause_id,
        document_id="d",
        parent_id=parent,
        level=level,
        marker=marker,
        heading=heading,
        label=f"{marker}{heading}",
        start=start,
        end=start + len(part),
        body_end=start + len(part),
    )


def test_own_text_also_behind_what_is_inside_and_no_bare_headings() -> None:
    document = Document(document_id="d", path="d.txt", sha256="0", text=TEXT, title="意见")
    first, second = TEXT.split("二、其他")[0], "二、其他\n本意见施行。"
    items = "1．进村。支持进村。\n2．进厂。支持进厂。\n"
    clauses = [
        clause("s1", None, Level.HEADING1, "一、", "重点任务", first),
        clause("g1", "s1", Level.HEADING2, "（一）", "健全网络", f"（一）健全网络。\n{items}"),
        clause("i1", "g1", Level.HEADING3, "1．", "进村", "1．进村。支持进村。\n"),
        clause("i2", "g1", Level.HEADING3, "2．", "进厂", "2．进厂。支持进厂。\n"),
        clause("s2", None, Level.HEADING1, "二、", "其他", second),
        clause("p1", "s2", Level.PARAGRAPH, "", "", "本意见施行。"),
    ]
    found = entries(document, clauses)
    assert [(entry.clause_id, entry.text) for entry in found] == [
        ("s1", "一、重点任务\n以上由市政府督办。\n"),
        ("i1", "1．进村。支持进村。\n"),
        ("i2", "2．进厂。支持进厂。\n"),
        ("s2", "二、其他\n本意见施行。"),
    ]
    assert {entry.title for entry in found} == {"意见"}
    assert entries(document, []) == ()
