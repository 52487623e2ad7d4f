"""A knowledge base of which only some documents can be seen reads as if it held only these."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant import service
from assistant.among import Assistants
from assistant.answer import Assistant
from ingest.pipeline import ingest
from kb.errors import NotFoundError, StoreError
from kb.knowledge import Filters, KnowledgeBase
from kb.limited import LimitedKnowledgeBase
from kb.settings import load_settings

TODAY = date(2026, 1, 1)
OPEN = """衢州市人民政府办公室关于加强路灯管理的意见
衢政办发〔2023〕1号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．更新老旧路灯。到2025年路灯完好率达到98%以上。（责任单位：市城管局、市住建局）
2．推广节能路灯。（责任单位：市发改委）
衢州市人民政府办公室
2023年5月6日
"""
HIDDEN = """杭州市人民政府办公室关于加强井盖管理的意见
杭政办发〔2023〕2号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．排查破损井盖。到2026年井盖完好率达到99%以上。（责任单位：市城管局、市水利局）
《衢州市人民政府办公室关于加强路灯管理的意见》（衢政办发〔2023〕1号）同时废止。
杭州市人民政府办公室
2023年6月6日
"""
QUESTIONS = (
    "市城管局有哪些任务",
    "井盖完好率要达到多少",
    "路灯完好率要达到多少",
    "杭政办发〔2023〕2号是什么文件",
    "衢政办发〔2023〕1号还有效吗",
    "知识库里有哪些文件",
    "市水利局负责什么",
)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., KnowledgeBase]:
    def made(*texts: str) -> KnowledgeBase:
        folder = tmp_path_factory.mktemp("limited")
        paths: list[Path] = []
        for number, text in enumerate(texts):
            paths.append(folder / f"{number}.txt")
            paths[-1].write_text(text, encoding="utf-8")
        kb = KnowledgeBase(load_settings(folder / "home"))
        assert ingest(kb, paths, lambda *_: None).count("added") == len(texts)
        return kb

    return made


@pytest.fixture(scope="module")
def both(make: Callable[..., KnowledgeBase]) -> KnowledgeBase:
    return make(OPEN, HIDDEN)


@pytest.fixture(scope="module")
def only(make: Callable[..., KnowledgeBase]) -> KnowledgeBase:
    return make(OPEN)


@pytest.fixture(scope="module")
def limited(both: KnowledgeBase) -> LimitedKnowledgeBase:
    def visible(kb: KnowledgeBase) -> frozenset[str]:
        return frozenset(i for i, d in kb.snapshot().documents.items() if d.region == "衢州市")

    return LimitedKnowledgeBase(both, visible)


def _without(shape: object, *names: str) -> object:
    if isinstance(shape, dict):
        return {k: _without(v, *names) for k, v in shape.items() if k not in names}
    if isinstance(shape, list):
        return [_without(each, *names) for each in shape]
    return shape


def test_tables_are_those_of_the_visible_documents(
    limited: KnowledgeBase, only: KnowledgeBase
) -> None:
    [seen], [alone] = service.documents(limited, TODAY), service.documents(only, TODAY)
    assert _without(seen, "path") == _without(alone, "path")
    assert service.tasks(limited, None, None) == service.tasks(only, None, None)
    assert service.tasks(limited, None, "城管局") == service.tasks(only, None, "城管局")
    assert service.targets(limited, None) == service.targets(only, None)
    assert limited.departments() == only.departments()
    [document] = limited.snapshot().documents
    assert _without(service.document(limited, document, TODAY), "path") == _without(
        service.document(only, document, TODAY), "path"
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_are_those_of_the_visible_documents(
    question: str, limited: KnowledgeBase, only: KnowledgeBase
) -> None:
    seen, alone = (
        service.answered(Assistant(kb), None, question, (), TODAY) for kb in (limited, only)
    )
    assert _without(seen, "elapsed_ms") == _without(alone, "elapsed_ms")


@pytest.mark.parametrize("query", ["井盖完好率", "路灯", "城管局 破损", "杭政办发〔2023〕2号"])
def test_search_finds_the_visible_clauses(
    query: str, limited: KnowledgeBase, only: KnowledgeBase
) -> None:
    seen, alone = (service.found(kb, None, query, 10, Filters()) for kb in (limited, only))
    assert _without(seen, "score") == _without(alone, "score")


def test_a_hidden_document_is_not_there(limited: KnowledgeBase, both: KnowledgeBase) -> None:
    [hidden] = set(both.snapshot().documents) - set(limited.snapshot().documents)
    for read in (limited.store.document, limited.store.records):
        with pytest.raises(NotFoundError):
            read(hidden)
    with pytest.raises(NotFoundError):
        limited.scope(Filters(document=hidden))
    assert limited.store.clauses(hidden) == ()
    assert limited.store.clauses_by_id([c.clause_id for c in both.store.clauses(hidden)]) == {}


def test_nothing_visible_is_an_empty_knowledge_base(both: KnowledgeBase) -> None:
    nothing = LimitedKnowledgeBase(both, lambda _: frozenset())
    assert nothing.search("路灯", 10) == []
    assert service.documents(nothing, TODAY) == []
    answer = service.answered(Assistant(nothing), None, "路灯完好率要达到多少", (), TODAY)
    assert (answer["status"], answer["citations"]) == ("declined", [])


def test_it_cannot_be_written_to(limited: KnowledgeBase) -> None:
    with pytest.raises(StoreError), limited.writing():
        pass


def test_filters_narrow_what_answers(both: KnowledgeBase) -> None:
    assistants = Assistants(Assistant(both))
    assert assistants.among(Filters()) is assistants.whole
    narrowed = assistants.among(Filters(region="杭州市"))
    assert assistants.among(Filters(region="杭州市")) is narrowed
    assert narrowed.ask("井盖完好率要达到多少", as_of=TODAY).citations
    assert not narrowed.ask("路灯完好率要达到多少", as_of=TODAY).citations or all(
        "路灯" not in citation.document_title
        for citation in narrowed.ask("路灯完好率要达到多少", as_of=TODAY).citations
    )
