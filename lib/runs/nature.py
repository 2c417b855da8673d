"""Room: runs. What drawings of places share: skies, hills, trees."""

from __future__ import annotations

import numpy as np

from lib.runs.brush import Array, Canvas, N, X, Y, ellipse, mix, ramp, soft, stroke, texture


def sky(top: str, bottom: str, seed: int) -> Canvas:
    """A canvas with a sky and some clouds."""
    canvas = Canvas(mix(top, bottom, ramp(Y, -0.1, 0.8)))
    clouds = ramp(texture(seed, 3, 6, octaves=5), 0.15, 1.0) * ramp(-Y, -0.75, -0.25)
    canvas.paint(0.75 * clouds, "#ffffff")
    return canvas


def ground(y: float, seed: int) -> Array:
    """The mask of what lies below a line of hills at about y."""
    line = y + 0.02 * texture(seed, 3, 1, octaves=3)[:1]
    mask: Array = ((Y - line) * N).clip(0, 1)
    return mask


def meadow(canvas: Canvas, y: float, seed: int) -> None:
    """Grass below y."""
    grass = mix("#8dbb5a", "#3c7a3a", ramp(Y, y - 0.02, 1.0))
    canvas.paint(ground(y, seed), grass + 0.05 * texture(seed + 1, 90)[..., None])


def tree(canvas: Canvas, x: float, y: float, size: float, seed: int) -> None:
    """A tree that stands at (x, y) and throws a shadow."""
    canvas.shade(0.45 * soft(ellipse(x + 0.03, y, size * 0.7, size * 0.14), 0.012))
    bark = mix("#7a5a41", "#44301f", ramp(X, x - 0.02, x + 0.02))
    canvas.paint(stroke([(x, y), (x - 0.004, y - size), (x, y - 1.5 * size)], 0.03, 0.016), bark)
    crown(canvas, x, y - 1.6 * size, size, seed)


def crown(canvas: Canvas, x: float, y: float, size: float, seed: int) -> None:
    """Leaves around (x, y): a heap of tufts, the upper ones lighter."""
    state, leaves, tufts = np.random.RandomState(seed), 0.06 * texture(seed, 70)[..., None], 14
    for k in range(tufts):
        angle, far = state.uniform(0, 2 * np.pi), 0.7 * size * np.sqrt(state.uniform(0, 1)) * (1 - k / 24)
        left, top = far * np.cos(angle) - 0.012 * size * k, far * np.sin(angle) - 0.015 * size * k
        tuft = ellipse(x + left, y + top, size * 0.43, size * 0.39)
        canvas.paint(tuft, mix("#2d5a33", "#8ab953", k / (tufts - 1)) + leaves, 0.35, 0.02)
