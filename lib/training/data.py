"""Room: training. Where the digits come from: MNIST through torchvision, from a folder or downloaded once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from lib.models import late
from lib.models.errors import UserError
from lib.training.folders import find_mnist, mnist_folders

__all__ = ["Digits", "find_mnist", "mnist", "mnist_folders", "pixels"]


@dataclass(frozen=True, slots=True)
class Digits:
    """Pictures and what they show.

    Attributes:
        images: (N, 1, 28, 28) uint8.
        labels: (N,) int64, 0 to 9.
    """

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        """How many there are."""
        return len(self.labels)


def pixels(images: Tensor) -> Tensor:
    """uint8 pictures as float32 in [0, 1], the course's range."""
    return images.to(torch.float32) / 255


def mnist(root: str | Path | None = None, train: bool = True, download: bool = False) -> Digits:
    """MNIST: 60,000 digits to train on, or 10,000 to test with.

    Args:
        root: folder in torchvision's layout (it holds ``MNIST/raw``); None looks where the app keeps it.
        train: which of the two sets.
        download: fetch it into that folder where it isn't there yet.

    Raises:
        UserError: where it is neither there nor to be had, or the files are broken.
    """
    with late.alone():
        from torchvision.datasets import MNIST

    folder = find_mnist(root)
    if folder is None and not download:
        raise UserError(_missing(root))
    try:
        data = MNIST(str(folder or mnist_folders(root)[0]), train=train, download=folder is None)
    except Exception as error:  # torchvision raises whatever the network, the disk or the file gave
        raise UserError(f"MNIST could not be read or downloaded ({error}). {_missing(root)}") from error
    if data.data.shape[1:] != (28, 28) or len(data.data) != len(data.targets):
        raise UserError(f"The MNIST files in {folder} are damaged: delete them and download them again.")
    return Digits(data.data[:, None], data.targets)


def _missing(root: str | Path | None) -> str:
    where = root if root is not None else mnist_folders()[0]
    return (
        f"There is no MNIST in {where}: name a folder that holds MNIST/raw with --data DIR or the environment "
        "variable DIFFUSION_DATA, or run `python -m lib data mnist` once with a network and leave --data out."
    )
