"""Room: draw. A picture on its way through a view: frames in which its pixels travel to their new places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lib.draw.style import GAP
from lib.runs.views import order_of, seen

FRAMES = 20
FINE = 128
"""Pixels on a side of the frames, at least, so that travelling looks smooth."""

Picture = NDArray[np.uint8]
"""(H, W, 3), H = W."""


def frames_of(picture: Picture, view: str, count: int = FRAMES) -> list[Picture]:
    """The picture, stages of its way, and last as the view shows it.

    Args:
        picture: (side, side, 3) uint8.
        view: one of `lib.runs.illusions.VIEWS`, but no rotation or reflection: those are turned as a whole.
        count: of frames, 2 or more.

    Returns:
        `count` frames of one size, a whole multiple of the picture's.
    """
    side = picture.shape[0]
    factor = -(-FINE // side) if side < FINE else 1
    stages = np.linspace(0, 1, count)
    if view in ("skew", "circle"):
        large = picture.repeat(factor, 0).repeat(factor, 1)
        move = _slid if view == "skew" else _swung
        return [move(large, s, factor) for s in stages[:-1]] + [
            _through(picture, view).repeat(factor, 0).repeat(factor, 1)
        ]
    if view.partition("-")[0] in ("jigsaw", "rows"):
        return [_travelled(picture, order_of(view, side), s, factor) for s in stages]
    last = _through(picture, view).astype(np.float32)
    return [np.rint(picture * (1 - s) + last * s).astype(np.uint8) for s in stages]


def _through(picture: Picture, view: str) -> Picture:
    """What the view shows of it, as a picture: 0 is middle grey there."""
    data = picture.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
    shown = (seen(data, view).transpose(1, 2, 0) + 1) * 127.5
    return np.rint(np.clip(shown, 0, 255)).astype(np.uint8)


def _travelled(picture: Picture, order: NDArray[np.int64], s: float, factor: int) -> Picture:
    """Every pixel as a square, on the straight line from its place to the one where it is seen."""
    side = picture.shape[0]
    start = np.stack(np.divmod(order, side), 1)
    end = np.stack(np.divmod(np.arange(side * side), side), 1)
    corner = np.rint((start * (1 - s) + end * s) * factor).astype(int)
    within = np.arange(factor)
    y, x = corner[:, 0, None, None] + within[:, None], corner[:, 1, None, None] + within
    frame = np.full((side * factor, side * factor, 3), GAP, np.uint8)
    frame[y, x] = picture.reshape(-1, 3)[order][:, None, None]
    return frame


def _slid(large: Picture, s: float, factor: int) -> Picture:
    """Each column on its way down, round the edge."""
    side = large.shape[0]
    y, x = np.mgrid[:side, :side]
    frame: Picture = large[(y - np.rint(s * factor * (x // factor)).astype(int)) % side, x]
    return frame


def _swung(large: Picture, s: float, factor: int) -> Picture:
    """The inner disc on its way round."""
    side = large.shape[0]
    middle = (side - 1) / 2
    y, x = np.mgrid[:side, :side] - middle
    turn = np.exp(1j * np.pi * s)
    source = (x + 1j * y) * turn
    inside = np.abs(source) < 0.36 * side
    from_y = np.clip(np.rint(source.imag + middle), 0, side - 1).astype(int)
    from_x = np.clip(np.rint(source.real + middle), 0, side - 1).astype(int)
    return np.where(inside[..., None], large[from_y, from_x], large)
