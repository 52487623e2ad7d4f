"""Homes written by each earlier version of the program are read by this one.

`homes/vN.sql` is the store that the program wrote while its schema was N; a new schema adds one.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.doctor import examine
from kb.backup import restore, write_backup
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings
from kb.store import SCHEMA_VERSION, Store

HOMES = Path(__file__).parent / "homes"
OLD = sorted(HOMES.glob("v*.sql"))


def rows(database: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, as its columns."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table["name"]: [dict(r) for r in connection.execute(f'SELECT * FROM "{table["name"]}"')]
            for table in tables.fetchall()
            if table["name"] != "meta"
        }


@pytest.fixture(params=OLD, ids=lambda path: path.stem)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "policykb.sqlite3")) as connection:
        connection.executescript(request.param.read_text(encoding="utf-8"))
    return tmp_path


def test_every_former_schema_has_a_home() -> None:
    assert [path.stem for path in OLD] == [f"v{n}" for n in range(1, SCHEMA_VERSION)]


def test_no_row_is_lost(home: Path) -> None:
    database = home / "policykb.sqlite3"
    before = rows(database)
    Store(database).close()
    after = rows(database)
    for table, former in before.items():
        assert len(former) == len(after[table])
        for old, new in zip(former, after[table], strict=True):
            assert old.items() <= new.items()


def test_the_home_is_whole(home: Path) -> None:
    kb = KnowledgeBase(load_settings(home).model_copy(update={"laws": False}))
    with kb.writing():
        kb.catch_up(lambda *_: None)
    assert kb.store.check() == []
    assert [hit.document_id for hit in kb.search("老旧路灯", 1)] == list(kb.snapshot().documents)
    found = {check.check: check.ok for check in examine(lambda: kb.settings)}
    assert found["数据库"]
    assert found["索引"]


def test_an_old_home_can_be_backed_up_and_restored(home: Path, tmp_path: Path) -> None:
    write_backup(home, tmp_path / "b.zip")
    other = tmp_path / "other"
    restore(tmp_path / "b.zip", other)
    Store(other / "policykb.sqlite3").close()
    Store(home / "policykb.sqlite3").close()
    assert rows(other / "policykb.sqlite3") == rows(home / "policykb.sqlite3")
