"""Room: runs. What an enlargement has kept of its small picture, and what it has made up. numpy only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs import measures

Pictures = NDArray[np.float32]
"""(B, C, H, W) in [0, 1]."""


def pixels(pictures: NDArray[Any]) -> Pictures:
    """Data in [-1, 1] -> [0, 1]; what lies outside is cut off."""
    return np.clip(pictures.astype(np.float32) / 2 + 0.5, 0, 1)


def nearest(small: Pictures, factor: int) -> Pictures:
    """Each pixel as a square."""
    return small.repeat(factor, -1).repeat(factor, -2)


def bilinear(small: Pictures, factor: int) -> Pictures:
    """Straight lines between the pixels, corner on corner: what the second stage sees, but for the noise."""
    for axis in (-2, -1):
        size = small.shape[axis]
        at = np.linspace(0, size - 1, size * factor)
        low = np.minimum(np.floor(at).astype(int), max(size - 2, 0))
        share = (at - low).astype(np.float32).reshape((-1, 1) if axis == -2 else (-1,))
        high = np.minimum(low + 1, size - 1)
        small = np.take(small, low, axis) * (1 - share) + np.take(small, high, axis) * share
    return small


def shrunk(large: Pictures, factor: int) -> Pictures:
    """Means of squares."""
    *rest, height, width = large.shape
    squares = large.reshape(*rest, height // factor, factor, width // factor, factor)
    return np.asarray(squares.mean((-3, -1)), np.float32)


def kept(small: Pictures, large: Pictures) -> float:
    """PSNR in dB between a small picture and its enlargement made small again; infinite where they are equal."""
    factor = large.shape[-1] // small.shape[-1]
    return measures.psnr(shrunk(large, factor), small, cut=False)


def detail(large: Pictures, factor: int) -> float:
    """What a small picture can't hold of a large one: the standard deviation within its squares, over all of them."""
    left = large - nearest(shrunk(large, factor), factor)
    return float(np.sqrt(np.square(left).mean()))


def seams(large: Pictures, factor: int) -> float:
    """How much more neighbours differ across the borders of squares than inside of them: 1 is a picture without any."""
    across, inside = [], []
    for axis in (-2, -1):
        steps = np.abs(np.diff(large, axis=axis))
        border = np.arange(steps.shape[axis]) % factor == factor - 1
        across.append(np.compress(border, steps, axis).mean())
        inside.append(np.compress(~border, steps, axis).mean())
    return float(np.mean(across) / max(float(np.mean(inside)), 1e-12))


def invented(larges: Pictures) -> NDArray[np.float32]:
    """(H, W): how far enlargements of one picture lie from each other, the standard deviation over them."""
    return np.asarray(larges.std(0).mean(0), np.float32)
