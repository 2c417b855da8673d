"""Are they looked up: one digit of each label above its nearest, with true distances; a sentence where MNIST isn't."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory
from tests.tiny import write_mnist

RNG = np.random.default_rng(0)
KNOWN = RNG.integers(0, 256, (300, 28, 28), np.uint8)
LABELS = np.repeat([3, 7], 8)


def drawn():
    """Sixteen digits: the first of each label is a training picture, the others aren't."""
    ends = RNG.random((16, 1, 28, 28))
    ends[[0, 8]] = KNOWN[[5, 299], None] / 255
    recipe = make("digits", labels=(3, 7), per_label=8, frames=2)
    return Trajectory(recipe, [300, 0], [0, 1], [1, 0], np.stack([ends, ends]), np.stack([ends, ends]), LABELS)


@pytest.fixture
def page():
    def script(run):
        from lib.ui.nearest import nearest

        nearest(run)

    def call(run):
        app = AppTest.from_function(script, args=(run,), default_timeout=60).run()
        assert not app.exception
        return app

    return call


def test_copies_are_at_distance_0(page, tmp_path, monkeypatch):
    write_mnist(tmp_path, KNOWN, RNG.integers(0, 256, (250, 28, 28), np.uint8))
    monkeypatch.setenv("DIFFUSION_DATA", str(tmp_path))
    app = page(drawn())
    html = app.get("html")[0].proto.body
    assert re.findall(r"<b>(\d)</b>", html) == ["3", "7"]
    assert html.count("<img") == 4
    assert html.count("<figcaption>0.00</figcaption>") == 2
    upper, lower = html.split("nearest</span>")
    assert re.findall(r"src='([^']+)'", upper) == re.findall(r"src='([^']+)'", lower)
    said = app.caption[0].value
    assert "All 16 digits of the run: 0." in said
    assert "at least 0.00. 200 real digits" in said
    assert "among 300." in said


def test_without_mnist_it_says_how_to_get_it(page, tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_DATA", str(tmp_path))
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    app = page(drawn())
    assert "python -m lib data mnist" in app.info[0].value
    assert not app.get("html")


def test_nothing_is_shown_before_the_run_is_there(page):
    assert not page(None).main.children[0].children
