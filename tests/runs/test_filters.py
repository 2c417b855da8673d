"""Filters against what is known of them: they keep what is flat and take noise off; white noise has a flat spectrum."""

import numpy as np
import pytest

from lib.runs import images
from lib.runs.filters import (
    best_means,
    best_median,
    kernel_curve,
    median,
    non_local_means,
    psnr,
    radial_spectrum,
    sigma_of,
    unscaled,
)


def noisy(strength, seed=0):
    clean = images.pixels("tower", 32) * 2 - 1
    noise = np.random.default_rng(seed).standard_normal(clean.shape) * strength
    return (clean + noise).astype(np.float32), clean


def test_a_psnr_counts_what_can_be_seen():
    black = np.full((3, 4, 4), -1.0)
    assert psnr(black, black - 5) == np.inf
    assert psnr(black, -black) == pytest.approx(0)
    assert psnr(black, black + 0.2) == pytest.approx(20)


def test_filters_keep_what_is_flat():
    flat = np.full((3, 16, 16), 0.3, np.float32)
    assert np.allclose(median(flat, 5), flat)
    assert np.allclose(non_local_means(flat, 0.5, (1.0,))[0], flat, atol=1e-6)
    assert np.array_equal(median(flat, 1), flat)


def test_a_median_is_that_of_the_square_around_a_pixel():
    x = np.random.default_rng(0).standard_normal((1, 9, 9)).astype(np.float32)
    assert median(x, 3)[0, 4, 4] == np.median(x[0, 3:6, 3:6])
    for size in (0, 2, 19):
        with pytest.raises(ValueError, match="odd size"):
            median(x, size)


def test_every_filter_takes_noise_off_and_more_noise_wants_a_larger_kernel():
    best = []
    for strength in (0.2, 1.0, 2.5):
        given, clean = noisy(strength)
        curve = kernel_curve(given, clean)
        best.append(max(curve, key=curve.get))
        for filtered in (best_median(given, clean)[1], best_means(given, clean, strength)[1]):
            assert psnr(filtered, clean) > psnr(given, clean) + 1
    assert best == sorted(best)
    assert best[0] < best[-1]
    assert curve[1] == pytest.approx(psnr(given, clean))


def test_non_local_means_beat_a_blur_where_edges_repeat():
    clean = np.where(np.arange(32) % 8 < 4, -1.0, 1.0) * np.ones((3, 32, 1))
    given = (clean + np.random.default_rng(0).standard_normal(clean.shape) * 0.4).astype(np.float32)
    assert psnr(best_means(given, clean, 0.4)[1], clean) > max(kernel_curve(given, clean).values()) + 3


def test_white_noise_has_a_flat_spectrum_and_a_wave_stands_at_its_frequency():
    noise = 0.7 * np.random.default_rng(0).standard_normal((200, 32, 32))
    frequencies, amplitudes = radial_spectrum(noise)
    assert list(frequencies) == list(range(1, 17))
    assert np.allclose(amplitudes[1:], 0.7, rtol=0.05)
    wave = np.sin(2 * np.pi * 6 * np.arange(32) / 32) * np.ones((1, 32, 1))
    assert frequencies[radial_spectrum(wave + 3)[1].argmax()] == 6


def test_what_was_shrunk_becomes_bright_again():
    assert np.allclose(unscaled(np.full((3, 2, 2), 0.2, np.float16), 0.4), 0.5, atol=1e-3)


def test_the_usual_sigma_is_that_of_the_library_that_the_course_uses():
    import torch
    from torchvision.transforms.functional import gaussian_blur

    from lib.runs.blur import gaussian

    x = np.random.default_rng(0).standard_normal((3, 32, 32)).astype(np.float32)
    for kernel in (3, 5, 9):
        theirs = gaussian_blur(torch.from_numpy(x), [kernel, kernel]).numpy()
        assert np.allclose(gaussian(x, sigma_of(kernel), kernel), theirs, atol=1e-5)
