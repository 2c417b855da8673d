"""Room: draw. The one visual language: colours that survive colour blindness, and the names of things."""

from __future__ import annotations

from typing import Final

SERIES: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Line colours in order of use (Okabe and Ito 2008), told apart by every kind of eye and on light and dark paper."""

SIGNAL: Final = SERIES[0]
"""Whatever belongs to the data: alpha, x_0, the estimate."""

NOISE: Final = SERIES[1]
"""Whatever belongs to the noise: sigma, x_T, eps."""

QUIET: Final = "#888888"
"""Reference lines, marks and grids: readable on white and on black."""

GAP: Final = 96
"""Grey level between the pictures of a grid, apart from black and from white."""

CAPTION_INK: Final = 235
CAPTION_PAPER: Final = 24
"""Grey levels of a caption that is burned into a frame: grey keeps a grey GIF lossless."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Read a colour such as "#0072B2" as three numbers in 0 ... 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def faint(colour: str, opacity: float) -> str:
    """The same colour as CSS with an opacity in [0, 1], as plotly wants it."""
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"
