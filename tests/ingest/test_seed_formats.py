"""The seed as text of other encodings and layouts, Markdown and a saved page."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest
from make_pdf import wrap
from seed_text import facts, seed_facts, seed_paragraphs

from ingest.document import read_document
from kb.organs import Organs


def page(paragraphs: Sequence[str]) -> str:
    body = "\n".join(f"<p style='text-indent:2em'>{escape(text)}</p>" for text in paragraphs)
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>市政府网站</title>"
        "<script>var a = '<p>';</script></head><body>"
        "<div class='nav'><a href='/'>首页</a> &gt; <a href='/zc'>政策文件</a></div>"
        f"<div id='zoom' class='TRS_Editor'>{body}</div>"
        "<div class='share'>分享到：<a>微信</a></div>"
        "<div class='footer'>网站地图 联系我们 备案号：某ICP备00000000号</div></body></html>"
    )


def wrapped(paragraphs: Sequence[str]) -> str:
    return "\n".join(
        f"　　{line}" if not at else line
        for text in paragraphs
        for at, line in enumerate(wrap(text, 34, 32))
    )


FORMS: dict[str, Callable[[list[str]], bytes]] = {
    "国标.txt": lambda paragraphs: "\n".join(paragraphs).encode("gb18030"),
    "十六.txt": lambda paragraphs: "\n".join(paragraphs).encode("utf-16"),
    "硬折行.txt": lambda paragraphs: wrapped(paragraphs).encode(),
    "一行.txt": lambda paragraphs: "　　".join(paragraphs).encode(),
    "文.md": lambda paragraphs: "\n\n".join(paragraphs).encode(),
    "网页.html": lambda paragraphs: page(paragraphs).encode(),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_records(tmp_path: Path, shared: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FORMS[name](seed_paragraphs(shared)))
    found, wanted = facts(read_document(path, Organs.load())), seed_facts(shared)
    differing = [key for key in wanted if found[key] != wanted[key]]
    assert differing == []
