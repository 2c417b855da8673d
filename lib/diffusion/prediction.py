"""Room: diffusion. What a model believes about a noisy picture, and the only places that know a parameterisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor

from lib.diffusion.levels import Level


@dataclass(frozen=True, slots=True)
class Prediction:
    """The data and the noise that a model sees in x_t, with the law ``alpha * x_0 + sigma * eps == x_t``.

    Predictions can be added, subtracted, scaled and mapped. Where such a sum of linear maps totals the identity the law
    survives it, and this is all that guidance, anagrams and hybrids do.

    Attributes:
        x_0: estimate of the data, (B, C, ...).
        eps: estimate of the noise, (B, C, ...).
        variance: the learned part of a model with twice the channels, in [-1, 1] (Nichol and Dhariwal 2021, eq. 15),
            or None.
    """

    x_0: Tensor
    eps: Tensor
    variance: Tensor | None = None

    def map(self, f: Callable[[Tensor], Tensor]) -> Prediction:
        """Apply one function to every part."""
        return Prediction(f(self.x_0), f(self.eps), None if self.variance is None else f(self.variance))

    def with_variance(self, variance: Tensor | None) -> Prediction:
        """The same estimates with another learned variance."""
        return replace(self, variance=variance)

    def __add__(self, other: Prediction) -> Prediction:
        """Add the estimates; the variance stays only where both have one."""
        both = self.variance is not None and other.variance is not None
        total = self.variance + other.variance if both else None  # type: ignore[operator]
        return Prediction(self.x_0 + other.x_0, self.eps + other.eps, total)

    def __mul__(self, scale: float) -> Prediction:
        """Scale every part."""
        return self.map(lambda part: part * scale)

    __rmul__ = __mul__

    def __sub__(self, other: Prediction) -> Prediction:
        """The difference of the estimates."""
        return self + other * -1.0


def from_eps(x_t: Tensor, level: Level, eps: Tensor, variance: Tensor | None = None) -> Prediction:
    """From a noise estimate: ``x_0 = (x_t - sigma * eps) / alpha`` (Ho et al. 2020, eq. 15). Needs alpha > 0."""
    return Prediction((x_t - level.sigma * eps) / level.alpha, eps, variance)


def from_x_0(x_t: Tensor, level: Level, x_0: Tensor) -> Prediction:
    """From a data estimate: ``eps = (x_t - alpha * x_0) / sigma``. Needs sigma > 0."""
    return Prediction(x_0, (x_t - level.alpha * x_0) / level.sigma)


def from_velocity(x_t: Tensor, level: Level, velocity: Tensor) -> Prediction:
    """From the velocity ``eps - x_0`` of a straight path (Liu et al. 2023, eq. 1); holds at sigma = 1 too."""
    total = level.alpha + level.sigma
    return Prediction((x_t - level.sigma * velocity) / total, (x_t + level.alpha * velocity) / total)


def from_v(x_t: Tensor, level: Level, v: Tensor) -> Prediction:
    """From ``v = alpha * eps - sigma * x_0`` where alpha^2 + sigma^2 = 1 (Salimans and Ho 2022, app. D)."""
    return Prediction(level.alpha * x_t - level.sigma * v, level.sigma * x_t + level.alpha * v)
