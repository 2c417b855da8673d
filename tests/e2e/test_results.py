"""From what a reader does by hand to a result that is computed, and from a lesson's result into another lesson."""

import re

from playwright.sync_api import expect

from tests.e2e.hands import changes, drag, drawn, mean, parameter, pixels, settle, whole


def test_a_painted_mask_is_inpainted_and_what_is_outside_of_it_stays(visit):
    page = visit("a8_inpainting")
    wipe = drawn(page, ".wipe")
    before = pixels(wipe)
    page.get_by_test_id("stMain").get_by_text("drawn by you", exact=True).click()
    sheet = page.locator(".canvas .ink").first
    expect(sheet).to_be_visible()
    assert parameter(page, "a8_painted") is None
    settle(page)
    drag(sheet, (0.2, 0.2), (0.8, 0.2), (0.8, 0.35), (0.2, 0.35))
    page.wait_for_url(re.compile("a8_painted=[0-9a-f]{64}"))
    changes(wipe, before)
    expect(page.get_by_text("Outside of the mask the result differs from the original by 0/255")).to_be_visible()
    said = page.get_by_text(re.compile(r"\d+% is new")).first.inner_text()
    assert 5 <= int(re.search(r"(\d+)%", said)[1]) <= 45
    whole(page)


def test_an_edit_of_one_lesson_is_what_another_begins_with(visit):
    page = visit("a7_image_to_image")
    edit = mean(drawn(page, ".wipe").locator(".right canvas"))
    page.get_by_role("button", name="Use it in another lesson").first.click()
    expect(page.get_by_text("It now stands among the pictures of every lesson.")).to_be_visible()
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=re.compile("Forward process")).click()
    expect(page.locator("h1").first).to_have_text("Forward process")
    mixer = drawn(page, ".mixer")
    before, last = pixels(mixer), page.locator(".gallery").get_by_label("Your last result")
    assert abs(mean(last.locator("canvas")) - edit).max() < 3
    last.click()
    page.wait_for_url(re.compile("a1_image=[0-9a-f]{64}"))
    changes(mixer, before)
    expect(last).to_have_attribute("aria-pressed", "true")
    whole(page)
