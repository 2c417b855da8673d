"""The repeatability figures: equal pictures for equal runs, and a number that falls when the networks differ."""

import math

import pytest
import torch

from lib.bench import repeat
from lib.models import loader
from lib.models.errors import UserError
from tests.tiny import write_zoo


@pytest.fixture(autouse=True)
def zoo(tmp_path, monkeypatch):
    torch.set_num_threads(1)
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    write_zoo(tmp_path)


@pytest.mark.parametrize(("bf16", "least"), [(False, 60), (True, 40)])
def test_the_same_pictures_in_every_way(bf16, least, monkeypatch):
    monkeypatch.setattr(loader, "has_bf16", lambda device: bf16)
    figures = repeat.bench_repeat(steps=4, batch=3)
    assert figures["bit_for_bit"]
    found = [figures[f"psnr_{what}_db"] for what in ("batch", "threads", "plain")]
    assert min(math.inf if psnr is None else psnr for psnr in found) > least
    assert torch.get_num_threads() == 1


def test_another_network_is_noticed(monkeypatch):
    """With another network in the place of the trained one, the comparison must fail."""
    plain = repeat._Plain

    def broken(model):
        other = plain(model)
        with torch.no_grad():
            other.net.out[1].bias += 1
        return other

    monkeypatch.setattr(repeat, "_Plain", broken)
    assert repeat.bench_repeat(steps=4, batch=2)["psnr_plain_db"] < 40


@pytest.mark.parametrize("name", ["digits-flow", "digits-time-ddpm", "plane-flow", "digits-nothing"])
def test_other_models_are_refused(name):
    with pytest.raises(UserError):
        repeat.bench_repeat(name)
