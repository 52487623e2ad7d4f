"""Hostile words in every place: pages, exports and reports show them as words and nothing else."""

import contextlib
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import openpyxl
import pytest
from page_client import policykb, serving

from assistant.access.accounts import Accounts
from assistant.access.gate import COOKIE
from assistant.access.model import Role
from assistant.export import encoded
from assistant.tables import Table
from assistant.web.answer_view import conversation_view, sources_view
from assistant.web.conversation import Conversation, Exchange, State
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Citation, Facts
from kb.settings import load_settings

MARKUP = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    "</title></textarea></style><svg onload=window.pwned=1>",
    "<iframe srcdoc='<script>1</script>'>",
    "javascript:window.pwned=1",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "]]><!--<b>粗</b>",
    "{{7*7}}${7*7}<%=7*7%>",
    "[点我](javascript:window.pwned=1)![图](http://127.0.0.1:9/x.png)",
)
FORMULAS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/","看")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1+1",
    "\uff20A1",
    "\u3000=1",
    "\u200b=1+1",
)
ALLOWED = frozenset({"bdi", "b", "q"})  # what the pages themselves put around words
POLICY = """某市人民政府办公室关于整治{0}的意见
某政办发〔2023〕9号

各县（市、区）人民政府，市政府各部门：
为加强管理，落实《某市{0}管理办法》，经市政府同意，现提出以下意见。
一、总体要求
到2025年{0}完好率达到98%以上。
二、重点任务
1．更新{0}标牌。2024年底前清理{0}。（牵头单位：市城管局；配合单位：市{0}局）
2．对购买{0}的企业，给予每家最高10万元补助。（责任单位：市财政局）
某市人民政府办公室
2023年5月6日
"""


class _Elements(HTMLParser):
    """The elements of a page with their attributes, and what scripts say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


def faults(html: str) -> list[str]:
    """What of a page is markup that only hostile words can have made."""
    page = _Elements(html)
    found = [tag for tag, _ in page.found if tag in ("img", "iframe", "svg", "object")]
    for tag, attributes in page.found:
        for name, value in attributes.items():
            if name.startswith("on") or name == "srcdoc":
                found.append(f"{tag} {name}")
            if name in ("href", "src", "action", "formaction") and re.match(
                r"\s*(?:javascript|data|vbscript):", value or "", re.IGNORECASE
            ):
                found.append(f"{tag} {name}={value}")
    return found + [script for script in page.scripts if "pwned" in script and not _data(script)]


def _data(script: str) -> bool:
    """Whether a script only gives the page its parts, as JSON."""
    name, _, value = script.strip().partition(" = ")
    return name.startswith("window.gradio") and isinstance(json.loads(value.rstrip(";")), dict)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "home").mkdir()
    (folder / "home" / "settings.toml").write_text("laws = false\n", encoding="utf-8")
    files = folder / "files"
    files.mkdir()
    for number, words in enumerate(MARKUP):
        name = words.replace("/", "_")[:60]
        (files / f"{number}{name}.txt").write_text(POLICY.format(words), encoding="utf-8")
    (files / "无题<img src=x onerror=1>.txt").write_text("甲<b>乙</b>。\n丙丁。", encoding="utf-8")
    made = KnowledgeBase(load_settings(folder / "home"))
    report = ingest(made, [files], lambda *_: None)
    assert {file.status for file in report.files} == {"added"}
    yield made
    made.store.close()


@contextlib.contextmanager
def visiting(home: Path, root: Path) -> Iterator[httpx.Client]:
    """A visitor of the app that is served from a home."""
    command = policykb("--home", str(home), "serve", "--port", "0")
    with serving(command, root) as (address, _), httpx.Client(base_url=address) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def client(kb: KnowledgeBase, root: Path) -> Iterator[httpx.Client]:
    with visiting(kb.settings.home, root) as visitor:
        yield visitor


PAGES = ("/", "/tasks", "/tasks?view=matrix", "/targets", "/documents", "/supports", "/about")


@pytest.mark.parametrize("path", PAGES)
def test_documents_are_words_on_every_page(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200
    assert faults(response.text) == []


def test_documents_are_words_on_their_own_pages(client: httpx.Client, kb: KnowledgeBase) -> None:
    for document_id in kb.snapshot().documents:
        for path in (f"/documents/{document_id}", f"/documents/{document_id}/remove"):
            assert faults(client.get(path).text) == []


@pytest.mark.parametrize("words", [*MARKUP, *FORMULAS])
@pytest.mark.parametrize(
    "path",
    [
        *("/tasks?q=", "/tasks?department=", "/targets?q=", "/documents?q=", "/supports?describe="),
        *("/documents/", "/login?next=", "/nowhere/"),
    ],
)
def test_what_is_asked_for_is_words(client: httpx.Client, path: str, words: str) -> None:
    parameters = {path.partition("?")[2].rstrip("="): words} if "?" in path else {}
    address = path.partition("?")[0] + ("" if "?" in path else words.replace("/", "").strip())
    response = client.get(address, params=parameters, headers={"accept": "text/html"})
    assert response.status_code < 500
    if "html" in response.headers["content-type"]:
        assert faults(response.text) == []


@pytest.mark.parametrize("words", MARKUP)
def test_an_answer_is_words_in_the_chat(words: str) -> None:
    citation = Citation(
        marker=1,
        document_id=words,
        document_title=words,
        number=words,
        clause_id=words,
        clause_label=f"{words} > {words}",
        quote=words,
        start=0,
        end=1,
        page=1,
    )
    answer = Answer(
        question=words,
        text=f"{words}[1]\n{words}",
        found=1,
        asked=1,
        citations=(citation,),
        facts=Facts(departments=(words,)),
        problems=(words,),
    )
    done = Exchange(question=words, state=State.DONE, answer=answer)
    failed = Exchange(question=words, state=State.STOPPED, error=words)
    html = conversation_view(Conversation((done, replace(failed, state=State.DONE), done)))
    assert faults(html) == []
    assert faults(sources_view(answer, 0, 1, {})) == []


# -- exports

TABLE = Table(
    title="表", columns=("甲", *FORMULAS[:2]), rows=tuple((w, w, w) for w in (*MARKUP, *FORMULAS))
)


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    content = encoded(TABLE, ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [file.read(name) for name in file.namelist() if "sheet" in name]
        assert not any(re.search(rb"<(?:\w+:)?f[ >]", sheet) for sheet in sheets)
        assert not any("externalLink" in name for name in file.namelist())


def test_no_cell_of_a_csv_is_computed() -> None:
    text = encoded(TABLE, ".csv").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert not re.match("[=+\\-@\\t\\r\\n＝＋－\uff20]", cell.strip("\u3000\u200b \n"))


def test_a_markdown_table_holds_no_markup() -> None:
    text = encoded(TABLE, ".md").decode()
    assert not re.search(r"<(?!br>)", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert len(text.splitlines()) == 4 + len(TABLE.rows)


def test_exports_over_the_interface(client: httpx.Client) -> None:
    for what in ("tasks", "targets", "supports"):
        text = client.get(f"/api/export/{what}.csv").content.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text)):
            assert not any(re.match("[=+@\t\r]", cell) for cell in row)
        md = client.get(f"/api/export/{what}.md").text
        assert not re.search(r"<(?!br>)", md)


# -- routes that the pages do not need

OUTSIDE = ("/etc/passwd", "../../../../etc/passwd", "..%2f..%2fetc/passwd", "http://127.0.0.1:9/x")


@pytest.mark.parametrize("target", [*OUTSIDE, "{home}/settings.toml", "{home}/web/held.txt"])
@pytest.mark.parametrize(
    "route",
    [
        *("/gradio_api/file=", "/gradio_api/file/", "/file=", "/gradio_api/proxy=", "/proxy="),
        *(
            "/static/",
            "/assets/",
            "/svelte/",
            "/assets-of-page/",
            "/gradio_api/custom_component/x/",
        ),
        "/gradio_api/stream/a/b/",
    ],
)
def test_no_file_and_no_address_is_given_out(
    client: httpx.Client, kb: KnowledgeBase, route: str, target: str
) -> None:
    home = kb.settings.home
    (home / "web").mkdir(exist_ok=True)
    (home / "web" / "held.txt").write_text("held", encoding="utf-8")
    response = client.get(f"{route}{target.format(home=home)}")
    assert response.status_code in (307, 400, 403, 404)
    assert not any(secret in response.text for secret in ("root:", "laws = false", "held\n"))


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/gradio_api/upload", {"files": {"files": ("x.txt", b"abc")}}),
        ("/gradio_api/component_server", {"json": {"component_id": 1, "fn_name": "x"}}),
        ("/gradio_api/process_recording", {"json": {}}),
        ("/gradio_api/vibe-edit", {"json": {"prompt": "x"}}),
        ("/gradio_api/run/ask", {"json": {"data": []}}),
        ("/gradio_api/call/ask", {"json": {"data": []}}),
        ("/gradio_api/stream/x", {"json": {}}),
    ],
)
def test_nothing_is_taken_in_beside_the_pages(
    client: httpx.Client, kb: KnowledgeBase, path: str, given: dict[str, object]
) -> None:
    before = sorted((kb.settings.home / "web").rglob("*"))
    assert client.post(path, **given).status_code == 404  # type: ignore[arg-type]
    assert sorted((kb.settings.home / "web").rglob("*")) == before


@pytest.mark.parametrize(
    "path",
    ["/monitoring", "/monitoring/summary", "/gradio_api/dev/reload", "/gradio_api/deep_link"],
)
def test_how_it_runs_is_not_shown(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "name", ["x-forwarded-host", "x-gradio-server", "x-original-host", "forwarded"]
)
def test_no_request_names_this_servers_address(client: httpx.Client, name: str) -> None:
    for path in ("/", "/config"):
        assert "evil.example" not in client.get(path, headers={name: "http://evil.example"}).text


def test_another_host_is_refused_and_never_shown(client: httpx.Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 403


def test_deep_json_is_refused(client: httpx.Client) -> None:
    for deep in (b"[" * 100_000, b'{"profile":' + b'{"a":' * 50_000):
        for path in ("/api/ask", "/api/match", "/api/feedback"):
            given = client.post(path, content=deep, headers={"content-type": "application/json"})
            assert given.status_code == 400


# -- sessions


def test_a_session_named_before_the_login_is_worth_nothing(tmp_path: Path, root: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    own = KnowledgeBase(load_settings(home))
    Accounts(home).add("甲", "correct horse battery", Role.READER)
    own.store.close()
    given = {"name": "甲", "password": "correct horse battery"}
    keys = []
    with visiting(home, root) as client:
        for _ in range(2):
            client.cookies.set(COOKIE, "fixed-by-somebody-else")
            response = client.post("/login", data=given)
            assert response.status_code == 303
            keys.append(response.cookies[COOKIE])
            assert "httponly" in response.headers["set-cookie"].lower()
            assert "samesite=strict" in response.headers["set-cookie"].lower()
            client.cookies.clear()
        assert len({*keys, "fixed-by-somebody-else"}) == 3
        client.cookies.set(COOKIE, "fixed-by-somebody-else")
        assert client.get("/api/documents").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize(
    "path",
    ["/api/feedback", "/api/rebuild", "/logout", "/login", "/supports", "/gradio_api/queue/join"],
)
def test_another_sites_page_changes_nothing(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    assert client.post(path, headers=headers).status_code == 403
