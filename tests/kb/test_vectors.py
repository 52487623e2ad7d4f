"""The dense index, in a real Chroma through LlamaIndex."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.errors import IndexMismatchError
from kb.vectors import VectorIndex, forget

SIZE = 16
RNG = np.random.default_rng(3)

Open = Callable[..., VectorIndex]


def unit(rows: int) -> NDArray[np.float32]:
    found = RNG.standard_normal((rows, SIZE)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the index in one folder; everything is closed at the end."""
    made: list[VectorIndex] = []

    def make(**options: int) -> VectorIndex:
        made.append(VectorIndex(tmp_path / "vectors", "e", SIZE, **options))
        return made[-1]

    yield make
    for index in made:
        index.close()


@pytest.fixture
def index(opened: Open) -> VectorIndex:
    made = opened()
    for n in range(20):
        made.replace(f"d{n}", "1", {f"d{n}.{m}": unit(3) for m in range(5)})
    made.commit()
    return made


@pytest.mark.parametrize("exact_limit", [1_000_000, 0], ids=["exact", "chroma"])
def test_a_window_finds_its_clause(index: VectorIndex, opened: Open, exact_limit: int) -> None:
    rows = unit(4)
    index.replace("new", "1", {"new.1": rows[:3], "new.2": rows[3:]})
    index.commit()
    index = opened(exact_limit=exact_limit)
    assert index.exact is (exact_limit > 0)
    for row, clause_id in zip(rows, ["new.1", "new.1", "new.1", "new.2"], strict=True):
        hits = index.query(row, 5)
        assert (hits[0].clause_id, hits[0].document_id) == (clause_id, "new")
        assert len({hit.clause_id for hit in hits}) == 5
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_chroma_and_the_exact_product_agree(index: VectorIndex, opened: Open) -> None:
    approximate = opened(exact_limit=0)
    allowed = {f"d{n}" for n in range(0, 20, 3)}
    for query in unit(10):
        for documents in (None, allowed, {"d1"}, {"unknown"}):
            exact = index.query(query, 3, documents)
            found = approximate.query(query, 3, documents)
            assert [hit.clause_id for hit in found] == [hit.clause_id for hit in exact]


@pytest.mark.parametrize("exact_limit", [1_000_000, 0], ids=["exact", "chroma"])
def test_a_filter_narrows_inside_the_search(
    index: VectorIndex, opened: Open, exact_limit: int
) -> None:
    index = opened(exact_limit=exact_limit)
    hits = index.query(unit(1)[0], 10, {"d3", "d4"})
    assert len(hits) == 10
    assert {hit.document_id for hit in hits} == {"d3", "d4"}
    assert index.query(unit(1)[0], 10, set()) == []


def test_a_document_is_replaced_and_removed(index: VectorIndex, opened: Open) -> None:
    row = unit(1)
    index.replace("d3", "2", {"d3.x": row})
    index.remove("d4")
    index.remove("never there")
    index.commit()
    for one in (index, opened(), opened(exact_limit=0)):
        assert one.query(row[0], 1)[0].clause_id == "d3.x"
        assert [hit.clause_id for hit in one.query(row[0], 9, {"d3", "d4"})] == ["d3.x"]
        assert one.documents()["d3"] == "2"
        assert "d4" not in one.documents()
    assert index.windows == 18 * 15 + 1
    assert index.check() == []


def test_a_document_without_windows_is_held(index: VectorIndex) -> None:
    index.replace("empty", "7", {"empty.1": unit(0)})
    index.commit()
    assert index.documents()["empty"] == "7"


def test_an_open_reader_sees_each_commit(index: VectorIndex, opened: Open) -> None:
    reader, row = opened(), unit(1)
    index.replace("late", "1", {"late.1": row})
    assert reader.query(row[0], 1)[0].clause_id != "late.1"
    index.commit()
    assert reader.query(row[0], 1)[0].clause_id == "late.1"


def test_what_was_cut_off_counts_as_not_held(index: VectorIndex, opened: Open) -> None:
    index.replace("d3", "2", {"d3.x": unit(1)})
    index.replace("new", "1", {"new.1": unit(1)})
    index.close()
    again = opened()
    assert "d3" not in again.documents()
    assert "new" not in again.documents()
    assert len(again.documents()) == 19
    assert again.check() != []
    again.replace("d3", "2", {"d3.x": unit(1)})
    again.commit()
    assert again.documents()["d3"] == "2"
    assert again.check() == []


def test_a_commit_alone_repairs(index: VectorIndex, opened: Open) -> None:
    index.remove("d3")
    index.close()
    again = opened()
    again.commit()
    assert "d3" not in again.documents()
    assert again.check() == []


def test_lost_rows_are_told(index: VectorIndex, opened: Open, tmp_path: Path) -> None:
    index._chroma().delete("d3")
    assert index.check() == ["Chroma 里有 285 个向量，应为 300 个；请运行 policykb rebuild 重建"]


@pytest.mark.parametrize(("encoder", "dimension"), [("other", SIZE), ("e", SIZE * 2)])
def test_another_encoder_is_refused(
    index: VectorIndex, tmp_path: Path, encoder: str, dimension: int
) -> None:
    with pytest.raises(IndexMismatchError, match="policykb rebuild"):
        VectorIndex(tmp_path / "vectors", encoder, dimension)


def test_a_forgotten_index_starts_anew(index: VectorIndex, opened: Open, tmp_path: Path) -> None:
    forget(tmp_path / "vectors")
    assert not (tmp_path / "vectors").exists()
    again = opened()
    assert again.documents() == {}
    again.replace("d", "1", {"d.1": unit(2)})
    again.commit()
    del index
    assert again.check() == []
    assert opened().documents() == {"d": "1"}


def test_an_empty_index_finds_nothing(opened: Open) -> None:
    index = opened()
    assert index.query(unit(1)[0], 5) == []
    assert index.documents() == {}
    assert index.windows == 0


WRITER = """
import sys
from pathlib import Path
import numpy as np
from kb.vectors import VectorIndex
index = VectorIndex(Path(sys.argv[1]), "e", 16)
print("ready", flush=True)
for n in range(100000):
    rows = np.eye(16, dtype=np.float32)
    index.replace(str(n), "1", {f"{n}.{m}": rows for m in range(3)})
    index.commit()
    print(n, flush=True)
"""


def test_kill_loses_no_commit(opened: Open, tmp_path: Path, root: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "vectors")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    with writer.stdout:
        next(writer.stdout)
        told = [int(next(writer.stdout)) for _ in range(10)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout]
    writer.wait()
    index = opened()
    assert set(map(str, told)) <= set(index.documents())
    index.replace("after", "1", {"after.1": unit(2)})
    index.commit()
    assert index.check() == []


QUIET = """
import sys
from pathlib import Path
calls = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        calls.append((event, str(args)))
sys.addaudithook(watch)
import numpy as np
from kb.vectors import VectorIndex
rows = np.eye(16, dtype=np.float32)
index = VectorIndex(Path(sys.argv[1]), "e", 16, exact_limit=0)
index.replace("d", "1", {"d.1": rows})
index.commit()
assert index.query(rows[0], 1)[0].clause_id == "d.1"
index.close()
reader = VectorIndex(Path(sys.argv[1]), "e", 16)
print(calls, reader.query(rows[0], 1)[0].clause_id)
"""


def test_nothing_is_sent_and_nothing_written_elsewhere(tmp_path: Path, root: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIET, str(tmp_path / "vectors")],
        cwd=root,
        env={"HOME": str(home), "PYTHONPATH": str(root), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] d.1\n"
    assert done.stderr == ""
    assert list(home.rglob("*")) == []


def test_reading_imports_neither_library(index: VectorIndex, tmp_path: Path, root: Path) -> None:
    code = (
        "import sys; from pathlib import Path; import numpy as np;"
        "from kb.vectors import VectorIndex;"
        "index = VectorIndex(Path(sys.argv[1]), 'e', 16);"
        "assert index.query(np.eye(16, dtype=np.float32)[0], 3) and index.documents();"
        "print([m for m in ('chromadb', 'llama_index', 'torch') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "vectors")],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
