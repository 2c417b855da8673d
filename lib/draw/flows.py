"""Room: draw. Figures of the plane: the paths that points take, and the field that carries them."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from lib.draw.paper import empty, square
from lib.draw.plane import reach, start_colours
from lib.draw.style import QUIET, SERIES, SIGNAL, faint
from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory


def plane_paths(trajectory: Trajectory, most: int = 200) -> go.Figure:
    """The paths of points from noise to data, coloured by the direction in which each starts.

    Args:
        trajectory: x_t of shape (K, B, 2).
        most: paths to draw; more can't be told apart.

    Raises:
        UserError: where the trajectory is not of points in the plane.
    """
    points = _points(trajectory.x_t)[:, :most]
    colours = np.array(start_colours(points[0]))
    figure = square(empty("x", "y", height=460), reach(points))
    for colour in SERIES:
        own = points[:, colours == colour]
        if own.shape[1]:
            x, y = _joined(own)
            line = {"color": faint(colour, 0.55), "width": 1.2}
            figure.add_scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")
    _dots(figure, points[0], "noise, where paths start", colours.tolist(), "circle-open")
    _dots(figure, points[-1], "data, where they end", colours.tolist(), "circle")
    return figure


def vector_field(points: ArrayLike, vectors: ArrayLike, background: ArrayLike | None = None) -> go.Figure:
    """Arrows in the plane, the longest as long as the points are apart.

    Args:
        points: (N, 2) where the arrows stand.
        vectors: (N, 2) where they lead, in units of the plane for a unit of time.
        background: (M, 2) points to show behind, e.g. the data.

    Raises:
        UserError: unless there is one vector for each point.
    """
    start, step = np.asarray(points, np.float64), np.asarray(vectors, np.float64)
    if start.shape != step.shape or start.ndim != 2 or start.shape[1] != 2 or len(start) == 0:
        raise UserError(f"A field needs one vector for each point, (N, 2) each, not {start.shape} and {step.shape}.")
    step = np.nan_to_num(step, posinf=0, neginf=0)
    figure = square(empty("x", "y", height=460), reach(start))
    if background is not None:
        _dots(figure, np.asarray(background, np.float64), "data", QUIET, "circle")
    length = np.hypot(*step.T)
    x, y = arrows(start, step * (spacing(start) / max(float(length.max()), 1e-9)))
    figure.add_scatter(x=x, y=y, mode="lines", name="velocity", line={"color": SIGNAL, "width": 1.4}, hoverinfo="skip")
    marker = {"size": 3, "color": SIGNAL}
    text = [f"speed {v:.2f}" for v in length]
    figure.add_scatter(
        x=start[:, 0], y=start[:, 1], mode="markers", marker=marker, text=text, hoverinfo="text", showlegend=False
    )
    return figure


def velocity_of(trajectory: Trajectory, k: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points and velocities towards the data, (x_0 - x_t) / sigma, at kept step ``k`` of a straight path.

    Returns:
        (B, 2) points and (B, 2) velocities, for ``vector_field``.

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


def _joined(paths: NDArray[np.float64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Paths (K, B, 2) as one broken line, which a browser draws faster than B lines."""
    broken = np.concatenate([paths, np.full((1, *paths.shape[1:]), np.nan)]).transpose(1, 0, 2)
    return broken[..., 0].ravel(), broken[..., 1].ravel()


def _dots(figure: go.Figure, points: NDArray[np.float64], name: str, colour: str | list[str], symbol: str) -> None:
    marker = {"color": colour, "opacity": 0.8, "size": 5, "symbol": symbol}
    figure.add_scatter(x=points[:, 0], y=points[:, 1], mode="markers", name=name, marker=marker, hoverinfo="skip")


def _points(batch: NDArray[Any]) -> NDArray[np.float64]:
    if batch.ndim != 3 or batch.shape[2] != 2 or 0 in batch.shape:
        raise UserError(f"This figure shows points in the plane, (K, B, 2), and the trajectory holds {batch.shape}.")
    points = batch.astype(np.float64)
    points[~np.isfinite(points)] = np.nan
    return points
