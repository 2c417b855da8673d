"""Room: draw. Words burned into pictures, for files that leave the app."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lib.draw.style import CAPTION_INK, CAPTION_PAPER

SPELT: Final = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "ε": "eps", "σ": "sigma", "ᾱ": "abar", "₀": "0", "₁": "1", "\u0302": ""}
)
"""The letters that the font which comes with Pillow does not have, as words."""


def band(
    text: str, width: int, size: int = 12, ink: int = CAPTION_INK, paper: int = CAPTION_PAPER
) -> NDArray[np.uint8]:
    """A strip of paper with one centred line of text, (size + 6, width) grey levels."""
    text = text.translate(SPELT)
    picture = Image.new("L", (width, size + 6), paper)
    text, fitting = _fit(text, width, size)
    pen = ImageDraw.Draw(picture)
    pen.text((width / 2, (size + 6) / 2), text, fill=ink, font=_font(fitting), anchor="mm")
    return np.asarray(picture)


def _fit(text: str, width: int, size: int) -> tuple[str, int]:
    """The text and the letter size at which it fits: down to 8 px letters, then fewer words."""
    while size > 8 and _font(size).getlength(text) > width:
        size -= 1
    while text and _font(size).getlength(text) > width:
        text = text.rpartition("   ")[0] or text[:-1]
    return text, size


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
