"""What a made-up answer says, and whether its citation bears it out."""

import pytest

from evals.claims import unsupported
from kb.model import Answer, Citation, Clause, Document, Facts, Level
from kb.organs import Organs

TEXT = "3．建设冷库。到2025年建成5座。（责任单位：市商务局、市财政局）"
DOCUMENT = Document(
    document_id="d",
    path="",
    sha256="",
    text=TEXT,
    title="甲州市冷链实施意见",
    number="甲政发〔2023〕7号",
)
CLAUSE = Clause(
    clause_id="c",
    document_id="d",
    parent_id=None,
    level=Level.HEADING3,
    marker="3．",
    heading="建设冷库",
    label="3．建设冷库",
    start=0,
    end=len(TEXT),
    body_end=len(TEXT),
)
ORGANS = Organs.load()


def faults(text: str, question: str = "冷库建几座") -> int:
    citation = Citation(
        marker=1,
        document_id="d",
        document_title=DOCUMENT.title,
        number=DOCUMENT.number,
        clause_id="c",
        clause_label=CLAUSE.label,
        quote="到2025年建成5座。",
        start=TEXT.index("到"),
        end=TEXT.index("（"),
        page=None,
    )
    answer = Answer(
        question=question, text=text, found=1, asked=1, citations=(citation,), facts=Facts()
    )
    return len(unsupported(answer, {"d": DOCUMENT}, lambda *_: [CLAUSE], ORGANS))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“到2025年建成5座。”[1]", 0),
        ("“到2025年建成6座。”[1]", 2),
        ("《甲州市冷链实施意见》（甲政发〔2023〕7号）第3项：5座[1]", 0),
        ("第4项：5座[1]", 1),
        ("由市商务局负责[1]", 0),
        ("由市教育局负责[1]", 1),
        ("到2030年建成5座[1]", 1),
        ("共有18项任务：[1]", 0),
        ("知识库没有收入《乙州市2026年计划》。", 0),
    ],
)
def test_unsupported(text: str, count: int) -> None:
    assert faults(text) == count


def test_what_the_question_says_may_be_repeated() -> None:
    assert faults("没有2030年的目标[1]", "2030年呢") == 0
