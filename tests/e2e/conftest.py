"""The real app on a free port, and a real browser to drive it: a Chromium that the system provides."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.standins import complete

ROOT = Path(__file__).resolve().parents[2]
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
PATIENCE = 30_000  # ms; a cold page on a small, busy machine


def pytest_collection_modifyitems(items):
    for item in items:
        if "e2e" in Path(item.path).parts:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(300))


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
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def app(browser, state_dir, tmp_path_factory):
    """The address of the running app: started as a user starts it, with a state folder of its own."""
    cache = tmp_path_factory.mktemp("cache")
    STANDINS.extend(complete(cache))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("app") / "log.txt"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "Home.py", *options]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"DIFFUSION_CACHE": str(cache)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"{url}/_stcore/health", process, log)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"The app did not start: {log.read_text()}")


@pytest.fixture
def visit(app, browser):
    """``visit("b3_class_ddpm", query="b3_steps=10", width=390, theme="dark")`` -> the page, drawn and at rest.

    ``page.sent`` counts the messages that the browser sent to the server.
    """
    contexts = []

    def open_page(
        path: str = "", query: str = "", width: int = 1280, theme: str = "light", patience: int = PATIENCE
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, accept_downloads=True, service_workers="block"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.sent = []
        page.broken = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: page.sent.append(data)))
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        page.goto(f"{app}/{path}{'?' if query else ''}{query}")
        expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
        settle(page, patience)
        return page

    yield open_page
    for context in contexts:
        context.close()


def settle(page: Page, timeout: int = PATIENCE) -> None:
    """Wait until the script has run to its end and no job is at work."""
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            const idle = app && app.getAttribute('data-test-script-state') === 'notRunning';
            return idle && !document.querySelector('[data-testid="stProgress"]');
        }""",
        timeout=timeout,
    )


@pytest.fixture(name="settle")
def settle_fixture():
    return settle
