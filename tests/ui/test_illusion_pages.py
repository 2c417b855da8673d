"""A9 and A10 with answers that no network gave: they ask for what ships, and what they show of it is true."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.bands import cutoff
from lib.runs.defaults import DEFAULTS
from lib.runs.trajectory import Trajectory
from lib.ui import hybrids

ROOT = Path(__file__).resolve().parents[2]


def answer(recipe):
    """Stripes of the recipe's own; a judge that reads an 8 upside down in the last digit."""
    side = {"upsample": 128}.get(recipe.kind, 28 if recipe.model.startswith("digits") else 32)
    colours = 1 if side == 28 else 3
    phase = int(recipe.key()[:4], 16)
    ends = np.sin(np.arange(side) / 2 + phase) * np.ones((recipe.pictures, colours, side, 1))
    x = np.stack([np.random.default_rng(0).standard_normal(ends.shape), ends, ends, ends])
    numbers = {"calls": 3.0, "seconds": 1.0}
    if side == 28:
        count = recipe.pictures
        numbers |= {f"upright@{i}": 6.0 for i in range(count)} | {f"turned@{i}": 9.0 - (i == 9) for i in range(count)}
    return Trajectory(recipe, [990, 500, 10, 0], [0.1, 0.7, 0.9, 1], [0.99, 0.7, 0.1, 0], x, x, numbers=numbers)


def words(app):
    blocks = [block.proto.body for block in app.get("html")]
    return " ".join([*blocks, *(text.value for text in (*app.markdown, *app.caption))])


@pytest.mark.parametrize(("page", "prefix"), [("a9_anagrams", "a9"), ("a10_hybrids", "a10")])
def test_a_page_opens_with_what_ships_and_all_of_it(visit, page, prefix):
    app = visit(page)
    own = {recipe.key() for name, recipe in DEFAULTS.items() if name.partition("-")[0] == prefix}
    assert {recipe.key() for recipe in app.asked} == own


def test_a9_says_what_every_view_makes_of_noise_and_what_the_judge_read(visit):
    app = visit("a9_anagrams")
    said = words(app)
    assert "| scale (fails) | 4.0" in said
    assert "| 0.30 | **no** |" in said
    assert said.count("| yes |") == 10
    assert "both as asked for in 90% of these 10" in said


def test_a9_turns_every_view_and_takes_it_to_the_address(visit):
    app = visit("a9_anagrams")
    for view in ("jigsaw", "circle", "negative", "blur (fails)"):
        app.asked.clear()
        app.button_group(key="a9_view").set_value(view).run()
        assert not app.exception
        assert app.asked[0].view == {"negative": "negate", "blur (fails)": "blur"}.get(view, view)


def test_a9_shuffles_the_pieces_of_a_jigsaw_by_a_seed_of_its_own(visit):
    app = visit("a9_anagrams", a9_view="jigsaw")
    assert app.asked[0].view == "jigsaw"
    app.asked.clear()
    app.slider(key="a9_pieces").set_value(7).run()
    assert app.asked[0].view == "jigsaw-7"
    assert not app.exception
    app.button_group(key="a9_view").set_value("flip").run()
    assert not [slider for slider in app.slider if slider.key == "a9_pieces"]


def test_a9_asks_for_other_digits_of_the_other_model(visit):
    app = visit("a9_anagrams", a9_pair="2 and 5", a9_digits="DDPM")
    digits = next(recipe for recipe in app.asked if recipe.model.startswith("digits"))
    assert (digits.model, digits.upright, digits.turned) == ("digits-class-ddpm", "2", "5")


def test_a10_names_the_cut_off_and_moves_it(visit):
    app = visit("a10_hybrids")
    assert f"meet at {cutoff(2.0):.1f} waves" in words(app)
    app.asked.clear()
    app.slider(key="a10_sigma").set_value(4.0).run()
    assert app.asked[0].sigma == 4.0
    assert f"meet at {cutoff(4.0):.1f} waves" in words(app)


def test_a10_takes_a_third_prompt(visit):
    app = visit("a10_hybrids")
    app.asked.clear()
    app.toggle(key="a10_three").set_value(True).run()
    assert not app.exception
    hybrid = next(recipe for recipe in app.asked if recipe.kind == "hybrid")
    assert hybrid.middle
    assert hybrid.fine == hybrid.sigma / 2


@pytest.mark.parametrize(("page", "prefix"), [("a9_anagrams", "a9"), ("a10_hybrids", "a10")])
def test_what_is_seen_can_be_drawn_large(visit, page, prefix):
    app = visit(page)
    app.asked.clear()
    app.toggle(key=f"{prefix}_large").set_value(True).run()
    assert not app.exception
    assert [recipe.of.kind for recipe in app.asked if recipe.kind == "upsample"] == [app.asked[0].kind]


@pytest.mark.parametrize("page", ["a9_anagrams", "a10_hybrids"])
def test_without_the_model_a_sentence_says_how_to_get_it(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=240).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert any("python -m lib train" in info.value for info in app.info)


def test_a10_keeps_no_spectrum_of_other_runs_under_this_hybrid(monkeypatch):
    """A chart is kept for all readers: while prompts are drawn anew, those of the last time may stand beside it."""
    shown = []
    monkeypatch.setattr(hybrids, "chart", lambda key, build, *shows: shown.append(repr(shows)))
    monkeypatch.setattr(hybrids.st, "caption", lambda _: None)
    found = answer(DEFAULTS["a10"])
    low, high, other = (answer(DEFAULTS[name]) for name in ("a10-low", "a10-high", "a9-upright"))
    for first, second in ((low, high), (other, high), (low, other)):
        hybrids.spectrum(found, {"low": first, "high": second}, "k")
    assert len(set(shown)) == 3
