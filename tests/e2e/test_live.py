"""The live slider of B1 in a real browser: it follows while it is dragged, and ends where it was let go."""

import pytest
from playwright.sync_api import expect

LONG = 120_000  # ms; the first answer loads the model, on a small, busy machine


def shown(live):
    """The noisy picture: a network that isn't trained may answer the same to everything."""
    return live.locator("canvas").first.evaluate("c => c.toDataURL()")


@pytest.mark.timeout(400)
def test_pictures_follow_the_slider_and_end_at_its_value(visit):
    page = visit("b1_denoiser")
    live = page.locator(".live")
    live.scroll_into_view_if_needed()
    expect(live).to_have_attribute("data-value", "0.5", timeout=LONG)
    first, bar = shown(live), live.locator(".scrub")
    bar.press("ArrowRight")  # a level that no sweep holds: the model is asked
    expect(live).to_have_attribute("data-value", "0.51", timeout=LONG)
    assert shown(live) != first
    expect(live.locator("figcaption").nth(1)).to_contain_text("dB")

    box, seen = bar.bounding_box(), set()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 3, middle)
    page.mouse.down()
    for i in range(60):
        page.mouse.move(box["x"] + box["width"] * (1 / 3 + i / 120), middle)
        page.wait_for_timeout(50)
        seen.add(live.get_attribute("data-value"))
    assert len(seen) >= 3  # while the button is still down
    page.mouse.move(box["x"] + box["width"] * 0.77, middle)
    page.mouse.up()
    end = float(bar.evaluate("bar => bar.value"))
    assert 1.0 < end < 1.3
    expect(live).to_have_attribute("data-value", f"{end:g}", timeout=LONG)
    page.wait_for_timeout(500)
    assert float(bar.evaluate("bar => bar.value")) == end
    assert page.broken == []
