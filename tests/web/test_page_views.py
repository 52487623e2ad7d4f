"""The pieces of the pages: years, paging, addresses, long lists, citations found by an index."""

import random
import re
from collections import Counter

import pytest

from assistant.web.chart_view import bars_view, counted, matrix_view
from assistant.web.frame import Frame
from assistant.web.library import Holding
from assistant.web.markup import address, attribute, clause_address, pager, text
from assistant.web.outline_view import outline_view
from assistant.web.shelf_view import ShelfScreen, shelf_page
from assistant.web.task_filter import years_of
from assistant.web.text_view import paragraphs
from kb.citations import cited_document
from kb.links import Links
from kb.model import (
    Assignment,
    Clause,
    Document,
    DocumentStatus,
    Level,
    Reference,
    Relation,
    Role,
    Task,
)


@pytest.mark.parametrize(
    ("words", "years"),
    [
        (["2025年底前"], {2025}),
        (["2023—2025年", "长期"], {2023, 2024, 2025}),
        (["2023年至2025年"], {2023, 2024, 2025}),
        (["2024年3月和2026年"], {2024, 2026}),
        (["10240000元", "12024"], set()),
        (["2100-1900", "每年"], {1900, 2100}),
        ([], set()),
    ],
)
def test_the_years_that_deadlines_name(words: list[str], years: set[int]) -> None:
    assert years_of(words) == years


@pytest.mark.parametrize(
    ("page", "total", "shown"),
    [
        (1, 100, ""),
        (1, 101, "12"),
        (5, 1000, "1…34567…10"),
        (1, 1000, "123…10"),
        (10, 1000, "1…8910"),
    ],
)
def test_the_links_to_other_pages(page: int, total: int, shown: str) -> None:
    html = pager("./tasks", {"q": "甲 &"}, page, total, 100)
    assert re.sub(r"<[^>]+>", "", html) == shown
    assert html.count('aria-current="page"') == (1 if shown else 0)


def test_addresses_and_texts_are_escaped() -> None:
    assert address("./x", {"a": '"<', "b": ""}) == "./x?a=%22%3C"
    assert clause_address("../", "a/b?", 1, 2) == "../documents/a%2Fb%3F?start=1&amp;end=2#cited"
    assert text("<b>\u202e") == "<bdi>&lt;b&gt;\u202e</bdi>"
    assert attribute('"\u202e\u2067甲') == "&quot;甲"


def document(order: int, **changed: object) -> Document:
    values: dict[str, object] = {
        "document_id": f"d{order}",
        "path": f"{order}.txt",
        "sha256": "",
        "text": "",
        "title": f"第{order}号文件",
    }
    return Document(**{**values, **changed})


def test_a_thousand_documents_are_paged() -> None:
    held = [Holding(document(n), DocumentStatus.IN_FORCE, "") for n in range(1000)]
    counts = Counter({DocumentStatus.IN_FORCE.value: 1000})
    html = shelf_page(Frame(), ShelfScreen(found=held, counts={}, page=3, held=counts))
    assert html.count('class="title"') == 50
    assert "第100号文件" in html
    assert "共 1000 份" in html
    assert 'href="./documents?page=20"' in html
    assert len(html) < 60_000


def clause(number: int, parent: int | None, level: Level, start: int, heading: str) -> Clause:
    return Clause(
        clause_id=f"c{number}",
        document_id="d1",
        parent_id=None if parent is None else f"c{parent}",
        level=level,
        marker="",
        heading=heading,
        label=heading,
        start=start,
        end=start + 5,
        body_end=start + 5,
    )


def test_the_tree_leaves_out_paragraphs_and_keeps_what_is_below_them() -> None:
    clauses = [
        clause(1, None, Level.HEADING1, 0, "一、<总>"),
        clause(2, 1, Level.PARAGRAPH, 5, "自然段"),
        clause(3, 2, Level.HEADING2, 10, "（一）分"),
        clause(4, None, Level.HEADING1, 20, "二、" + "长" * 100),
    ]
    html = outline_view(clauses)
    assert "一、&lt;总&gt;" in html
    assert re.search(r'#c0".*?<ul><li><a href="#c10"', html)
    assert "自然段" not in html
    assert "长" * 60 not in html
    assert outline_view(clauses[:1]) == ""


def test_anchors_stand_where_clauses_begin_in_a_line() -> None:
    held = document(1, text="一、总则。（一）甲<。\n二、分则")
    clauses = [
        clause(1, None, Level.HEADING1, 0, ""),
        clause(2, 1, Level.HEADING2, 5, ""),
        clause(3, None, Level.HEADING1, 12, ""),
    ]
    html = "".join(paragraphs(held, clauses, (0, 0), (0, 0), anchored=True))
    assert re.findall(r'id="(c\d+)"', html) == ["c0", "c5", "c12"]
    assert "&lt;" in html
    plain = "".join(paragraphs(held, clauses, (0, 0), (0, 0)))
    assert "id=" not in plain


def test_many_clauses_are_marked_in_linear_time() -> None:
    line = "第一条　内容内容。"
    held = document(1, text="\n".join([line] * 20_000))
    clauses = [
        clause(n, None, Level.ARTICLE, n * (len(line) + 1), "").__class__(
            clause_id=f"c{n}",
            document_id="d1",
            parent_id=None,
            level=Level.ARTICLE,
            marker="第一条",
            heading="",
            label="",
            start=n * (len(line) + 1),
            end=n * (len(line) + 1) + len(line),
            body_end=n * (len(line) + 1) + len(line),
        )
        for n in range(20_000)
    ]
    html = "".join(paragraphs(held, clauses, (0, 0), (0, 0), anchored=True))
    assert html.count('class="run-in"') == 20_000


def task(number: int, *parts: tuple[str, Role, bool]) -> Task:
    return Task(
        task_id=f"t{number}",
        document_id="d1",
        clause_id="c1",
        number=str(number),
        title=f"任务{number}<",
        section="",
        label="",
        assignments=tuple(
            Assignment(
                department=None, as_written=name, role=role, inherited=shared, start=0, end=1
            )
            for name, role, shared in parts
        ),
        responsibility_as_written=None,
        responsibility_start=None,
        responsibility_end=None,
        deadlines=(),
        start=0,
        end=1,
    )


def test_a_task_counts_once_for_a_department() -> None:
    twice = task(1, ("甲局", Role.LEAD, False), ("甲局", Role.SUPPORT, False))
    other = task(2, ("甲局", Role.LEAD, False), ("乙局", Role.GUIDE, True))
    assert counted([twice, other]) == [("甲局", 2), ("乙局", 1)]
    html = matrix_view([twice, other], "./")
    assert html.count('<th scope="col"') == 3
    assert '牵</span><span class="role support">配' in html
    assert '导</span><span class="role inherited">统' in html


def test_many_departments_are_folded_and_cut() -> None:
    tasks = [task(n, (f"{n}<局", Role.LEAD, False)) for n in range(100)]
    html = bars_view(counted(tasks), "./tasks", {})
    assert "另外 88 个部门" in html
    assert "<局" not in html
    assert "另有 40 个部门没有列出" in matrix_view(tasks, "./")


def reference(title: str | None, number: str | None) -> Reference:
    return Reference(
        clause_id="c",
        as_written="",
        title=title,
        number=number,
        article=None,
        relation=Relation.CITES,
        document_id="d0",
        start=0,
        end=0,
    )


class Held:
    """What `Links` reads of a snapshot."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = {each.document_id: each for each in documents}


def test_the_index_finds_just_what_a_search_through_all_does() -> None:
    chance = random.Random(8)
    parts = ("某市", "关于", "路灯", "的通知", "中华人民共和国", "（试行）", "《", "》", " ")
    titles = ["".join(chance.choices(parts, k=chance.randint(1, 6))) for _ in range(150)]
    numbers = [None, *(f"某发〔2024〕{n}号" for n in range(20))]
    documents = [document(n, title=t, number=chance.choice(numbers)) for n, t in enumerate(titles)]
    links = Links(Held(documents), bool)  # type: ignore[arg-type]
    for _ in range(2000):
        cited = reference(chance.choice([None, *titles]), chance.choice(numbers))
        if cited.title or cited.number:
            found = cited_document(cited, links.candidates(cited))
            assert found == cited_document(cited, documents)
