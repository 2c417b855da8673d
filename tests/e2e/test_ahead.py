"""Answers that are in the browser before they are asked for, in a real one: at once, and then as the server says."""

import pytest

from tests.e2e.hands import quiet, until

GATE = """() => {
    const [real, held] = [WebSocket.prototype.send, []];
    window.open_gate = () => { WebSocket.prototype.send = real; held.forEach(([to, data]) => real.call(to, data)); };
    WebSocket.prototype.send = function (data) { held.push([this, data]); };
}"""
SHOWN = """place => {
    const box = document.querySelector(`.st-key-${place}`);
    const inside = box?.querySelector('[data-testid="stBidiComponentIsolated"]')?.shadowRoot ?? box;
    return inside && [...inside.querySelectorAll('img, canvas')].map((e) => e.src ?? e.toDataURL()).join(' ');
}"""
EACH_FRAME = f"""place => {{
    const shown = {SHOWN};
    window.seen = [];
    const look = () => {{
        const now = shown(place);
        if (now !== window.seen.at(-1)) window.seen.push(now);
        requestAnimationFrame(look);
    }};
    look();
}}"""
CASES = {
    "a1_forward": ("a1_schedule", "button:has-text('linear')", "Enter", "a1_player"),
    "a2_classical": ("a2_kernel", "input", "ArrowRight", "a2_answer"),
    "a4_iterative": ("a4_step_at", "input", "ArrowRight", "a4_step_answer"),
    "a7_image_to_image": ("a7_i_start", "input", "ArrowLeft", "a7_edit_player"),
    "a8_inpainting": ("a8_invert", "input", "Space", "a8_answer"),
    "b1_denoiser": ("b1_digit", "input", "ArrowRight", "b1_answer"),
    "b3_class_ddpm": ("b3_epoch", "input", "ArrowLeft", "b3_player"),
    "b5_reflow": ("b5_k", "input", "ArrowRight", "b5_player"),
}


def shown(page, place):
    return page.evaluate(SHOWN, place)


@pytest.mark.parametrize("lesson", CASES)
def test_what_is_known_is_shown_before_the_server_has_heard_of_it(visit, lesson):
    control, handle, key, place = CASES[lesson]
    page = visit(lesson)
    quiet(page)
    before = shown(page, place)
    page.evaluate(GATE)
    page.locator(f".st-key-{control} {handle}").press(key)
    until(page, lambda: shown(page, place) != before, "for the answer while the server hears nothing", 2000)
    ahead = shown(page, place)
    page.wait_for_timeout(2000)  # longer than the server is waited for
    assert shown(page, place) == ahead
    page.evaluate("window.open_gate()")
    page.wait_for_timeout(2500)
    quiet(page)
    assert shown(page, place) == ahead
    if lesson != "a1_forward":  # which opens with another frame
        page.reload()
        quiet(page)
        until(page, lambda: shown(page, place) == ahead, "for the server to say the same", 20_000)
    assert page.broken == []


@pytest.mark.parametrize("lesson", ["a4_iterative", "a7_image_to_image"])
def test_what_comes_late_is_not_shown(visit, lesson):
    """The slider runs ahead: no answer to a value that it has left stands for a moment after its own."""
    control, handle, key, place = CASES[lesson]
    page = visit(lesson)
    quiet(page)
    page.locator(f".st-key-{control} {handle}").focus()
    page.evaluate(EACH_FRAME, place)
    back = {"ArrowRight": "ArrowLeft", "ArrowLeft": "ArrowRight"}[key]
    for pressed in (key, key, key, key, back, back, key):
        page.keyboard.press(pressed)
        page.wait_for_timeout(120)
    page.wait_for_timeout(2500)
    quiet(page)
    seen = page.evaluate("window.seen")
    assert len(seen) == 8, f"{len(seen)} pictures for 7 moves"
    assert seen[-1] == seen[-3]
    page.reload()
    quiet(page)
    assert shown(page, place) == seen[-1]
    assert page.broken == []
