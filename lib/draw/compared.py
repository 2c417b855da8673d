"""Room: draw. Two runs in one picture: the panels that are played together, and their difference over the levels."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lib.draw.frames import Frames, alike, frames
from lib.draw.paper import empty
from lib.draw.style import NOISE, QUIET, SIGNAL, faint
from lib.runs.compared import Compared, difference, pair, same_size
from lib.runs.trajectory import Trajectory


def panels(a: Trajectory, b: Trajectory, found: Compared) -> tuple[list[Frames], float]:
    """What is played together: x_t of A, of B and of |A - B|, then the same of x_0.

    Points of the plane, and pictures of different sizes, have no |A - B|: then there are four panels.

    Returns:
        The frames of each panel, all (K, H, W, 3) of one shape, or (K, H, W, 4) where both are points, which lie on
        nothing; and the difference that is drawn white.
    """
    one, other = pair(a, b, found)
    white = 1.0
    points = a.x_t.ndim == b.x_t.ndim == 3
    rows = [[frames(run, show=(name,), clear=points) for run in (one, other)] for name in ("x_t", "x_0")]  # type: ignore[arg-type]
    if a.x_t.ndim == 5 and same_size(a, b):
        apart = difference(a, b, found)
        white = max(float(np.quantile(apart.pixels("x_0").astype(np.float32), 0.999)), 1e-3)
        for row, name in zip(rows, ("x_t", "x_0"), strict=True):
            row.append(frames(_brighter(apart, white), show=(name,)))  # type: ignore[arg-type]
    return alike([panel for row in rows for panel in row]), white


def _brighter(apart: Trajectory, white: float) -> Trajectory:
    from dataclasses import replace

    low, _ = apart.recipe.data_range
    parts: dict[str, Any] = {name: low + (getattr(apart, name) - low) / white for name in ("x_t", "x_0")}
    return replace(apart, **parts)


def apart_figure(found: Compared, threshold: float, unit: str, falls: bool = True) -> go.Figure:
    """How far two runs are apart, over the levels, and the step at which they part.

    Args:
        found: the comparison.
        threshold: above which they have parted.
        unit: of the differences.
        falls: whether the runs go from noise to data, to the right.
    """
    figure = empty("Share of noise, σ / (α + σ)", f"RMS difference, {unit}", height=320)
    for name, values, colour, dash in (
        ("of x<sub>t</sub>", found.x_t, NOISE, "solid"),
        ("of x̂<sub>0</sub>", found.x_0, SIGNAL, "dash"),
    ):
        style: dict[str, Any] = {"color": colour, "width": 2.5, "dash": dash}
        figure.add_scatter(
            x=found.share, y=_known(values), name=name, mode="lines+markers", line=style, marker={"size": 5}
        )
    figure.add_hline(y=threshold, line={"color": faint(QUIET, 0.8), "dash": "dot", "width": 1.5})
    at = found.parts(threshold) if falls else None
    if at is not None:
        figure.add_vline(x=float(found.share[at]), line={"color": QUIET, "width": 1.5})
        figure.add_annotation(
            x=float(found.share[at]), y=1, yref="paper", text=" they part", showarrow=False, xanchor="left"
        )
    figure.update_yaxes(rangemode="tozero", hoverformat=".3f").update_xaxes(hoverformat=".3f")
    if falls:
        figure.update_xaxes(autorange="reversed")
    return figure.update_layout(dragmode=False)


def _known(values: NDArray[np.float64]) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
