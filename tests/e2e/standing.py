"""How all controls of a page stand, whatever they are, and a way to move each of them."""

import re

from playwright.sync_api import Locator, Page

from tests.e2e.hands import quiet

STANDING = """() => {
    const found = {}, counts = {};
    const put = (name, value) => {
        counts[name] = (counts[name] ?? 0) + 1;
        found[`${name} ${counts[name]}`] = value;
    };
    const look = (root) => {
        for (const e of root.querySelectorAll('*')) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (e.closest('.canvas')) continue; // a tool, and no control of the lesson
            if (e.matches('input[type=checkbox]')) put(e.ariaLabel, e.checked);
            else if (e.matches('input[type=range]')) put(e.ariaLabel ?? 'range', e.ariaValueText ?? e.value);
            else if (e.matches('input:not([type=file])')) put(e.ariaLabel ?? e.type, e.value);
            else if (e.matches('.player')) put('frame', e.dataset.frame);
            else if ((e.ariaPressed ?? e.ariaChecked) === 'true') put('pressed', e.innerText || e.ariaLabel || e.title);
        }
    };
    look(document.querySelector('[data-testid="stMain"]'));
    return found;
}"""
RESTS = """() => document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'"""
FREE = "[role=radio]:not([aria-checked=true]), button:not([aria-pressed=true]):not([aria-checked=true])"


def standing(page: Page) -> dict[str, object]:
    """Where a page and all its controls stand, by name."""
    quiet(page)
    asked = sorted(re.sub(r"^[^?]*\??", "", page.url).split("&"))
    return {"title": page.locator("h1").first.inner_text(), "address": asked, **page.evaluate(STANDING)}


def unlike(one: dict[str, object], other: dict[str, object]) -> dict[str, tuple[object, object]]:
    """What stands elsewhere."""
    return {name: (one.get(name), other.get(name)) for name in {*one, *other} if one.get(name) != other.get(name)}


def turn(page: Page) -> None:
    """Move every control of a page that is in sight: choices to another, sliders by a stop, the picture too."""
    main = page.get_by_test_id("stMain")
    each(main.get_by_test_id("stButtonGroup"), lambda group: group.locator(FREE).first.click())
    each(main.locator(".gallery button:not([aria-checked=true])").first, lambda picture: picture.click())
    each(main.get_by_test_id("stCheckbox").locator("label"), lambda switch: switch.click())
    each(main.get_by_test_id("stNumberInput").locator("input"), more)
    each(main.locator("input[type=range]"), step)
    quiet(page)


def each(places: Locator, act) -> None:
    """Do something with all that is in sight, one after the other: what one does may take another away."""
    i = 0
    while i < places.count():
        one = places.nth(i)
        if one.is_visible() and one.is_enabled(timeout=5000):
            act(one)
            one.page.wait_for_timeout(100)  # a quick hand
            one.page.wait_for_function(RESTS)
        i += 1


def more(field: Locator) -> None:
    """Three more, in a field of numbers."""
    field.fill(f"{float(field.input_value()) + 3:g}")
    field.press("Enter")


def step(slider: Locator) -> None:
    """A stop down, or up where there is none below."""
    before = slider.input_value()
    slider.press("ArrowLeft")
    if slider.input_value() == before:
        slider.press("ArrowRight")
