"""What a reader works with by hand on the pages of Part A, in a real browser: pictures chosen, brought and cut, and
sliders that the browser answers alone."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.hands import changes, drag, dragged, drawn, mean, parameter, pixels, settle

DIGEST = re.compile(r"[0-9a-f]{64}")


def chosen(page):
    return page.locator('.gallery button[aria-pressed="true"]')


@pytest.fixture
def picture(tmp_path):
    """A file of three stripes: red, green and blue, each a square."""
    row = np.zeros((60, 180, 3), np.uint8)
    for i in range(3):
        row[:, 60 * i : 60 * (i + 1), i] = 255
    path = tmp_path / "stripes.png"
    stream = io.BytesIO()
    Image.fromarray(row).save(stream, "PNG")
    path.write_bytes(stream.getvalue())
    return path


def test_another_picture_of_the_gallery_by_mouse_and_by_keyboard(visit):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    expect(chosen(page)).to_have_attribute("aria-label", "A bell tower before hills")
    page.locator(".gallery").get_by_label("A cat that looks at you").click()
    page.wait_for_url("**a1_image=cat**")
    changes(mixer, before)
    settle(page)
    expect(chosen(page)).to_have_attribute("aria-label", "A cat that looks at you")
    before = pixels(mixer)
    page.locator(".gallery").get_by_label("A watermelon on a table").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**a1_image=watermelon**")
    changes(mixer, before)
    assert page.broken == []


def test_a_file_is_cut_to_a_square_that_can_be_moved(visit, picture):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    page.get_by_test_id("stMain").get_by_text("Upload a picture", exact=True).click()
    page.locator('.st-key-a1_file input[type="file"]').set_input_files(picture)
    changes(mixer, before)
    settle(page)
    expect(chosen(page)).to_contain_text("your upload")
    middle = parameter(page, "a1_image")
    assert DIGEST.fullmatch(middle)
    assert mean(chosen(page).locator("canvas")).argmax() == 1  # the green square
    before = pixels(mixer)
    bar = page.get_by_test_id("stSlider").filter(has_text="Left to right").get_by_role("slider")
    bar.press("End")
    changes(mixer, before)
    settle(page)
    assert parameter(page, "a1_image") != middle
    assert mean(chosen(page).locator("canvas")).argmax() == 2  # the blue one
    assert page.broken == []


def test_what_is_no_picture_is_a_sentence_and_the_last_picture_stays(visit, tmp_path):
    page = visit("a1_forward", query="a1_image=cat")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    page.get_by_test_id("stMain").get_by_text("Upload a picture", exact=True).click()
    (tmp_path / "words.png").write_text("I am not a picture")
    page.locator('.st-key-a1_file input[type="file"]').set_input_files(tmp_path / "words.png")
    expect(page.get_by_test_id("stAlert").filter(has_text="The last picture stays.")).to_be_visible()
    settle(page)
    assert pixels(mixer) == before
    assert parameter(page, "a1_image") == "cat"


def test_the_mixer_follows_the_slider_and_tells_the_server_where_it_was_left(visit):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    sent, before, seen = len(page.sent), pixels(mixer), set()
    with dragged(mixer.locator(".scrub"), (0.5, 0.5)):
        box = mixer.locator(".scrub").bounding_box()
        for k in range(1, 8):
            page.mouse.move(box["x"] + box["width"] * (0.5 + k / 20), box["y"] + box["height"] / 2)
            seen.add((mixer.get_attribute("data-t"), pixels(mixer)[2]))
        assert len(seen) >= 5
        assert len(page.sent) == sent  # the button is still down
    page.wait_for_url(re.compile("a1_mixer_t=|a1_t="))
    mixer.get_by_role("button", name="750").click()
    expect(mixer).to_have_attribute("data-t", "750")
    assert float(mixer.get_attribute("data-std")) == pytest.approx(1, abs=0.1)
    assert pixels(mixer) != before
    settle(page)
    assert page.broken == []


def test_a_hybrid_goes_away_and_comes_back_without_the_server(visit):
    page = visit("a10_hybrids")
    distance = drawn(page, ".distance")
    bar, away = distance.locator("input"), distance.locator(".away")
    sent, wide = len(page.sent), away.bounding_box()["width"]
    bar.press("End")
    assert float(distance.get_attribute("data-times")) == 10
    assert away.bounding_box()["width"] == pytest.approx(wide / 10, rel=0.1)
    assert "blur(" in distance.locator(".soft").evaluate("c => c.style.filter")
    drag(bar, (0.99, 0.5), (0.5, 0.5))
    assert 2 < float(distance.get_attribute("data-times")) < 5
    bar.press("Home")
    assert away.bounding_box()["width"] == pytest.approx(wide, rel=0.01)
    assert len(page.sent) == sent
    assert page.broken == []


def test_the_divider_of_two_pictures_follows_the_mouse_and_the_arrows(visit):
    page = visit("a8_inpainting")
    wipe = drawn(page, ".wipe")
    line, sent = wipe.locator(".line"), len(page.sent)
    with dragged(wipe.locator(".pair"), (0.5, 0.5), (0.25, 0.5)):
        assert int(line.get_attribute("aria-valuenow")) == pytest.approx(25, abs=2)
    at = int(line.get_attribute("aria-valuenow"))
    line.press("ArrowRight")
    assert int(line.get_attribute("aria-valuenow")) == at + 2
    line.press("End")
    assert line.get_attribute("aria-valuenow") == "100"
    assert len(page.sent) == sent
    assert page.broken == []


def test_a_click_turns_the_anagram_and_another_turns_it_back(visit):
    page = visit("a9_anagrams")
    turn = drawn(page, ".turn")
    button, name, sent = turn.locator("button"), turn.locator("b"), len(page.sent)
    upright = name.inner_text()
    button.click()
    expect(turn).to_have_attribute("data-at", "1.00")
    assert name.inner_text() != upright
    assert "rotateX(180deg)" in turn.locator("canvas").evaluate("c => c.style.transform")
    button.press("Enter")
    expect(turn).to_have_attribute("data-at", "0.00")
    assert name.inner_text() == upright
    assert len(page.sent) == sent
    assert page.broken == []
