"""Room: runs. Pictures to begin with, drawn by our own code: the same pixels on every machine. No torch.

Each is painted once at 512 pixels a side and averaged down to the size that is asked for.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lib.models.errors import UserError
from lib.runs import drawn_heads, drawn_places, drawn_things, drawn_tower
from lib.runs.resize import reduced

MIN_SIDE, MAX_SIDE = 8, 512

_PAINTED = {
    "tower": ("A bell tower before hills", drawn_tower.tower),
    "cat": ("A cat that looks at you", drawn_heads.cat),
    "watermelon": ("A watermelon on a table", drawn_things.watermelon),
    "house": ("A house in a garden", drawn_places.house),
    "rocket": ("A rocket at night", drawn_things.rocket),
    "face": ("A portrait", drawn_heads.face),
    "street": ("A street with trees", drawn_places.street),
    "logo": ("A letter out of noise: our logo", drawn_things.logo),
}
NAMES = tuple(_PAINTED)
TITLES = {name: title for name, (title, _) in _PAINTED.items()}


def draw(name: str, side: int) -> NDArray[np.uint8]:
    """A drawing (side, side, 3) uint8.

    Raises:
        UserError: for a name that isn't in NAMES, or a side outside 8 ... 512.
    """
    if name not in _PAINTED:
        raise UserError(f"There is no drawing {name!r:.40}: take one of {', '.join(NAMES)}.")
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise UserError(f"A drawing has {MIN_SIDE} to {MAX_SIDE} pixels a side, not {side}.")
    return reduced(_large(name), side)


@lru_cache(maxsize=len(_PAINTED))
def _large(name: str) -> NDArray[np.uint8]:
    """(512, 512, 3), read-only: painting takes some tenths of a second."""
    pixels: NDArray[np.uint8] = np.rint(_PAINTED[name][1]().rgb.clip(0, 1) * 255).astype(np.uint8)
    pixels.setflags(write=False)
    return pixels
