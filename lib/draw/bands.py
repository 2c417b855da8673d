"""Room: draw. The spectra of a hybrid and of what it is made of, and how the bands share the frequencies."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from lib.draw.paper import GRID, empty, mark
from lib.draw.style import NOISE, SERIES, SIGNAL, faint
from lib.models.errors import UserError
from lib.runs.bands import cutoff, gain
from lib.runs.filters import radial_spectrum


def spectra(pictures: Mapping[str, NDArray[np.float32]], sigma: float) -> go.Figure:
    """The share of each band above, the spectra of pictures below, and the cut-off in both.

    Args:
        pictures: by name, (C, side, side) each; the first is the one that matters.
        sigma: that parts the bands, in pixels of a picture of 64.

    Raises:
        UserError: where there is nothing to draw.
    """
    if not pictures:
        raise UserError("There are no pictures to draw spectra of; ask for one first.")
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.09, row_heights=[0.35, 0.65], figure=empty("", "", 460)
    )
    most = next(iter(pictures.values())).shape[-1] // 2
    waves = np.geomspace(1, most, 80)
    low = gain(waves, sigma)
    for name, share, colour in (("low band", low, SIGNAL), ("high band", 1 - low, NOISE)):
        style = {"line": {"color": colour, "width": 2}, "fill": "tozeroy", "fillcolor": faint(colour, 0.15)}
        figure.add_scatter(x=waves, y=share, name=name, mode="lines", row=1, col=1, **style)
    for (name, picture), colour in zip(pictures.items(), (SERIES[2], SIGNAL, NOISE), strict=False):
        x, y = radial_spectrum(picture)
        line = {"color": colour, "width": 3 if colour == SERIES[2] else 1.5}
        line |= {} if colour == SERIES[2] else {"dash": "dot"}
        figure.add_scatter(x=x, y=y, name=name, mode="lines", line=line, row=2, col=1)
    mark(figure, cutoff(sigma), row=2, col=1)
    mark(figure, cutoff(sigma), row=1, col=1)
    place = {"x": np.log10(cutoff(sigma)), "y": 1, "yanchor": "top", "xanchor": "left", "xshift": 5, "showarrow": False}
    figure.add_annotation(text=f"σ = {sigma:g}", row=1, col=1, **place)  # on a logarithmic axis places are exponents
    ticks = [n for n in (1, 2, 4, 8, 16, 32, 64) if n <= most]
    figure.update_xaxes(type="log", tickvals=ticks, ticktext=[str(n) for n in ticks], range=[0, np.log10(most)], **GRID)
    figure.update_xaxes(title_text="Waves per picture", row=2, col=1)
    figure.update_yaxes(title_text="Share", tickformat=".0%", hoverformat=".0%", row=1, col=1, **GRID)
    figure.update_yaxes(
        title_text="Amplitude", type="log", dtick="D2", tickformat="~g", hoverformat=".2~g", row=2, col=1, **GRID
    )
    figure.update_layout(dragmode=False)
    return figure
