"""Room: diffusion. Rectified flow: the pairs that a flow makes, and how straight its paths are (Liu et al. 2023)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor

from lib.diffusion.denoiser import Denoiser
from lib.diffusion.levels import Path
from lib.diffusion.sampling import Step, sample

Array = Tensor | np.ndarray


def pairs(denoise: Denoiser, path: Path, z: Tensor) -> tuple[Tensor, Tensor]:
    """Walk a flow from noise to its end; the next flow learns to join the two ends (Liu et al. 2023, algorithm 1).

    Args:
        denoise: the flow, at the guidance that its successor should inherit.
        path: a straight path, ``straight_path(n)``.
        z: (B, C, ...) standard normal noise.

    Returns:
        ``(z, x_end)``, both (B, C, ...): the noise as given, and the data that it became.
    """
    x_end = z
    for step in sample(denoise, path, z, eta=0):
        x_end = step.x_next
    return z, x_end


def straightness(steps: Iterable[Step]) -> float:
    """How far the velocity of a flow strays from a straight line: the ``S(Z)`` of Liu et al. 2023.

    ``S = integral over t of E |(z - x_end) - velocity(t)|^2``, where z is the noise that a path starts from, x_end the
    data where it ends, and velocity = eps - x_0. Here E is the mean over pictures and elements, so that 2-D points and
    digits can be compared. 0 says that every path is a straight line at constant speed, and one step is enough.

    Args:
        steps: all steps of one deterministic run (eta = 0) on a straight path, from noise to clean.

    Returns:
        S >= 0, in squared units of data an element.

    Raises:
        ValueError: for no steps, or for a path that isn't straight (alpha + sigma = 1).
    """
    walked = list(steps)
    if not walked:
        raise ValueError("Straightness needs the steps of a run: there are none.")
    if any(abs(s.level.alpha + s.level.sigma - 1) > 1e-6 for s in walked):
        raise ValueError("Straightness is measured on a straight path, where alpha + sigma = 1.")
    velocities = [s.prediction.eps - s.prediction.x_0 for s in walked]
    displacement = walked[0].x_t - walked[-1].x_next
    return _deviation(displacement, velocities, [s.level.sigma - s.next.sigma for s in walked])


def straightness_of(x_t: Array, x_0: Array, sigma: Sequence[float] | Array) -> float:
    """The same from what was kept of a run, e.g. the arrays of a trajectory.

    The velocity follows from the two pictures: on a straight path it is ``(x_t - x_0) / sigma``. Where not every step
    was kept, each kept one stands for those up to the next.

    Args:
        x_t: (K, B, ...) pictures from noise to clean.
        x_0: (K, B, ...) the estimate made at each of them.
        sigma: (K,) falling to 0, which is its last value.

    Returns:
        S >= 0, as above.

    Raises:
        ValueError: unless the shapes agree, there are at least two levels and sigma falls to 0.
    """
    x_t, x_0 = torch.as_tensor(x_t).float(), torch.as_tensor(x_0).float()
    levels = torch.as_tensor(sigma).double().tolist()
    if x_t.shape != x_0.shape or len(levels) != len(x_t):
        shapes = f"x_t {tuple(x_t.shape)}, x_0 {tuple(x_0.shape)} and {len(levels)} levels"
        raise ValueError(
            f"{shapes} don't belong together: give each of the K frames a picture, an estimate and a sigma."
        )
    if len(levels) < 2 or levels[-1] != 0 or min(a - b for a, b in pairwise(levels)) <= 0:
        raise ValueError("Straightness needs at least two levels, with sigma falling to 0.")
    velocities = [(x - estimate) / s for x, estimate, s in zip(x_t, x_0, levels[:-1], strict=False)]
    return _deviation(x_t[0] - x_t[-1], velocities, [a - b for a, b in pairwise(levels)])


def _deviation(displacement: Tensor, velocities: Sequence[Tensor], weights: Sequence[float]) -> float:
    """Mean squared distance of the velocities from the displacement, weighted by the length of their steps."""
    squares = [float((displacement - velocity).float().square().mean()) for velocity in velocities]
    return sum(w * s for w, s in zip(weights, squares, strict=True)) / sum(weights)
