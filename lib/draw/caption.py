"""Room: draw. Words burned into pictures, for files that leave the app: what is shown, at which step and time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lib.draw.frames import Frames
from lib.draw.style import CAPTION_INK, CAPTION_PAPER
from lib.models.errors import UserError
from lib.runs.trajectory import Trajectory

SPELT: Final = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "ε": "eps", "σ": "sigma", "ᾱ": "abar", "₀": "0", "₁": "1", "\u0302": ""}
)
"""The letters that the font which comes with Pillow does not have, as words."""


def captions(trajectory: Trajectory) -> list[str]:
    """One line for each kept step: its place in the run, its time, and how much signal and noise it holds."""
    count = len(trajectory.t)
    levels = zip(trajectory.t.tolist(), trajectory.alpha.tolist(), trajectory.sigma.tolist(), strict=True)
    return [
        f"frame {k + 1}/{count}   t = {_short(t)}   signal {alpha:.2f}   noise {sigma:.2f}"
        for k, (t, alpha, sigma) in enumerate(levels)
    ]


def _short(t: float) -> str:
    """A time as learners know it: a step of a schedule as an integer, a time of a path with two digits."""
    return f"{t:.0f}" if t > 1 or t == round(t) else f"{t:.2f}"


def with_captions(
    frames: Frames, texts: Sequence[str], size: int = 12, ink: int = CAPTION_INK, paper: int = CAPTION_PAPER
) -> Frames:
    """Put a line of text under every frame.

    Args:
        frames: (K, H, W, 3).
        texts: K lines; one that is too wide is set smaller, and cut where that is not enough.
        size: height of the letters in pixels.
        ink: grey level of the letters.
        paper: grey level behind them.

    Returns:
        (K, H + band, W, 3), grey where the text is.

    Raises:
        UserError: unless there is a line for each frame.
    """
    if len(texts) != len(frames):
        raise UserError(f"{len(frames)} frames need as many captions, not {len(texts)}.")
    if len(frames) == 0:
        return frames
    bands = np.stack([band(text, frames.shape[2], size, ink, paper) for text in texts])
    return np.concatenate([frames, np.repeat(bands[..., None], 3, axis=3)], axis=1)


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
