"""Files become documents; a failure changes nothing; the same again changes nothing."""

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.answer import Assistant
from ingest.pipeline import find_files, ingest, missing_documents, remove
from kb.embedding import Vectors
from kb.errors import HomeBusyError, NotFoundError
from kb.knowledge import Filters, KnowledgeBase
from kb.settings import load_settings
from kb.vectors import forget

POLICY = """甲州市人民政府办公室关于推进冷链物流发展的实施意见

甲政办发〔2023〕{number}号

各县（市、区）人民政府：

根据《中华人民共和国邮政法》和《甲州市冷库管理办法》，制定本意见。

一、主要目标。到2025年末，冷库容量达到{value}万吨。

二、重点任务

1．建设冷库。加快建设冷库。（责任单位：市发改委、市商务局）

2．培育企业。培育冷链企业。（责任单位：市商务局）

本意见自2023年5月1日起施行。

甲州市人民政府办公室

2023年4月1日
"""


def silent(stage: str, done: int, total: int) -> None:
    """No progress."""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    made = KnowledgeBase(load_settings(tmp_path / "home"))
    yield made
    made.store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "files"
    path.mkdir()
    return path


def write(folder: Path, name: str, number: int = 1, value: int = 20) -> Path:
    path = folder / name
    path.write_text(POLICY.format(number=number, value=value), encoding="utf-8")
    return path


def test_a_file_becomes_a_document_with_records(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    [file] = ingest(kb, [path], silent).files
    assert (file.status, file.path, file.error) == ("added", str(path), None)
    [document] = [d for d in kb.store.documents() if d.path == str(path)]
    assert document.number == "甲政办发〔2023〕1号"
    tasks = kb.store.tasks(document.document_id)
    assert [[part.as_written for part in task.assignments] for task in tasks] == [
        ["市发改委", "市商务局"],
        ["市商务局"],
    ]
    [target] = kb.store.targets(document.document_id)
    assert (str(target.value), target.unit, str(target.due)) == ("20", "万吨", "2025-12-31")
    assert kb.behind() == []
    assert kb.search("冷库容量", 1)[0].document_id == document.document_id


def test_every_span_slices_back_and_clauses_tile_the_text(kb: KnowledgeBase, folder: Path) -> None:
    ingest(kb, [write(folder, "甲.txt")], silent)
    for document in kb.store.documents():
        clauses = kb.store.clauses(document.document_id)
        tops = [clause for clause in clauses if clause.parent_id is None]
        covered = "".join(document.text[clause.start : clause.end] for clause in tops)
        assert "".join(covered.split()) == "".join(document.text.split())
        for task in kb.store.tasks(document.document_id):
            span = slice(task.responsibility_start, task.responsibility_end)
            assert document.text[span] == task.responsibility_as_written
            for part in task.assignments:
                assert document.text[part.start : part.end] == part.as_written


def test_the_same_again_is_unchanged(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    before = kb.store.generation()
    report = ingest(kb, [path, path], silent)
    assert [file.status for file in report.files] == ["unchanged"]
    assert kb.store.generation() == before


def test_a_changed_file_replaces_its_former_version(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    write(folder, "甲.txt", value=30)
    [file] = ingest(kb, [path], silent).files
    assert file.status == "updated"
    assert [str(target.value) for target in kb.store.targets()] == ["30"]
    write(folder, "甲.txt", number=2, value=30)
    [file] = ingest(kb, [path], silent).files
    assert file.status == "updated"
    assert [d.number for d in kb.store.documents() if d.path == str(path)] == [
        "甲政办发〔2023〕2号"
    ]
    assert kb.behind() == []


def test_only_changed_windows_are_encoded_again(
    kb: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    encoded: list[str] = []
    encode = kb.encoder.encode_passages

    def counted(texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        encoded.extend(texts)
        return cast("Vectors", encode(texts, progress))

    monkeypatch.setattr(kb.encoder, "encode_passages", counted)
    write(folder, "甲.txt", value=30)
    ingest(kb, [path], silent)
    assert len(encoded) == 1
    assert "30万吨" in encoded[0]
    assert kb.search("冷库容量达到30万吨", 1)[0].document_id in kb.store.versions()
    assert kb.vectors.check() == []


def test_ids_are_the_same_in_every_home(kb: KnowledgeBase, folder: Path, tmp_path: Path) -> None:
    path = write(folder, "甲.txt")
    other = KnowledgeBase(load_settings(tmp_path / "other"))
    for each in (kb, other):
        ingest(each, [path], silent)
    assert kb.store.documents() == other.store.documents()
    assert kb.store.clauses() == other.store.clauses()
    assert kb.store.tasks() == other.store.tasks()
    other.store.close()


def test_the_same_text_under_another_name_is_reported_and_answers_once(
    kb: KnowledgeBase, folder: Path
) -> None:
    paths = [write(folder, "甲.txt"), write(folder, "乙.txt")]
    one, two = ingest(kb, paths, silent).files
    assert (one.status, two.status) == ("added", "added")
    assert "文字相同" in two.warnings[-1]
    assert two.records is not None
    assert kb.snapshot().copies == {two.records.document.document_id}
    assert Assistant(kb).ask("商务局有几项任务").facts.count == 2
    again = ingest(kb, paths, silent).files
    assert [file.status for file in again] == ["unchanged", "unchanged"]


def test_copies_of_a_namesake_are_kept_apart(kb: KnowledgeBase, folder: Path) -> None:
    paths = [write(folder, "甲.txt"), write(folder, "乙.txt", value=9)]
    paths.append(write(folder, "丙.txt", value=9))
    for expected in ("added", "unchanged"):
        assert [file.status for file in ingest(kb, paths, silent).files] == [expected] * 3
    assert len([d for d in kb.store.documents() if d.number]) == 3


def test_a_file_that_was_moved_is_the_same_document(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    moved = path.rename(folder / "乙.txt")
    [file] = ingest(kb, [moved], silent).files
    assert file.status == "updated"
    assert [d.path for d in kb.store.documents() if d.number] == [str(moved)]


def test_another_text_with_the_same_number_is_kept_beside_it(
    kb: KnowledgeBase, folder: Path
) -> None:
    first, second = write(folder, "甲.txt"), write(folder, "乙.txt", value=99)
    one, two = ingest(kb, [first, second], silent).files
    assert (one.status, two.status) == ("added", "added")
    assert "请核对" in two.warnings[-1]
    assert sorted(str(target.value) for target in kb.store.targets()) == ["20", "99"]


def test_bad_files_fail_in_one_line_and_the_others_are_kept(
    kb: KnowledgeBase, folder: Path
) -> None:
    good = write(folder, "好.txt")
    (folder / "空.txt").write_bytes(b"")
    (folder / "二进制.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "国标.txt").write_bytes(POLICY.format(number=9, value=5).encode("gb18030"))
    (folder / "散文.txt").write_text(
        "今天天气很好，我们去公园散步。\n傍晚才回家。\n", encoding="utf-8"
    )
    files = [
        good,
        *(folder / name for name in ("空.txt", "二进制.txt", "国标.txt", "散文.txt", "没有.txt")),
    ]
    report = ingest(kb, files, silent)
    status = {Path(file.path).name: file.status for file in report.files}
    assert status == {
        "好.txt": "added",
        "空.txt": "failed",
        "二进制.txt": "failed",
        "国标.txt": "added",
        "散文.txt": "added",
        "没有.txt": "failed",
    }
    [prose] = [file for file in report.files if file.path.endswith("散文.txt")]
    assert prose.warnings == ("没有读出章条或层次序号，按自然段收入",)
    for file in report.files:
        if file.error is not None:
            assert "\n" not in file.error
            assert Path(file.path).name in file.error
    assert "甲政办发〔2023〕9号" in {d.number for d in kb.store.documents()}


def test_a_failure_keeps_what_was_stored(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    path.write_bytes(b"")
    [file] = ingest(kb, [path], silent).files
    assert file.status == "failed"
    assert "甲政办发〔2023〕1号" in {d.number for d in kb.store.documents()}


def test_a_file_over_the_limit_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKB_MAX_FILE_MB", "1")
    kb = KnowledgeBase(load_settings(tmp_path / "home"))
    path = folder / "大.txt"
    path.write_text("甲" * 600_000, encoding="utf-8")
    [file] = ingest(kb, [path], silent).files
    assert file.error is not None
    assert "max_file_mb" in file.error
    kb.store.close()


def test_the_files_of_an_archive_are_documents(kb: KnowledgeBase, folder: Path) -> None:
    texts = {
        "甲.txt": POLICY.format(number=1, value=20),
        "附/乙.txt": POLICY.format(number=2, value=9),
    }
    path = folder / "政策.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in texts.items():
            packed.writestr(name, text)
        packed.writestr("空.txt", "")
        packed.writestr("README.md", "说明")
    report = ingest(kb, [path], silent)
    status = {str(Path(file.path).relative_to(path)): file.status for file in report.files}
    assert status == {"甲.txt": "added", "附/乙.txt": "added", "空.txt": "failed"}
    assert report.skipped == ("README.md",)
    assert {d.number for d in kb.store.documents() if d.path.startswith(str(path))} == {
        "甲政办发〔2023〕1号",
        "甲政办发〔2023〕2号",
    }
    again = ingest(kb, [folder], silent)
    assert sorted(file.status for file in again.files) == ["failed", "unchanged", "unchanged"]
    unpacked = folder / "甲.txt"
    unpacked.write_text(texts["甲.txt"], encoding="utf-8")
    [file] = ingest(kb, [unpacked], silent).files
    assert (file.status, "文字相同" in file.warnings[-1]) == ("added", True)


def test_a_damaged_archive_fails_in_one_line(kb: KnowledgeBase, folder: Path) -> None:
    path = folder / "坏.zip"
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)
    [file] = ingest(kb, [path], silent).files
    assert file.status == "failed"
    assert file.error is not None
    assert file.error.startswith(str(path))
    assert "\n" not in file.error


def test_a_changed_manifest_is_read_again(kb: KnowledgeBase, folder: Path) -> None:
    path = write(folder, "甲.txt")
    ingest(kb, [path], silent)
    manifest = folder / "manifest.toml"
    manifest.write_text('[[document]]\nfile = "甲.txt"\nexpires_on = 2030-01-01\n', "utf-8")
    assert [file.status for file in ingest(kb, [path], silent).files] == ["updated"]
    [document] = [d for d in kb.store.documents() if d.path == str(path)]
    assert str(document.expires_on) == "2030-01-01"
    assert [file.status for file in ingest(kb, [path], silent).files] == ["unchanged"]


def test_cited_laws_are_read_and_what_is_missing_is_named(kb: KnowledgeBase, folder: Path) -> None:
    report = ingest(kb, [write(folder, "甲.txt")], silent)
    assert [file.records.document.title for file in report.laws if file.records] == [
        "中华人民共和国邮政法"
    ]
    articles = [c for c in kb.store.clauses() if c.level == "article"]
    assert len(articles) == 87
    assert "《甲州市冷库管理办法》" in report.missing
    assert missing_documents(kb) == report.missing


def test_laws_can_be_switched_off(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKB_LAWS", "false")
    kb = KnowledgeBase(load_settings(tmp_path / "home"))
    report = ingest(kb, [write(folder, "甲.txt")], silent)
    assert report.laws == ()
    assert "《中华人民共和国邮政法》" in report.missing
    kb.store.close()


def test_search_narrows_by_every_filter(kb: KnowledgeBase, folder: Path) -> None:
    paths = [write(folder, f"{n}.txt", number=n) for n in range(1, 4)]
    paths[2].write_text(
        paths[2].read_text("utf-8").replace("甲州市", "浙江省").replace("意见", "方案"), "utf-8"
    )
    ingest(kb, paths, silent)
    by_number = {d.number: d.document_id for d in kb.store.documents()}
    one = by_number["甲政办发〔2023〕1号"]

    def found(department: str | None = None, **narrowed: Any) -> set[str]:
        scope = kb.scope(Filters(**narrowed))
        return {hit.clause_id for hit in kb.search("冷库", 50, scope, department)}

    documents = {clause_id.split(".")[0] for clause_id in found()}
    assert set(by_number.values()) <= documents
    assert {c.split(".")[0] for c in found(document=one)} == {one}
    assert {c.split(".")[0] for c in found(region="甲州市", kind="意见")} == {
        one,
        by_number["甲政办发〔2023〕2号"],
    }
    assert {c.split(".")[0] for c in found(level="省")} == {by_number["甲政办发〔2023〕3号"]}
    assert len(found("发展和改革局", document=one)) == len(found("市发改委", document=one)) == 1
    assert len(found("商务局", document=one)) == 2
    assert found("教育局") == set()
    assert found(in_force=True, as_of=date(2023, 4, 30), region="甲州市") == set()


def test_a_repeal_by_number_reaches_a_document_held_without_one(
    kb: KnowledgeBase, folder: Path
) -> None:
    old = folder / "旧.txt"
    text = POLICY.format(number=1, value=20).replace("甲政办发〔2023〕1号\n\n", "")
    old.write_text(text.replace("2023年", "2013年"), "utf-8")
    new = folder / "新.txt"
    repeal = (
        "《甲州市人民政府办公室关于推进冷链物流发展的实施意见》（甲政办发〔2013〕7号）同时废止。"
    )
    text = POLICY.format(number=9, value=30).replace("冷链物流发展", "冷链物流高质量发展")
    new.write_text(text.replace("起施行。", f"起施行，{repeal}"), "utf-8")
    ingest(kb, [old, new], silent)
    statuses = kb.statuses(date(2024, 1, 1))
    found = {Path(d.path).stem: statuses[d.document_id][0].value for d in kb.store.documents()}
    assert found["旧"] == "repealed"
    assert found["新"] == "in_force"


def test_removing_takes_everything_along(kb: KnowledgeBase, folder: Path) -> None:
    [file] = ingest(kb, [write(folder, "甲.txt")], silent).files
    assert file.records is not None
    document_id = file.records.document.document_id
    with pytest.raises(NotFoundError):
        remove(kb, [document_id, "nowhere"], silent)
    assert document_id in kb.store.versions()
    remove(kb, [document_id], silent)
    assert document_id not in kb.store.versions()
    assert kb.behind() == []
    assert all(hit.document_id != document_id for hit in kb.search("冷库容量", 10))


def test_an_index_that_is_lost_is_made_again(
    kb: KnowledgeBase, folder: Path, tmp_path: Path
) -> None:
    ingest(kb, [write(folder, "甲.txt")], silent)
    hits = kb.search("冷库容量", 5)
    forget(tmp_path / "home" / "indexes" / "vectors")
    shutil.rmtree(tmp_path / "home" / "indexes")
    again = KnowledgeBase(load_settings(tmp_path / "home"))
    assert again.behind() != []
    with again.writing():
        again.rebuild(silent)
    assert again.behind() == []
    assert again.search("冷库容量", 5) == hits
    again.store.close()


def test_a_second_writer_is_told(
    kb: KnowledgeBase, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.locking._WAIT_SECONDS", 0.1)
    other = KnowledgeBase(load_settings(tmp_path / "home"))
    with kb.writing(), pytest.raises(HomeBusyError, match="另一个进程"):
        ingest(other, [write(folder, "甲.txt")], silent)
    other.store.close()


def test_folders_are_walked_without_notes_and_hidden_files(folder: Path) -> None:
    inner = folder / "子" / ".藏"
    inner.mkdir(parents=True)
    for path in (
        folder / "甲.txt",
        folder / "子" / "乙.md",
        inner / "丙.txt",
        folder / "README.md",
        folder / "manifest.toml",
    ):
        path.write_text("x", encoding="utf-8")
    files, skipped = find_files([folder, folder / "甲.txt"])
    assert [path.name for path in files] == ["乙.md", "甲.txt"]
    assert sorted(skipped) == ["README.md", "manifest.toml"]


def test_the_seed_gives_what_its_text_says(kb: KnowledgeBase, root: Path) -> None:
    """The first document whole: counted by hand in the printed text."""
    ingest(kb, [root / "corpus"], silent)
    [document] = [d for d in kb.store.documents() if d.number == "衢政办发〔2024〕3号"]
    source = next((root / "corpus").glob("*.txt")).read_text(encoding="utf-8")
    assert "".join(document.text.split()) == "".join(source.split())
    assert document.registration_number == "ZJHC01―2024―0002"
    assert document.issuers == ("衢州市人民政府办公室",)
    assert [str(document.written_on), str(document.published_on), str(document.effective_on)] == [
        "2024-01-17",
        "2024-01-17",
        "2024-02-16",
    ]
    tasks = kb.store.tasks(document.document_id)
    assert [task.number for task in tasks] == [str(n) for n in range(1, 21)]
    explicit = [part for task in tasks for part in task.assignments if not part.inherited]
    inherited = [part for task in tasks for part in task.assignments if part.inherited]
    assert (len(explicit), len(inherited)) == (91, 19)
    assert [part.as_written for part in tasks[8].assignments if not part.inherited] == [
        "市邮政管理局",
        "市营商办",
        "市大数据局",
        "市公安局",
        "市卫健委",
        "市司法局",
        "市税务局",
        "市金融办",
        "市教育局",
    ]
    assert {part.as_written for part in inherited} == {"各县〔市、区〕政府"}
    assert len(kb.store.targets(document.document_id)) == 15
