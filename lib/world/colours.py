"""Words for colours, and the shades that each stands for."""

from __future__ import annotations

from lib.world.pen import Dice, Rgb, hsv

COLOURS: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "red": ((-0.02, 0.015), (0.78, 0.95), (0.72, 0.9)),
    "orange": ((0.065, 0.09), (0.82, 0.98), (0.9, 1.0)),
    "yellow": ((0.13, 0.155), (0.72, 0.92), (0.92, 1.0)),
    "green": ((0.29, 0.38), (0.55, 0.8), (0.5, 0.72)),
    "blue": ((0.57, 0.63), (0.65, 0.9), (0.65, 0.9)),
    "purple": ((0.75, 0.79), (0.5, 0.75), (0.5, 0.72)),
    "pink": ((0.91, 0.95), (0.35, 0.5), (0.92, 1.0)),
    "brown": ((0.055, 0.08), (0.5, 0.65), (0.38, 0.52)),
    "black": ((0.0, 1.0), (0.0, 0.15), (0.12, 0.2)),
    "white": ((0.08, 0.16), (0.0, 0.06), (0.93, 1.0)),
    "grey": ((0.5, 0.65), (0.0, 0.08), (0.45, 0.6)),
}
"""Hue (0 to 1, red at both ends), saturation and value: from, to."""
OTHER_WORDS = {"gray": "grey", "violet": "purple"}
"""Words that somebody may use, and ours."""


def shade_of(word: str, dice: Dice) -> Rgb:
    """One shade that a word for a colour stands for."""
    return hsv(*(dice.between(low, high) for low, high in COLOURS[word]))
