"""The full-text index, in a real tantivy."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb.entries import Entry
from kb.errors import IndexMismatchError
from kb.lexical import LexicalIndex
from kb.segment import Segmenter

SEGMENTER = Segmenter(["市大数据局"])


def entry(clause_id: str, text: str, title: str = "", label: str = "") -> Entry:
    return Entry(clause_id=clause_id, title=title, label=label, text=text)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    made = LexicalIndex(tmp_path / "lexical", SEGMENTER)
    made.replace(
        "post",
        "1",
        [
            entry("post.1", "支持快递进村，完善农村寄递网络。", "邮政快递业意见"),
            entry("post.2", "推动数据共享，由市大数据局负责。", "邮政快递业意见"),
        ],
    )
    made.replace(
        "law",
        "1",
        [entry("law.1", "申请快递业务经营许可，应当具备下列条件。", "邮政法", "第五十二条")],
    )
    made.commit()
    return made


def found(index: LexicalIndex, query: str, documents: set[str] | None = None) -> list[str]:
    return [hit.clause_id for hit in index.search(query, 10, documents)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("农村快递", "post.1"),
        ("市大数据局负责什么", "post.2"),
        ("邮政法第52条", "law.1"),
        ("邮政法第五十二条", "law.1"),
        ("经营许可的条件", "law.1"),
    ],
)
def test_the_clause_comes_first(index: LexicalIndex, query: str, first: str) -> None:
    assert found(index, query)[0] == first


@pytest.mark.parametrize("query", ["", "。？", "zebra", 'AND "(', "\x00"])
def test_nothing_found(index: LexicalIndex, query: str) -> None:
    assert found(index, query) == []


def test_scores_fall_and_are_positive(index: LexicalIndex) -> None:
    scores = [hit.score for hit in index.search("快递业务", 10)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert len(index.search("快递业务", 1)) == 1


def test_a_filter_narrows_inside_the_search(index: LexicalIndex) -> None:
    assert set(found(index, "快递")) == {"post.1", "post.2", "law.1"}
    assert found(index, "快递", {"law"}) == ["law.1"]
    assert index.search("快递", 1, {"law"})[0].document_id == "law"
    assert found(index, "快递", {"unknown"}) == []
    assert found(index, "快递", set()) == []


def test_given_clauses_narrow_inside_the_search(index: LexicalIndex) -> None:
    every = {hit.clause_id: hit.score for hit in index.search("快递", 10)}
    [hit] = index.search("快递", 1, None, {"post.2", "unknown"})
    assert (hit.clause_id, hit.score) == ("post.2", pytest.approx(every["post.2"]))
    assert index.search("快递", 9, {"law"}, {"post.2"}) == []
    assert index.search("快递", 9, None, set()) == []


def test_a_broad_filter_finds_what_a_narrow_one_does(
    index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [hit.clause_id for hit in index.search("快递", 10)]
    for allowed in (every[1:], every[:1], every[-1:]):
        monkeypatch.setattr("kb.lexical._BROAD", 0.0)
        broad = index.search("快递", 2, clauses=allowed)
        monkeypatch.setattr("kb.lexical._BROAD", 1.0)
        assert broad == index.search("快递", 2, clauses=allowed)


def test_a_filter_changes_no_score(index: LexicalIndex) -> None:
    every = {hit.clause_id: hit.score for hit in index.search("快递业务", 10)}
    for hit in index.search("快递业务", 10, {"law"}):
        assert hit.score == pytest.approx(every[hit.clause_id])


def test_a_document_is_replaced_whole(index: LexicalIndex) -> None:
    index.replace("post", "2", [entry("post.9", "支持快递进厂。")])
    assert index.documents() == {"post": "1", "law": "1"}
    index.commit()
    assert index.documents() == {"post": "2", "law": "1"}
    assert found(index, "农村数据共享快递", {"post"}) == ["post.9"]


def test_a_document_is_removed(index: LexicalIndex) -> None:
    index.remove("post")
    index.remove("never there")
    index.commit()
    assert index.documents() == {"law": "1"}
    assert found(index, "农村") == []


def test_a_document_without_clauses_is_held(index: LexicalIndex) -> None:
    index.replace("empty", "7", [])
    index.commit()
    assert index.documents()["empty"] == "7"


def test_frequencies(index: LexicalIndex) -> None:
    assert index.frequencies(["快递", "市大数据局", "没有的词"]) == ([2, 1, 0], 3)


def test_another_instance_reads_what_was_committed(index: LexicalIndex, tmp_path: Path) -> None:
    reader = LexicalIndex(tmp_path / "lexical", SEGMENTER)
    assert found(reader, "农村")[0] == "post.1"
    index.replace("post", "2", [])
    assert found(reader, "农村")[0] == "post.1"
    index.commit()
    assert found(reader, "农村") == []


@pytest.mark.parametrize("content", ['{"schema": 999}', "{", ""])
def test_another_version_is_refused(index: LexicalIndex, tmp_path: Path, content: str) -> None:
    (tmp_path / "lexical" / "policykb.json").write_text(content)
    with pytest.raises(IndexMismatchError, match="policykb rebuild"):
        LexicalIndex(tmp_path / "lexical", SEGMENTER)


def test_damage_is_refused(index: LexicalIndex, tmp_path: Path) -> None:
    (tmp_path / "lexical" / "meta.json").write_text("{")
    with pytest.raises(IndexMismatchError, match="policykb rebuild"):
        LexicalIndex(tmp_path / "lexical", SEGMENTER)


WRITER = """
import sys
from pathlib import Path
from kb.entries import Entry
from kb.lexical import LexicalIndex
from kb.segment import Segmenter
index = LexicalIndex(Path(sys.argv[1]), Segmenter())
for n in range(100000):
    entries = [Entry(clause_id=f"{n}.{m}", title="", label="", text="快递进村") for m in range(20)]
    index.replace(str(n), "1", entries)
    index.commit()
    print(n, flush=True)
"""


def test_kill_loses_no_commit(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "lexical"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    with writer.stdout:
        told = [int(next(writer.stdout)) for _ in range(15)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout]
    writer.wait()
    index = LexicalIndex(folder, SEGMENTER)
    held = index.documents()
    assert set(map(str, told)) <= set(held)
    assert len(index.search("快递", 10_000)) == 20 * len(held)
    index.replace("after", "1", [entry("after.1", "又写一份")])
    index.commit()
    assert found(index, "又写一份")[0] == "after.1"


def test_wholes_are_documents_without_articles(tmp_path: Path) -> None:
    made = LexicalIndex(tmp_path / "lexical", SEGMENTER)
    made.replace("plan", "1", [entry("plan.1", "支持快递进村。"), entry("plan.2", "建设冷链。")])
    made.replace("long", "1", [entry(f"long.{n}", "冷链" * 900 + f"快递{n}。") for n in range(4)])
    law = Entry(clause_id="law.1", title="邮政法", label="", text="快递。", article="第一条")
    made.replace("law", "1", [law])
    made.commit()
    every = {"plan", "long", "law"}
    assert made.by_articles(every) == {"law"}
    assert made.by_articles({"plan"}) == made.by_articles(set()) == frozenset()
    found = made.wholes("快递冷链", every)
    assert set(found) == {"plan", "long"}
    assert found["plan"] > found["long"] > 0
    assert set(made.wholes("快递", {"plan", "law"})) == {"plan"}
    assert made.documents() == dict.fromkeys(every, "1")
    assert made.frequencies(["快递"]) == ([6], 7)
    made.remove("plan")
    made.commit()
    assert set(made.wholes("快递", every)) == {"long"}


def test_named_articles_and_numbers(tmp_path: Path) -> None:
    made = LexicalIndex(tmp_path / "lexical", SEGMENTER)
    for document_id, title in (("law", "中华人民共和国邮政法"), ("rules", "邮政法实施细则")):
        articles = [
            Entry(clause_id=f"{document_id}.{n}", title=title, label="", text="甲", article=marker)
            for n, marker in enumerate(("第一条", "第十条之一"))
        ]
        made.replace(document_id, "1", articles)
    held = Entry(clause_id="o", title="意见", label="", text="乙", number="衢政办发〔2024〕3号")
    made.replace("opinion", "1", [held])
    made.commit()
    named = {
        "邮政法第一条": ["law.0"],
        "邮政法实施细则第1条": ["rules.0"],
        "邮政法第十条之一和第一条": ["law.1", "law.0"],
        "邮政法第十条": [],
        "海关法第一条": [],
        "第一条": [],
    }
    for query, expected in named.items():
        assert [hit.clause_id for hit in made.named(query)] == expected, query
    assert made.named("邮政法第一条", {"rules"}) == []
    assert made.numbered("请看衢政办发[2024]3号") == {"opinion"}
    assert made.numbered("政办发〔2024〕3号") == made.numbered("冷链") == frozenset()
