import contextlib
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_docx import docx, levels, numbered, paragraph, save_docx
from seed_text import facts, seed_facts, seed_paragraphs

from ingest.document import read_document
from ingest.readers import read
from ingest.readers.docx_numbering import format_number
from kb.errors import SourceError
from kb.limits import Limits
from kb.organs import Organs

FORMS = [
    ("chineseCounting", 1, "一"),
    ("chineseCountingThousand", 21, "二十一"),
    ("ideographDigital", 10, "一〇"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("decimal", 3, "3"),
    ("decimalZero", 3, "03"),
    ("upperRoman", 14, "XIV"),
    ("lowerRoman", 9, "ix"),
    ("upperLetter", 27, "AA"),
    ("lowerLetter", 2, "b"),
    ("decimalEnclosedCircleChinese", 3, "③"),
    ("decimalEnclosedCircle", 30, "30"),
    ("decimalFullWidth", 12, "１２"),
    ("ideographTraditional", 2, "乙"),
    ("ideographZodiac", 1, "子"),
    ("none", 4, ""),
    ("neverHeardOf", 4, "4"),
]
OUTLINE = levels(
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3．"),
    ("decimal", "%1.%4"),
)


@pytest.mark.parametrize(("form", "number", "expected"), FORMS)
def test_number_formats(form: str, number: int, expected: str) -> None:
    assert format_number(number, form) == expected


def lines(folder: Path, content: bytes) -> list[str]:
    path = folder / "文件.docx"
    path.write_bytes(content)
    return [line.text for line in read(path).lines if line.text.strip()]


def test_automatic_numbers_are_text(tmp_path: Path) -> None:
    body = "".join(
        numbered(text, level)
        for text, level in (
            ("总则", 0),
            ("甲", 1),
            ("子", 2),
            ("丑", 2),
            ("乙", 1),
            ("寅", 2),
            ("细则", 0),
            ("丙", 1),
        )
    )
    expected = [
        "一、总则",
        "（一）甲",
        "1．子",
        "2．丑",
        "（二）乙",
        "1．寅",
        "二、细则",
        "（一）丙",
    ]
    assert lines(tmp_path, docx(body, OUTLINE)) == expected


def test_numbers_of_styles_restarts_and_formats(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    numbering = OUTLINE + (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = (
        paragraph("一章", '<w:pStyle w:val="a"/>')
        + paragraph("二章", '<w:pStyle w:val="b"/>')
        + paragraph("不编号", '<w:pStyle w:val="b"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + numbered("另起", 0, 2)
        + numbered("接着", 0, 2)
        + numbered("四级", 3, 2)
    )
    expected = ["一、一章", "二、二章", "不编号", "五、另起", "六、接着", "六.1四级"]
    assert lines(tmp_path, docx(body, numbering, styles)) == expected
    assert [line.style for line in read(tmp_path / "文件.docx").lines][:2] == ["h1", None]


def test_what_is_text_and_what_is_not(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:txbxContent>{paragraph('文本框')}</w:txbxContent>"
    alternatives = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:p><w:r>{alternatives}</w:r>{run.format('正文')}</w:p>"
        f"<w:p><w:ins>{run.format('增')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        f"<w:hyperlink>{run.format('链')}</w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:r><w:t>上行</w:t><w:br/><w:t>下行</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "</w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('目录行')}</w:sdtContent></w:sdt>"
    )
    assert lines(tmp_path, docx(body)) == ["文本框", "正文", "增链", "上行", "下行", "控件"]
    assert "修订" in read(tmp_path / "文件.docx").warnings[0]


def cell(text: str, properties: str = "") -> str:
    inside = "".join(paragraph(part) for part in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_tables_become_rows_and_tasks(tmp_path: Path) -> None:
    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = paragraph("衢州市邮政快递业任务分解方案") + paragraph("一、重点任务") + table(
        "".join(map(cell, ("序号", "重点任务", "牵头单位", "配合单位", "完成时限"))),
        cell("1") + cell("编制空间规划，\n统筹布局") + cell("市发改委", top)
        + cell("市资源规划局\n市交通运输局") + cell("2024年6月底前"),
        cell("2") + cell("提升末端服务") + cell("", below)
        + cell("市商务局、市教\n育局") + cell("长期坚持"),
    )  # fmt: skip
    assert lines(tmp_path, docx(body))[2:] == [
        "序号 重点任务 牵头单位 配合单位 完成时限",
        "1 编制空间规划，统筹布局 市发改委 市资源规划局、市交通运输局 2024年6月底前",
        "2 提升末端服务 市发改委 市商务局、市教育局 长期坚持",
    ]
    tasks = read_document(tmp_path / "文件.docx", Organs.load()).tasks
    assert [(task.number, len(task.assignments)) for task in tasks] == [("1", 3), ("2", 3)]


def test_frames_around_text_are_no_tables(tmp_path: Path) -> None:
    body = table(cell("衢州市人民政府办公室") + cell("2024年1月17日印发"))
    path = tmp_path / "文件.docx"
    path.write_bytes(docx(body))
    assert [line.style for line in read(path).lines] == [None]


def test_a_frame_keeps_the_paragraphs_in_it(tmp_path: Path) -> None:
    inner = table(cell("指标") + cell("值"), cell("件") + cell("5"))
    framed = f"<w:tc>{paragraph('一、甲')}{paragraph('乙。')}{inner}{paragraph('二、丙')}</w:tc>"
    assert lines(tmp_path, docx(table(framed, cell("丁")))) == [
        "一、甲",
        "乙。",
        "指标 值",
        "件 5",
        "二、丙",
        "丁",
    ]


def test_a_table_in_a_cell_loses_no_text(tmp_path: Path) -> None:
    inner = table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    row = cell("内") + f"<w:tc>{paragraph('外')}{inner}</w:tc>"
    assert lines(tmp_path, docx(table(row, cell("下") + cell("右")))) == ["内 外甲乙丙丁", "下 右"]


def test_notes_are_told_of_and_not_read(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="3"/></w:r>'
    assert lines(tmp_path, docx(f"<w:p><w:r><w:t>正文</w:t></w:r>{note}</w:p>")) == ["正文"]
    assert read(tmp_path / "文件.docx").warnings == ("文件有脚注或尾注，注文未收入；请打开核对",)


def test_seed_gives_the_same_records(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "种子.docx"
    save_docx(path, seed_paragraphs(shared))
    records = read_document(path, Organs.load())
    assert facts(records) == seed_facts(shared)
    assert records.document.written_on == date(2024, 1, 17)
    assert "页眉" not in records.document.text


def test_seed_with_automatic_numbers_gives_the_same_records(tmp_path: Path, shared: Path) -> None:
    marks = (r"[一二三]、", r"（[一二三四]）(?!此)", r"\d{1,2}．")
    body = ""
    for text in seed_paragraphs(shared):
        level = next((at for at, mark in enumerate(marks) if re.match(mark, text)), None)
        body += (
            paragraph(text)
            if level is None
            else numbered(re.sub(marks[level], "", text, count=1), level)
        )
    running = OUTLINE.replace('w:ilvl="2">', 'w:ilvl="2"><w:lvlRestart w:val="0"/>')
    path = tmp_path / "种子.docx"
    path.write_bytes(docx(body, running))
    assert facts(read_document(path, Organs.load())) == seed_facts(shared)


GOOD = docx(paragraph("衢州市人民政府关于推进工作的意见") * 50)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[:200], "损坏"),
        (GOOD[:-30], "损坏"),
        (GOOD.replace(b"word/document.xml", b"word/documenX.xml", 1), "损坏"),
        (docx("<w:p>"), "XML"),
        (docx(""), "没有文字"),
    ],
)
def test_bad_files_fail_with_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as failure:
        lines(tmp_path, content)
    assert "\n" not in str(failure.value)


def test_files_over_the_limits_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 20_000_000)
    with pytest.raises(SourceError, match="倍"):
        read(path)
    with pytest.raises(SourceError, match="MB"):
        read(path, Limits(unpacked_mb=10))
    with pytest.raises(SourceError, match="0 个"):
        read(path, Limits(members=0))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_read_or_refused(tmp_path: Path, at: int, byte: int) -> None:
    path = tmp_path / "改.docx"
    path.write_bytes(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])
    with contextlib.suppress(SourceError):
        read(path)
