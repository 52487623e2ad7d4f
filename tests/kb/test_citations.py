"""A reference means one document, or none."""

from dataclasses import replace

import pytest

from kb.citations import (
    bare_title,
    cited_clause,
    cited_document,
    cited_documents,
    same_title,
)
from kb.model import Clause, Document, Level, Reference, Relation


def document(document_id: str, title: str, number: str | None = None) -> Document:
    return Document(
        document_id=document_id, path="", sha256="", text="", title=title, number=number
    )


def reference(title: str | None, number: str | None = None, document_id: str = "a") -> Reference:
    return Reference(
        clause_id=f"{document_id}.s1",
        as_written=f"《{title}》",
        title=title,
        number=number,
        article=None,
        relation=Relation.BASIS,
        document_id=document_id,
        start=0,
        end=1,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("中华人民共和国邮政法", "邮政法", True),
        ("《邮政法》", "中华人民共和国邮政法（2015年修正）", True),
        ("甲市人民政府关于促进乙的意见", "关于促进乙的意见", True),
        ("邮政法", "邮政法实施细则", False),
        ("快递暂行条例", "快递条例", False),
        ("合同法", "劳动合同法", False),
    ],
)
def test_same_title(one: str, other: str, same: bool) -> None:
    assert same_title(one, other) is same
    assert same_title(other, one) is same


def test_a_version_in_brackets_is_no_part_of_a_title() -> None:
    assert bare_title("粮食管理办法（试行）") == "粮食管理办法"


def test_unique_or_nothing() -> None:
    old, new = document("old", "甲办法"), document("new", "甲办法")
    assert cited_document(reference("甲办法"), [old]) == old
    assert cited_document(reference("甲办法"), [old, new]) is None
    assert cited_document(reference("乙办法"), [old]) is None


def test_a_number_goes_before_the_title() -> None:
    old, new = (
        document("old", "甲办法", "甲发〔2020〕1号"),
        document("new", "甲办法", "甲发〔2024〕1号"),
    )
    assert cited_document(reference("甲办法", "甲发〔2024〕1号"), [old, new]) == new


def test_this_law_means_the_citing_document() -> None:
    own = document("a", "甲办法")
    assert cited_document(reference(None), [own, document("b", "乙办法")]) == own


def test_cited_documents_are_listed_once_with_who_cites_them() -> None:
    documents = [document("a", "甲办法"), document("b", "中华人民共和国乙法")]
    references = [
        reference("乙法"),
        reference("中华人民共和国乙法"),
        reference("丙条例"),
        reference("甲办法"),
        reference("丙条例", document_id="b"),
    ]
    found = cited_documents(references, documents)
    assert [(item.name, item.document_id, item.citing) for item in found] == [
        ("《乙法》", "b", ("a",)),
        ("《丙条例》", None, ("a", "b")),
    ]


def test_the_paragraph_and_the_article_before() -> None:
    def clause(clause_id: str, parent: str | None, level: Level, start: int, end: int) -> Clause:
        return Clause(
            clause_id=clause_id,
            document_id="a",
            parent_id=parent,
            level=level,
            marker="",
            heading="",
            label="",
            start=start,
            end=end,
            body_end=end,
        )

    clauses = [
        clause("a1", None, Level.ARTICLE, 0, 10),
        clause("a2", None, Level.ARTICLE, 10, 40),
        clause("a2.p1", "a2", Level.PARAGRAPH, 10, 20),
        clause("a2.p2", "a2", Level.PARAGRAPH, 20, 40),
        clause("a2.p2.x1", "a2.p2", Level.ITEM, 30, 40),
    ]

    def meant(article: str, clause_id: str) -> str | None:
        named = replace(reference(None), article=article, clause_id=clause_id)
        found = cited_clause(named, clauses)
        return found.clause_id if found else None

    assert meant("前款", "a2.p2.x1") == "a2.p1"
    assert meant("前款第（一）项", "a2.p2") == "a2.p1"
    assert meant("前条", "a2.p1") == "a1"
    assert meant("前条", "a1") is None
    assert meant("前款", "b9") is None
