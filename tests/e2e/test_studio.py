"""The export studio in a real browser: from a lesson to the studio, a preview that moves, a file that comes home."""

import io
import json

from PIL import Image
from playwright.sync_api import expect

from lib.draw.reading import read_recipes
from lib.runs.recipe import from_json
from tests.e2e.hands import settle


def test_from_a_lesson_to_a_file_of_two_runs(visit):
    page = visit("a1_forward")
    page.get_by_role("link", name="More formats").first.click()
    expect(page.get_by_role("heading", name="Export studio")).to_be_visible()
    page.wait_for_url(lambda url: "kind=forward" in url)
    settle(page)
    also = json.dumps([{"kind": "plane", "points": "400", "steps": "8", "frames": "17"}])
    page.goto(f"{page.url}&studio_also={also}&studio_format=APNG&studio_size=240")
    moving = page.locator(".studio-preview .moving")
    expect(moving).to_be_visible()
    settle(page)
    assert moving.evaluate("i => i.decode().then(() => i.naturalWidth)") > 100
    assert moving.get_attribute("src").startswith("data:image/webp")
    page.get_by_role("button", name="Make the file").click()
    ready = page.get_by_role("button", name="Download APNG")
    expect(ready).to_be_visible()
    with page.expect_download() as waiting:
        ready.click()
    data = waiting.value.path().read_bytes()
    assert [from_json(text).kind for text in read_recipes(data)] == ["forward", "plane"]
    with Image.open(io.BytesIO(data)) as film:
        assert film.n_frames == 34
        assert max(film.size) <= 240
    assert page.broken == []


def test_it_fits_a_telephone_and_stands_still_for_who_wants_that(visit):
    page = visit("studio", query="studio_format=MP4", width=390)
    expect(page.locator(".studio-preview .moving")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".studio-preview .moving")).to_be_hidden()
    expect(page.locator(".studio-preview .still")).to_be_visible()
    assert page.broken == []
