"""Room: diffusion. Where a picture is between data and noise: levels, and the paths that lead through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Level:
    """A noise level: ``x_t = alpha * x_0 + sigma * eps`` with ``eps ~ N(0, I)``.

    The pair (alpha, sigma) is the coordinate. ``t`` is the label that the model was trained with: an integer step
    of a DDPM schedule (0 = almost data), or a time in [0, 1] of a straight path (0 = data, 1 = noise).
    """

    t: float
    alpha: float
    sigma: float


Path = tuple[Level, ...]
"""Levels from noise to clean. A path of n + 1 levels is walked in n steps."""

CLEAN = Level(t=0.0, alpha=1.0, sigma=0.0)
"""The end of every path: data, without noise."""


def add_noise(x_0: Tensor, level: Level, eps: Tensor) -> Tensor:
    """The forward process, ``alpha * x_0 + sigma * eps`` (Ho et al. 2020, eq. 4).

    Args:
        x_0: data, any shape.
        level: how much of each.
        eps: standard normal noise of the same shape.

    Returns:
        The noisy picture x_t; ``x_0`` itself, bit for bit, at ``CLEAN``.
    """
    return level.alpha * x_0 + level.sigma * eps


def linear_alphas_cumprod(steps: int, beta_start: float = 1e-4, beta_end: float = 0.02) -> Tensor:
    """Cumulative products of ``1 - beta`` for betas that rise linearly (Ho et al. 2020, section 4).

    Returns:
        (steps + 1,) float64; index 0 is 1 (clean), index t is abar_t for t = 1 ... steps.
    """
    betas = torch.linspace(beta_start, beta_end, steps, dtype=torch.float64)
    return torch.cat([torch.ones(1, dtype=torch.float64), torch.cumprod(1 - betas, 0)])


def cosine_alphas_cumprod(steps: int) -> Tensor:
    """The squared-cosine schedule (Nichol and Dhariwal 2021, eq. 17, with betas up to 0.999), `squaredcos_cap_v2`.

    Returns:
        (steps,) float64, counted as DeepFloyd IF counts: index 0 is the first bit of noise, not clean data.
    """
    share = torch.arange(steps + 1, dtype=torch.float64) / steps
    f = torch.cos((share + 0.008) / 1.008 * math.pi / 2) ** 2
    return torch.cumprod(1 - (1 - f[1:] / f[:-1]).clamp(max=0.999), 0)


def ddpm_path(alphas_cumprod: Tensor | Sequence[float], timesteps: Sequence[int]) -> Path:
    """The levels of a variance-preserving schedule at some timesteps, then ``CLEAN``.

    Args:
        alphas_cumprod: abar, indexed by timestep, each in (0, 1].
        timesteps: strictly falling indices, e.g. 990, 960, ..., 0.

    Raises:
        ValueError: where the timesteps don't fall, or lie outside the schedule.
    """
    if any(a <= b for a, b in pairwise(timesteps)):
        raise ValueError("Timesteps must fall from noise to data: give each once, the largest first.")
    if timesteps and not 0 <= min(timesteps) <= max(timesteps) < len(alphas_cumprod):
        raise ValueError(f"Timesteps must lie between 0 and {len(alphas_cumprod) - 1}.")
    abar = [float(alphas_cumprod[t]) for t in timesteps]
    return (*(Level(float(t), math.sqrt(a), math.sqrt(1 - a)) for t, a in zip(timesteps, abar, strict=True)), CLEAN)


def strided(last: int, steps: int) -> list[int]:
    """``steps`` timesteps from ``last`` down to 1, as evenly spread as integers can be (Song et al. 2021, app. C.1).

    Raises:
        ValueError: unless 1 <= steps <= last.
    """
    if not 1 <= steps <= last:
        raise ValueError(f"The number of steps must lie between 1 and {last}.")
    return [1 + round((last - 1) * i / max(steps - 1, 1)) for i in reversed(range(steps))] if steps > 1 else [last]


def straight_path(steps: int) -> Path:
    """Evenly spaced levels with alpha = 1 - t and sigma = t, from noise to data (Liu et al. 2023).

    Raises:
        ValueError: for less than one step.
    """
    if steps < 1:
        raise ValueError("A path needs at least one step.")
    times = [1 - i / steps for i in range(steps)]
    return (*(Level(t, 1 - t, t) for t in times), CLEAN)
