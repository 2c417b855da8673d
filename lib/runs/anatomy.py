"""Room: runs. One step of a walk taken apart: what x_t' is made of, and how much of it is new. numpy only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.models.errors import UserError
from lib.runs.blur import gaussian
from lib.runs.measures import psnr
from lib.runs.trajectory import Trajectory

Array = NDArray[np.float64]
FULL_LADDER = (4, 8, 14, 34, 67, 133)
"""Numbers of steps of the whole path: from coarse to fine."""
BLURS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
"""Widths of a Gaussian, in pixels of a picture of 32."""


class Weights(NamedTuple):
    """Equation A.3: ``x_t' = x_0 * estimate + x_t * present + noise``.

    Attributes:
        x_0: weight of the estimate.
        x_t: weight of the picture that there is.
        least: standard deviation of the fresh noise, of the two fixed choices the smaller one (beta tilde).
        most: the larger one (beta).
    """

    x_0: float
    x_t: float
    least: float
    most: float


def weights(alpha: float, sigma: float, next_alpha: float, next_sigma: float) -> Weights:
    """The DDPM posterior between any two levels (Ho et al. 2020, eq. 7, strided).

    With ``a = (alpha / alpha')^2`` and ``b = 1 - a`` the weights are ``alpha' b / sigma^2`` and
    ``sqrt(a) sigma'^2 / sigma^2``; it is ``lib.diffusion.coefficients`` with eps written out.

    Args:
        alpha: of the level that is left.
        sigma: likewise, above 0.
        next_alpha: of the next level.
        next_sigma: likewise, with less noise for its data.
    """
    ratio = alpha / next_alpha
    beta = max(sigma**2 - (ratio * next_sigma) ** 2, 0.0)
    kept = ratio * (next_sigma / sigma) ** 2
    if next_sigma == 0:
        return Weights(1.0, 0.0, 0.0, 0.0)
    return Weights(next_alpha * beta / sigma**2, kept, math.sqrt(beta) * next_sigma / sigma, math.sqrt(beta))


@dataclass(frozen=True, eq=False)
class Anatomy:
    """A step of the first picture of a walk.

    Attributes:
        t, next_t: the two levels.
        weights: of equation A.3.
        x_t, eps, x_0, fresh, x_next: (C, H, W) in the model's range; `fresh` is what was put back.
        old: standard deviation of the noise of x_t that x_t' keeps, by the estimate.
        sigma: what x_t' should hold.
        spread: standard deviation of `fresh`, measured.
    """

    t: float
    next_t: float
    weights: Weights
    x_t: Array
    eps: Array
    x_0: Array
    fresh: Array
    x_next: Array
    old: float
    sigma: float
    spread: float


def anatomy(found: Trajectory, k: int) -> Anatomy:
    """Step k of a walk with every level kept.

    Raises:
        UserError: where there is no such step.
    """
    if not 0 <= k < len(found.t) - 1 or found.sigma[k] == 0:
        raise UserError(f"This walk has no step {k}: choose one of 0 to {len(found.t) - 2}.")
    a, s, a_next, s_next = (float(v) for v in (*_level(found, k), *_level(found, k + 1)))
    w = weights(a, s, a_next, s_next)
    x_t, x_0, x_next = (x.astype(np.float64) for x in (found.x_t[k, 0], found.x_0[k, 0], found.x_t[k + 1, 0]))
    fresh = x_next - w.x_0 * x_0 - w.x_t * x_t if s_next else np.zeros_like(x_t)
    t, next_t = float(found.t[k]), float(found.t[k + 1])
    eps = eps_of(x_t, x_0, a, s)
    return Anatomy(t, next_t, w, x_t, eps, x_0, fresh, x_next, w.x_t * s, s_next, float(fresh.std()))


def eps_of(x_t: NDArray[Any], x_0: NDArray[Any], alpha: float, sigma: float) -> Array:
    """The noise that an estimate of the data implies, by the law ``x_t = alpha x_0 + sigma eps``."""
    found: Array = (x_t.astype(np.float64) - alpha * x_0.astype(np.float64)) / sigma
    return found


def _level(found: Trajectory, k: int) -> tuple[float, float]:
    return found.alpha[k], found.sigma[k]


def shown(steps: int, most: int = 6) -> list[int]:
    """Every 5th of 0 ... steps - 1, or every 10th, 15th, ... where these are more than `most`; all of a few."""
    every = 1 if steps <= most else 5 * math.ceil(steps / (5 * most))
    return list(range(0, steps, every))


def start_near(t: float, steps: int, last: float = 990) -> int:
    """Which of `steps` levels from `last` to 0 lies nearest to t."""
    return steps - 1 - round(t * (steps - 1) / last)


def detail(pictures: NDArray[Any]) -> float:
    """How much neighbouring pixels differ: the mean of |difference|, down and across, of (..., H, W) in [0, 1]."""
    x = np.clip(pictures.astype(np.float64), 0, 1)
    return float((np.abs(np.diff(x, axis=-1)).mean() + np.abs(np.diff(x, axis=-2)).mean()) / 2)


def best_blur(noisy: NDArray[Any], clean: NDArray[Any]) -> tuple[Array, float]:
    """The Gaussian blur that comes nearest to the clean picture, which nobody could choose without knowing it.

    Args:
        noisy: (C, H, W), made as bright as the clean picture.
        clean: (C, H, W) in [0, 1].

    Returns:
        The blurred picture, and the width of its Gaussian in pixels.
    """
    scale = noisy.shape[-1] / 32
    blurred = {width * scale: gaussian(noisy.astype(np.float64), width * scale) for width in BLURS}
    best = max(blurred, key=lambda width: psnr(blurred[width], clean))
    return blurred[best], best


def apart(pictures: NDArray[Any]) -> float:
    """The mean distance between two of (B, ...) pictures, as the root of the mean square over all values."""
    flat = pictures.reshape(len(pictures), -1).astype(np.float64)
    pairs = [np.sqrt(np.square(a - b).mean()) for i, a in enumerate(flat) for b in flat[:i]]
    return float(np.mean(pairs)) if pairs else 0.0


def begins_at(steps: int, i_start: int, last: int = 990) -> int:
    """The timestep of a level of an evenly strided path, 990, 960, ..., 0 for 34 steps."""
    return round(last * max(steps - 1 - i_start, 0) / max(steps - 1, 1))
