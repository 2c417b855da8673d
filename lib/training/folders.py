"""Room: training. Where MNIST lies on this machine, and its mean, for those who only look: no torch."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.models import foreign
from lib.models.places import state_dir

PIXELS = 28 * 28
MOST = 10**8
"""Bytes of one of its files; the largest has half of that."""
HEADER = 16  # bytes before the first pixel of an idx file of pictures


def mnist_folders(root: str | Path | None = None) -> list[Path]:
    """Where MNIST may lie: the folder that was named, or DIFFUSION_DATA and then the app's own folder."""
    if root is not None:
        return [Path(root), Path(root) / "mnist"]
    named = os.environ.get("DIFFUSION_DATA")
    return [*([Path(named), Path(named) / "mnist"] if named else []), state_dir() / "data"]


def find_mnist(root: str | Path | None = None) -> Path | None:
    """The first of these folders that holds MNIST in torchvision's layout, or None."""
    names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    for folder in mnist_folders(root):
        if all((folder / "MNIST" / "raw" / name).is_file() for name in names):
            return folder
    return None


def pictures_of_mnist(root: str | Path | None = None, train: bool = True) -> NDArray[np.uint8] | None:
    """All pictures of one of the two sets, (N, 28, 28) uint8, read-only; None where they aren't here or are damaged."""
    folder = find_mnist(root)
    if folder is None:
        return None
    try:
        place = folder / "MNIST" / "raw" / f"{'train' if train else 't10k'}-images-idx3-ubyte"
        raw = np.fromfile(foreign.fitting(place, MOST), np.uint8)
    except OSError:
        return None
    if len(raw) <= HEADER or (len(raw) - HEADER) % PIXELS:
        return None
    raw.setflags(write=False)
    return raw[HEADER:].reshape(-1, 28, 28)


def mean_of_mnist(root: str | Path | None = None) -> NDArray[np.float64] | None:
    """The mean of the 60,000 training pictures, (28, 28) in [0, 1]; None where they aren't here or are damaged."""
    found = pictures_of_mnist(root)
    return None if found is None else found.mean(0) / 255
