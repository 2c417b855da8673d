"""What noise does to a picture, in numbers: against the torch schedules, and against pictures that are made."""

import numpy as np
import pytest

from lib.diffusion import cosine_alphas_cumprod, linear_alphas_cumprod
from lib.models.errors import UserError
from lib.runs.noising import alphas_cumprod, parts, spread


def test_the_schedules_are_those_of_the_models():
    assert np.allclose(alphas_cumprod("cosine"), cosine_alphas_cumprod(1000).numpy(), rtol=1e-9)
    assert np.allclose(alphas_cumprod("linear"), linear_alphas_cumprod(1000)[1:].numpy(), rtol=1e-9)
    assert np.allclose(alphas_cumprod("cosine")[[250, 500, 750]], [0.846, 0.492, 0.143], atol=6e-4)
    with pytest.raises(UserError, match="cosine and linear"):
        alphas_cumprod("sigmoid")


@pytest.mark.parametrize("schedule", ["cosine", "linear"])
def test_the_spread_is_that_of_the_pictures(schedule):
    rng = np.random.default_rng(0)
    x_0, eps = rng.uniform(-1, 0.5, (3, 8, 8)), rng.standard_normal((3, 8, 8))
    found, abar = spread(x_0, eps, schedule), alphas_cumprod(schedule)
    for t in (0, 250, 999):
        a, b = np.sqrt(abar[t]), np.sqrt(1 - abar[t])
        assert found.scaled[t] == pytest.approx((a * x_0 + b * eps).std())
        assert found.unscaled[t] == pytest.approx((x_0 + b * eps).std())
    assert found.scaled[999] == pytest.approx(eps.std(), rel=0.02)
    assert found.added[999] > 2.5 > 2 > found.unscaled.max()


def test_a_picture_and_its_noise_are_told_apart():
    rng = np.random.default_rng(1)
    x_0, eps = rng.uniform(-1, 1, (3, 4, 4)), rng.standard_normal((3, 4, 4))
    clean, noise = parts(x_0, 0.6 * x_0 + 0.8 * eps, 0.6, 0.8)
    assert np.allclose(clean, x_0)
    assert np.allclose(noise, eps)
