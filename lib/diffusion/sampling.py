"""Room: diffusion. The one loop from noise to data: DDPM, DDIM and the Euler step of a flow are its settings."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
from torch import Generator, Tensor

from lib.diffusion.denoiser import Denoiser
from lib.diffusion.levels import Level, Path
from lib.diffusion.noise import randn
from lib.diffusion.prediction import Prediction, from_x_0

Variance = Literal["beta_tilde", "beta", "learned", "none"]
"""Of the fresh noise. "none" puts none back: every step goes to the mean, which is not DDIM."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """One step in numbers: ``x_next = x_0 * c.x_0 + eps * c.eps + z * c.z``.

    Attributes:
        x_0: weight of the data estimate, the alpha of the next level.
        eps: weight of the noise estimate.
        z: standard deviation of the fresh noise, for the two fixed variances.
        beta: variance of the forward step from the next level to this one.
        beta_tilde: variance of the posterior of the next level given x_t and x_0.
    """

    x_0: float
    eps: float
    z: float
    beta: float
    beta_tilde: float


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the loop: from ``x_t`` at ``level`` to ``x_next`` at ``next``.

    Attributes:
        index: 0 for the first step.
        prediction: what the Denoiser saw in x_t.
        coefficients: the weights that made x_next.
    """

    index: int
    level: Level
    next: Level
    x_t: Tensor
    prediction: Prediction
    x_next: Tensor
    coefficients: Coefficients


def coefficients(level: Level, following: Level, eta: float = 1.0, variance: Variance = "beta_tilde") -> Coefficients:
    """The weights of a step (Song et al. 2021, eq. 12 and 16; with eta = 1 Ho et al. 2020, eq. 7, strided).

    With ``r = alpha / alpha'`` the forward step from the next level to this one has variance ``beta = sigma^2 -
    r^2 sigma'^2`` and the posterior has ``beta_tilde = beta * sigma'^2 / sigma^2``. The mean is the same for every
    choice of variance; no noise is added on the step that ends at clean data.

    A step to a noisier level is one of the forward process, ``x' = (alpha' / alpha) x_t + sqrt(beta) z``, whatever the
    Prediction says (the resampling of Lugmayr et al. 2022, algorithm 1, line 9).
    """
    if rises(level, following):
        ratio = following.alpha / level.alpha
        beta = max(following.sigma**2 - (ratio * level.sigma) ** 2, 0.0)
        return Coefficients(following.alpha, ratio * level.sigma, math.sqrt(beta), beta, beta)
    if level.sigma == 0:
        return Coefficients(following.alpha, 0.0, 0.0, 0.0, 0.0)
    ratio = level.alpha / following.alpha
    beta = max(level.sigma**2 - (ratio * following.sigma) ** 2, 0.0)
    beta_tilde = beta * (following.sigma / level.sigma) ** 2
    eps = math.sqrt(max(following.sigma**2 - eta**2 * beta_tilde, 0.0))
    z = (
        0.0
        if following.sigma == 0 or variance == "none"
        else eta * math.sqrt(beta if variance == "beta" else beta_tilde)
    )
    return Coefficients(following.alpha, eps, z, beta, beta_tilde)


def rises(level: Level, following: Level) -> bool:
    """Whether the next level holds more noise for its data: there the model has nothing to say."""
    return following.sigma * level.alpha > level.sigma * following.alpha


def learned_std(c: Coefficients, v: Tensor) -> Tensor:
    """Standard deviation between the two fixed ones, by v in [-1, 1] (Nichol and Dhariwal 2021, eq. 15)."""
    if c.beta_tilde == 0:
        return torch.zeros_like(v)
    share = (v + 1) / 2
    return torch.exp(0.5 * (share * math.log(c.beta) + (1 - share) * math.log(c.beta_tilde)))


def sample(
    denoise: Denoiser,
    path: Path,
    x: Tensor,
    *,
    eta: float = 1.0,
    variance: Variance = "beta_tilde",
    generator: Generator | Sequence[Generator] | None = None,
    project: Callable[[Tensor, Level], Tensor] | None = None,
) -> Iterator[Step]:
    """Walk a path from noise to data. The only sampling loop of the project.

    Args:
        denoise: what to ask at each level.
        path: levels from noise to clean; ``path[i:]`` starts in the middle (SDEdit, Meng et al. 2022). A path may go
            up again (RePaint, Lugmayr et al. 2022): such a step puts noise on and asks nobody.
        x: (B, C, ...), a picture at ``path[0]``.
        eta: 1 is the DDPM posterior (equation A.3 of the course, stride and all); 0 is DDIM, which on a straight
            path is the Euler step of the flow.
        variance: of the fresh noise.
        generator: where the fresh noise comes from; needed unless eta is 0. One, or one for each picture.
        project: called on each new x with its level, e.g. to put known pixels back (Lugmayr et al. 2022, eq. 8).

    Yields:
        One Step for each pair of neighbours of the path.

    Raises:
        ValueError: where noise is needed and no generator is given, or a learned variance that the model hasn't.
    """
    if generator is None and (eta != 0 or any(rises(*pair) for pair in pairwise(path[1:]))):
        raise ValueError("Sampling with eta > 0, or along a path that goes up, draws noise: give a generator.")
    prediction: Prediction | None = None
    for index, (level, following) in enumerate(pairwise(path)):
        if prediction is None or not rises(level, following):
            prediction = denoise(x, level)
        else:
            prediction = from_x_0(x, level, prediction.x_0)
        c = coefficients(level, following, eta, variance)
        x_next = c.x_0 * prediction.x_0 + c.eps * prediction.eps
        if c.z:
            assert generator is not None
            std = c.z if rises(level, following) else _std(c, prediction, eta, variance)
            x_next = x_next + randn(x.shape, generator, like=x) * std
        if project is not None:
            x_next = project(x_next, following)
        yield Step(index, level, following, x, prediction, x_next, c)
        x = x_next


def _std(c: Coefficients, prediction: Prediction, eta: float, variance: Variance) -> Tensor | float:
    if variance != "learned":
        return c.z
    if prediction.variance is None:
        raise ValueError("This model has no learned variance: choose beta or beta_tilde.")
    return eta * learned_std(c, prediction.variance)
