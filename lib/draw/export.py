"""Room: draw. Ready pictures on one sheet of paper. What people take home of a run is made in the studio."""

from __future__ import annotations

import io
import math
from typing import Final

import numpy as np
from PIL import Image

from lib.draw.frames import Frames, tile
from lib.draw.reading import read_recipe

__all__ = ["read_recipe", "to_sheet"]

_GAP: Final = 8
"""Pixels around each picture."""


def to_sheet(frames: Frames) -> bytes:
    """Pictures (K, H, W, 3) on one sheet of white paper, near a square, as a PNG."""
    columns = math.ceil(math.sqrt(len(frames)))
    grid = tile(frames.transpose(0, 3, 1, 2)[None], columns, _GAP, paper=255)[0]
    sheet = np.pad(grid, [(_GAP, _GAP), (_GAP, _GAP), (0, 0)], constant_values=255)
    target = io.BytesIO()
    Image.fromarray(sheet).save(target, "PNG")
    return target.getvalue()
