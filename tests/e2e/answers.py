"""How soon a control answers that needs no model: from the event to other pixels or words, in a real browser.

``python -m tests.e2e.answers http://localhost:8501 [--pid PID] [PART OF A NAME ...]`` prints a table. Each control goes
to and fro between values whose runs are known. On a machine with other work to do the milliseconds say little. So the
first line is what Streamlit itself takes here and now for the smallest page there is; and with the process id of the
server (`--pid`) the table has the processor time of an answer too, there and in the page itself.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tests.e2e.serving import serve

TIMES = 7
SLIDER = '[data-testid="stSlider"]:has-text("%s") input'
BUTTON = '[data-testid="stButtonGroup"]:has-text("%s") button:has-text("%s")'
GALLERY = ".gallery button >> nth=%d"


class Control(NamedTuple):
    """A control, and two ways to move it that lead there and back.

    Attributes:
        name: in the table.
        page: with a query where the control needs one.
        there: what is focused, and what is pressed.
        back: likewise.
        part: where something has to change; "" for anything but a control.
    """

    name: str
    page: str
    there: tuple[str, str]
    back: tuple[str, str]
    part: str = ""


def slider(name: str, page: str, label: str, part: str = "") -> Control:
    """A slider of the server's, one stop to and fro."""
    at = SLIDER % label
    return Control(name, page, (at, "ArrowRight"), (at, "ArrowLeft"), part)


def pick(name: str, page: str, label: str, there: str, back: str, part: str = "") -> Control:
    """Buttons in a row."""
    return Control(name, page, (BUTTON % (label, there), "Enter"), (BUTTON % (label, back), "Enter"), part)


def alone(name: str, page: str, part: str, at: str, there: str, back: str = "") -> Control:
    """What the browser answers by itself, in a component."""
    focus = f"{part} {at}"
    return Control(name, page, (focus, there), (focus, back or there), part)


SMALLEST = """import streamlit as st

st.html(f"<p>{st.slider('Number', 0, 10, 5)}</p>")
"""
FLOOR = slider("(a page of one slider and one number)", "", "Number")
CONTROLS = (
    alone("A3 player, a frame on", "a3_one_step", ".player", ".scrub", "ArrowLeft", "ArrowRight"),
    alone("A1 mixer", "a1_forward", ".mixer", ".scrub", "ArrowRight", "ArrowLeft"),
    alone("A8 wipe", "a8_inpainting", ".wipe", ".line", "ArrowRight", "ArrowLeft"),
    alone("A9 turn", "a9_anagrams", ".turn", "button", "Enter"),
    alone("A10 distance", "a10_hybrids", ".distance", "input", "ArrowRight", "ArrowLeft"),
    Control("A1 picture", "a1_forward", (GALLERY % 1, "Enter"), (GALLERY % 0, "Enter"), ".player"),
    pick("A1 schedule", "a1_forward", "Schedule", "linear", "cosine"),
    pick("A1 scaling", "a1_forward", "Scaling", "off", "on"),
    slider("A2 kernel", "a2_classical", "Kernel"),
    slider("A2 sigma", "a2_classical?a2_sigma=1.0", "Sigma"),
    slider("A2 level", "a2_classical", "Level"),
    slider("A4 step", "a4_iterative", "The step that begins"),
    slider("A6 level", "a6_guidance", "Level"),
    slider("A7 i_start", "a7_image_to_image", "Begin at"),
    pick("A8 mask", "a8_inpainting", "What becomes new", "centre", "top", ".preview-of-mask"),
    pick("A8 way", "a8_inpainting", "What is put back", "clean paste", "noised paste"),
    slider("A8 soft edge", "a8_inpainting", "Soft edge", ".preview-of-mask"),
    pick("A9 view", "a9_anagrams", "View", "rotate by 180", "flip"),
    slider("A9 which picture", "a9_anagrams?a9_count=2", "Which picture", ".turn"),
    alone("B1 live noise", "b1_denoiser", ".live", ".scrub", "ArrowRight", "ArrowLeft"),
    slider("B1 digit", "b1_denoiser", "Digit"),
    slider("B2 epoch", "b2_time_ddpm?b2_epoch=10", "Epoch"),
    pick("B2 steps of the path", "b2_time_ddpm", "Steps of the forward process", "1000", "300"),
    slider("B3 epoch", "b3_class_ddpm?b3_epoch=10", "Epoch"),
    slider("B4 epoch", "b4_rectified_flow?b4_epoch=1", "Epoch"),
    pick("B4 scale of the loss", "b4_rectified_flow", "Scale of the loss", "log", "linear"),
    slider("B4 time", "b4_rectified_flow", "Time"),
    slider("B5 reflows", "b5_reflow", "Reflows"),
)
"""Of lessons; where a run isn't known yet it is computed before anything is measured."""
LOOK = """() => {
  const OURS = '[data-testid="stSlider"], [data-testid="stButtonGroup"], [data-testid="stStatusWidget"]';
  let part = '', asked = null;
  const host = (node) => node.getRootNode().host;
  const inside = (node, what) => {
    for (let e = node; e; e = host(e)) {
      if ((e.nodeType === 1 ? e : e.parentElement)?.closest(what)) return true;
      if (!host(e)) return false;
    }
  };
  const note = (node) => {
    if (asked === null || inside(node, OURS)) return;
    if (part && !inside(node, part) && !node.querySelector?.(part)) return;
    requestAnimationFrame(() => setTimeout(() => {
      window.last = performance.now() - asked;
      window.first ??= window.last;
    }));
  };
  const shown = {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['src', 'd', 'transform', 'points', 'width', 'x', 'style'],
  };
  const look = new MutationObserver((all) => {
    for (const one of all) {
      for (const node of one.addedNodes) if (node.nodeType === 1) roots(node);
      if (one.attributeName !== 'style' || inside(one.target, '.wipe, .turn, .distance, .mixer')) note(one.target);
    }
  });
  const known = new WeakSet();
  const roots = (from) => {
    for (const e of [from, ...from.querySelectorAll('*')]) {
      if (!e.shadowRoot || known.has(e.shadowRoot)) continue;
      known.add(e.shadowRoot);
      look.observe(e.shadowRoot, shown);
      roots(e.shadowRoot);
    }
  };
  const main = document.querySelector('[data-testid="stMain"]');
  look.observe(main, shown);
  roots(main);
  for (const name of ['drawImage', 'putImageData']) {
    const real = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...all) { note(this.canvas); return real.apply(this, all); };
  }
  window.ask = (where) => {
    [part, asked, window.first, window.last] = [where, null, null, null];
    window.addEventListener('keydown', (event) => { asked = event.timeStamp; }, { capture: true, once: true });
  };
}"""
IDLE = """() => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stProgress"]')"""


class Answer(NamedTuple):
    """Of one move.

    Attributes:
        first: milliseconds until something is different.
        last: until all is.
        sent: messages to the server.
        server: milliseconds of processor time there, nan where no process is known.
        page: in the page's thread.
    """

    first: float
    last: float
    sent: int
    server: float
    page: float


def spent(pid: int | None) -> float:
    """Milliseconds of processor time of a process so far (Linux)."""
    if pid is None:
        return float("nan")
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def moved(page, control: Control, to: tuple[str, str], pid: int | None) -> Answer:
    """What one move takes."""
    at, key = to
    page.wait_for_function(IDLE, timeout=600_000)
    page.wait_for_timeout(700)
    place = page.locator(at).first
    place.focus()
    own, busy, sent = spent(pid), page.busy(), len(page.sent)
    page.evaluate("part => window.ask(part)", control.part)
    place.press(key)
    page.wait_for_function("() => window.first !== null", timeout=120_000)
    page.wait_for_timeout(700)
    page.wait_for_function(IDLE, timeout=600_000)
    first, last = page.evaluate("[window.first, window.last]")
    return Answer(first, last, len(page.sent) - sent, spent(pid) - own, page.busy() - busy)


def opened(browser, address: str):
    """A page that counts its messages and its processor time."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.sent = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: page.sent.append(data)))
    told = page.context.new_cdp_session(page)
    told.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.busy = lambda: (
        1000
        * next(one["value"] for one in told.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
    )
    page.goto(address)
    return page


def timed(page, control: Control, pid: int | None) -> list[Answer]:
    """Each of several moves, after two that nobody looks at."""
    page.locator(control.there[0]).first.wait_for(state="attached", timeout=300_000)
    page.locator(control.there[0]).first.scroll_into_view_if_needed()
    page.wait_for_timeout(2500)
    page.wait_for_function(IDLE, timeout=600_000)
    page.evaluate(LOOK)
    ways = (control.there, control.back)
    found = [moved(page, control, ways[i % 2], pid) for i in range(TIMES + 2)]
    return found[2:]


def line(name: str, found: list[Answer]) -> str:
    """A row of the table."""
    median = statistics.median
    first, last = ([getattr(one, which) for one in found] for which in ("first", "last"))
    server, own = (median(getattr(one, which) for one in found) for which in ("server", "page"))
    return (
        f"| {name} | {min(first):.0f} | {median(first):.0f} | {min(last):.0f} | {median(last):.0f} "
        f"| {found[-1].sent} | {server:.0f} | {own:.0f} | {os.getloadavg()[0]:.1f} |"
    )


def main() -> None:
    """Measure all, or those whose name holds a word, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--pid", type=int)
    asked = parser.parse_intermixed_args()
    heads = ("control", "first: min", "median", "last: min", "median", "messages", "server", "page", "load")
    sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "smallest.py"
            script.write_text(SMALLEST)
            with serve(str(script), Path(folder)) as url:
                tell(browser, url, FLOOR, None)
        for control in CONTROLS:
            if not asked.words or any(word in control.name for word in asked.words):
                tell(browser, asked.url, control, asked.pid)


def tell(browser, url: str, control: Control, pid: int | None) -> None:
    """Measure a control and print its line."""
    page = opened(browser, f"{url}/{control.page}")
    try:
        text = line(control.name, timed(page, control, pid))
    except Exception as error:  # a table with a hole says more than none
        text = f"| {control.name} | {str(error).splitlines()[0]} |"
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    page.close()


if __name__ == "__main__":
    main()
