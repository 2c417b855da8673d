"""Room: runs. How close two pictures are. numpy only."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def psnr(
    picture: NDArray[Any], clean: NDArray[Any], black: float = 0.0, white: float = 1.0, *, cut: bool = True
) -> float:
    """Peak signal-to-noise ratio in dB, of what can be shown: both are cut off at black and white.

    Args:
        picture: any shape.
        clean: of the same shape.
        black: the value that means black.
        white: the value that means white.
        cut: false to count what lies beyond black and white too, as of noise that is measured.

    Returns:
        ``10 log10((white - black)^2 / mean squared error)``; infinite where they are equal.
    """
    limits = (black, white) if cut else (None, None)
    shown, wanted = (np.clip(x.astype(np.float64), *limits) for x in (picture, clean))
    error = float(np.square(shown - wanted).mean())
    return math.inf if error == 0 else 10 * math.log10((white - black) ** 2 / error)
