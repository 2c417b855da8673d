"""What enlargements keep and make up, in numbers; and the names of noise."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from lib.runs import upsampling
from lib.runs.fingerprint import fingerprint, noise_of


@pytest.fixture
def small():
    return np.random.default_rng(0).random((2, 3, 8, 8)).astype(np.float32)


def test_bilinear_is_what_the_second_stage_sees(small):
    theirs = F.interpolate(torch.from_numpy(small), (32, 32), mode="bilinear", align_corners=True).numpy()
    assert np.abs(upsampling.bilinear(small, 4) - theirs).max() < 1e-5
    assert upsampling.bilinear(small[..., :1, :1], 4).shape == (2, 3, 4, 4)


def test_nearest_keeps_everything_and_shrinks_back(small):
    large = upsampling.nearest(small, 4)
    assert np.array_equal(large[..., ::4, ::4], small)
    assert np.abs(upsampling.shrunk(large, 4) - small).max() < 1e-6
    assert upsampling.kept(small, large) > 100
    assert upsampling.kept(small * 0, large * 0) == math.inf


def test_kept_is_a_psnr(small):
    assert upsampling.kept(small, upsampling.nearest(small, 4) + 0.1) == pytest.approx(20, abs=0.01)


def test_detail_that_averages_out_is_invented_and_not_missed(small):
    """A chequerboard on every small pixel: the means stay, the large pictures differ."""
    board = np.indices((32, 32)).sum(0) % 2 - 0.5
    larges = np.concatenate([upsampling.nearest(small[:1], 4) + sign * 0.2 * board for sign in (1, -1)])
    assert upsampling.kept(small[:1], larges[:1].astype(np.float32)) > 100
    spread = upsampling.invented(larges.astype(np.float32))
    assert spread.shape == (32, 32)
    assert spread == pytest.approx(0.1, abs=1e-4)


def test_detail_is_what_a_small_picture_cannot_hold(small):
    flat = upsampling.nearest(small, 4)
    assert upsampling.detail(flat, 4) < 1e-6
    board = np.indices((32, 32)).sum(0) % 2 - 0.5
    assert upsampling.detail((flat + 0.2 * board).astype(np.float32), 4) == pytest.approx(0.1, abs=1e-4)


def test_seams_are_borders_that_stand_out(small):
    assert upsampling.seams(upsampling.nearest(small, 4), 4) > 1000
    ramp = np.broadcast_to(np.linspace(0, 1, 32, dtype=np.float32), (1, 3, 32, 32))
    assert upsampling.seams(ramp + ramp.swapaxes(-1, -2), 4) == pytest.approx(1, abs=1e-3)


def test_data_range_is_cut_off():
    assert upsampling.pixels(np.array([-3.0, -1, 0, 1, 3])).tolist() == [0, 0, 0.5, 1, 1]


def test_the_noise_of_a_seed_has_the_same_name_on_every_machine():
    """These were found on one machine; where another finds others, seeds no longer mean the same."""
    assert fingerprint(noise_of(0, (3, 32, 32))) == "6090-4000"
    names = {fingerprint(noise_of(seed, (3, 32, 32), place)) for seed in range(5) for place in range(3)}
    assert len(names) == 15


def test_the_last_bit_does_not_count_and_a_pixel_does():
    noise = noise_of(1, (3, 32, 32)).astype(np.float32)
    assert fingerprint(np.nextafter(noise, np.float32(9))) == fingerprint(noise)
    other = noise.copy()
    other[0, 0, 0] += 1
    assert fingerprint(other) != fingerprint(noise)
    assert fingerprint(noise.reshape(3, 16, 64)) != fingerprint(noise)
