"""Streamlit on a free port, as a user starts it, and pages that write down what they send and what goes wrong."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.hands import PATIENCE

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def serve(script: str, folder: Path, *flags: str, **environment: str) -> Iterator[str]:
    """Its address; what it says goes to a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", folder / "log.txt"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true", *flags]
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=ROOT,
            env=os.environ | environment,
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
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"The app did not start: {log.read_text()}")


def watched(context: BrowserContext) -> Page:
    """A new page; ``page.sent`` is what it sends to the server, ``page.broken`` what goes wrong in it."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.sent, page.broken = [], []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: page.sent.append(data)))
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    page.on("console", lambda said: page.broken.append(said.text) if "Content Security Policy" in said.text else None)
    return page
