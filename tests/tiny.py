"""Tiny files in the place of large ones: a zoo of untrained networks, as the trainer writes its own, and an MNIST."""

from pathlib import Path

import numpy as np
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


def write_mnist(folder: Path, train: np.ndarray, test: np.ndarray) -> None:
    """Pictures (N, 28, 28) uint8 in MNIST's place and format; every label is 0."""
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, pictures in (("train", train), ("t10k", test)):
        count = len(pictures)
        head = np.array([2051, count, 28, 28], ">i4").tobytes()
        (raw / f"{name}-images-idx3-ubyte").write_bytes(head + pictures.tobytes())
        (raw / f"{name}-labels-idx1-ubyte").write_bytes(np.array([2049, count], ">i4").tobytes() + bytes(count))
