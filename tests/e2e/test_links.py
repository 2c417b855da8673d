"""Links in a real browser: a frame in the address without a word to the server, the same pixels elsewhere, files."""

import json
import re
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from lib.draw.export import read_recipe
from lib.runs.recipe import from_json
from tests.e2e.hands import dragged, frame, parameter, pixels, quiet, settle

PAGE = "a6_guidance"
SLOW = """{
    const open = window.createImageBitmap, until = new Promise((go) => { window.show = go; });
    window.createImageBitmap = async (...given) => { await until; return open(...given); };
}"""
"""No picture is opened before `show()`."""


def test_a_frame_is_in_the_address_when_scrubbing_ends_and_the_server_hears_nothing(visit):
    page = visit(PAGE)
    player = page.locator(".player").first
    expect(player).to_have_attribute("data-frame", re.compile(r"\d"))
    before = quiet(page)
    with dragged(player.locator(".scrub"), (0.9, 0.5), (0.4, 0.5)):
        assert parameter(page, "a6_frame") is None
    expect(page).to_have_url(re.compile("a6_frame="))
    assert len(page.sent) == before
    assert parameter(page, "a6_frame") == str(frame(player))

    at = frame(player)
    player.locator(".scrub").press("ArrowLeft")
    assert frame(player) == at - 1
    player.locator(".scrub").press("ArrowRight")
    player.locator(".scrub").press("ArrowRight")
    assert frame(player) == at + 1
    expect(page).to_have_url(re.compile(f"a6_frame={at + 1}"))
    assert len(page.sent) == before

    there = pixels(page.locator(".player").first)
    page.reload()
    expect(page.locator(".player").first).to_have_attribute("data-frame", str(at + 1))
    assert pixels(page.locator(".player").first) == there
    page.locator(".player").first.locator(".scrub").press("End")
    expect(page).not_to_have_url(re.compile("a6_frame="))  # what it opens with needs no word
    assert page.broken == []


def test_a_frame_that_was_chosen_before_the_picture_came_is_kept(visit):
    page = visit(PAGE)
    page.add_init_script(SLOW)
    page.reload()
    player = page.locator(".player").first
    player.locator(".scrub").press("Home")
    assert player.get_attribute("data-frame") is None
    page.evaluate("show()")
    expect(player).to_have_attribute("data-frame", "0")
    expect(page).to_have_url(re.compile("a6_frame=0"))
    assert page.broken == []


def test_a_shared_link_shows_the_same_pixels_elsewhere(visit):
    """Controls, seed and frame; the address is the one that the browser sees."""
    query = "kind=picture&count=5&guidance=7&frames=18&compare_to=1&compare_threshold=0.1&compare_frame=9"
    page = visit("compare", query=query)
    expect(page.locator(".player").first).to_have_attribute("data-frame", "9")
    settle(page)
    page.locator("summary", has_text="Share this page").click()
    expect(page.locator(".share .code svg")).to_be_visible()
    link = page.locator(".share .link").input_value()
    assert "v=1" in link
    assert "compare_frame=9" in link
    assert link.startswith(page.url.split("/compare")[0])

    _, _, asked = link.partition("/compare?")
    other = visit("compare", query=asked)
    expect(other.locator(".player").first).to_have_attribute("data-frame", "9")
    settle(other)
    assert pixels(other.locator(".player").first) == pixels(page.locator(".player").first)
    assert len(pixels(other.locator(".player").first)) == 6
    assert other.get_by_test_id("stSlider").filter(has_text="Parted above").inner_text().count("0.10") == 1
    assert other.locator(".linknote").count() == 0
    assert other.broken == []


DROP = """bytes => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], "run.gif", { type: "image/gif" }));
    const main = document.querySelector('[data-testid="stMain"] h1');
    for (const type of ["dragover", "drop"])
        main.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("elsewhere", ["a1_forward?a1_seed=3", f"{PAGE}?a6_seed=9"])
def test_a_gif_dropped_on_any_page_opens_its_lesson_with_the_run(visit, elsewhere):
    """Also on its own page; and Back leads to the page that it was dropped on, as that was."""
    page = visit(PAGE, query="a6_guidance=2")
    there = page.get_by_test_id("stDownloadButton")
    expect(there.first).to_be_visible()
    quiet(page)  # the player has told that it has drawn, and the page has run once more
    with page.expect_download() as waiting:
        there.filter(has_text="GIF").first.get_by_role("button").click()
    file = waiting.value.path().read_bytes()
    assert from_json(read_recipe(file)).guidance == 2

    path, _, query = elsewhere.partition("?")
    other = visit(path, query=query)
    expect(other.locator(".st-key-opening input[type=file]")).to_have_count(1)
    other.evaluate(DROP, list(file))
    expect(other).to_have_url(re.compile(f"{PAGE}\\?a6_guidance=2"))
    quiet(other)
    expect(other.get_by_test_id("stSlider").filter(has_text="Guidance").first).to_contain_text("2.00")
    assert parameter(other, "a6_seed") is None
    expect(other.get_by_label("Seed", exact=True)).to_have_value("0")
    expect(other.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"))
    assert pixels(other.locator(".player").first) == pixels(page.locator(".player").first)
    if path != PAGE:
        other.go_back()
        expect(other).to_have_url(re.compile("a1_forward.a1_seed=3$"))
    assert other.broken == []


def test_a_bad_link_shows_its_page_with_one_quiet_sentence(visit):
    bad = "a6_guidance=1e999&a6_seed=-1&x=%3Cscript%3Ewindow.hurt=1%3C/script%3E&a6_frame=999999&a6_frame=nan"
    page = visit(PAGE, query=bad)
    expect(page.locator(".linknote")).to_contain_text("left out")
    expect(page.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"))
    assert page.evaluate("() => window.hurt") is None
    assert "script" not in page.url
    assert json.dumps(page.broken) == "[]"


def test_a_prompt_in_a_link_is_text_however_it_looks(visit):
    """It comes through whole, nothing of it runs, and nothing is fetched."""
    text = "a dog <img src=x onerror=alert(1)> ![a](http://elsewhere.invalid/x.png) <script>alert(1)</script> ](x)"
    page = visit("a0_models", query=f"a0_prompt={quote(text)}")
    asked, heard = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.reload()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(text)
    settle(page)
    assert parameter(page, "a0_prompt") == text
    assert page.locator(".linknote").count() == 0
    assert page.locator(".stMain img[src*='elsewhere'], .stMain img[onerror], .stMain script").count() == 0
    assert not [url for url in asked if "elsewhere" in urlsplit(url).netloc]
    assert heard == page.broken == []
