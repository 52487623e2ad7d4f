"""Manifests: facts beside files."""

from datetime import date
from pathlib import Path

import pytest

from ingest.manifest import MANIFEST, Entry, matches, read_manifest
from kb.errors import SourceError


def write(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def test_entries_by_file(tmp_path: Path) -> None:
    write(tmp_path, '[[document]]\nfile = "甲.txt"\nsource = "公报"\neffective_on = 2024-02-16\n')
    assert read_manifest(tmp_path) == {
        "甲.txt": Entry(file="甲.txt", source="公报", effective_on=date(2024, 2, 16))
    }


def test_no_manifest_no_entries(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[document]\n", "有误"),
        ('[[document]]\ntitle = "甲"\n', "file"),
        ('[[document]]\nfile = "甲.txt"\ntitel = "甲"\n', "titel"),
        ('[[document]]\nfile = "甲.txt"\neffective_on = "2024"\n', "日期"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SourceError, match=says):
        read_manifest(tmp_path)


def test_the_checksum_tells_another_file() -> None:
    assert matches(Entry(file="甲.txt"), b"x")
    assert not matches(Entry(file="甲.txt", sha256="0" * 64), b"x")


def test_the_corpus_is_what_its_manifest_says(root: Path) -> None:
    entries = read_manifest(root / "corpus")
    files = {path.name for path in (root / "corpus").iterdir()} - {MANIFEST}
    assert set(entries) == files
    for name, entry in entries.items():
        assert entry.sha256
        assert entry.source
        assert entry.licence
        assert matches(entry, (root / "corpus" / name).read_bytes())
