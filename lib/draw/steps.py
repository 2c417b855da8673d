"""Room: draw. Figures of single steps: what the next picture is made of, and how much noise there really is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from numpy.typing import NDArray

from lib.draw.paper import empty
from lib.draw.style import NOISE, QUIET, SERIES, SIGNAL, faint

PARTS = (("of x̂<sub>0</sub>", SIGNAL), ("of x<sub>t</sub>", QUIET), ("of fresh noise", NOISE))
"""What x_t' is made of, each with its colour."""


def parts_of_all_steps(t: Sequence[float], rows: Sequence[Sequence[float]], at: int) -> go.Figure:
    """The same weights over a whole walk, with the chosen step marked.

    Args:
        t: of each step's beginning, falling.
        rows: three weights for each.
        at: which step is marked.
    """
    figure = empty("Timestep t at which the step begins", "Weight in x<sub>t′</sub>", height=300)
    for i, (name, colour) in enumerate(PARTS):
        y = [row[i] for row in rows]
        figure.add_scatter(x=t, y=y, name=name, mode="lines", line={"color": colour, "width": 2.5})
        dot = {"color": colour, "size": 10}
        figure.add_scatter(x=[t[at]], y=[y[at]], mode="markers", marker=dot, showlegend=False, hoverinfo="skip")
    figure.update_xaxes(autorange="reversed").update_yaxes(range=[-0.03, 1.08], hoverformat=".3f")
    return figure.update_layout(dragmode=False)


def noise_left(lines: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]) -> go.Figure:
    """How much noise a network finds in x_t, as a share of what it is told, over a walk.

    Args:
        lines: by name: t, and the measured share at each.
    """
    figure = empty("Timestep t", "Noise found / noise told", height=320)
    for colour, (name, (t, share)) in zip(SERIES, lines.items(), strict=False):
        style: dict[str, Any] = {"color": colour, "width": 2.5}
        figure.add_scatter(x=t, y=share, name=name, mode="lines", line=style)
    figure.add_hline(y=1, line={"color": faint(QUIET, 0.8), "dash": "dash", "width": 1})
    figure.update_xaxes(autorange="reversed").update_yaxes(hoverformat=".3f")
    return figure.update_layout(dragmode=False)
