"""A large picture agrees with a small one, stays free in the rest, and keeps the law of a Prediction."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from lib.diffusion import CLEAN, ExactGaussian, Level, clipped, consistent, guided, sample
from lib.diffusion.consistency import larger, smaller
from tests.diffusion.kit import PATHS, Toy, picture, seeded

LEVEL = Level(0.5, 0.6, 0.8)


def small(seed: int = 5, side: int = 4) -> torch.Tensor:
    return picture(seed, (2, 3, side, side)).clamp(-1, 1)


def test_making_small_is_the_mean_of_squares() -> None:
    x = picture(1, (2, 3, 16, 12))
    torch.testing.assert_close(smaller(x, 4, 3), F.avg_pool2d(x, 4))
    torch.testing.assert_close(smaller(x, 4, 3), F.interpolate(x, (4, 3), mode="area"))


@pytest.mark.parametrize("sides", [(4, 16), (32, 128), (64, 256), (8, 8), (3, 6), (1, 4)])
def test_making_large_and_small_again_changes_nothing(sides: tuple[int, int]) -> None:
    few, many = sides
    y = picture(2, (1, 3, few, few))
    torch.testing.assert_close(smaller(larger(y, many, many), few, few), y, atol=1e-10, rtol=0)
    one = torch.full((1, 1, few, few), 0.3, dtype=torch.float64)
    torch.testing.assert_close(larger(one, many, many), torch.full((1, 1, many, many), 0.3, dtype=torch.float64))


def test_making_large_leaves_no_edges_between_small_pixels() -> None:
    """A ramp stays a ramp: its steps at the borders of small pixels are as small as those inside of one."""
    ramp = torch.linspace(-1, 1, 16, dtype=torch.float64).expand(1, 1, 16, 16)
    steps = larger(ramp, 64, 64)[0, 0, 32].diff()
    assert steps.max() < 1.0001 * steps.min()


def test_what_is_made_small_is_the_small_picture_and_the_law_holds() -> None:
    x, y = picture(3, (2, 3, 16, 16)), small()
    inner = guided(Toy(variance=True).on(1), Toy(variance=True).on(), 5)
    own, plain = consistent(inner, y)(x, LEVEL), inner(x, LEVEL)
    assert (smaller(plain.x_0, 4, 4) - y).abs().max() > 0.1
    torch.testing.assert_close(smaller(own.x_0, 4, 4), y, atol=1e-9, rtol=0)
    torch.testing.assert_close(LEVEL.alpha * own.x_0 + LEVEL.sigma * own.eps, x)
    assert own.variance is not None
    assert plain.variance is not None
    assert torch.equal(own.variance, plain.variance)


def test_only_the_part_that_the_small_picture_fixes_is_replaced() -> None:
    x, y = picture(3, (2, 3, 16, 16)), small()
    free = [
        p.x_0 - larger(smaller(p.x_0, 4, 4), 16, 16)
        for p in (d(x, LEVEL) for d in (Toy().on(), consistent(Toy().on(), y)))
    ]
    torch.testing.assert_close(*free)
    already = consistent(Toy().on(), smaller(Toy().on()(x, LEVEL).x_0, 4, 4))
    torch.testing.assert_close(already(x, LEVEL).x_0, Toy().on()(x, LEVEL).x_0)


def test_half_the_strength_goes_half_the_way() -> None:
    x, y, inner = picture(3, (2, 3, 16, 16)), small(), Toy().on()
    none, half, full = (consistent(inner, y, strength)(x, LEVEL).x_0 for strength in (0, 0.5, 1))
    torch.testing.assert_close(half, (none + full) / 2)


def test_off_is_the_denoiser_itself() -> None:
    inner = Toy().on()
    assert consistent(inner, small(), 0.0) is inner


def test_a_walk_ends_at_a_picture_that_agrees_and_one_small_picture_does_for_all() -> None:
    y = small()[:1]
    denoise = consistent(clipped(Toy().on(), 1.0), y)
    *_, last = sample(denoise, PATHS["ddpm"], picture(4, (3, 3, 8, 8)), generator=seeded())
    torch.testing.assert_close(smaller(last.x_next, 4, 4), y.expand(3, -1, -1, -1), atol=1e-9, rtol=0)


def test_float32_and_half_stay_what_they_are() -> None:
    x, y = picture(3, (2, 3, 16, 16)).float(), small()
    own = consistent(ExactGaussian(0.0, 1.0).on(), y)(x, LEVEL)
    assert own.x_0.dtype == torch.float32
    torch.testing.assert_close(smaller(own.x_0, 4, 4), y.float(), atol=1e-5, rtol=0)
    torch.testing.assert_close(consistent(ExactGaussian(0.0, 1.0).on(), y)(x, CLEAN).x_0, x)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_bad_numbers(strength: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        consistent(Toy().on(), small(), strength)


def test_sides_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="no multiple"):
        smaller(picture(0, (1, 3, 8, 8)), 3, 4)
