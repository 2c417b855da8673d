"""A7 and A8 with answers that no network gave: they ask for what ships, and what they say of it is true."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs import editing, images, masks
from lib.runs.defaults import DEFAULTS
from lib.runs.trajectory import Trajectory
from lib.ui import masking, own

ROOT = Path(__file__).resolve().parents[2]
LEVELS = np.append(np.arange(990, -1, -30), 0)


def answer(recipe):
    """Edits are grey; inpaintings are white where they are new; an enlargement is black."""
    side = {"upsample": 128, "edit": 28 if recipe.model.startswith("digits") else 32}.get(recipe.kind, 32)
    shape = (1, 1 if side == 28 else 3, side, side)
    if recipe.kind == "inpaint":
        new = masks.mask(recipe.mask, side, recipe.feather, recipe.inverted == "yes")
        end = (images.pixels(recipe.image, side) * (1 - new) + new)[None] * 2 - 1
    else:
        end = np.full(shape, 0.5 if side == 28 else -1.0 if side == 128 else 0.0)
    t = LEVELS[getattr(recipe, "i_start", 0) :][[0, 1, -1]]
    alpha = np.cos(t / 1000 * np.pi / 2)
    noise = np.random.default_rng(0).standard_normal(shape)
    x = np.stack([noise, noise, end])
    return Trajectory(recipe, t, alpha, np.sqrt(1 - alpha**2), x, x, numbers={"calls": 3.0, "seconds": 1.0})


def html(app):
    return " ".join(block.proto.body for block in app.get("html"))


def said(app):
    return " ".join(caption.value for caption in app.caption)


@pytest.mark.parametrize(("page", "prefix"), [("a7_image_to_image", "a7"), ("a8_inpainting", "a8")])
def test_a_page_opens_with_what_ships_and_all_of_it(visit, page, prefix):
    app = visit(page)
    own_recipes = {recipe.key() for name, recipe in DEFAULTS.items() if name.partition("-")[0] == prefix}
    assert {recipe.key() for recipe in app.asked} == own_recipes


def test_a7_shows_the_levels_of_the_course(visit):
    app = visit("a7_image_to_image")
    for i, t in zip(editing.STARTS, (960, 900, 840, 780, 690, 390), strict=True):
        assert f"{i} <span>t = {t}</span>" in html(app)
    assert "t = 690 of 999" in html(app)


def test_a7_measures_what_is_kept(visit):
    app = visit("a7_image_to_image", a7_image="cat")
    grey = np.full((32, 32, 3), 128, np.uint8)
    assert f"{editing.psnr(grey, own.seen('cat', 32)):.1f} dB PSNR" in html(app)


def test_a7_moving_the_slider_asks_nothing_new(visit):
    app = visit("a7_image_to_image")
    known = {recipe.key() for recipe in app.asked}
    app.select_slider(key="a7_i_start").set_value(20).run()
    assert not app.exception
    assert "t = 390 of 999" in html(app)
    assert {recipe.key() for recipe in app.asked} == known


def test_a7_draws_an_edit_large_when_asked_and_only_that_one(visit):
    app = visit("a7_image_to_image")
    assert not [recipe for recipe in app.asked if recipe.kind == "upsample"]
    app.button(key="a7_large_button").click().run()
    assert not app.exception
    (large,) = {recipe.key(): recipe for recipe in app.asked if recipe.kind == "upsample"}.values()
    assert large.of.i_start == 10
    app.button(key="a7_large_offer").click().run()
    assert images.pixels(own_picture(app), 32).max() == 0


def own_picture(app):
    return app.session_state["_own_pictures"][own.RESULT]


def test_a_result_of_a7_is_an_input_of_a8(visit):
    app = visit("a7_image_to_image")
    app.button(key="a7_offer").click().run()
    app.asked.clear()
    ref = own_picture(app)
    app = visit("a8_inpainting", a8_image=ref)
    assert {recipe.image for recipe in app.asked} == {ref}


def test_a7_edits_the_digit_that_is_asked_for(visit):
    app = visit("a7_image_to_image")
    app.asked.clear()
    app.slider(key="a7_target").set_value(5).run()
    app.button_group(key="a7_digits").set_value("class DDPM").run()
    last = [recipe for recipe in app.asked if recipe.is_digits][-1]
    assert (last.model, last.prompt, last.image) == ("digits-class-ddpm", "5", "three")


def test_a8_measures_the_seam_and_what_stays(visit):
    app = visit("a8_inpainting", a8_mask="left")
    assert "differs from the original by 0/255 at most" in said(app)
    new = masks.mask("left", 32)
    white = editing.seam(answer(app.asked[0]).images[0], new).error
    natural = editing.seam(own.seen("tower", 32), new).error
    assert f"{white:.1f} (clean paste), {white:.1f} (noised paste), {white:.1f} (RePaint)" in said(app)
    assert f"The original jumps {natural:.1f} times there" in said(app)


def test_a8_asks_for_the_mask_that_the_controls_show(visit):
    app = visit("a8_inpainting", a8_mask="ring")
    app.asked.clear()
    app.toggle(key="a8_invert").set_value(True).run()
    app.slider(key="a8_feather").set_value(0.1).run()
    app.select_slider(key="a8_resample").set_value(5).run()
    app.button_group(key="a8_way").set_value("RePaint").run()
    first = app.asked[-4]
    assert (first.mask, first.inverted, first.feather, first.resample) == ("ring", "yes", 0.1, 5)


def test_a_painted_mask_stands_in_the_link(visit):
    marked = np.zeros((256, 256, 3), np.uint8)
    marked[:64] = 255
    ref = images.keep(marked)
    app = visit("a8_inpainting", a8_mask=masking.DRAWN, a8_painted=ref)
    assert {recipe.mask for recipe in app.asked} == {ref}
    assert "25% is new" in html(app)


@pytest.mark.parametrize(("painted", "words"), [("", "Paint over"), ("0" * 64, "isn't on this machine")])
def test_without_a_painted_mask_it_is_the_preset_and_a_sentence(visit, painted, words):
    app = visit("a8_inpainting", a8_mask=masking.DRAWN, **({"a8_painted": painted} if painted else {}))
    assert {recipe.mask for recipe in app.asked} == {"top"}
    assert any(words in element.value for element in [*app.caption, *app.warning])


def test_a_mask_of_all_or_nothing_is_worth_a_word(visit):
    ref = images.keep(np.full((256, 256, 3), 255, np.uint8))
    app = visit("a8_inpainting", a8_mask=masking.DRAWN, a8_painted=ref)
    assert "covers the whole picture" in said(app)
    app.toggle(key="a8_invert").set_value(True).run()
    assert "covers nothing" in said(app)
    assert not app.exception


@pytest.mark.parametrize("page", ["a7_image_to_image", "a8_inpainting"])
def test_without_the_model_a_sentence_says_how_to_get_it(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert any("python -m lib train emoji-if-text" in info.value for info in app.info)


def test_the_tint_marks_what_becomes_new():
    picture = np.full((4, 4, 3), 100, np.uint8)
    tinted = masking.tinted(picture, masks.mask("left", 4))
    assert (tinted[:, 2:] == 100).all()
    assert (tinted[:, :2] == np.rint(25 + 0.75 * np.array([213, 94, 0]))).all()
