"""Room: draw. The figure of edits: what is kept of a picture at each i_start."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from lib.draw.paper import CLEAR, empty, mark
from lib.draw.style import NOISE, SIGNAL
from lib.models.errors import UserError


def edit_scale(
    starts: Sequence[int], t: Sequence[float], noise: Sequence[float], kept: Sequence[float], at: int
) -> go.Figure:
    """Two scales under one slider: noise falls as i_start grows, and what is kept of the picture grows.

    Args:
        starts: (N,) values of i_start, rising; the first is the one that knows nothing of the picture.
        t: (N,) the timestep of each.
        noise: (N,) its share of noise in [0, 1].
        kept: (N,) PSNR of each edit against the original, in dB.
        at: the i_start that the slider stands at.

    Raises:
        UserError: where there is nothing to draw.
    """
    if not starts or not len(starts) == len(t) == len(noise) == len(kept):
        raise UserError("There are no edits to draw a scale of; compute them again.")
    figure = empty("i<sub>start</sub>", "PSNR against the original (dB)", 344)
    lines = {"mode": "lines+markers", "marker": {"size": 7}}
    figure.add_scatter(x=starts, y=kept, name="kept of the picture", line={"color": SIGNAL, "width": 2.5}, **lines)
    share = [100 * value for value in noise]
    style = {"color": NOISE, "width": 2.5}
    figure.add_scatter(x=starts, y=share, name="noise at the start", line=style, yaxis="y2", **lines)
    figure.add_scatter(x=starts, y=[None] * len(starts), xaxis="x2", showlegend=False, hoverinfo="skip")
    mark(figure, at)
    reach = [min(starts) - 1, max(starts) + 1]
    read = _readable(starts)
    figure.update_xaxes(tickvals=[starts[i] for i in read], range=reach, tickangle=0)
    top = {"overlaying": "x", "side": "top", "tickvals": [starts[i] for i in read], "tickangle": 0}
    top["ticktext"] = [f"{t[i]:.0f}" for i in read]
    figure.update_layout(
        xaxis2={**top, "range": reach, "showgrid": False, "title": {"text": "Timestep t", "standoff": 4}},
        yaxis2={"overlaying": "y", "side": "right", "range": [0, 105], "title": "Noise (% of the variance)"},
        margin={"l": 64, "r": 64, "t": 64, "b": 108},
        legend={"orientation": "h", "x": 0, "y": -0.34, "yanchor": "top", "bgcolor": CLEAR},
    )
    figure.update_layout(yaxis2={"showgrid": False, "tickmode": "array", "tickvals": [0, 25, 50, 75, 100]})
    figure.update_yaxes(hoverformat=".3~g", rangemode="tozero", selector={"side": None})
    return figure


def _readable(starts: Sequence[int]) -> list[int]:
    """Which of the values can have a number on the axis without touching the one before, the first among them."""
    found, apart = [0], (starts[-1] - starts[0]) / 9
    for i in range(1, len(starts)):
        if starts[i] - starts[found[-1]] >= apart:
            found.append(i)
    return found
