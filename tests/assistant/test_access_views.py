"""What a user without a label sees is what a knowledge base without the document would show."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.accounts import Accounts
from assistant.access.audit import Audit
from assistant.access.gate import Gate
from assistant.access.model import Role, User
from assistant.access.views import Views
from assistant.answer import Assistant
from assistant.api.app import add_api
from assistant.web.pages import add_pages
from assistant.web.supports import add_supports
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

OPEN = """衢州市人民政府办公室关于加强路灯管理的意见
衢政办发〔2023〕1号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．更新老旧路灯。到2025年路灯完好率达到98%以上。对更换节能路灯的企业给予最高10万元补助。（责任单位：市城管局、市住建局）
2．推广节能路灯，推进夜间巡查。（责任单位：市发改委）
3．清理破损标牌。落实《杭州市人民政府办公室关于加强井盖管理的意见》。（责任单位：市城管局）
衢州市人民政府办公室
2023年5月6日
"""
HIDDEN = """杭州市人民政府办公室关于加强井盖管理的意见
杭政办〔2023〕2号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．排查破损井盖、路灯。到2026年井盖完好率达到99%以上。对更换井盖的企业给予最高20万元补助。（责任单位：市城管局、市水利局）
2．推进夜间巡查。（责任单位：市应急管理局）
《衢州市人民政府办公室关于加强路灯管理的意见》（衢政办发〔2023〕1号）同时废止。
杭州市人民政府办公室
2023年6月6日
"""
QUESTIONS = (
    "市城管局有哪些任务",
    "井盖完好率要达到多少",
    "路灯完好率要达到多少",
    "杭政办〔2023〕2号是什么文件",
    "衢政办发〔2023〕1号还有效吗",
    "知识库里有哪些文件",
    "市水利局负责什么",
    "夜间巡查由哪些部门负责",
    "破损的东西谁来清理",
    "有哪些文件引用了井盖管理的意见",
    "我是杭州的企业，更换井盖有补助吗",
)
GETS = (
    "/api/documents",
    "/api/tasks",
    "/api/tasks?department=市城管局",
    "/api/targets",
    "/api/supports",
    "/api/departments",
    "/api/export/tasks.md",
    "/api/export/targets.csv",
    "/api/export/supports.md",
    "/tasks",
    "/tasks?view=matrix",
    "/tasks.csv",
    "/targets",
    "/targets?view=table",
    "/supports",
    "/documents",
    "/documents?q=井盖",
    "/about",
)
PASSWORD = "一个够长的密码12345"

Ask = Callable[[str, str, object], Any]


def _kb(folder: Path, hidden: bool) -> KnowledgeBase:
    kb = KnowledgeBase(load_settings(folder / "home"))
    for name, text, label in (("a", OPEN, None), ("b", HIDDEN, "内部"))[: 1 + hidden]:
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        assert ingest(kb, [path], lambda *_: None, label).count("added") == 1
    accounts = Accounts(kb.settings.home)
    accounts.add("外人", PASSWORD, Role.READER)
    accounts.add("别的", PASSWORD, Role.EDITOR, ["别的标签"])
    accounts.add("内部人", PASSWORD, Role.READER, ["内部"])
    return kb


def _client(kb: KnowledgeBase) -> TestClient:
    app = FastAPI()
    add_api(app, Assistant(kb))
    add_supports(app)
    add_pages(app)
    home = kb.settings.home
    app.add_middleware(
        Gate, accounts=Accounts(home), audit=Audit(home), host="127.0.0.1", rate="9999/minute"
    )
    return TestClient(app, base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeBase, KnowledgeBase]:
    return (
        _kb(tmp_path_factory.mktemp("both"), hidden=True),
        _kb(tmp_path_factory.mktemp("one"), hidden=False),
    )


@pytest.fixture(scope="module")
def both(bases: tuple[KnowledgeBase, KnowledgeBase]) -> Iterator[Ask]:
    with _client(bases[0]) as client:
        yield _asker(bases[0], client)


@pytest.fixture(scope="module")
def one(bases: tuple[KnowledgeBase, KnowledgeBase]) -> Iterator[Ask]:
    with _client(bases[1]) as client:
        yield _asker(bases[1], client)


def _asker(kb: KnowledgeBase, client: TestClient) -> Ask:
    accounts = Accounts(kb.settings.home)
    tokens = {user.name: accounts.token(user.name, 1) for user in accounts.users()}

    def ask(user: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Bearer {tokens[user]}"}
        if body is None:
            response = client.get(path, headers=headers)
        else:
            response = client.post(path, json=body, headers=headers)
        content = response.text.replace(str(kb.settings.home.parent), "")
        if response.headers["content-type"].endswith("json"):
            return response.status_code, _timeless(json.loads(content))
        return response.status_code, content

    return ask


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _timeless(v) for k, v in value.items() if k != "elapsed_ms"}
    return [_timeless(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("user", ["外人", "别的"])
@pytest.mark.parametrize("path", GETS)
def test_tables_and_exports_tell_nothing(both: Ask, one: Ask, user: str, path: str) -> None:
    assert both(user, path, None) == one(user, path, None)


@pytest.mark.parametrize("user", ["外人", "别的"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_and_hits_tell_nothing(both: Ask, one: Ask, user: str, question: str) -> None:
    for path, body in (
        ("/api/ask", {"question": question}),
        ("/api/search", {"query": question, "k": 50}),
        ("/api/match", {"describe": question}),
        ("/api/ask", {"question": question, "filters": {"region": "杭州市"}}),
    ):
        assert both(user, path, body) == one(user, path, body)


def test_a_hidden_document_is_as_one_that_is_not_there(
    bases: tuple[KnowledgeBase, KnowledgeBase], both: Ask
) -> None:
    [hidden] = [i for i, d in bases[0].snapshot().documents.items() if d.label]
    for path in (f"/api/documents/{hidden}", f"/api/documents/{hidden}/file"):
        status, problem = both("外人", path, None)
        other = both("外人", path.replace(hidden, "0" * len(hidden)), None)
        assert (status, str(problem).replace(hidden, "")) == (
            other[0],
            str(other[1]).replace("0" * len(hidden), ""),
        )
    status, shown = both("内部人", f"/api/documents/{hidden}", None)
    assert (status, shown["label"]) == (200, "内部")


def test_who_has_the_label_is_answered(both: Ask) -> None:
    _, answer = both("内部人", "/api/ask", {"question": "井盖完好率要达到多少"})
    assert "99%" in answer["text"]
    _, answer = both("内部人", "/api/ask", {"question": "衢政办发〔2023〕1号还有效吗"})
    assert "废止" in answer["text"]


def test_a_label_stays_when_the_file_changes_and_can_be_taken_away(tmp_path: Path) -> None:
    kb = _kb(tmp_path, hidden=True)
    views = Views(Assistant(kb))
    outsider = User(name="外人", role=Role.READER)

    def seen() -> set[str]:
        documents = views.of(outsider).whole.kb.snapshot().documents.values()
        return {document.title[:2] for document in documents}

    path = tmp_path / "b.txt"
    path.write_text(HIDDEN.replace("99%", "97%"), encoding="utf-8")
    assert ingest(kb, [path], lambda *_: None).count("updated") == 1
    assert seen() == {"衢州"}
    moved = path.rename(tmp_path / "c.txt")
    ingest(kb, [moved], lambda *_: None)
    assert seen() == {"衢州"}
    [hidden] = [i for i, d in kb.snapshot().documents.items() if d.label]
    kb.store.set_label(hidden, None)
    assert seen() == {"衢州", "杭州"}
    assert "97%" in views.of(outsider).whole.ask("井盖完好率要达到多少").text
    assert ingest(kb, [moved], lambda *_: None, "内部").count("unchanged") == 1
    assert seen() == {"衢州"}
    assert "97%" not in views.of(outsider).whole.ask("井盖完好率要达到多少").text
