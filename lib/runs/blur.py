"""Room: runs. A Gaussian blur of arrays, for soft masks and shadows. numpy only."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray


def gaussian(x: NDArray[Any], sigma: float, size: int | None = None) -> NDArray[Any]:
    """Blur the last two axes with a Gaussian; what lies beyond an edge is what lies before it, as in a mirror.

    Args:
        x: (..., H, W) of any floating type; the answer has the same shape and type.
        sigma: standard deviation in pixels; 0 changes nothing.
        size: how many pixels the kernel covers, odd; None is 2 ceil(4 sigma) + 1.

    Raises:
        ValueError: for a negative sigma or a size that is even or below 1.
    """
    if not 0 <= sigma < math.inf or (size is not None and (size < 1 or size % 2 == 0)):
        raise ValueError(f"a blur takes a sigma of 0 or more and an odd size, not {sigma} and {size}.")
    if sigma == 0:
        return x.copy()
    size = 2 * math.ceil(4 * sigma) + 1 if size is None else size
    down, across = (_matrix(n, sigma, size) for n in x.shape[-2:])
    blurred: NDArray[Any] = (down @ x.astype(np.float64) @ across.T).astype(x.dtype)
    return blurred


@lru_cache(maxsize=32)
def _matrix(n: int, sigma: float, size: int) -> NDArray[np.float64]:
    """(n, n): row i holds what each pixel gives to the blurred pixel i; all rows sum to 1."""
    offsets = np.arange(size) - size // 2
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    period = max(1, 2 * n - 2)  # 0 1 2 3 2 1 | 0 1 2 ...: the mirror stands on the first and on the last pixel
    places = (np.arange(n)[:, None] + offsets) % period
    matrix = np.zeros((n, n))
    np.add.at(matrix, (np.arange(n)[:, None], np.minimum(places, period - places) % n), weights / weights.sum())
    return matrix
