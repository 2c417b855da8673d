"""One step taken apart: equation A.3 is what the loop does, and what is measured of pictures is what is said."""

import math
from itertools import pairwise

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.runs import anatomy
from lib.runs.measures import psnr
from lib.runs.recipe import make
from lib.runs.trajectory import Trajectory


def a_path(steps=34):
    from lib.diffusion import ddpm_path
    from lib.diffusion.levels import cosine_alphas_cumprod

    return ddpm_path(cosine_alphas_cumprod(1000), [round(990 * i / (steps - 1)) for i in reversed(range(steps))])


@pytest.mark.parametrize("steps", [4, 34, 100])
def test_weights_are_those_of_the_loop(steps):
    from lib.diffusion.sampling import coefficients

    for here, there in pairwise(a_path(steps)):
        c = coefficients(here, there)
        w = anatomy.weights(here.alpha, here.sigma, there.alpha, there.sigma)
        of_x_t = c.eps / here.sigma  # eps = (x_t - alpha x_0) / sigma
        np.testing.assert_allclose([w.x_0, w.x_t], [c.x_0 - of_x_t * here.alpha, of_x_t], atol=1e-9)
        if there.sigma:
            np.testing.assert_allclose([w.least, w.most], [math.sqrt(c.beta_tilde), math.sqrt(c.beta)], atol=1e-9)


def a_walk(fresh=0.1):
    """Two levels and the clean end, made by A.3 with a known fresh noise."""
    here, there, clean = a_path()[10], a_path()[11], a_path()[-1]
    rng = np.random.default_rng(0)
    x_0, eps, z = rng.uniform(-1, 1, (3, 3, 32, 32)), rng.standard_normal((3, 32, 32)), rng.standard_normal((3, 32, 32))
    x_t = here.alpha * x_0[0] + here.sigma * eps
    w = anatomy.weights(here.alpha, here.sigma, there.alpha, there.sigma)
    x_next = w.x_0 * x_0[0] + w.x_t * x_t + fresh * z
    levels = [here, there, clean]
    t, alpha, sigma = np.array([(v.t, v.alpha, v.sigma) for v in levels]).T
    x = np.stack([x_t, x_next, x_0[1]])[:, None]
    estimates = np.stack([x_0[0], x_0[1], x_0[1]])[:, None]
    return Trajectory(make("edit"), t, alpha, sigma, x, estimates), eps, z


def test_a_step_is_taken_apart_into_what_it_was_made_of():
    found, eps, z = a_walk(0.1)
    cut = anatomy.anatomy(found, 0)
    np.testing.assert_allclose(cut.eps, eps, atol=5e-3)
    np.testing.assert_allclose(cut.fresh, 0.1 * z, atol=5e-3)
    assert cut.spread == pytest.approx(0.1, rel=0.05)
    assert cut.old**2 + cut.weights.least**2 == pytest.approx(cut.sigma**2)


def test_the_last_step_is_the_estimate_and_there_is_none_after_it():
    found, _, _ = a_walk()
    cut = anatomy.anatomy(found, 1)
    assert cut.weights == (1, 0, 0, 0)
    assert cut.spread == 0
    for k in (-1, 2):
        with pytest.raises(UserError, match="has no step"):
            anatomy.anatomy(found, k)


def test_a_ladder_begins_at_the_same_level_where_there_is_one():
    for steps, expected in ((34, 690), (67, 690), (133, 690), (4, 660), (14, 685)):
        assert anatomy.begins_at(steps, anatomy.start_near(690, steps)) == expected


def test_the_course_shows_every_fifth_level():
    assert anatomy.shown(24) == [0, 5, 10, 15, 20]
    assert anatomy.shown(3) == [0, 1, 2]
    assert anatomy.shown(57) == [0, 10, 20, 30, 40, 50]


def test_psnr_detail_and_distance_of_known_pictures():
    grey = np.full((1, 8, 8), 0.5)
    board = (np.indices((8, 8)).sum(0) % 2)[None].astype(float)
    assert psnr(grey, board) == pytest.approx(-10 * math.log10(0.25))
    assert math.isinf(psnr(grey, grey))
    assert anatomy.detail(board) == 1
    assert anatomy.detail(grey) == 0
    assert anatomy.apart(np.stack([grey, grey + 0.25, grey])) == pytest.approx(0.25 * 2 / 3)
    assert anatomy.apart(grey[None]) == 0


def test_the_best_blur_is_better_than_none():
    y, x = np.indices((32, 32)) / 31
    clean = np.stack([x, y, x * y])
    noisy = clean + 0.5 * np.random.default_rng(0).standard_normal(clean.shape)
    blurred, width = anatomy.best_blur(noisy, clean)
    assert psnr(blurred, clean) > psnr(noisy, clean) + 6
    assert width in anatomy.BLURS
