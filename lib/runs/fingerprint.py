"""Room: runs. A short name for the noise that a run begins with, equal on every machine. No torch up here.

Noise is drawn on the CPU from the seed, picture by picture. Processors agree on it to the last bit or nearly so; the
name is taken of its values rounded to quarters, where such a last bit doesn't count.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray


def fingerprint(noise: NDArray[Any]) -> str:
    """Eight hex digits that stand for an array of noise, "1f3a-90cd"."""
    quarters = np.rint(np.clip(noise.astype(np.float16).astype(np.float64), -30, 30) * 4).astype(np.int8)
    digits = sha256(repr(quarters.shape).encode() + quarters.tobytes()).hexdigest()
    return f"{digits[:4]}-{digits[4:8]}"


def noise_of(seed: int, shape: Sequence[int], place: int = 0) -> NDArray[np.float16]:
    """The x_T that a run with this seed begins with.

    Args:
        seed: of the recipe.
        shape: of one picture, (C, H, W).
        place: which picture of the batch.
    """
    from lib.diffusion import generators, randn

    return randn((1, *shape), generators(seed, 1, place))[0].numpy().astype(np.float16)
