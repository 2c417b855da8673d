"""Room: models. A tiny flow in two dimensions, small enough to train while somebody watches, and its adapter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lib.diffusion import Conditioned, Denoiser, Level, Path, Prediction, Query, from_velocity, straight_path
from lib.diffusion.sampling import Variance

REACH = 3.0
"""What is drawn: points in [-REACH, REACH]."""


class PlaneFlow(nn.Module):
    """Velocity ``eps - x_0`` at a point and a time: three hidden layers.

    Args:
        width: of each hidden layer.
    """

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.width = width
        layers: list[nn.Module] = []
        for before, after in ((3, width), (width, width), (width, width)):
            layers += [nn.Linear(before, after), nn.SiLU()]
        self.body = nn.Sequential(*layers, nn.Linear(width, 2))

    def forward(self, x: Tensor, t: Tensor, c: Tensor | None = None) -> Tensor:
        """(B, 2) points and (B,) times in [0, 1] -> (B, 2); there are no classes, so c is not looked at."""
        return self.body(torch.cat([x, t[:, None]], 1))  # type: ignore[no-any-return]


class PlaneModel:
    """A flow in the plane behind `diffusion.Model`: data at t = 0, noise at t = 1, no conditions."""

    shape = (2,)
    eta = 0.0

    def __init__(self, network: PlaneFlow) -> None:
        self.network = network

    def on(self, condition: Any = None) -> Denoiser:
        """The flow itself: it knows no conditions, and takes none into account."""
        return Conditioned(self)

    def guided(self, labels: Any = None, scale: float = 1.0) -> Denoiser:
        """The flow itself, whatever the guidance."""
        return self.on()

    def variance(self, path: Path) -> Variance:
        """Of fresh noise: an Euler walk draws none."""
        return "beta_tilde"

    def path(self, steps: int) -> Path:
        """From noise to data in equal times."""
        return straight_path(steps)

    def to_pixels(self, x: Tensor) -> Tensor:
        """Points (B, 2) into [0, 1], by the square that is drawn."""
        return ((x + REACH) / (2 * REACH)).clamp(0, 1)

    @torch.no_grad()
    def answer(self, queries: Sequence[Query], level: Level) -> list[Prediction]:
        """One Prediction a query, all from one forward pass."""
        x = torch.cat([query.x_t for query in queries])
        velocity = self.network(x, x.new_full((len(x),), level.t))
        parts = velocity.split([len(query.x_t) for query in queries])
        return [from_velocity(query.x_t, level, v) for query, v in zip(queries, parts, strict=True)]
