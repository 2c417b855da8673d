"""A0 and A11 with answers that no network gave: they ask for what ships, and what they say of it is true."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs import images
from lib.runs.defaults import DEFAULTS
from lib.runs.drawn import QUALITY
from lib.runs.fingerprint import fingerprint
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory
from lib.ui import upsampling

ROOT = Path(__file__).resolve().parents[2]


def answer(recipe):
    """Grey pictures; an enlargement is a little lighter, with a chequerboard of its own strength on it."""
    large = recipe.kind == "upsample"
    side, count = (128 if large else 32), recipe.pictures
    rng = np.random.default_rng(recipe.seed)
    board = (np.indices((side, side)).sum(0) % 2 - 0.5) * (0.4 if large else 0)
    ends = np.linspace(-1, 1, count)[:, None, None, None] * board * np.ones((count, 3, 1, 1)) + 0.02 * large
    x = np.stack([rng.standard_normal(ends.shape), ends, ends, ends])
    numbers = {"calls": float(getattr(recipe, "steps", 0)), "seconds": 1.25}
    return Trajectory(recipe, [990, 500, 10, 0], [0.1, 0.7, 0.9, 1], [0.99, 0.7, 0.1, 0], x, x, numbers=numbers)


def html(app):
    return " ".join(block.proto.body for block in app.get("html"))


@pytest.mark.parametrize(("page", "prefix"), [("a0_models", "a0"), ("a11_upsampling", "a11")])
def test_a_page_opens_with_what_ships_and_all_of_it(visit, page, prefix):
    app = visit(page)
    own = {recipe.key() for name, recipe in DEFAULTS.items() if name.partition("-")[0] == prefix}
    assert {recipe.key() for recipe in app.asked} == own


def test_a0_names_the_noise_that_the_shown_run_begins_with(visit):
    app = visit("a0_models")
    first = next(recipe for recipe in app.asked if recipe.kind == "picture")
    assert fingerprint(answer(first).x_t[0, 0]) in html(app)
    assert "1.2 s for 4 pictures in 34 steps" in html(app)
    assert html(app).count("<figure><img") == 4 + 9


def test_a0_enlarges_the_ladder_where_asked(visit):
    app = visit("a0_models")
    app.asked.clear()
    app.button_group(key="a0_stage").set_value("stages 1 and 2").run()
    ladder = [recipe for recipe in app.asked if recipe.kind == "upsample" and recipe.count == recipe.of.count == 1]
    assert {(recipe.of.prompt, recipe.of.steps) for recipe in ladder} == {
        (DEFAULTS[f"a0-10-{i}"].prompt, n) for i in range(3) for n in (10, 20, 50)
    }


@pytest.mark.parametrize("letter", ["M", "L", "XL"])
def test_a0_says_of_a_large_model_what_it_is_and_needs(visit, letter):
    app = visit("a0_models")
    app.asked.clear()
    app.button_group(key="a0_model").set_value(f"DeepFloyd IF {letter}").run()
    assert not app.exception
    assert app.asked[0].model == f"DeepFloyd/IF-I-{letter}-v1.0"
    for words in ("Trained on", "What it can", "non-commercial", "GB on the disk", "T5-XXL"):
        assert words in html(app)
    assert "64 × 64" in html(app)
    assert any("Read and accept the licence" in text.value for text in app.markdown)
    assert all(recipe.model.startswith("DeepFloyd/IF-II-") for recipe in app.asked if recipe.kind == "upsample")


def test_a11_measures_what_is_kept_and_what_is_invented(visit):
    """Means of a chequerboard are grey: what is lost is a hundredth of the range (40 dB), what differs is the board."""
    app = visit("a11_upsampling")
    said = " ".join(caption.value for caption in app.caption)
    assert "differ by 10.0% of the way from black to white where stage 2 is alone" in said
    assert "agrees with the input to 40 dB or better" in said
    assert html(app).count("agrees to 40 dB") == (2 + 4) * 2  # below the picture, and for those who can't see it
    spread = np.std(np.linspace(-1, 1, 4)) * 0.1
    assert f"{spread:.1%} of the way" in said


def test_a11_compares_what_is_held_with_what_is_not(visit):
    app = visit("a11_upsampling")
    assert "stage 2, held by 1" in html(app)
    app.asked.clear()
    app.select_slider(key="a11_hold").set_value(0.5).run()
    assert "stage 2, held by 0.5" in html(app)
    held = [recipe.held for recipe in app.asked if recipe.kind == "upsample"]
    assert held == [0.5, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0]  # the picture, alone, four seeds, four levels


def test_a11_asks_for_the_level_that_the_slider_shows(visit):
    app = visit("a11_upsampling")
    app.asked.clear()
    app.slider(key="a11_level").set_value(700).run()
    first = next(recipe for recipe in app.asked if recipe.kind == "upsample")
    assert first.noise_level == 700
    assert {recipe.of.key() for recipe in app.asked if recipe.kind == "upsample"} == {app.asked[0].key()}


def test_a11_enlarges_a_given_picture_our_logo_at_first(visit):
    app = visit("a11_upsampling", a11_source=upsampling.GIVEN)
    assert app.asked[0] == make("forward", image="logo")
    larges = [recipe for recipe in app.asked if recipe.kind == "upsample"]
    assert {(recipe.of.image, recipe.told) for recipe in larges} == {("logo", QUALITY)}
    assert "agrees with the input to 40 dB or better" in " ".join(caption.value for caption in app.caption)


def test_a11_enlarges_what_a_link_names_as_what_it_is_said_to_show(visit):
    ref = images.keep(np.full((48, 48, 3), 255, np.uint8))
    asked = {"a11_source": upsampling.GIVEN, "a11_image": ref, "a11_told_prompt": "a photo of a cat"}
    app = visit("a11_upsampling", **asked)
    larges = [recipe for recipe in app.asked if recipe.kind == "upsample"]
    assert len(larges) == 1 + 1 + 1 + 4
    assert {(recipe.of.image, recipe.told) for recipe in larges} == {(ref, "a photo of a cat")}
    app.asked.clear()
    app.button_group(key="a11_source").set_value(upsampling.DRAWN).run()
    assert not app.exception
    assert {recipe.key() for recipe in app.asked} == {r.key() for n, r in DEFAULTS.items() if n.startswith("a11")}


@pytest.mark.parametrize("page", ["a0_models", "a11_upsampling"])
def test_without_the_model_a_sentence_says_how_to_get_it(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    sentences = [info.value for info in app.info]
    assert len(sentences) == 1
    assert "python -m lib train emoji-if-text" in sentences[0]


def test_a_large_model_is_checked_against_this_machine_when_asked(visit, monkeypatch):
    from lib.models import hub, machine
    from lib.models.refusals import Access

    asked = []

    def access(model_id):
        asked.append(model_id)
        return Access(model_id, "login", f"{model_id} asks for a login, and nobody is logged in here.")

    monkeypatch.setattr(hub, "access", access)
    monkeypatch.setattr(machine, "machine", lambda cache: machine.Machine(disk=7, memory=64))
    app = visit("a0_models")
    app.button_group(key="a0_model").set_value("DeepFloyd IF M").run()
    assert asked == []
    app.button(key="a0_needs").click().run()
    assert not app.exception
    table = next(text.value for text in app.markdown if "free here" in text.value)
    assert "| free disk for the download | 13.9 GB | 7.0 GB | — |" in table
    answers = [text.value for text in app.markdown if text.value.startswith(("**Yes.**", "**No.**"))]
    assert [answer.partition(" ")[0] for answer in answers] == ["**No.**"]
    assert "a download of 12.9 GB and 7.0 GB of disk are free: make room" in answers[0]
    assert "| 64.0 GB | enough |" in table
    assert any("nobody is logged in here" in text.value for text in app.markdown)
    app.slider(key="a0_guidance").set_value(2.0).run()
    assert any("nobody is logged in here" in text.value for text in app.markdown)
    assert asked == ["DeepFloyd/IF-I-M-v1.0"]


def test_a11_shows_no_enlargements_of_another_small_picture(monkeypatch):
    rows = []
    monkeypatch.setattr(upsampling.pictures, "row", lambda items, **_: rows.append(items))
    monkeypatch.setattr(upsampling.panel, "answer", lambda recipe, key: recipe and answer(recipe))
    monkeypatch.setattr(upsampling.st, "caption", lambda _: None)
    monkeypatch.setattr(upsampling.st, "session_state", {})
    old, new = (answer(make("picture", count=1, seed=seed, frames=2)) for seed in (0, 1))
    upsampling.seeds(old, upsampling.recipe_of(old, count=4, frames=2), "k")
    upsampling.seeds(old, None, "k")  # while others of it are drawn
    assert len(rows) == 2
    upsampling.seeds(new, None, "k")
    assert len(rows) == 2
