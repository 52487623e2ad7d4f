"""Tables as files: read back the same, and nothing in them computes."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from assistant.export import export
from assistant.tables import Table
from kb.errors import QueryError

HOSTILE = ("=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "奖励=2万")
TABLE = Table(
    title="扶持措施",
    columns=tuple(f"列{n}" for n in range(len(HOSTILE))),
    rows=(HOSTILE, ("多\n行", "a|b", "<b>", "-5", "", "“引”", "\x07铃", "末")),
)


def test_csv_is_utf8_with_bom_and_inert(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    export(TABLE, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    text = path.read_bytes().decode("utf-8-sig")
    columns, first, second = csv.reader(io.StringIO(text, newline=""))
    assert tuple(columns) == TABLE.columns
    assert first == [f"'{cell}" for cell in HOSTILE[:-1]] + [HOSTILE[-1]]
    assert second == ["多\n行", "a|b", "<b>", "-5", "", "“引”", "铃", "末"]


def test_xlsx_holds_texts_only(tmp_path: Path) -> None:
    path = tmp_path / "a.XLSX"
    export(TABLE, path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "扶持措施"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(TABLE.columns)
    assert rows[1] == list(HOSTILE)
    assert rows[2] == ["多\n行", "a|b", "<b>", "-5", None, "“引”", "铃", "末"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_markdown_keeps_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    export(TABLE, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# 扶持措施"
    assert len(lines) == 6
    assert lines[5].startswith("| 多<br>行 | a\\|b | &lt;b&gt; |")


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    table = Table(title="空", columns=("一", "二"), rows=())
    for name in ("a.xlsx", "a.csv", "a.md"):
        export(table, tmp_path / name)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == "一,二\n"


def test_another_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="后缀"):
        export(TABLE, tmp_path / "a.pdf")
    with pytest.raises(QueryError, match="写不了"):
        export(TABLE, tmp_path / "nowhere" / "a.csv")
