"""Masks: 1 where something new is made."""

import numpy as np
import pytest

from lib.models.errors import UserError
from lib.runs import images, masks

SHARES = {"top": 0.5, "left": 0.5, "centre": 0.25, "ring": 4 * np.pi * 0.31 * 0.11, "noise": 0.5}


@pytest.mark.parametrize("name", masks.PRESETS)
@pytest.mark.parametrize("side", [8, 28, 32, 64, 256])
def test_a_hard_mask_is_0_or_1_and_as_large_as_it_should_be(name, side):
    mask = masks.mask(name, side)
    assert mask.shape == (side, side)
    assert mask.dtype == np.float32
    assert set(np.unique(mask)) == {0, 1}
    assert mask.mean() == pytest.approx(SHARES[name], abs=0.12 if side < 32 else 0.06)
    assert np.array_equal(masks.mask(name, side, inverted=True), 1 - mask)
    assert np.array_equal(masks.mask(name, side), mask)


def test_presets_lie_where_their_names_say():
    assert np.array_equal(masks.mask("top", 4)[:, 0], [1, 1, 0, 0])
    assert np.array_equal(masks.mask("left", 4)[0], [1, 1, 0, 0])
    assert np.array_equal(masks.mask("centre", 4)[1], [0, 1, 1, 0])
    ring = masks.mask("ring", 64)
    assert (ring[32, 32], ring[0, 0], ring[32, 12]) == (0, 0, 1)


@pytest.mark.parametrize("name", masks.PRESETS)
def test_a_mask_is_the_same_shape_at_every_size(name):
    small, large = masks.mask(name, 32), masks.mask(name, 256)
    means = large.reshape(32, 8, 32, 8).mean((1, 3))
    assert (abs(means - small) < 0.5).mean() > 0.97


@pytest.mark.parametrize("side", [1, 2, 33, 64])
@pytest.mark.parametrize("feather", [0.001, 0.1, 0.25])
def test_a_feather_softens_the_edge_and_nothing_else(side, feather):
    for name in masks.PRESETS:
        soft = masks.mask(name, side, feather)
        assert soft.min() >= 0
        assert soft.max() <= 1
        assert np.allclose(masks.mask(name, side, feather, inverted=True), 1 - soft, atol=1e-6)
    if side == 64:
        column = masks.mask("top", side, feather)[:, 0]
        assert (np.diff(column) <= 1e-6).all()
        assert column[0] > 0.95
        assert column[-1] < 0.05
        reach = int(np.ceil(feather * side))
        assert column[31 - reach] > 0.95
        assert ((column > 0.05) & (column < 0.95)).any() == (feather > 0.01)


def test_a_drawn_mask_is_new_where_it_is_white(tmp_path, monkeypatch):
    monkeypatch.setenv("DIFFUSION_STATE", str(tmp_path))
    drawn = np.zeros((512, 512, 3), np.uint8)
    drawn[100:300, 50:400] = 255
    ref = images.keep(drawn)
    assert np.array_equal(masks.mask(ref, 512), drawn[..., 0] / 255)
    small = masks.mask(ref, 32)
    assert set(np.unique(small)) == {0, 1}
    assert small.mean() == pytest.approx((drawn / 255).mean(), abs=0.02)
    with pytest.raises(UserError, match="isn't on this machine"):
        masks.mask("0" * 64, 32)


def test_what_is_no_mask_is_said():
    assert masks.check_ref(" TOP") == "top"
    assert masks.check_ref("f" * 64) == "f" * 64
    for wrong in ("cat", "", None, 1, "f" * 63):
        with pytest.raises(ValueError, match="is no mask: take one of top"):
            masks.check_ref(wrong)
    for ref, side, feather in (("cat", 32, 0), ("top", 0, 0), ("top", 5000, 0), ("top", 32, 0.3), ("top", 32, -0.1)):
        with pytest.raises(UserError, match="mask"):
            masks.mask(ref, side, feather)
    with pytest.raises(UserError, match="mask"):
        masks.mask("top", 32, float("nan"))
