"""A1 to A3 with answers that no network gave: they ask for what ships, and what they say of it is true."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs import filters, images
from lib.runs.defaults import DEFAULTS
from lib.runs.noising import alphas_cumprod
from lib.runs.trajectory import Trajectory
from lib.ui import mixer
from tests.ui.blocks import unpack

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("a1_forward", "a2_classical", "a3_one_step")


def answer(recipe):
    """The forward process itself; a model answers with a grey picture, a network of digits with the exact mean."""
    t = np.array(recipe.times)
    rng = np.random.default_rng(recipe.seed)
    if recipe.kind == "plausible":
        share = 1 - t / 400
        x_0 = rng.uniform(0, 1, (len(t), 5, 1, 28, 28))
        x_t = np.repeat(x_0[:, :1], 5, 1)
        numbers = {f"plausible@{at}": float(at) for at in t}
    else:
        share = alphas_cumprod(getattr(recipe, "schedule", "cosine"))[t]
        clean = images.pixels(recipe.image, 32) * 2 - 1
        a = np.sqrt(share) if getattr(recipe, "scaling", "on") == "on" else np.ones(len(t))
        x_t = np.array([a[k] * clean + np.sqrt(1 - share[k]) * rng.standard_normal(clean.shape) for k in range(len(t))])
        x_t = x_t[:, None]
        x_0 = np.repeat(clean[None, None], len(t), 0) * (1 if recipe.kind == "forward" else 0)
        numbers = {"calls": 0.0}
    alpha = np.sqrt(share) if getattr(recipe, "scaling", "on") == "on" else np.ones(len(t))
    return Trajectory(recipe, t, alpha, np.sqrt(1 - share), x_t, x_0, numbers=numbers)


def html(app):
    return " ".join(block.proto.body for block in app.get("html"))


def mixed(app):
    """Header, picture and noise of what the mixer was sent."""
    (found,) = [component for component in app.get("bidi_component") if "_mixer" in component.proto.id]
    header, rest = unpack(found.proto.bytes)
    return header, np.frombuffer(rest, "<f4").reshape(2, 3, 32, 32)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_what_ships_and_all_of_it(visit, page):
    app = visit(page)
    own = {recipe.key() for name, recipe in DEFAULTS.items() if name.partition("-")[0] == page[:2]}
    set_ = {DEFAULTS["a3-set"].key()}
    assert {recipe.key() for recipe in app.asked} == own - set_


@pytest.mark.parametrize("page", PAGES)
def test_without_the_model_a_sentence_says_how_to_get_it(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, [e.message for e in app.exception]
    assert any("python -m lib train emoji-if-text" in info.value for info in app.info)


def test_a1_shows_the_course_and_its_coefficients(visit):
    app = visit("a1_forward")
    for words in ("Clean", "t = 250", "t = 500", "t = 750", "√ᾱ = 0.92", "√ᾱ = 0.70", "√ᾱ = 0.38"):
        assert words in html(app)
    said = " ".join(caption.value for caption in app.caption)
    assert "with scaling off" in said


def test_a1_mixes_the_picture_and_the_noise_of_the_run(visit):
    header, (picture, noise) = mixed(visit("a1_forward", a1_t="333"))
    assert header["t"] == 333
    assert header["scaled"]
    assert len(header["shares"]) == 1000
    assert np.allclose(picture, images.pixels("tower", 32) * 2 - 1, atol=2e-3)
    assert abs(noise.std() - 1) < 0.05


@pytest.mark.parametrize("asked", ["1000", "-1", "none", "9" * 400, "1e3"])
def test_a1_takes_no_level_that_there_is_not(visit, asked):
    assert mixed(visit("a1_forward", a1_t=asked))[0]["t"] == 500


def test_a1_without_scaling_asks_for_it_and_says_so(visit):
    app = visit("a1_forward")
    app.asked.clear()
    app.button_group(key="a1_scaling").set_value("off").run()
    assert not app.exception
    assert {recipe.scaling for recipe in app.asked} == {"off"}
    assert not mixed(app)[0]["scaled"]


def test_a2_measures_what_it_shows(visit):
    app = visit("a2_classical")
    found = answer(DEFAULTS["a2"])
    k = list(found.t).index(500)
    noisy = filters.unscaled(found.x_t[k, 0], float(found.alpha[k]))
    clean = images.pixels("tower", 32) * 2 - 1
    assert f"{filters.psnr(noisy, clean):.1f} dB" in html(app)
    assert f"{filters.psnr(np.zeros_like(clean), clean):.1f} dB" in html(app)
    before = html(app)
    app.select_slider(key="a2_kernel").set_value(9).run()
    assert not app.exception
    assert any("kernel of 9 px, σ 1.7" in caption.value for caption in app.caption)
    assert html(app) != before


def test_a2_points_out_the_best_kernels(visit):
    app = visit("a2_classical")
    found, clean = answer(DEFAULTS["a2"]), images.pixels("tower", 32) * 2 - 1
    said = " ".join(caption.value for caption in app.caption)
    for t in (250, 500, 750):
        k = list(found.t).index(t)
        curve = filters.kernel_curve(filters.unscaled(found.x_t[k, 0], float(found.alpha[k])), clean)
        assert f"{max(curve, key=curve.get)} px" in said.partition("Best by PSNR")[2]


def test_a3_shows_how_many_digits_are_averaged(visit):
    app = visit("a3_one_step")
    assert "of 300" in html(app)
    assert "of 100" in html(app)
    app.asked.clear()
    app.slider(key="a3_digit").set_value(8).run()
    assert not app.exception
    assert [recipe.digit for recipe in app.asked if recipe.kind == "plausible"] == [8]


def test_nothing_is_mixed_that_does_not_fit():
    with pytest.raises(ValueError, match="square picture"):
        mixer.payload(np.zeros((3, 4, 4)), np.zeros((3, 4, 5)), [1.0], 0, True)
