from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.header import read_header
from ingest.layout import lay_out
from ingest.outline import read_outline
from ingest.readers import read
from ingest.readers.text import read_text
from ingest.references import read_references
from ingest.source import SourceText
from kb.model import Document, Reference, Relation


def references(text: str) -> tuple[Reference, ...]:
    laid = lay_out(SourceText(read_text(text), "text", "utf-8"))
    document = Document(document_id="d", path="", sha256="", text=laid.text, title="")
    found = read_references(document, read_outline(laid, read_header(laid), "d"))
    assert all(laid.text[r.start : r.end] == r.as_written for r in found)
    return found


def read_all(sentence: str) -> list[tuple[str | None, str | None, str | None, str]]:
    found = references(f"某通知\n各县：\n一、总体要求\n{sentence}")
    return [(r.title, r.number, r.article, str(r.relation)) for r in found]


CASES = [
    ("根据《中华人民共和国邮政法》，制定。", [("中华人民共和国邮政法", None, None, "basis")]),
    (
        "根据《邮政法》《快递暂行条例》《某局关于某事的意见》（国邮发〔2023〕39 号）"
        "和《某省条例》等，制定。",
        [
            ("邮政法", None, None, "basis"),
            ("快递暂行条例", None, None, "basis"),
            ("某局关于某事的意见", "国邮发〔2023〕39号", None, "basis"),
            ("某省条例", None, None, "basis"),
        ],
    ),
    (
        "依照《邮政法》第五十二条第二款第（三）项处罚。",
        [("邮政法", None, "第五十二条第二款第（三）项", "basis")],
    ),
    ("按照国发〔2013〕30号文件执行。", [(None, "国发〔2013〕30号", None, "basis")]),
    ("见工信部联企业〔2011〕300号。", [(None, "工信部联企业〔2011〕300号", None, "cites")]),
    (
        "贯彻落实《省政府关于某事的意见》精神。",
        [("省政府关于某事的意见", None, None, "implements")],
    ),
    (
        "对《某市办法》作如下修改。修改《某市办法》第三条。",
        [("某市办法", None, None, "amends"), ("某市办法", None, "第三条", "amends")],
    ),
    (
        "《某市办法》（某政发〔2010〕3号）同时废止。",
        [("某市办法", "某政发〔2010〕3号", None, "repeals")],
    ),
    (
        "《甲办法》《乙办法》和《丙办法》自行废止。",
        [(t, None, None, "repeals") for t in ("甲办法", "乙办法", "丙办法")],
    ),
    (
        "本通知印发之日起，《甲通知》（国办发〔2016〕82号）停止执行。",
        [("甲通知", "国办发〔2016〕82号", None, "repeals")],
    ),
    ("废止《某市规定》。", [("某市规定", None, None, "repeals")]),
    (
        "某部于2013年以交通运输部令2013年第1号公布的《快递市场管理办法》同时废止。",
        [("快递市场管理办法", "交通运输部令2013年第1号", None, "repeals")],
    ),
    (
        "依据《甲办法》执行，《乙办法》同时废止。",
        [("甲办法", None, None, "basis"), ("乙办法", None, None, "repeals")],
    ),
    ("现将《某方案》印发给你们。", [("某方案", None, None, "issues")]),
    ("《某方案》已经市政府同意，现印发给你们。", [("某方案", None, None, "issues")]),
    ("违反本办法第二十五条的，处罚。", [(None, None, "第二十五条", "cites")]),
    ("依照本条例第三条第一款第（二）项规定。", [(None, None, "第三条第一款第（二）项", "basis")]),
    ("《关于印发〈某办法〉的通知》", [("关于印发《某办法》的通知", None, None, "cites")]),
    ("《甲办法》提出的任务。", [("甲办法", None, None, "cites")]),
    ("没有引用。（一）第三条意见。", []),
    (
        "有第三条第（一）、（二）项情形。违反第三条第（一）、（二）项的，处罚。",
        [
            (None, None, "第三条第（一）项", "cites"),
            (None, None, "第三条第（二）项", "cites"),
        ],
    ),
    (
        "《刑法》第九条规定：“违反本法第三十条的”。",
        [
            ("刑法", None, "第九条", "cites"),
            (None, None, "第三十条", "cites"),
        ],
    ),
    ("[发文字号]某政发〔2020〕5号[废止日期]----", [(None, "某政发〔2020〕5号", None, "cites")]),
    ("与《某市办法》不一致的规定停止执行。", [("某市办法", None, None, "cites")]),
    ("《甲市办法》第三条停止执行。", [("甲市办法", None, "第三条", "amends")]),
    (
        "依照国家发展和改革委员会令第5号办理。",
        [
            (None, "国家发展和改革委员会令第5号", None, "basis"),
        ],
    ),
    ("印发通告（第3号）。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_references(sentence: str, expected: list[tuple[str | None, ...]]) -> None:
    assert read_all(sentence) == expected


def test_a_reference_stands_in_its_innermost_clause() -> None:
    found = references(
        "某办法\n第一章　总则\n第一条　甲。\n第二条　有下列情形的：\n"
        "（一）违反《某法》的；\n（二）其他。"
    )
    assert [(r.clause_id, r.title) for r in found] == [("d.c1.a2.x1", "某法")]


def test_the_head_refers_to_the_document_itself() -> None:
    assert references("某市关于印发《某方案》的通知\n各县：\n一、做好工作。") == ()


@given(
    st.lists(
        st.sampled_from([*"《》〈〉（）〔〕第条款项号废止、和", "2020", "根据", "本法", "第三条"]),
        max_size=80,
    ).map("".join)
)
def test_any_text_can_be_read(text: str) -> None:
    references(text)


def test_the_seed(shared: Path) -> None:
    (path,) = shared.glob("seeds/*.txt")
    laid = lay_out(read(path))
    document = Document(document_id="d", path="", sha256="", text=laid.text, title="")
    found = read_references(document, read_outline(laid, read_header(laid), "d"))
    assert [(r.title, r.number) for r in found if r.relation is Relation.BASIS] == [
        ("中华人民共和国邮政法", None),
        ("快递暂行条例", None),
        ("国家邮政局关于推进新时代快递业高质量发展的意见", "国邮发〔2023〕39号"),
        ("浙江省快递业促进条例", None),
    ]
