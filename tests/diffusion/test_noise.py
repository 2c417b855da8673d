import pytest
import torch

from lib.diffusion import generators, randn
from tests.diffusion.kit import seeded


def test_picture_i_has_the_same_noise_in_any_batch():
    eight = randn((8, 1, 4, 4), generators(3, 8))
    for i in range(8):
        assert torch.equal(randn((1, 1, 4, 4), generators(3, 1, first=i))[0], eight[i])
    assert torch.equal(randn((5, 1, 4, 4), generators(3, 8)), eight[:5])


def test_pictures_and_seeds_differ():
    drawn = torch.cat([randn((4, 16), generators(seed, 4)) for seed in (0, 1, 2)])
    assert len({tuple(row.tolist()) for row in drawn}) == 12


def test_noise_is_standard_normal_and_fresh_at_every_draw():
    streams = generators(0, 16)
    first, second = randn((16, 4096), streams), randn((16, 4096), streams)
    assert not torch.equal(first, second)
    assert float(first.mean()) == pytest.approx(0, abs=0.02)
    assert float(first.std()) == pytest.approx(1, abs=0.02)


def test_the_type_follows_the_picture_but_the_numbers_do_not():
    like = torch.zeros(1, dtype=torch.float64)
    wide = randn((2, 3), generators(0, 2), like=like)
    assert wide.dtype == torch.float64
    assert torch.equal(wide.float(), randn((2, 3), generators(0, 2)))


def test_one_generator_serves_a_whole_batch():
    assert torch.equal(randn((2, 3), seeded(5)), torch.randn(2, 3, generator=seeded(5)))


def test_too_few_generators_are_an_error_and_never_shared():
    with pytest.raises(ValueError, match="3 pictures need 3 generators, not 1"):
        randn((3, 2), generators(0, 1))
