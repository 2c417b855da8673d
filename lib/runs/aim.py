"""Room: runs. How well points of the plane hit the two crescents that the plane's flows were trained on. numpy only."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SCALE: Final = 1.4
CENTRE: Final = (0.5, 0.25)
SPREAD: Final = 0.08
"""Of `lib.training.plane.crescents`, which needs torch; a test holds the two together."""

NEAR: Final = 3 * SPREAD * SCALE
"""What is farther from the line of its crescent than three standard deviations is a miss: 1 in 370 of the data."""


def distances(points: NDArray[Any]) -> NDArray[np.float64]:
    """How far (B, 2) points are from the nearer of the two half circles: (B,), NaN for a point that isn't finite."""
    scaled = points.astype(np.float64) / SCALE
    centre = np.array(CENTRE)
    below = (scaled - centre) * [1, -1]
    above = scaled + centre
    return SCALE * np.minimum(_from_half_circle(above), _from_half_circle(below))


def misses(points: NDArray[Any]) -> float:
    """The share of (B, 2) points that lie on neither crescent, 0 to 1."""
    return float(1 - (distances(points) <= NEAR).mean())


def _from_half_circle(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the upper half of the unit circle."""
    ends = np.minimum(np.hypot(points[:, 0] - 1, points[:, 1]), np.hypot(points[:, 0] + 1, points[:, 1]))
    return np.where(points[:, 1] >= 0, np.abs(np.hypot(points[:, 0], points[:, 1]) - 1), ends)
