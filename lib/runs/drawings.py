"""Room: runs. Pictures to begin with, drawn by our own code: the same pixels on every machine. No torch.

Each is painted once at 512 pixels a side and averaged down to the size that is asked for. Painting takes seconds, so
all of them ship at 64 pixels (`drawings.png`, written by `ship`), which is as much as any first stage sees.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from lib.models.errors import UserError
from lib.runs import drawn_heads, drawn_places, drawn_things, drawn_tower
from lib.runs.resize import reduced

MIN_SIDE, MAX_SIDE = 8, 512
SMALL = 64
"""Pixels a side of those that ship."""
FILE = Path(__file__).with_suffix(".png")

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
_SKETCHED = {"three": ("A three, drawn by hand", drawn_things.three)}
NAMES = tuple(_PAINTED)
SKETCHES = tuple(_SKETCHED)
"""White on black, for models of digits; they stand in no gallery."""
TITLES = {name: title for name, (title, _) in (_PAINTED | _SKETCHED).items()}


def known(name: str) -> bool:
    """Whether it is the name of a drawing."""
    return name in TITLES


def draw(name: str, side: int) -> NDArray[np.uint8]:
    """A drawing (side, side, 3) uint8.

    Raises:
        UserError: for a name that isn't in NAMES or SKETCHES, or a side outside 8 ... 512.
    """
    if not known(name):
        raise UserError(f"There is no drawing {name!r:.40}: take one of {', '.join(NAMES)}.")
    if not MIN_SIDE <= side <= MAX_SIDE:
        raise UserError(f"A drawing has {MIN_SIDE} to {MAX_SIDE} pixels a side, not {side}.")
    small = _shipped() if side <= SMALL else None
    return reduced(_large(name) if small is None else small[name], side)


@lru_cache(maxsize=len(TITLES))
def digest(name: str) -> str:
    """A checksum of a drawing at 64 pixels: whoever answered another version of it answered something else.

    Raises:
        UserError: for a name that isn't in NAMES or SKETCHES.
    """
    return sha256(draw(name, SMALL).tobytes()).hexdigest()


def ship() -> None:
    """Paint all drawings and write them at 64 pixels: once, whenever one of them changes.

    ``python -c "from lib.runs.drawings import ship; ship()"``, then ``python -m lib precompute``: answers to the older
    drawing don't count any more.
    """
    row = np.concatenate([reduced(_large(name), SMALL) for name in TITLES], axis=1)
    Image.fromarray(row).save(FILE, "PNG", optimize=True)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, NDArray[np.uint8]] | None:
    """All drawings at 64 pixels; None where the file isn't whole."""
    try:
        with Image.open(FILE, formats=["PNG"]) as image:
            row = np.array(image.convert("RGB"))
    except OSError:
        return None
    if row.shape != (SMALL, SMALL * len(TITLES), 3):
        return None
    return {name: row[:, SMALL * i : SMALL * (i + 1)] for i, name in enumerate(TITLES)}


@lru_cache(maxsize=len(TITLES))
def _large(name: str) -> NDArray[np.uint8]:
    """(512, 512, 3), read-only: painting takes some tenths of a second, and seconds on a busy machine."""
    painted = (_PAINTED | _SKETCHED)[name][1]()
    pixels: NDArray[np.uint8] = np.rint(painted.rgb.clip(0, 1) * 255).astype(np.uint8)
    pixels.setflags(write=False)
    return pixels
