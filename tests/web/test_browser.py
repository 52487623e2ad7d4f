"""The page in a real browser: what an official sees and does. Makes the README's screenshot."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

DEPARTMENTS = ("市邮政管理局", "市交通运输局", "市商务局", "市农业农村局", "市发改委", "市供销社")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
BOX = "#question textarea, #question input"
KEEP = "KEEP_SCREENSHOTS"  # set to any text to renew the pictures in the repository


class Visit:
    """An open page that keeps what the browser requested and complained about."""

    def __init__(self, browser: "sync_api.Browser", url: str, size: str) -> None:
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", has_touch=size == "phone"
        )
        self.page = self.context.new_page()
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        self.page.on(
            "request", lambda request: self.hosts.add(urlsplit(request.url).hostname or "")
        )
        self.page.on(
            "websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname or "")
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        self.page.goto(url)
        self.page.wait_for_selector(BOX)

    def _note(self, url: str) -> None:
        self.hosts.add(urlsplit(url).hostname or "")

    def _listen(self, message: "sync_api.ConsoleMessage") -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def ask(self, question: str) -> str:
        """Type a question, send it by Enter, and return the text of its answer."""
        turns = self.page.locator("#talk .turn").count()
        self.page.fill(BOX, question)
        self.page.press(BOX, "Enter")
        reply = self.page.locator("#talk .turn").nth(turns).locator(".reply:not(.pending)")
        return reply.inner_text()

    def pwned(self) -> bool:
        return bool(self.page.evaluate("'pwned' in window"))


@pytest.fixture(params=SIZES)
def visit(
    request: pytest.FixtureRequest, chromium: "sync_api.Browser", address: str
) -> Iterator[Visit]:
    """The page at each size; in the end without complaints or requests off the loopback."""
    visit = Visit(chromium, address, request.param)
    yield visit
    visit.context.close()
    assert visit.complaints == []
    assert visit.hosts <= {"127.0.0.1", ""}


@pytest.fixture
def wide(chromium: "sync_api.Browser", address: str) -> Iterator[Visit]:
    visit = Visit(chromium, address, "desktop")
    yield visit
    visit.context.close()
    assert visit.complaints == []


@pytest.fixture
def staged(chromium: "sync_api.Browser", staged_address: str) -> Iterator[Visit]:
    visit = Visit(chromium, staged_address, "desktop")
    yield visit
    visit.context.close()
    assert visit.complaints == []


def test_answers_and_opens_the_cited_clause(visit: Visit, tmp_path: Path, root: Path) -> None:
    answer = visit.ask("农村快递由哪些部门负责")
    assert all(name in answer for name in DEPARTMENTS)
    page = visit.page
    page.click("#talk .marker >> nth=0")
    cited = page.locator("#reader #cited")
    sync_api.expect(cited).to_be_in_viewport()
    assert "完善农村邮政快递服务体系" in cited.inner_text()
    quote = page.locator("#reader mark.quote").first
    sync_api.expect(quote).to_be_in_viewport()
    assert all(name in quote.inner_text() for name in DEPARTMENTS)
    clause_colour, quote_colour, paper = (
        page.locator(at).first.evaluate("node => getComputedStyle(node).backgroundColor")
        for at in ("#reader .in-clause", "#reader mark.quote", "#right")
    )
    assert len({clause_colour, quote_colour, paper}) == 3
    picture = tmp_path / "chat.png"
    page.mouse.move(5, 300)
    shoot(page, picture)
    if os.environ.get(KEEP) and page.viewport_size["width"] == SIZES["desktop"][0]:
        shutil.copy(picture, root / "assistant" / "web" / "screenshots" / "chat.png")


def shoot(page: "sync_api.Page", file: Path) -> None:
    """Save what the page shows, in few colours so that it stays small."""
    from PIL import Image

    with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as image:
        image.convert("RGB").quantize(96).save(file, optimize=True)
    assert file.stat().st_size < 150_000


def test_an_answer_is_copied_rated_and_followed(visit: Visit, home: Path) -> None:
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("农村快递由哪些部门负责")
    page.click("#talk [data-copy]")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert all(name in copied for name in (*DEPARTMENTS, "出处：", "[1] 《"))
    page.click('#talk [data-rate="down"]')
    sync_api.expect(page.locator('#talk [data-rate="down"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    page.fill("#talk .comment input", "少了一个部门")
    page.press("#talk .comment input", "Enter")
    sync_api.expect(page.locator("#talk .comment input")).to_have_count(0)
    page.wait_for_timeout(300)
    kept = (home / "feedback.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert '"down"' in kept
    assert "少了一个部门" in kept
    page.click("#talk .next [data-question] >> nth=0")
    sync_api.expect(page.locator("#talk .turn")).to_have_count(2)
    sync_api.expect(page.locator("#talk .reply.answered")).to_have_count(2)


def test_filters_narrow_what_answers(wide: Visit) -> None:
    page = wide.page
    page.click("#scope button")
    page.fill("#scope [aria-label='地区'] >> nth=0", "衢州市")
    page.keyboard.press("Enter")
    assert "市邮政管理局" in wide.ask("农村快递由哪些部门负责")
    page.check("#scope input[type=checkbox]")
    page.fill("#scope textarea, #scope input[placeholder*='如']", "2020-01-01")
    sync_api.expect(page.locator("#talk .turn")).to_have_count(1)
    assert "市邮政管理局" not in wide.ask("农村快递由哪些部门负责")


def test_nothing_is_wider_than_the_window(visit: Visit) -> None:
    visit.ask("市邮政管理局有哪些任务")
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visit.page.evaluate(width) == 0


def test_the_clutter_is_gone(visit: Visit) -> None:
    text = visit.page.locator("body").inner_text()
    assert not any(word in text for word in ("Gradio", "gradio", "API", "Settings", "设置", "通过"))
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert visit.page.title() == "政策问答"


def test_every_example_is_answered(wide: Visit) -> None:
    examples = wide.page.locator("[data-question]").all_inner_texts()
    assert len(examples) >= 3
    for number, example in enumerate(examples):
        if number:
            wide.page.click("#clear")
        wide.page.click(f'[data-question="{example}"]')
        sync_api.expect(wide.page.locator("#talk .asked")).to_have_text(example)
        sync_api.expect(wide.page.locator("#talk .reply.answered .marker").first).to_be_visible()


def test_a_composition_is_not_sent(wide: Visit) -> None:
    page, keys = wide.page, wide.context.new_cdp_session(wide.page)
    page.focus(BOX)
    keys.send(
        "Input.imeSetComposition", {"text": "nongcun", "selectionStart": 7, "selectionEnd": 7}
    )
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "text": "\r"}
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **enter})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    page.wait_for_timeout(300)
    assert page.locator("#talk .turn").count() == 0
    keys.send("Input.insertText", {"text": "农村快递由哪些部门负责"})
    assert page.input_value(BOX).strip() == "农村快递由哪些部门负责"
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#talk .asked")).to_have_text("农村快递由哪些部门负责")


def test_shift_enter_is_a_new_line(wide: Visit) -> None:
    page = wide.page
    page.fill(BOX, "农村快递")
    page.press(BOX, "Shift+Enter")
    page.keyboard.type("由哪些部门负责")
    assert page.input_value(BOX) == "农村快递\n由哪些部门负责"
    assert page.locator("#talk .turn").count() == 0
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#talk .reply.answered")).to_be_visible()
    assert page.input_value(BOX) == ""


def test_documents_and_questions_are_text_and_nothing_else(visit: Visit) -> None:
    page = visit.page
    answer = visit.ask(
        "<img src=x onerror='window.pwned=1'>**户外标牌**[由](javascript:alert)哪些部门负责"
    )
    assert "市城管局" in answer
    assert "<script>window.pwned=1</script>" in answer
    asked = page.locator("#talk .asked").inner_text()
    assert "<img src=x" in asked
    assert "**户外标牌**[由](javascript" in asked
    page.click("#talk .marker >> nth=0")
    text = page.locator("#reader .text")
    sync_api.expect(text).to_contain_text('<img src=x onerror="window.pwned=1">')
    sync_api.expect(text).to_contain_text("{{value}}和${window.pwned=1}")
    sync_api.expect(text).to_contain_text("<b>夜间</b>")
    assert (
        page.locator(
            "#talk :is(img, a, strong), #reader :is(img, b), #reader .text a, #passages img"
        ).count()
        == 0
    )
    assert not visit.pwned()


def test_stop_and_clear(staged: Visit) -> None:
    page = staged.page
    page.fill(BOX, "慢慢来")
    page.press(BOX, "Enter")
    sync_api.expect(page.locator("#talk .pending")).to_be_visible()
    sync_api.expect(page.locator("#send")).to_be_hidden()
    page.fill(BOX, "下一个问题")
    page.press(BOX, "Enter")
    page.click("#stop")
    sync_api.expect(page.locator("#talk .reply")).to_have_text("已停止。")
    assert page.input_value(BOX) == "下一个问题"
    assert "市邮政管理局" in staged.ask("农村快递由哪些部门负责")
    page.click("#clear")
    sync_api.expect(page.locator("#talk .turn")).to_have_count(0)
    sync_api.expect(page.locator("[data-question]").first).to_be_visible()
    sync_api.expect(page.locator("#reader .document")).to_have_count(0)


def test_an_answer_stays_when_the_page_is_still_loading(staged: Visit) -> None:
    assert "市邮政管理局" in staged.ask("农村快递由哪些部门负责")
    staged.page.wait_for_timeout(4000)
    sync_api.expect(staged.page.locator("#talk .turn")).to_have_count(1)
    staged.page.click("#talk .marker >> nth=0")
    sync_api.expect(staged.page.locator("#reader #cited")).to_be_in_viewport()


def test_a_failure_is_shown_in_the_conversation(staged: Visit) -> None:
    assert staged.ask("被拒绝") == "这个问题<b>太长</b>；请写短一些"
    assert staged.ask("会崩溃").startswith("程序内部出错（ZeroDivisionError）")


def test_an_expired_session_is_told_and_nothing_typed_is_lost(
    chromium: "sync_api.Browser", address: str
) -> None:
    visit = Visit(chromium, address, "phone")
    page = visit.page
    page.route("**/gradio_api/queue/join*", lambda route: route.fulfill(status=401, body="{}"))
    page.fill(BOX, "农村快递由哪些部门负责")
    page.press(BOX, "Enter")
    sync_api.expect(page.locator("#expired")).to_contain_text("登录已过期")
    assert page.input_value(BOX) == "农村快递由哪些部门负责"
    page.unroute_all()
    page.press(BOX, "Enter")
    sync_api.expect(page.locator("#talk .reply.answered")).to_be_visible()
    visit.context.close()


def test_the_sheet_closes(chromium: "sync_api.Browser", address: str) -> None:
    visit = Visit(chromium, address, "phone")
    visit.ask("农村快递由哪些部门负责")
    reader = visit.page.locator("#reader")
    sync_api.expect(reader).to_be_hidden()
    visit.page.click("#passages .card >> nth=1")
    sync_api.expect(reader).to_be_visible()
    visit.page.click("#reader .close")
    sync_api.expect(reader).to_be_hidden()
    visit.context.close()


def test_an_empty_knowledge_base_says_how_to_fill_it(
    chromium: "sync_api.Browser", empty_address: str
) -> None:
    visit = Visit(chromium, empty_address, "desktop")
    sync_api.expect(visit.page.locator("#talk .welcome")).to_contain_text("policykb ingest")
    assert "还没有文件" in visit.ask("农村快递由哪些部门负责")
    visit.context.close()
    assert visit.complaints == []
