"""The pages beside the chat in a real browser, at each size: what is seen, done, and reachable."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from page_client import make_home, policykb, serving

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
BOX = "#question textarea, #question input"
KEEP = "KEEP_SCREENSHOTS"  # set to any text to renew the pictures in the repository
PAGES = (
    "/tasks",
    "/tasks?view=matrix",
    "/tasks?department=没有这个部门",
    "/targets",
    "/targets?view=table",
    "/supports",
    "/documents",
    "/documents?q=没有这份文件",
    "/rebuild",
    "/about",
)
NEW = """某某市人民政府办公室关于推广节能路灯的通知
某政办发〔2022〕3号

各县（市、区）人民政府，市政府各部门：
一、任务
1．更换<i>路灯</i>。（责任单位：市住建局）
某某市人民政府办公室
2022年5月6日
"""


class Look:
    """An open page that keeps what the browser requested and complained about."""

    def __init__(self, browser: Any, address: str, size: str, scheme: str = "light") -> None:
        width, height = SIZES[size]
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=scheme
        )
        self.page = self.context.new_page()
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.context.on("request", lambda sent: self.hosts.add(urlsplit(sent.url).hostname or ""))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def go(self, path: str) -> Any:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []
        assert self.hosts <= {"127.0.0.1", ""}


@pytest.fixture(params=SIZES)
def look(request: pytest.FixtureRequest, chromium: Any, address: str) -> Iterator[Look]:
    """The pages at each size; in the end without complaints or requests off the loopback."""
    look = Look(chromium, address, request.param)
    yield look
    look.close()


@pytest.fixture
def wide(chromium: Any, address: str) -> Iterator[Look]:
    look = Look(chromium, address, "desktop")
    yield look
    look.close()


@pytest.fixture(scope="module")
def own_address(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[str]:
    """The address of a knowledge base that tests change."""
    home = make_home(tmp_path_factory.mktemp("own") / "home", root)
    with serving(policykb("--home", str(home), "serve", "--port", "0"), root) as (url, _):
        yield url


@pytest.fixture
def own(chromium: Any, own_address: str) -> Iterator[Look]:
    look = Look(chromium, own_address, "desktop")
    yield look
    look.close()


def first_document(look: Look) -> str:
    page = look.go("/documents")
    return page.locator(".holdings-list .title").first.get_attribute("href").lstrip(".")


def serious(page: Any) -> list[str]:
    """What axe-core finds that is serious or worse."""
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def wider(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_and_can_be_used_by_everybody(look: Look, path: str) -> None:
    page = look.go(path)
    assert wider(page) == 0
    assert serious(page) == []
    assert not page.evaluate("'pwned' in window")


def test_the_page_of_a_document_fits_and_can_be_used_by_everybody(look: Look) -> None:
    there = first_document(look)
    for path in (there, f"{there}/remove"):
        page = look.go(path)
        assert wider(page) == 0
        assert serious(page) == []


@pytest.mark.parametrize("path", ["/tasks?view=matrix", "/targets", "/documents", "/about"])
def test_the_dark_pages_can_be_read(chromium: Any, address: str, path: str) -> None:
    look = Look(chromium, address, "desktop", "dark")
    assert serious(look.go(path)) == []
    look.close()


def test_empty_pages_fit_and_can_be_used(chromium: Any, empty_address: str) -> None:
    look = Look(chromium, empty_address, "phone")
    for path in ("/tasks", "/targets", "/documents", "/about"):
        page = look.go(path)
        assert wider(page) == 0
        assert serious(page) == []
    look.close()


def test_from_the_chat_to_every_page_and_back(wide: Look) -> None:
    page = wide.go("/")
    page.wait_for_selector(BOX)
    with wide.context.expect_page() as opened:  # beside the conversation
        page.click(".pages a:has-text('任务清单')")
    page = opened.value
    for name in ("任务清单", "目标指标", "惠企政策", "文件", "关于"):
        page.click(f".pages a:has-text('{name}')")
        sync_api.expect(page.locator("h1")).to_have_text(name)
        sync_api.expect(page.locator(".pages [aria-current=page]")).to_have_text(name)
    page.click(".pages a:has-text('问答')")
    page.wait_for_selector(BOX)


def test_tasks_of_a_department_to_the_clause(look: Look, tmp_path: Path, root: Path) -> None:
    page = look.go("/tasks")
    keep(page, tmp_path, root, "tasks")
    page.fill("[name=department]", "邮管局")
    page.click("button:has-text('筛选')")
    assert "department=" in page.url
    sync_api.expect(page.locator(".total")).to_contain_text("筛选出")
    sync_api.expect(page.locator("[name=department]")).to_have_value("邮管局")
    page.click(".views a:has-text('部门对照表')")
    sync_api.expect(page.locator(".matrix .role").first).to_be_visible()
    title = page.locator(".matrix tbody a").nth(2)
    words = title.inner_text().split("．")[-1]
    title.click()
    cited = page.locator("#cited")
    sync_api.expect(cited).to_be_in_viewport()
    assert words in cited.inner_text()


def test_the_matrix_keeps_its_heads_in_sight(look: Look) -> None:
    page = look.go("/tasks?view=matrix")
    box = page.locator(".scroll")
    box.evaluate("node => node.scrollTo(200, 300)")
    head, first = page.locator(".matrix thead th").nth(1), page.locator(".matrix tbody th").nth(6)
    top, left = box.bounding_box()["y"], box.bounding_box()["x"]
    assert abs(head.bounding_box()["y"] - top) < 3
    assert abs(first.bounding_box()["x"] - left) < 3


def test_the_rows_come_as_a_file(wide: Look) -> None:
    page = wide.go("/tasks?department=商务局")
    with page.expect_download() as got:
        page.click(".exports a:has-text('Excel')")
    assert got.value.suggested_filename == "tasks.xlsx"


def test_targets_to_their_clause(look: Look) -> None:
    page = look.go("/targets?indicator=覆盖率")
    link = page.locator(".year li a").first
    link.click()
    sync_api.expect(page.locator("mark.quote").first).to_be_in_viewport()


def test_a_document_and_its_tree(look: Look, tmp_path: Path, root: Path) -> None:
    page = look.go(first_document(look))
    keep(page, tmp_path, root, "documents")
    link = page.locator(".tree a").nth(8)
    words = link.inner_text().rstrip("…")
    link.click()
    there = page.locator(f'[id="{page.url.split("#")[1]}"] + *')
    sync_api.expect(there).to_be_in_viewport()
    assert words[:6] in there.inner_text()


def test_the_keyboard_reaches_the_main_part_first(wide: Look) -> None:
    page = wide.go("/tasks")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "department"


def test_files_are_taken_in_seen_and_removed(own: Look, tmp_path: Path) -> None:
    page = own.go("/documents")
    good, bad = tmp_path / "路灯.txt", tmp_path / "坏<b>.docx"
    good.write_text(NEW, encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04 no archive")
    page.set_input_files("#files", [str(good), str(bad)])
    sync_api.expect(page.locator("output")).to_contain_text("坏<b>.docx")
    page.click("button:has-text('开始收入')")
    report = page.locator(".report")
    sync_api.expect(report).to_contain_text("收入了 1 份", timeout=60_000)
    sync_api.expect(report.locator(".added")).to_contain_text("任务 1")
    sync_api.expect(report.locator(".failed .note")).to_be_visible()
    assert page.evaluate("document.activeElement.className") == "report"
    assert serious(page) == []
    report.locator("a:has-text('节能路灯')").click()
    sync_api.expect(page.locator("h1")).to_contain_text("推广节能路灯")
    with page.expect_download() as got:
        page.click("a:has-text('下载原始文件')")
    assert Path(got.value.path()).read_text(encoding="utf-8") == NEW
    page.click("a:has-text('删除')")
    page.click("a:has-text('取消')")
    page.click("a:has-text('删除')")
    page.click("button:has-text('确认删除')")
    sync_api.expect(page.locator(".told")).to_have_text("文件已删除")
    sync_api.expect(page.locator(".empty")).to_contain_text("还没有文件")


def test_files_are_dropped(own: Look) -> None:
    page = own.go("/documents")
    page.evaluate(
        """text => {
          const given = new DataTransfer();
          given.items.add(new File([text], "拖.txt", { type: "text/plain" }));
          document.querySelector(".drop-zone").dispatchEvent(
            new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        NEW.replace("3号", "4号"),
    )
    sync_api.expect(page.locator(".report")).to_contain_text("收入了 1 份", timeout=60_000)
    page.click("a:has-text('刷新文件列表')")
    sync_api.expect(page.locator(".holdings-list > li")).to_have_count(1)


def test_nothing_chosen_is_told(own: Look) -> None:
    page = own.go("/documents")
    page.click("button:has-text('开始收入')")
    sync_api.expect(page.locator("output")).to_have_text("请先选择文件")


def test_the_indexes_are_made_anew(own: Look) -> None:
    page = own.go("/rebuild")
    page.click("button:has-text('确认重建')")
    sync_api.expect(page.locator(".told")).to_contain_text("索引已重建", timeout=60_000)


def test_what_breaks_off_is_told(chromium: Any, own_address: str, tmp_path: Path) -> None:
    look = Look(chromium, own_address, "desktop")
    page = look.go("/documents")
    file = tmp_path / "a.txt"
    file.write_text(NEW, encoding="utf-8")
    answers: list[Callable[[Any], None]] = [
        lambda route: route.fulfill(status=401, body="{}"),
        lambda route: route.fulfill(status=422, json={"detail": "文件<b>太大</b>"}),
        lambda route: route.fulfill(status=200, body='event: progress\ndata: {"stage": "读'),
        lambda route: route.abort(),
    ]
    for answer, told in zip(
        answers, ("登录已过期", "文件<b>太大</b>", "连接断了", "连不上服务"), strict=True
    ):
        page.unroute_all()
        page.route("**/api/documents", answer)
        page.set_input_files("#files", str(file))
        page.click("button:has-text('开始收入')")
        sync_api.expect(page.locator(".report [role=alert]")).to_contain_text(told)
    look.context.close()


def keep(page: Any, folder: Path, root: Path, name: str) -> None:
    """The picture of a page in few colours so that it stays small; kept on request."""
    from PIL import Image

    if page.viewport_size["width"] != SIZES["desktop"][0]:
        return
    file = folder / f"{name}.png"
    with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as image:
        image.convert("RGB").quantize(96).save(file, optimize=True)
    assert file.stat().st_size < 150_000
    if os.environ.get(KEEP):
        shutil.copy(file, root / "assistant" / "web" / "screenshots" / file.name)
