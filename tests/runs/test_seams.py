"""The seam of an inpainting, on pictures where it is known."""

import numpy as np
import pytest

from lib.runs.masks import mask
from lib.runs.seams import seam

LEFT = mask("left", 16)


def test_a_step_at_the_edge_is_its_height():
    found = seam(0.1 + 0.6 * LEFT, LEFT)
    assert found.across == pytest.approx(0.6)
    assert found.own == pytest.approx(0)
    assert found.map[:, 7:9] == pytest.approx(0.6)
    assert not found.map[:, :7].any()
    assert not found.map[:, 9:].any()


def test_a_ramp_has_no_seam():
    """Every jump along x is as large as the one at the edge; those along y are 0, and count as the picture's own."""
    found = seam(np.tile(np.linspace(0, 1, 16), (16, 1)), LEFT)
    assert found.across == pytest.approx(1 / 15)
    pairs_along_x, pairs_along_y = 16 * 14, 16 * 15
    assert found.own == pytest.approx(pairs_along_x / (pairs_along_x + pairs_along_y) / 15)


def test_a_seam_in_noise_is_as_large_as_noise():
    rng = np.random.default_rng(0)
    noise = rng.uniform(0, 1, (64, 64, 3))
    assert seam(noise, mask("noise", 64)).error == pytest.approx(1, abs=0.05)
    assert seam(noise + mask("noise", 64)[..., None], mask("noise", 64)).error > 2


def test_bytes_and_shares_agree():
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    for whole, part in zip(seam(pixels, LEFT), seam(pixels / 255, LEFT), strict=True):
        np.testing.assert_allclose(whole, part, rtol=1e-5)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_without_an_edge_there_is_no_seam(value):
    found = seam(np.random.default_rng(0).uniform(0, 1, (8, 8, 3)), np.full((8, 8), value))
    assert found.across == found.error == 0
    assert not found.map.any()


def test_a_soft_edge_lies_where_it_is_half():
    hard, soft = seam(LEFT, LEFT), seam(LEFT, mask("left", 16, feather=0.1))
    np.testing.assert_array_equal(hard.map, soft.map)


def test_two_sizes_are_refused():
    with pytest.raises(ValueError, match="one size"):
        seam(np.zeros((8, 8)), np.zeros((9, 9)))
