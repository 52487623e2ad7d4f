"""The report in a real browser: no request, no complaint, nothing wider than a phone."""

import shutil
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")
sync_api = pytest.importorskip("playwright.sync_api")

from test_report import make  # noqa: E402

from evals.report_groups import groups  # noqa: E402
from evals.report_pages import html  # noqa: E402

pytestmark = pytest.mark.browser

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_report(tmp_path: Path) -> None:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs chromium")
    runs = [
        make(tmp_path / "a", "alpha", (True, True, False, True)),
        make(tmp_path / "b", "beta" * 30, (False, True, True, False)),
    ]
    file = tmp_path / "r.html"
    file.write_text(html(groups(runs), 20), encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for width, scheme in ((1280, "light"), (390, "light"), (390, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
            requests: list[str] = []
            complaints: list[str] = []
            page.on("request", lambda r, held=requests: held.append(r.url))
            page.on("console", lambda m, held=complaints: held.append(m.text))
            page.on("pageerror", lambda e, held=complaints: held.append(str(e)))
            page.goto(file.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            assert page.evaluate(WIDER) == 0
            assert not page.evaluate("'pwned' in window")
            assert requests == [file.as_uri()]
            assert complaints == []
            page.close()
        browser.close()
