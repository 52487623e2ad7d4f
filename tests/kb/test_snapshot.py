"""Snapshots of the store, each with what the one before it had read."""

from pathlib import Path

import pytest

from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings
from kb.snapshot import text_key

TEXT = """{name}市人民政府关于加快快递业发展的意见

各县（市、区）人民政府：

一、总体要求

到2025年，快递业务量达到{count}亿件。

二、重点任务

（一）建设网点。（责任单位：市邮政管理局、市商务局）
"""


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    settings = load_settings(tmp_path / "home").model_copy(update={"laws": False, "processes": 1})
    return KnowledgeBase(settings)


def take(kb: KnowledgeBase, folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest(kb, [folder], lambda *_: None)


def test_only_what_changed_is_read_again(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = TEXT.format(name="甲", count=1), TEXT.format(name="乙", count=2)
    take(kb, tmp_path / "files", one=one, two=two)
    before = kb.snapshot()
    assert [target.value for target in before.targets] == [1, 2]
    assert len(before.tasks) == 2
    for document_id in before.documents:
        before.clauses(document_id)
    take(kb, tmp_path / "files", two=TEXT.format(name="乙", count=3), three=one)
    reads: list[tuple[str, str | None]] = []
    for kind in ("tasks", "targets", "clauses"):
        read = getattr(kb.store, kind)

        def watched(document_id: str | None = None, *, kind: str = kind, read=read):  # type: ignore
            reads.append((kind, document_id))
            return read(document_id)

        monkeypatch.setattr(kb.store, kind, watched)
    after = kb.snapshot()
    kept = [d.document_id for d in after.documents.values() if d.path.endswith("one.txt")]
    assert sorted(target.value for target in after.targets) == [1, 1, 3]
    assert len(after.tasks) == 3
    for document_id in after.documents:
        after.clauses(document_id)
    assert len(reads) <= 6
    assert not any(one in (None, *kept) for _, one in reads)
    assert [after.documents[one].path[-9:] for one in after.copies] == ["three.txt"]


def test_of_the_same_text_the_first_taken_in_is_kept(kb: KnowledgeBase, tmp_path: Path) -> None:
    same = TEXT.format(name="甲", count=1)
    take(kb, tmp_path / "files", n0=same)
    for n in range(1, 6):
        assert kb.snapshot().text_keys
        take(kb, tmp_path / "files", **{f"n{n}": same})
    snapshot = kb.snapshot()
    assert list(snapshot.text_keys) == list(snapshot.documents)
    assert snapshot.copies == set(list(snapshot.documents)[1:])


def test_a_removed_document_leaves_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    take(kb, tmp_path / "files", one=TEXT.format(name="甲", count=1))
    [document_id] = kb.snapshot().documents
    assert kb.snapshot().tasks_of(document_id)
    kb.store.remove(document_id)
    assert not kb.snapshot().documents
    assert not kb.snapshot().tasks
    assert kb.snapshot().tasks_of(document_id) == ()


def test_the_key_of_a_text_leaves_out_spaces() -> None:
    assert text_key("一、总体\n要求") == text_key("一、 总体要求") != text_key("一、总体要求。")
