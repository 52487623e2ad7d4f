"""Exact search over one file of vectors."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb.errors import IndexMismatchError
from kb.matrix import MEAN_WEIGHT, Matrix
from kb.rows import RowsWriter, keys_of

SIZE = 8
RNG = np.random.default_rng(7)


def unit(rows: int) -> NDArray[np.float32]:
    found = RNG.standard_normal((rows, SIZE)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def write(folder: Path, documents: dict[str, dict[str, NDArray[np.float32]]]) -> None:
    writer = RowsWriter(folder, "e", SIZE)
    for document_id, clauses in documents.items():
        writer.replace(document_id, "1", clauses)
    writer.commit()


def plainly(
    documents: dict[str, dict[str, NDArray[np.float32]]], query: NDArray[np.float32]
) -> list[tuple[str, float]]:
    """The definition of the score, clause by clause."""
    found = []
    for clauses in documents.values():
        for clause_id, rows in clauses.items():
            if len(rows):
                cosines = rows @ query
                score = cosines.max() + MEAN_WEIGHT * cosines.mean()
                found.append((clause_id, float(score / (1 + MEAN_WEIGHT))))
    return sorted(found, key=lambda pair: -pair[1])


@pytest.fixture(params=[0, 20_000], ids=["by codes", "by floats"], autouse=True)
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.matrix._FEW", request.param)


@pytest.fixture
def documents() -> dict[str, dict[str, NDArray[np.float32]]]:
    return {
        f"d{n}": {f"d{n}.{m}": unit(int(RNG.integers(0, 5))) for m in range(6)} for n in range(40)
    }


def test_scores_are_those_of_the_definition(
    tmp_path: Path, documents: dict[str, dict[str, NDArray[np.float32]]]
) -> None:
    write(tmp_path, documents)
    query = unit(1)[0]
    hits = Matrix(tmp_path, "e", SIZE).query(query, 1000)
    expected = plainly(documents, query)
    assert [hit.clause_id for hit in hits] == [clause_id for clause_id, _ in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in expected], abs=1e-5)
    assert all(hit.clause_id.startswith(f"{hit.document_id}.") for hit in hits)


@pytest.mark.parametrize("count", [0, 1, 3, 30, 40])
def test_a_filter_is_exact(
    tmp_path: Path, documents: dict[str, dict[str, NDArray[np.float32]]], count: int
) -> None:
    write(tmp_path, documents)
    query = unit(1)[0]
    allowed = set(list(documents)[:count]) | {"unknown"}
    kept = {name: clauses for name, clauses in documents.items() if name in allowed}
    hits = Matrix(tmp_path, "e", SIZE).query(query, 10, allowed)
    assert [hit.clause_id for hit in hits] == [one for one, _ in plainly(kept, query)[:10]]


def test_given_clauses_are_scored_alike(
    tmp_path: Path, documents: dict[str, dict[str, NDArray[np.float32]]]
) -> None:
    write(tmp_path, documents)
    matrix, query = Matrix(tmp_path, "e", SIZE), unit(1)[0]
    best = matrix.query(query, 7)
    again = matrix.query(query, 99, None, [hit.clause_id for hit in best] + ["unknown"])
    assert [hit.clause_id for hit in again] == [hit.clause_id for hit in best]
    assert [hit.score for hit in again] == pytest.approx([hit.score for hit in best], abs=1e-6)


def test_changes_leave_the_same_as_a_fresh_build(
    tmp_path: Path, documents: dict[str, dict[str, NDArray[np.float32]]]
) -> None:
    changed, fresh = tmp_path / "changed", tmp_path / "fresh"
    write(changed, documents)
    for n in range(0, 40, 2):
        documents[f"d{n}"] = {f"d{n}.x": unit(200)}
        write(changed, {f"d{n}": documents[f"d{n}"]})
    for n in range(1, 40, 4):
        del documents[f"d{n}"]
        writer = RowsWriter(changed, "e", SIZE)
        writer.remove(f"d{n}")
        writer.commit()
    write(fresh, documents)
    query = unit(1)[0]
    assert Matrix(changed, "e", SIZE).query(query, 500) == Matrix(fresh, "e", SIZE).query(
        query, 500
    )


def test_rows_out_of_use_are_dropped_in_time(tmp_path: Path) -> None:
    for _ in range(10):
        write(tmp_path, {"d": {"d.1": unit(900)}})
    assert sum(path.stat().st_size for path in tmp_path.glob("*.f32")) < 3 * 900 * SIZE * 4
    assert len(list(tmp_path.glob("*.f32"))) == 1


def test_a_reader_keeps_its_state_through_commits(tmp_path: Path) -> None:
    rows = unit(3000)
    write(tmp_path, {"d": {"d.1": rows}})
    reader, query = Matrix(tmp_path, "e", SIZE), unit(1)[0]
    before = reader.query(query, 1)
    for _ in range(3):
        write(tmp_path, {"d": {"d.2": unit(3000)}})
    assert reader.query(query, 1) == before


def test_what_was_not_committed_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, {"a": {"a.1": unit(3)}})
    RowsWriter(tmp_path, "e", SIZE).replace("b", "1", {"b.1": unit(3)})
    write(tmp_path, {"c": {"c.1": unit(2)}})
    matrix = Matrix(tmp_path, "e", SIZE)
    assert sorted(matrix.documents) == ["a", "c"]
    assert {hit.clause_id for hit in matrix.query(unit(1)[0], 9)} == {"a.1", "c.1"}


def test_an_empty_matrix_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"a": {}})
    assert Matrix(tmp_path, "e", SIZE).query(unit(1)[0], 5) == []


@pytest.mark.parametrize(("encoder", "dimension"), [("other", SIZE), ("e", SIZE + 1)])
def test_another_encoder_is_refused(tmp_path: Path, encoder: str, dimension: int) -> None:
    write(tmp_path, {"a": {"a.1": unit(1)}})
    for kind in (Matrix, RowsWriter):
        with pytest.raises(IndexMismatchError, match=r"模型 e（8 维.*policykb rebuild"):
            kind(tmp_path, encoder, dimension)


@pytest.mark.parametrize("harm", ["cut table", "no rows", "cut rows"])
def test_damage_is_told(tmp_path: Path, harm: str) -> None:
    write(tmp_path, {"a": {"a.1": unit(9)}})
    rows = tmp_path / "rows-1.f32"
    if harm == "cut table":
        (tmp_path / "rows.json").write_text('{"schema": 1, "encoder": "e"')
    elif harm == "no rows":
        rows.unlink()
    else:
        rows.write_bytes(rows.read_bytes()[:40])
    for kind in (Matrix, RowsWriter):
        with pytest.raises(IndexMismatchError, match="policykb rebuild"):
            kind(tmp_path, "e", SIZE)


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_given_clauses_have_the_scores_of_a_whole_search(
    tmp_path: Path, documents: dict[str, dict[str, NDArray[np.float32]]], share: float
) -> None:
    write(tmp_path, documents)
    matrix, query = Matrix(tmp_path, "e", SIZE), unit(1)[0]
    every = matrix.query(query, 1000)
    wanted = {hit.clause_id for n, hit in enumerate(every) if n % round(1 / share) == 0}
    expected = [hit for hit in every if hit.clause_id in wanted]
    found = matrix.query(query, 1000, None, [*wanted, "unknown"])
    assert [hit.clause_id for hit in found] == [hit.clause_id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-6)
    assert matrix.query(query, 3, None, wanted) == found[:3]
    of_two = matrix.query(query, 1000, {"d1", "d2"}, wanted)
    assert of_two == [hit for hit in found if hit.document_id in {"d1", "d2"}]
    assert matrix.query(query, 5, None, []) == []


def test_a_text_that_has_a_vector_is_known_by_its_key(tmp_path: Path) -> None:
    texts = [f"窗口{n}" for n in range(2000)]
    rows, keys = unit(2000), keys_of(texts)
    writer = RowsWriter(tmp_path, "e", SIZE)
    writer.replace("a", "1", {"a.1": rows[:1500]}, keys[:1500])
    writer.replace("b", "1", {"b.1": rows[1500:]}, keys[1500:])
    writer.replace("c", "1", {"c.1": unit(2)})
    writer.commit()
    asked = keys_of(["别的", texts[3], texts[1700]])
    there, held = Matrix(tmp_path, "e", SIZE).known(asked)
    assert there.tolist() == [False, True, True]
    assert np.array_equal(held, rows[[3, 1700]])
    writer = RowsWriter(tmp_path, "e", SIZE)
    writer.remove("a")
    writer.commit()  # most rows are out of use: the file is written anew
    there, held = Matrix(tmp_path, "e", SIZE).known(asked)
    assert there.tolist() == [False, False, True]
    assert np.array_equal(held, rows[[1700]])


def test_lost_keys_cost_only_their_use(tmp_path: Path) -> None:
    write(tmp_path, {"a": {"a.1": unit(3)}})
    for path in tmp_path.glob("*.keys"):
        path.unlink()
    there, held = Matrix(tmp_path, "e", SIZE).known(keys_of(["甲"]))
    assert (there.tolist(), len(held)) == ([False], 0)
    writer = RowsWriter(tmp_path, "e", SIZE)
    row = unit(1)
    writer.replace("b", "1", {"b.1": row}, keys_of(["乙"]))
    writer.commit()
    there, held = Matrix(tmp_path, "e", SIZE).known(keys_of(["甲", "乙"]))
    assert there.tolist() == [False, True]
    assert np.array_equal(held, row)


def test_codes_lose_none_of_the_best(tmp_path: Path) -> None:
    documents = {
        f"d{n}": {f"d{n}.{m}": unit(int(RNG.integers(1, 6))) for m in range(100)} for n in range(40)
    }
    write(tmp_path, documents)
    matrix = Matrix(tmp_path, "e", SIZE)
    for query in unit(20):
        for allowed in (None, {f"d{n}" for n in range(30)}):
            kept = {
                one: each for one, each in documents.items() if allowed is None or one in allowed
            }
            expected = plainly(kept, query)[:50]
            hits = matrix.query(query, 50, allowed)
            assert [hit.clause_id for hit in hits] == [one for one, _ in expected]
            assert [hit.score for hit in hits] == pytest.approx([s for _, s in expected], abs=1e-6)


def test_codes_that_an_earlier_version_left_out_are_made(tmp_path: Path) -> None:
    documents = {f"d{n}": {f"d{n}.1": unit(3)} for n in range(50)}
    write(tmp_path, documents)
    query = unit(1)[0]
    expected = Matrix(tmp_path, "e", SIZE).query(query, 9)
    for file in [*tmp_path.glob("*.i8"), *tmp_path.glob("*.scale")]:
        file.unlink()
    assert Matrix(tmp_path, "e", SIZE).query(query, 9) == expected
    RowsWriter(tmp_path, "e", SIZE).commit()
    assert [file.stat().st_size for file in tmp_path.glob("*.i8")] == [150 * SIZE]
    assert Matrix(tmp_path, "e", SIZE).query(query, 9) == expected
