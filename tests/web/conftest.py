"""A small real knowledge base, the page served from it, and a browser to look at it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_client import make_home, policykb, serving

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = """某某市人民政府办公室关于整治<script>window.pwned=1</script>标牌的意见
某政办发[2023]9号

各县（市、区）人民政府，市政府各部门：
为加强标牌管理，经市政府同意，现提出以下意见。
一、总体要求
坚持安全第一和预防为主，<img src=x onerror="window.pwned=1">到2025年标牌完好率达到98%以上。
二、重点任务
1．更新户外标牌。清理破损标牌{{value}}和${window.pwned=1}。（责任单位：市城管局、市住建局）
2．开展<b>夜间</b>巡查。每季度巡查一次标牌。（责任单位：市公安局）
某某市人民政府办公室
2023年5月6日
"""


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document that tries to be markup."""
    file = tmp_path_factory.mktemp("hostile") / "标牌.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, root: Path, hostile: Path) -> Path:
    """The home of a knowledge base with the repository's corpus and the hostile document."""
    return make_home(tmp_path_factory.mktemp("kb") / "home", root, root / "corpus", hostile)


@pytest.fixture(scope="session")
def address(home: Path, root: Path) -> Iterator[str]:
    """The address of the page of that knowledge base."""
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, _):
        yield url


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    """The address of the page of an empty knowledge base."""
    home = make_home(tmp_path_factory.mktemp("kb") / "empty", root)
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, _):
        yield url


@pytest.fixture(scope="session")
def staged_address(home: Path, root: Path) -> Iterator[str]:
    """The address of a page whose assistant is slow or fails on request."""
    script = Path(__file__).with_name("staged_server.py")
    os.environ["PYTHONPATH"] = str(root)
    with serving([sys.executable, str(script), str(home)], root) as (url, _):
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; skips by name where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        pytest.skip("needs chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
