"""Room: diffusion. Rectified flow: the pairs that a flow makes, and how straight its paths are (Liu et al. 2023)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torch import Tensor

from lib.diffusion.denoiser import Denoiser
from lib.diffusion.levels import Path
from lib.diffusion.sampling import Step, sample


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


def _deviation(displacement: Tensor, velocities: Sequence[Tensor], weights: Sequence[float]) -> float:
    """Mean squared distance of the velocities from the displacement, weighted by the length of their steps."""
    squares = [float((displacement - velocity).float().square().mean()) for velocity in velocities]
    return sum(w * s for w, s in zip(weights, squares, strict=True)) / sum(weights)
