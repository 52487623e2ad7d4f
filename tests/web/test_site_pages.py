"""The pages beside the chat over HTTP: what they show, to whom, and what they change."""

import io
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access.model import LOCAL, Role, User
from assistant.answer import Assistant
from assistant.api.app import add_api
from assistant.web.frame import PAGES, login_view
from assistant.web.pages import add_pages
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.settings import load_settings

TITLE = "某某市人民政府办公室关于整治<script>window.pwned=1</script>标牌\u202e的意见"
SIGNS = f"""{TITLE}
某政办发〔2023〕9号

各县（市、区）人民政府，市政府各部门：
为加强标牌管理，落实《某某市户外广告管理办法》，经市政府同意，现提出以下意见。
一、总体要求
坚持安全第一和预防为主，到2025年标牌完好率达到98%以上。到2027年建成示范路10条。
二、重点任务
1．更新户外标牌。2024年底前清理破损标牌。（牵头单位：市城管局；配合单位：市住建局）
2．开展<b>夜间</b>巡查。2025年底前每季度巡查一次标牌。（责任单位：市公安局、市城管局）
三、保障措施
3．加强宣传。落实《某某市人民政府办公室关于推广节能路灯的通知》。（责任单位：市文旅局）
某某市人民政府办公室
2023年5月6日
"""
LAMPS = """某某市人民政府办公室关于推广节能路灯的通知
某政办发〔2022〕3号

各县（市、区）人民政府，市政府各部门：
一、任务
1．更换路灯。（责任单位：市住建局）
某某市人民政府办公室
2022年5月6日
"""
Clients = Callable[[Role | None], TestClient]


class Entering:
    """Puts a user where the gate would."""

    def __init__(self, app: FastAPI, user: User | None) -> None:
        self.app = app
        self.user = user

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["user"] = self.user
        await self.app(scope, receive, send)


def opened(kb: KnowledgeBase) -> Clients:
    app = FastAPI()
    add_api(app, Assistant(kb))
    add_pages(app)

    def client(role: Role | None = None) -> TestClient:
        user = User(name="王<五>", role=role) if role else None
        return TestClient(Entering(app, user), follow_redirects=False)

    return client


def taken_in(home: Path, *texts: str) -> KnowledgeBase:
    (home / "home").mkdir(parents=True)
    (home / "home" / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    kb = KnowledgeBase(load_settings(home / "home"))
    for number, text in enumerate(texts):
        (home / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest(kb, sorted(home.glob("*.txt")), lambda *_: None)
    return kb


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return taken_in(tmp_path_factory.mktemp("pages"), SIGNS, LAMPS)


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase) -> TestClient:
    return opened(kb)(None)


@pytest.fixture(scope="module")
def signs(kb: KnowledgeBase) -> str:
    return next(d.document_id for d in kb.store.documents() if d.number == "某政办发〔2023〕9号")


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def rows(html: str) -> list[str]:
    return [plain(row) for row in re.findall(r"<tr>(?:(?!</tr>).)*</tr>", html.split("<tbody>")[1])]


ADDRESSES = [path for path, _ in PAGES if path not in ("", "supports")]


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_stands_in_the_frame(client: TestClient, path: str) -> None:
    html = client.get(f"/{path}").text
    assert f'href="./{path}" aria-current="page"' in html
    assert html.count('aria-current="page">') == 1
    assert html.count("<h1>") == 1
    assert 'href="#main"' in html
    assert "退出" not in html
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", html)


@pytest.mark.parametrize("path", [*ADDRESSES, "tasks?view=matrix", "targets?view=table"])
def test_texts_of_documents_are_no_markup(client: TestClient, path: str) -> None:
    html = client.get(f"/{path}").text
    assert "<script>window" not in html
    assert "<b>夜间" not in html


def test_what_turns_the_direction_is_enclosed(client: TestClient, signs: str) -> None:
    for path in ("/documents", "/tasks", "/targets", f"/documents/{signs}"):
        html = client.get(path).text
        outside = re.sub(r"<bdi>.*?</bdi>|<p[ >].*?</p>|<title>.*?</title>", "", html, flags=re.S)
        assert "\u202e" not in outside


def test_who_is_logged_in_can_log_out(kb: KnowledgeBase) -> None:
    html = opened(kb)(Role.READER).get("/tasks").text
    assert "王&lt;五&gt;" in html
    assert 'method="post" action="./logout"' in html


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["更新户外标牌", "开展<b>夜间</b>巡查", "加强宣传", "更换路灯"]),
        ("department=城管局", ["更新户外标牌", "开展<b>夜间</b>巡查"]),
        ("department=市城管局&role=lead", ["更新户外标牌"]),
        ("role=support", ["更新户外标牌"]),
        ("department=住建局&role=lead", []),
        ("section=保障", ["加强宣传"]),
        ("year=2025", ["开展<b>夜间</b>巡查"]),
        ("year=2024", ["更新户外标牌"]),
        ("role=sovereign&year=", ["更新户外标牌", "开展<b>夜间</b>巡查", "加强宣传", "更换路灯"]),
        ("department=市气象局", []),
    ],
)
def test_tasks_are_filtered_and_exported_alike(
    client: TestClient, query: str, titles: list[str]
) -> None:
    html = client.get(f"/tasks?{query}").text
    if titles:
        assert [title for row in rows(html) for title in titles if title in row] == titles
        assert len(rows(html)) == len(titles)
    else:
        assert "没有符合这些条件的任务" in html
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/tasks.xlsx?{query}").content))
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == titles
    lines = client.get(f"/tasks.csv?{query}").content.decode("utf-8-sig").splitlines()
    assert len(lines) == len(titles) + 1
    assert client.get(f"/tasks.md?{query}").headers["content-type"].startswith("text/markdown")


def test_the_filter_stays_in_the_form_and_in_the_links(client: TestClient) -> None:
    html = client.get("/tasks?department=城管局&role=lead&view=matrix").text
    assert 'value="城管局"' in html
    assert '<option value="lead" selected>' in html
    assert 'name="view" value="matrix"' in html
    assert 'href="./tasks.xlsx?department=%E5%9F%8E%E7%AE%A1%E5%B1%80&amp;role=lead"' in html


def test_departments_are_counted_in_words(client: TestClient) -> None:
    html = client.get("/tasks").text
    chart = plain(re.search(r'<ol class="bars">.*?</ol>', html, re.S)[0])
    assert re.search(r"某某市.*?城.*?2 项", chart)
    assert re.search(r"1 项", chart)


def test_the_matrix_tells_roles_by_letters(client: TestClient) -> None:
    html = client.get("/tasks?view=matrix&section=更新户外标牌").text
    assert '<span class="role lead">牵</span>' in html
    [row] = rows(html)
    assert row.startswith("1．更新户外标牌")
    assert row.endswith("牵配")
    assert plain(re.search(r'<ul class="legend".*?</ul>', html)[0]).startswith("牵牵头单位")


def test_a_task_opens_its_clause(client: TestClient, kb: KnowledgeBase) -> None:
    task = kb.snapshot().tasks[0]
    html = client.get("/tasks").text
    there = f"documents/{task.document_id}?start={task.start}&amp;end={task.end}#cited"
    assert f'href="./{there}"' in html
    text = client.get(f"/documents/{task.document_id}?start={task.start}&end={task.end}").text
    marked = "".join(re.findall(r'<mark class="[^"]*clause[^"]*">(.*?)</mark>', text))
    assert plain(marked) == kb.store.document(task.document_id).text[task.start : task.end]
    assert text.count('id="cited"') == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("year=2025", 1), ("year=2030", 0), ("indicator=完好率", 1), ("valued=yes", 2)],
)
def test_targets_are_filtered_and_exported_alike(
    client: TestClient, query: str, count: int
) -> None:
    html = client.get(f"/targets?{query}&view=table").text
    assert (len(rows(html)) if count else 0) == count
    assert ("没有符合这些条件的指标" in html) is (not count)
    lines = client.get(f"/targets.csv?{query}").content.decode("utf-8-sig").splitlines()
    assert len(lines) == count + 1


def test_targets_stand_by_year_with_their_values(client: TestClient) -> None:
    html = client.get("/targets").text
    assert re.findall(r'<h2 id="y\d+">(\d+ 年)', html) == ["2025 年", "2027 年"]
    assert "98%" in plain(html)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("q=路灯", 1),
        ("q=某政办发〔2023〕9号", 1),
        ("q=路灯 标牌", 0),
        ("status=repealed", 0),
    ],
)
def test_documents_are_found(client: TestClient, query: str, count: int) -> None:
    html = client.get(f"/documents?{query}").text
    assert html.count('class="title"') == count
    assert ("没有符合这些条件的文件" in html) is (not count)


def test_what_is_cited_and_not_held_is_told(client: TestClient) -> None:
    html = client.get("/documents").text
    assert "没有收入的 1 份" in html
    assert "《某某市户外广告管理办法》" in plain(html)


def test_a_document_with_its_tree_facts_and_links(
    client: TestClient, kb: KnowledgeBase, signs: str
) -> None:
    html = client.get(f"/documents/{signs}").text
    anchors = re.findall(r'<a href="#(c\d+)"', html)
    assert len(anchors) > 5
    assert all(html.count(f'id="{each}"') == 1 for each in anchors)
    body = html[html.index('class="fulltext"') :]
    told = "\n".join(plain(p) for p in re.findall(r"<p[^>]*>.*?</p>", body))
    text = kb.store.document(signs).text
    assert told == "\n".join(line for line in text.split("\n") if line.strip())
    assert "某政办发〔2023〕9号" in html
    assert "没有收入" in html
    lamps = next(d for d in kb.store.documents() if d.document_id != signs).document_id
    assert f'href="../documents/{lamps}"' in html
    assert f'href="../documents/{signs}?start=' in client.get(f"/documents/{lamps}").text
    assert 'href="../documents" aria-current="page"' in html


@pytest.mark.parametrize("query", ["start=x&end=9", "start=9&end=1", "start=-1", "start=9&end=1e9"])
def test_a_span_that_is_none_marks_nothing(client: TestClient, signs: str, query: str) -> None:
    answer = client.get(f"/documents/{signs}?{query}")
    assert answer.status_code == 200
    assert "<mark" not in answer.text


def test_an_unknown_document_is_a_page_too(client: TestClient) -> None:
    answer = client.get("/documents/<none>")
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert "<none>" not in answer.text
    assert client.get("/tasks?document=none").status_code == 404
    assert client.get("/tasks.csv?document=none").status_code == 404


@pytest.mark.parametrize("path", ["tasks?page=9999", "tasks?page=x", "documents?page=-3"])
def test_a_page_that_is_not_there_is_the_nearest(client: TestClient, path: str) -> None:
    assert client.get(f"/{path}").status_code == 200


@pytest.mark.parametrize(
    ("role", "upload", "removal", "rebuild"),
    [
        (Role.READER, False, False, False),
        (Role.EDITOR, True, True, False),
        (Role.ADMIN, True, True, True),
        (None, True, True, True),
    ],
)
def test_controls_are_those_of_the_role(
    kb: KnowledgeBase, signs: str, role: Role | None, upload: bool, removal: bool, rebuild: bool
) -> None:
    client = opened(kb)(role)
    shelf, document = client.get("/documents").text, client.get(f"/documents/{signs}").text
    assert ("data-upload" in shelf) is upload
    assert ("documents.js" in shelf) is upload
    assert ('href="./rebuild"' in shelf) is rebuild
    assert (f"documents/{signs}/remove" in document) is removal
    assert ("确认删除" in client.get(f"/documents/{signs}/remove").text) is removal
    assert ("data-rebuild" in client.get("/rebuild").text) is rebuild
    assert ('name="label"' in shelf) is (upload and role is not None)


def test_removing_is_asked_first_and_then_done(tmp_path: Path) -> None:
    kb = taken_in(tmp_path, LAMPS)
    client = opened(kb)(Role.EDITOR)
    [document] = kb.store.documents()
    path = f"/documents/{document.document_id}/remove"
    assert 'method="post"' in client.get(path).text
    assert len(kb.store.documents()) == 1
    answer = client.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "../../documents?removed=1")
    assert kb.store.documents() == ()
    assert "文件已删除" in client.get("/documents?removed=1").text
    assert client.post(path).status_code == 404


def test_rebuilding_tells_how_far_it_is(tmp_path: Path) -> None:
    kb = taken_in(tmp_path, LAMPS)
    client = opened(kb)(None)
    assert client.post("/api/rebuild").json() == {"documents": 1}
    text = client.post("/api/rebuild", headers={"accept": "text/event-stream"}).text
    names = re.findall(r"event: (\w+)", text)
    assert set(names) == {"progress", "done"}
    assert json.loads(text.rsplit("data: ", 1)[1]) == {"documents": 1}
    assert kb.behind() == []
    assert kb.search("路灯", 1)


def test_empty_pages_say_so(tmp_path: Path) -> None:
    client = opened(taken_in(tmp_path))(None)
    assert "还没有写明分工的任务" in client.get("/tasks").text
    assert "还没有目标指标" in client.get("/targets").text
    assert "还没有文件" in client.get("/documents").text
    assert "还没有文件" in client.get("/about").text


def test_about_tells_what_is_held_and_recorded(client: TestClient) -> None:
    told = plain(client.get("/about").text)
    for words in ("2文件", "4任务", "2目标指标", "policykb 0", "audit.jsonl", "没有设语言模型"):
        assert words in told


def test_who_sits_at_the_machine_cannot_log_out() -> None:
    assert login_view("./", LOCAL) == ""
    assert "退出" in login_view("./", User(name="王", role=Role.READER))
