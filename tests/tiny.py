"""A zoo of tiny untrained networks, written as the trainer writes its own: for tests that need files, not skill."""

from pathlib import Path

import torch

from lib.models import registry
from lib.models.judges import Judge
from lib.models.plane import PlaneFlow
from lib.models.unet import UNet


def write_zoo(folder: Path, width: int = 4) -> None:
    """Some checkpoints in ``folder/models``; the same numbers every time."""
    torch.manual_seed(0)
    networks = {
        ("digits-class-ddpm", 1): UNet(width, time=True, classes=10),
        ("digits-class-ddpm", 20): UNet(width, time=True, classes=10),
        ("digits-time-ddpm", 20): UNet(width, time=True),
        ("digits-flow", 20): UNet(width, time=True, classes=10),
        ("digits-reflow-3", None): UNet(width, time=True, classes=10),
        ("digits-denoiser", 5): UNet(width),
        ("plane-flow", None): PlaneFlow(8),
        ("digits-judge", None): Judge(2),
    }
    for (name, epoch), network in networks.items():
        fields = {"name": name, "epoch": epoch, "licence": "MIT", "bits": 8 if isinstance(network, UNet) else 16}
        registry.write(fields, network.state_dict(), folder / "models")
