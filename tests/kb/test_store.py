"""The store: write, read back, equal; one transaction a document."""

import sqlite3
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kb.errors import NotFoundError, StoreError
from kb.model import (
    Amount,
    AmountKind,
    Assignment,
    Clause,
    Comparison,
    Condition,
    Document,
    DocumentRecords,
    Force,
    Level,
    Reference,
    Relation,
    Role,
    Support,
    SupportField,
    SupportKind,
    Target,
    Task,
)
from kb.store import Store

TEXT = "一、目标\n到2025年末达到20亿元。（责任单位：市发改委）"


def records(document_id: str = "d1", text: str = TEXT) -> DocumentRecords:
    document = Document(
        document_id=document_id,
        path=f"/{document_id}.txt",
        sha256="0" * 64,
        text=text,
        title="关于目标的意见",
        issuers=("甲市人民政府", "乙市人民政府"),
        effective_on=date(2024, 2, 16),
        pages=(0, 5),
    )
    clause = Clause(
        clause_id=f"{document_id}.s1",
        document_id=document_id,
        parent_id=None,
        level=Level.HEADING1,
        marker="一、",
        heading="目标",
        label="一、目标",
        start=0,
        end=len(text),
        body_end=len(text),
    )
    part = Assignment(
        department=None, as_written="市发改委", role=Role.RESPONSIBLE, start=24, end=28
    )
    task = Task(
        task_id=f"{document_id}.s1/t1",
        document_id=document_id,
        clause_id=clause.clause_id,
        number=None,
        title="目标",
        section="",
        label="一、目标",
        assignments=(part, replace(part, inherited=True)),
        responsibility_as_written="（责任单位：市发改委）",
        responsibility_start=18,
        responsibility_end=29,
        deadlines=("2025年末",),
        start=0,
        end=len(text),
    )
    target = Target(
        target_id=f"{document_id}.s1/g1",
        document_id=document_id,
        clause_id=clause.clause_id,
        indicator="目标",
        value=Decimal("20.50"),
        unit="亿元",
        comparison=Comparison.EXACTLY,
        deadline_as_written="2025年末",
        due=date(2025, 12, 31),
        task_id=task.task_id,
        start=5,
        end=17,
    )
    reference = Reference(
        clause_id=clause.clause_id,
        as_written="《甲》",
        title="甲",
        number=None,
        article=None,
        relation=Relation.BASIS,
        document_id=document_id,
        start=0,
        end=3,
    )
    support = Support(
        support_id=f"{document_id}.s1.support1",
        document_id=document_id,
        clause_id=clause.clause_id,
        kinds=(SupportKind.REWARD, SupportKind.RENT),
        measure="奖励",
        amounts=(
            Amount(
                value=Decimal("0.50"),
                unit="%",
                comparison=Comparison.AT_MOST,
                kind=AmountKind.RATE,
                per=None,
                as_written="20亿元",
                start=14,
                end=18,
            ),
        ),
        beneficiaries=("甲企业", "乙企业"),
        conditions=(
            Condition(
                as_written="2025年末前登记",
                field=SupportField.REGISTERED_ON,
                comparison=Comparison.AT_MOST,
                day=date(2025, 12, 31),
                excluded=True,
                alternatives=1,
                start=6,
                end=11,
            ),
        ),
        force=Force.POSSIBLE,
        guidance=True,
        start=5,
        end=17,
    )
    return DocumentRecords(
        document=document,
        clauses=(clause,),
        tasks=(task,),
        targets=(target,),
        references=(reference,),
        supports=(support, replace(support, support_id=f"{document_id}.s1.s2", guidance=False)),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kb.sqlite3")


def held(store: Store, document_id: str) -> DocumentRecords:
    return DocumentRecords(
        document=store.document(document_id),
        clauses=store.clauses(document_id),
        tasks=store.tasks(document_id),
        targets=store.targets(document_id),
        references=store.references(document_id),
        supports=store.supports(document_id),
    )


def test_what_is_written_is_read_back(store: Store) -> None:
    store.replace(records(), version="v1")
    assert held(store, "d1") == records()
    assert store.versions() == {"d1": "v1"}
    assert store.clauses_by_id(["d1.s1", "nowhere"]) == {"d1.s1": records().clauses[0]}


def test_replacing_leaves_nothing_of_the_former(store: Store) -> None:
    store.replace(records(), version="v1")
    changed = records("d2", TEXT + "完")
    store.replace(changed, version="v2", former="d1")
    assert store.versions() == {"d2": "v2"}
    assert held(store, "d2") == changed
    assert (
        len(store.clauses())
        == len(store.tasks())
        == len(store.targets())
        == len(store.references())
        == 1
    )


def test_a_failed_write_changes_nothing(store: Store) -> None:
    store.replace(records(), version="v1")
    broken = replace(records(), clauses=records().clauses * 2)
    with pytest.raises(StoreError, match="已有内容未变"):
        store.replace(broken, version="v2")
    assert store.versions() == {"d1": "v1"}
    assert held(store, "d1") == records()


def test_removing_takes_all_records_along(store: Store) -> None:
    store.replace(records(), version="v1")
    before = store.generation()
    store.remove("d1")
    assert store.documents() == store.clauses() == store.tasks() == store.targets() == ()
    assert store.generation() > before
    with pytest.raises(NotFoundError, match="policykb documents"):
        store.remove("d1")


def test_another_connection_sees_a_change(store: Store) -> None:
    store.replace(records(), version="v1")
    other = Store(store.path)
    assert [d.document_id for d in other.documents()] == ["d1"]
    store.replace(records("d2"), version="v1")
    assert [d.document_id for d in other.documents()] == ["d1", "d2"]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite3"
    path.write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="打不开"):
        Store(path)


def test_another_schema_version_is_refused(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="结构版本"):
        Store(store.path)


def test_sound_store_has_no_findings(store: Store) -> None:
    store.replace(records(), version="v1")
    assert store.check() == []


def test_a_label_stays_with_its_document(store: Store) -> None:
    store.replace(records(), version="v1")
    before = store.generation()
    store.set_label("d1", "内部")
    assert store.document("d1").label == "内部"
    assert store.generation() > before
    store.set_label("d1", None)
    assert held(store, "d1") == records()
    with pytest.raises(NotFoundError):
        store.set_label("d2", "内部")


def test_a_store_of_the_first_version_is_brought_to_this_one(store: Store) -> None:
    store.replace(records(), version="v1")
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE supports")
        connection.execute("ALTER TABLE documents DROP COLUMN label")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    opened = Store(store.path)
    assert held(opened, "d1") == replace(records(), supports=())
    opened.replace(records(), version="v2")
    assert held(Store(store.path), "d1") == records()


def test_guidance_is_not_counted(store: Store) -> None:
    store.replace(records(), version="v1")
    assert store.counts() == {"d1": {"clauses": 1, "tasks": 1, "targets": 1, "supports": 1}}
