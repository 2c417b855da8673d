import pytest
import torch

from lib.diffusion import Level, Prediction, from_eps, from_v, from_velocity, from_x_0
from tests.diffusion.kit import PATHS, picture


def law(prediction: Prediction, level: Level, x_t) -> None:
    torch.testing.assert_close(level.alpha * prediction.x_0 + level.sigma * prediction.eps, x_t)


@pytest.mark.parametrize("kind", PATHS)
def test_every_parameterisation_keeps_the_law(kind):
    x_t, estimate = picture(0), picture(1)
    for level in PATHS[kind][1:-1]:
        law(from_eps(x_t, level, estimate), level, x_t)
        law(from_x_0(x_t, level, estimate), level, x_t)
        law(from_velocity(x_t, level, estimate), level, x_t)
        if kind == "ddpm":
            law(from_v(x_t, level, estimate), level, x_t)


@pytest.mark.parametrize("kind", PATHS)
def test_a_perfect_estimate_finds_what_was_mixed(kind):
    x_0, eps = picture(0), picture(1)
    for level in PATHS[kind][:-1]:
        x_t = level.alpha * x_0 + level.sigma * eps
        found = [from_velocity(x_t, level, eps - x_0), from_x_0(x_t, level, x_0)]
        found += [from_eps(x_t, level, eps)] if level.alpha else []
        found += [from_v(x_t, level, level.alpha * eps - level.sigma * x_0)] if kind == "ddpm" else []
        for prediction in found:
            torch.testing.assert_close(prediction.x_0, x_0)
            torch.testing.assert_close(prediction.eps, eps)


def test_predictions_are_a_vector_space():
    a, b = Prediction(picture(0), picture(1), picture(2)), Prediction(picture(3), picture(4), picture(5))
    mixed = 0.25 * a + b * 0.75 - a
    torch.testing.assert_close(mixed.x_0, -0.75 * a.x_0 + 0.75 * b.x_0)
    torch.testing.assert_close(mixed.eps, -0.75 * a.eps + 0.75 * b.eps)
    torch.testing.assert_close(mixed.variance, -0.75 * a.variance + 0.75 * b.variance)


def test_the_variance_stays_only_where_both_have_one():
    with_one, without = Prediction(picture(0), picture(1), picture(2)), Prediction(picture(3), picture(4))
    assert (with_one + without).variance is None
    assert (with_one + with_one).variance is not None
