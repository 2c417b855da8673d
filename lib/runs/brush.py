"""Room: runs. A canvas for drawings made of shapes with light, shadow and texture. numpy and PIL only.

Coordinates are shares of the side: (0, 0) is the top left corner, (1, 1) the bottom right. A mask is (N, N) float32, 1
inside a shape; it is drawn at four times the canvas's size and averaged, so that its edge is smooth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from lib.runs.blur import gaussian

N = 512
"""Pixels a side of the canvas."""
_TIMES = 4
_COARSE = 256
"""Pixels a side of what is soft anyway."""

Array = NDArray[np.float32]
Point = tuple[float, float]

X: Array = np.broadcast_to(((np.arange(N, dtype=np.float32) + 0.5) / N)[None, :], (N, N))
Y: Array = X.T


def colour(name: str | Array) -> Array:
    """The colour "#rrggbb" as (3,) in [0, 1]; one that is numbers already stays what it is."""
    if not isinstance(name, str):
        return name
    return np.array([int(name[k : k + 2], 16) / 255 for k in (1, 3, 5)], np.float32)


def mix(a: str | Array, b: str | Array, share: Array | float) -> Array:
    """From a at share 0 to b at share 1; a share (N, N) gives a picture (N, N, 3)."""
    part = np.asarray(share, np.float32).clip(0, 1)[..., None]
    mixed: Array = (colour(a) * (1 - part) + colour(b) * part).astype(np.float32)
    return mixed


def ramp(values: Array, low: float, high: float) -> Array:
    """0 where values are below low, 1 where they are above high, and smooth between."""
    t = ((values - low) / (high - low)).clip(0, 1)
    smooth: Array = t * t * (3 - 2 * t)
    return smooth


def polygon(*points: Point) -> Array:
    """The mask of a polygon."""
    return _drawn(lambda draw, size: draw.polygon([(x * size, y * size) for x, y in points], fill=255))


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Array:
    """The mask of a rectangle, with round corners."""

    def paint(draw: ImageDraw.ImageDraw, size: int) -> None:
        edges = (left * size, top * size, right * size - 1, bottom * size - 1)
        draw.rounded_rectangle(edges, radius * size, fill=255)

    return _drawn(paint)


def ellipse(x: float, y: float, rx: float, ry: float | None = None, angle: float = 0.0) -> Array:
    """The mask of an ellipse, turned clockwise by an angle in degrees; of a circle where ry is None."""
    turn, ry = math.radians(angle), rx if ry is None else ry
    along = (X - x) * math.cos(turn) + (Y - y) * math.sin(turn)
    across = (Y - y) * math.cos(turn) - (X - x) * math.sin(turn)
    outside = (np.hypot(along / rx, across / ry) - 1) * min(rx, ry) * N
    mask: Array = (0.5 - outside).clip(0, 1).astype(np.float32)
    return mask


def stroke(points: Sequence[Point], width: float, tip: float | None = None) -> Array:
    """The mask of a round brush that follows a smooth curve through all points, and thins to `tip` on its way."""
    path = _smooth(np.asarray(points, np.float64))
    radii = np.linspace(width, width if tip is None else tip, len(path)) / 2

    def paint(draw: ImageDraw.ImageDraw, size: int) -> None:
        for (x, y), r in zip(path * size, radii * size, strict=True):
            draw.ellipse((x - r, y - r, x + r, y + r), fill=255)

    return _drawn(paint)


def blob(points: str, x: float = 0.0, y: float = 0.0) -> Array:
    """The mask of a closed smooth curve through points in hundredths of the side, "50,24 70,29 50,60", moved."""
    corners = np.array([[float(value) for value in point.split(",")] for point in points.split()]) / 100 + (x, y)
    return polygon(*((float(x), float(y)) for x, y in _smooth(corners, closed=True)))


def soft(mask: Array, sigma: float) -> Array:
    """A mask blurred by sigma, a share of the side of at least 0.005."""
    small = np.ascontiguousarray(mask).reshape(_COARSE, N // _COARSE, _COARSE, N // _COARSE).mean((1, 3))
    return _enlarged(gaussian(small, sigma * _COARSE))


def texture(seed: int, across: int, down: int | None = None, octaves: int = 4) -> Array:
    """Fixed cloudy noise (N, N) between about -1 and 1, `across` and `down` humps of it on the canvas."""
    state = np.random.RandomState(seed)  # its numbers are the same in every version of numpy
    total, weight = np.zeros((N, N), np.float32), 1.0
    for _ in range(octaves):
        rows, columns = min(N, (down or across) + 1), min(N, across + 1)
        total += weight * _enlarged(state.uniform(-1, 1, (rows, columns)).astype(np.float32))
        across, down, weight = across * 2, (down or across) * 2, weight / 2
    return total


class Canvas:
    """A picture that is painted from back to front.

    Args:
        background: (N, N, 3) in [0, 1], or one colour.

    Attributes:
        rgb: (N, N, 3) float32.
    """

    def __init__(self, background: str | Array) -> None:
        self.rgb: Array = np.broadcast_to(colour(background), (N, N, 3)).copy()

    def paint(self, mask: Array, what: str | Array, relief: float = 0.0, width: float = 0.03) -> None:
        """Lay a colour or picture over the canvas where the mask is; relief lights it from the upper left."""
        where = _around(mask)
        paint = np.broadcast_to(colour(what), (N, N, 3))[where]
        if relief:
            light = (relief * _slope(mask, width))[where][..., None]
            paint = np.where(light > 0, paint + (1 - paint) * light, paint * (1 + light))
        self.rgb[where] += (paint - self.rgb[where]) * mask[where][..., None]

    def shade(self, mask: Array, what: str = "#101428") -> None:
        """Darken, or tint, where the mask is."""
        where = _around(mask)
        self.rgb[where] *= 1 - mask[where][..., None] * (1 - colour(what))

    def glow(self, mask: Array, what: str = "#ffffff") -> None:
        """Lighten where the mask is, as light does that is added."""
        where = _around(mask)
        self.rgb[where] = 1 - (1 - self.rgb[where]) * (1 - mask[where][..., None] * colour(what))

    def shadow(self, mask: Array, right: float, down: float, sigma: float, strength: float = 0.5) -> None:
        """What the shape throws on everything that is behind it."""
        rows, columns = (np.arange(N) - round(by * N) for by in (down, right))
        moved = mask[np.ix_(rows.clip(0, N - 1), columns.clip(0, N - 1))]
        self.shade(strength * soft(moved, sigma))


def _drawn(paint: Callable[[ImageDraw.ImageDraw, int], object]) -> Array:
    image = Image.new("L", (_TIMES * N, _TIMES * N))
    paint(ImageDraw.Draw(image), _TIMES * N)
    mask: Array = (np.asarray(image.reduce(_TIMES)) / 255.0).astype(np.float32)
    return mask


def _around(mask: Array) -> tuple[slice, slice]:
    """The rows and columns in which a mask isn't 0: painting a small shape is quick."""
    found = [np.flatnonzero(mask.any(axis)) for axis in (1, 0)]
    rows, columns = (slice(f[0], f[-1] + 1) if len(f) else slice(0, 0) for f in found)
    return rows, columns


def _enlarged(small: Array) -> Array:
    """Any array on the whole canvas, bicubic."""
    return np.asarray(Image.fromarray(small.astype(np.float32)).resize((N, N), Image.Resampling.BICUBIC), np.float32)


def _slope(mask: Array, width: float) -> Array:
    """How far the surface of a swollen shape turns to the light in the upper left, from -1 to 1."""
    down, across = np.gradient(soft(mask, width))
    slope: Array = ((0.8 * down + 0.6 * across) * width * N * 2).clip(-1, 1)
    return slope


def _smooth(points: NDArray[np.float64], closed: bool = False) -> NDArray[np.float64]:
    """A Catmull-Rom curve through (P, 2) points, (Q, 2)."""
    ends = (points[-1:], points[:2]) if closed else (points[:1], points[-1:])
    p = np.concatenate([ends[0], points, ends[1]])
    t = np.linspace(0, 1, 48, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        bend = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        pieces.append(bend / 2)
    return np.concatenate([*pieces, points[:1] if closed else points[-1:]])
