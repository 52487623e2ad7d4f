"""Tables of names and the documents that they mean."""

from typing import Any

import pytest

from assistant.titles import Titles
from kb.model import Document


def document(document_id: str, title: str, **fields: Any) -> Document:
    return Document(document_id=document_id, path="", sha256="", text=title, title=title, **fields)


TITLES = Titles(
    (
        document("a", "嘉兴市人民政府关于推进冷链物流的实施意见", number="嘉政发〔2023〕7号"),
        document("b", "国务院办公厅关于优化营商环境的实施意见", number="国办发〔2020〕24号"),
        document("c", "中华人民共和国粮食安全保障法"),
        document("d", "邮件快件管理办法", number="交通运输部令2023年第22号"),
        document("f", "关于支持防控有关税收政策的公告", number="财政部税务总局公告2020年第8号"),
        document("e", "税务局发布\uff02非接触式\uff02办税清单"),
    )
)


def ids(documents: list[Document]) -> str:
    return "".join(found.document_id for found in documents)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("粮食安全保障法", "c"),
        ("关于推进冷链物流的实施意见", "a"),
        ("优化营商环境", "b"),
        ("实施意见", "ab"),
        ("意见", ""),
        ("粮食法", ""),
        ('税务局发布"非接触式"办税清单', "e"),
    ],
)
def test_names(name: str, found: str) -> None:
    assert ids(TITLES.meant_by(name)) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("国办发〔2020〕24号", "b"),
        ("依据国办发〔2020〕24号", "b"),
        ("政发〔2023〕7号", "a"),
        ("国办发〔2021〕24号", ""),
        ("交通运输部令2023年第22号", "d"),
        ("交通运输部2023年第22号令", "d"),
        ("交通运输部令第22号", "d"),
        ("交通运输部令2022年第22号", ""),
        ("财政部税务总局公告2020年第8号", "f"),
        ("税务总局2020年第8号公告", "f"),
        ("根据税务总局公告第8号", "f"),
        ("财政部税务总局令2020年第8号", ""),
    ],
)
def test_numbers(number: str, found: str) -> None:
    assert ids(TITLES.numbered(number)) == found


@pytest.mark.parametrize(
    ("before", "serial", "found"), [("国办", "24", "b"), ("那个嘉政发", "7", "a"), ("第", "24", "")]
)
def test_serials(before: str, serial: str, found: str) -> None:
    assert ids(TITLES.of_serial(serial, before)) == found


@pytest.mark.parametrize(
    ("text", "size"), [("在冷链物流的实施意见", 9), ("意见", 2), ("办法律", 0)]
)
def test_longest_tail(text: str, size: int) -> None:
    assert TITLES.longest_tail(text, len(text)) == size


def test_kinds() -> None:
    assert ids(TITLES.of_kind("意见")) == "ab"
    assert ids(TITLES.of_kind("办法")) == "d"
