"""Room: diffusion. What may be done to a picture between two steps: `project` hooks of the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Generator, Tensor

from lib.diffusion.levels import Level, add_noise
from lib.diffusion.noise import randn


def inpainting(
    x_0: Tensor, mask: Tensor, generator: Generator | Sequence[Generator]
) -> Callable[[Tensor, Level], Tensor]:
    """Put the known pixels back after every step, noised to the level of that step (Lugmayr et al. 2022, eq. 8).

    Args:
        x_0: (B, C, ...) the picture whose known part stays.
        mask: broadcast over x_0; 1 where something new is made, 0 where the picture is kept, between for a soft edge.
        generator: where the noise on the known pixels comes from; not the one that the loop draws from.

    Returns:
        A hook for ``sample(..., project=...)``: x_t -> ``mask * x_t + (1 - mask) * x_known``.
    """

    def project(x_t: Tensor, level: Level) -> Tensor:
        known = add_noise(x_0, level, randn(x_0.shape, generator, like=x_0))
        return mask * x_t + (1 - mask) * known

    return project
