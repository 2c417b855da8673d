"""While a run is computed, in a real browser: the page below stays where it is."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import changes, pixels, settle

WATCH = """() => {
    window.places = [];
    const look = () => {
        const heads = [...document.querySelectorAll('.stMainBlockContainer h2')];
        const column = heads[0]?.closest('.stVerticalBlock');
        const busy = document.querySelector('[class*="_running"]') !== null;
        const seen = new IntersectionObserver((entries) => { // places as they are painted, after all observers of sizes
            seen.disconnect();
            const tops = new Map(entries.map((entry) => [entry.target, entry.boundingClientRect.top]));
            window.places.push([busy, ...heads.map((head) => Math.round(tops.get(head) - tops.get(column)))]);
        });
        if (column) for (const part of [column, ...heads]) seen.observe(part);
        requestAnimationFrame(look);
    };
    look();
}"""


@pytest.mark.parametrize(
    "lesson", ["b3_class_ddpm?b3_steps=10&b3_rows=1", "a4_iterative", "a6_guidance", "a8_inpainting"]
)
def test_nothing_below_a_run_moves_while_it_is_computed(visit, lesson):
    """The box with its progress lies over the last picture; what has to wait for the run leaves its place empty."""
    page = visit(*lesson.split("?"))
    expect(page.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"))
    settle(page)
    expect(page.locator(".stMain").get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    page.get_by_role("button", name="New seed").click()
    expect(page.locator('[class*="_running-over"]').first).to_be_visible()
    settle(page)
    page.wait_for_timeout(1000)
    places = page.evaluate("window.places")
    assert any(busy for busy, *_ in places)
    tops = {tuple(place) for _, *place in places}
    assert len(tops) == 1, tops
    assert page.broken == []


def test_what_answers_first_keeps_its_controls(visit):
    """A part of a page that runs before the page does is the same part each time: its boxes aren't built anew."""
    page = visit("a9_anagrams")
    boxes = page.locator('.stMain [class*="st-key-knobs-"]')
    boxes.first.evaluate("box => { box.marked = true; }")
    before = [box.get_attribute("class") for box in boxes.all()]
    shown = pixels(page.locator(".player").first)
    page.get_by_test_id("stButtonGroup").filter(has_text="View").first.get_by_text("rotate by 180°", exact=True).click()
    changes(page.locator(".player").first, shown)
    settle(page)
    assert boxes.first.evaluate("box => box.marked")
    assert [box.get_attribute("class") for box in boxes.all()] == before
    assert page.broken == []
