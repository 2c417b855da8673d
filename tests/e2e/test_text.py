"""What only a browser shows of the pages that read text: Enter commits, pills replace, links open, nothing is lost."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import LONG, drawn, parameter, pixels, quiet, settle, until, whole

LINK = "a0_steps=10&a0_prompt="
BAD = ("", "dog " * 90, "犬の写真", "<img src=x onerror=alert(1)>", "a\x00\x07\x1b")


@pytest.fixture
def box(visit):
    """Opens A0 with a prompt in the address; the page once its picture is drawn, and the field."""

    def call(typed, width=1280):
        page = visit("a0_models", query=LINK + quote(typed), width=width)
        drawn(page, ".player")
        return page, page.get_by_label("Prompt", exact=True)

    return call


def commit(field, text):
    """Type, press Enter, and wait until the server has been told."""
    sent = len(field.page.sent)
    field.fill(text)
    field.press("Enter")
    until(field.page, lambda: len(field.page.sent) > sent, "for a prompt to be sent")


def test_enter_commits_and_the_address_follows(box):
    page, field = box("a pencil")
    expect(field).to_have_value("a pencil")
    sent = len(page.sent)
    field.fill("a photo of a")
    page.wait_for_timeout(500)
    assert len(page.sent) == sent
    assert parameter(page, "a0_prompt") == "a pencil"
    commit(field, "a photo of a volcano")
    page.wait_for_url(re.compile("a0_prompt=a.photo.of.a.volcano|a%20photo%20of%20a%20volcano"))
    page.reload()
    expect(field).to_have_value("a photo of a volcano")


def test_a_near_word_is_one_click_away(box):
    page, field = box("a photo of a zebrra")
    page.get_by_text("a zebra", exact=True).first.click()
    expect(field).to_have_value("a photo of a zebra")
    expect(page.get_by_text("It has never seen")).to_have_count(0, timeout=LONG)
    settle(page)
    assert parameter(page, "a0_prompt") == "a photo of a zebra"
    page.get_by_text("a lithograph of a skull", exact=True).first.click()
    expect(field).to_have_value("a lithograph of a skull")


def test_bad_input_is_a_sentence_and_the_last_good_picture_stays(box, subtests):
    page, field = box("a pencil")
    player = page.locator(".player").first
    before = pixels(player)
    for bad in BAD:
        with subtests.test(bad[:12]):
            commit(field, bad)
            quiet(page)
            expect(page.get_by_test_id("stAlert")).to_have_count(1)
            expect(page.get_by_test_id("stAlert")).to_contain_text("still of “a pencil”")
            expect(field).to_have_value(bad)
            assert pixels(player) == before
            whole(page)


def test_on_a_telephone_the_gallery_is_one_row_that_scrolls(box):
    page, _ = box("a pencil", width=390)
    pills = page.locator('[class*="_gallery"] button')
    tops = pills.evaluate_all("all => all.map(pill => Math.round(pill.getBoundingClientRect().top))")
    assert len(tops) > 3
    assert len(set(tops)) == 1


def test_a_large_model_says_what_it_needs(visit):
    page = visit("a0_models", query="a0_model=DeepFloyd+IF+M")
    expect(page.get_by_text("is not on this machine yet")).to_be_visible()
    page.get_by_text("What it needs, and how to get it").click()
    expect(page.get_by_text("accept the licence")).to_be_visible()
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
