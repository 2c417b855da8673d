"""Room: runs. Masks: where something new is made (1), and where the picture stays what it is (0). No torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.models.errors import UserError
from lib.runs import images
from lib.runs.blur import gaussian

PRESETS = ("top", "centre", "left", "ring", "noise")
MAX_FEATHER = 0.25
_WAVES = 48


def check_ref(value: Any) -> str:
    """The mask that was meant, without a look at the disk; for validators of recipes.

    Raises:
        ValueError: for what is neither a preset nor the digest of a picture.
    """
    ref = value.strip().lower() if isinstance(value, str) else ""
    if ref in PRESETS or images.is_digest(ref):
        return ref
    raise ValueError(f"{value!r:.40} is no mask: take one of {', '.join(PRESETS)}, or the 64 hex digits of a drawn one")


def mask(ref: str, side: int, feather: float = 0.0, inverted: bool = False) -> NDArray[np.float32]:
    """A mask (side, side) float32 in [0, 1], 1 where something new is made.

    Args:
        ref: one of PRESETS, or the digest of a picture that `images.keep` kept: what is lighter than half is new.
        side: pixels a side.
        feather: how far the edge fades, to both sides, as a share of the side, 0 to 0.25: two standard deviations of
            a Gaussian. At 0 a mask is 0 or 1 and nothing between.
        inverted: make new what would have stayed.

    Raises:
        UserError: for a mask that isn't here, or a feather or side out of bounds.
    """
    if not 0 <= feather <= MAX_FEATHER:
        raise UserError(f"A mask's edge fades over 0 to {MAX_FEATHER} of the side, not {feather}.")
    if not 1 <= side <= images.MAX_PIXELS_SIDE:
        raise UserError(f"A mask may have 1 to {images.MAX_PIXELS_SIDE} pixels a side, not {side}.")
    hard = _preset(ref, side) if ref in PRESETS else _drawn(ref, side)
    new = (hard != inverted).astype(np.float64)
    return gaussian(new, feather * side / 2).clip(0, 1).astype(np.float32)


def _drawn(ref: str, side: int) -> NDArray[np.bool_]:
    if not images.is_digest(ref):
        raise UserError(f"There is no mask {ref!r:.40}: take one of {', '.join(PRESETS)}, or draw one.")
    light: NDArray[np.bool_] = images.pixels(ref, side).mean(0) >= 0.5
    return light


def _preset(name: str, side: int) -> NDArray[np.bool_]:
    """(side, side), the same shape at every size: it is asked at the middle of each pixel."""
    places = (np.arange(side) + 0.5) / side
    x, y = places[None, :], places[:, None]
    shapes = {
        "top": lambda: (y < 0.5) & (x < 1),
        "left": lambda: (x < 0.5) & (y < 1),
        "centre": lambda: (abs(x - 0.5) < 0.25) & (abs(y - 0.5) < 0.25),
        "ring": lambda: abs(np.hypot(x - 0.5, y - 0.5) - 0.31) < 0.11,
        "noise": lambda: _waves(x, y) > 0,
    }
    shape: NDArray[np.bool_] = shapes[name]()
    return shape


def _waves(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Blobs: waves of all directions and fixed phases, laid over each other; about half of it is above 0."""
    height = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    for k in range(_WAVES):
        angle, phase, cycles = 2.399963 * k, 3.883222 * k * k, 3 + 4 * (k * 0.618034 % 1)
        height += np.cos(2 * np.pi * cycles * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    return height
