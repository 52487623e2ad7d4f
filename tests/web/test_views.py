"""The views: what is marked, what is escaped, what is left out."""

import re
from datetime import date

import pytest

from assistant.web.answer_view import conversation_view, sources_view
from assistant.web.conversation import Conversation, Exchange, State
from assistant.web.document_view import document_view
from assistant.web.examples import Example
from assistant.web.labels import day
from assistant.web.library import Holding, Shelf
from assistant.web.library_view import documents_view, head_view, welcome_view
from kb.model import Answer, Citation, Clause, Document, DocumentStatus, Facts, Level

TEXT = """关于标牌的意见
一、总体要求
坚持安全第一。
二、任务
1．更新标牌。清理破损标牌。（责任单位：市城管局）
某市政府"""
DOCUMENT = Document(
    document_id="d1",
    path="a.txt",
    sha256="0",
    text=TEXT,
    title="关于标牌的意见",
    number="某政发〔2023〕1号",
    effective_on=date(2023, 5, 1),
)
IN_FORCE = (DocumentStatus.IN_FORCE, "自2023年5月1日起施行")


def clause(part: str, level: Level, marker: str, heading: str) -> Clause:
    start = TEXT.index(part)
    return Clause(
        clause_id=f"d1.{marker}",
        document_id="d1",
        parent_id=None,
        level=level,
        marker=marker,
        heading=heading,
        label=f"二、任务 > {marker}{heading}",
        start=start,
        end=start + len(part),
        body_end=start + len(part),
    )


TASK = clause(
    "1．更新标牌。清理破损标牌。（责任单位：市城管局）", Level.HEADING3, "1．", "更新标牌"
)
CLAUSES = (clause("二、任务", Level.HEADING1, "二、", "任务"), TASK)


def citation(quote: str, marker: int = 1, **changed: object) -> Citation:
    start = TEXT.find(quote)
    values = {
        "marker": marker,
        "document_id": "d1",
        "document_title": DOCUMENT.title,
        "number": DOCUMENT.number,
        "clause_id": TASK.clause_id,
        "clause_label": TASK.label,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "page": None,
    }
    return Citation(**{**values, **changed})


def answer(text: str, *citations: Citation, found: int = 1, asked: int = 1) -> Answer:
    return Answer(
        question="问", text=text, found=found, asked=asked, citations=citations, facts=Facts()
    )


def talk(told: Answer) -> str:
    return conversation_view(Conversation((Exchange("问", State.DONE, told),)))


def marked(html: str, name: str) -> str:
    pieces = re.findall(rf'<mark class="[^"]*\b{name}\b[^"]*">(.*?)</mark>', html)
    return "".join(pieces)


def test_the_clause_and_in_it_the_quotation_are_marked() -> None:
    html = document_view(DOCUMENT, CLAUSES, citation("（责任单位：市城管局）"), *IN_FORCE)
    assert marked(html, "quote") == "（责任单位：市城管局）"
    assert marked(html, "clause") == TEXT[TASK.start : TASK.end]
    assert html.count('id="cited"') == 1
    assert 'class="h1"' in html
    assert "现行有效" in html
    assert "2023年5月1日施行" in html


def test_the_text_is_whole_and_in_order() -> None:
    html = document_view(DOCUMENT, CLAUSES, citation("清理破损标牌。"), *IN_FORCE)
    body = html[html.index('class="text"') :]
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", body)
    assert "\n".join(re.sub("<[^>]+>", "", paragraph) for paragraph in paragraphs) == TEXT


def test_a_quotation_over_paragraphs_is_marked_in_each() -> None:
    html = document_view(DOCUMENT, CLAUSES, citation("坚持安全第一。\n二、任务"), *IN_FORCE)
    assert marked(html, "quote") == "坚持安全第一。二、任务"


def test_a_quotation_that_moved_is_found_by_its_words() -> None:
    html = document_view(DOCUMENT, (), citation("清理破损标牌。", start=0, end=7), *IN_FORCE)
    assert marked(html, "quote") == "清理破损标牌。"


def test_a_quotation_that_is_gone_is_told() -> None:
    html = document_view(DOCUMENT, CLAUSES, citation("早已删去的<话>"), *IN_FORCE)
    assert marked(html, "quote") == ""
    assert "原文已没有这段话：“早已删去的&lt;话&gt;”" in html


def test_a_long_document_is_cut_at_paragraphs() -> None:
    filler = "\n".join(f"第{n}段{'字' * 500}" for n in range(100))
    text = f"{filler}\n{TASK.label}\n{filler}"
    start = text.index(TASK.label)
    long = Document(document_id="d1", path="", sha256="", text=text, title="长")
    cited = citation(TASK.label, start=start, end=start + len(TASK.label))
    html = document_view(long, (), cited, *IN_FORCE)
    shown = sum(len(re.sub("<[^>]+>", "", p)) for p in re.findall(r"<p[^>]*>第.*?</p>", html))
    left_out = [int(count) for count in re.findall(r"文略 (\d+) 字", html)]
    assert len(left_out) == 2
    assert 20_000 < shown < 27_000
    assert abs(shown + sum(left_out) - len(text)) < 200


@pytest.mark.parametrize(
    ("text", "buttons", "shown"),
    [
        ("共六家。[1]", ["1"], "共六家。1"),
        ("甲[1]乙[2]", ["1", "2"], "甲1乙2"),
        ("没有这个出处[7]", [], "没有这个出处[7]"),
        ("数组[0]和[1]", ["1"], "数组[0]和1"),
        ("<b>[1]</b>", ["1"], "&lt;b&gt;1&lt;/b&gt;"),
    ],
)
def test_markers_become_buttons(text: str, buttons: list[str], shown: str) -> None:
    html = talk(answer(text, citation("市城管局"), citation("任务", 2)))
    assert re.findall(r'data-marker="(\d+)"', html) == buttons
    assert f"<p>{shown}</p>" in re.sub(r"</?button[^>]*>", "", html)


@pytest.mark.parametrize(
    ("told", "style", "notice"),
    [
        (answer("有。[1]", citation("任务")), "answered", False),
        (answer("一半。[1]", citation("任务"), asked=2), "partly", True),
        (answer("没有。[1]", citation("任务"), found=0), "declined", True),
        (answer("您好。", found=0), "declined", False),
    ],
)
def test_the_status_of_an_answer_shows(told: Answer, style: str, notice: bool) -> None:
    html = talk(told)
    assert f'class="reply {style}"' in html
    assert ('class="notice"' in html) is notice


def test_passages_stand_under_their_document() -> None:
    other = citation("任务", 2, document_id="d2", document_title="另一份<i>", number=None)
    told = answer("。", citation("市城管局"), other, citation("安全", 3))
    html = sources_view(told, 0, 2, {"d1": IN_FORCE})
    assert re.findall(r'data-marker="(\d)"', html) == ["1", "3", "2"]
    assert html.count('aria-current="true"') == 1
    assert html.count("现行有效") == 1
    assert "另一份&lt;i&gt;" in html
    assert "3 处" in html


def test_declined_answers_show_the_nearest_clauses() -> None:
    assert "最接近的条款" in sources_view(answer("。", citation("任务"), found=0), 0, 1, {})


@pytest.mark.parametrize(
    ("exchange", "shown"),
    [
        (Exchange("问<1>"), "正在查找依据"),
        (Exchange("问", State.STOPPED), "已停止。"),
        (Exchange("问", State.FAILED, error="坏了<b>"), 'role="alert">坏了&lt;b&gt;<'),
    ],
)
def test_what_became_of_a_question_shows(exchange: Exchange, shown: str) -> None:
    html = conversation_view(Conversation((exchange,)))
    assert shown in html
    assert "问<1>" not in html


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({"effective_on": date(2024, 2, 16), "written_on": date(2024, 1, 17)}, "2024年2月16日施行"),
        ({"written_on": date(2024, 1, 17)}, "2024年1月17日成文"),
        ({"published_on": date(2024, 1, 18)}, "2024年1月18日公布"),
        ({}, ""),
    ],
)
def test_the_date_that_tells_most(dates: dict[str, date], shown: str) -> None:
    assert day(Document(document_id="d", path="", sha256="", text="", title="", **dates)) == shown


def test_an_empty_shelf_says_how_to_fill_it() -> None:
    for html in (welcome_view(Shelf()), documents_view(Shelf())):
        assert "policykb ingest" in html
    assert "空" in head_view(Shelf())


def test_a_shelf_lists_documents_examples_and_what_is_missing() -> None:
    hostile = Document(document_id="d", path="", sha256="", text="", title="<script>题</script>")
    shelf = Shelf(
        holdings=(Holding(DOCUMENT, *IN_FORCE), Holding(hostile, DocumentStatus.REPEALED, '"废"')),
        missing=("《甲<办法>》",),
        examples=(Example('市"城管局"有哪些任务？', frozenset()),),
    )
    html = head_view(shelf) + documents_view(shelf) + welcome_view(shelf)
    assert "2 份文件" in html
    assert "现行有效 1，已废止 1" in html
    assert "&lt;script&gt;题" in html
    assert "《甲&lt;办法&gt;》" in html
    assert 'data-question="市&quot;城管局&quot;有哪些任务？"' in html
    assert "<script" not in html


def test_a_thousand_documents_are_counted_and_not_all_listed() -> None:
    shelf = Shelf(holdings=(Holding(DOCUMENT, *IN_FORCE),) * 1000)
    html = documents_view(shelf)
    assert "1000 份文件" in html
    assert "另有 800 份" in html
    assert html.count("<li>") == 200
