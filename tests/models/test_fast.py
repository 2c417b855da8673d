"""The network for sampling is the same function as the plain one."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from lib.models.fast import ROWS, FastUNet
from lib.models.unet import UNet
from lib.models.winograd import TILE, Winograd, matrices
from tests.models.conftest import lively

CONDITIONINGS = [{"time": True, "classes": 10}, {"time": True}, {}]


def branches(size: int) -> torch.Tensor:
    return torch.stack([F.one_hot(torch.arange(size) % 10, 10).float(), torch.zeros(size, 10)])


@pytest.mark.parametrize("conditioning", CONDITIONINGS)
@pytest.mark.parametrize("hidden", [16, 64])
@pytest.mark.parametrize("size", [1, 3, ROWS + 3])
def test_it_equals_the_plain_network(conditioning: dict, hidden: int, size: int) -> None:
    torch.manual_seed(0)
    plain = lively(UNet(hidden, **conditioning))
    fast = FastUNet(plain)
    x, t = torch.randn(size, 1, 28, 28), 0.37
    c = branches(size) if plain.classes else None
    answers = fast(x, t if plain.time else None, c)
    assert answers.shape == (2 if plain.classes else 1, size, 1, 28, 28)
    for k, answer in enumerate(answers):
        with torch.no_grad():
            expected = plain(x, torch.full((size,), t) if plain.time else None, None if c is None else c[k])
        assert expected.std() > 1e-2
        assert (answer - expected).abs().max() <= 1e-4 * max(1.0, float(expected.abs().max()))


@pytest.mark.parametrize("conditioning", CONDITIONINGS)
def test_in_bf16_it_is_the_same_function_to_two_digits(conditioning: dict) -> None:
    torch.manual_seed(0)
    plain = lively(UNet(16, **conditioning))
    x, t = torch.randn(3, 1, 28, 28), 0.37 if plain.time else None
    c = branches(3) if plain.classes else None
    exact, rough = FastUNet(plain)(x, t, c), FastUNet(plain, torch.bfloat16)(x, t, c)
    assert rough.dtype == torch.float32
    assert 1e-5 < (rough - exact).std() / exact.std() < 2e-2


def test_it_leaves_what_it_is_given_and_repeats_itself_bit_for_bit() -> None:
    fast = FastUNet(lively(UNet(16, True, 10)))
    x = torch.randn(4, 1, 28, 28)
    kept, c = x.clone(), branches(4)
    first = fast(x, 0.5, c)
    copy = first.clone()
    other = fast(torch.randn(7, 1, 28, 28), 0.1, branches(7))
    assert torch.equal(x, kept)
    assert torch.equal(first, copy), "an answer must not live in memory that the next call writes to"
    assert torch.equal(fast(x, 0.5, c), first)
    assert other.shape == (2, 7, 1, 28, 28)


def test_it_works_in_and_out_of_inference_mode_and_without_pictures() -> None:
    fast = FastUNet(lively(UNet(16, True, 10)))
    with torch.inference_mode():
        inside = fast(torch.ones(2, 1, 28, 28), 0.5, branches(2)).clone()
    assert torch.equal(fast(torch.ones(2, 1, 28, 28), 0.5, branches(2)), inside)
    assert fast(torch.ones(0, 1, 28, 28), 0.5, branches(0)).shape == (2, 0, 1, 28, 28)


def test_two_threads_do_not_write_into_each_other() -> None:
    from concurrent.futures import ThreadPoolExecutor

    fast = FastUNet(lively(UNet(16, True, 10)))
    inputs = [torch.randn(3, 1, 28, 28) for _ in range(8)]
    alone = [fast(x, 0.5, branches(3)) for x in inputs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda x: fast(x, 0.5, branches(3)), inputs))
    assert all(torch.allclose(a, b, atol=1e-5) for a, b in zip(alone, together, strict=True))


def test_winograd_is_a_convolution() -> None:
    a, g, b = (m.numpy() for m in matrices())
    pattern = torch.einsum("ij,jk,jl->ikl", *(torch.from_numpy(m) for m in (a, g, b)))
    for i in range(TILE):
        for k in range(3):
            expected = F.one_hot(torch.tensor(i + k), TILE + 2).double()
            assert torch.allclose(pattern[i, k], expected, atol=1e-9)
    torch.manual_seed(0)
    for side in (14, 28):
        x, weight = torch.randn(3, side, side, 64), torch.randn(64, 64, 3, 3) / 24
        expected = F.conv2d(x.permute(0, 3, 1, 2).double(), weight.double(), padding=1).permute(0, 2, 3, 1)
        error = Winograd(weight, side)(x.clone()) - expected
        assert error.square().mean().sqrt() < 3e-5
