"""The server over HTTP, with a real knowledge base."""

import json
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from page_client import READY, PageClient, fetch, make_home, policykb, serving, stop

DEPARTMENTS = ("市邮政管理局", "市交通运输局", "市商务局", "市农业农村局", "市发改委", "市供销社")
FETCHED = re.compile(
    r"""(?:<(?:script|img|iframe|source)\b[^>]*\bsrc|<link\b[^>]*\bhref|@import|\burl\()\s*=?\s*["'(]*(https?:)?//""",
    re.IGNORECASE,
)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_lives_and_is_ready(address: str) -> None:
    assert json.loads(fetch(f"{address}/healthz")[2]) == {"alive": True}
    status, _, body = fetch(f"{address}/readyz")
    assert status == 200
    assert json.loads(body)["ready"] is True
    assert json.loads(body)["documents"] >= 2


def test_page_is_chinese_and_names_the_documents(address: str) -> None:
    status, _, body = fetch(f"{address}/")
    assert status == 200
    assert "<title>政策问答</title>" in body or "政策问答" in body
    assert "关于推进新时代邮政快递业高质量发展的实施意见" in body
    assert "现行有效" in body


@pytest.mark.parametrize(
    "path", ["/", "/theme.css", "/assets-of-page/style.css", "/assets-of-page/page.js"]
)
def test_nothing_served_names_another_host_to_load_from(address: str, path: str) -> None:
    status, _, body = fetch(f"{address}{path}")
    assert status == 200
    assert FETCHED.search(body) is None


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<script src="https://cdn.example/x.js">', True),
        ('<link rel="preconnect" href="https://fonts.example">', True),
        ("@import url('//cdn.example/a.css')", True),
        ('<script src="./assets/index.js">', False),
        ('<meta content="https://example.org/x.jpg">', False),
    ],
)
def test_the_search_for_other_hosts_finds_them(html: str, found: bool) -> None:
    assert (FETCHED.search(html) is not None) is found


@pytest.mark.parametrize("path", ["/", "/healthz", "/assets-of-page/page.js", "/gradio_api/info"])
def test_every_response_forbids_other_hosts(address: str, path: str) -> None:
    _, headers, _ = fetch(f"{address}{path}")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_no_interactive_docs_from_a_cdn(address: str, path: str) -> None:
    assert "cdn" not in fetch(f"{address}{path}")[2]


def test_answers_with_markers(address: str) -> None:
    html = PageClient(address).ask("农村快递由哪些部门负责")
    assert all(name in plain(html) for name in DEPARTMENTS)
    assert 'data-turn="0" data-marker="1"' in html


def test_a_marker_opens_its_clause(address: str) -> None:
    client = PageClient(address)
    client.ask("农村快递由哪些部门负责")
    *_, passages, text = client.outputs("cite", [None], {"turn": 0, "marker": 1})
    assert 'aria-current="true"' in passages
    assert "完善农村邮政快递服务体系" in plain(passages)
    marked = "".join(re.findall(r'<mark class="[^"]*quote[^"]*">(.*?)</mark>', text))
    assert all(name in marked for name in DEPARTMENTS)


@pytest.mark.parametrize(
    "event", [{"turn": 7, "marker": 1}, {"turn": -1, "marker": 1}, {"turn": 0, "marker": 99}]
)
def test_an_unknown_marker_opens_nothing(address: str, event: dict[str, int]) -> None:
    client = PageClient(address)
    client.ask("农村快递由哪些部门负责")
    assert "mark class" not in client.outputs("cite", [None], event)[-1]


def test_a_follow_up_knows_what_was_asked(address: str) -> None:
    client = PageClient(address)
    client.ask("农村快递由哪些部门负责")
    answer = plain(client.ask("那第5项呢")).split("那第5项呢")[1]
    assert "支持邮政快递业服务现代农业" in answer


def test_sessions_do_not_mix(address: str) -> None:
    PageClient(address).ask("农村快递由哪些部门负责")
    assert "农村快递" not in PageClient(address).ask("你好")


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_is_not_sent(address: str, question: str) -> None:
    assert PageClient(address).ask(question) == ""


def test_a_declined_answer_is_quiet(address: str) -> None:
    assert 'class="reply declined"' in PageClient(address).ask("火星移民的签证怎么办理")


def test_what_is_asked_and_cited_is_escaped(address: str) -> None:
    html = PageClient(address).ask("<script>alert(1)</script>户外标牌由哪些部门负责")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "市城管局" in html


def test_says_how_to_fill_an_empty_knowledge_base(empty_address: str) -> None:
    assert json.loads(fetch(f"{empty_address}/readyz")[2]) == {"ready": True, "documents": 0}
    assert "policykb ingest" in fetch(f"{empty_address}/")[2]
    assert "知识库里还没有文件" in PageClient(empty_address).ask("农村快递由哪些部门负责")


def test_a_document_ingested_while_serving_is_answered(
    tmp_path: Path, root: Path, hostile: Path
) -> None:
    home = make_home(tmp_path / "home", root)
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, _):
        make_home(home, root, hostile)
        assert "市城管局" in PageClient(url).ask("户外标牌由哪些部门负责")
        assert "标牌" in PageClient(url).outputs("loaded", [])[3]


def test_a_failure_is_one_line(staged_address: str) -> None:
    client = PageClient(staged_address)
    refused = client.ask("被拒绝")
    assert 'role="alert">这个问题&lt;b&gt;太长&lt;/b&gt;；请写短一些<' in refused
    broken = client.ask("会崩溃")
    assert "程序内部出错（ZeroDivisionError）" in broken
    assert "Traceback" not in broken
    assert "secret" not in broken
    assert "市邮政管理局" in client.ask("农村快递由哪些部门负责")


def run_serve(root: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = policykb("--home", str(home), "serve", *arguments)
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def test_a_busy_port_is_one_line(root: Path, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run_serve(root, home, "--port", port)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.strip().split("\n") == [
        f"端口 {port} 已被占用；请用 --port 换一个端口，--port 0 为任选空闲端口"
    ]


@pytest.mark.parametrize("host", ["no such host", "203.0.113.7"])
def test_a_bad_host_is_one_line(root: Path, home: Path, host: str) -> None:
    done = run_serve(root, home, "--host", host, "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith(f"地址 {host} ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_ends_cleanly_with_a_page_open(root: Path, home: Path, how: signal.Signals) -> None:
    command = policykb("--home", str(home), "serve", "--port", "0")
    with serving(command, root) as (url, process):
        client = PageClient(url)
        client.ask("你好")
        with client.stay():
            assert stop(process, how) < 8
        assert process.returncode == 0
        assert process.stdout.read() == ""
        assert process.stderr.read() == "问答网页已停止\n"


def test_the_ready_line_names_the_port(root: Path, home: Path) -> None:
    assert READY == "问答网页已就绪："
    command = policykb("--home", str(home), "serve", "--host", "localhost", "--port", "0")
    with serving(command, root) as (url, _):
        assert re.fullmatch(r"http://(127\.0\.0\.1|\[::1\]):\d+", url)
        assert fetch(f"{url}/healthz")[0] == 200
