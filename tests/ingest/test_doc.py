"""Older Word documents. Without LibreOffice a stand-in shows what is asked of it."""

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from make_docx import docx, paragraph, save_docx
from seed_text import facts, seed_facts, seed_paragraphs

from ingest.document import read_document
from ingest.readers import read
from kb.errors import SourceError
from kb.limits import Limits
from kb.organs import Organs

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """Put a soffice on the path that runs one line of Python with its arguments in `a`."""
    command = folder / "bin" / "soffice"
    command.parent.mkdir()
    program = f"import shutil, sys, time; from pathlib import Path; a = sys.argv; {action}"
    command.write_text(f"#!{sys.executable}\n{program}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(command.parent))


def written(folder: Path, data: bytes = OLE) -> Path:
    path = folder / "文件.doc"
    path.write_bytes(data)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script that runs by itself")
def test_what_the_converter_makes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(paragraph("衢州市人民政府关于推进工作的意见")))
    copy = f"o = Path(a[-2]); o.mkdir(); shutil.copy({str(made)!r}, o / 'source.docx')"
    stand_in(tmp_path, monkeypatch, copy)
    source = read(written(tmp_path))
    assert source.format == "doc"
    assert source.lines[0].text == "衢州市人民政府关于推进工作的意见"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script that runs by itself")
@pytest.mark.parametrize(
    ("action", "said"),
    [("sys.exit(1)", "失败"), ("pass", "失败"), ("time.sleep(30)", "超过 1 秒")],
)
def test_a_converter_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str, said: str
) -> None:
    stand_in(tmp_path, monkeypatch, action)
    with pytest.raises(SourceError, match=said):
        read(written(tmp_path), Limits(seconds=1))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE, "LibreOffice"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
    ],
)
def test_what_cannot_be_converted_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, said: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match=said) as failure:
        read(written(tmp_path, data))
    assert "\n" not in str(failure.value)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_seed_as_doc_gives_the_same_records(tmp_path: Path, shared: Path) -> None:
    save_docx(tmp_path / "种子.docx", seed_paragraphs(shared))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "doc", "--outdir", tmp_path, "种子.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    assert facts(read_document(tmp_path / "种子.doc", Organs.load())) == seed_facts(shared)
