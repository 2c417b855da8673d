"""Room: draw. Paths of points as one small SVG: light enough for a row of them, and sharp at any size."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.draw.plane import start_colours
from lib.draw.style import QUIET, SERIES
from lib.models.errors import UserError

SIDE = 240
MOST = 120


def tracks(paths: NDArray[Any], half: float = 2.9, most: int = MOST) -> str:
    """Paths from their starts (rings) to their ends (dots), coloured by the direction in which each starts.

    Args:
        paths: (K, B, 2), K >= 2; two for straight lines.
        half: half a side of the square around the origin that is shown.
        most: paths to draw, more can't be told apart; of all others there is a small dot at the end.

    Returns:
        The text of an SVG picture, without a background: it stands on light paper and on dark.

    Raises:
        UserError: where there are no paths in the plane.
    """
    if paths.ndim != 3 or paths.shape[2] != 2 or len(paths) < 2 or paths.shape[1] == 0:
        raise UserError(f"Tracks are paths of points in the plane, (K, B, 2), not {paths.shape}.")
    finite = np.nan_to_num(paths.astype(np.float64), nan=1e3, posinf=1e3, neginf=-1e3).clip(-99, 99)
    places = (finite * [1, -1] / half + 1) * SIDE / 2
    colours = np.array(start_colours(finite[0]))
    drawn = np.arange(paths.shape[1]) < most
    used = [(colour, places[:, drawn & (colours == colour)]) for colour in SERIES]
    others = [(colour, places[-1, ~drawn & (colours == colour)]) for colour in SERIES]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" fill="none" stroke-linecap="round">'
        f'<rect x=".5" y=".5" width="{SIDE - 1}" height="{SIDE - 1}" rx="6" stroke="{QUIET}" stroke-opacity=".45"/>'
        + "".join(_ends(colour, own, 2.2) for colour, own in others)
        + "".join(_lines(colour, own) + _starts(colour, own[0]) for colour, own in used)
        + "".join(_ends(colour, own[-1], 4.2) for colour, own in used)
        + "</svg>"
    )


def _lines(colour: str, places: NDArray[np.float64]) -> str:
    each = ("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in path) for path in places.swapaxes(0, 1))
    return f'<path d="{"".join(each)}" stroke="{colour}" stroke-width=".9" stroke-opacity=".6"/>'


def _starts(colour: str, places: NDArray[np.float64]) -> str:
    each = (f"M{x - 1.8:.1f} {y:.1f}a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0" for x, y in places)
    return f'<path d="{"".join(each)}" stroke="{colour}" stroke-width=".7"/>'


def _ends(colour: str, places: NDArray[np.float64], width: float) -> str:
    each = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
    return f'<path d="{each}" stroke="{colour}" stroke-width="{width:g}"/>'
