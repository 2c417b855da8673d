"""What only a browser can show, on every page: it fits, it plays and scrubs without the server, it hands out a GIF, its
main control works, and axe-core finds nothing serious. A visit takes seconds: all that one can show is asked in it.
"""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from lib.draw.export import read_recipe
from lib.runs.recipe import from_json
from tests.e2e.axe import COLOURS, dress, sound, unfold
from tests.e2e.hands import LONG, dragged, frame, pixels, quiet, settle, until, whole

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LESSONS = [name for name in PAGES if re.match(r"[ab]\d", name)]
PLAYERS = ["home", *LESSONS]
CLICK = "click"
MAIN = {
    "a0_models": ("Steps", "Home", ""),
    "a1_forward": ("linear", CLICK, ""),
    "a2_classical": ("Kernel", "ArrowRight", ""),
    "a3_one_step": ("Digit", "ArrowRight", ""),
    "a4_iterative": ("Stride", "ArrowRight", ""),
    "a5_sampling": ("Steps", "Home", ""),
    "a6_guidance": ("Guidance", "Home", ""),
    "a7_image_to_image": ("Begin at", "ArrowRight", ""),
    "a8_inpainting": ("Resampling", "Home", "a8_way=RePaint"),
    "a9_anagrams": ("Steps", "Home", ""),
    "a10_hybrids": ("Cut-off", "ArrowRight", "a10_steps=10"),
    "a11_upsampling": ("Noise level", "ArrowRight", ""),
    "b1_denoiser": ("Digit", "ArrowRight", ""),
    "b2_time_ddpm": ("Steps", "Home", ""),
    "b3_class_ddpm": ("Guidance", "ArrowRight", "b3_steps=10"),
    "b4_rectified_flow": ("Steps", "ArrowRight", "b4_steps=4"),
    "b5_reflow": ("Reflows", "ArrowRight", ""),
}
"""The main control of each lesson: a slider by its label, the key that leaves little to compute, and from where; or a
choice to click."""
NARROW = ("home", "a4_iterative", "a7_image_to_image", "b3_class_ddpm", "compare", "glossary", "studio")
"""Pages that differ most on a telephone, for axe: cards, strips, drawing, a grid, tools."""


def address(name: str) -> str:
    return "" if name == "home" else name


def pictures(page) -> list[str]:
    """All pictures of a page: the address of each image, and what each player shows at its end."""
    shown = page.get_by_test_id("stMain").locator("img").evaluate_all("all => all.map(image => image.src)")
    for player in page.locator(".player").all():
        player.locator(".scrub").press("End")
        shown += pixels(player)
    return shown


def fits(page, theme):
    whole(page)
    expect(page.locator("h1").first).not_to_be_empty()
    wide = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - window.innerWidth")
    assert wide <= 0, f"It is {wide} px wider than the window"
    background = page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
    )
    brightness = sum(map(int, background.strip("rgba()").split(",")[:3])) / 3
    assert (brightness > 128) == (theme == "light")


def fits_by_day(page):
    fits(page, "light")


def says_once_that_it_has_drawn(page):
    """What stands below waits for that."""
    expect(page.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"), timeout=LONG)
    until(page, lambda: any(b"drawn" in message for message in page.sent), "for a player that says that it has drawn")
    quiet(page)


def plays(page):
    player = page.locator(".player").first
    player.scroll_into_view_if_needed()
    if player.get_attribute("data-playing") != "true":
        player.get_by_role("button", name="Play").click()
    seen = set()
    until(page, lambda: seen.add(frame(player)) or len(seen) > 3, "for four frames of a player that plays")
    player.get_by_role("button", name="Pause").click()
    at = frame(player)
    page.wait_for_timeout(300)
    assert frame(player) == at


def scrubs_without_the_server(page):
    player = page.locator(".player").first
    bar, seen, sent = player.locator(".scrub"), set(), quiet(page)
    bar.press("Home")
    assert frame(player) == 0
    first, track = pixels(player), [(0.02 + 0.96 * i / 30, 0.5) for i in range(31)]
    with dragged(bar, track[0]):
        box = bar.bounding_box()
        for x, y in track:
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
            seen.add(frame(player))
    assert len(seen) > 3
    assert pixels(player) != first
    bar.press("Home")
    assert pixels(player) == first
    bar.press("ArrowRight")
    assert frame(player) == 1
    assert len(page.sent) == sent


def hands_out_a_gif_with_its_recipe(page):
    with page.expect_download() as waiting:
        page.get_by_role("button", name="GIF").first.click()
    data = waiting.value.path().read_bytes()
    with Image.open(io.BytesIO(data)) as gif:
        assert gif.format == "GIF"
        shades = set()
        for k in range(gif.n_frames):
            gif.seek(k)
            shades.add(gif.convert("L").tobytes())
        assert len(shades) > 3
        assert max(gif.size) >= 200
    recipe = from_json(read_recipe(data))
    assert recipe.key()[:8] in waiting.value.suggested_filename
    whole(page)


def is_sound_by_day_and_by_night(page):
    """All rules by day, all that folds laid open; by night the same elements have other colours, and that is all."""
    unfold(page)
    sound(page)
    dress(page, "dark")
    fits(page, "dark")
    sound(page, *COLOURS)


def its_main_control_makes_a_new_picture(page, name):
    label, key, query = MAIN[name]
    if query:
        page.goto(f"{page.url.partition('?')[0]}?{query}")
        expect(page.locator("h1").first).to_be_visible()
        settle(page)
    before, there = pictures(page), page.url
    if key == CLICK:
        page.get_by_test_id("stButtonGroup").get_by_text(label, exact=True).first.click()
    else:
        page.get_by_test_id("stSlider").filter(has_text=label).first.get_by_role("slider").first.press(key)
    page.wait_for_url(lambda url: url != there)  # the new value is in the address
    until(page, lambda: settle(page) or pictures(page) != before, "for another picture than before", LONG)
    whole(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_at_a_desk(visit, subtests, name):
    page = visit(address(name))
    player = (says_once_that_it_has_drawn, plays, scrubs_without_the_server) if name in PLAYERS else ()
    lesson = (hands_out_a_gif_with_its_recipe,) if name in LESSONS else ()
    for question in (*player, *lesson, fits_by_day, is_sound_by_day_and_by_night):
        with subtests.test(question.__name__.replace("_", " ")):
            question(page)
    if name in LESSONS:
        with subtests.test("its main control makes a new picture"):
            its_main_control_makes_a_new_picture(page, name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_telephone(visit, subtests, name):
    page = visit(address(name), width=390, theme="dark")
    if name in PLAYERS:
        says_once_that_it_has_drawn(page)
    with subtests.test("by night"):
        fits(page, "dark")
    with subtests.test("by day"):
        dress(page, "light")
        fits(page, "light")
        if name in NARROW:
            unfold(page)
            sound(page)


def test_the_sweep_of_b1_opens_at_the_noise_of_the_training_and_stays_where_it_was_put(visit):
    page = visit("b1_denoiser")
    player = page.locator(".player").first
    expect(player.locator(".sigma-value")).to_have_text("0.50", timeout=LONG)
    player.locator(".scrub").press("ArrowRight")
    expect(player.locator(".sigma-value")).to_have_text("0.55")
    page.get_by_test_id("stSlider").filter(has_text="Digit").get_by_role("slider").press("ArrowRight")
    page.wait_for_url("**b1_digit=6**")
    settle(page)
    expect(player.locator(".sigma-value")).to_have_text("0.55")
