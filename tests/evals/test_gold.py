import pytest

from evals.gold import Sources
from evals.question_sets import Gold
from kb.model import Document


def _document(name, text="", **fields):
    return Document(document_id=name, path=f"/d/{name}file.txt", sha256="", text=text, **fields)


LAW = _document("a1", "第一条 快递，\n是指寄递。第二条 快递，是指寄递。", title="某省快递条例")
RULES = _document("b2", "第一条 依据。", title="某省快递条例实施细则（试行）")
NOTICE = _document("c3", "一、要求", title="关于做好春运的通知", number="某办发〔2024〕3号")
COPY = _document("d4", "一、要求", title="关于做好春运的通知", number="某办发〔2024〕3号")
SOURCES = Sources([LAW, RULES, NOTICE, COPY])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("某省快递条例", ["a1"]),
        ("《某省快递条例》", ["a1"]),
        ("某省快递条例实施细则", ["b2"]),
        ("快递条例", ["a1", "b2"]),
        ("某办发[2024]3号", ["c3", "d4"]),
        ("某办发 ( 2024 ) 3号", ["c3", "d4"]),
        ("b2", ["b2"]),
        ("b2file", ["b2"]),
        ("春运", ["c3", "d4"]),
        ("夏运", []),
        ("《》", []),
    ],
)
def test_documents_by_any_of_their_names(name, found):
    assert [document.document_id for document in SOURCES.named(name)] == found


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (Gold("a1", "第二条快递"), [("a1", 13, 19)]),
        (Gold("a1", "快递，是 指\n寄递"), [("a1", 4, 12), ("a1", 17, 24)]),
        (Gold("a1"), [("a1", 0, len(LAW.text))]),
        (Gold("某办发〔2024〕3号", "要求"), [("c3", 2, 4), ("d4", 2, 4)]),
        (Gold("a1", "邮政"), []),
        (Gold("没有的", "快递"), []),
        (Gold("a1", "\u200b"), []),
    ],
)
def test_where_a_quote_stands(gold, found):
    assert SOURCES.spans(gold) == found
