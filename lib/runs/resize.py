"""Room: runs. Pictures of other sizes: averaged over areas when made smaller, bicubic when made larger. No torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def square(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The middle of a picture (H, W, 3), as large as a square can be."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]


def resized(pixels: NDArray[Any], side: int) -> NDArray[np.float32]:
    """A square picture (S, S, 3) uint8 at another size: (side, side, 3) float32 in [0, 1].

    Made smaller, each new pixel is the mean of all that it covers, parts of pixels included: nothing is aliased.
    """
    n = len(pixels)
    if side < n:
        parts = _shares(n, side)
        rows = np.einsum("ih,hwc->iwc", parts, pixels, optimize=True)
        pixels = np.einsum("jw,iwc->ijc", parts, rows, optimize=True).clip(0, 255)
    if side > n:
        large = Image.fromarray(np.ascontiguousarray(pixels)).resize((side, side), Image.Resampling.BICUBIC)
        pixels = np.asarray(large)
    values: NDArray[np.float32] = (pixels / 255.0).astype(np.float32)
    return values


def _shares(n: int, side: int) -> NDArray[np.float64]:
    """(side, n): how much of each old pixel lies in each new one; all rows sum to 1."""
    edges = np.arange(side + 1) * (n / side)
    low, high = edges[:-1, None], edges[1:, None]
    old = np.arange(n)
    covered = (np.minimum(high, old + 1) - np.maximum(low, old)).clip(min=0)
    shares: NDArray[np.float64] = covered / covered.sum(1, keepdims=True)
    return shares


def reduced(pixels: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    """A square picture (S, S, 3) uint8, averaged down to `most` a side where it is larger."""
    if len(pixels) <= most:
        return pixels.copy()
    small: NDArray[np.uint8] = np.rint(resized(pixels, most) * 255).astype(np.uint8)
    return small
