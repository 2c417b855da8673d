"""An assignment from its link to its report, in a real browser: nothing typed is lost, and the report plays offline."""

import json

from playwright.sync_api import expect

from lib.teaching import assignments, links, marking
from tests.e2e.hands import settle

ASSIGNMENT = assignments.read(
    """
title: Noise on a tower
tasks:
  - page: a1_forward
    title: Look
    text: Scrub through it.
    fix: {seed: 3, image: tower}
    hide: [schedule]
    questions:
      - ask: Which way does noise go?
        options: [up with t, {text: down with t, right: true}]
      - ask: What is left at the end?
    hand_in: true
  - page: a2_classical
    questions: [{ask: And here?}]
"""
)
KEPT = """() => Object.keys(localStorage).some((name) => name.startsWith("diffusion.answers.")
    && JSON.parse(localStorage[name]).given?.["0.0"] === 1)"""
WORDS = "grey <script>alert(1)</script>\nand no tower"


def frames_seen(film):
    """Distinct pictures on a canvas within some seconds."""
    return film.evaluate(
        """async (box) => {
            const seen = new Set();
            for (let i = 0; i < 60 && seen.size < 4; i++) {
                seen.add(box.querySelector("canvas").toDataURL());
                await new Promise((go) => setTimeout(go, 100));
            }
            return seen.size;
        }"""
    )


def test_open_answer_hand_in_reload_download_and_open_offline(visit, browser, tmp_path):
    page = visit("assignment", f"assignment={links.to_code(ASSIGNMENT)}")
    page.get_by_label("Your name").fill("Ada <b>L.</b>")
    page.get_by_role("button", name="Begin").first.click()
    expect(page.locator("h1")).to_have_text("Forward process")
    sheet = page.locator(".st-key-assignment-sheet")
    sheet.get_by_text("down with t").click()
    page.wait_for_function(KEPT)
    field = sheet.get_by_role("textbox", name="Answer to question 2")
    field.fill(WORDS)
    page.reload()  # at once: the server hasn't heard of the words yet
    expect(field).to_have_value(WORDS)
    expect(page.locator(".st-key-held-a1_seed")).to_contain_text("Seed: 3, set by your teacher")
    settle(page)

    page.locator(".scrub").first.press("Home")  # the frame that is looked at
    expect(page.locator(".player").first).to_have_attribute("data-frame", "0")
    sheet.get_by_role("button", name="Hand in this run").click()
    expect(sheet.locator(".said")).to_contain_text("Handed in: frame 1 of forward")
    expect(sheet).to_contain_text("3 of 3 done")
    page.goto(page.url.partition("?")[0] + "?a1_seed=99")  # a new session, and a link that asks for another seed
    expect(page.locator(".st-key-held-a1_seed")).to_contain_text("Seed: 3,")
    expect(sheet).to_contain_text("3 of 3 done")
    assert sheet.get_by_role("radio").nth(1).is_checked()

    page.locator(".st-key-assignment-overview button").click()
    expect(page.get_by_role("button", name="Look again")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the report").click()
    file = tmp_path / "report.html"
    waiting.value.save_as(file)
    assert page.broken == []
    found = marking.read(file.read_bytes(), "report.html")
    assert found.given == {"0.0": 1, "0.1": WORDS}
    assert found.name == "Ada <b>L.</b>"
    assert found.runs[0].frame == 0
    assert found.runs[0].read().seed == 3
    plays_offline(browser, file)


def plays_offline(browser, file):
    """Opened from the disk, without a network, the report asks nobody for anything, and its pictures move."""
    context = browser.new_context(offline=True)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_have_text("Noise on a tower")
    expect(page.locator(".answer")).to_have_text(WORDS)
    film = page.locator(".film").first
    film.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.film').dataset.frame !== undefined")
    assert frames_seen(film) >= 3
    film.get_by_role("slider").press("Home")
    expect(film).to_have_attribute("data-frame", "0")
    first = film.evaluate("box => box.querySelector('canvas').toDataURL()")
    film.get_by_role("slider").press("ArrowRight")
    assert film.evaluate("box => box.querySelector('canvas').toDataURL()") != first
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    context.close()
    bare = browser.new_context(offline=True, java_script_enabled=False)
    page = bare.new_page()
    page.goto(file.as_uri())
    sizes = page.locator("img").evaluate_all("all => all.map((one) => one.naturalWidth)")
    assert len(sizes) == 2  # the frame that was handed in, and the last
    assert all(size > 0 for size in sizes)
    bare.close()


def test_nothing_is_kept_in_a_browser_that_opened_nothing(visit):
    page = visit("a1_forward")
    kept = page.evaluate("Object.keys(localStorage).filter((name) => /assignment|answers/.test(name))")
    assert json.dumps(kept) == "[]"
    assert "assignment_open" not in page.evaluate("document.cookie")
