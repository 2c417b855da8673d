"""Limits on x_0 keep the law of a Prediction, and do what diffusers' scheduler does."""

from __future__ import annotations

import pytest
import torch
from torch import Generator, Tensor

from lib.diffusion import CLEAN, ExactGaussian, Level, clipped, guided, sample, straight_path, thresholded

LEVEL = Level(0.5, 0.6, 0.8)


def picture(spread: float = 3.0) -> Tensor:
    return spread * torch.randn(4, 3, 8, 8, generator=Generator().manual_seed(0))


@pytest.mark.parametrize("limit", [clipped, thresholded])
def test_the_law_holds_and_x_0_is_data(limit) -> None:
    x = picture()
    inner = guided(ExactGaussian(0.5, 3.0).on(), ExactGaussian(-0.5, 2.0).on(), 7)
    own = limit(inner)(x, LEVEL)
    assert inner(x, LEVEL).x_0.abs().max() > 2
    assert own.x_0.abs().max() <= 1
    torch.testing.assert_close(LEVEL.alpha * own.x_0 + LEVEL.sigma * own.eps, x)


def test_thresholding_is_that_of_diffusers() -> None:
    from diffusers import DDPMScheduler

    scheduler = DDPMScheduler(thresholding=True, dynamic_thresholding_ratio=0.95, sample_max_value=1.5)
    inner = ExactGaussian(0.0, 3.0).on()
    for spread in (0.1, 1.0, 1.3, 5.0):
        x = picture(spread)
        ours = thresholded(inner, 0.95, 1.5)(x, LEVEL).x_0
        torch.testing.assert_close(ours, scheduler._threshold_sample(inner(x, LEVEL).x_0))


def test_where_nothing_is_outside_nothing_changes() -> None:
    inner, x = ExactGaussian(0.0, 0.01).on(), picture(1.0)
    for limit in (clipped, thresholded):
        torch.testing.assert_close(limit(inner)(x, LEVEL).eps, inner(x, LEVEL).eps)


def test_a_maximum_of_one_is_clipping_and_data_stays_as_it_is() -> None:
    inner, x = ExactGaussian(0.0, 3.0).on(), picture()
    torch.testing.assert_close(thresholded(inner, 0.95, 1.0)(x, LEVEL).x_0, clipped(inner)(x, LEVEL).x_0)
    torch.testing.assert_close(clipped(inner)(x, CLEAN).x_0, x)


def test_it_stays_half_and_keeps_the_learned_variance() -> None:
    class Learned(ExactGaussian):
        def answer(self, queries, level):
            return [p.with_variance(torch.ones_like(p.x_0)) for p in super().answer(queries, level)]

    own = thresholded(Learned(0.0, 3.0).on())(picture().half(), LEVEL)
    assert own.x_0.dtype == torch.float16
    assert own.variance is not None


def test_a_run_ends_within_the_limits() -> None:
    for step in sample(clipped(ExactGaussian(2.0, 1.0).on()), straight_path(8), picture(1.0), eta=0):
        last = step.x_next
    assert last.abs().max() <= 1


@pytest.mark.parametrize(("ratio", "maximum"), [(-0.1, 1.5), (1.1, 1.5), (0.95, 0.5)])
def test_bad_bounds(ratio: float, maximum: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        thresholded(ExactGaussian().on(), ratio, maximum)
