"""Weights in fewer bits: what may move, by how much, and what stays."""

import pytest
import torch
from safetensors.torch import load, save

from lib.models.packing import SCALE, packed, unpacked
from lib.models.unet import UNet


@pytest.fixture
def weights():
    torch.manual_seed(0)
    return UNet(8, time=True, classes=10).state_dict()


@pytest.mark.parametrize("bits", [8, 16])
def test_a_network_comes_back_from_a_file(weights, bits):
    back = unpacked(load(save(packed(weights, bits))))
    assert back.keys() == weights.keys()
    UNet(8, time=True, classes=10).load_state_dict(back)
    for name, tensor in weights.items():
        torch.testing.assert_close(back[name], tensor, rtol=0, atol=float(tensor.abs().max()) / 200)


@pytest.mark.parametrize("bits", [8, 16])
def test_vectors_stay_as_they_are(weights, bits):
    back = unpacked(packed(weights, bits))
    for name, tensor in weights.items():
        if tensor.ndim < 2:
            assert torch.equal(back[name], tensor)


def test_eight_bits_move_no_number_by_more_than_half_a_step_of_its_slice(weights):
    for name, tensor in packed(weights, 8).items():
        if tensor.dtype == torch.int8:
            full = weights[name].flatten(1)
            off = (unpacked(packed({"w": weights[name]}, 8))["w"].flatten(1) - full).abs()
            assert bool((off <= full.abs().amax(1, keepdim=True) / 254 * 1.001).all())
            assert tensor.abs().amax() == 127


def test_packing_what_was_packed_changes_nothing(weights):
    once = unpacked(packed(weights, 8))
    again = unpacked(packed(once, 8))
    for name, tensor in once.items():
        torch.testing.assert_close(again[name], tensor, rtol=1e-6, atol=0)


def test_a_slice_of_zeros_stays_zero():
    found = packed({"w": torch.tensor([[0.0, 0.0], [1.0, -2.0]])}, 8)
    assert found["w" + SCALE].isfinite().all()
    assert torch.equal(unpacked(found)["w"], torch.tensor([[0.0, 0.0], [1.0, -2.0]]).mul(127 / 2).round() * (2 / 127))


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("odd", [1e6, float("inf"), float("nan")])
def test_numbers_that_half_precision_cannot_hold_stay_whole(bits, odd):
    large = torch.tensor([[odd, 1.0]])
    found = packed({"w": large}, bits)
    assert list(found) == ["w"]
    torch.testing.assert_close(unpacked(found)["w"], large, rtol=0, atol=0, equal_nan=True)


def test_eight_bits_take_a_quarter_of_the_room(weights):
    def room(tensors):
        return sum(t.numel() * t.element_size() for t in tensors.values() if t.ndim > 1)

    assert room(packed(weights, 8)) < 0.3 * room(weights)
