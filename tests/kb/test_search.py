"""Fusion of the two legs, and search through both real indexes and the bundled model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.embedding import Encoder, load_encoder
from kb.entries import Entry
from kb.lexical import LexicalIndex
from kb.model import Hit
from kb.search import Search, fuse, in_context
from kb.segment import Segmenter
from kb.vectors import VectorIndex
from kb.windows import windows

CLAUSES = {
    "post": {
        "post.1": "支持快递进村，完善农村寄递物流体系，村村有服务。",
        "post.2": "推动老旧小区设置智能快件箱。",
        "post.3": "推进快件包装绿色化，提高循环中转袋使用率。",
    },
    "law": {
        "law.1": "快递企业不得经营由邮政企业专营的信件寄递业务，不得寄递国家机关公文。",
        "law.2": "申请快递业务经营许可，应当具备下列条件。",
        "law.3": "个人信息处理者应当对其个人信息处理活动负责。",
    },
}


def hits(**scores: float) -> list[Hit]:
    return [Hit(clause_id=c, document_id=c.upper(), score=s) for c, s in scores.items()]


def ranked(found: list[Hit]) -> list[tuple[str, float]]:
    return [(hit.clause_id, round(hit.score, 3)) for hit in found]


@pytest.mark.parametrize(
    ("lexical", "dense", "expected"),
    [
        (hits(), hits(), []),
        (hits(a=8, b=2), hits(), [("a", 1.0), ("b", 0.25)]),
        (hits(), hits(a=0.9, b=0.85, c=0.8), [("a", 1.0), ("b", 0.5), ("c", 0.0)]),
        (hits(a=8, b=4), hits(b=0.9, c=0.8), [("a", 0.6), ("b", 0.7), ("c", 0.0)]),
        (hits(a=8), hits(b=0.9), [("a", 0.6), ("b", 0.4)]),
        (hits(b=5, a=5), hits(), [("a", 1.0), ("b", 1.0)]),
    ],
)
def test_fuse(lexical: list[Hit], dense: list[Hit], expected: list[tuple[str, float]]) -> None:
    found = fuse(lexical, dense, 0.4)
    assert dict(ranked(found)) == dict(expected)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(hit.document_id == hit.clause_id.upper() for hit in found)


def test_equal_scores_are_ordered_by_id() -> None:
    assert [hit.clause_id for hit in fuse(hits(b=5, a=5), [])] == ["a", "b"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("bundled")


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    made = LexicalIndex(tmp_path_factory.mktemp("lexical"), Segmenter())
    for document_id, clauses in CLAUSES.items():
        found = [
            Entry(clause_id=clause_id, title="", label="", text=text)
            for clause_id, text in clauses.items()
        ]
        made.replace(document_id, "1", found)
    made.commit()
    return made


@pytest.fixture(scope="module")
def vectors(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VectorIndex]:
    folder: Path = tmp_path_factory.mktemp("vectors")
    made = VectorIndex(folder, encoder.name, encoder.dimension)
    for document_id, clauses in CLAUSES.items():
        rows = {
            clause_id: encoder.encode_passages([text[a:b] for a, b in windows(text)])
            for clause_id, text in clauses.items()
        }
        made.replace(document_id, "1", rows)
    made.commit()
    yield made
    made.close()


@pytest.fixture(scope="module")
def search(lexical: LexicalIndex, vectors: VectorIndex, encoder: Encoder) -> Search:
    return Search(lexical, vectors, encoder)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("农村快递服务", "post.1"),
        ("小区能装智能快件箱吗", "post.2"),
        ("办快递公司需要什么资格", "law.2"),
        ("循环中转袋", "post.3"),
        ("能不能寄政府机关的文件", "law.1"),
    ],
)
def test_the_clause_comes_first(search: Search, query: str, first: str) -> None:
    found = search.search(query, 3)
    assert found[0].clause_id == first
    assert len(found) == 3
    assert all(0 <= hit.score <= 1 for hit in found)


def test_the_filter_holds_in_both_legs(search: Search) -> None:
    found = search.search("农村快递服务", 10, ["law"])
    assert {hit.clause_id for hit in found} == {"law.1", "law.2", "law.3"}
    for leg in search.legs("农村快递服务", 10, ["law"]):
        assert {hit.document_id for hit in leg} == {"law"}
    assert search.search("农村快递服务", 10, []) == []


def test_words_alone_without_an_encoder(lexical: LexicalIndex) -> None:
    found = Search(lexical).search("循环中转袋", 3)
    assert found[0].clause_id == "post.3"
    assert found[0].score == 1.0


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_an_empty_query_finds_nothing(search: Search, query: str) -> None:
    assert search.search(query, 5) == []


def test_a_clause_is_read_in_its_document() -> None:
    found = in_context(hits(a=1.0, b=0.9), {"A": 10.0, "B": 20.0}, frozenset())
    assert ranked(found) == [("b", 0.933), ("a", 0.25)]


def test_a_law_counts_by_the_weight_of_its_articles() -> None:
    fused = [
        Hit(clause_id=c, document_id=d, score=s)
        for c, d, s in (("a1", "A", 1.0), ("b1", "B", 0.9), ("b2", "B", 0.9))
    ]
    found = in_context(fused, {}, frozenset({"A", "B"}))
    assert [hit.clause_id for hit in found] == ["b1", "b2", "a1"]
    assert all(0 <= hit.score <= 1 for hit in found)


def test_the_only_document_of_its_kind_keeps_its_order_and_level() -> None:
    fused = hits(a=1.0, b=0.5)
    found = in_context(fused, {"A": 7.0, "B": 7.0}, frozenset())
    assert ranked(found) == [("a", 1.0), ("b", 0.667)]
    assert in_context([], {}, frozenset()) == []


def test_an_article_named_with_its_law_comes_first(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "lexical", Segmenter())
    for document_id, title in (("post", "中华人民共和国邮政法"), ("plan", "快递暂行条例")):
        found = [
            Entry(clause_id=f"{document_id}.{n}", title=title, label=m, text=text, article=m)
            for n, (m, text) in enumerate(
                (("第一条", "为了保障邮政普遍服务。"), ("第二条", "邮政法第一条所称服务。"))
            )
        ]
        index.replace(document_id, "1", found)
    index.replace(
        "opinion",
        "1",
        [Entry(clause_id="o", title="意见", label="", text="冷链。", number="衢政〔2024〕3号")],
    )
    index.commit()
    search = Search(index)
    assert search.search("邮政法第一条", 5)[0].clause_id == "post.0"
    assert search.search("《快递暂行条例》第2条说什么", 5)[0].clause_id == "plan.1"
    assert search.search("衢政[2024]3号的冷链邮政", 5)[0].clause_id == "o"
    assert all(hit.document_id == "plan" for hit in search.search("邮政法第一条", 5, ["plan"]))
