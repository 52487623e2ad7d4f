"""The HTTP interface: the contract's JSON, problems for errors."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.api.app import add_api
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

QUESTION = "农村快递由哪些部门负责"
NEW = """衢州市人民政府办公室关于加强路灯管理的意见
衢政办发〔2023〕91号

各县（市、区）人民政府，市政府各部门：
一、重点任务
1．更新老旧路灯。到2025年路灯完好率达到98%以上。（责任单位：市住建局）
衢州市人民政府办公室
2023年5月6日
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, root: Path) -> KnowledgeBase:
    kb = KnowledgeBase(load_settings(tmp_path_factory.mktemp("api") / "home"))
    ingest(kb, [root / "corpus"], lambda *_: None)
    return kb


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> Iterator[TestClient]:
    app = FastAPI()
    add_api(app, Assistant(kb))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_an_answer_is_that_of_the_contract(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION, "id": "q1"}).json()
    assert (answer["id"], answer["status"]) == ("q1", "answered")
    assert "市邮政管理局" in answer["facts"]["departments"]
    citation = answer["citations"][0]
    text = client.get(f"/api/documents/{citation['document_id']}").json()["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_an_answer_streams(client: TestClient) -> None:
    with client.stream(
        "POST", "/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
    ) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        found = events(response.read().decode())
    assert [name for name, _ in found] == ["accepted", "answer", "done"]
    assert found[0][1] == {"id": None, "question": QUESTION, "waiting": 0}
    assert found[-1][1]["status"] == "answered"


def test_filters_narrow_what_answers(client: TestClient) -> None:
    asked = {"question": QUESTION, "filters": {"region": "北京市"}}
    assert client.post("/api/ask", json=asked).json()["citations"] == []


@pytest.mark.parametrize(
    ("path", "count"),
    [("/api/tasks", 20), ("/api/targets", 15), ("/api/tasks?department=市邮政管理局&limit=3", 3)],
)
def test_tables(client: TestClient, path: str, count: int) -> None:
    response = client.get(path)
    assert len(response.json()) == count
    assert int(response.headers["X-Total-Count"]) >= count


def test_search_departments_supports_and_match(client: TestClient) -> None:
    hits = client.post("/api/search", json={"query": "快递进村", "k": 3}).json()["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert client.get("/api/departments").json()[0]["tasks"] > 1
    assert client.get("/api/supports").json()
    asked = {"describe": "我们是衢江区一家快递小企业，员工45人"}
    matched = client.post("/api/match", json=asked).json()
    assert matched["profile"]["employees"] == 45
    assert matched["measures"]


@pytest.mark.parametrize("ending", ["xlsx", "csv", "md"])
def test_exports(client: TestClient, ending: str) -> None:
    response = client.get(f"/api/export/tasks.{ending}")
    assert response.status_code == 200
    assert f'filename="tasks.{ending}"' in response.headers["content-disposition"]


def test_a_document_comes_and_goes(client: TestClient, kb: KnowledgeBase) -> None:
    sent = [("files", ("../../路灯.txt", NEW.encode())), ("files", ("空.txt", b""))]
    report = client.post("/api/documents", files=sent).json()
    assert [(d["status"], d["tasks"]) for d in report["documents"]] == [("added", 1), ("failed", 0)]
    name = report["documents"][0]["document_id"]
    assert kb.store.document(name).path.endswith("/路灯.txt")
    assert client.get(f"/api/documents/{name}/file").content == NEW.encode()
    assert "完好率" in client.post("/api/ask", json={"question": "路灯完好率要多少"}).json()["text"]
    again = client.post("/api/documents", files=sent[:1], headers={"Accept": "text/event-stream"})
    *_, (last, result) = events(again.text)
    assert (last, result["unchanged"]) == ("done", 1)
    assert client.delete(f"/api/documents/{name}").status_code == 204
    assert client.get(f"/api/documents/{name}").status_code == 404
    assert not list((kb.settings.home / "uploads").iterdir())


def test_feedback_is_kept(client: TestClient, kb: KnowledgeBase) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    given = {"question": QUESTION, "answer": answer, "rating": "up", "comment": "对\n的"}
    assert client.post("/api/feedback", json=given).status_code == 204
    [line] = (kb.settings.home / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert (kept["comment"], kept["user"]) == ("对\n的", None)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/ask", {}, 422),
        ("POST", "/api/ask", {"question": "  "}, 422),
        ("POST", "/api/ask", {"question": "问", "qustion": "问"}, 422),
        ("POST", "/api/ask", {"question": "问", "filters": {"document": "没有"}}, 404),
        ("POST", "/api/search", {"query": " "}, 422),
        ("POST", "/api/match", {"profile": {"employees": "很多"}}, 422),
        ("GET", "/api/documents/没有", None, 404),
        ("GET", "/api/tasks?document=没有", None, 404),
        ("GET", "/api/export/tasks.exe", None, 422),
        ("GET", "/api/没有", None, 404),
        ("PUT", "/api/ask", {}, 405),
    ],
)
def test_errors_are_problems(
    client: TestClient, method: str, path: str, body: object, status: int
) -> None:
    response = client.request(method, path, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert "\n" not in problem["detail"]
