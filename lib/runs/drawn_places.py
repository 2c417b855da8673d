"""Room: runs. Drawings of places: a house, a street."""

from __future__ import annotations

import numpy as np

from lib.runs.brush import Canvas, X, Y, box, ellipse, mix, polygon, ramp, soft, texture
from lib.runs.nature import meadow, sky, tree


def house() -> Canvas:
    """A house with a red roof, a tree and a path."""
    c = sky("#5fa8dc", "#eaf3f2", seed=11)
    meadow(c, 0.66, 9)
    tree(c, 0.84, 0.71, 0.17, 21)
    c.shade(0.5 * soft(polygon((0.22, 0.78), (0.68, 0.78), (0.84, 0.84), (0.36, 0.84)), 0.012))
    c.paint(box(0.54, 0.14, 0.61, 0.36), mix("#b5654a", "#7c3f33", ramp(X, 0.54, 0.61)))
    c.paint(box(0.53, 0.13, 0.62, 0.15), "#d9c3a8", 0.3, 0.008)
    wall = box(0.20, 0.42, 0.68, 0.78)
    c.paint(wall, mix("#fbf0d9", "#d9bf98", ramp(X, 0.2, 0.7)) + 0.02 * texture(8, 60, 200)[..., None])
    c.shade(0.45 * ramp(-Y, -0.49, -0.42) * wall)
    rows = 0.03 * np.sign(np.sin(Y * 260)) + 0.03 * texture(2, 120, 60)
    roof = polygon((0.14, 0.44), (0.27, 0.20), (0.61, 0.20), (0.74, 0.44))
    c.paint(roof, mix("#cf5b41", "#973a30", ramp(Y, 0.2, 0.45)) + rows[..., None])
    for x in (0.26, 0.54):
        _window(c, x, 0.52, 0.085, 0.11)
    c.paint(box(0.395, 0.55, 0.485, 0.78), "#f6ead2")
    c.paint(box(0.405, 0.56, 0.475, 0.78), mix("#3f6f7d", "#274a57", ramp(Y, 0.56, 0.78)), 0.3, 0.01)
    c.paint(ellipse(0.462, 0.675, 0.007), "#f0c75e")
    gravel = mix("#e2d3b4", "#b39f7c", ramp(Y, 0.78, 1.0)) + 0.04 * texture(6, 80)[..., None]
    c.paint(polygon((0.40, 0.78), (0.48, 0.78), (0.62, 1.0), (0.34, 1.0)), gravel)
    return c


_ROW = (
    (0.20, 0.30, "#d9776a"),
    (0.23, 0.22, "#f0cf8e"),
    (0.19, 0.33, "#7fa6a8"),
    (0.23, 0.25, "#e9e0d0"),
    (0.24, 0.31, "#b98bb0"),
)
"""Width, top and colour of each house in the street."""


def street() -> Canvas:
    """A row of houses in evening light, with trees on the pavement."""
    c = sky("#f0a878", "#fbe3b8", seed=17)
    left = -0.03
    for k, (width, top, front) in enumerate(_ROW):
        _terrace(c, left, left + width, top, front, k)
        left += width
    c.paint(box(-0.1, 0.78, 1.1, 0.86), mix("#d8c9b5", "#b3a493", ramp(Y, 0.78, 0.86)))
    asphalt = mix("#6d6a73", "#4a4854", ramp(Y, 0.86, 1.0)) + 0.03 * texture(3, 120)[..., None]
    c.paint(box(-0.1, 0.86, 1.1, 1.1), asphalt)
    c.shade(0.4 * box(-0.1, 0.86, 1.1, 0.872))
    for x in (0.02, 0.36, 0.70):
        c.paint(box(x, 0.925, x + 0.2, 0.94), "#e9dfc8")
    for x, seed in ((0.20, 31), (0.62, 32), (0.93, 33)):
        tree(c, x, 0.82, 0.12, seed)
    return c


def _terrace(c: Canvas, left: float, right: float, top: float, front: str, k: int) -> None:
    wall, middle = box(left, top, right, 0.79), (left + right) / 2
    c.paint(wall, mix(front, "#5a4a55", ramp(Y, top, 1.3) * 0.7) + 0.02 * texture(40 + k, 60, 160)[..., None])
    tiles = mix("#a4584c", "#5f3440", ramp(X, left, right)) + 0.03 * texture(50 + k, 100, 50)[..., None]
    peak = top - 0.13 - 0.02 * (k % 2)
    c.paint(polygon((left - 0.006, top), (middle, peak), (right + 0.006, top)), tiles, 0.3, 0.01)
    c.shade(0.45 * wall * ramp(-Y, -top - 0.04, -top))
    c.shade(0.5 * soft(box(right - 0.008, top, right, 0.79), 0.005))
    for row in range(2):
        for x in (left + 0.035, right - 0.085):
            _window(c, x, top + 0.07 + 0.15 * row, 0.05, 0.085, warm=(row + k) % 3 == 0)
    c.paint(box(middle - 0.032, 0.66, middle + 0.032, 0.79, 0.004), "#f3e7d3")
    door = ("#3c5a6e", "#7b3f3a", "#49614b")[k % 3]
    c.paint(box(middle - 0.025, 0.668, middle + 0.025, 0.79), door, 0.4, 0.008)


def _window(c: Canvas, x: float, y: float, width: float, height: float, warm: bool = False) -> None:
    """A window with four panes, its upper left corner at (x, y); somebody is at home where it is warm."""
    frame = "#fffaf0"
    c.paint(box(x - 0.01, y - 0.01, x + width + 0.01, y + height + 0.014), frame)
    low, high = ("#f7c765", "#fff0b8") if warm else ("#3d5a78", "#a9cbe0")
    c.paint(box(x, y, x + width, y + height), mix(low, high, ramp(X - Y, x - y - height, x - y + width)))
    c.paint(box(x + width / 2 - 0.004, y, x + width / 2 + 0.004, y + height), frame)
    c.paint(box(x, y + height / 2 - 0.004, x + width, y + height / 2 + 0.004), frame)
    c.shade(0.4 * box(x, y, x + width, y + 0.01))
