"""Room: runs. A walk: all that the one loop needs to know of a recipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from lib.diffusion import Denoiser, Level, Path
    from lib.diffusion.sampling import Variance

CHUNK = 50
"""Pictures that go through a network together: memory stays bounded, and no picture depends on the batch's size."""
CHUNK_OF_LARGE = 4
"""The same for models of billions of parameters."""
CHUNK_OF_ENLARGED = 8
"""The same for pictures of sixteen times as many pixels."""


@dataclass(frozen=True)
class Walk:
    """All that the loop needs to know of a recipe.

    Attributes:
        shape: of one picture (C, H, W), or of a point (2,).
        path: levels from noise to data.
        denoiser: of some of the pictures, given which ones and a generator for each.
        eta: of the sampler.
        variance: of the fresh noise.
        labels: (B,) digits that were asked for, or (0,).
        chunk: how many go through together.
        notes: what a learner should be told.
        start: pictures at the first level, given a generator for each; None is pure noise.
        project: given which pictures and the device, what is done to them after every step; None is nothing.
        z: which stream of fresh noise, see `Picture`.
    """

    shape: tuple[int, ...]
    path: Path
    denoiser: Callable[[slice, list[Generator]], Denoiser]
    eta: float
    variance: Variance
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    chunk: int = field(default_factory=lambda: CHUNK)
    notes: tuple[str, ...] = ()
    start: Callable[[list[Generator]], Tensor] | None = None
    project: Callable[[slice, str], Callable[[Tensor, Level], Tensor]] | None = None
    z: int = 0

    @property
    def is_flow(self) -> bool:
        """A straight path, walked without fresh noise."""
        return self.path[0].alpha == 0 and self.eta == 0

    @property
    def steps(self) -> int:
        """From the first level to the last."""
        return len(self.path) - 1

    @property
    def calls(self) -> int:
        """Of the model: a step to a noisier level asks nobody."""
        from lib.diffusion import rises

        return sum(not rises(level, following) for level, following in pairwise(self.path))


def numpy_of(x: Tensor) -> NDArray[np.float32]:
    """A tensor on any device as an array."""
    return np.asarray(x.float().cpu().numpy(), np.float32)
