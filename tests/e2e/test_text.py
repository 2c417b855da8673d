"""What only a browser shows of the pages that read text: Enter commits, pills replace, links open, nothing is lost."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

LONG = 240_000  # ms; a run on a small, busy machine
LINK = "a0_steps=10&a0_prompt="


@pytest.fixture
def box(visit, settle):
    """Opens A0 with a prompt in the address; the page, its field, and a way to type into it."""

    def call(typed, width=1280):
        page = visit("a0_models", query=LINK + quote(typed), width=width, patience=LONG)
        field = page.get_by_label("Prompt", exact=True)

        def commit(text):
            field.fill(text)
            field.press("Enter")
            page.wait_for_timeout(700)
            settle(page, LONG)

        return page, field, commit

    return call


def prompt_of(page):
    return parse_qs(urlsplit(page.url).query).get("a0_prompt", [""])[0]


def test_enter_commits_and_the_address_follows(box):
    page, field, commit = box("a pencil")
    expect(field).to_have_value("a pencil")
    field.fill("a photo of a")
    page.wait_for_timeout(500)
    assert prompt_of(page) == "a pencil"
    commit("a photo of a volcano")
    assert prompt_of(page) == "a photo of a volcano"
    page.reload()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a photo of a volcano", timeout=LONG)


def test_a_near_word_is_one_click_away(box, settle):
    page, field, _ = box("a photo of a zebrra")
    page.get_by_text("a zebra", exact=True).first.click()
    expect(field).to_have_value("a photo of a zebra", timeout=LONG)
    expect(page.get_by_text("It has never seen")).to_have_count(0)
    settle(page, LONG)
    assert prompt_of(page) == "a photo of a zebra"
    page.get_by_text("a lithograph of a skull", exact=True).first.click()
    expect(field).to_have_value("a lithograph of a skull", timeout=LONG)


@pytest.mark.parametrize("bad", ["", "dog " * 90, "犬の写真", "<img src=x onerror=alert(1)>", "a\x00\x07\x1b"])
def test_bad_input_is_a_sentence_and_the_last_good_picture_stays(box, bad):
    page, field, commit = box("a pencil")
    player = page.locator(".player").first
    before = player.locator("canvas").first.evaluate("c => c.toDataURL()")
    commit(bad)
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(page.get_by_test_id("stAlert")).to_contain_text("still of “a pencil”")
    expect(field).to_have_value(bad)
    assert player.locator("canvas").first.evaluate("c => c.toDataURL()") == before
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.broken == []


def test_on_a_telephone_the_gallery_is_one_row_that_scrolls(box):
    page, _, _ = box("a pencil", width=390)
    pills = page.locator('[class*="_gallery"] button')
    tops = pills.evaluate_all("all => all.map(pill => Math.round(pill.getBoundingClientRect().top))")
    assert len(tops) > 3
    assert len(set(tops)) == 1


def test_a_large_model_says_what_it_needs(visit, settle):
    page = visit("a0_models", query="a0_model=DeepFloyd+IF+M", patience=LONG)
    expect(page.get_by_text("is not on this machine yet")).to_be_visible()
    page.get_by_text("What it needs, and how to get it").click()
    expect(page.get_by_text("accept the licence")).to_be_visible()
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
