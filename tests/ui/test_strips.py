"""Strips of digits: their numbers are true, and each stands under its own picture."""

import math

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.models import registry
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory
from lib.ui import strips, training_figures
from lib.ui.plain import signed

SIGMAS = (0.0, 0.5, 1.0)


def trajectory(error=0.0, **knobs):
    recipe = make("denoise", sigmas=SIGMAS, digits=(3, 7), source="mnist", **knobs)
    rng = np.random.default_rng(0)
    clean = rng.random((2, 1, 28, 28))
    eps = rng.standard_normal(clean.shape)
    noisy = np.stack([clean + sigma * eps for sigma in SIGMAS])
    answers = np.stack([clean + error] * 3)
    numbers = {f"mse@{sigma:g}": 0.01 * (i + 1) for i, sigma in enumerate(SIGMAS)}
    return Trajectory(recipe, SIGMAS, np.ones(3), SIGMAS, noisy, answers, np.array([3, 7]), numbers)


def drawn(body, **answers):
    """The HTML of what `body` draws, with panels that know their answers already."""

    def script(body, answers):
        from lib.ui import panel, strips

        panel.answer = lambda recipe, key: answers[recipe]
        exec(body, {"strips": strips, "answers": answers})

    kept = strips.panel.answer
    try:
        app = AppTest.from_function(script, args=(body, answers), default_timeout=60).run()
    finally:
        strips.panel.answer = kept
    assert not app.exception
    return app


def test_psnr_stands_below_each_picture():
    body = "strips.sigmas({'after epoch 5': 'a'}, key='b1', digit=1)"
    html = drawn(body, a=trajectory(error=0.1)).get("html")[0].proto.body
    assert html.count("<img") == 6
    assert html.count("<figcaption>20.0</figcaption>") == 3
    noisy = html.split("after epoch 5")[0]
    assert "<figcaption>clean</figcaption>" in noisy
    at_half = float(noisy.split("alt='noisy, σ = 0.5 *, ")[1].split("'")[0])
    assert at_half == pytest.approx(-20 * math.log10(0.5), abs=0.6)


def test_an_answer_that_is_not_there_yet_leaves_no_hole():
    body = "strips.sigmas({'early': 'a', 'late': 'b'}, key='b1', digit=0)"
    html = drawn(body, a=trajectory(), b=None).get("html")[0].proto.body
    assert html.count("<img") == 6
    assert "late" not in html
    assert not drawn(body, a=None, b=None).get("html")


def test_names_are_escaped():
    html = drawn("strips.finals({'<b>': 'a'}, key='x')", a=trajectory()).get("html")[0].proto.body
    assert "&lt;b&gt;" in html
    assert html.count("<img") == 2


def test_the_mean_of_many_noisy_copies_shows_the_digit_and_that_of_noise_does_not():
    rng = np.random.default_rng(1)
    clean = (rng.random((28, 28)) < 0.2).astype(float)
    alpha, sigma = 0.2192, 0.9757
    noise = np.random.default_rng(0).standard_normal((strips.COPIES, 28, 28)).mean(0)
    with_digit = np.corrcoef((alpha * clean + sigma * noise).ravel(), clean.ravel())[0, 1]
    assert with_digit > 0.8
    assert abs(np.corrcoef(noise.ravel(), clean.ravel())[0, 1]) < 0.15


def test_psnr_by_sigma_reads_what_the_run_measured():
    found = training_figures.psnr_by_sigma(trajectory())
    assert list(found) == [0.0, 0.5, 1.0]
    assert found[0.0] == pytest.approx(20.0)


def test_signs_of_the_lessons_get_their_index():
    assert "<em>x</em><sub" in signed("x_t at t = 690")
    assert "<em>x̂</em><sub" in signed("x̂_0")
    assert ">0</sub>" in signed("x̂_0")
    assert ">t′</sub>" in signed("x_t′")


def test_what_is_no_sign_stays_as_it_was_typed():
    assert signed("<b>max_total</b>") == "&lt;b&gt;max_total&lt;/b&gt;"


def test_b3_shows_every_epoch_that_is_here(monkeypatch):
    monkeypatch.setattr(strips, "finals", lambda recipes, key: list(recipes))
    here = [card.epoch for card in registry.checkpoints().values() if card.name == "digits-class-ddpm"]
    assert strips.epochs("b3") == [f"epoch {epoch}" for epoch in here]
