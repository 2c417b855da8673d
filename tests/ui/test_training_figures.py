"""Figures from model cards: every number comes from the card, and what wasn't measured is said in a sentence."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.diffusion import linear_alphas_cumprod
from lib.models import registry
from lib.models.unet import UNet
from lib.ui import training_figures

MEASURED = {
    "evaluation": {
        "steps": 300,
        "count": 1000,
        "floor": 0.05,
        "rows": [
            {"guidance": 5.0, "accuracy": 0.995, "frechet": 0.9, "straightness": None},
            {"guidance": 1.0, "accuracy": 0.96, "frechet": 0.3, "straightness": None},
        ],
    },
    "loss_by_t": [[1.0, 0.8], [150.0, 0.05], [300.0, 0.004]],
}


@pytest.fixture
def zoo(tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    return tmp_path / "models"


def write(folder, epoch, **fields):
    given = {"name": "digits-time-ddpm", "epoch": epoch, "epochs_planned": 20, **fields}
    return registry.write(given, UNet(4, time=True).state_dict(), folder)


def shown(call):
    app = AppTest.from_string(f"from lib.ui import training_figures\ntraining_figures.{call}", default_timeout=60).run()
    assert not app.exception
    return app


def test_the_coefficients_are_those_of_the_mathematics():
    for total in (100, 300, 1000):
        abar = linear_alphas_cumprod(total).numpy()
        alpha, sigma = training_figures.coefficients(total)
        np.testing.assert_allclose(alpha, np.sqrt(abar), rtol=1e-12)
        np.testing.assert_allclose(sigma, np.sqrt(1 - abar), rtol=1e-9, atol=1e-12)


def test_twenty_two_percent_are_left_at_the_end():
    captions = [caption.value for caption in shown("schedule('b2')").caption]
    assert any("21.9%" in text and "0.048" in text for text in captions)


def test_less_than_one_percent_is_left_after_a_thousand_steps():
    assert training_figures.coefficients(1000)[0][-1] < 0.01


@pytest.mark.parametrize("call", ["loss('b2', 'digits-time-ddpm')", "loss_by_t('b2', 'digits-time-ddpm@5')"])
def test_a_model_that_is_not_there_is_a_sentence(zoo, call):
    app = shown(call)
    assert "not trained on this machine yet" in app.info[0].value
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("call", ["loss_by_t('b2', 'digits-time-ddpm@5')", "guidance('b2', 'digits-time-ddpm@5')"])
def test_what_was_not_measured_is_a_sentence_with_the_command(zoo, call):
    write(zoo, 5)
    app = shown(call)
    assert "python -m lib eval digits-time-ddpm@5 --data DIR --write" in app.info[0].value
    assert not app.get("plotly_chart")


def test_the_loss_has_a_mark_at_each_epoch_that_is_there(zoo):
    losses = [[20 * i, 1 / i] for i in range(1, 101)]
    write(zoo, 1)
    card = write(zoo, 5, losses=losses)
    assert training_figures.epoch_marks(card) == {"epoch 1": 400, "epoch 5": 2000}
    app = shown("loss('b2', 'digits-time-ddpm@1')")
    assert len(app.get("plotly_chart")) == 1
    assert "2,000 steps" in app.caption[0].value
    app.segmented_control(key="b2_loss").set_value("log").run()
    assert not app.exception


def test_a_card_without_losses_is_a_sentence(zoo):
    write(zoo, 1)
    assert "holds no losses" in shown("loss('b2', 'digits-time-ddpm')").info[0].value


def test_what_was_measured_is_drawn_and_named(zoo):
    write(zoo, 5, figures=MEASURED)
    app = shown("guidance('b2', 'digits-time-ddpm@5')")
    assert len(app.get("plotly_chart")) == 1
    assert "γ = 5 (99.5%)" in app.caption[0].value
    assert "variety, at γ = 1" in app.caption[0].value
    app = shown("loss_by_t('b2', 'digits-time-ddpm@5')")
    assert "0.800 at t = 1, 0.0040 at t = 300" in app.caption[0].value
