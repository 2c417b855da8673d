"""Room: draw. The field that carries points of the plane, and its arrows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory


def velocity_of(trajectory: Trajectory, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and velocities towards the data, (x_0 - x_t) / sigma, at kept step ``k`` of a straight path.

    Returns:
        (B, 2) points and (B, 2) velocities.

    Raises:
        UserError: where the trajectory is not of points, or has no noise at this step.
    """
    points, ends = _points(trajectory.x_t), _points(trajectory.x_0)
    if not -len(points) <= k < len(points) or trajectory.sigma[k] <= 0:
        raise UserError(f"There is no velocity at step {k}: choose a kept step with noise, 0 to {len(points) - 1}.")
    return points[k], (ends[k] - points[k]) / float(trajectory.sigma[k])


def spacing(points: NDArray[np.float64]) -> float:
    """How far points of an even spread over their square are from the next."""
    side = float(np.ptp(points, axis=0).max())
    return side / max(np.sqrt(len(points)) - 1, 1) if side > 0 else 1.0


def arrows(start: NDArray[np.float64], step: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Shafts and heads as one broken line: tail, tip, left barb, tip, right barb, break.

    Args:
        start: (N, 2).
        step: (N, 2).

    Returns:
        x and y, (6 N,) each, with NaN at the breaks.
    """
    tip, back = start + step, -0.3 * step
    aside = np.stack([-step[:, 1], step[:, 0]], axis=1) * 0.15
    line = np.stack([start, tip, tip + back + aside, tip, tip + back - aside, np.full_like(start, np.nan)], axis=1)
    return line[..., 0].ravel(), line[..., 1].ravel()


def _points(batch: NDArray[Any]) -> NDArray[np.float64]:
    if batch.ndim != 3 or batch.shape[2] != 2 or 0 in batch.shape:
        raise UserError(f"This figure shows points in the plane, (K, B, 2), and the trajectory holds {batch.shape}.")
    points = batch.astype(np.float64)
    points[~np.isfinite(points)] = np.nan
    return points
