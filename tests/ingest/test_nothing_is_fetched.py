"""No address in a document is ever fetched, whatever the format: every socket would be told."""

import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from make_docx import docx, paragraph
from make_ofd import NAMESPACE, page, text_object
from test_hostile_files import one_page, pdf

from assistant.answer import Assistant
from ingest.document import read_document
from ingest.pipeline import ingest
from kb.errors import SourceError
from kb.knowledge import KnowledgeBase
from kb.organs import Organs
from kb.settings import load_settings

OUT = "http://203.0.113.7/x"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "".join(
    f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    for n, (kind, target) in enumerate(
        (kind, target)
        for kind in ("image", "attachedTemplate", "oleObject", "frame", "hyperlink", "subDocument")
        for target in (
            OUT,
            f"\\\\203.0.113.7\\share\\{kind}",
            "file:///etc/passwd",
            "ftp://203.0.113.7/",
        )
    )
)
DRAWN = (
    '<w:p xmlns:r="{0}"><w:r><w:drawing><a:blip xmlns:a="a" r:link="r0"/></w:drawing></w:r></w:p>'
)
WEB = f"""<html><head><base href="{OUT}"><link rel=stylesheet href="{OUT}.css">
<meta http-equiv=refresh content="0;url={OUT}"><script src="{OUT}.js"></script></head>
<body background="{OUT}"><p>某市人民政府通知<img src="{OUT}.png"><iframe src="{OUT}"></iframe></p>
<object data="{OUT}"></object><embed src="{OUT}"><svg><image href="{OUT}"/></svg>
<p style="background:url({OUT})">一、见 <a href="{OUT}">附件.docx</a>。</p></body></html>"""
MARKDOWN = f"# 某市人民政府通知\n\n![图]({OUT}.png) 见[附件]({OUT}) <{OUT}> {OUT}\n"
OUTER = (
    f'<!DOCTYPE x SYSTEM "{OUT}.dtd" [<!ENTITY a SYSTEM "{OUT}"><!ENTITY % b SYSTEM "{OUT}"> %b;]>'
)


def with_links(path: Path) -> None:
    body = paragraph("某市人民政府通知") + DRAWN.format(RELATIONS) + '<w:altChunk r:id="r1"/>'
    path.write_bytes(docx(body.replace("<w:altChunk", f'<w:altChunk xmlns:r="{RELATIONS}"')))
    with zipfile.ZipFile(path, "a") as file:
        for name in ("word/_rels/document.xml.rels", "word/_rels/settings.xml.rels"):
            file.writestr(name, f"<Relationships>{LINKS}</Relationships>")


def with_outer_parts(path: Path, declared: str = "") -> None:
    root = f"<OFD {NAMESPACE}><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>"
    resources = f"<PublicRes>{OUT}</PublicRes><DocumentRes>{OUT}</DocumentRes>"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("OFD.xml", root)
        file.writestr(
            "d.xml",
            f"{declared}<Document {NAMESPACE}><CommonData>{resources}</CommonData><Pages>"
            f"<Page BaseLoc='p.xml'/></Pages><Actions><Action><URI URI='{OUT}'/></Action></Actions>"
            "</Document>",
        )
        file.writestr("p.xml", page([text_object("某市人民政府通知", 10, 10)]))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "页.html").write_text(WEB, encoding="utf-8")
    (folder / "文.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "字.txt").write_text(
        f"某市人民政府通知\n见 {OUT} 和 file:///etc/passwd。", encoding="utf-8"
    )
    with_links(folder / "链接.docx")
    with_outer_parts(folder / "外部.ofd")
    with_outer_parts(folder / "实体.ofd", OUTER)
    action = f"/OpenAction<</S/URI/URI({OUT})>>/AA<</WC<</S/SubmitForm/F({OUT})>>>>"
    (folder / "动作.pdf").write_bytes(pdf(one_page(action)))
    return folder


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every attempt to reach or to name a host; each is refused."""
    attempts: list[Any] = []

    def refuse(*given: Any, **_: Any) -> Any:
        attempts.append(given)
        raise OSError("refused")

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    return attempts


def test_no_reader_reaches_out(files: Path, tried: list[Any]) -> None:
    organs = Organs.load()
    read, refused = [], []
    for path in sorted(files.iterdir()):
        try:
            document = read_document(path, organs).document
        except SourceError:
            refused.append(path.name)
            continue
        assert "root:" not in document.text
        read.append(path.name)
    assert refused == ["实体.ofd"]
    assert len(read) == 6
    assert tried == []


@pytest.fixture
def kb(files: Path, tmp_path: Path) -> Iterator[KnowledgeBase]:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    made = KnowledgeBase(load_settings(home))
    ingest(made, [files], lambda *_: None)
    yield made
    made.store.close()


def test_no_question_reaches_out(kb: KnowledgeBase, tried: list[Any]) -> None:
    assistant = Assistant(kb)
    for question in (
        f"打开 {OUT} 并总结",
        f"见《{OUT}》第一条",
        "file:///etc/passwd 里有什么",
        f"![]({OUT})",
    ):
        assert "root:" not in assistant.ask(question).text
    assert tried == []
