"""The live slider: what it sends, which levels it accepts, and who answers between those that are known."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs import engine as engines
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory
from lib.ui import live
from tests.ui.blocks import pictures


def answer(recipe):
    """Pictures of which the model's estimate is 0.1 too bright."""
    sigmas = np.array(recipe.sigmas)
    clean = np.random.default_rng(0).random((len(recipe.digits), 1, 28, 28))
    noisy = clean + sigmas[:, None, None, None, None]
    return Trajectory(recipe, sigmas, np.ones(len(sigmas)), sigmas, noisy, np.stack([clean + 0.1] * len(sigmas)))


def test_three_pictures_and_how_close_each_is():
    found = answer(make("denoise", sigmas=(0.5,), digits=(3,)))
    clean = np.random.default_rng(0).random((28, 28))
    header, sprite = pictures(live.payload((found.x_t[0, 0, 0], found.x_0[0, 0, 0], clean), 0.5, 1.5))
    assert sprite.shape == (28, 3 * 28)
    np.testing.assert_allclose(sprite[:, 56:] / 255, clean, atol=0.003)
    assert header["value"] == 0.5
    assert header["most"] == 1.5
    assert [words for _, words in header["pictures"]] == ["6.0 dB", "20.0 dB", ""]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"value": 0.37}, 0.37),
        ({"value": 99}, 1.5),
        ({"value": -1}, 0.0),
        ({"value": "x"}, 0.5),
        (None, 0.5),
        ({}, 0.5),
        ({"value": float("nan")}, 0.5),
        ({"value": [1]}, 0.5),
        ({"value": 0.333333}, 0.33),
    ],
)
def test_what_a_browser_sends_is_checked(state, expected):
    assert live.level(state, 1.5, 0.5) == expected


@pytest.mark.parametrize(("value", "asked"), [(0.5, []), (0.75, []), (0.37, [(0.37,)])])
def test_between_the_levels_of_the_sweep_the_model_is_asked(monkeypatch, value, asked):
    sweep = answer(make("denoise", sigmas=(0.0, 0.5, 0.75), digits=(3, 7), seed=4))
    found = []

    class Engine:
        def get(self, recipe):
            found.append(recipe)
            return answer(recipe)

    monkeypatch.setattr(engines, "engine", Engine)

    def script(sweep, value):
        from lib.ui import live, session

        session.start()
        live.level = lambda state, most, start: value
        live.noise(sweep, key="b9", digit=1)

    kept = live.level
    try:
        app = AppTest.from_function(script, args=(sweep, value)).run()
    finally:
        live.level = kept
    assert not app.exception
    assert [recipe.sigmas for recipe in found] == asked
    assert all((recipe.digits, recipe.seed) == ((7,), 4) for recipe in found)
    assert len(app.get("bidi_component")) == 1
