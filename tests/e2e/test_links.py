"""Links in a real browser: a frame in the address without a word to the server, the same pixels elsewhere, files."""

import json
import re

import pytest
from playwright.sync_api import expect

from lib.draw.export import read_recipe
from lib.runs.recipe import from_json

LONG = 150_000  # ms; a small, busy machine
PAGE = "a6_guidance"


def pixels(page) -> list[str]:
    player = page.locator(".player").first
    return [canvas.evaluate("c => c.toDataURL()") for canvas in player.locator("canvas").all()]


def shown(page) -> int:
    return int(page.locator(".player").first.get_attribute("data-frame", timeout=LONG))


def parameter(page, name: str) -> str | None:
    return page.evaluate("name => new URLSearchParams(location.search).get(name)", name)


def drag(page, scrub, start: float, end: float) -> None:
    """The thumb of a slider from one share of its length to another, without letting go."""
    scrub.scroll_into_view_if_needed()
    box = scrub.bounding_box()
    at = lambda share: (box["x"] + share * box["width"], box["y"] + box["height"] / 2)  # noqa: E731
    page.mouse.move(*at(start))
    page.mouse.down()
    for i in range(11):
        page.mouse.move(*at(start + (end - start) * i / 10))


@pytest.mark.timeout(600)
def test_a_frame_is_in_the_address_when_scrubbing_ends_and_the_server_hears_nothing(visit, settle):
    page = visit(PAGE, patience=LONG)
    player = page.locator(".player").first
    expect(player).to_have_attribute("data-frame", re.compile(r"\d"), timeout=LONG)
    page.wait_for_timeout(1500)
    settle(page, LONG)
    before = len(page.sent)
    drag(page, player.locator(".scrub"), 0.9, 0.4)
    assert parameter(page, "a6_frame") is None
    page.mouse.up()
    expect(page).to_have_url(re.compile("a6_frame="), timeout=LONG)
    assert len(page.sent) == before
    assert parameter(page, "a6_frame") == str(shown(page))

    frame = shown(page)
    player.locator(".scrub").press("ArrowLeft")
    assert shown(page) == frame - 1
    player.locator(".scrub").press("ArrowRight")
    player.locator(".scrub").press("ArrowRight")
    assert shown(page) == frame + 1
    expect(page).to_have_url(re.compile(f"a6_frame={frame + 1}"), timeout=LONG)
    assert len(page.sent) == before

    there = pixels(page)
    page.reload()
    expect(page.locator(".player").first).to_have_attribute("data-frame", str(frame + 1), timeout=LONG)
    assert pixels(page) == there
    page.locator(".player").first.locator(".scrub").press("End")
    expect(page).not_to_have_url(re.compile("a6_frame="), timeout=LONG)  # what it opens with needs no word
    assert page.broken == []


@pytest.mark.timeout(600)
def test_a_shared_link_shows_the_same_pixels_elsewhere(visit, settle):
    """Controls, seed and frame; the address is the one that the browser sees."""
    query = "kind=picture&count=5&guidance=7&frames=18&compare_to=1&compare_threshold=0.1&compare_frame=9"
    page = visit("compare", query=query, patience=LONG)
    expect(page.locator(".player").first).to_have_attribute("data-frame", "9", timeout=LONG)
    settle(page, LONG)
    page.locator("summary", has_text="Share this page").click()
    expect(page.locator(".share .code svg")).to_be_visible(timeout=LONG)
    link = page.locator(".share .link").input_value()
    assert "v=1" in link
    assert "compare_frame=9" in link
    assert link.startswith(page.url.split("/compare")[0])

    _, _, asked = link.partition("/compare?")
    other = visit("compare", query=asked, patience=LONG)
    expect(other.locator(".player").first).to_have_attribute("data-frame", "9", timeout=LONG)
    settle(other, LONG)
    assert pixels(other) == pixels(page)
    assert len(pixels(other)) == 6
    assert other.get_by_test_id("stSlider").filter(has_text="Parted above").inner_text().count("0.10") == 1
    assert other.locator(".linknote").count() == 0
    assert other.broken == []


@pytest.mark.timeout(600)
def test_a_gif_dropped_on_another_page_shows_its_run(visit, settle):
    page = visit(PAGE, patience=LONG)
    there = page.get_by_test_id("stDownloadButton")
    expect(there.first).to_be_visible(timeout=LONG)
    page.wait_for_timeout(2000)  # the player has told that it has drawn, and the page runs once more
    settle(page, LONG)
    with page.expect_download(timeout=LONG) as waiting:
        there.filter(has_text="GIF").first.get_by_role("button").click()
    file = waiting.value.path().read_bytes()
    recipe = from_json(read_recipe(file))

    other = visit("a1_forward", patience=LONG)
    expect(other.locator(".st-key-opening input[type=file]")).to_have_count(1, timeout=LONG)
    other.evaluate(
        """bytes => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], "run.gif", { type: "image/gif" }));
            const main = document.querySelector('[data-testid="stMain"] h1');
            for (const type of ["dragover", "drop"])
                main.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        list(file),
    )
    expect(other.locator("h1").first).to_have_text("Compare two runs", timeout=LONG)
    expect(other).to_have_url(re.compile("kind=picture"), timeout=LONG)
    expect(other.locator(".knobs")).to_contain_text(recipe.prompt, timeout=LONG)
    expect(other.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"), timeout=LONG)
    assert parameter(other, "compare_knob") == "nothing"
    assert other.broken == []


@pytest.mark.timeout(600)
def test_a_bad_link_shows_its_page_with_one_quiet_sentence(visit):
    bad = "a6_guidance=1e999&a6_seed=-1&x=%3Cscript%3Ewindow.hurt=1%3C/script%3E&a6_frame=999999&a6_frame=nan"
    page = visit(PAGE, query=bad, patience=LONG)
    expect(page.locator(".linknote")).to_contain_text("left out", timeout=LONG)
    expect(page.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"), timeout=LONG)
    assert page.evaluate("() => window.hurt") is None
    assert "script" not in page.url
    assert json.dumps(page.broken) == "[]"
