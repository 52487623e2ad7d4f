"""Files are read side by side, in order; a worker that dies or hangs costs its own file."""

import os
import time
from pathlib import Path

import pytest

from ingest.document import read_document
from ingest.reading import FileReader, Request
from kb.errors import SourceError
from kb.limits import Limits
from kb.model import DocumentRecords
from kb.organs import Organs


def hostile(request: Request, limits: Limits) -> DocumentRecords:
    """What a library does to its process when a file misleads it."""
    if "崩" in request.path.name:
        os._exit(7)
    while "挂" in request.path.name:
        time.sleep(0.1)
    return read_document(request.path, Organs.load(), limits=limits)


def written(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_text(
            f"{path.stem}市人民政府关于试点的通知\n\n一、开展试点。\n", encoding="utf-8"
        )
    return paths


def test_results_come_in_order_and_a_path_without_request_gives_nothing(tmp_path: Path) -> None:
    paths = written(tmp_path, *(f"{n}.txt" for n in range(9)))
    requests = [(path, Request(path) if n != 4 else None) for n, path in enumerate(paths)]
    with FileReader(Limits(), 2, len(paths)) as reader:
        found = list(reader.ahead(requests))
    assert [path for path, _ in found] == paths
    assert found[4][1] is None
    for path, records in found[:4] + found[5:]:
        assert isinstance(records, DocumentRecords)
        assert records == read_document(path, Organs.load())


def test_an_id_can_be_given(tmp_path: Path) -> None:
    [path] = written(tmp_path, "甲.txt")
    with FileReader(Limits(), 1, 1) as reader:
        assert reader.read(Request(path, None, "abc")).document.document_id == "abc"


def test_a_crash_and_a_hang_cost_one_file_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.reading._read", hostile)
    monkeypatch.setattr("ingest.reading._GRACE", 4)
    paths = written(tmp_path, "甲.txt", "崩.txt", "乙.txt", "挂.txt", "丙.txt")
    with FileReader(Limits(seconds=1), 2, len(paths)) as reader:
        found = [result for _, result in reader.ahead([(path, Request(path)) for path in paths])]
    assert [isinstance(result, DocumentRecords) for result in found] == [
        True,
        False,
        True,
        False,
        True,
    ]
    for path, result, said in ((paths[1], found[1], "异常退出"), (paths[3], found[3], "1 秒")):
        assert isinstance(result, SourceError)
        assert str(path) in str(result)
        assert said in str(result)
        assert "\n" not in str(result)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with FileReader(Limits(), 1, 1) as reader, pytest.raises(SourceError, match="文件不存在"):
        reader.read(Request(tmp_path / "无.txt"))
