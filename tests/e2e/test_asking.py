"""Two readers at one machine: a link begins nothing long, and a long run lets a short one come first."""

import re
import time

from playwright.sync_api import expect

LONG = "kind=digits&labels=0-9&per_label=100&guidance=5&steps=300&frames=2&compare_knob=nothing"
SHORT = "kind=digits&labels=7&per_label=1&guidance=5&steps=5&frames=2&compare_knob=nothing"


def running(page):
    return page.locator("[class*=st-key-compare_a_running]")


def test_a_long_run_waits_for_its_reader_and_then_lets_a_short_one_come_first(visit):
    one = visit("compare", f"{LONG}&seed=71")
    expect(one.get_by_text(re.compile(r"takes about 25 minutes on two processor cores"))).to_be_visible()
    time.sleep(2)
    expect(running(one)).to_have_count(0)
    one.get_by_role("button", name="Run it", exact=True).click()
    expect(running(one)).to_contain_text("Sampling")
    other = visit("compare", f"{SHORT}&seed=72")
    expect(other.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"), timeout=60_000)
    expect(running(one)).to_be_visible()
    one.get_by_role("button", name="Cancel", exact=True).click()
    expect(one.get_by_text("Cancelled: nothing of this run was kept.")).to_be_visible()
    assert one.broken == other.broken == []
