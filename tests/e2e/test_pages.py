"""What only a browser can show, on every page: it draws, plays, scrubs without the server, and hands out a GIF."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from lib.draw.export import read_recipe
from lib.runs.recipe import from_json

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LESSONS = [name for name in PAGES if re.match(r"[ab]\d", name)]
PLAYERS = ["home", *LESSONS]
# The main control of each lesson, a slider by its label, and the address from which it has little to compute.
MAIN = {
    "a7_image_to_image": ("Begin at", ""),
    "a8_inpainting": ("Resampling", "a8_way=RePaint"),
    "a0_models": ("Steps", "a0_steps=10"),
    "a9_anagrams": ("Guidance", "a9_steps=10"),
    "a10_hybrids": ("Cut-off", "a10_steps=10"),
    "a1_forward": ("Schedule", ""),
    "a2_classical": ("Kernel", ""),
    "a3_one_step": ("Digit", ""),
    "a4_iterative": ("Stride", "a4_start=9"),
    "a5_sampling": ("Steps", "a5_steps=10"),
    "a6_guidance": ("Guidance", "a6_count=4"),
    "a11_upsampling": ("Noise level", "a11_level=300"),
    "b1_denoiser": ("Digit", ""),
    "b2_time_ddpm": ("Steps", "b2_steps=10"),
    "b3_class_ddpm": ("Guidance", "b3_steps=10"),
    "b4_rectified_flow": ("Steps", "b4_steps=4"),
    "b5_reflow": ("Reflows", ""),
}
LONG = 240_000  # ms; a run on a small, busy machine
BROKEN = '[data-testid="stException"], [data-testid="stAlertContentError"]'

each_page = pytest.mark.parametrize("name", PAGES)
each_lesson = pytest.mark.parametrize("name", LESSONS)
each_player = pytest.mark.parametrize("name", PLAYERS)


def address(name: str) -> str:
    return "" if name == "home" else name


def whole(page) -> None:
    """Nothing on the page says that something went wrong."""
    assert page.locator(BROKEN).all_inner_texts() == []
    assert page.broken == []


def frame(player) -> int:
    return int(player.get_attribute("data-frame"))


def pixels(player) -> list[str]:
    """What its canvases show."""
    return [canvas.evaluate("c => c.toDataURL()") for canvas in player.locator("canvas").all()]


def pictures(page) -> list[str]:
    """All pictures of a page: the address of each image, and what each player shows at its end."""
    shown = page.get_by_test_id("stMain").locator("img").evaluate_all("all => all.map(image => image.src)")
    for player in page.locator(".player").all():
        player.locator(".scrub").press("End")
        shown += pixels(player)
    return shown


@each_page
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_a_page_fits_and_nothing_is_broken(visit, name, width, theme):
    page = visit(address(name), width=width, theme=theme)
    whole(page)
    expect(page.locator("h1").first).not_to_be_empty()
    wide = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name} is {wide} px wider than the window"
    background = page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
    )
    brightness = sum(map(int, background.strip("rgba()").split(",")[:3])) / 3
    assert (brightness > 128) == (theme == "light")


@each_player
def test_the_player_plays(visit, name):
    player = visit(address(name)).locator(".player").first
    player.scroll_into_view_if_needed()
    if player.get_attribute("data-playing") != "true":
        player.get_by_role("button", name="Play").click()
    seen = {frame(player) for _ in range(20) if player.page.wait_for_timeout(100) is None}
    assert len(seen) > 3
    player.get_by_role("button", name="Pause").click()
    at = frame(player)
    player.page.wait_for_timeout(300)
    assert frame(player) == at


@each_player
def test_the_player_says_once_that_it_has_drawn(visit, settle, name):
    """What stands below waits for that."""
    page = visit(address(name))
    expect(page.locator(".player").first).to_have_attribute("data-frame", re.compile(r"\d"), timeout=LONG)
    for _ in range(100):
        page.wait_for_timeout(100)
        if any(b"drawn" in message for message in page.sent):
            break
    assert any(b"drawn" in message for message in page.sent)
    settle(page)
    page.wait_for_timeout(1000)
    sent = len(page.sent)
    page.wait_for_timeout(1000)
    assert len(page.sent) == sent


def test_the_sweep_of_b1_opens_at_the_noise_of_the_training_and_stays_where_it_was_put(visit, settle):
    page = visit("b1_denoiser")
    player = page.locator(".player").first
    expect(player.locator(".sigma-value")).to_have_text("0.50", timeout=LONG)
    player.locator(".scrub").press("ArrowRight")
    expect(player.locator(".sigma-value")).to_have_text("0.55")
    page.get_by_test_id("stSlider").filter(has_text="Digit").get_by_role("slider").press("ArrowRight")
    page.wait_for_url("**b1_digit=6**")
    settle(page)
    expect(player.locator(".sigma-value")).to_have_text("0.55")


@each_player
def test_scrubbing_never_asks_the_server(visit, name):
    page = visit(address(name))
    player = page.locator(".player").first
    player.scroll_into_view_if_needed()
    bar = player.locator(".scrub")
    bar.focus()
    bar.press("Home")
    first, last = pixels(player), int(bar.evaluate("b => b.getRootNode().querySelector('.player').dataset.frame"))
    assert last == 0
    page.wait_for_timeout(500)
    sent, box, seen = len(page.sent), bar.bounding_box(), set()
    page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    for i in range(40):
        page.mouse.move(box["x"] + 8 + (box["width"] - 10) * i / 39, box["y"] + box["height"] / 2)
        page.wait_for_timeout(15)
        seen.add(frame(player))
    page.mouse.up()
    assert len(page.sent) == sent
    assert len(seen) > 3
    assert pixels(player) != first
    bar.press("Home")
    assert pixels(player) == first
    bar.press("ArrowRight")
    assert frame(player) == 1
    assert len(page.sent) == sent


@each_lesson
def test_a_gif_comes_home_with_its_recipe(visit, name, tmp_path):
    page = visit(name)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="GIF").first.click()
    waiting.value.save_as(tmp_path / "run.gif")
    data = (tmp_path / "run.gif").read_bytes()
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


@pytest.mark.timeout(600)
@each_lesson
def test_the_main_control_makes_a_new_picture(visit, settle, name):
    label, query = MAIN[name]
    page = visit(name, query=query, patience=LONG)
    before = pictures(page)
    page.get_by_test_id("stSlider").filter(has_text=label).first.get_by_role("slider").first.press("ArrowRight")
    page.wait_for_url(lambda url: url.partition("?")[2] not in ("", query))  # the new value is in the address
    for _ in range(LONG // 1000):
        page.wait_for_timeout(500)
        settle(page, LONG)
        if pictures(page) != before:
            break
    assert pictures(page) != before
    whole(page)
