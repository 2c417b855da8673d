"""How soon a control answers that needs no model: from the event to other pixels, in a real browser, in milliseconds.

``python -m tests.e2e.answers http://localhost:8501``; with each the messages that the browser sent meanwhile.
"""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

ALONE = (
    ("player, a frame on", "a3_one_step", ".player", ".scrub", "ArrowLeft"),
    ("mixer of A1", "a1_forward", ".mixer", ".scrub", "ArrowRight"),
    ("wipe of A8", "a8_inpainting", ".wipe", ".line", "ArrowRight"),
    ("turn of A9", "a9_anagrams", ".turn", "button", "Enter"),
    ("distance of A10", "a10_hybrids", ".distance", "input", "ArrowRight"),
)
"""What the browser answers alone: name, page, component, its part that has the focus, key."""
SERVED = (
    ("step of A4", "a4_iterative", '[data-testid="stSlider"]:has-text("The step that begins")', "ArrowRight"),
    ("kernel of A2", "a2_classical", '[data-testid="stSlider"]:has-text("Kernel")', "ArrowRight"),
    ("time of B4", "b4_rectified_flow", '[data-testid="stSlider"]:has-text("Time")', "ArrowRight"),
)
"""What the server answers out of known runs: name, page, slider, key."""
LOOK = """() => {
  const all = (root) =>
    [...root.querySelectorAll('*')].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const state = (e) => {
    if (e.tagName === 'CANVAS') return e.toDataURL() + e.style.cssText;
    if (e.tagName === 'IMG') return e.src;
    return e.matches('.pair, .trace') ? e.style.cssText + e.innerHTML.length : '';
  };
  const seen = (root) => all(root).map(state).join();
  window.watch = (root) => {
    window.took = null;
    const before = seen(root);
    const start = (event) => {
      window.removeEventListener('keydown', start, true);
      const look = () => {
        if (seen(root) === before) return requestAnimationFrame(look);
        window.took = performance.now() - event.timeStamp;
      };
      requestAnimationFrame(look);
    };
    window.addEventListener('keydown', start, true);
  };
}"""


def timed(page, part, key, watched):
    """Milliseconds and messages of each of five presses."""
    found = []
    for _ in range(5):
        page.wait_for_timeout(1200)
        part.focus()
        sent = len(page.sent)
        watched.evaluate("e => window.watch(e)")
        page.keyboard.press(key)
        page.wait_for_function("() => window.took !== null", timeout=60_000)
        found.append((round(page.evaluate("window.took")), len(page.sent) - sent))
    return found


def main(url):
    """Measure all and print a line for each."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        rows = [(name, where, at, part, key) for name, where, at, part, key in ALONE]
        rows += [(name, where, at, '[role="slider"]', key) for name, where, at, key in SERVED]
        for name, where, at, part, key in rows:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.sent = []
            page.on("websocket", lambda ws, sent=page.sent: ws.on("framesent", lambda data: sent.append(data)))
            page.goto(f"{url}/{where}")
            place = page.locator(at).first
            place.wait_for(timeout=120_000)
            place.scroll_into_view_if_needed()
            page.wait_for_timeout(4000)
            page.evaluate(LOOK)
            watched = place if part != '[role="slider"]' else page.get_by_test_id("stMain")
            found = timed(page, place.locator(part).first, key, watched)
            took, sent = zip(*found, strict=True)
            line = f"{name}: {took} ms, {sent} messages, load {os.getloadavg()[0]:.1f}"
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
            page.close()


if __name__ == "__main__":
    main(sys.argv[1])
