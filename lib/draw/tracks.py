"""Room: draw. Paths of points, or the field that carries them, as one small SVG: light, and sharp at any size."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.draw.flows import arrows, spacing
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
    places = _placed(paths, half)
    colours = np.array(start_colours(paths[0]))
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


def field(points: NDArray[Any], vectors: NDArray[Any], walk: NDArray[Any]) -> str:
    """Arrows in the plane, the longest as long as their feet are apart, and points that they carry.

    Args:
        points: (N, 2) where the arrows stand: an even lattice.
        vectors: (N, 2) where they lead.
        walk: (3, B, 2), where the points start, which gives their colours, where they are, and where they will end.

    Returns:
        As `tracks`.
    """
    half = 1.04 * float(np.abs(points).max())
    longest = max(float(np.hypot(*vectors.T).max()), 1e-9)
    x, y = arrows(points, vectors * (spacing(points) / longest))
    lines = _placed(np.stack([x, y], axis=1).reshape(-1, 6, 2)[:, :5], half)
    shafts = "".join("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in arrow) for arrow in lines)
    colours, places = np.array(start_colours(walk[0])), _placed(walk, half)
    used = [(colour, places[:, colours == colour]) for colour in SERIES]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" fill="none" stroke-linecap="round">'
        f'<rect x=".5" y=".5" width="{SIDE - 1}" height="{SIDE - 1}" rx="3" stroke="{QUIET}" stroke-opacity=".45"/>'
        f'<path d="{shafts}" stroke="{QUIET}" stroke-width=".6"/>'
        + "".join(f'<g opacity=".35">{_ends(colour, own[2], 1.6)}</g>' for colour, own in used)
        + "".join(f'<g opacity=".9">{_ends(colour, own[1], 3.2)}</g>' for colour, own in used)
        + "</svg>"
    )


def _placed(points: NDArray[Any], half: float) -> NDArray[np.float64]:
    """Places in the picture, for points in the plane; what is no number lies outside."""
    finite = np.nan_to_num(points.astype(np.float64), nan=1e3, posinf=1e3, neginf=-1e3).clip(-99, 99)
    placed: NDArray[np.float64] = (finite * [1, -1] / half + 1) * SIDE / 2
    return placed


def _lines(colour: str, places: NDArray[np.float64]) -> str:
    each = ("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in path) for path in places.swapaxes(0, 1))
    return f'<path d="{"".join(each)}" stroke="{colour}" stroke-width=".9" stroke-opacity=".6"/>'


def _starts(colour: str, places: NDArray[np.float64]) -> str:
    each = (f"M{x - 1.8:.1f} {y:.1f}a1.8 1.8 0 1 0 3.6 0a1.8 1.8 0 1 0-3.6 0" for x, y in places)
    return f'<path d="{"".join(each)}" stroke="{colour}" stroke-width=".7"/>'


def _ends(colour: str, places: NDArray[np.float64], width: float) -> str:
    each = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
    return f'<path d="{each}" stroke="{colour}" stroke-width="{width:g}"/>'
