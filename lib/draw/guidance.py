"""Room: draw. Figures of guidance: the arrow in the plane of two estimates, and what it buys and costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.draw.paper import GRID, empty
from lib.draw.style import NOISE, QUIET, SERIES, SIGNAL


def arrow(places: Mapping[float, tuple[float, float]]) -> go.Figure:
    """Measured noise estimates in the plane that the unconditional and the conditional one span.

    Args:
        places: by guidance, along and across, in lengths of the step from one to the other; 0 and 1 are among them.
    """
    figure = empty("Along ε<sub>c</sub> − ε<sub>u</sub>, in its lengths", "Across, same unit", height=340)
    far = max(places)
    figure.add_scatter(
        x=[0, far], y=[0, 0], mode="lines", name="ε<sub>u</sub> + γ (ε<sub>c</sub> − ε<sub>u</sub>)",
        line={"color": QUIET, "dash": "dot", "width": 1.5}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_annotation(
        x=1, y=0, ax=0, ay=0, xref="x", yref="y", axref="x", ayref="y", text="", arrowcolor=SIGNAL, arrowwidth=3,
        arrowhead=2,
    )  # fmt: skip
    scales = sorted(places)
    x, y = ([places[scale][i] for scale in scales] for i in (0, 1))
    names = {0: "ε<sub>u</sub> (γ = 0)", 1: "ε<sub>c</sub> (γ = 1)"}
    text = [names.get(int(scale) if scale in (0, 1) else -1, f"γ = {scale:g}") for scale in scales]
    marker = {"size": 10, "color": [SIGNAL if scale <= 1 else NOISE for scale in scales]}
    where = ["bottom center" if i % 2 else "top center" for i in range(len(scales))]
    figure.add_scatter(
        x=x, y=y, mode="markers+text", name="measured, after the limits of x̂<sub>0</sub>", text=text,
        textposition=where, marker=marker, hovertemplate="%{text}: %{x:.2f}, %{y:.2f}<extra></extra>",
    )  # fmt: skip
    low, high = min(*y, 0), max(*y, 0)
    room = max(1.5, 0.35 * (high - low))
    figure.update_yaxes(range=[low - room, high + room]).update_xaxes(range=[-0.9, far + 0.9])
    return figure.update_layout(dragmode=False, hovermode="closest")


def trade_off(scales: Sequence[float], shares: Mapping[str, Sequence[float]], apart: Sequence[float], unit: str) -> Any:
    """What guidance buys, above (where a judge measured it), and what it costs, below.

    Args:
        scales: of guidance, rising.
        shares: by name, mean probabilities in [0, 1], one for each scale; may be empty.
        apart: how far pictures of one prompt lie from each other, one for each scale.
        unit: what that is measured in.
    """
    rows = 2 if shares else 1
    start = empty("", "", 460 if shares else 280, showlegend=bool(shares))
    figure = make_subplots(rows=rows, cols=1, shared_xaxes=True, vertical_spacing=0.08, figure=start)
    for colour, (name, values) in zip((SIGNAL, SERIES[2]), shares.items(), strict=False):
        _line(figure, scales, values, name, colour, 1)
    _line(figure, scales, apart, "diversity", NOISE, rows)
    if shares:
        figure.update_yaxes(title_text="Probability (judge)", range=[-0.03, 1.03], row=1, col=1, **GRID)
    figure.update_yaxes(title_text=f"Diversity ({unit})", rangemode="tozero", row=rows, col=1, **GRID)
    figure.update_xaxes(title_text="Guidance γ (1 = the plain conditional model)", row=rows, col=1, **GRID)
    figure.update_yaxes(hoverformat=".3f")
    return figure.update_layout(dragmode=False)


def _line(figure: go.Figure, x: Sequence[float], y: Sequence[float], name: str, colour: str, row: int) -> None:
    style: dict[str, Any] = {"line": {"color": colour, "width": 2}, "marker": {"size": 8}}
    figure.add_scatter(x=list(x), y=list(y), name=name, mode="lines+markers", row=row, col=1, **style)
