import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from make_docx import docx, paragraph
from make_ofd import save_ofd
from seed_text import SEED, seed_paragraphs

from ingest.readers import read
from ingest.readers.archive import content, exists, expand
from kb.errors import SourceError
from kb.limits import Limits

TEXT = "衢州市人民政府关于推进工作的意见\n一、总体要求\n".encode()
WORD = docx(paragraph("衢州市人民政府关于推进工作的意见"))


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def written(folder: Path, members: Mapping[str, bytes]) -> Path:
    path = folder / "包.zip"
    path.write_bytes(zipped(members))
    return path


def inside(path: Path) -> list[str]:
    return [file.relative_to(path).as_posix() for file in expand(path) or ()]


def test_members_are_files_below_the_archive(tmp_path: Path) -> None:
    inner = zipped({"内.txt": TEXT, "文件.docx": WORD})
    path = written(tmp_path, {"a.txt": TEXT, "子/b.docx": WORD, "子/里.zip": inner})
    assert inside(path) == ["a.txt", "子/b.docx", "子/里.zip/内.txt", "子/里.zip/文件.docx"]
    for file in expand(path) or ():
        assert exists(file)
        assert content(file) in (TEXT, WORD)
    assert not exists(path / "没有.txt")
    assert exists(path)
    with pytest.raises(FileNotFoundError):
        content(path / "没有.txt")


@pytest.mark.parametrize("data", [TEXT, WORD, b"", zipped({"OFD.xml": b"<a/>"})])
def test_documents_are_no_archives(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(data)
    assert expand(path) is None


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "/绝对.txt", "C:\\盘\\符.txt", "..", "./点/../a.txt", "a.txt"]
    path = written(tmp_path, dict.fromkeys(names, TEXT))
    assert inside(path) == ["etc/passwd", "绝对.txt", "C/盘/符.txt", "点/a.txt", "a.txt"]
    assert all(content(file) == TEXT for file in expand(path) or ())
    assert [file.name for file in tmp_path.iterdir()] == ["包.zip"]


def test_left_over_files_are_passed_over_and_equal_names_told_apart(tmp_path: Path) -> None:
    names = ["__MACOSX/._a.txt", ".DS_Store", "~$a.docx", "Thumbs.db", "a.txt", "./a.txt"]
    path = written(tmp_path, dict.fromkeys(names, TEXT))
    assert inside(path) == ["a.txt", "a (2).txt"]


def test_names_of_older_windows_archives(tmp_path: Path) -> None:
    data = zipped({"....txt": TEXT}).replace(b"....txt", "方案".encode("gb18030") + b"txt")
    path = tmp_path / "包.zip"
    path.write_bytes(data)
    assert inside(path) == ["方案txt"]


BOMB = b"0" * 20_000_000
DEEP = zipped({"c.zip": zipped({"d.zip": zipped({"a.txt": TEXT})})})
BAD = [
    ({"a.txt": BOMB}, Limits(), "倍"),
    ({"a.txt": BOMB[:2_000_000]}, Limits(unpacked_mb=1), "MB"),
    ({"a.zip": zipped({"a.txt": BOMB})}, Limits(), "倍"),
    ({"a.txt": TEXT, "b.txt": TEXT}, Limits(members=1), "2 个文件"),
    ({"b.zip": DEEP}, Limits(), "嵌套超过 2 层"),
    ({}, Limits(), "没有文件"),
    ({".DS_Store": b""}, Limits(), "没有文件"),
]


@pytest.mark.parametrize(("members", "limits", "said"), BAD)
def test_what_is_over_the_limits_is_refused(
    tmp_path: Path, members: Mapping[str, bytes], limits: Limits, said: str
) -> None:
    path = written(tmp_path, members)
    with pytest.raises(SourceError, match=said) as failure:
        expand(path, limits)
    assert "\n" not in str(failure.value)


def test_a_damaged_member_fails_by_itself(tmp_path: Path) -> None:
    path = written(tmp_path, {"a.txt": TEXT * 200, "b.txt": TEXT})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    broken, whole = expand(path) or ()
    assert content(whole) == TEXT
    with pytest.raises(SourceError, match="损坏"):
        content(broken)


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "包.zip"
    path.write_bytes(data)
    (member,) = expand(path) or ()
    with pytest.raises(SourceError, match="密码"):
        content(member)


def test_a_changed_archive_is_opened_again(tmp_path: Path) -> None:
    assert inside(written(tmp_path, {"a.txt": TEXT})) == ["a.txt"]
    assert inside(written(tmp_path, {"另一份.txt": TEXT})) == ["另一份.txt"]


def test_an_archive_is_not_read_as_one_document(tmp_path: Path) -> None:
    path = written(tmp_path, {"a.txt": TEXT})
    with pytest.raises(SourceError, match="压缩包"):
        read(path)
    assert read(path / "a.txt").format == "text"


def test_formats_are_read_as_outside_of_an_archive(tmp_path: Path, shared: Path) -> None:
    ofd, seed = tmp_path / "种子.ofd", shared / "seeds" / SEED
    save_ofd(ofd, seed_paragraphs(shared))
    path = written(tmp_path, {"文/种子.txt": seed.read_bytes(), "种子.ofd": ofd.read_bytes()})
    text, fixed = expand(path) or ()
    assert read(text) == read(seed)
    assert read(fixed) == read(ofd)
