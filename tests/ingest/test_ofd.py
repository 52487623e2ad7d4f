from pathlib import Path

import pytest
from make_ofd import NAMESPACE, page, save_ofd, text_object, write_ofd
from seed_text import facts, seed_facts, seed_paragraphs

from ingest.document import read_document
from ingest.readers import read
from kb.errors import SourceError
from kb.limits import Limits
from kb.organs import Organs


def test_seed_gives_the_same_records(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "种子.ofd"
    save_ofd(path, seed_paragraphs(shared))
    records = read_document(path, Organs.load())
    assert facts(records) == seed_facts(shared)
    assert len(records.document.pages) > 3


def texts(path: Path) -> list[str]:
    return [line.text.strip() for line in read(path).lines]


def test_order_of_places_turned_and_slanted_text(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    objects = [
        text_object("下面一行", 30, 100),
        text_object("右边", 80, 50),
        text_object("左边", 30, 50),
        text_object("水印", 60, 80, extra='CTM="0.7 0.7 -0.7 0.7 0 0"'),
        text_object("看不见", 30, 150, extra='Visible="false"'),
    ]
    write_ofd(path, [page(objects)])
    assert texts(path) == ["左边 右边", "下面一行"]


def test_pages_turned_by_90_degrees(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    turned = 'CTM="0 1 -1 0 0 0"'
    expected = ["一、总则", "二、分则", "三、附则"]
    objects = [
        text_object(text, 150 - 12 * at, 40, extra=turned) for at, text in enumerate(expected)
    ]
    write_ofd(path, [page(objects[::-1])])
    assert texts(path) == expected


def test_absolute_locations(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    root = (
        f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0\\Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    )
    write_ofd(path, [page([text_object("正文", 30, 50)])], root)
    assert texts(path) == ["正文"]


LOCKED = f"<ofd:OFD {NAMESPACE}><ofd:DocBody/><ofd:Encryptions>e.xml</ofd:Encryptions></ofd:OFD>"
BAD = [
    ([page(['<ofd:ImageObject ID="1"/>'])], "", "扫描件"),
    ([page([])], "", "没有文字"),
    ([], "", "没有文字"),
    (["<ofd:Page"], "", "XML"),
    ([], f"<ofd:OFD {NAMESPACE}/>", "没有文档"),
    ([], LOCKED, "密码"),
]


@pytest.mark.parametrize(("pages", "root", "said"), BAD)
def test_bad_files_fail_with_one_line(
    tmp_path: Path, pages: list[str], root: str, said: str
) -> None:
    path = tmp_path / "坏.ofd"
    write_ofd(path, pages, root)
    with pytest.raises(SourceError, match=said) as failure:
        read(path)
    assert "\n" not in str(failure.value)


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    write_ofd(path, [page([text_object("正文", 30, 50)])] * 3)
    with pytest.raises(SourceError, match="3 页，超过上限 2 页"):
        read(path, Limits(pages=2))
    huge = text_object("正文", 30, 50).replace("g 1 ", "g 999999999 ")
    write_ofd(path, [page([huge])])
    assert texts(path) == ["正文"]
