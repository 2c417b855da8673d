"""Room: runs. What noise does to a picture, in numbers: two schedules, and how widely pixels spread. No torch."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.models.errors import UserError

T = 1000
SCHEDULES = ("cosine", "linear")
Numbers = NDArray[np.float64]


@lru_cache(maxsize=2)
def alphas_cumprod(schedule: str) -> Numbers:
    """(1000,) abar by timestep, read-only; the numbers of `lib.diffusion`, without torch.

    Args:
        schedule: "cosine" (Nichol and Dhariwal 2021, eq. 17) or "linear" (Ho et al. 2020, section 4).

    Raises:
        UserError: for any other.
    """
    if schedule not in SCHEDULES:
        raise UserError(f"A schedule is one of {' and '.join(SCHEDULES)}, not {schedule!r:.40}.")
    if schedule == "linear":
        betas = np.linspace(1e-4, 0.02, T)
    else:
        f = np.cos((np.arange(T + 1) / T + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = np.minimum(1 - f[1:] / f[:-1], 0.999)
    found: Numbers = np.asarray(np.cumprod(1 - betas), np.float64)
    found.setflags(write=False)
    return found


def parts(x_0: NDArray[Any], x_t: NDArray[Any], alpha: float, sigma: float) -> tuple[Numbers, Numbers]:
    """A picture and the noise that was put on it, as float64.

    Args:
        x_0: the picture, any shape.
        x_t: the same under noise.
        alpha: of the level of x_t.
        sigma: of the same level, > 0.
    """
    clean = x_0.astype(np.float64)
    return clean, (x_t.astype(np.float64) - alpha * clean) / sigma


class Spread(NamedTuple):
    """The standard deviation of all pixels at each timestep, (1000,) each.

    Attributes:
        scaled: of ``sqrt(abar) x_0 + sqrt(1 - abar) eps``.
        unscaled: of ``x_0 + sqrt(1 - abar) eps``.
        added: of x_0 and ``sqrt(beta)`` times fresh noise at every step, when no step shrinks what was there.
    """

    scaled: Numbers
    unscaled: Numbers
    added: Numbers


def spread(x_0: Numbers, eps: Numbers, schedule: str) -> Spread:
    """How widely the pixels of this very picture, under this very noise, spread at each timestep.

    The variance of ``a x_0 + b eps`` is that of its parts and their covariance, so no picture need be made.
    """
    abar = alphas_cumprod(schedule)
    betas = 1 - abar / np.concatenate([[1.0], abar[:-1]])
    (own, both), (_, noise) = np.cov(x_0.ravel(), eps.ravel(), bias=True)

    def deviation(a: Numbers | float, b: Numbers) -> Numbers:
        found: Numbers = np.sqrt(np.maximum(a**2 * own + 2 * a * b * both + b**2 * noise, 0))
        return found

    sigma = np.sqrt(1 - abar)
    return Spread(deviation(np.sqrt(abar), sigma), deviation(1.0, sigma), deviation(1.0, np.sqrt(np.cumsum(betas))))
