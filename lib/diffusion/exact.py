"""Room: diffusion. Denoisers in closed form: what a perfect network would answer, to test with and to teach with."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from lib.diffusion.denoiser import Conditioned, Denoiser, Query
from lib.diffusion.levels import Level
from lib.diffusion.prediction import Prediction

CHUNK = 8192  # points that are held in double precision at a time


@dataclass(frozen=True, eq=False)
class ExactGaussian:
    """The perfect Denoiser of data that is ``N(mean, std^2)``, each element on its own.

    Attributes:
        mean: a number, or (C, ...) to broadcast over a batch.
        std: likewise, >= 0.
    """

    mean: Tensor | float = 0.0
    std: Tensor | float = 1.0

    def on(self, condition: None = None) -> Denoiser:
        """The Denoiser itself: it knows no conditions."""
        return Conditioned(self, condition)

    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """``E[x_0 | x_t]`` and ``E[eps | x_t]`` of a linear Gaussian model (Bishop 2006, eq. 2.116)."""
        return [self._posterior(query.x_t, level) for query in queries]

    def _posterior(self, x_t: Tensor, level: Level) -> Prediction:
        mean = torch.as_tensor(self.mean, dtype=x_t.dtype, device=x_t.device)
        spread = torch.as_tensor(self.std, dtype=x_t.dtype, device=x_t.device) ** 2
        total = level.alpha**2 * spread + level.sigma**2
        surprise = torch.where(total > 0, (x_t - level.alpha * mean) / total, 0.0)
        return Prediction(mean + level.alpha * spread * surprise, level.sigma * surprise)


@dataclass(frozen=True, eq=False)
class ExactPoints:
    """The perfect Denoiser of a finite data set: it remembers every point, and has no weights.

    ``E[x_0 | x_t]`` is the mean of all points, weighted by ``softmax(-|x_t - alpha * x_0|^2 / (2 * sigma^2))``
    (Karras et al. 2022, eq. 57). A network that learned its data perfectly would answer this, and sampling with it
    returns points of the data set.

    Attributes:
        points: (N, C, ...) data; (N, 2) for the plane.
        labels: (N,) integers, where it should know conditions.

    Raises:
        ValueError: without points, or with another number of labels than points.
    """

    points: Tensor
    labels: Tensor | None = None

    def __post_init__(self) -> None:
        if len(self.points) == 0:
            raise ValueError("The exact denoiser needs at least one point of data.")
        if self.labels is not None and self.labels.shape != self.points.shape[:1]:
            raise ValueError(
                f"{len(self.points)} points need {len(self.points)} labels, not {tuple(self.labels.shape)}."
            )

    def on(self, condition: int | Sequence[int] | Tensor | None = None) -> Denoiser:
        """Over the points of one label, of one label a picture (B,), or over all points for None.

        Raises:
            ValueError: for a label that no point has.
        """
        if condition is not None:
            if self.labels is None:
                raise ValueError("These points have no labels: leave the condition out.")
            missing = set(torch.as_tensor(condition).flatten().tolist()) - set(self.labels.tolist())
            if missing:
                raise ValueError(f"No point has the label {min(missing)}.")
        return Conditioned(self, condition)

    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """The posterior mean for each query; at sigma = 0 the picture itself, which is data already."""
        return [self._posterior(query.x_t, query.condition, level) for query in queries]

    def weights(self, x_t: Tensor, level: Level, condition: Any = None) -> Tensor:
        """How plausible each point is under the noise: (B, N) float64, ``p(x_0 = point | x_t)``, rows that add up to 1.

        Args:
            x_t: (B, C, ...) noisy pictures.
            level: of x_t; sigma > 0.
            condition: as for `on`.

        Raises:
            ValueError: at sigma = 0, where there is nothing to guess.
        """
        if level.sigma == 0:
            raise ValueError("Without noise there is nothing to guess: ask at a level with sigma > 0.")
        return self._weights(x_t.flatten(1).double(), condition, level)

    def _posterior(self, x_t: Tensor, condition: Any, level: Level) -> Prediction:
        if level.sigma == 0:
            return Prediction(x_t / level.alpha, torch.zeros_like(x_t))
        weights = self._weights(x_t.flatten(1).double(), condition, level)
        x_0 = torch.zeros_like(x_t.flatten(1), dtype=torch.float64)
        for part, points in self._chunks(x_t.device):
            x_0 += weights[:, part] @ points
        x_0 = x_0.reshape(x_t.shape)
        return Prediction(x_0.to(x_t.dtype), ((x_t.double() - level.alpha * x_0) / level.sigma).to(x_t.dtype))

    def _weights(self, x: Tensor, condition: Any, level: Level) -> Tensor:
        """(B, D) pictures -> (B, N) posterior weights of the points, each row adding up to 1.

        ``|x|^2`` is the same for all points and left out. The largest logit is taken off before the division, so that
        a sigma near 0 picks the nearest point and nothing overflows.
        """
        a = level.alpha
        columns = [a * (x @ points.T) - a**2 / 2 * points.square().sum(1) for _, points in self._chunks(x.device)]
        logits = torch.cat(columns, 1)
        if condition is not None and self.labels is not None:
            wanted = torch.as_tensor(condition, device=x.device).reshape(-1, 1)
            logits = logits.masked_fill(self.labels.to(x.device) != wanted, -torch.inf)
        logits = logits - logits.amax(1, keepdim=True)
        return torch.softmax(logits / max(level.sigma**2, sys.float_info.min), 1)

    def _chunks(self, device: torch.device) -> Iterator[tuple[slice, Tensor]]:
        """Slices of the points, flat and in double precision: (chunk, D)."""
        for start in range(0, len(self.points), CHUNK):
            part = slice(start, start + CHUNK)
            yield part, self.points[part].to(device).flatten(1).double()
