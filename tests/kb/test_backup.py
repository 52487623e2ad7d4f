"""A home that is backed up while in use and restored, and backups that must not be believed."""

import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from evals.synthetic import documents
from ingest.pipeline import ingest
from kb.backup import read_backup, restore, tables_of, write_backup
from kb.errors import SourceError, StoreError
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

TEXT = """嘉兴市人民政府办公室关于加强路灯管理的意见
嘉政办发〔2023〕1号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．更新老旧路灯。到2025年路灯完好率达到98%以上。对更换路灯的企业给予10万元补助。（责任单位：市城管局）
嘉兴市人民政府办公室
2023年5月6日
"""


def knowledge(folder: Path) -> KnowledgeBase:
    folder.mkdir(exist_ok=True)
    return KnowledgeBase(load_settings(folder / "home").model_copy(update={"laws": False}))


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    kb = knowledge(tmp_path / "one")
    source = tmp_path / "意见.txt"
    source.write_text(TEXT, encoding="utf-8")
    ingest(kb, [source], lambda *_: None, label="内部")
    home = kb.settings.home
    (home / "feedback.jsonl").write_text('{"comment": "好"}\n', encoding="utf-8")
    (home / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    return kb


def database(home: Path) -> Path:
    return home / "policykb.sqlite3"


def test_every_record_comes_back(kb: KnowledgeBase, tmp_path: Path) -> None:
    home, other = kb.settings.home, tmp_path / "two" / "home"
    made = write_backup(home, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    assert made.documents == 1
    restored = restore(tmp_path / "b.zip", other)
    assert restored == made
    assert tables_of(database(other)) == tables_of(database(home))
    assert (other / "feedback.jsonl").read_bytes() == (home / "feedback.jsonl").read_bytes()
    assert (other / "settings.toml").read_bytes() == (home / "settings.toml").read_bytes()
    again = knowledge(tmp_path / "two").snapshot()
    held = kb.snapshot()
    assert again.documents == held.documents
    for document_id in held.documents:
        assert again.clauses(document_id) == held.clauses(document_id)
    assert not list(other.glob(".restore-*"))


def test_a_reader_sees_what_was_restored(kb: KnowledgeBase, tmp_path: Path) -> None:
    write_backup(kb.settings.home, tmp_path / "b.zip")
    with kb.writing():
        kb.store.remove(*kb.snapshot().documents)
    assert not kb.snapshot().documents
    restore(tmp_path / "b.zip", kb.settings.home)
    assert [d.label for d in kb.snapshot().documents.values()] == ["内部"]
    assert kb.store.check() == []


def test_a_backup_is_whole_while_others_write(kb: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for number, document in enumerate(documents(12, 4, 2)):
        (folder / f"{number}.txt").write_text(document.text, encoding="utf-8")
    writer = threading.Thread(target=ingest, args=(kb, [folder], lambda *_: None))
    writer.start()
    counts = []
    while writer.is_alive() or not counts:
        file = tmp_path / f"{len(counts)}.zip"
        counts.append(write_backup(kb.settings.home, file).documents)
        home = tmp_path / f"home{len(counts)}"
        restore(file, home)
        with closing(sqlite3.connect(database(home))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    writer.join()
    assert counts == sorted(counts)


def test_nothing_is_overwritten_unasked(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    write_backup(kb.settings.home, file)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="--force"):
        write_backup(kb.settings.home, file)
    assert file.read_bytes() == before
    with pytest.raises(StoreError, match="--force"):
        restore(file, kb.settings.home)
    restore(file, kb.settings.home, replace=True)
    with pytest.raises(StoreError, match="不是知识库目录"):
        write_backup(tmp_path / "nowhere", tmp_path / "c.zip")


def test_a_damaged_database_is_replaced(kb: KnowledgeBase, tmp_path: Path) -> None:
    home = kb.settings.home
    write_backup(home, tmp_path / "b.zip")
    rows = tables_of(database(home))
    kb.store.close()
    for ending in ("-wal", "-shm"):
        database(home).with_name(f"policykb.sqlite3{ending}").unlink(missing_ok=True)
    database(home).write_bytes(b"not a database at all" * 400)
    restore(tmp_path / "b.zip", home)
    assert tables_of(database(home)) == rows


def _rewritten(source: Path, target: Path, **changed: bytes | None) -> Path:
    """A copy of a backup with members changed, added or (None) left out."""
    names = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = names.pop(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in names.items():
            new.writestr(name, data or b"")
    return target


def test_backups_that_must_not_be_believed(kb: KnowledgeBase, tmp_path: Path) -> None:
    good = tmp_path / "b.zip"
    write_backup(kb.settings.home, good)
    manifest = json.loads(zipfile.ZipFile(good).read("manifest.json"))

    def with_member(name: str) -> bytes:
        return json.dumps({**manifest, "members": {**manifest["members"], name: "0"}}).encode()

    later = json.dumps({**manifest, "schema": 99}).encode()
    rows = json.loads(json.dumps(manifest))
    rows["tables"]["policykb.sqlite3"]["clauses"][0] += 1
    other = json.dumps(rows).encode()
    bad = [
        _rewritten(good, tmp_path / "1.zip", feedback_dot_jsonl=b"changed"),
        _rewritten(good, tmp_path / "2.zip", extra=b"more"),
        _rewritten(good, tmp_path / "3.zip", policykb_dot_sqlite3=None),
        _rewritten(
            good, tmp_path / "4.zip", manifest_dot_json=with_member("../evil"), **{"../evil": b""}
        ),
        _rewritten(
            good, tmp_path / "5.zip", manifest_dot_json=with_member("/evil"), **{"/evil": b""}
        ),
        _rewritten(good, tmp_path / "6.zip", manifest_dot_json=b"[]"),
        _rewritten(good, tmp_path / "7.zip", manifest_dot_json=later),
        _rewritten(good, tmp_path / "8.zip", manifest_dot_json=other),
        tmp_path / "nothing.zip",
    ]
    (tmp_path / "9.zip").write_bytes(good.read_bytes()[:-200])
    for file in (*bad, tmp_path / "9.zip"):
        home = tmp_path / f"restored-{file.stem}"
        with pytest.raises(SourceError) as told:
            restore(file, home)
        assert "\n" not in str(told.value)
        assert not database(home).exists()
    assert not (tmp_path / "evil").exists()
    assert read_backup(good).documents == 1
