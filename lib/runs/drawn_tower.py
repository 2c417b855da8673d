"""Room: runs. The drawing of a bell tower."""

from __future__ import annotations

import numpy as np

from lib.runs.brush import Array, Canvas, X, Y, box, ellipse, mix, polygon, ramp, stroke, texture
from lib.runs.nature import crown, ground, sky


def tower() -> Canvas:
    """The course's campanile: a pale shaft with belfry and spire, before hills and behind trees."""
    c = sky("#2463ad", "#cfe4ee", seed=13)
    for k, (y, far) in enumerate(((0.62, "#9db7c4"), (0.69, "#7d9f9b"), (0.77, "#5f8a5e"))):
        hill = mix(far, "#d8e4dc", ramp(Y, y, y + 0.2) * 0.5)
        c.paint(ground(y, 60 + k), hill + 0.03 * texture(70 + k, 30)[..., None])
    shaft = box(0.39, 0.32, 0.61, 0.96)
    c.shadow(shaft, 0.02, 0.0, 0.02, 0.25)
    c.paint(shaft, _stone() + 0.025 * texture(5, 40, 90)[..., None])
    for k in range(4):
        c.shade(0.35 * box(0.411 + 0.048 * k, 0.40, 0.430 + 0.048 * k, 0.86))
    for y in (0.52, 0.65, 0.78):
        c.shade(0.75 * box(0.492, y, 0.508, y + 0.045, 0.005))
    _belfry(c)
    _spire(c)
    _clock(c, 0.5, 0.36)
    for k, (x, size) in enumerate(((0.08, 0.17), (0.27, 0.13), (0.74, 0.14), (0.92, 0.19))):
        crown(c, x, 0.89, size, 80 + k)
    lawn = mix("#6f9a4d", "#3d6b35", ramp(Y, 0.92, 1.0))
    c.paint(ground(0.95, 90), lawn + 0.05 * texture(91, 100)[..., None])
    return c


def _stone() -> Array:
    return mix("#fbf3e2", "#8d8783", ramp(X, 0.41, 0.64) * 0.95)


def _belfry(c: Canvas) -> None:
    """An open floor with three arches between two cornices."""
    stone = _stone()
    c.paint(box(0.37, 0.30, 0.63, 0.33), stone, 0.3, 0.008)
    c.paint(box(0.39, 0.185, 0.61, 0.305), stone)
    for k in range(3):
        left = 0.416 + 0.061 * k
        arch = np.maximum(box(left, 0.225, left + 0.045, 0.30), ellipse(left + 0.0225, 0.226, 0.0225))
        c.paint(arch, mix("#222a48", "#566082", ramp(Y, 0.2, 0.30)))
    c.paint(box(0.37, 0.17, 0.63, 0.19), stone, 0.3, 0.008)
    c.shade(0.35 * box(0.39, 0.19, 0.61, 0.197))
    c.shade(0.35 * box(0.39, 0.33, 0.61, 0.338))


def _spire(c: Canvas) -> None:
    """A pyramid of two faces, and a needle on each corner."""
    for x in (0.387, 0.613):
        c.paint(polygon((x - 0.016, 0.172), (x, 0.095), (x + 0.016, 0.172)), _stone())
    c.paint(polygon((0.415, 0.172), (0.5, 0.02), (0.585, 0.172)), "#8f8a88")
    c.paint(polygon((0.415, 0.172), (0.5, 0.02), (0.515, 0.172)), "#f1eadc")


def _clock(c: Canvas, x: float, y: float) -> None:
    c.paint(ellipse(x, y, 0.044), "#5d5148")
    c.paint(ellipse(x, y, 0.037), "#fffaf0", 0.2, 0.01)
    hands = np.maximum(stroke([(x, y), (x, y - 0.029)], 0.007), stroke([(x, y), (x + 0.02, y + 0.009)], 0.007))
    c.paint(hands, "#2b2622")
