"""The bands of a picture are those that the sampler took, and meet at the cut-off."""

import numpy as np
import pytest
import torch

from lib.runs.bands import bands, cutoff, gain, kernel_of
from lib.runs.edit_walks import lowpass

X = np.random.default_rng(0).standard_normal((3, 32, 32)).astype(np.float32)


def test_the_course_has_a_kernel_of_33_and_sigma_2_at_64_pixels():
    assert kernel_of(2.0, 64) == (33, 2.0)
    assert kernel_of(2.0, 32) == (17, 1.0)


@pytest.mark.parametrize("sigma", [0.5, 2.0, 6.0])
def test_bands_are_those_of_the_sampler_and_sum_to_the_picture(sigma):
    low, high = bands(X, sigma)
    assert np.allclose(low, lowpass(sigma, 32)(torch.from_numpy(X)[None])[0].numpy(), atol=1e-5)
    assert np.allclose(low + high, X, atol=1e-6)


@pytest.mark.parametrize("sigma", [1.0, 2.0, 5.0])
def test_at_the_cutoff_both_bands_keep_half(sigma):
    assert gain(np.array([cutoff(sigma)]), sigma) == pytest.approx(0.5)


def test_a_wave_keeps_what_the_gain_says():
    """Seven waves across a picture of 64, far from its edges."""
    wave = np.cos(2 * np.pi * 7 * np.arange(64) / 64) * np.ones((64, 64))
    low, _ = bands(wave, 2.0)
    assert low[:, 20:44].std() / wave[:, 20:44].std() == pytest.approx(float(gain(np.array([7.0]), 2.0)[0]), rel=0.02)
