"""The loop: what it reduces to, the moments that it must reach, and what it refuses."""

import itertools
import math

import pytest
import torch

from lib.diffusion import (
    CLEAN,
    ExactGaussian,
    add_noise,
    coefficients,
    ddpm_path,
    generators,
    inpainting,
    linear_alphas_cumprod,
    randn,
    sample,
    straight_path,
    strided,
)
from tests.diffusion.kit import PATHS, picture, seeded, toy_for, walk

KINDS = pytest.mark.parametrize("kind", PATHS)
MEAN, STD = 0.4, 0.25


@KINDS
@pytest.mark.parametrize("eta", [0, 1])
def test_a_full_mask_is_plain_sampling(kind, eta):
    toy, x_0, x = toy_for(kind), picture(1), picture()
    project = inpainting(x_0, torch.ones(1), seeded(9))
    _, plain = walk(toy.on(), PATHS[kind], x, eta=eta, generator=seeded(1))
    _, masked = walk(toy.on(), PATHS[kind], x, eta=eta, generator=seeded(1), project=project)
    assert torch.equal(plain, masked)


@KINDS
def test_an_empty_mask_returns_the_input(kind):
    x_0 = picture(1)
    project = inpainting(x_0, torch.zeros(1), seeded(9))
    _, end = walk(toy_for(kind).on(), PATHS[kind], picture(), generator=seeded(1), project=project)
    assert torch.equal(end, x_0)


@KINDS
def test_inpainting_keeps_what_is_known_and_nothing_else(kind):
    x_0, mask = picture(1), torch.zeros(1, 1, 8, 8, dtype=torch.float64)
    mask[..., :4] = 1
    steps, end = walk(
        toy_for(kind).on(), PATHS[kind], picture(), generator=seeded(1), project=inpainting(x_0, mask, seeded(9))
    )
    assert torch.equal(end[..., 4:], x_0[..., 4:])
    assert not torch.allclose(end[..., :4], x_0[..., :4])
    known = steps[0].x_next[..., 4:] - steps[0].next.alpha * x_0[..., 4:]
    assert float(known.std()) == pytest.approx(steps[0].next.sigma, rel=0.25)


@KINDS
def test_sdedit_from_the_last_level_returns_the_input(kind):
    x_0, path = picture(1), PATHS[kind]
    steps, end = walk(toy_for(kind).on(), path[-1:], add_noise(x_0, path[-1], picture(2)), generator=seeded(1))
    assert steps == []
    assert torch.equal(end, x_0)


@KINDS
def test_a_path_may_start_in_the_middle(kind):
    toy, path, x = toy_for(kind), PATHS[kind], picture()
    steps, end = walk(toy.on(), path, x, eta=0)
    _, again = walk(toy.on(), path[5:], steps[5].x_t, eta=0)
    assert torch.equal(end, again)


@KINDS
def test_steps_are_linked_and_end_clean(kind):
    steps, end = walk(toy_for(kind).on(), PATHS[kind], picture(), generator=seeded(1))
    assert [s.index for s in steps] == list(range(12))
    for a, b in itertools.pairwise(steps):
        assert b.x_t is a.x_next
        assert b.level == a.next
    assert steps[-1].next == CLEAN
    torch.testing.assert_close(end, steps[-1].prediction.x_0)


@KINDS
def test_ddim_is_the_euler_step_on_a_straight_path_and_keeps_the_law_on_any(kind):
    for step in walk(toy_for(kind).on(), PATHS[kind], picture(), eta=0)[0]:
        expected = step.next.alpha * step.prediction.x_0 + step.next.sigma * step.prediction.eps
        if kind == "straight":
            velocity = step.prediction.eps - step.prediction.x_0
            expected = step.x_t + (step.next.sigma - step.level.sigma) * velocity
        torch.testing.assert_close(step.x_next, expected)


def test_coefficients_are_those_of_the_course():
    """Equation A.3, x_t' = sqrt(abar') beta / (1 - abar) x_0 + sqrt(alpha) (1 - abar') / (1 - abar) x_t + v."""
    abar = linear_alphas_cumprod(300)
    path = ddpm_path(abar, strided(300, 12))
    for level, following in itertools.pairwise(path):
        now, then = level.alpha**2, following.alpha**2
        alpha = now / then
        c = coefficients(level, following)
        by_x_t = math.sqrt(alpha) * (1 - then) / (1 - now)
        assert c.eps == pytest.approx(by_x_t * level.sigma, abs=1e-12)
        assert c.x_0 == pytest.approx(math.sqrt(then) * (1 - alpha) / (1 - now) + by_x_t * level.alpha)
        assert c.z**2 == pytest.approx((1 - alpha) * (1 - then) / (1 - now), abs=1e-12)
        assert c.beta == pytest.approx(1 - alpha)


FULL, STRIDED = 0.02, 0.07  # how far off the spread may be: fewer steps, larger error
RUNS = {
    "ddpm": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 1000)), 1.0, "beta_tilde", FULL),
    "ddpm with beta": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 1000)), 1.0, "beta", FULL),
    "ddpm strided": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 200)), 1.0, "beta_tilde", STRIDED),
    "ddim": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 1000)), 0.0, "beta_tilde", FULL),
    "ddim strided": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 100)), 0.0, "beta_tilde", STRIDED),
    "half of each": (ddpm_path(linear_alphas_cumprod(1000), strided(1000, 200)), 0.5, "beta_tilde", STRIDED),
    "euler": (straight_path(300), 0.0, "beta_tilde", FULL),
    "a stochastic flow": (straight_path(300), 1.0, "beta_tilde", STRIDED),
}


@pytest.mark.parametrize(("path", "eta", "variance", "tolerance"), RUNS.values(), ids=RUNS.keys())
def test_the_exact_denoiser_of_a_gaussian_gives_back_its_moments(path, eta, variance, tolerance):
    count = 20_000
    x_0 = MEAN + STD * torch.randn(count, 1, generator=seeded(0))
    x = add_noise(x_0, path[0], torch.randn(count, 1, generator=seeded(1)))
    _, end = walk(ExactGaussian(MEAN, STD).on(), path, x, eta=eta, variance=variance, generator=seeded(2))
    assert float(end.mean()) == pytest.approx(MEAN, abs=0.01)
    assert float(end.std()) == pytest.approx(STD, rel=tolerance)


@KINDS
def test_picture_i_is_the_same_in_any_batch(kind):
    def run(count, first=0):
        streams = generators(11, count, first)
        x = randn((count, 3, 8, 8), streams, like=picture())
        return walk(toy_for(kind).on(1), PATHS[kind], x, generator=streams)[1]

    four = run(4)
    for i in range(4):
        torch.testing.assert_close(run(1, first=i)[0], four[i])
    assert torch.equal(run(4), four)


def test_learned_variance_lies_between_the_fixed_ones():
    toy = toy_for("ddpm", variance=True)
    one = {}
    for variance in ("beta_tilde", "beta", "learned"):
        one[variance] = next(iter(sample(toy.on(), PATHS["ddpm"], picture(), variance=variance, generator=seeded(1))))
    c = one["learned"].coefficients
    mean = c.x_0 * one["learned"].prediction.x_0 + c.eps * one["learned"].prediction.eps
    small, middle, large = ((one[v].x_next - mean).abs() for v in ("beta_tilde", "learned", "beta"))
    assert bool((small <= middle + 1e-12).all())
    assert bool((middle <= large + 1e-12).all())


def test_errors_are_sentences():
    toy, path, x = toy_for("ddpm"), PATHS["ddpm"], picture()
    with pytest.raises(ValueError, match=r"^Sampling with eta > 0, .*: give a generator\.$"):
        list(sample(toy.on(), path, x))
    with pytest.raises(ValueError, match=r"^This model has no learned variance: choose beta or beta_tilde\.$"):
        list(sample(toy.on(), path, x, variance="learned", generator=seeded()))
