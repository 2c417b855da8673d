"""Room: draw. Figures of noise and of filters: how widely pixels spread, what is coarse and fine, kernels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from lib.draw.paper import empty, mark
from lib.draw.style import NOISE, QUIET, SERIES, SIGNAL


def spread_figure(scaled: ArrayLike, unscaled: ArrayLike, added: ArrayLike) -> go.Figure:
    """The standard deviation of all pixels over time, in three ways of adding noise.

    Args:
        scaled: (N,) by timestep, for x_t as it is.
        unscaled: (N,) where the picture isn't shrunk.
        added: (N,) where no step shrinks anything.
    """
    figure = empty("Timestep t", "Standard deviation of the pixels", height=340)
    lines = (
        ("picture and noise both scaled", scaled, SIGNAL, "solid"),
        ("scaling off: the picture stays whole", unscaled, NOISE, "solid"),
        ("every step only adds noise", added, NOISE, "dash"),
    )
    for name, values, colour, dash in lines:
        line = {"color": colour, "width": 2.5, "dash": dash}
        figure.add_scatter(y=_thinned(values), x=_thinned(range(len(np.ravel(values)))), name=name, line=line)
    figure.add_hline(y=1, line={"color": QUIET, "width": 1, "dash": "dot"})
    return figure.update_yaxes(rangemode="tozero", hoverformat=".2f")


def schedules_figure(shares: Mapping[str, ArrayLike], chosen: str) -> go.Figure:
    """How much of the amplitude of the picture is left over time, for each schedule.

    Args:
        shares: abar (N,) by the schedule's name.
        chosen: which is drawn strongly.
    """
    figure = empty("Timestep t", "√ᾱ, the picture's share", height=280)
    for (name, values), colour in zip(shares.items(), SERIES, strict=False):
        line = {"color": colour, "width": 3 if name == chosen else 1.5}
        y = np.sqrt(np.asarray(values, np.float64))
        figure.add_scatter(x=_thinned(range(len(y))), y=_thinned(y), name=name, line=line)
    for t in (250, 500, 750):
        mark(figure, t)
    return figure.update_yaxes(rangemode="tozero", hoverformat=".3f")


def spectra_figure(frequencies: ArrayLike, amplitudes: Mapping[str, ArrayLike]) -> go.Figure:
    """Radial spectra: coarse to the left, fine to the right, on logarithmic axes.

    Args:
        frequencies: (R,) waves per picture, > 0.
        amplitudes: (R,) by name, in the order clean, noisy, blurred, model.
    """
    figure = empty("Waves across the picture: coarse ← → fine", "Amplitude", height=380)
    colours = (QUIET, NOISE, SERIES[2], SIGNAL)
    styles = ("solid", "dot", "solid", "solid")
    for (name, values), colour, dash in zip(amplitudes.items(), colours, styles, strict=False):
        line = {"color": colour, "width": 4 if colour == QUIET else 2.5, "dash": dash}
        y = np.maximum(np.asarray(values, np.float64), 1e-4)
        figure.add_scatter(x=list(np.asarray(frequencies, float)), y=list(y), name=name, line=line, mode="lines")
    ticks = [1, 2, 4, 8, 16, 32]
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[str(n) for n in ticks])
    return figure.update_yaxes(type="log", dtick=1, hoverformat=".2~g")


def kernels_figure(curves: Mapping[int, Mapping[int, float]], chosen: int) -> go.Figure:
    """PSNR by the size of the kernel, a line for each timestep, with a dot where it is best.

    Args:
        curves: timestep -> kernel -> PSNR in dB.
        chosen: the kernel to point at.
    """
    figure = empty("Size of the kernel (pixels)", "PSNR (dB)", height=340)
    for (t, curve), colour in zip(curves.items(), SERIES, strict=False):
        kernels, values = list(curve), list(curve.values())
        figure.add_scatter(x=kernels, y=values, name=f"t = {t}", mode="lines", line={"color": colour, "width": 2})
        best = max(curve, key=lambda kernel: curve[kernel])
        dot = {"color": colour, "size": 11}
        figure.add_scatter(
            x=[best], y=[curve[best]], mode="markers+text", text=[f"best: {best}"], textposition="bottom center",
            marker=dot, showlegend=False, hoverinfo="skip",
        )  # fmt: skip
    mark(figure, chosen)
    figure.update_xaxes(tickvals=sorted({kernel for curve in curves.values() for kernel in curve}))
    return figure.update_yaxes(hoverformat=".1f")


def _thinned(values: ArrayLike | Sequence[Any] | range, step: int = 9) -> list[float]:
    """Every ninth of a thousand values, the first and the last among them: less to send, and nobody sees it."""
    array: NDArray[np.float64] = np.asarray(values, np.float64).ravel()
    return [round(float(v), 4) for v in array[np.unique(np.append(np.arange(0, len(array), step), len(array) - 1))]]
