"""Hits and misses of the two crescents."""

import numpy as np
import pytest

from lib.runs.aim import NEAR, SCALE, distances, misses
from lib.training.plane import crescents


def test_the_data_itself_hits():
    """One in 370, as B4 says: what is farther than three standard deviations."""
    assert misses(crescents(400_000, seed=3).numpy()) == pytest.approx(1 / 370, rel=0.07)


def test_data_without_spread_lies_on_the_line():
    assert distances(crescents(500, seed=1, spread=0.0).numpy()).max() < 1e-5


def test_distances_by_hand():
    top, centre_of_all, far = [-0.5, 0.75], [0, 0], [10, 10]
    found = distances(SCALE * np.array([top, centre_of_all, far], np.float32))
    assert found[0] == pytest.approx(0, abs=1e-6)
    assert found[1] == pytest.approx(SCALE * (1 - np.hypot(0.5, 0.25)), abs=1e-6)
    assert found[2] > 10


def test_noise_misses_and_what_is_not_finite_is_a_miss():
    noise = np.random.default_rng(0).standard_normal((2000, 2))
    assert misses(noise) > 0.3
    assert misses(np.full((4, 2), np.nan)) == 1
    assert pytest.approx(0.336) == NEAR
