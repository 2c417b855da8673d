"""Room: draw. Points in the plane as frames: small soft discs in numpy, all points of a step at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.draw.frames import Frames, beside
from lib.draw.style import SERIES, rgb
from lib.runs.trajectory import Trajectory

PAPER, BETWEEN = 255, 200
"""Grey levels behind the dots and between the panels."""


def plane_frames(
    trajectory: Trajectory,
    show: Sequence[str] = ("x_t", "x_0"),
    size: int = 256,
    radius: float = 1.6,
    gap: int = 4,
    clear: bool = False,
) -> Frames:
    """Every kept step as dots on white, coloured by the direction in which each point started.

    Args:
        trajectory: K steps of B points, x_t and x_0 of shape (K, B, 2).
        show: which of ``x_t`` and ``x_0``, from left to right, on the same axes.
        size: side of each square panel in pixels.
        radius: of a dot, in pixels.
        gap: pixels between the panels.
        clear: on nothing instead of white; the last channel is how much each pixel covers.

    Returns:
        (K, size, panels * size + gaps, 3, or 4 where it is clear) uint8. The y axis points up.
    """
    return np.stack([points_frame(trajectory, k, show, size, radius, gap, clear) for k in range(len(trajectory.t))])


def points_frame(
    trajectory: Trajectory,
    k: int,
    show: Sequence[str] = ("x_t", "x_0"),
    size: int = 256,
    radius: float | None = None,
    gap: int = 4,
    clear: bool = False,
) -> NDArray[np.uint8]:
    """One kept step as `plane_frames` draws it, without its first axis; without a radius dots grow with the size."""
    half, colours = _scale(trajectory)
    radius = 1.6 * size / 256 if radius is None else radius
    panels = []
    for name in show:
        points = np.nan_to_num(getattr(trajectory, name)[k].astype(np.float64), nan=2e4, posinf=2e4, neginf=-2e4)
        places = (points * [1, -1] / half + 1) * (size - 1) / 2
        drawn = discs(places, colours, size, radius)
        panels.append((drawn if clear else on_paper(drawn))[None])
    return beside(panels, gap, paper=0 if clear else BETWEEN)[0]


@lru_cache(maxsize=8)
def _scale(trajectory: Trajectory) -> tuple[float, NDArray[np.float64]]:
    """What all steps of a run share: half the side of the square in sight, and a colour for each point."""
    colours = np.array([rgb(c) for c in start_colours(trajectory.x_t[0])], dtype=np.float64)
    return reach(trajectory.x_t), colours


def reach(points: NDArray[Any]) -> float:
    """Half the side of a square around the origin that holds nearly all points, with a margin."""
    finite = np.abs(points.astype(np.float64))
    finite = finite[np.isfinite(finite)]
    return 1.08 * max(float(np.quantile(finite, 0.998)) if finite.size else 1.0, 1e-3)


def start_colours(start: NDArray[Any]) -> list[str]:
    """A colour for each of (B, 2) points by the direction in which it lies from the origin, six in a turn."""
    x, y = np.nan_to_num(start.astype(np.float64)).T
    sixth = np.floor((np.arctan2(y, x) / (2 * np.pi) % 1) * len(SERIES)).astype(int)
    return [SERIES[i] for i in np.minimum(sixth, len(SERIES) - 1)]


def discs(centres: NDArray[np.float64], colours: NDArray[np.float64], size: int, radius: float) -> NDArray[np.uint8]:
    """Soft discs on nothing. Where they overlap, no disc is on top: their colours mix.

    Args:
        centres: (B, 2) pixels, x then y; those outside of the picture are left out.
        colours: (B, 3) in 0 ... 255.
        size: side of the picture.
        radius: in pixels; the edge is half a pixel soft.

    Returns:
        (size, size, 4) uint8: red, green, blue, and how much of the pixel they cover.
    """
    margin = int(np.ceil(radius)) + 1
    steps = np.arange(-margin, margin + 1)
    nearest = np.floor(centres + 0.5)
    near = np.all((nearest > -margin) & (nearest < size + margin), axis=1)
    whole = nearest[near].astype(int)
    if not near.any():
        return np.zeros((size, size, 4), np.uint8)
    offset = whole - centres[near]
    x, y = steps[None, None, :] + offset[:, 0, None, None], steps[None, :, None] + offset[:, 1, None, None]
    cover = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).reshape(len(whole), -1)
    side = size + 2 * margin
    row, column = whole[:, 1, None, None] + steps[None, :, None], whole[:, 0, None, None] + steps[None, None, :]
    place = ((row + margin) * side + column + margin).reshape(len(whole), -1)
    return _mixed(place, cover, colours[near], side)[margin:-margin, margin:-margin]


def _mixed(
    place: NDArray[np.intp], cover: NDArray[np.float64], colours: NDArray[np.float64], side: int
) -> NDArray[np.uint8]:
    """Add up coverage; colours share in proportion to theirs."""
    inside = (place >= 0) & (place < side * side) & (cover > 0)
    at, weight = place[inside], cover[inside]
    owner = np.nonzero(inside)[0]
    total = np.bincount(at, weight, side * side)
    sums = [np.bincount(at, weight * colours[owner, c], side * side) for c in range(3)]
    ink = np.stack(sums, axis=1) / np.maximum(total, 1e-9)[:, None]
    opacity = 255 * np.minimum(total, 1)[:, None]
    return (np.hstack([ink, opacity]) + 0.5).astype(np.uint8).reshape(side, side, 4)


def on_paper(drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Discs, (size, size, 4), on white: (size, size, 3)."""
    ink, opacity = drawn[..., :3], drawn[..., 3:] / 255
    return (PAPER * (1 - opacity) + ink * opacity + 0.5).astype(np.uint8)
