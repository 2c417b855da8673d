"""The real app on a free port, and a real browser to drive it: a Chromium that the system provides."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.hands import PATIENCE, settle
from tests.e2e.serving import serve, watched
from tests.e2e.standins import complete

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = (
    "Left out for want of a Chromium: install one (Debian, Ubuntu: apt-get install chromium), then `make test` again."
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in Path(item.path).parts:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(600))


STANDINS: list[str] = []


def pytest_terminal_summary(terminalreporter):
    if STANDINS:
        terminalreporter.write_line(f"In the browser untrained networks stood in for {', '.join(STANDINS)}.")


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium. Without one these tests are left out, or fail where E2E=required says that they count."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("E2E") == "required" else pytest.skip)(MISSING)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app(browser, state_dir, tmp_path_factory):
    """The address of the running app, with a state folder of its own."""
    cache = tmp_path_factory.mktemp("cache")
    STANDINS.extend(complete(cache))
    with serve("serve.py", tmp_path_factory.mktemp("app"), DIFFUSION_CACHE=str(cache)) as url:
        yield url


@pytest.fixture
def visit(app, browser):
    """``visit("b3_class_ddpm", query="b3_steps=10", width=390, theme="dark")`` -> the page, drawn and at rest."""
    contexts = []

    def open_page(path: str = "", query: str = "", width: int = 1280, theme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, accept_downloads=True, service_workers="block"
        )
        contexts.append(context)
        page = watched(context)
        page.goto(f"{app}/{path}{'?' if query else ''}{query}")
        expect(page.locator("h1").first).to_be_visible()
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
