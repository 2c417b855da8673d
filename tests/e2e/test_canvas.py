"""What is worked by hand, in a real browser: the canvas, the wipe and the anagram, on a page of their own."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import drag, dragged, quiet, settle, until
from tests.e2e.serving import ROOT, serve, watched

PAPER = 255.0


@pytest.fixture(scope="module")
def address(browser, tmp_path_factory):
    """Where the desk is served; as the app is, but for the script."""
    with serve("tests/e2e/desk.py", tmp_path_factory.mktemp("desk"), PYTHONPATH=str(ROOT)) as url:
        yield url


@pytest.fixture
def desk(address, browser):
    """``desk(width=390, reduced_motion="reduce")`` -> the page, drawn; ``page.sent`` holds what went to the server."""
    contexts = []

    def open_page(width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, service_workers="block", **options)
        contexts.append(context)
        page = watched(context)
        page.goto(address)
        expect(page.locator(".turn")).to_have_count(7)
        expect(page.locator(".wipe[data-drawn]")).to_be_visible()
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def canvas(page, which=0):
    return page.locator(".canvas").nth(which)


def told(page, name, expected, within=0.35):
    """Wait until Python says that it holds a drawing of this mean; None for nothing."""
    line = page.get_by_text(re.compile(f"^{name}: "))
    if expected is None:
        return expect(line).to_have_text(f"{name}: nothing")

    def near():
        found = re.search(r"mean ([\d.]+)", line.inner_text())
        return found and abs(float(found[1]) - expected) < within

    return until(page, near, f"for a {name} of mean {expected}")


def ink(area, side=256):
    """The mean of a white sheet with so many black pixels."""
    return PAPER * (1 - area / side**2)


LINE = ((0.25, 0.5), (0.5, 0.5), (0.75, 0.5))
BLACK = 128 * 9 + 64  # pixels of it with the brush that it opens with


def test_a_stroke_is_sent_when_it_has_ended(desk):
    page = desk()
    sheet = canvas(page)
    told(page, "drawing", None)
    before = len(page.sent)
    with dragged(sheet.locator(".ink"), *LINE, wait=300):
        assert len(page.sent) == before  # nothing while the button is down
    told(page, "drawing", ink(BLACK))
    quiet(page)
    assert sheet.get_attribute("data-sent") == "1"
    sheet.evaluate("box => { for (const name of ['undo', 'redo', 'undo']) box.querySelector(`.${name}`).click() }")
    told(page, "drawing", None)
    quiet(page)
    assert sheet.get_attribute("data-sent") == "2"  # what follows quickly is sent together
    assert page.broken == []


def test_undo_redo_eraser_clear_and_fill(desk):
    page = desk()
    sheet = canvas(page)
    drag(sheet.locator(".ink"), *LINE)
    told(page, "drawing", ink(BLACK))
    sheet.get_by_label("Undo").click()
    told(page, "drawing", None)
    sheet.get_by_label("Redo").click()
    told(page, "drawing", ink(BLACK))
    sheet.get_by_label("Eraser").click()
    drag(sheet.locator(".ink"), (0.4, 0.3), (0.4, 0.7))
    told(page, "drawing", ink(BLACK - 81), within=0.12)
    sheet.get_by_label("Clear").click()
    told(page, "drawing", None)
    page.keyboard.press("z")
    told(page, "drawing", ink(BLACK - 81), within=0.12)
    sheet.get_by_label("red", exact=True).check()
    expect(sheet.get_by_label("Brush", exact=True)).to_have_attribute("aria-pressed", "true")
    sheet.get_by_label("Fill the background").click()  # the line stays on a red ground
    told(page, "drawing", (0xDD + 0x33 + 0x27) / 3, within=3)
    assert page.broken == []


def test_a_colour_of_ones_own(desk):
    page = desk()
    sheet = canvas(page)
    sheet.get_by_label("another colour").fill("#ff0000")
    drag(sheet.locator(".ink"), *LINE)
    told(page, "drawing", ink(BLACK * 2 / 3))


def test_with_the_keyboard_alone(desk):
    page = desk()
    sheet = canvas(page)
    sheet.locator(".ink").focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(sheet.locator(".ring")).to_be_visible()
    expect(sheet.locator(".said")).to_have_text("Pen down")
    told(page, "drawing", None)  # the pen is still down
    page.keyboard.press("Space")
    told(page, "drawing", ink(32 * 9 + 64), within=0.15)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("]")
    page.keyboard.down("Space")  # held: it draws until it is let go
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.up("Space")
    told(page, "drawing", ink(32 * 9 + 64 + 16 * 13 + 133), within=0.15)
    page.keyboard.press("z")
    page.keyboard.press("z")
    told(page, "drawing", None)
    page.keyboard.press("e")
    expect(sheet.get_by_label("Eraser")).to_have_attribute("aria-pressed", "true")
    assert page.broken == []


def test_a_drawing_outlives_reruns_and_a_reload(desk):
    page = desk()
    sheet = canvas(page)
    drag(sheet.locator(".ink"), *LINE)
    told(page, "drawing", ink(BLACK))
    settle(page)
    seen = sheet.locator(".ink").evaluate("c => c.toDataURL()")
    before = len(page.sent)
    page.get_by_role("slider", name="Another control").press("ArrowRight")
    quiet(page)
    told(page, "drawing", ink(BLACK))
    assert sheet.locator(".ink").evaluate("c => c.toDataURL()") == seen
    assert len(page.sent) > before
    assert sum(map(len, page.sent[before:])) < 4000  # the picture isn't sent again
    page.reload()
    expect(sheet).to_have_attribute("data-ops", "1")
    told(page, "drawing", ink(BLACK))
    assert sheet.locator(".ink").evaluate("c => c.toDataURL()") == seen
    sheet.get_by_label("Undo").click()
    told(page, "drawing", None)
    page.reload()
    expect(page.get_by_text("drawing: nothing")).to_be_visible()
    assert page.broken == []


def test_other_paper_under_the_same_drawing(desk):
    page = desk()
    drag(canvas(page).locator(".ink"), *LINE)
    told(page, "drawing", ink(BLACK))
    page.get_by_text("#ffe9c4").click()
    told(page, "drawing", ink(BLACK) * (0xFF + 0xE9 + 0xC4) / 3 / 255)


def test_a_mask_over_a_picture(desk):
    page = desk()
    sheet = canvas(page, 1)
    assert sheet.locator(".under").evaluate("picture => picture.naturalWidth") == 64
    drag(sheet.locator(".ink"), *LINE)
    told(page, "mask", 255 * (256 * 60 + 2827) / 512**2)
    expect(sheet.locator(".colours")).to_be_hidden()
    sheet.get_by_label("Mark everything").click()
    told(page, "mask", 255)
    page.keyboard.press("e")
    drag(sheet.locator(".ink"), *LINE)
    told(page, "mask", 255 * (1 - (256 * 60 + 2827) / 512**2))
    told(page, "drawing", None)
    assert page.broken == []


def test_a_finger_draws_and_does_not_scroll(desk):
    page = desk(width=390, has_touch=True, is_mobile=True, device_scale_factor=2)
    sheet = canvas(page)
    sheet.locator(".ink").scroll_into_view_if_needed()
    box = sheet.locator(".ink").bounding_box()
    wire = page.context.new_cdp_session(page)

    def touch(kind, *at):
        points = [{"x": box["x"] + at[0] * box["width"], "y": box["y"] + at[1] * box["height"]}] if at else []
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.5, 0.75)
    for k in range(1, 17):
        touch("touchMove", 0.5, 0.75 - k / 32)
    touch("touchEnd")
    told(page, "drawing", ink(BLACK))
    assert sheet.locator(".ink").bounding_box()["y"] == pytest.approx(box["y"], abs=2)
    assert sheet.locator(".ink").evaluate("c => c.width") == pytest.approx(2 * box["width"], abs=1)  # sharp
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    for name in (".canvas", ".wipe", ".turn"):
        assert page.locator(name).first.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
    assert page.broken == []


def test_the_wipe_by_hand_and_by_key(desk):
    page = desk()
    pair, line = page.locator(".wipe .pair"), page.get_by_role("slider", name="Divider")
    before = quiet(page)
    expect(line).to_have_attribute("aria-valuenow", "50")
    drag(pair, (0.5, 0.1), (0.75, 0.2))
    expect(line).to_have_attribute("aria-valuenow", "75")
    box = pair.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 60)  # let go: it stays
    for key, value in (("ArrowRight", "77"), ("PageDown", "67"), ("Home", "0"), ("End", "100"), ("ArrowLeft", "98")):
        page.keyboard.press(key)
        expect(line).to_have_attribute("aria-valuenow", value)
    expect(line).to_have_attribute("aria-valuetext", "98% a gradient, 2% its negative")
    assert quiet(page) == before
    scale = page.locator(".wipe canvas").first.evaluate("c => c.getBoundingClientRect().width / c.width")
    assert scale == int(scale) == 7
    assert page.broken == []


TURNED = {"rotate90": (0, -1, 1, 0), "rotate180": (-1, 0, 0, -1), "rotate270": (0, 1, -1, 0)}


def test_anagrams_turn_at_a_click_and_back(desk):
    page = desk()
    page.locator(".turn").first.scroll_into_view_if_needed()
    before = quiet(page)
    for k, kind in enumerate(("rotate90", "rotate180", "rotate270", "flip", "mirror", "negate")):
        each = page.locator(".turn").nth(k)
        expect(each.locator("b")).to_have_text(f"before {kind}")
        each.locator("button").click()
        expect(each).to_have_attribute("data-at", "1.00")
        expect(each.locator("b")).to_have_text(f"after {kind}")
        style = each.locator("canvas").evaluate("c => [getComputedStyle(c).transform, getComputedStyle(c).filter]")
        numbers = [round(float(number)) for number in re.findall(r"-?\d[\d.e-]*", style[0].partition("(")[2])]
        if kind in TURNED:
            assert tuple(numbers[:4]) == TURNED[kind]
        elif kind == "negate":
            assert style == ["none", "invert(1)"]
        else:
            assert (numbers[0], numbers[5]) == ((1, -1) if kind == "flip" else (-1, 1))
        each.locator("button").press("Enter")
        expect(each).to_have_attribute("data-at", "0.00")
        expect(each.locator("b")).to_have_text(f"before {kind}")
    assert len(page.sent) == before
    assert page.broken == []


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_frames_play_or_jump(desk, motion):
    page = desk(reduced_motion=motion)
    last = page.locator(".turn").last
    last.scroll_into_view_if_needed()
    corner = "c => [...c.getContext('2d').getImageData(0, 0, 1, 1).data].slice(0, 3)"
    assert last.locator("canvas").evaluate(corner) == [0, 0, 255]
    seen = last.locator("button").evaluate(
        """button => new Promise(done => {
            const seen = new Set(), start = performance.now();
            button.click();
            const look = () => {
                seen.add(button.parentElement.dataset.at);
                performance.now() - start < 1500 ? requestAnimationFrame(look) : done([...seen]);
            };
            look();
        })"""
    )
    assert seen[-1] == "1.00"
    assert (len(seen) == 1) == (motion == "reduce")
    assert last.locator("canvas").evaluate(corner) == [128, 0, 191]  # moved by half the width
    expect(last.locator("b")).to_have_text("an end")
    assert page.broken == []
