"""What a reader works with by hand on the pages of Part A, in a real browser: pictures chosen, brought and cut, and
sliders that the browser answers alone."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

LONG = 240_000  # ms; a run on a small, busy machine
DIGEST = re.compile(r"[0-9a-f]{64}")


def parameter(page, name):
    return page.evaluate("name => new URLSearchParams(location.search).get(name)", name)


def pixels(place):
    return [canvas.evaluate("c => c.toDataURL()") for canvas in place.locator("canvas").all()]


def mean(canvas):
    """The mean red, green and blue of a canvas."""
    code = """c => {
        const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height), sums = [0, 0, 0];
        for (let i = 0; i < data.length; i++) if (i % 4 < 3) sums[i % 4] += data[i];
        return sums.map((sum) => (4 * sum) / data.length);
    }"""
    return np.array(canvas.evaluate(code))


def chosen(page):
    return page.locator('.gallery button[aria-pressed="true"]')


def changes(page, place, before):
    """Wait until other pixels are there."""
    for _ in range(LONG // 250):
        if pixels(place) != before:
            return
        page.wait_for_timeout(250)
    pytest.fail("The picture stayed as it was.")


def drag(page, place, *points):
    """With the mouse through points given as shares of a place; the button is down afterwards."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    for k, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=1 if k == 0 else 6)
        if k == 0:
            page.mouse.down()


def drawn(page, selector):
    """A part of the page, once it has been drawn and nothing more comes."""
    found = page.locator(selector).first
    found.scroll_into_view_if_needed()
    expect(found.locator("canvas").first).to_be_visible(timeout=LONG)
    page.wait_for_timeout(1000)  # what the first picture is waited for with has gone to the server
    return found


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


def test_another_picture_of_the_gallery_by_mouse_and_by_keyboard(visit, settle):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    expect(chosen(page)).to_have_attribute("aria-label", "A bell tower before hills")
    page.locator(".gallery").get_by_label("A cat that looks at you").click()
    page.wait_for_url("**a1_image=cat**")
    changes(page, mixer, before)
    settle(page)
    expect(chosen(page)).to_have_attribute("aria-label", "A cat that looks at you")
    before = pixels(mixer)
    page.locator(".gallery").get_by_label("A watermelon on a table").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**a1_image=watermelon**")
    changes(page, mixer, before)
    assert page.broken == []


def test_a_file_is_cut_to_a_square_that_can_be_moved(visit, settle, picture):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    page.get_by_test_id("stMain").get_by_text("Upload a picture", exact=True).click()
    page.locator('.st-key-a1_file input[type="file"]').set_input_files(picture)
    changes(page, mixer, before)
    settle(page)
    expect(chosen(page)).to_contain_text("your upload")
    middle = parameter(page, "a1_image")
    assert DIGEST.fullmatch(middle)
    assert mean(chosen(page).locator("canvas")).argmax() == 1  # the green square
    before = pixels(mixer)
    bar = page.get_by_test_id("stSlider").filter(has_text="Left to right").get_by_role("slider")
    bar.press("End")
    changes(page, mixer, before)
    settle(page)
    assert parameter(page, "a1_image") != middle
    assert mean(chosen(page).locator("canvas")).argmax() == 2  # the blue one
    assert page.broken == []


def test_what_is_no_picture_is_a_sentence_and_the_last_picture_stays(visit, settle, tmp_path):
    page = visit("a1_forward", query="a1_image=cat")
    mixer = drawn(page, ".mixer")
    before = pixels(mixer)
    page.get_by_test_id("stMain").get_by_text("Upload a picture", exact=True).click()
    (tmp_path / "words.png").write_text("I am not a picture")
    page.locator('.st-key-a1_file input[type="file"]').set_input_files(tmp_path / "words.png")
    expect(page.get_by_test_id("stAlert").filter(has_text="The last picture stays.")).to_be_visible(timeout=LONG)
    settle(page)
    assert pixels(mixer) == before
    assert parameter(page, "a1_image") == "cat"


def test_the_mixer_follows_the_slider_and_tells_the_server_where_it_was_left(visit, settle):
    page = visit("a1_forward")
    mixer = drawn(page, ".mixer")
    sent, before, seen = len(page.sent), pixels(mixer), set()
    for k in range(1, 8):
        drag(page, mixer.locator(".scrub"), (0.5, 0.5)) if k == 1 else None
        box = mixer.locator(".scrub").bounding_box()
        page.mouse.move(box["x"] + box["width"] * (0.5 + k / 20), box["y"] + box["height"] / 2)
        seen.add((mixer.get_attribute("data-t"), pixels(mixer)[2]))
    assert len(seen) >= 5
    assert len(page.sent) == sent  # the button is still down
    page.mouse.up()
    page.wait_for_url(re.compile("a1_mixer_t=|a1_t="), timeout=LONG)
    mixer.get_by_role("button", name="750").click()
    expect(mixer).to_have_attribute("data-t", "750")
    assert float(mixer.get_attribute("data-std")) == pytest.approx(1, abs=0.1)
    assert pixels(mixer) != before
    settle(page)
    assert page.broken == []


def test_a_hybrid_goes_away_and_comes_back_without_the_server(visit):
    page = visit("a10_hybrids", patience=LONG)
    distance = drawn(page, ".distance")
    bar, away = distance.locator("input"), distance.locator(".away")
    sent, wide = len(page.sent), away.bounding_box()["width"]
    bar.press("End")
    assert float(distance.get_attribute("data-times")) == 10
    assert away.bounding_box()["width"] == pytest.approx(wide / 10, rel=0.1)
    assert "blur(" in distance.locator(".soft").evaluate("c => c.style.filter")
    drag(page, bar, (0.99, 0.5), (0.5, 0.5))
    assert 2 < float(distance.get_attribute("data-times")) < 5
    page.mouse.up()
    bar.press("Home")
    assert away.bounding_box()["width"] == pytest.approx(wide, rel=0.01)
    assert len(page.sent) == sent
    assert page.broken == []


def test_the_divider_of_two_pictures_follows_the_mouse_and_the_arrows(visit):
    page = visit("a8_inpainting", patience=LONG)
    wipe = drawn(page, ".wipe")
    line, sent = wipe.locator(".line"), len(page.sent)
    drag(page, wipe.locator(".pair"), (0.5, 0.5), (0.25, 0.5))
    assert int(line.get_attribute("aria-valuenow")) == pytest.approx(25, abs=2)
    page.mouse.up()
    at = int(line.get_attribute("aria-valuenow"))
    line.press("ArrowRight")
    assert int(line.get_attribute("aria-valuenow")) == at + 2
    line.press("End")
    assert line.get_attribute("aria-valuenow") == "100"
    assert len(page.sent) == sent
    assert page.broken == []


def test_a_click_turns_the_anagram_and_another_turns_it_back(visit):
    page = visit("a9_anagrams", patience=LONG)
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
