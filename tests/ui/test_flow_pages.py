"""B4 and B5: they open with what ships, draw what runs measured, and say what isn't trained."""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.draw.tracks import SIDE, tracks
from lib.models.errors import UserError
from lib.runs.defaults import DEFAULTS
from lib.runs.engine import spelled_out
from lib.runs.recipe import make
from lib.runs.store import Store
from lib.runs.trajectory import Trajectory
from lib.ui import flow_figures, panel

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("b4_rectified_flow", "b5_reflow")


def opened(page):
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    return app.switch_page(f"pages/{page}.py").run()


def a_walk(recipe, bend=0.25):
    """Points that walk straight to a crescent, whoever is asked."""
    rng = np.random.default_rng(recipe.seed)
    start = rng.standard_normal((recipe.points, 2))
    angle = rng.uniform(0, np.pi, recipe.points)
    end = 1.4 * np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    t = np.linspace(1, 0, min(recipe.frames, recipe.steps + 1))
    x_t = t[:, None, None] * start + (1 - t[:, None, None]) * end
    x_0 = np.broadcast_to(end, x_t.shape)
    return Trajectory(recipe, t, 1 - t, t, x_t, x_0, numbers={"straightness": bend, "calls": recipe.steps})


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_what_ships(page, monkeypatch):
    asked = []
    monkeypatch.setattr(panel, "_answer", lambda recipe, *_, **__: asked.append(recipe) or a_walk(make("plane")))
    monkeypatch.setattr(panel, "_draw", lambda *_: None)
    monkeypatch.setattr(flow_figures, "field", lambda page, recipes, key: asked.extend(recipes.values()))
    for draw in ("training_and_paths", "paths", "digits", "straightness", "aim"):
        monkeypatch.setattr(flow_figures, draw, lambda recipes, key, **_: asked.extend(recipes.values()))
    app = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=120).run()
    asked.clear()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    shipped = {spelled_out(recipe).key() for recipe in DEFAULTS.values()}
    assert len(asked) > 5
    assert [recipe for recipe in asked if spelled_out(recipe).key() not in shipped] == []


@pytest.mark.parametrize("page", PAGES)
def test_without_weights_a_page_says_how_to_get_them(page, monkeypatch, tmp_path):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    app = opened(page)
    assert not app.exception
    said = [info.value for info in app.info]
    assert any("python -m lib train plane-flow" in sentence for sentence in said)
    assert any("python -m lib train digits-flow" in sentence for sentence in said)


def test_b5_teaches_in_the_plane_while_digits_are_missing(monkeypatch, tmp_path):
    """Answers that ship are drawn, though no weights are here."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    store = Store(tmp_path / "trajectories")
    for recipe in DEFAULTS.values():
        if recipe.kind == "plane":
            store.put(a_walk(recipe, bend=0.5 if recipe.model == "plane-flow" else 0.01))
    app = opened("b5_reflow")
    assert not app.exception
    assert len([info for info in app.info if "digits-flow" in info.value]) == 1
    assert not [info for info in app.info if "plane" in info.value]
    drawn = "".join(html.proto.body for html in app.get("html"))
    assert drawn.count("data:image/svg+xml") == 6
    assert "bend S = 0.01" in drawn
    assert len(app.get("plotly_chart")) == 2


def test_training_lines_join_the_same_ends_in_another_order():
    walk = a_walk(make("plane", points=50)).x_t
    lines = flow_figures.partners(walk)
    assert np.array_equal(lines[0], walk[0])
    assert not np.array_equal(lines[1], walk[-1])
    assert np.array_equal(np.sort(lines[1], axis=0), np.sort(walk[-1], axis=0))


def test_turns_count_what_was_won_and_lost():
    on, off = [1.4 * -0.5, 1.4 * 0.75], [9.0, 9.0]
    runs = []
    for ends in ([on, on, off, off], [on, off, on, on]):
        points = np.stack([np.zeros((4, 2)), ends])
        runs.append(Trajectory(make("plane", points=4), [1, 0], [0, 1], [1, 0], points, points))
    said = flow_figures._turns(("a", "b"), *runs)
    assert said == "From a to b, of 4 points: 2 that missed now hit, and 1 that hit now miss."


def test_tracks_draw_every_end_and_keep_inside():
    picture = tracks(a_walk(make("plane", points=300)).x_t, most=100)
    assert picture.count("h0") == 300
    assert picture.count("a1.8") == 2 * 100
    assert "nan" not in tracks(np.full((2, 3, 2), np.nan))
    with pytest.raises(UserError, match="plane"):
        tracks(np.zeros((2, 3, 1, 28, 28)))


def test_field_turns_arrows_to_the_data():
    recipe = make("field", times="1,0.5", side=5, reach=2.0)
    line = np.linspace(-2, 2, 5)
    lattice = np.stack(np.meshgrid(line, line, indexing="ij"), -1).reshape(-1, 2)
    t = np.array(recipe.times)
    field = Trajectory(recipe, t, 1 - t, t, np.stack([lattice] * 2), np.zeros((2, 25, 2)))
    walk = a_walk(make("plane", points=300))
    picture = flow_figures.field_picture(field, walk, 0.5)
    assert picture.count("h0") == 2 * 300  # where each point is, and where it will end
    shafts = re.search(r'<path d="(M[^"]*)" stroke="#888888"', picture)[1].split("M")[1:]
    drawn = np.array([[[float(v) for v in place.split()] for place in arrow.split("L")] for arrow in shafts])
    tails, tips = drawn[:, 0] - SIDE / 2, drawn[:, 1] - SIDE / 2
    assert (np.hypot(*tips.T) <= np.hypot(*tails.T) + 0.1).all()
    lengths = np.hypot(*(tips - tails).T)
    assert np.sort(lengths)[len(lengths) // 2 :] == pytest.approx(lengths.max(), abs=0.2)


def test_first_of_each_label():
    recipe = make("digits", labels="3,5", per_label=2)
    pictures = np.zeros((1, 4, 1, 28, 28))
    pictures[0, :, 0, 0, 0] = [0.0, 0.2, 0.4, 0.6]
    run = Trajectory(recipe, [0], [1], [0], pictures, pictures, labels=np.array([3, 3, 5, 5]))
    assert flow_figures.first_of_each(run)[:, 0, 0].tolist() == [0, 102]
