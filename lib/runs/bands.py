"""Room: runs. The two bands of a hybrid: the Gaussian that parts them, its cut-off, and a finished picture in two."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.runs.blur import gaussian

KERNEL, SIDE = 33, 64
"""The course's kernel, and the side of the pictures that it is for."""
OPENING = ("a lithograph of a skull", "a lithograph of flowers", 3)
"""What A10 opens with: low, high, seed."""
NESTED = {"upright": OPENING[:2], "turned": ("an oil painting of an old man", "an oil painting of a castle")}
"""The anagram of hybrids that A10 opens with: far and near, upright and through the view."""


def kernel_of(sigma: float, side: int) -> tuple[int, float]:
    """The Gaussian for pictures of a side: how many pixels it covers, odd, and its sigma in their pixels.

    Args:
        sigma: in pixels of a picture of 64; the course's 2 goes with a kernel of 33, and both are scaled.
        side: in pixels.
    """
    scaled = sigma * side / SIDE
    least = round(KERNEL * side / SIDE / 2)
    return 2 * min(max(least, round(4 * scaled)), side - 1) + 1, scaled  # mirrored at the edge, at most once


def bands(x: NDArray[Any], sigma: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What is coarse in pictures and what is fine; their sum is the picture.

    Args:
        x: (..., side, side), data in which 0 is the middle.
        sigma: in pixels of a picture of 64.
    """
    size, scaled = kernel_of(sigma, x.shape[-1])
    whole = x.astype(np.float32)
    low = gaussian(whole, scaled, size)
    return low, whole - low


def gain(waves: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """What the low band keeps of each frequency, in [0, 1]; the high band keeps the rest.

    Args:
        waves: frequencies in waves per picture.
        sigma: in pixels of a picture of 64.
    """
    kept: NDArray[np.float64] = np.exp(-2 * (np.pi * waves * sigma / SIDE) ** 2)
    return kept


def cutoff(sigma: float) -> float:
    """The frequency, in waves per picture, of which both bands keep half."""
    return SIDE * math.sqrt(math.log(2) / 2) / (math.pi * sigma)
