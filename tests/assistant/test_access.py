"""Who is let in, and to what."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from assistant.access import accounts as accounts_module
from assistant.access.accounts import Accounts
from assistant.access.audit import Audit, action_of
from assistant.access.gate import COOKIE, Gate
from assistant.access.login import add_login
from assistant.access.model import Role, is_loopback, needed, role_named
from assistant.api.problems import add_problems
from kb.errors import NotFoundError, QueryError

PASSWORD = "一个够长的密码12345"


@pytest.mark.parametrize(
    ("host", "yes"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_loopback(host: str, yes: bool) -> None:
    assert is_loopback(host) is yes


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/healthz", None),
        ("POST", "/login", None),
        ("GET", "/assets-of-page/style.css", None),
        ("GET", "/assets-of-page/../secret", Role.READER),
        ("GET", "/", Role.READER),
        ("POST", "/api/ask", Role.READER),
        ("GET", "/api/documents/x", Role.READER),
        ("POST", "/api/documents", Role.EDITOR),
        ("DELETE", "/api/documents/x", Role.EDITOR),
        ("POST", "/documents/x/remove", Role.EDITOR),
        ("POST", "/api/rebuild", Role.ADMIN),
        ("GET", "/metrics", Role.ADMIN),
        ("GET", "/healthz/x", Role.READER),
    ],
)
def test_needed_role(method: str, path: str, role: Role | None) -> None:
    assert needed(method, path) == role


@pytest.mark.parametrize(
    ("method", "path", "action"),
    [
        ("POST", "/api/ask", ("ask", None)),
        ("DELETE", "/api/documents/abc", ("remove", "abc")),
        ("GET", "/api/export/tasks.xlsx", ("export", "tasks.xlsx")),
        ("GET", "/api/tasks", None),
        ("GET", "/login", None),
    ],
)
def test_actions(method: str, path: str, action: object) -> None:
    assert action_of(method, path) == action


def test_roles_by_name() -> None:
    assert role_named("editor") is role_named("编辑") is Role.EDITOR
    with pytest.raises(KeyError):
        role_named("boss")


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)


def test_secrets_are_not_kept(accounts: Accounts, tmp_path: Path) -> None:
    accounts.add("甲", PASSWORD, Role.READER, ["内部"])
    token, key = accounts.token("甲", 1), accounts.login("甲", PASSWORD)
    assert key is not None
    kept = (tmp_path / "access.sqlite3").read_bytes()
    assert all(secret.encode() not in kept for secret in (PASSWORD, token, key))
    assert (tmp_path / "access.sqlite3").stat().st_mode & 0o077 == 0
    assert accounts.by_token(token) == accounts.by_session(key) == accounts.users()[0]


def test_wrong_secrets_let_nobody_in(accounts: Accounts) -> None:
    accounts.add("甲", PASSWORD, Role.READER)
    assert accounts.login("甲", "不对的密码不对的密码") is None
    assert accounts.login("乙", PASSWORD) is None
    assert accounts.login("甲", "\ud800") is None
    assert accounts.by_token("pkb_x") is None
    assert accounts.by_session("x") is None


def test_sessions_and_tokens_end(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add("甲", PASSWORD, Role.READER)
    first, token = accounts.login("甲", PASSWORD), accounts.token("甲", 1)
    assert first is not None
    now = accounts_module.time.time()
    monkeypatch.setattr(accounts_module.time, "time", lambda: now + 3 * 3600)
    assert accounts.by_session(first) is None
    assert accounts.by_token(token) is not None
    second = accounts.login("甲", PASSWORD)
    assert second is not None
    monkeypatch.setattr(accounts_module.time, "time", lambda: now + 90_000)
    assert accounts.by_token(token) is None
    assert accounts.by_session(second) is None


def test_a_new_password_and_removal_end_what_was(accounts: Accounts) -> None:
    accounts.add("甲", PASSWORD, Role.READER)
    key, token = accounts.login("甲", PASSWORD), accounts.token("甲", 1)
    assert key is not None
    accounts.add("甲", PASSWORD + "新", Role.EDITOR)
    assert accounts.by_session(key) is None
    assert accounts.login("甲", PASSWORD) is None
    accounts.remove("甲")
    assert accounts.by_token(token) is None
    with pytest.raises(NotFoundError):
        accounts.remove("甲")
    with pytest.raises(NotFoundError):
        accounts.token("甲", 1)


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), ("a\nb", PASSWORD), ("长" * 41, PASSWORD), ("甲", "短")]
)
def test_bad_names_and_passwords_are_refused(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(QueryError):
        accounts.add(name, password, Role.READER)


def _app(home: Path, host: str = "127.0.0.1", rate: str = "1000/minute") -> FastAPI:
    app = FastAPI()
    accounts = Accounts(home)

    async def who(request: Request) -> str:
        return str(request.state.user.name)

    for path, method in (
        ("/", "GET"),
        ("/api/ask", "POST"),
        ("/api/documents", "POST"),
        ("/metrics", "GET"),
    ):
        app.add_api_route(path, who, methods=[method])
    add_login(app, accounts)
    add_problems(app)
    app.add_middleware(Gate, accounts=accounts, audit=Audit(home), host=host, rate=rate)
    return app


@pytest.fixture
def local(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(_app(tmp_path), base_url="http://127.0.0.1:7860") as client:
        yield client


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[TestClient]:
    accounts = Accounts(tmp_path)
    accounts.add("读者甲", PASSWORD, Role.READER)
    accounts.add("编辑乙", PASSWORD, Role.EDITOR)
    with TestClient(_app(tmp_path, "0.0.0.0"), base_url="http://kb.example") as client:
        yield client


def _bearer(tmp_path: Path, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {Accounts(tmp_path).token(name, 1)}"}


def test_without_users_this_machine_may_do_everything(local: TestClient) -> None:
    assert local.get("/").json() == "本机"
    assert local.get("/metrics").status_code == 200


def test_without_users_another_name_is_refused(local: TestClient) -> None:
    assert local.get("/", headers={"Host": "evil.example"}).status_code == 403
    assert local.get("/", headers={"Host": "127.0.0.1.evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_origin_may_not_change_anything(local: TestClient, headers: dict[str, str]) -> None:
    assert local.post("/api/ask", headers=headers).status_code == 403
    same = {"Origin": "http://127.0.0.1:7860", "Sec-Fetch-Site": "same-origin"}
    assert local.post("/api/ask", headers=same).status_code == 200


def test_without_users_no_other_address_is_open(tmp_path: Path) -> None:
    with TestClient(_app(tmp_path, "0.0.0.0"), base_url="http://127.0.0.1") as client:
        assert client.get("/").status_code == 401


def test_strangers_are_sent_to_the_login(guarded: TestClient) -> None:
    page = guarded.get("/?a=1", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/%3Fa%3D1")
    refused = guarded.post("/api/ask")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_login_opens_a_session_and_a_logout_ends_it(guarded: TestClient) -> None:
    form = {"name": "读者甲", "password": PASSWORD, "next": "/"}
    guarded.cookies.set(COOKIE, "chosen-by-someone")
    response = guarded.post("/login", data=form, follow_redirects=False)
    cookie = response.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict"))
    assert "chosen-by-someone" not in cookie
    guarded.cookies.clear()
    key = cookie.split("=", 1)[1].split(";")[0]
    guarded.cookies.set(COOKIE, key)
    assert guarded.get("/").json() == "读者甲"
    assert guarded.post("/api/ask", headers={"Origin": "http://evil.example"}).status_code == 403
    guarded.post("/logout")
    guarded.cookies.set(COOKIE, key)
    assert guarded.get("/").status_code == 401


@pytest.mark.parametrize(
    ("after", "to"),
    [
        ("/tasks?a=1", "/tasks?a=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ],
)
def test_a_login_leads_nowhere_else(guarded: TestClient, after: str, to: str) -> None:
    form = {"name": "读者甲", "password": PASSWORD, "next": after}
    response = guarded.post("/login", data=form, follow_redirects=False)
    assert response.headers["location"] == to


def test_passwords_cannot_be_tried_on_and_on(guarded: TestClient) -> None:
    form = {"name": "读者甲", "password": "不对的密码不对的密码"}
    codes = [guarded.post("/login", data=form).status_code for _ in range(12)]
    assert codes == [401] * 10 + [429] * 2


def test_roles_bound_what_is_done(guarded: TestClient, tmp_path: Path) -> None:
    reader, editor = _bearer(tmp_path, "读者甲"), _bearer(tmp_path, "编辑乙")
    assert guarded.post("/api/ask", headers=reader).json() == "读者甲"
    assert guarded.post("/api/documents", headers=reader).status_code == 403
    assert guarded.post("/api/documents", headers=editor).json() == "编辑乙"
    assert guarded.get("/metrics", headers=editor).status_code == 403


def test_a_user_asks_no_more_often_than_the_limit(tmp_path: Path) -> None:
    Accounts(tmp_path).add("读者甲", PASSWORD, Role.READER)
    headers = _bearer(tmp_path, "读者甲")
    with TestClient(_app(tmp_path, rate="3/minute")) as client:
        codes = [client.post("/api/ask", headers=headers).status_code for _ in range(5)]
        assert codes == [200] * 3 + [429] * 2
        assert client.get("/", headers=headers).status_code == 200


def test_what_is_done_is_noted(guarded: TestClient, tmp_path: Path) -> None:
    guarded.post("/api/ask", headers=_bearer(tmp_path, "读者甲"), content="一个问题")
    guarded.post("/api/documents", headers=_bearer(tmp_path, "读者甲"))
    guarded.get("/", headers=_bearer(tmp_path, "读者甲"))
    text = (tmp_path / "logs" / "audit.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(each["user"], each["action"], each["status"]) for each in lines] == [
        ("读者甲", "ask", 200),
        ("读者甲", "ingest", 403),
    ]
    assert "一个问题" not in text
