"""Room: draw. Plotly figures, all in one visual language: data is blue, noise is orange, references are grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray
from plotly.subplots import make_subplots

from lib.draw.paper import GRID, empty, mark
from lib.draw.style import NOISE, QUIET, SERIES, SIGNAL, faint
from lib.models.errors import UserError


def loss_curve(
    losses: Sequence[Sequence[float]], log: bool = False, marks: Mapping[str, float] | None = None
) -> go.Figure:
    """Training loss: what was measured, faint, and its running mean.

    Args:
        losses: pairs of [step, loss].
        log: the loss on a logarithmic axis.
        marks: steps to point out by name, e.g. {"epoch 5": 2345}.

    Raises:
        UserError: where there is nothing to draw.
    """
    steps, values = _columns(losses, 2, "a loss curve")
    figure = empty("Training step (batches)", "Loss (mean squared error)")
    figure.add_scatter(x=steps, y=values, name="measured", mode="lines", line={"color": faint(SIGNAL, 0.5), "width": 1})
    mean = smooth(values, max(1, len(values) // 40))
    figure.add_scatter(x=steps, y=mean, name="running mean", mode="lines", line={"color": SIGNAL, "width": 2.5})
    for name, step in (marks or {}).items():
        mark(figure, step, name)
    scale = {"type": "log", "dtick": "D2"} if log else {"rangemode": "tozero"}
    figure.update_yaxes(tickformat="~g", hoverformat=".3~g", **scale)
    return figure


def smooth(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """The mean of each value and its neighbours up to ``reach`` - 1 away; fewer at the ends."""
    kernel = np.ones(2 * reach - 1)
    half = reach - 1
    padded = np.pad(values, half)
    counts = np.convolve(np.pad(np.ones(len(values)), half), kernel, "valid")
    result: NDArray[np.float64] = np.convolve(padded, kernel, "valid") / counts
    return result


def loss_by_t(t: ArrayLike, losses: ArrayLike | Mapping[str, ArrayLike]) -> go.Figure:
    """Where on the way from noise to data a model errs.

    Args:
        t: (N,) times, 0 = data.
        losses: (N,) mean squared errors, or several of them by name.

    Raises:
        UserError: where there is nothing to draw.
    """
    named = losses if isinstance(losses, Mapping) else {"loss": losses}
    figure = empty("Time t (0 = data)", "Loss (mean squared error)", showlegend=len(named) > 1)
    for (name, values), colour in zip(named.items(), _colours(len(named)), strict=True):
        pairs = np.column_stack(_same_length(t, values))
        times, errors = _columns(pairs[np.argsort(pairs[:, 0])], 2, "the loss by time")
        figure.add_scatter(
            x=times, y=errors, name=name, mode="lines+markers", line={"color": colour, "width": 2}, marker={"size": 5}
        )
    figure.update_yaxes(rangemode="tozero", hoverformat=".3~g")
    return figure


def accuracy_against_guidance(rows: Sequence[Mapping[str, float]], floor: float | None = None) -> go.Figure:
    """What guidance buys and what it costs: the judge's accuracy above, distance to real digits below.

    Args:
        rows: each with ``guidance``, ``accuracy`` in [0, 1], and ``frechet`` >= 0.
        floor: the Fréchet distance of as many real digits.

    Raises:
        UserError: where there is nothing to draw, or a number is missing.
    """
    table = [[row.get(name, np.nan) for name in ("guidance", "accuracy", "frechet")] for row in rows]
    guidance, accuracy, frechet = _columns(sorted(table), 3, "accuracy against guidance")
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08, figure=empty("", "", 460))
    _points(figure, guidance, 100 * accuracy, "accuracy of the judge", SIGNAL, 1)
    _points(figure, guidance, frechet, "distance to real digits", NOISE, 2)
    if floor is not None:
        line = {"color": QUIET, "dash": "dash", "width": 1}
        figure.add_hline(y=floor, line=line, annotation_text="real against real", row=2, col=1)
    figure.update_xaxes(title_text="", row=1, col=1, **GRID)
    figure.update_xaxes(title_text="Guidance γ (1 = the plain conditional model)", row=2, col=1, **GRID)
    figure.update_yaxes(title_text="Accuracy (%)", hoverformat=".1f", row=1, col=1, **GRID)
    figure.update_yaxes(title_text="Fréchet distance", hoverformat=".3~g", rangemode="tozero", row=2, col=1, **GRID)
    return figure


def _points(figure: go.Figure, x: NDArray[Any], y: NDArray[Any], name: str, colour: str, row: int) -> None:
    style = {"mode": "lines+markers", "line": {"color": colour, "width": 2}, "marker": {"size": 8}}
    figure.add_scatter(x=x, y=y, name=name, row=row, col=1, **style)


def straightness_bars(by_reflow: Mapping[int, float]) -> go.Figure:
    """How far paths are from straight lines after k reflows.

    Args:
        by_reflow: S for each k, S >= 0; see ``lib.diffusion.straightness``.

    Raises:
        UserError: where there is nothing to draw.
    """
    counts, values = _columns(sorted(by_reflow.items()), 2, "straightness")
    figure = empty("Reflows k (0 = the first flow)", "Bend S (0 = straight)", height=280, showlegend=False)
    names = [f"k = {k:.0f}" for k in counts]
    figure.add_bar(x=names, y=values, marker={"color": SIGNAL}, text=[_short(v) for v in values], width=0.5)
    figure.update_traces(textposition="outside", cliponaxis=False, hovertemplate="%{x}: S = %{y:.3g}<extra></extra>")
    figure.update_yaxes(rangemode="tozero")
    return figure


def _short(value: float) -> str:
    """Three digits that count, never as "6.6e-05"."""
    text = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0") if "e-" in text else text


def coefficients(t: ArrayLike, alpha: ArrayLike, sigma: ArrayLike, at: float | None = None) -> go.Figure:
    """How much data and how much noise x_t holds over time; and what is left of the data where noise is greatest.

    Args:
        t: (N,) times, 0 = data.
        alpha: (N,) factor of x_0.
        sigma: (N,) factor of the noise.
        at: the time to point at.

    Raises:
        UserError: where there is nothing to draw.
    """
    rows = np.column_stack(_same_length(t, alpha, sigma))
    times, signal, noise = _columns(rows[np.argsort(rows[:, 0])], 3, "coefficients")
    figure = empty("Time t (0 = data)", "Factor in x<sub>t</sub> = α x<sub>0</sub> + σ ε")
    for name, values, colour in (("α, of the data", signal, SIGNAL), ("σ, of the noise", noise, NOISE)):
        figure.add_scatter(x=times, y=values, name=name, mode="lines", line={"color": colour, "width": 2.5})
        if at is not None:
            here = float(np.interp(at, times, values))
            dot = {"color": colour, "size": 11}
            figure.add_scatter(x=[at], y=[here], mode="markers", marker=dot, showlegend=False, hoverinfo="skip")
    if at is not None:
        mark(figure, at, f"t = {at:g}")
    left = f"t = {times[-1]:g}: ᾱ = α² = {signal[-1] ** 2:.3f},<br>{signal[-1]:.0%} of the amplitude is left"
    free = signal[-1] - 0.14 if signal[-1] > 0.2 else (signal[-1] + noise[-1]) / 2  # below both lines, or between them
    there = {"ax": times[-1], "ay": free, "axref": "x", "ayref": "y", "xanchor": "right"}
    figure.add_annotation(x=times[-1], y=signal[-1], text=left, arrowcolor=QUIET, **there)
    figure.update_yaxes(range=[-0.03, max(1.1, float(noise.max()) * 1.1)], hoverformat=".3f")
    return figure


def _columns(rows: Any, count: int, what: str) -> list[NDArray[np.float64]]:
    """The columns of a table of numbers, or a sentence about what it lacks."""
    try:
        table = np.asarray(list(rows), dtype=np.float64)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 2 or table.shape[1] != count or len(table) == 0 or np.isnan(table).any():
        raise UserError(f"There are no numbers to draw {what} from; measure it again.")
    return list(table.T)


def _same_length(*columns: ArrayLike) -> list[NDArray[np.float64]]:
    arrays = [np.asarray(column, dtype=np.float64).ravel() for column in columns]
    if len({len(array) for array in arrays}) != 1:
        raise UserError(f"A figure needs as many values as times, not {[len(array) for array in arrays]}.")
    return arrays


def _colours(count: int) -> list[str]:
    return [SERIES[i % len(SERIES)] for i in range(count)]
