"""Paths that go up, and what is put back between two steps."""

from itertools import pairwise

import pytest
import torch

from lib.diffusion import (
    CLEAN,
    ExactGaussian,
    coefficients,
    ddpm_path,
    inpainting,
    linear_alphas_cumprod,
    pasting,
    resampled,
    sample,
    strided,
)
from tests.diffusion.kit import PATHS, Toy, picture, seeded, toy_for


def walk(toy, path, x, **settings):
    return list(sample(toy.on(0), path, x, generator=seeded(1), **settings))


@pytest.mark.parametrize("kind", PATHS)
def test_resampling_once_is_the_path_itself(kind):
    assert resampled(PATHS[kind], 1) == PATHS[kind]


def test_a_resampled_path_walks_each_step_but_the_last_as_often_as_asked():
    path = PATHS["ddpm"]
    longer = resampled(path, 3)
    downs = [(a, b) for a, b in pairwise(longer) if b.sigma < a.sigma]
    assert all(downs.count(pair) == (1 if pair[1] == CLEAN else 3) for pair in pairwise(path))
    assert longer[0] == path[0]
    assert longer[-1] == CLEAN
    with pytest.raises(ValueError, match="at least once"):
        resampled(path, 0)


def test_a_step_up_asks_nobody_and_is_the_forward_process():
    path, toy = resampled(PATHS["ddpm"], 2), toy_for("ddpm")
    steps = walk(toy, path, picture())
    ups = [s for s in steps if s.next.sigma > s.level.sigma]
    assert toy.calls == len(steps) - len(ups) > 0
    for step in ups:
        ratio = step.next.alpha / step.level.alpha
        noise = (step.x_next - ratio * step.x_t) / step.coefficients.z
        assert abs(float(noise.std()) - 1) < 0.15
        assert step.coefficients.z == pytest.approx((step.next.sigma**2 - (ratio * step.level.sigma) ** 2) ** 0.5)
        law = step.level.alpha * step.prediction.x_0 + step.level.sigma * step.prediction.eps
        assert torch.allclose(law, step.x_t)


def test_going_up_and_down_again_leaves_the_distribution_as_it_was():
    """An exact denoiser of N(m, s^2) keeps its moments through any number of resamplings."""
    path = resampled(ddpm_path(linear_alphas_cumprod(300), strided(300, 100)), 2)
    exact = ExactGaussian(torch.tensor(0.5), torch.tensor(0.3))
    x = torch.randn(4000, 1, 1, 1, generator=seeded(3), dtype=torch.float64)
    *_, last = sample(exact.on(), path, x, generator=seeded(4), variance="beta_tilde")
    assert float(last.x_next.mean()) == pytest.approx(0.5, abs=0.03)
    assert float(last.x_next.std()) == pytest.approx(0.3, abs=0.03)


def test_a_path_that_goes_up_wants_a_generator_even_without_eta():
    with pytest.raises(ValueError, match="goes up"):
        list(sample(Toy().on(0), resampled(PATHS["ddpm"], 2), picture(), eta=0))


def test_no_noise_put_back_goes_to_the_mean():
    toy, path = toy_for("ddpm", variance=True), PATHS["ddpm"]
    steps = walk(toy, path, picture(), variance="none")
    c = coefficients(path[0], path[1], variance="beta_tilde")
    p = steps[0].prediction
    assert torch.equal(steps[0].x_next, c.x_0 * p.x_0 + c.eps * p.eps)
    again = walk(toy, path, picture(), variance="none")
    assert torch.equal(steps[-1].x_next, again[-1].x_next)


@pytest.mark.parametrize("hook", ["noised", "clean"])
@pytest.mark.parametrize("times", [1, 3])
def test_what_is_known_is_there_at_the_end(hook, times):
    x_0, mask = picture(5), torch.zeros(1, 1, 8, 8, dtype=torch.float64)
    mask[..., :4, :] = 1
    project = pasting(x_0, mask) if hook == "clean" else inpainting(x_0, mask, seeded(9))
    steps = walk(toy_for("ddpm"), resampled(PATHS["ddpm"], times), picture(), project=project)
    end = steps[-1].x_next
    assert torch.equal(end[..., 4:, :], x_0[..., 4:, :])
    assert not torch.allclose(end[..., :4, :], x_0[..., :4, :])


def test_a_full_mask_changes_nothing_and_an_empty_one_gives_the_picture_back():
    x_0, path = picture(5), PATHS["ddpm"]
    free = walk(toy_for("ddpm"), path, picture())
    for value, expected in ((1.0, free[-1].x_next), (0.0, x_0)):
        mask = torch.full((1, 1, 8, 8), value, dtype=torch.float64)
        end = walk(toy_for("ddpm"), path, picture(), project=inpainting(x_0, mask, seeded(9)))[-1].x_next
        assert torch.allclose(end, expected)
