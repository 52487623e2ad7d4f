import os
from pathlib import Path

import pytest

from ingest.readers import read
from kb.errors import SourceError

TEXT = "衢州市人民政府办公室文件\n\n一、总体要求\n坚持以人民为中心的发展思想，到2025年建成3个。\n"


def written(folder: Path, content: bytes, name: str = "文件.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def lines(path: Path) -> list[str]:
    return [line.text for line in read(path).lines if line.text.strip()]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
    ],
)
@pytest.mark.parametrize("name", ["文件.txt", "文件.html", "文件", "文件.md"])
def test_text_in_any_encoding_by_content(
    tmp_path: Path, content: bytes, encoding: str, name: str
) -> None:
    source = read(written(tmp_path, content, name))
    assert source.encoding == encoding
    assert source.format == "text"
    assert [line.text for line in source.lines if line.text] == TEXT.split("\n")[:1] + TEXT.split(
        "\n"
    )[2:4]
    assert source.warnings == ()


def test_one_damaged_character_is_replaced_and_reported(tmp_path: Path) -> None:
    source = read(written(tmp_path, TEXT.encode() + b"\xe5\x85"))
    assert source.encoding == "utf-8"
    assert any("1 处" in warning for warning in source.warnings)


def test_stray_control_characters_are_dropped_and_reported(tmp_path: Path) -> None:
    source = read(
        written(tmp_path, (TEXT * 5).encode().replace("一、".encode(), "一、\x07".encode(), 1))
    )
    assert "\x07" not in "".join(line.text for line in source.lines)
    assert any("控制字符" in warning for warning in source.warnings)


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    source = read(written(tmp_path, "第一页\n\f第二页\n续\f\n第三页\n\f".encode()))
    assert [(line.text, line.page) for line in source.lines if line.text] == [
        ("第一页", 1),
        ("第二页", 2),
        ("续", 2),
        ("第三页", 3),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空"),
        (b" \n\t\r\n", "空"),
        ("\ufeff\u3000\n".encode(), "没有文字"),
        (b"\x00\x01\x02\x03binary\x00\xff", "不是文本"),
        (bytes(range(256)) * 8, "文本"),
        (b"\x7fELF" + bytes(range(1, 32)) * 20, "文本"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"{\\rtf1\\ansi}", "RTF"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SourceError) as caught:
        read(path)
    message = str(caught.value)
    assert told in message
    assert "请" in message
    assert "\n" not in message
    assert str(path) in message


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="不存在"):
        read(tmp_path / "没有.txt")
    with pytest.raises(SourceError, match="文件夹"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    path.chmod(0)
    with pytest.raises(SourceError, match="权限"):
        read(path)


MARKDOWN = """# 某市快递条例

<!-- INFO
END -->
## 第一章 总则 ##

**第一条** 为了*规范*市场，依照[邮政法](https://example.org/a)制定。

- 其一
1\\. 其二&nbsp;三

| 指标 | 2025年 |
| --- | --- |
| 件数 | 5 |

---
"""


def test_markdown_marks_are_stripped(tmp_path: Path) -> None:
    source = read(written(tmp_path, MARKDOWN.encode(), "条例.txt"))
    assert source.format == "markdown"
    assert [(line.text, line.style) for line in source.lines if line.text.strip()] == [
        ("某市快递条例", "h1"),
        ("第一章 总则", "h2"),
        ("第一条 为了规范市场，依照邮政法制定。", None),
        ("其一", None),
        ("1. 其二\xa0三", None),
        ("指标 2025年", "row"),
        ("件数 5", "row"),
    ]


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>网站标题</title>
<style>.a{color:red}</style><script>var a = "一、不是正文";</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zw">政务公开</a></div>
<ul><li><a href="/x">新闻</a></li></ul>
<table><tr><td>索 引 号：</td><td>000/2024</td><td>发文机关</td><td>某市人民政府</td></tr>
<tr><td>标　　题：</td><td colspan=3>关于某事的通知</td></tr>
<tr><td>主 题 词：</td><td></td></tr></table>
<table><tr><td><div id="content"><h1>关于<br>某事的通知</h1><p>各县：</p><!-- 旧稿 -->
<p style="text-indent:2em"><b>一、</b><span>总体&nbsp;要求</span></p><p>第一句。<br/>第二行。</p>
<p style="display:none">隐藏</p>
<table><tr><th>指标</th><th>值</th></tr><tr><td>件</td><td>5</td></tr></table>
<p>见<a href="/law">《邮政法》</a>第一条。</p>
<p><a href="f.doc">附件：表.doc</a></p></div></td></tr></table>
<div>分享到：</div><div class="footer">版权所有</div></body></html>"""


def test_a_web_page_keeps_its_text_and_metadata_only(tmp_path: Path) -> None:
    source = read(written(tmp_path, PAGE.encode(), "page.txt"))
    assert source.format == "html"
    assert [(line.text, line.style) for line in source.lines] == [
        ("索 引 号：000/2024", "field"),
        ("发文机关 某市人民政府", "field"),
        ("标　　题：关于某事的通知", "field"),
        ("主 题 词：", "field"),
        ("关于", "h1"),
        ("某事的通知", "h1"),
        ("各县：", None),
        ("一、总体\xa0要求", None),
        ("第一句。", None),
        ("第二行。", None),
        ("指标 值", "row"),
        ("件 5", "row"),
        ("见《邮政法》第一条。", None),
        ("附件：表.doc", None),
    ]


def test_a_page_without_closing_tags_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "<html><body><p>甲<p>乙<div>丙</div></html>".encode())
    assert lines(path) == ["甲", "乙", "丙"]


def test_a_law_with_angle_brackets_is_no_page(tmp_path: Path) -> None:
    path = written(tmp_path, "《关于修改<中华人民共和国邮政法>的决定》第一次修正\n".encode())
    assert read(path).format == "text"
    assert lines(path) == ["《关于修改<中华人民共和国邮政法>的决定》第一次修正"]


def test_every_shared_file_is_read(shared: Path) -> None:
    files = [
        *shared.glob("dev/policies/*.txt"),
        *shared.glob("dev/responsibility/documents/*"),
        *shared.glob("seeds/*"),
        *shared.glob("corpus/*"),
    ]
    formats = {path: read(path).format for path in files}
    assert len(formats) > 300
    assert {path.suffix for path, form in formats.items() if form == "html"} == {".html"}
    assert {path.suffix for path, form in formats.items() if form == "markdown"} == {".md"}
