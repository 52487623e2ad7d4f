"""Properties of reading any file: sound or refused, the same each time, nothing lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import read_document
from ingest.readers import read
from kb.errors import SourceError
from kb.model import DocumentRecords
from kb.organs import Organs
from kb.squeeze import squeeze

ORGANS = Organs.load()
PARAGRAPHS = st.sampled_from(
    [
        "某市人民政府办公室文件",
        "某政办发〔2024〕3号",
        "某市人民政府关于促进产业发展的若干意见",
        "各县（市、区）人民政府，市政府各部门：",
        "为贯彻落实《某某条例》，现提出如下意见：",
        "一、总体要求",
        "（一）健全体系。到2025年，建成100个网点。（牵头单位：市发改委；配合单位：市财政局、某局）",
        "1．加大投入。",
        "①其一。",
        "第一，抓好落实。",
        "二、保障措施",
        "第一条 为了规范管理，制定本办法。",
        "第二条 本办法所称甲，包括：",
        "（一）乙；",
        "某市人民政府",
        "2024年3月5日",
        "（此件公开发布）",
        "附件1",
        "抄送：市委各部门。",
        "某市人民政府办公室2024年3月6日印发",
    ]
)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=30)


def records(content: bytes, name: str = "文件.txt") -> DocumentRecords:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return read_document(path, ORGANS)


def spans(found: DocumentRecords) -> list[tuple[int, int, str]]:
    """Every span with what its record says it holds; "" where it says nothing of it."""
    held = [(clause.start, clause.end, "") for clause in found.clauses]
    for task in found.tasks:
        held.append((task.start, task.end, ""))
        held += [(each.start, each.end, each.as_written) for each in task.assignments]
        if task.responsibility_start is not None and task.responsibility_end is not None:
            written = task.responsibility_as_written or ""
            held.append((task.responsibility_start, task.responsibility_end, written))
    held += [(each.start, each.end, each.as_written) for each in found.references]
    held += [(each.start, each.end, "") for each in found.targets]
    return held


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["\n", "\r\n", " ", "\n\n", "\n　　"]))
def test_every_span_slices_back_and_nothing_is_lost(parts: list[str], end: str) -> None:
    found = records(end.join(parts).encode())
    text = found.document.text
    assert squeeze(text) == squeeze("".join(parts))
    tops = [clause for clause in found.clauses if clause.parent_id is None]
    assert squeeze("".join(text[c.start : c.end] for c in tops)) == squeeze(text)
    for start, stop, written in spans(found):
        assert 0 <= start < stop <= len(text)
        assert not written or text[start:stop] == written


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_ids_are_the_same_each_time_and_single(parts: list[str]) -> None:
    content = "\n".join(parts).encode()
    first, again = records(content), records(content)
    assert first.clauses == again.clauses
    assert first.document.document_id == again.document.document_id
    assert first.tasks == again.tasks
    for ids in (
        [clause.clause_id for clause in first.clauses],
        [task.task_id for task in first.tasks],
        [target.target_id for target in first.targets],
    ):
        assert len(set(ids)) == len(ids)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]))
def test_the_encoding_changes_no_record(parts: list[str], encoding: str) -> None:
    text = "\n".join(parts)
    assert records(text.encode(encoding)).clauses == records(text.encode()).clauses


PIECES = st.sampled_from(
    [
        b"\x00",
        b"\xff\xfe",
        b"PK\x03\x04",
        b"%PDF-",
        b"<html><td>",
        b"</table>",
        b"<!--",
        b"\x1f\x8b",
        "一、甲\n".encode(),
        "某市".encode("gb18030"),
        b"{\\rtf1 ",
        b"\xd0\xcf\x11\xe0",
        b"# ",
        b"|a|b|\n",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=12).map(b"".join)))
def test_any_bytes_are_read_or_refused_in_one_line(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "文件"
        path.write_bytes(content)
        refused = ""
        try:
            kept = any(line.text.strip() for line in read(path).lines)
        except SourceError as error:
            kept, refused = False, str(error)
        assert kept != bool(refused)
        assert "\n" not in refused
        assert refused.startswith(str(path)) or kept


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<div>",
        "</div>",
        "<br>",
        "<h1>",
        "</h1>",
        "<span>",
        "</span>",
        "<pre>",
        "</pre>",
        "<form>",
        "</form>",
        "<ul>",
        "<li>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(TAGS, st.sampled_from(["甲一", "乙二。", "（一）丙", "丁\n戊"])), max_size=60
    )
)
def test_a_page_of_any_tags_keeps_its_text(parts: list[str]) -> None:
    content = "<html><body><p>开头</p>" + "".join(parts) + "</body></html>"
    found = records(content.encode(), "page.html")
    words = [part for part in parts if not part.startswith("<")]
    assert sorted(squeeze(found.document.text)) == sorted(squeeze("开头" + "".join(words)))


@pytest.mark.parametrize("opening", ["<table><tr><td>", "<div>", "（", "《", "<pre>"])
def test_deep_nesting_is_read(opening: str) -> None:
    found = records(("<html><body><p>开头</p>" + opening * 3000 + "甲").encode(), "page.html")
    assert found.document.text.endswith("甲")
