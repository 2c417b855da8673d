"""Room: runs. Drawings of things: a watermelon, a rocket, our logo, a digit."""

from __future__ import annotations

import numpy as np

from lib.runs.brush import Array, Canvas, N, X, Y, blob, box, ellipse, mix, polygon, ramp, soft, stroke, texture


def watermelon() -> Canvas:
    """A whole melon and a slice of it on a wooden table."""
    c = Canvas(mix("#f4e6c8", "#d9b98a", ramp(np.hypot(X - 0.3, Y - 0.1), 0, 0.9)))
    planks = mix("#a86f42", "#6e4226", ramp(Y, 0.58, 1.0)) + 0.07 * texture(3, 3, 60)[..., None]
    c.paint(box(-0.1, 0.58, 1.1, 1.1), planks)
    c.shade(0.5 * soft(box(-0.1, 0.79, 1.1, 0.795), 0.005))
    c.shade(0.7 * soft(ellipse(0.66, 0.68, 0.34, 0.06), 0.02))
    across, down = X - 0.62, Y - 0.41
    waist = np.sqrt((1.02 - (down / 0.29) ** 2).clip(0.12))
    bands = np.sin(42 * (across * (1 + 2.8 * down**2) + 0.02 * texture(9, 10, 20)) / waist)
    rind = mix("#6fae4a", "#1f5a2c", ramp(bands + 0.3 * texture(10, 30), -0.3, 0.5))
    c.paint(ellipse(0.62, 0.41, 0.33, 0.29, -8), rind, 0.85, 0.10)
    c.glow(0.6 * soft(ellipse(0.48, 0.25, 0.07, 0.035, -25), 0.02))
    _slice(c, 0.40, 0.60, 0.33)
    return c


def _slice(c: Canvas, x: float, y: float, r: float) -> None:
    """A half disc with its straight edge up: rind, pale ring, flesh, seeds."""
    below = polygon((0, y), (1, y - 0.03), (1, 1), (0, 1))
    half = ellipse(x, y, r) * below
    c.shadow(half, 0.03, 0.02, 0.02, 0.55)
    c.paint(half, mix("#2f7a38", "#174a22", ramp(X, x - r, x + r)), 0.3, 0.02)
    c.paint(ellipse(x, y, 0.93 * r) * below, "#cfe6a2")
    c.paint(soft(ellipse(x, y, 0.87 * r), 0.006) * below, "#f7ead2")
    flesh = mix("#ef3f4a", "#f9736b", ramp(np.hypot(X - x, Y - y), 0.3 * r, 0.85 * r))
    c.paint(soft(ellipse(x, y, 0.82 * r), 0.006) * below, flesh + 0.05 * texture(12, 60)[..., None])
    for ring, count in ((0.34, 4), (0.58, 7)):
        for k in range(count):
            turn = np.pi * (k + 0.5) / count
            px, py = x + ring * r * np.cos(turn), y + 0.015 + ring * r * np.sin(turn)
            c.paint(ellipse(px, py, 0.019, 0.011, float(np.degrees(turn))), "#2a1512")
            c.glow(0.7 * ellipse(px - 0.004, py - 0.004, 0.005))


def rocket() -> Canvas:
    """A rocket that leaves a planet behind."""
    c = _space()
    c.glow(0.8 * soft(ellipse(0.5, 0.84, 0.10, 0.16), 0.05), "#ff8a30")
    wide = blob("43,70 57,70 60,80 53,92 50,99 47,92 40,80")
    c.paint(soft(wide, 0.008), mix("#ffb02e", "#e8442a", ramp(Y, 0.74, 0.97)))
    c.paint(soft(ellipse(0.5, 0.77, 0.05, 0.11), 0.008), mix("#fffbe0", "#ffd84a", ramp(Y, 0.72, 0.88)))
    c.paint(blob("40,56 27,70 28,78 42,70"), mix("#f0594a", "#b02a2a", ramp(Y, 0.56, 0.78)), 0.3, 0.01)
    c.paint(blob("60,56 73,70 72,78 58,70"), mix("#c43a34", "#7d1c24", ramp(Y, 0.56, 0.78)), 0.3, 0.01)
    hull = blob("50,8 59,22 63.5,42 60,66 56.5,72 43.5,72 40,66 36.5,42 41,22")
    dark = ramp(X, 0.47, 0.63)
    c.paint(hull, mix(mix("#cfd6e0", "#ffffff", ramp(X, 0.37, 0.45)), "#59607c", dark))
    c.paint(hull * ramp(-Y, -0.245, -0.24), mix(mix("#d9473c", "#ff8a70", ramp(X, 0.4, 0.47)), "#85202a", dark))
    for y in (0.55, 0.655):
        c.shade(0.5 * hull * box(0, y, 1, y + 0.006))
    c.paint(ellipse(0.5, 0.38, 0.075), mix("#f4c95a", "#8a5a20", ramp(X + Y, 0.78, 0.98)))
    c.paint(ellipse(0.5, 0.38, 0.057), mix("#a6e3f4", "#1c4a80", ramp(X + Y, 0.80, 0.95)))
    c.glow(0.8 * ellipse(0.478, 0.357, 0.014, 0.009, -40))
    c.paint(box(0.488, 0.58, 0.512, 0.80, 0.012), "#c8372f", 0.4, 0.01)
    return c


def _space() -> Canvas:
    """Night, nebulas, stars, a planet below and its moon."""
    c = Canvas(mix("#0b1030", "#2b2a66", ramp(Y + 0.3 * X, 0.2, 1.2)))
    c.glow(0.5 * ramp(texture(15, 2, 3, octaves=5), 0.2, 1.5), "#a04fb0")
    c.glow(0.4 * ramp(texture(16, 3, 2, octaves=5), 0.3, 1.5), "#3f8fd0")
    for x, y, size in np.random.RandomState(5).uniform(0, 1, (70, 3)):
        c.glow(ellipse(x, y, 0.0015 + 0.004 * size**4), "#fff6e0")
    soil = mix("#e3a86a", "#7a3f4a", ramp(X - Y, -1.1, -0.5)) + 0.07 * texture(18, 6, 14)[..., None]
    c.paint(ellipse(0.14, 1.02, 0.42), soil, 0.7, 0.06)
    moon = mix("#f4f0dc", "#a9a7b5", ramp(X + Y, 0.92, 1.12)) + 0.06 * texture(19, 30)[..., None]
    c.paint(ellipse(0.82, 0.2, 0.08), moon)
    return c


def logo() -> Canvas:
    """The letter D: noise on its left, a clear shape on its right."""
    c = Canvas(mix("#232863", "#0e1030", ramp(X + Y, 0.3, 1.7)))
    c.glow(0.5 * soft(ellipse(0.6, 0.5, 0.25), 0.12), "#5a3fb0")
    outer = np.maximum(box(0.22, 0.14, 0.50, 0.86, 0.03), ellipse(0.48, 0.5, 0.36) * (X > 0.4))
    inner = np.maximum(box(0.37, 0.29, 0.50, 0.71, 0.01), ellipse(0.48, 0.5, 0.21) * (X > 0.45))
    letter = outer * (1 - inner)
    luck, tone = _cells(4), _cells(8)
    clear = ramp(X, 0.10, 0.50)
    solid = letter * (luck < 0.25 + clear)
    c.shadow(solid, 0.015, 0.02, 0.015, 0.6)
    cold, warm = mix("#5ad1e8", "#8f7bff", ramp(Y, 0.15, 0.85)), mix("#ff7a59", "#ffd166", ramp(Y, 0.2, 0.8))
    c.paint(solid, mix(cold, warm, ramp(X, 0.26, 0.62)), 0.25, 0.012)
    near = ramp(-X, -0.55, -0.08) * (0.3 + 0.7 * soft(letter, 0.05)) * (1 - solid)
    dust = near * (luck > 0.45 + 0.4 * ramp(X, 0.0, 0.5)) * (0.35 + 0.65 * tone)
    c.paint(dust, mix("#5ad1e8", "#f2f8ff", tone))
    return c


def _cells(seed: int, count: int = 32) -> Array:
    """A lattice of count x count squares, each of one random value in [0, 1)."""
    values = np.random.RandomState(seed).uniform(0, 1, (count, count)).astype(np.float32)
    return values.repeat(N // count, 0).repeat(N // count, 1)


def three() -> Canvas:
    """A digit in white on black, as a hand draws it with two bows of a brush."""
    c = Canvas("#000000")
    upper = [(0.33, 0.27), (0.46, 0.19), (0.62, 0.22), (0.65, 0.35), (0.55, 0.45), (0.46, 0.47)]
    lower = [(0.46, 0.47), (0.60, 0.49), (0.69, 0.60), (0.65, 0.74), (0.50, 0.81), (0.31, 0.76)]
    c.paint(stroke(upper, 0.085), "#ffffff")
    c.paint(stroke(lower, 0.085), "#ffffff")
    return c
