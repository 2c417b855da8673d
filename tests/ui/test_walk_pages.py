"""A4, A5 and A6: they open with what ships, draw what answers say, and say what isn't here."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.defaults import DEFAULTS
from lib.runs.trajectory import Trajectory

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("a4_iterative", "a5_sampling", "a6_guidance")
each_page = pytest.mark.parametrize("page", PAGES)


def answer(recipe):
    """A walk, or one level, in which the estimate is grey and moves with the guidance."""
    shape = (recipe.pictures, 3, 32, 32)
    noise = np.random.default_rng(recipe.seed).standard_normal(shape)
    grey = 0.05 * recipe.guidance * np.sign(noise)
    if recipe.kind == "onestep":
        return Trajectory(recipe, recipe.times, [0.4], [0.9], noise[None], grey[None])
    t = np.linspace(690, 0, 25) if recipe.kind == "edit" else np.linspace(990, 0, 18)
    sigma = np.linspace(0.9, 0, len(t))
    x_t = np.sqrt(1 - sigma**2)[:, None, None, None, None] * grey + sigma[:, None, None, None, None] * noise
    return Trajectory(recipe, t, np.sqrt(1 - sigma**2), sigma, x_t, np.broadcast_to(grey, x_t.shape))


def said(app):
    return " ".join(caption.value for caption in app.caption)


@each_page
def test_a_page_opens_with_what_ships_and_all_of_it(visit, page):
    app = visit(page)
    own = {recipe.key() for name, recipe in DEFAULTS.items() if name.partition("-")[0] == page[:2]}
    assert {recipe.key() for recipe in app.asked} == own
    assert len(app.get("plotly_chart")) == {"a4": 1, "a5": 1, "a6": 2}[page[:2]]


@each_page
def test_without_the_model_a_page_is_one_sentence_and_no_traceback(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=240).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert len(app.info) == 1
    assert "python -m lib train emoji-if-text" in app.info[0].value


def test_a4_says_what_a_step_is_made_of_and_how_the_ladder_ends(visit):
    app = visit("a4_iterative")
    assert "Nothing is subtracted" in said(app)
    assert "They begin at t = 690" in said(app)
    app.select_slider(key="a4_step_at").set_value(int(np.linspace(690, 0, 25)[-2])).run()
    assert not app.exception
    assert "The last step" in said(app)


def test_a4_says_where_a_walk_cannot_begin(visit):
    app = visit("a4_iterative")
    app.select_slider(key="a4_stride").set_value(90)
    app.slider(key="a4_start").set_value(15).run()
    assert not app.exception
    warnings = [warning.value for warning in app.warning]
    assert any("15 leaves nothing to walk" in warning for warning in warnings), warnings


def test_a5_measures_streams_and_rows(visit):
    app = visit("a5_sampling")
    assert "Down a column, the four streams differ by 0.00" in said(app)
    assert {recipe.z for recipe in app.asked} == {-1, 0, 1, 2, 3}
    assert {recipe.eta for recipe in app.asked} == {0, 1}


def test_a6_places_estimates_on_the_arrow_and_does_without_a_judge(visit):
    app = visit("a6_guidance")
    html = " ".join(block.proto.body for block in app.get("html"))
    for scale in (0, 1, 2, 4, 7, 12):
        assert f"at {scale}.00" in html
    assert "The judge that measures accuracy isn't here." in said(app)
    assert "in their pixels" in said(app)
