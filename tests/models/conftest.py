"""A zoo of small untrained networks in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from lib.models import registry
from lib.models.digits import KINDS
from lib.models.judges import Judge
from lib.models.plane import PlaneFlow
from lib.models.unet import UNet


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def lively(net: UNet, seed: int = 0) -> UNet:
    """Make time and class matter, and give BatchNorm numbers that a wrong folding would betray."""
    generator = torch.Generator().manual_seed(seed)
    norms = [part for part in net.modules() if isinstance(part, torch.nn.BatchNorm2d)]
    with torch.no_grad():
        for name, weight in net.named_parameters():
            if name.startswith(("time", "class")):
                weight.mul_(2)
        for norm in norms:
            norm.momentum = 1.0
            norm.weight.copy_(0.5 + torch.rand(norm.weight.shape, generator=generator))
            norm.bias.copy_(torch.rand(norm.bias.shape, generator=generator) - 0.5)
        labels = torch.eye(10)[torch.arange(12) % 10] if net.classes else None
        net.train()(torch.rand(12, 1, 28, 28, generator=generator), torch.rand(12, generator=generator), labels)
    return net.eval()


def network(name: str, hidden: int = 16) -> UNet:
    torch.manual_seed(0)
    return lively(UNet(hidden, KINDS[name].time, KINDS[name].classes))


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`cache/models` with every digit model at one epoch, the class DDPM at two, a judge and a flow in the plane."""
    monkeypatch.setenv("DIFFUSION_CACHE", str(tmp_path))
    for name in KINDS:
        registry.write({"name": name, "epoch": 5, "losses": [[1, 0.5]]}, network(name).state_dict())
    registry.write({"name": "digits-class-ddpm", "epoch": 20}, network("digits-class-ddpm").state_dict())
    torch.manual_seed(0)
    registry.write({"name": "digits-judge"}, Judge(8).state_dict())
    registry.write({"name": "plane-flow"}, PlaneFlow().state_dict())
    return tmp_path / "models"
