"""How close two pictures are."""

import math

import numpy as np
import pytest

from lib.runs.measures import psnr


def test_noise_counts_beyond_black_and_white_where_nothing_is_cut_off():
    clean = np.random.default_rng(0).integers(0, 2, 40_000).astype(np.float32)
    noisy = clean + 0.5 * np.random.default_rng(1).standard_normal(40_000).astype(np.float32)
    whole = psnr(noisy, clean, cut=False)
    assert whole == pytest.approx(-20 * math.log10(0.5), abs=0.1)
    assert psnr(noisy, clean) > whole + 2  # half of it lies where nothing can be shown


def test_equal_pictures_have_no_end():
    assert psnr(np.ones(3), np.ones(3)) == math.inf
    assert psnr(np.full(3, 2.0), np.ones(3)) == math.inf
    assert psnr(np.full(3, 2.0), np.ones(3), cut=False) == 0
