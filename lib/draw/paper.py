"""Room: draw. The empty figure that all figures start from: clear paper, named axes, faint grid."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from lib.draw.style import QUIET, faint

CLEAR = "rgba(0,0,0,0)"
"""No background: the page's own shows, light or dark. Text has no colour either and takes that of the theme."""

GRID = {"gridcolor": faint(QUIET, 0.25), "zerolinecolor": faint(QUIET, 0.5), "linecolor": faint(QUIET, 0.6)}


def empty(x: str, y: str, height: int = 340, **layout: Any) -> go.Figure:
    """A figure without data.

    Args:
        x: what the horizontal axis is, with its unit.
        y: what the vertical axis is, with its unit.
        height: in pixels; the width is that of the page.
        layout: more of plotly's layout.
    """
    figure = go.Figure()
    figure.update_layout(
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        height=height,
        margin={"l": 64, "r": 16, "t": 32, "b": 52},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "bgcolor": CLEAR},
        hovermode="x unified",
        **layout,
    )
    figure.update_xaxes(title_text=x, **GRID)
    figure.update_yaxes(title_text=y, **GRID)
    return figure


def square(figure: go.Figure, half: float) -> go.Figure:
    """Make it a map of the plane: both axes from -half to half, a unit as long on one as on the other."""
    figure.update_xaxes(range=[-half, half], constrain="domain")
    figure.update_yaxes(range=[-half, half], scaleanchor="x", scaleratio=1, constrain="domain")
    figure.update_layout(hovermode="closest")
    return figure


def mark(figure: go.Figure, x: float, text: str = "", **place: Any) -> None:
    """A quiet dotted line across the figure at ``x``, with a word beside its upper end."""
    label = {"annotation_text": text, "annotation_position": "top right"} if text else {}
    figure.add_vline(x=x, line={"color": QUIET, "width": 1, "dash": "dot"}, **label, **place)
