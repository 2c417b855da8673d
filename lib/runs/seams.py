"""Room: runs. How visible the edge of an inpainted part is: jumps across it against the picture's own. numpy only."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Seam(NamedTuple):
    """What was measured at the edge of a mask.

    Attributes:
        map: (H, W) float32 in [0, 1]: at each pixel beside the edge the largest jump to a neighbour on its other side,
            0 everywhere else.
        across: the mean jump from one side of the edge to the other, as a share of the way from black to white.
        own: the mean jump between neighbours that the edge does not part: the picture's own gradient.
    """

    map: NDArray[np.float32]
    across: float
    own: float

    @property
    def error(self) -> float:
        """How many times the picture's own gradient the seam is: 1 can't be seen; 0 where there is no edge."""
        return self.across / max(self.own, 1 / 255)


def seam(picture: NDArray[Any], new: NDArray[Any]) -> Seam:
    """Compare neighbours on both sides of a mask's edge with all other neighbours.

    Args:
        picture: (H, W) or (H, W, 3), uint8, or float in [0, 1].
        new: (H, W) in [0, 1], 1 where the picture was made anew; the edge lies where it passes 0.5.

    Raises:
        ValueError: where the two have different sizes.
    """
    if picture.shape[:2] != new.shape:
        raise ValueError(f"A picture {picture.shape} and a mask {new.shape} must have one size.")
    values = picture.astype(np.float32) / (255 if picture.dtype == np.uint8 else 1)
    values = values.reshape(*new.shape, -1)
    inside = new >= 0.5
    found = np.zeros(new.shape, np.float32)
    across, own = [], []
    for axis in (0, 1):
        here, there = _pairs(axis)
        jumps = abs(values[here] - values[there]).mean(-1)
        parted = inside[here] != inside[there]
        across.append(jumps[parted])
        own.append(jumps[~parted])
        for side in (here, there):
            np.maximum(found[side], np.where(parted, jumps, 0), out=found[side])
    return Seam(found, _mean(across), _mean(own))


def _pairs(axis: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """All pixels but the last ones along an axis, and the neighbours after them."""
    whole, first, second = slice(None), slice(None, -1), slice(1, None)
    return ((first, whole), (second, whole)) if axis == 0 else ((whole, first), (whole, second))


def _mean(parts: list[NDArray[np.float32]]) -> float:
    values = np.concatenate([part.ravel() for part in parts])
    return float(values.mean()) if values.size else 0.0
