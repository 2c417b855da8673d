"""The live slider of B1 in a real browser: it follows while it is dragged, and ends where it was let go."""

from playwright.sync_api import expect

from tests.e2e.hands import dragged, quiet, until


def shown(live):
    """The noisy picture: a network that isn't trained may answer the same to everything."""
    return live.locator("canvas").first.evaluate("c => c.toDataURL()")


def test_pictures_follow_the_slider_and_end_at_its_value(visit):
    page = visit("b1_denoiser")
    live = page.locator(".live")
    live.scroll_into_view_if_needed()
    expect(live).to_have_attribute("data-value", "0.5")
    first, bar = shown(live), live.locator(".scrub")
    bar.press("ArrowRight")  # a level that no sweep holds: the model is asked
    expect(live).to_have_attribute("data-value", "0.51")
    assert shown(live) != first
    expect(live.locator("figcaption").nth(1)).to_contain_text("dB")

    seen, at = set(), 1 / 3
    with dragged(bar, (at, 0.5)):
        box = bar.bounding_box()

        def moved():
            nonlocal at
            at = min(at + 1 / 120, 0.77)
            page.mouse.move(box["x"] + box["width"] * at, box["y"] + box["height"] / 2)
            seen.add(live.get_attribute("data-value"))
            return len(seen) >= 3 and at == 0.77

        until(page, moved, "for three pictures while the button is down")
    end = float(bar.evaluate("bar => bar.value"))
    assert 1.0 < end < 1.3
    expect(live).to_have_attribute("data-value", f"{end:g}")
    quiet(page)
    assert float(bar.evaluate("bar => bar.value")) == end
    assert page.broken == []
