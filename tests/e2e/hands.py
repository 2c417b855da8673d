"""What the tests in a browser do with a page: wait until it rests, look at it, drag on it."""

import contextlib
import hashlib
import time
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Waited

PATIENCE = 90_000
"""ms; for whatever is waited for, on a small, busy machine."""
LONG = 240_000
"""ms; where something has to be computed first."""
IDLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const idle = app && app.getAttribute('data-test-script-state') === 'notRunning';
    return idle && !document.querySelector('[data-testid="stProgress"]');
}"""
BROKEN = '[data-testid="stException"], [data-testid="stAlertContentError"]'


def settle(page: Page, timeout: int = LONG) -> None:
    """Wait until the script has run to its end and no job is at work."""
    try:
        page.wait_for_function(IDLE, timeout=timeout)
    except Waited:
        state = page.locator('[data-testid="stApp"]').get_attribute("data-test-script-state")
        jobs = page.get_by_test_id("stProgress").all_inner_texts()
        pytest.fail(f"{page.url} is still at work after {timeout / 1000:.0f} s: {state}, {jobs or 'no job'}")


def quiet(page: Page) -> int:
    """Wait until a second passes in which the browser tells the server nothing; how much it has told until then."""
    for _ in range(PATIENCE // 1000):
        settle(page)
        sent = len(page.sent)
        page.wait_for_timeout(1000)
        if len(page.sent) == sent:
            return sent
    pytest.fail(f"{page.url} does not stop talking to the server: {page.sent[-1]!r}")


def until(page: Page, holds, what: str, timeout: int = PATIENCE) -> None:
    """Wait until something holds that only this side can tell; `what` says what was waited for."""
    end = time.monotonic() + timeout / 1000
    while not holds():
        if time.monotonic() > end:
            wrong = page.locator(BROKEN).all_inner_texts() + page.broken
            pytest.fail(f"Waited {timeout / 1000:.0f} s on {page.url} {what}. {' '.join(wrong)}")
        page.wait_for_timeout(50)


def whole(page: Page) -> None:
    """Nothing on the page says that something went wrong."""
    assert page.locator(BROKEN).all_inner_texts() == []
    assert page.broken == []


def pixels(place: Locator) -> list[str]:
    """What its canvases show, each in a word that is another one for other pixels."""
    urls = [canvas.evaluate("c => c.toDataURL()") for canvas in place.locator("canvas").all()]
    return [hashlib.sha256(url.encode()).hexdigest()[:12] for url in urls]


def mean(canvas: Locator) -> np.ndarray:
    """The mean red, green and blue of a canvas."""
    code = """c => {
        const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height), sums = [0, 0, 0];
        for (let i = 0; i < data.length; i++) if (i % 4 < 3) sums[i % 4] += data[i];
        return sums.map((sum) => (4 * sum) / data.length);
    }"""
    return np.array(canvas.evaluate(code))


def drawn(page: Page, selector: str) -> Locator:
    """A part of the page, once it has been drawn and nothing more comes."""
    found = page.locator(selector).first
    until(page, lambda: found.locator("canvas").count(), f"for {selector}", LONG)
    found.scroll_into_view_if_needed()
    quiet(page)  # what the first picture is waited for with has gone to the server
    return found


def changes(place: Locator, before: list[str]) -> None:
    """Wait until it shows something else; it may have been away meanwhile."""
    until(place.page, lambda: pixels(place) not in ([], before), "for another picture than before", LONG)


def frame(player: Locator) -> int:
    return int(player.get_attribute("data-frame"))


def parameter(page: Page, name: str) -> str | None:
    """What the address says of it."""
    return page.evaluate("name => new URLSearchParams(location.search).get(name)", name)


@contextlib.contextmanager
def dragged(place: Locator, *points: tuple[float, float], wait: int = 0) -> Iterator[None]:
    """With the mouse through points given as shares of a place; inside the button is down, afterwards it is let go."""
    place.scroll_into_view_if_needed()
    box, mouse = place.bounding_box(), place.page.mouse
    try:
        for k, (x, y) in enumerate(points):
            mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8 if k else 1)
            if k == 0:
                mouse.down()
            place.page.wait_for_timeout(wait)
        yield
    finally:
        mouse.up()


def drag(place: Locator, *points: tuple[float, float]) -> None:
    """From point to point, and let go."""
    with dragged(place, *points):
        pass
