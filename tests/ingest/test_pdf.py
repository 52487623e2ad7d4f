import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_pdf import FONT, Setter, canvas, save_pdf
from seed_text import facts, seed_facts, seed_paragraphs

from ingest.document import read_document
from ingest.readers import read
from ingest.readers.pdf_tables import join_rows
from ingest.readers.typeset import Glyph, set_lines
from kb.errors import SourceError
from kb.limits import Limits
from kb.organs import Organs

LAYOUTS: dict[str, dict[str, Any]] = {
    "one column with a running header": {"header": "衢州市人民政府办公室文件汇编"},
    "two columns, bare page numbers": {"size": 10.5, "pitch": 17, "columns": 2, "footer": "{}"},
    "pages turned by 90 degrees": {"size": 12, "pitch": 20, "rotate": 90, "footer": "第 {} 页"},
    "pages turned by 180 degrees": {"size": 14, "pitch": 24, "rotate": 180, "footer": "- {} -"},
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_seed_gives_the_same_records(tmp_path: Path, shared: Path, layout: dict[str, Any]) -> None:
    path = tmp_path / "种子.pdf"
    save_pdf(path, seed_paragraphs(shared), **layout)
    records = read_document(path, Organs.load())
    assert facts(records) == seed_facts(shared)
    assert "汇编" not in records.document.text
    pages = [clause.page for clause in records.clauses if clause.page]
    assert pages == sorted(pages)
    assert pages[-1] > 3


def texts(path: Path) -> list[str]:
    return [line.text.strip() for line in read(path).lines]


def test_paragraphs_by_indent_gap_and_end(tmp_path: Path) -> None:
    pages = Setter(tmp_path / "a.pdf")
    long = "坚持以人民为中心的发展思想，深入实施创新驱动发展战略，扎实推动共同富裕先行示范。"
    units = "各市、县人民政府，" * 6 + "省级各单位："
    for text in (long, long + long, "一、短标题", long):
        pages.paragraph(text)
    pages.paragraph(units, indent=0)
    pages.y -= 40
    pages.paragraph(long, indent=0)
    pages.save()
    expected = [
        long,
        long + long,
        "一、短标题",
        long,
        units,
        long,
    ]
    assert texts(tmp_path / "a.pdf") == expected


def test_a_paragraph_over_a_page_break_is_whole(tmp_path: Path) -> None:
    pages = Setter(tmp_path / "a.pdf", header="内部资料")
    text = "深入实施创新驱动发展战略，加快建设高水平科技强省，" * 40 + "取得实效。"
    pages.paragraph(text)
    pages.save()
    assert pages.page > 1
    assert texts(tmp_path / "a.pdf") == [text]


def test_what_repeats_in_the_text_is_kept(tmp_path: Path) -> None:
    pages = Setter(tmp_path / "a.pdf", header="政府公报　　2024年第3期")
    for number in range(1, 60):
        pages.paragraph(f"第{number}条　本条例所称快递，是指在承诺的时限内快速完成的寄递活动。")
    pages.save()
    found = texts(tmp_path / "a.pdf")
    assert len(found) == 59
    assert not any("公报" in text or "—" in text for text in found)


def draw_table(path: Path, rows: list[list[str]], merged: tuple[object, ...]) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    canvas(path)
    style = ParagraphStyle("a", fontName=FONT, fontSize=11, leading=15, wordWrap="CJK")
    cells = [[Paragraph(text, style) for text in row] for row in rows]
    grid = Table(cells, colWidths=[40, 150, 80, 120, 80])
    grid.setStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), merged])
    heading = [Paragraph(text, style) for text in ("市邮政快递业任务分解表", "一、重点任务")]
    note = Paragraph("附则：本表由市发改委解释。", style)
    SimpleDocTemplate(str(path)).build([*heading, grid, note])


def test_ruled_tables_become_rows(tmp_path: Path) -> None:
    rows = [
        ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "编制邮政快递空间规划，统筹布局快递物流园区", "市发改委",
         "市资源规划局、市交通运输局", "2024年6月底前"],
        ["2", "提升末端服务", "", "市商务局", "长期坚持"],
    ]  # fmt: skip
    path = tmp_path / "表.pdf"
    draw_table(path, rows, ("SPAN", (2, 1), (2, 2)))
    rows[2][2] = "市发改委"
    found = read(path).lines
    assert [line.text.strip() for line in found] == [
        "市邮政快递业任务分解表", "一、重点任务",
        *map(" ".join, rows), "附则：本表由市发改委解释。",
    ]  # fmt: skip
    assert [line.style for line in found] == [None, None, "row", "row", "row", None]
    tasks = read_document(path, Organs.load()).tasks
    assert [(task.number, len(task.assignments)) for task in tasks] == [("1", 3), ("2", 2)]


HEAD = ["序号", "任务", "单位"]
PARTS = [
    # the head is repeated
    ([HEAD, ["1", "甲", "某委"]], [HEAD, ["2", "乙", "某局"]], 2, [["2", "乙", "某局"]]),
    # a row is broken
    ([HEAD, ["1", "编制", "市发"]], [["", "规划", "改委"], ["2", "乙", ""]], 2, [["2", "乙", ""]]),
    # a row of its own
    ([HEAD, ["1", "甲", "市发改委"]], [["2", "", "市教育局"]], 2, [["2", "", "市教育局"]]),
    # nothing tells
    ([HEAD, ["", "甲", "市发改委"]], [["", "乙", "市教育局"]], 2, [["", "乙", "市教育局"]]),
    ([], [], 0, []),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "size", "rest"), PARTS)
def test_tables_over_a_page_break(
    before: list[list[str]], after: list[list[str]], size: int, rest: list[list[str]]
) -> None:
    before = list(before)
    assert join_rows(before, after) == rest
    assert len(before) == size
    if after and after[0][1] == "规划":
        assert before[-1] == ["1", "编制规划", "市发改委"]


def test_a_table_over_pages_is_read_row_by_row(tmp_path: Path) -> None:
    body = [
        [str(n), "编制邮政快递空间规划，统筹布局" * 3, "市发改委", "市商务局", "长期坚持"]
        for n in range(1, 31)
    ]
    head = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
    path = tmp_path / "表.pdf"
    draw_table(path, [head, *body], ("VALIGN", (0, 0), (-1, -1), "TOP"))
    rows = [line for line in read(path).lines if line.style == "row"]
    assert [line.text for line in rows] == [" ".join(row) for row in [head, *body]]
    assert [rows[0].page, rows[-1].page] == [1, 4]


def glyphs(text: str, x: float, y: float, size: float = 10, step: float = 10) -> list[Glyph]:
    return [Glyph(c, x + step * at, x + step * at + size, y, size) for at, c in enumerate(text)]


def test_lines_of_glyphs() -> None:
    page = [
        *glyphs("下行", 0, 30),
        *glyphs("上行", 0, 10),
        *glyphs("上行", 0.3, 10),  # drawn twice to look bold
        *glyphs("高", 20, 12),
        *glyphs("总则", 100, 50, step=40),
        *glyphs("AB", 0, 70, size=5, step=5),
        *glyphs("CD", 13, 70, size=5, step=5),
    ]
    assert [line.text for line in set_lines(page)] == ["上行高", "下行", "总 则", "AB CD"]


def picture_pdf(path: Path, text: str = "") -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    page = canvas(path)
    page.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)
    page.showPage()
    if text:
        page.setFont(FONT, 12)
        page.drawString(80, 700, text)
        page.showPage()
    page.save()


def test_scans_say_so(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    picture_pdf(path, "有文字的一页")
    source = read(path)
    assert [line.text.strip() for line in source.lines] == ["有文字的一页"]
    assert "第 1 页是图片" in source.warnings[0]


def pdf_bytes(**options: Any) -> bytes:
    buffer = io.BytesIO()
    from reportlab.pdfgen.canvas import Canvas

    page = Canvas(buffer, **options)
    page.drawString(80, 700, "policy " * 10)
    page.save()
    return buffer.getvalue()


def locked() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return pdf_bytes(encrypt=StandardEncryption("secret", strength=128))


GOOD = pdf_bytes()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "损坏"),
        (GOOD[: len(GOOD) // 2], "损坏|没有文字"),
        (b"%PDF-1.4\n" + b"\0" * 5000, "损坏"),
        (locked(), "密码"),
    ],
)
def test_bad_files_fail_with_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as failure:
        read(path)
    assert "\n" not in str(failure.value)


def test_limits_of_pages_and_time(tmp_path: Path) -> None:
    path = tmp_path / "长.pdf"
    page = canvas(path)
    for _ in range(3):
        page.drawString(80, 700, "text")
        page.showPage()
    page.save()
    with pytest.raises(SourceError, match=re.escape("3 页，超过上限 2 页")):
        read(path, Limits(pages=2))
    with pytest.raises(SourceError, match="超过上限 -1 秒"):
        read(path, Limits(seconds=-1))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(tmp_path: Path, at: int, byte: int) -> None:
    path = tmp_path / "改.pdf"
    path.write_bytes(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])
    with contextlib.suppress(SourceError):
        read(path)
