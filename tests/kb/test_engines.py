"""What an engine of the indexes has to do, the same for the embedded one and for Milvus."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import engines
from kb.entries import Entry
from kb.errors import IndexMismatchError, SettingsError, StoreError
from kb.knowledge import KnowledgeBase
from kb.rows import keys_of
from kb.segment import Segmenter
from kb.settings import Settings, load_settings

SIZE = 16
SEGMENTER = Segmenter(["市大数据局"])
MISSING = [name for name in ("pymilvus", "milvus_lite") if not importlib.util.find_spec(name)]
MILVUS = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}")

Open = Callable[..., Any]


@pytest.fixture(params=["embedded", pytest.param("milvus", marks=MILVUS)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    uri = "milvus.db" if request.param == "milvus" else ""
    return load_settings(tmp_path / "home").model_copy(update={"milvus": uri})


@pytest.fixture
def opened(settings: Settings) -> Iterator[Callable[[Open], Any]]:
    """Opens an index; everything is closed at the end."""
    made: list[Any] = []

    def keep(index: Any) -> Any:
        made.append(index)
        return index

    yield keep
    for index in made:
        if hasattr(index, "close"):
            index.close()


@pytest.fixture
def open_lexical(settings: Settings, opened: Callable[[Any], Any]) -> Open:
    return lambda: opened(engines.lexical_index(settings, SEGMENTER))


@pytest.fixture
def open_vectors(settings: Settings, opened: Callable[[Any], Any]) -> Open:
    return lambda encoder="e", size=SIZE: opened(engines.vector_index(settings, encoder, size))


def entry(clause_id: str, text: str, title: str = "", label: str = "", **keys: str) -> Entry:
    return Entry(clause_id=clause_id, title=title, label=label, text=text, **keys)


@pytest.fixture
def lexical(open_lexical: Open) -> Any:
    made = open_lexical()
    made.replace(
        "post",
        "1",
        [
            entry("post.1", "支持快递进村，完善农村寄递网络。", "邮政快递业意见"),
            entry("post.2", "推动数据共享，由市大数据局负责。", "邮政快递业意见"),
        ],
    )
    law = entry(
        "law.1",
        "申请快递业务经营许可，应当具备下列条件。",
        "中华人民共和国邮政法",
        "第五十二条",
        article="第五十二条",
        number="主席令第25号",
    )
    made.replace("law", "1", [law])
    made.commit()
    return made


def found(index: Any, query: str, documents: set[str] | None = None) -> list[str]:
    return [hit.clause_id for hit in index.search(query, 10, documents)]


def unit(rows: int, seed: int = 3) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).standard_normal((rows, SIZE)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def clauses(document_id: str, seed: int) -> dict[str, NDArray[np.float32]]:
    rows = unit(15, seed)
    return {f"{document_id}.{m}": rows[3 * m : 3 * m + 3] for m in range(5)}


@pytest.fixture
def vectors(open_vectors: Open) -> Any:
    made = open_vectors()
    for n in range(12):
        made.replace(f"d{n}", "1", clauses(f"d{n}", n))
    made.commit()
    return made


# full text


def test_the_clause_comes_first(lexical: Any) -> None:
    first = {
        "农村快递": "post.1",
        "市大数据局负责什么": "post.2",
        "邮政法第52条": "law.1",
        "经营许可的条件": "law.1",
    }
    assert {query: found(lexical, query)[0] for query in first} == first


def test_nothing_is_found(lexical: Any) -> None:
    for query in ("", "。？", "zebra", 'AND "(', "\x00", "' or 1"):
        assert found(lexical, query) == []


def test_scores_fall_and_are_positive(lexical: Any) -> None:
    scores = [hit.score for hit in lexical.search("快递业务", 10)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert len(lexical.search("快递业务", 1)) == 1


def test_full_text_is_filtered_inside(lexical: Any) -> None:
    assert set(found(lexical, "快递")) == {"post.1", "post.2", "law.1"}
    assert found(lexical, "快递", {"law"}) == ["law.1"]
    assert lexical.search("快递", 1, {"law"})[0].document_id == "law"
    assert found(lexical, "快递", {"unknown"}) == []
    assert found(lexical, "快递", set()) == []
    every = {hit.clause_id: hit.score for hit in lexical.search("快递", 10)}
    [hit] = lexical.search("快递", 1, None, {"post.2", "unknown"})
    assert (hit.clause_id, hit.score) == ("post.2", pytest.approx(every["post.2"]))
    assert lexical.search("快递", 9, {"law"}, {"post.2"}) == []
    assert lexical.search("快递", 9, None, set()) == []


def test_full_text_is_replaced_and_removed(lexical: Any, open_lexical: Open) -> None:
    reader = open_lexical()
    lexical.replace("post", "2", [entry("post.8", "支持快递进厂。")])
    lexical.replace("post", "2", [entry("post.9", "支持快递进厂。")])
    lexical.remove("law")
    lexical.remove("never there")
    lexical.replace("empty", "7", [])
    assert reader.documents() == {"post": "1", "law": "1"}
    assert found(reader, "农村")[0] == "post.1"
    lexical.commit()
    for index in (lexical, reader, open_lexical()):
        assert index.documents() == {"post": "2", "empty": "7"}
        assert found(index, "农村数据共享快递许可") == ["post.9"]


def test_frequencies(lexical: Any) -> None:
    words = ["快递", "市大数据局", "没有的词"]
    assert lexical.frequencies(words) == ([2, 1, 0], 3)
    assert lexical.frequencies([]) == ([], 3)


def test_a_token_is_not_cut(lexical: Any) -> None:
    tokens = ["〔2024〕3号", "3.5%", "gdp", "𠮷州"]
    whole = [entry(f"one.{n}", f"依照{token}执行") for n, token in enumerate(tokens)]
    lexical.replace("one", "1", [*whole, entry("one.x", "3 5 2024")])
    lexical.commit()
    for n, token in enumerate(tokens):
        assert found(lexical, token)[0] == f"one.{n}"


def test_a_very_long_clause_is_found_by_both_ends(lexical: Any) -> None:
    text = "甲乙丙丁申报冷链补贴。" + "戊己庚辛" * 4000 + "发放冻库补助。"
    lexical.replace("long", "1", [entry("long.1", text)])
    lexical.commit()
    for query in ("冷链补贴", "冻库补助"):
        assert [hit.clause_id for hit in lexical.search(query, 5)] == ["long.1"]


def test_documents_are_seen_as_wholes(lexical: Any) -> None:
    lexical.replace("empty", "1", [])
    lexical.replace("other", "1", [entry("other.1", "农村养老服务。")])
    lexical.commit()
    every = {"post", "law", "other", "unknown"}
    assert lexical.by_articles(every) == {"law"}
    assert lexical.by_articles({"post"}) == frozenset()
    scores = lexical.wholes("农村寄递数据", every)
    assert set(scores) == {"post", "other"}
    assert scores["post"] > scores["other"] > 0
    assert set(lexical.wholes("农村", {"other", "law"})) == {"other"}
    assert lexical.wholes("农村", set()) == {}
    assert lexical.wholes("", every) == {}


def test_what_a_query_names(lexical: Any) -> None:
    [hit] = lexical.named("邮政法第52条怎么说")
    assert (hit.clause_id, hit.document_id) == ("law.1", "law")
    assert lexical.named("邮政法第五十三条") == []
    assert lexical.named("邮政法第五十二条", {"post"}) == []
    assert lexical.named("邮政法第五十二条", None, set()) == []
    assert lexical.numbered("主席令第25号是什么") == {"law"}
    assert lexical.numbered("主席令第26号是什么") == frozenset()


@MILVUS
def test_nothing_is_left_to_the_embedded_index() -> None:
    from kb.lexical import LexicalIndex
    from kb.milvus_lexical import MilvusLexical
    from kb.milvus_vectors import MilvusVectors
    from kb.vectors import VectorIndex

    for embedded, other in ((LexicalIndex, MilvusLexical), (VectorIndex, MilvusVectors)):
        assert {name for name in vars(embedded) if name[0] != "_"} <= set(vars(other))


# vectors


def test_scores_are_the_best_window_and_the_mean(vectors: Any) -> None:
    every = {name: rows for n in range(12) for name, rows in clauses(f"d{n}", n).items()}
    for query in unit(6, 99):
        cosines = {name: rows @ query for name, rows in every.items()}
        wanted = {name: (c.max() + 0.3 * c.mean()) / 1.3 for name, c in cosines.items()}
        best = sorted(wanted, key=lambda name: -wanted[name])[:20]
        hits = vectors.query(query, 20)
        assert [hit.clause_id for hit in hits] == best
        for hit in hits:
            assert hit.score == pytest.approx(wanted[hit.clause_id], abs=1e-5)
            assert hit.clause_id.startswith(f"{hit.document_id}.")


def test_vectors_are_filtered_inside(vectors: Any) -> None:
    query = unit(1)[0]
    hits = vectors.query(query, 10, {"d3", "d4"})
    assert len(hits) == 10
    assert {hit.document_id for hit in hits} == {"d3", "d4"}
    assert [hit.clause_id for hit in vectors.query(query, 9, {"d3"}, {"d3.1", "d4.1"})] == ["d3.1"]
    assert vectors.query(query, 9, {"unknown"}) == []
    assert vectors.query(query, 9, set()) == []
    assert vectors.query(query, 9, None, set()) == []


def test_vectors_are_replaced_and_removed(vectors: Any, open_vectors: Open) -> None:
    reader, row = open_vectors(), unit(1, 77)
    vectors.replace("d3", "2", {"d3.x": row})
    vectors.remove("d4")
    vectors.remove("never there")
    vectors.replace("empty", "7", {"empty.1": row[:0]})
    assert reader.query(row[0], 1)[0].clause_id != "d3.x"
    vectors.commit()
    for index in (vectors, reader, open_vectors()):
        assert index.query(row[0], 1)[0].clause_id == "d3.x"
        assert [hit.clause_id for hit in index.query(row[0], 9, {"d3", "d4"})] == ["d3.x"]
        held = index.documents()
        assert (held["d3"], held["empty"], len(held)) == ("2", "7", 12)
        assert index.windows == 10 * 15 + 1
        assert index.check() == []


def test_what_was_cut_off_is_indexed_again(vectors: Any, open_vectors: Open) -> None:
    row = unit(1, 78)
    vectors.replace("d3", "2", {"d3.x": row})
    vectors.replace("new", "1", {"new.1": row})
    vectors.close()
    again = open_vectors()
    held = again.documents()
    assert held.get("d3") != "2"
    assert "new" not in held
    assert "上次没有写完" in again.check()[0]
    again.replace("d3", "2", {"d3.x": row})
    again.commit()
    assert again.documents()["d3"] == "2"
    assert [hit.clause_id for hit in again.query(row[0], 9, {"d3", "new"})] == ["d3.x"]
    assert again.check() == []


def test_known_windows_need_no_encoding(vectors: Any) -> None:
    rows, keys = unit(6, 5), keys_of(["甲", "乙", "丙", "丁", "甲", "戊"])
    vectors.replace("x", "1", {"x.1": rows[:3], "x.2": rows[3:]}, keys)
    there, held = vectors.known(keys_of(["丁", "没有", "丙", "丁"]))
    assert not there.any()
    assert held.shape == (0, SIZE)
    vectors.commit()
    there, held = vectors.known(keys_of(["丁", "没有", "丙", "丁"]))
    assert there.tolist() == [True, False, True, True]
    assert held == pytest.approx(rows[[3, 2, 3]], abs=1e-6)


@pytest.mark.parametrize(("encoder", "size"), [("other", SIZE), ("e", SIZE * 2)])
def test_another_encoder_is_refused(
    vectors: Any, open_vectors: Open, encoder: str, size: int
) -> None:
    with pytest.raises(IndexMismatchError, match="policykb rebuild"):
        open_vectors(encoder, size)


def test_an_empty_index_finds_nothing(open_vectors: Open, open_lexical: Open) -> None:
    assert open_vectors().query(unit(1)[0], 5) == []
    assert open_vectors().documents() == {}
    assert open_vectors().windows == 0
    assert found(open_lexical(), "快递") == []


def test_deleted_indexes_start_anew(
    lexical: Any, vectors: Any, settings: Settings, open_vectors: Open, open_lexical: Open
) -> None:
    engines.delete_indexes(settings)
    assert open_vectors("other").documents() == {}
    assert open_lexical().documents() == {}


# both engines side by side

TERMS = ["快递进村", "冷链物流", "数据共享", "营商环境", "养老服务", "校园食品", "老旧小区改造"]
VERBS = ["加快建设", "完善", "支持", "规范", "推进", "加强监管", "补贴"]


def corpus() -> list[Entry]:
    chance = np.random.default_rng(8)
    made = []
    for n in range(150):
        terms, verbs = chance.choice(TERMS, 3), chance.choice(VERBS, 3)
        text = "".join(
            f"{v}{t}，" * int(chance.integers(1, 4)) for v, t in zip(verbs, terms, strict=True)
        )
        made.append(entry(f"c{n}", text, f"关于{terms[0]}的意见", f"{verbs[0]}{terms[1]}"))
    return made


@MILVUS
def test_full_text_in_milvus_agrees_with_the_embedded_index(tmp_path: Path) -> None:
    both = []
    for uri in ("", "milvus.db"):
        index: Any = engines.lexical_index(
            load_settings(tmp_path).model_copy(update={"milvus": uri}), SEGMENTER
        )
        index.replace("d", "1", corpus())
        index.commit()
        both.append(index)
    shares = []
    for query in [f"如何{verb}{term}" for verb in VERBS for term in TERMS]:
        one, other = (found(index, query) for index in both)
        shares.append(len(set(one) & set(other)) / 10)
    both[1].close()
    assert np.mean(shares) >= 0.8


# a whole knowledge base

POLICY = """甲州市人民政府办公室关于推进冷链物流发展的实施意见

甲政办发〔2023〕9号

各县（市、区）人民政府：

一、主要目标。到2025年末，冷库容量达到30万吨。

二、重点任务

1．建设冷库。加快建设冷库。（责任单位：市发改委、市商务局）

2．培育企业。培育冷链企业。（责任单位：市商务局）

甲州市人民政府办公室

2023年4月1日
"""


@MILVUS
def test_a_knowledge_base_in_milvus(tmp_path: Path) -> None:
    from ingest.pipeline import ingest

    (tmp_path / "policy.txt").write_text(POLICY, encoding="utf-8")
    settings = load_settings(tmp_path / "home")
    settings = settings.model_copy(update={"milvus": str(tmp_path / "m.db"), "laws": False})
    kb = KnowledgeBase(settings)
    silent = partial(lambda *_: None)
    assert ingest(kb, [tmp_path / "policy.txt"], silent).count("added") == 1
    assert not settings.indexes.exists()
    assert kb.behind() == []

    def first() -> str:
        clause = kb.store.clause(kb.search("哪个部门培育冷链企业", 3)[0].clause_id)
        return clause.heading

    assert first().startswith("培育企业")
    assert kb.weights("冷链企业")
    [document_id] = kb.store.versions()
    kb.vectors.remove(document_id)
    kb.vectors.commit()
    assert kb.behind() == [document_id]
    kb.rebuild(silent)
    assert kb.behind() == []
    assert kb.vectors.check() == []
    assert first().startswith("培育企业")
    kb.lexical.close()
    kb.vectors.close()
    kb.store.close()


# settings and failures


@pytest.mark.parametrize("uri", ["host:19530", "milvus", "ftp://host"])
def test_what_is_no_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uri: str
) -> None:
    monkeypatch.setenv("POLICYKB_MILVUS", uri)
    with pytest.raises(SettingsError, match="milvus"):
        load_settings(tmp_path)


@MILVUS
def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    from kb.milvus import Rows

    with pytest.raises(
        StoreError, match=r"^Milvus（http://127\.0\.0\.1:1）用不了.*设置 milvus"
    ) as told:
        Rows("http://user:secret@127.0.0.1:1", "n", {}, None, seconds=0.5)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def one_number(pymilvus: Any, schema: Any, indexes: Any) -> None:
    schema.add_field("vector", pymilvus.DataType.FLOAT_VECTOR, dim=2)
    indexes.add_index("vector", index_type="FLAT", metric_type="IP")


@MILVUS
def test_a_commit_that_is_cut_off_holds_nothing_by_halves(tmp_path: Path) -> None:
    from kb.milvus import Rows

    class Cut(Rows):
        def _finish(self, commit: int) -> None:
            if commit == 2:
                raise KeyboardInterrupt
            super()._finish(commit)

    def row(clause_id: str) -> dict[str, Any]:
        return {"clause_id": clause_id, "vector": [1.0, 0.0]}

    uri = str(tmp_path / "m.db")
    rows: Rows = Cut(uri, "n", {}, one_number)
    for name in ("kept", "changed", "removed"):
        rows.replace(name, "1", [row(f"{name}.1")])
    rows.commit()
    rows.replace("changed", "2", [row("changed.2")])
    rows.replace("new", "1", [row("new.1")])
    rows.remove("removed")
    with pytest.raises(KeyboardInterrupt):
        rows.commit()
    rows.close()
    rows = Rows(uri, "n", {}, one_number)
    assert rows.documents() == {"kept": "1"}
    assert [each["clause_id"] for each in rows.query(rows.within(), ["clause_id"])] == ["kept.1"]
    rows.replace("changed", "2", [row("changed.2")])
    rows.commit()
    assert rows.documents() == {"kept": "1", "changed": "2"}
    assert rows.count() == rows.expected() == 2
    rows.close()


@MILVUS
def test_a_file_in_use_elsewhere_is_told(tmp_path: Path, root: Path) -> None:
    from kb.milvus import Rows

    rows = Rows(str(tmp_path / "m.db"), "n", {}, one_number)
    code = (
        "import sys; from kb.milvus import drop; from kb.errors import StoreError\n"
        "try: drop(sys.argv[1], [])\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "m.db")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows.close()
    assert done.stdout.strip().endswith("请检查设置 milvus，.db 文件同时只能由一个进程使用")
    assert done.stderr == ""


EMBEDDED = """
import sys
from pathlib import Path
import numpy as np
from kb import engines
from kb.segment import Segmenter
from kb.settings import Settings
settings = Settings(home=Path(sys.argv[1]))
engines.lexical_index(settings, Segmenter()).documents()
engines.vector_index(settings, "e", 16).query(np.eye(16, dtype=np.float32)[0], 3)
print([name for name in ("pymilvus", "milvus_lite", "kb.milvus") if name in sys.modules])
"""

IN_MILVUS = """
import sys
from pathlib import Path
calls = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        calls.append((event, str(args)))
sys.addaudithook(watch)
import numpy as np
from kb import engines
from kb.settings import Settings
index = engines.vector_index(Settings(home=Path(sys.argv[1]), milvus="m.db"), "e", 16)
index.replace("d", "1", {"d.1": np.eye(16, dtype=np.float32)})
index.commit()
print(calls, index.query(np.eye(16, dtype=np.float32)[0], 1)[0].clause_id)
"""


@pytest.mark.parametrize(
    ("code", "told"), [(EMBEDDED, "[]"), pytest.param(IN_MILVUS, "[] d.1", marks=MILVUS)]
)
def test_nothing_is_loaded_or_sent_unasked(
    tmp_path: Path, root: Path, code: str, told: str
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "kb")],
        cwd=root,
        env={"HOME": str(home), "PYTHONPATH": str(root), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert (done.stdout.strip(), done.stderr) == (told, "")
    assert list(home.rglob("*")) == []
